"""Results are whole or absent, and one run at a time works in a folder."""

import errno
import os
from pathlib import Path

import pytest

from strategyproof.experiments.jobs import RulesJob, key_of
from strategyproof.experiments.store import Occupied, Store

RESULT = b'{"found":{"a":1.0},"cpu_seconds":0.5}'


@pytest.fixture
def warnings() -> list[str]:
    return []


@pytest.fixture
def store(tmp_path: Path, warnings: list[str]) -> Store:
    return Store(tmp_path / "results", warnings.append)


def test_what_is_written_is_read(store: Store, rules: RulesJob, warnings: list[str]) -> None:
    with store.held():
        assert store.read(rules) is None
        store.write(rules, RESULT)
    assert store.read(rules) == {"found": {"a": 1.0}, "cpu_seconds": 0.5}
    assert [path.name for path in store.folder.iterdir() if path.suffix] == [f"{key_of(rules)}.json"]
    assert warnings == []


@pytest.mark.parametrize("length", [0, 1, 40, -3])
def test_a_half_written_result_is_one_line_and_done_again(
    length: int, store: Store, rules: RulesJob, warnings: list[str]
) -> None:
    with store.held():
        store.write(rules, RESULT)
    path = store.path(rules)
    path.write_bytes(path.read_bytes()[:length])
    assert store.read(rules) is None
    assert len(warnings) == 1
    assert warnings[0].startswith(f"{path}: expected a whole result, got ")
    assert warnings[0].endswith("; its job is done again")
    assert "\n" not in warnings[0]


def test_a_changed_number_is_no_result(store: Store, rules: RulesJob, warnings: list[str]) -> None:
    with store.held():
        store.write(rules, RESULT)
    path = store.path(rules)
    path.write_bytes(path.read_bytes().replace(b"1.0", b"2.0"))
    assert store.read(rules) is None
    assert "a result whose SHA-256 is another" in warnings[0]


def test_a_full_disk_leaves_what_was_there(store: Store, rules: RulesJob, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with store.held():
        store.write(rules, RESULT)
        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match=r"got: No space left on device; the file that was there is untouched"):
            store.write(rules, b'{"found":{}}')
    assert store.read(rules) is not None
    assert {path.name for path in store.folder.iterdir()} == {".lock", store.path(rules).name}


def test_two_runs_do_not_work_in_one_folder(store: Store) -> None:
    with (
        store.held(),
        pytest.raises(Occupied, match=r"to be free, and another run works in it; wait for it, or give --out"),
        Store(store.folder).held(),
    ):
        pass
    with Store(store.folder).held():
        pass


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(OSError, match=r"expected a folder that can be written to at .*file/results, got: Not a dir"),
        Store(tmp_path / "file" / "results").held(),
    ):
        pass
