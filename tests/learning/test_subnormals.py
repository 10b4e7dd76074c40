"""Where subnormal numbers are flushed to zero nothing is judged, and learning leaves no such place behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

torch = pytest.importorskip("torch", reason="sets the processor's flag; it comes with the extra `learn`")

from strategyproof.commands.audit import audit as command  # noqa: E402
from strategyproof.proofs.checker import Checker, FlushedToZero, Observations, Theorem  # noqa: E402
from strategyproof.proofs.checker.arithmetic import flushes  # noqa: E402
from strategyproof.proofs.checker.batch import judge  # noqa: E402
from strategyproof.proofs.checker.single import judge_round  # noqa: E402
from strategyproof.proofs.ledger import Ledger, audit  # noqa: E402

THEOREM = Theorem("0" * 64, "msb", (), "none: the ledger alone is under test")
BIDS = np.array([[1e-310, 2e-310], [3e-310, 1e-310]])
"""Told apart only where subnormal numbers are."""


@pytest.fixture
def flushed() -> Iterator[None]:
    assert torch.set_flush_denormal(True)
    try:
        yield
    finally:
        torch.set_flush_denormal(False)


@pytest.mark.usefixtures("flushed")
def test_nothing_is_judged() -> None:
    assert flushes()
    rho, checker = np.ones(2), Checker(None, theorem=THEOREM)
    for judging in (
        lambda: judge(rho, BIDS.T, None),
        lambda: judge_round(1.0, list(BIDS[0]), None),
        lambda: checker.check_rounds(rho, BIDS, Observations.nothing(2)),
    ):
        with pytest.raises(FlushedToZero, match=r"expected 5e-324 \* 1 = 5e-324, got 0: .*flush_denormal\(False\)"):
            judging()


def test_a_ledger_is_not_audited_and_the_command_says_why(tmp_path: Path) -> None:
    path = tmp_path / "book"
    with Ledger(path) as ledger:
        Checker(None, ledger=ledger, theorem=THEOREM).check_rounds(np.ones(2), BIDS, Observations.nothing(2))
    torch.set_flush_denormal(True)
    try:
        with pytest.raises(FlushedToZero):
            audit(path)
        ran = CliRunner().invoke(command, [str(path)])
    finally:
        torch.set_flush_denormal(False)
    assert (ran.exit_code, "this thread flushes subnormal numbers to zero" in ran.stderr) == (2, True)
    assert audit(path).whole


def test_subnormal_bids_are_judged_where_they_are_numbers() -> None:
    assert not flushes()
    certificates = Checker(None, theorem=THEOREM).check_rounds(np.ones(2), BIDS, Observations.nothing(2))
    assert certificates.winner.tolist() == [1, 0]


def test_the_flag_is_put_back_to_what_it_was() -> None:
    from strategyproof.learning.tensors import flushing

    for before in (False, True):
        torch.set_flush_denormal(before)
        try:
            with flushing():
                assert flushes()
            assert flushes() == before
        finally:
            torch.set_flush_denormal(False)
