"""A run that takes seconds: a few claims in place of all."""

import pytest
from click.testing import CliRunner

import strategyproof.paper as verification
from strategyproof.paper import information, learned, plan
from strategyproof.reports.document import Expectation

FEW = [
    Expectation("msb", "strategy-proof", "holds", ["proof", "rational", "float64"]),
    Expectation("msb", "single-winner", "holds", ["proof"]),
    Expectation("first-price", "strategy-proof", "refuted", ["proof", "rational"]),
]
QUICK = ["--examples", "20", "--rounds", "400"]


@pytest.fixture
def runner() -> CliRunner:
    return CliRunner()


@pytest.fixture
def few_claims(monkeypatch: pytest.MonkeyPatch) -> list[Expectation]:
    claims = list(FEW)
    monkeypatch.setattr(plan, "expectations", lambda *, everything=False: claims)
    monkeypatch.setattr(information, "TABLE", {})
    monkeypatch.setattr(verification, "theorems", lambda choice: iter(()))
    monkeypatch.setattr(learned, "skipped", lambda scenario: "this test asks for less")
    return claims
