"""The ledger: what it acknowledges stays, and what it cannot do it says."""

from __future__ import annotations

import errno
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from strategyproof.commands.audit import audit as command
from strategyproof.proofs.checker import Checker, Observations, RhoRefused
from strategyproof.proofs.ledger import (
    Ledger,
    LedgerBusy,
    LedgerDamaged,
    LedgerError,
    LedgerFull,
    LedgerSchemaError,
    audit,
    parse_head,
    writer,
)


def _fill(path: Path, batches: int = 5, rounds: int = 3) -> str:
    rng = np.random.default_rng(0)
    with Ledger(path) as ledger:
        checker = Checker(None, ledger=ledger)
        for _ in range(batches):
            checker.check_rounds(1 + rng.random(rounds), 10 * rng.random((rounds, 4)), Observations.nothing(rounds))
        return str(ledger.commit())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger"


def test_what_is_written_is_read(path: Path) -> None:
    head = _fill(path)
    result = audit(path, since=[parse_head(head)])
    assert result.whole
    assert (result.records, result.rounds, result.certified, result.head) == (10, 15, 15, head)


def test_a_ledger_goes_on(path: Path) -> None:
    first = _fill(path)
    _fill(path)
    assert audit(path, since=[parse_head(first)]).records == 20


def test_refusals_are_recorded_before_the_error(path: Path) -> None:
    ledger = Ledger(path)
    with pytest.raises(RhoRefused):
        Checker(None, ledger=ledger).check_rounds(np.array([0.5]), np.array([[10.0, 9.0]]), Observations.nothing(1))
    assert (audit(path).refused, audit(path).certified, audit(path).whole) == (1, 0, True)
    ledger.close()


def test_audit_mode_is_counted(path: Path) -> None:
    with Ledger(path) as ledger:
        seen = Observations("full", ("bid",), np.ones((1, 1)))
        Checker(None, "audit", ledger=ledger).check_rounds(np.array([1.5]), np.array([[10.0, 9.0]]), seen)
    assert (audit(path).counted, audit(path).whole) == (1, True)


def _records(connection: sqlite3.Connection) -> list[tuple[int, bytes, bytes, bytes]]:
    return connection.execute("SELECT * FROM records ORDER BY sequence").fetchall()


def _flip(connection: sqlite3.Connection) -> None:
    payload = bytearray(_records(connection)[1][1])
    payload[40] ^= 1
    connection.execute("UPDATE records SET payload = ? WHERE sequence = 2", (bytes(payload),))


def _swap(connection: sqlite3.Connection) -> None:
    for old, new in ((2, 99), (3, 2), (99, 3)):
        connection.execute("UPDATE records SET sequence = ? WHERE sequence = ?", (new, old))


def _insert(connection: sqlite3.Connection) -> None:
    connection.execute(
        "INSERT INTO records SELECT sequence + 1, payload, hash, leaf FROM records ORDER BY sequence DESC LIMIT 1"
    )


def _as_text(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE records SET hash = hex(hash) WHERE sequence = 2")


def _sql(text: str) -> Callable[[sqlite3.Connection], object]:
    return lambda connection: connection.execute(text)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (_flip, "changed"),
        (_swap, "changed"),
        (_insert, "changed"),
        (_as_text, "changed"),
        (_sql("DELETE FROM records WHERE sequence = 3"), "order"),
        (_sql("DELETE FROM records WHERE sequence = 1"), "order"),
        (_sql("DELETE FROM records WHERE sequence = 10"), "head"),
        (_sql("DELETE FROM records"), "head"),
        (_sql("INSERT INTO records SELECT -1, payload, hash, leaf FROM records LIMIT 1"), "order"),
        (_sql("UPDATE about SET value = 'another' WHERE key = 'ledger'"), "changed"),
        (_sql("UPDATE records SET hash = zeroblob(32) WHERE sequence = 10"), "changed"),
    ],
)
def test_changes_are_found(path: Path, change: Callable[[sqlite3.Connection], object], kind: str) -> None:
    _fill(path)
    with sqlite3.connect(path) as connection:
        change(connection)
    connection.close()
    result = audit(path)
    assert kind in {finding.kind for finding in result.findings}


def test_a_certificate_that_does_not_bear_out_is_found(path: Path) -> None:
    from dataclasses import replace

    with Ledger(path) as ledger:
        checker, bids = Checker(None), np.array([[10.0, 4.0]])
        for number, change in enumerate(({"price": np.array([5.0])}, {"commitment": np.array([0.5])})):
            honest = checker.check_rounds(np.array([1.5]), bids, Observations.nothing(1))
            said = replace(honest.commitment, rho=change.get("commitment", honest.rho), first_round=number)
            entered = replace(said, entry=ledger.enter(said))
            ledger.write(replace(honest, price=change.get("price", honest.price), commitment=entered))
    assert [finding.kind for finding in audit(path).findings] == ["certificate", "certificate"]


def test_a_rewritten_ledger_is_found_by_a_head_noted_elsewhere(path: Path, tmp_path: Path) -> None:
    noted = _fill(path)
    for file in tmp_path.glob("ledger*"):
        file.unlink()
    _fill(path)
    assert audit(path).whole
    assert [finding.kind for finding in audit(path, since=[parse_head(noted)]).findings] == ["head"]


def test_a_missing_head_is_a_finding(path: Path) -> None:
    _fill(path)
    path.with_name("ledger.head").unlink()
    assert [finding.kind for finding in audit(path).findings] == ["head"]
    with pytest.raises(LedgerDamaged, match=r"expected the head of .* beside it, got none"):
        Ledger(path)


def test_one_writer(path: Path) -> None:
    with (
        Ledger(path),
        pytest.raises(LedgerBusy, match=r"expected to be the only writer of .* close the other one first"),
    ):
        Ledger(path)
    Ledger(path).close()


def test_a_reader_does_not_disturb_the_writer(path: Path) -> None:
    with Ledger(path) as ledger:
        checker = Checker(None, ledger=ledger)
        for number in range(3):
            checker.check_rounds(np.array([1.5]), np.array([[10.0, 4.0]]), Observations.nothing(1))
            ledger.commit()
            assert audit(path).records == 2 * (number + 1)


def test_a_full_disk_loses_nothing(path: Path) -> None:
    _fill(path)
    with Ledger(path) as ledger:
        connection = ledger._connection
        connection.execute("PRAGMA max_page_count = 16")
        checker = Checker(None, ledger=ledger)
        rounds = 4000
        bids, rho = np.random.default_rng(1).random((rounds, 3)), np.full(rounds, 1.5)
        checker.check_rounds(rho, bids, Observations.nothing(rounds))
        with pytest.raises(
            LedgerFull, match=r"database or disk is full .*; free some and commit again; records 11 to 12 wait"
        ):
            ledger.commit()
        assert (audit(path).records, audit(path).whole) == (10, True)
        connection.execute("PRAGMA max_page_count = 1000000")
    assert (audit(path).records, audit(path).whole) == (12, True)


def test_a_head_that_has_no_room_is_said_and_kept(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _fill(path)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(writer, "write_head", full)
    Ledger(path).close()  # nothing new to say
    with pytest.raises(LedgerFull, match=r"the head beside .* is not: .*No space left"):
        Ledger(path.with_name("other.ledger"))
    monkeypatch.undo()
    assert (audit(path).records, audit(path).whole) == (10, True)


LIMITED = """
import resource, signal, sys
import numpy as np
from strategyproof.proofs.checker import Checker, Observations
from strategyproof.proofs.checker.theorem import Theorem
from strategyproof.proofs.ledger import Ledger, LedgerFull
ledger = Ledger(sys.argv[1])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
checker = Checker(None, ledger=ledger, theorem=Theorem("0" * 64, "msb", (), "none"))
bids, rho = np.random.default_rng(1).random((4000, 3)), np.full(4000, 1.5)
checker.check_rounds(rho, bids, Observations.nothing(4000))
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, hard))
try:
    ledger.commit()
except LedgerFull as error:
    print("full", flush=True)
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
ledger.close()
"""


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="no limit on the size of files here")
def test_a_file_that_may_not_grow_loses_nothing(path: Path) -> None:
    _fill(path)
    ended = subprocess.run([sys.executable, "-c", LIMITED, path], capture_output=True, text=True, check=True)
    assert ended.stdout == "full\n"
    assert (audit(path).records, audit(path).whole) == (12, True)


def test_a_cut_file_is_said_to_be_cut(path: Path) -> None:
    _fill(path, batches=40, rounds=100)
    whole = path.read_bytes()
    for share in (0.01, 0.3, 0.9):
        path.write_bytes(whole[: int(share * len(whole))])
        try:
            assert not audit(path).whole
        except LedgerError as error:
            assert "restore it from a copy" in str(error)  # noqa: PT017
        with pytest.raises((LedgerDamaged, LedgerSchemaError)):
            Ledger(path)


def test_another_schema_is_refused(path: Path) -> None:
    _fill(path)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 3")
    connection.close()
    for use in (audit, Ledger):
        with pytest.raises(
            LedgerSchemaError, match=r"expected a ledger of schema 2 at .*, got schema 3; use the version"
        ):
            use(path)


def test_another_database_is_refused(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE other (x)")
    connection.close()
    with pytest.raises(LedgerSchemaError, match=r"expected a ledger at .*, got another database"):
        Ledger(path)


def test_no_directory(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match=r"expected a directory at .*missing for the ledger, got none; make it first"):
        Ledger(tmp_path / "missing" / "ledger")


def _run(*arguments: Any) -> Any:
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


def test_the_command(path: Path) -> None:
    head = _fill(path)
    ended = _run(path, "--head", head)
    assert ended.exit_code == 0
    assert ended.output.endswith(f"  head {head}\nwhole: nothing was found\n")
    assert _run(path, "--json").output.startswith('{"schema":"strategyproof/audit/1"')
    assert _run(path.with_name("none")).exit_code == 2
    assert _run(path, "--head", "5").exit_code == 2
    with sqlite3.connect(path) as connection:
        _flip(connection)
    connection.close()
    ended = _run(path)
    assert ended.exit_code == 1
    assert "changed: record 2 is not as it was written" in ended.output
    path.write_bytes(b"no database" * 100)
    assert _run(path).exit_code == 1
