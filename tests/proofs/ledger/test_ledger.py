"""The ledger: what was acknowledged is there, and every change of it is found."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from strategyproof.proofs.checker import Checker, Observations, Theorem, establish
from strategyproof.proofs.ledger import (
    Ledger,
    LedgerBusy,
    LedgerDamaged,
    LedgerError,
    LedgerSchemaError,
    audit,
    parse_head,
)


@pytest.fixture(scope="module")
def theorem() -> Theorem:
    return establish()


def fill(path: Path, theorem: Theorem, batches: int = 6, rounds: int = 4) -> None:
    dice = np.random.default_rng(0)
    with Ledger(path, commit_records=1) as ledger:
        checker = Checker(grid=20, ledger=ledger, theorem=theorem)
        for _ in range(batches):
            rho = 10 ** (dice.integers(0, 20, rounds) / 20)
            checker.check_rounds(rho, dice.random((rounds, 3)), Observations.nothing(rounds))


@pytest.fixture
def ledger(tmp_path: Path, theorem: Theorem) -> Path:
    path = tmp_path / "rounds.ledger"
    fill(path, theorem)
    return path


def change(path: Path, statement: str, *values: object) -> None:
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(statement, values)
    connection.close()


def records(path: Path) -> list[tuple[int, bytes, bytes, bytes]]:
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT sequence, payload, hash, leaf FROM records ORDER BY sequence").fetchall()
    connection.close()
    return rows


def test_a_whole_ledger_is_whole(ledger: Path) -> None:
    result = audit(ledger)
    assert result.whole
    assert (result.records, result.rounds, result.certified, result.refused) == (12, 24, 24, 0)


def test_a_ledger_goes_on_where_it_ended(ledger: Path, theorem: Theorem) -> None:
    with Ledger(ledger) as again:
        checker = Checker(grid=20, ledger=again, theorem=theorem)
        checker.check_rounds(np.array([1.0]), np.array([[2.0, 1.0]]), Observations.nothing(1))
    assert audit(ledger).records == 14


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM records WHERE sequence = 3",
        "DELETE FROM records WHERE sequence = 12",
        "DELETE FROM records WHERE sequence >= 3",
        "UPDATE records SET sequence = 100 WHERE sequence = 2",
        "INSERT INTO records SELECT 13, payload, hash, leaf FROM records WHERE sequence = 2",
        "UPDATE records SET payload = (SELECT payload FROM records WHERE sequence = 1) WHERE sequence = 2",
        "UPDATE records SET hash = (SELECT hash FROM records WHERE sequence = 1) WHERE sequence = 2",
        "DELETE FROM records",
    ],
)
def test_a_dropped_moved_inserted_or_changed_record_is_found(ledger: Path, statement: str) -> None:
    change(ledger, statement)
    assert not audit(ledger).whole


def flips(path: Path, count: int, seed: int) -> int:
    """Change single bytes of the file; return how many changes of a record went unseen."""
    dice, content, before, unseen = random.Random(seed), path.read_bytes(), records(path), 0
    for _ in range(count):
        place = dice.randrange(len(content))
        damaged = bytearray(content)
        damaged[place] ^= 1 << dice.randrange(8)
        path.write_bytes(bytes(damaged))
        try:
            whole = audit(path).whole
        except (LedgerError, ValueError):
            whole = False
        if whole and records(path) != before:
            unseen += 1
        path.with_name(path.name + "-wal").unlink(missing_ok=True)
        path.with_name(path.name + "-shm").unlink(missing_ok=True)
    path.write_bytes(content)
    return unseen


def test_no_single_byte_of_a_record_changes_unseen(ledger: Path) -> None:
    assert flips(ledger, 60, seed=1) == 0
    assert audit(ledger).whole


@pytest.mark.slow
def test_no_single_byte_changes_unseen_in_many_tries(ledger: Path) -> None:
    assert flips(ledger, 1000, seed=2) == 0


def test_there_is_one_writer(ledger: Path) -> None:
    with Ledger(ledger), pytest.raises(LedgerBusy, match=r"rounds\.ledger"):
        Ledger(ledger)


def test_what_is_no_ledger_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_text("not a database at all, but long enough to be read as one" * 40)
    with pytest.raises((LedgerSchemaError, LedgerDamaged)):
        audit(other)
    with pytest.raises(LedgerError, match="missing"):
        audit(tmp_path / "missing")


WRITER = """
import sys
import numpy as np
from strategyproof.proofs.checker import Checker, Observations, Theorem
from strategyproof.proofs.ledger import Ledger
import msgspec
theorem = Theorem(**msgspec.json.decode(sys.argv[2])) if len(sys.argv) > 2 else None
with Ledger(sys.argv[1]) as ledger:
    checker = Checker(grid=None, ledger=ledger, theorem=theorem)
    print("ready", flush=True)
    while True:
        checker.check_rounds(np.full(8, 1.5), np.random.default_rng(0).random((8, 3)), Observations.nothing(8))
        print(ledger.commit(), flush=True)
"""


def kill_writers(path: Path, kills: int, seed: int, theorem: Theorem) -> None:
    import msgspec

    dice = random.Random(seed)
    told = msgspec.json.encode(msgspec.to_builtins(theorem)).decode()
    for _ in range(kills):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path), told], stdout=subprocess.PIPE, text=True)
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        acknowledged = [writer.stdout.readline() for _ in range(dice.randint(1, 6))]
        writer.send_signal(signal.SIGKILL)
        acknowledged += writer.stdout.read().splitlines(keepends=True)
        writer.wait()
        writer.stdout.close()
        last = [line.strip() for line in acknowledged if line.endswith("\n")][-1]
        result = audit(path, since=[parse_head(last)])
        assert result.whole, (last, result.findings)


def test_a_killed_writer_loses_nothing_that_it_acknowledged(tmp_path: Path, theorem: Theorem) -> None:
    kill_writers(tmp_path / "rounds.ledger", 5, seed=3, theorem=theorem)


@pytest.mark.slow
def test_many_killed_writers_lose_nothing(tmp_path: Path, theorem: Theorem) -> None:
    kill_writers(tmp_path / "rounds.ledger", 500, seed=4, theorem=theorem)
