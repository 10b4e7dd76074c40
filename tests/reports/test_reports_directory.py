"""Publishing: one whole report at every moment, whatever happens, and nothing else touched."""

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from strategyproof.reports import directory
from strategyproof.reports.directory import FILES, OccupiedError, publish

KILLS = 12
WRITER = """
import sys
from pathlib import Path
from strategyproof.reports.directory import FILES, publish
round = 0
while True:
    round += 1
    publish(Path(sys.argv[1]), {name: f"{round}\\n" * 50_000 for name in FILES}, force=True)
    print(round, flush=True)
"""


def files(text: str) -> dict[str, str]:
    return dict.fromkeys(FILES, text)


def held(path: Path) -> dict[str, str]:
    return {entry.name: entry.read_text() for entry in path.iterdir()}


def test_a_report_replaces_a_report_only_by_force(tmp_path: Path) -> None:
    out = tmp_path / "report"
    publish(out, files("one"))
    with pytest.raises(OccupiedError, match=r"report holds another report; add --force to replace it"):
        publish(out, files("two"))
    assert held(out) == files("one")
    publish(out, files("two"), force=True)
    assert held(out) == files("two")
    assert list(tmp_path.iterdir()) == [out]


QUESTION = f"questions/{'0' * 64}.smt2"


@pytest.mark.parametrize("exchanges", [True, False])
def test_questions_of_another_report_do_not_stay(
    exchanges: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not exchanges:
        monkeypatch.setattr(directory, "_exchange", lambda one, other: False)
    out, other = tmp_path / "report", QUESTION.replace("0", "1")
    publish(out, {**files("one"), QUESTION: "(check-sat)"})
    publish(out, {**files("two"), other: "(check-sat)"}, force=True)
    assert [path.name for path in (out / "questions").iterdir()] == [Path(other).name]


@pytest.mark.parametrize("stranger", ["questions/notes.txt", "questions"])
def test_what_is_no_question_is_not_replaced(stranger: str, tmp_path: Path) -> None:
    (tmp_path / stranger).parent.mkdir(exist_ok=True)
    (tmp_path / stranger).write_text("mine")
    with pytest.raises(OccupiedError, match=rf"holds files that are no report \({stranger}\)"):
        publish(tmp_path, files("one"), force=True)
    assert (tmp_path / stranger).read_text() == "mine"


def test_an_empty_directory_is_filled(tmp_path: Path) -> None:
    publish(tmp_path, files("one"))
    assert held(tmp_path) == files("one")


def test_where_directories_cannot_be_exchanged_files_are_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory, "_exchange", lambda one, other: False)
    publish(tmp_path, files("one"))
    publish(tmp_path, files("two"), force=True)
    assert held(tmp_path) == files("two")


def test_a_failed_write_leaves_the_old_report(tmp_path: Path) -> None:
    out = tmp_path / "report"
    publish(out, files("one"))
    with pytest.raises(UnicodeEncodeError):
        publish(out, files("\ud800"), force=True)
    assert held(out) == files("one")
    assert list(tmp_path.iterdir()) == [out]


def test_a_killed_writer_leaves_a_whole_report(tmp_path: Path) -> None:
    out, chance = tmp_path / "report", random.Random(0)
    for _ in range(KILLS):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(out)], stdout=subprocess.PIPE, text=True)
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(chance.uniform(0, 0.03))
        writer.send_signal(signal.SIGKILL)
        written = writer.communicate()[0]
        texts = set(held(out).values())
        assert held(out).keys() == FILES
        assert len(texts) == 1, "files of two reports side by side"
        (text,) = texts
        number = json.loads(text.partition("\n")[0])
        assert text == f"{number}\n" * 50_000
        acknowledged = [int(line) for line in written.split()]
        assert number >= max(acknowledged, default=1)
