"""Writers killed at any moment: while they make the ledger, open it, write, commit, or store the head.

A writer tells the head of every commit that has returned. Whenever it dies, the head that it told last must be on the
chain, the ledger must be whole, and the next writer must be able to go on.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from strategyproof.proofs.checker import Checker, Observations, Theorem
from strategyproof.proofs.ledger import Ledger, LedgerDamaged, LedgerSchemaError, audit, parse_head

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="writers are forked, and this system cannot"),
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]

THEOREM = Theorem("0" * 64, "msb", (), "none: the ledger alone is under test")
NEW_LEDGER_EVERY = 10


def _write_forever(path: Path, told: int) -> None:
    rng = np.random.default_rng(0)
    ledger = Ledger(path)
    checker = Checker(None, ledger=ledger, theorem=THEOREM)
    while True:
        for _ in range(int(rng.integers(1, 4))):
            rounds = int(rng.integers(1, 200))
            checker.check_rounds(1 + rng.random(rounds), rng.random((rounds, 4)), Observations.nothing(rounds))
        os.write(told, f"{ledger.commit()}\n".encode())


def _killed_writer(path: Path, delay: float) -> list[str]:
    """Fork a writer, kill it after the delay, and return the heads that it told."""
    heard, told = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(heard)
            _write_forever(path, told)
        finally:
            os._exit(1)
    os.close(told)
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the writer ended by itself before it was killed"
    with os.fdopen(heard) as lines:
        return [line.rstrip("\n") for line in lines if line.endswith("\n")]


def _kill_often(folder: Path, kills: int, seed: int) -> int:
    """Kill writers at random moments; return how many commits were acknowledged."""
    _ledger(folder / "first.ledger")  # so that what is imported late is imported before the writers are forked
    dice, last, acknowledged, path = random.Random(seed), None, 0, folder
    for number in range(kills):
        if number % NEW_LEDGER_EVERY == 0:
            path, last = folder / f"{number}.ledger", None
        heads = _killed_writer(path, dice.choice([0.02, 0.1, 0.4]) * dice.random())
        acknowledged += len(heads)
        last = heads[-1] if heads else last
        if last is None:
            _nothing_was_promised(path)
        else:
            result = audit(path, since=[parse_head(last)])
            assert result.whole, (number, last, result.findings)
    return acknowledged


def _nothing_was_promised(path: Path) -> None:
    """A writer that died before its first commit leaves nothing, or what the next writer can go on with."""
    if path.exists():
        Ledger(path).close()
        result = audit(path)
        assert result.whole, result.findings


def test_killed_writers_lose_nothing(tmp_path: Path) -> None:
    assert _kill_often(tmp_path, 30, seed=0) > 0


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_killed_writers_lose_nothing_in_many_tries(tmp_path: Path, seed: int) -> None:
    acknowledged = _kill_often(tmp_path, 200, seed=1 + seed)
    sys.stdout.write(f"\n200 kills, {acknowledged} acknowledged commits, none lost\n")
    assert acknowledged > 0


def _change_bytes(path: Path, tries: int, seed: int) -> tuple[int, int]:
    """Change one byte of the file at a time; return how many changes were found, and how many touched no record."""
    dice, whole, found, idle = random.Random(seed), path.read_bytes(), 0, 0
    head, copy = audit(path).head, path.with_name("copy.ledger")
    copy.with_name("copy.ledger.head").write_bytes(path.with_name(path.name + ".head").read_bytes())
    for _ in range(tries):
        place = dice.randrange(len(whole))
        changed = bytearray(whole)
        changed[place] ^= dice.randrange(1, 256)
        copy.write_bytes(changed)
        for rest in ("-wal", "-shm"):
            copy.with_name(copy.name + rest).unlink(missing_ok=True)
        try:
            result = audit(copy)
        except (LedgerDamaged, LedgerSchemaError):
            found += 1
            continue
        found += not result.whole
        idle += result.whole
        assert not result.whole or result.head == head, f"byte {place} changed the records, unseen"
    return found, idle


def _ledger(path: Path) -> Path:
    rng = np.random.default_rng(0)
    with Ledger(path) as ledger:
        checker = Checker(None, ledger=ledger, theorem=THEOREM)
        for _ in range(20):
            checker.check_rounds(1 + rng.random(700), rng.random((700, 4)), Observations.nothing(700))
    return path


def test_no_byte_changes_unseen(tmp_path: Path) -> None:
    found, idle = _change_bytes(_ledger(tmp_path / "whole.ledger"), 60, seed=0)
    assert found + idle == 60
    assert found > idle


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_no_byte_changes_unseen_in_many_tries(tmp_path: Path, seed: int) -> None:
    found, idle = _change_bytes(_ledger(tmp_path / "whole.ledger"), 400, seed=1 + seed)
    sys.stdout.write(f"\n400 changes of a byte: {found} found, {idle} in bytes that no record uses\n")
    assert found + idle == 400
