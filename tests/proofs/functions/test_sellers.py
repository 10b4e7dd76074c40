"""Whose bidders sell gets no story of a buyer; whose bidders buy, however oddly, gets its refutation."""

from __future__ import annotations

from pathlib import Path

import pytest

from strategyproof.cli import main
from strategyproof.mechanism.laws import LAWS
from strategyproof.proofs.functions import check, load

PROCUREMENT = (
    "def auction(bids):\n"
    "    order = sorted(range(len(bids)), key=lambda i: bids[i])\n"
    "    w, paid = order[0], bids[order[{rank}]]\n"
    "    return [i == w for i in range(len(bids))], [paid if i == w else 0 for i in range(len(bids))]\n"
)


@pytest.mark.parametrize("law", ["strategy-proof", "individually-rational"])
def test_a_truthful_procurement_is_told_what_to_return(law: str, tmp_path: Path) -> None:
    (tmp_path / "buys.py").write_text(PROCUREMENT.format(rank=1))
    verdict = check(load(f"{tmp_path}/buys.py:auction"), LAWS[law], bidders=[2, 3])
    assert verdict.verdict == "unknown"
    assert "wins = 1 - sold and payments = -paid" in (verdict.reason or "")


def test_a_procurement_that_pays_the_bid_is_refuted_either_way(tmp_path: Path) -> None:
    (tmp_path / "buys.py").write_text(PROCUREMENT.format(rank=0))
    assert check(load(f"{tmp_path}/buys.py:auction"), LAWS["strategy-proof"], bidders=[2]).verdict == "refuted"


def test_the_command_does_not_refute_it_by_examples(tmp_path: Path) -> None:
    from click.testing import CliRunner

    (tmp_path / "buys.py").write_text(PROCUREMENT.format(rank=1))
    run = CliRunner().invoke(
        main, ["check", f"{tmp_path}/buys.py:auction", "--law", "strategy-proof", "--bidders", "2"]
    )
    assert run.exit_code == 3
    assert "bidders are sellers" in " ".join(run.stdout.split())
