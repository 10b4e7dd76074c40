"""Ledgers in odd places and odd states: read-only media, lost logs, empty files, foreign tables, deleted locks."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from strategyproof.commands.audit import audit as command
from strategyproof.proofs.checker import Checker, Observations, Theorem
from strategyproof.proofs.ledger import Ledger, LedgerDamaged, LedgerError, LedgerSchemaError, audit, writer
from strategyproof.proofs.ledger.layout import strangers

THEOREM = Theorem("0" * 64, "msb", (), "none: the ledger alone is under test")
NOBODY = 65534
"""A user who may write nowhere."""


def fill(ledger: Ledger, batches: int = 3) -> None:
    checker = Checker(None, ledger=ledger, theorem=THEOREM)
    for _ in range(batches):
        checker.check_rounds(np.full(4, 1.5), np.random.default_rng(0).random((4, 3)), Observations.nothing(4))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Ledger(tmp_path / "book") as ledger:
        fill(ledger)
    return tmp_path / "book"


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Let nobody write into a folder, the user root included, who may write anywhere."""
    for each in folder.iterdir():
        each.chmod(0o444)
    folder.chmod(0o555)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        folder.chmod(0o755)


@pytest.fixture
def medium() -> Iterator[Path]:
    """A folder that every user can reach."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="needs users")
def test_a_ledger_on_a_read_only_medium_is_audited(medium: Path) -> None:
    with Ledger(medium / "book") as ledger:
        fill(ledger)
    with read_only(medium):
        result = audit(medium / "book")
    assert (result.whole, result.rounds) == (True, 12)


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="needs users")
def test_a_log_on_a_read_only_medium_is_read_too(medium: Path, tmp_path: Path) -> None:
    """What was acknowledged may still be in SQLite's log: so it is on a copy of a running system."""
    with Ledger(tmp_path / "book") as ledger:
        fill(ledger)
        ledger.commit()
        for name in ("book", "book-wal", "book.head"):
            shutil.copyfile(tmp_path / name, medium / name)
    with read_only(medium):
        result = audit(medium / "book")
    assert (result.whole, result.rounds) == (True, 12)
    assert sorted(each.name for each in medium.iterdir()) == ["book", "book-wal", "book.head"]


def test_a_lost_log_is_said_to_be_lost_records(tmp_path: Path) -> None:
    book, copy = tmp_path / "book", tmp_path / "copy"
    with Ledger(book) as ledger:
        fill(ledger)
        ledger.commit()
        shutil.copyfile(book, copy)
        shutil.copyfile(tmp_path / "book.head", tmp_path / "copy.head")
    expect_gone(copy)


@pytest.mark.parametrize("size", [0, None])
def test_a_file_that_was_emptied_or_removed_is_said_to_have_lost_records(size: int | None, path: Path) -> None:
    if size is None:
        path.unlink()
    else:
        os.truncate(path, size)
    expect_gone(path)


def expect_gone(path: Path) -> None:
    there = path.exists()
    size = path.stat().st_size if there else None
    with pytest.raises(LedgerDamaged, match=r"acknowledged records are gone: .*says that .* holds 6 records"):
        audit(path)
    with pytest.raises(
        LedgerDamaged, match=r"acknowledged records are gone: .*\(to begin a new ledger, remove the head"
    ):
        Ledger(path)
    assert (path.stat().st_size if path.exists() and there else None) == size
    ran = CliRunner().invoke(command, [str(path)])
    assert (ran.exit_code, "acknowledged records are gone" in ran.stderr) == (1, True)


def test_an_empty_file_without_a_head_is_no_ledger(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    with pytest.raises(LedgerSchemaError, match="got an empty file"):
        audit(tmp_path / "empty")
    Ledger(tmp_path / "empty").close()
    assert audit(tmp_path / "empty").whole


PLANTED = {
    "a trigger": (
        "CREATE TRIGGER quiet AFTER INSERT ON records BEGIN DELETE FROM records WHERE sequence = 1; END",
        "trigger 'quiet'",
    ),
    "a view": ("CREATE VIEW more AS SELECT * FROM records", "view 'more'"),
    "a table": ("CREATE TABLE more (x)", "table 'more'"),
    "an index": ("CREATE INDEX more ON records (hash)", "index 'more'"),
}


@pytest.mark.parametrize("what", PLANTED)
def test_what_no_ledger_is_made_with_is_a_finding_and_no_place_to_write(what: str, path: Path) -> None:
    statement, name = PLANTED[what]
    execute(path, statement)
    result = audit(path)
    assert [(f.kind, name in f.text) for f in result.findings] == [("schema", True)]
    assert result.rounds == 12
    with pytest.raises(LedgerDamaged, match=f"holds {name}, which no ledger is made with; audit it"):
        Ledger(path)


def test_a_view_in_place_of_the_table_is_not_read(path: Path) -> None:
    execute(path, "ALTER TABLE records RENAME TO kept", "CREATE VIEW records AS SELECT * FROM kept")
    result = audit(path)
    assert (result.records, {f.kind for f in result.findings}) == (0, {"schema"})
    assert any("view 'records'" in f.text for f in result.findings)


def test_a_table_with_other_columns_is_not_read(path: Path) -> None:
    execute(path, "ALTER TABLE records ADD COLUMN more")
    result = audit(path)
    assert (result.records, [f.kind for f in result.findings]) == (0, ["schema"])
    assert "another table 'records'" in result.findings[0].text


@pytest.mark.parametrize("key", ["ledger", "made"])
def test_what_a_ledger_says_of_itself_is_under_the_chain(key: str, path: Path) -> None:
    execute(path, f"UPDATE about SET value = value || 'x' WHERE key = '{key}'")
    assert ("changed", 1) in {(f.kind, f.sequence) for f in audit(path).findings}


def test_more_or_less_than_a_ledger_says_of_itself_is_damage(path: Path) -> None:
    execute(path, "INSERT INTO about VALUES ('note', 'trust me')")
    with pytest.raises(LedgerDamaged, match="and nothing else, got 'ledger', 'made', 'note'"):
        audit(path)
    execute(path, "DELETE FROM about")
    with pytest.raises(LedgerDamaged, match="and nothing else, got nothing"):
        audit(path)


def test_the_tables_of_a_new_ledger_are_no_strangers(path: Path) -> None:
    connection = sqlite3.connect(path)
    assert strangers(connection) == []
    connection.close()


def execute(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    with connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


@pytest.mark.parametrize("replaced", [False, True])
def test_a_lock_that_was_deleted_stops_the_writer(replaced: bool, tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "book")
    fill(ledger)
    lock = tmp_path / "book.lock"
    lock.unlink()
    if replaced:
        lock.touch()
    with pytest.raises(LedgerError, match="it was deleted, so another writer may be at work"):
        ledger.commit()
    with pytest.raises(LedgerError, match="got another file" if replaced else "got none"):
        ledger.close()
    assert audit(tmp_path / "book").records == 0


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="needs users")
def test_a_place_that_may_not_be_written_is_named(medium: Path) -> None:
    with Ledger(medium / "book") as ledger:
        fill(ledger)
    with read_only(medium):
        for name in ("book", "other"):
            with pytest.raises(LedgerError, match=r"expected a place where .* can be written, got"):
                Ledger(medium / name)


@pytest.mark.parametrize("name", ["", "file/book"])
def test_a_place_that_is_none_is_named(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for use in (Ledger, audit):
        with pytest.raises(LedgerError):
            use(tmp_path / name)


@pytest.mark.skipif(not hasattr(os, "seteuid") or os.geteuid() != 0, reason="needs root, to become somebody else")
def test_a_ledger_that_may_not_be_read_is_named(medium: Path) -> None:
    with Ledger(medium / "book") as ledger:
        fill(ledger)
    (medium / "book").chmod(0)
    os.seteuid(NOBODY)
    try:
        with pytest.raises(LedgerError):
            audit(medium / "book")
    finally:
        os.seteuid(0)


def test_a_head_that_may_not_be_written_is_no_want_of_room(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(writer, "write_head", refused)
    with pytest.raises(LedgerError, match=r"but the head beside .* let it be written") as raised:
        Ledger(path.with_name("other"))
    assert type(raised.value) is LedgerError


def test_a_ledger_keeps_one_grid_one_mode_and_its_count_of_rounds(path: Path) -> None:
    with Ledger(path) as ledger:
        assert ledger.next_round == 12
        with pytest.raises(LedgerError, match=r"expected mode refuse and grid None, .* got mode refuse and grid 20"):
            Checker(20, ledger=ledger, theorem=THEOREM).commit(np.ones(1), Observations.nothing(1))
        with pytest.raises(LedgerError, match="got mode audit and grid None; write to a new ledger"):
            Checker(None, "audit", ledger=ledger, theorem=THEOREM).commit(np.ones(1), Observations.nothing(1))
        one, other = (Checker(None, ledger=ledger, theorem=THEOREM) for _ in range(2))
        assert one.commit(np.ones(2), Observations.nothing(2)).first_round == 12
        with pytest.raises(LedgerError, match=r"expected a commitment of round 14 next .* got round 12"):
            other.commit(np.ones(2), Observations.nothing(2))
    result = audit(path)
    assert (result.whole, result.unopened) == (True, 2)


def test_a_commitment_is_opened_once_and_by_its_own_checker(path: Path) -> None:
    one, other = (Checker(None, theorem=THEOREM) for _ in range(2))
    commitment, bids = one.commit(np.full(2, 1.5), Observations.nothing(2)), np.array([[3.0, 1.0], [1.0, 3.0]])
    with pytest.raises(ValueError, match="expected a commitment of this checker that is not opened yet"):
        other.open(commitment, bids)
    one.open(commitment, bids)
    with pytest.raises(ValueError, match="got that of rounds 0 to 1; each is opened once"):
        one.open(commitment, bids)
    with Ledger(path) as ledger, pytest.raises(LedgerError, match="whose commitment was entered here before"):
        ledger.write(one.check_rounds(np.full(2, 1.5), bids, Observations.nothing(2)))
