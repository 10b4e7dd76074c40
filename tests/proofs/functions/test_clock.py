"""A function that reads the time is judged for every time; what it reads later may be logged, and decides nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.verdict import Verdict
from strategyproof.proofs.functions import check, load

SECOND = """\
import time
from time import monotonic

STARTED = time.time()


def second(bids):
    order = sorted(range(len(bids)), key=lambda i: bids[i], reverse=True)
    return [i == order[0] for i in range(len(bids))], [bids[order[1]] if i == order[0] else 0 for i in range(len(bids))]


def double(outcome, when):
    wins, payments = outcome
    return wins, [2 * p if when else p for p in payments]


"""
TRUTHFUL = {
    "a reserve that falls": (
        "reserve = max(0, 100 - monotonic())\n    w = max(range(len(bids)), key=lambda i: bids[i])\n"
        "    price = max([reserve] + [b for i, b in enumerate(bids) if i != w])\n"
        "    return [bids[w] >= reserve and i == w for i in range(len(bids))], "
        "[price if bids[w] >= reserve and i == w else 0 for i in range(len(bids))]"
    ),
    "what took how long": "then = time.time()\n    r = second(bids)\n    print(time.time() - then)\n    return r",
}
UNREAD = {
    "a second reading": "start = time.time()\n    return double(second(bids), time.time() - start > 1)",
    "the time of loading": "return double(second(bids), time.time() - STARTED > 1)",
    "another clock": "return double(second(bids), time.process_time() > 1)",
}


def judged(body: str, folder: Path) -> Verdict:
    (folder / "timed.py").write_text(f"{SECOND}def auction(bids):\n    {body}\n")
    return check(load(f"{folder}/timed.py:auction"), LAWS["strategy-proof"], bidders=[2])


@pytest.mark.parametrize("name", TRUTHFUL)
def test_what_is_truthful_at_every_time_is_proved_for_every_time(name: str, tmp_path: Path) -> None:
    verdict = judged(TRUTHFUL[name], tmp_path)
    assert verdict.verdict == "proved", verdict
    assert verdict.scope.parameters == {"clock": "[0, inf)"}


def test_one_bad_second_is_found_and_replays_at_that_time(tmp_path: Path) -> None:
    verdict = judged("return double(second(bids), time.time() == 17)", tmp_path)
    assert verdict.counterexample is not None
    assert verdict.counterexample.parameters == {"clock": "17"}
    assert verdict.counterexample.bids == ["1", "1"]


@pytest.mark.parametrize("name", UNREAD)
def test_what_is_no_one_reading_of_the_clock_decides_nothing(name: str, tmp_path: Path) -> None:
    verdict = judged(UNREAD[name], tmp_path)
    assert verdict.verdict == "unknown"
    assert "it reads" in (verdict.reason or "")


def test_a_written_test_stops_the_clock(tmp_path: Path) -> None:
    (tmp_path / "timed.py").write_text(
        f"{SECOND}def auction(bids):\n    return double(second(bids), monotonic() == 17)\n"
    )
    command = [sys.executable, "-m", "strategyproof", "check", "timed.py:auction", "--law", "strategy-proof"]
    subprocess.run([*command, "--write-test", "test_timed.py"], check=False, cwd=tmp_path, capture_output=True)
    run = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_timed.py"]
    failing = subprocess.run(run, check=False, cwd=tmp_path, capture_output=True, text=True)
    assert "auction is not strategy-proof. With clock = 17" in failing.stdout
