"""What the information table of spec section 4 claims, cell by cell, and the rules and laws that show it.

Where a cell speaks of all rho of a kind, the rule takes rho as a parameter where it can: ``msb`` at any rho >= 1 is
what the bidders of a round face whatever past rounds say, and ``msb-rho-of-each`` what each of them faces at
rho_n = phi(b_{-n}), for every phi >= 1. Where it cannot, one rule of that kind stands for it, and ``when`` names the
kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from strategyproof.mechanism.law import Law
from strategyproof.mechanism.laws import LAWS, OVER_ROUNDS
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.rules.information import RULES
from strategyproof.mechanism.verdict import Verdict
from strategyproof.reports.information import Cell, Row, Shown

ALL_RULES: Mapping[str, Mechanism] = {**MECHANISMS, **RULES}
Judge = Callable[[Law, Mechanism], Verdict]


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that a cell rests on: a law of a rule, what must be found, and of which rules of the row it is."""

    rule: str
    law: str
    expected: Literal["proved", "refuted"] = "proved"
    when: str = ""

    @property
    def asked(self) -> tuple[Law, Mechanism]:
        """Return the law and the rule."""
        return (LAWS[self.law] if self.law in LAWS else OVER_ROUNDS[self.law]), ALL_RULES[self.rule]


def _refuted(rule: str, law: str, when: str = "") -> Claim:
    return Claim(rule, law, "refuted", when)


def _each(rule: str, *laws: str, when: str = "") -> tuple[Claim, ...]:
    return tuple(Claim(rule, law, "proved", when) for law in laws)


PROFIT = ("winner-false-name-proof", "loser-false-name-proof")
BELOW_1 = _refuted("msb-low-rho", "single-winner", "rho < 1")

TABLE: dict[str, tuple[tuple[str, tuple[Claim, ...]], ...]] = {
    "nothing (constant >= 1)": (
        ("yes", _each("msb", "single-winner")),
        ("yes", _each("msb", "strategy-proof", "strategy-proof-across-rounds")),
        ("yes", _each("msb", "anonymous")),
        ("yes", _each("msb", *PROFIT, "loser-irrelevance")),
        ("yes", _each("msb", "adverse-selection-free")),
    ),
    "past rounds and market state": (
        ("if rho >= 1", (*_each("msb", "single-winner", when="rho >= 1"), BELOW_1)),
        (
            "yes; across rounds no",
            (*_each("msb", "strategy-proof"), _refuted("msb-remembers", "strategy-proof-across-rounds")),
        ),
        ("yes", _each("msb", "anonymous")),
        ("in the round", _each("msb", *PROFIT)),
        (
            "given the state; unconditional iff rho is independent of C",
            (
                *_each("msb", "adverse-selection-free", when="given the state, or the same rho in all"),
                _refuted("msb-rho-of-the-state", "adverse-selection-free-across-states", "rho depends on C"),
            ),
        ),
    ),
    "rho_n = phi(b_{-n}), phi symmetric, scale-invariant, >= 1": (
        ("yes", _each("msb-rho-of-each", "single-winner")),
        ("yes", _each("msb-rho-of-each", "strategy-proof")),
        ("yes", _each("half-second-surcharge", "anonymous", when="phi = 1 + s_2 / (2 s_1)")),
        (
            "no, unless phi(S+T) max(S+T) >= phi(S) max S",
            (
                *(_refuted("msb-leave-one-out-rho", law, "phi = max(1, 3 min / max)") for law in PROFIT),
                *_each("half-second-surcharge", *PROFIT, when="phi = 1 + s_2 / (2 s_1)"),
            ),
        ),
        ("yes", _each("msb-rho-of-each", "adverse-selection-free")),
    ),
    "own current bid": (
        ("if rho >= 1", (*_each("msb-step-of-all", "single-winner", when="rho >= 1"), BELOW_1)),
        ("no", (_refuted("msb-own-bid-rho", "strategy-proof"), _refuted("msb-step-of-all", "strategy-proof"))),
        ("if symmetric", _each("msb-step-of-all", "anonymous", when="symmetric")),
        ("no", (_refuted("msb-step-of-all", "winner-false-name-proof"),)),
        (
            "iff scale-invariant",
            (
                *_each("msb-step-of-all", "adverse-selection-free", when="scale-invariant"),
                _refuted("msb-level", "adverse-selection-free", "not scale-invariant"),
            ),
        ),
    ),
    "UAV's fixed bid b_0 counted inside max(b_{-n})": (
        ("yes", _each("msb-brand-bid-inside", "single-winner")),
        ("yes", _each("msb-brand-bid-inside", "strategy-proof")),
        ("yes", _each("msb-brand-bid-inside", "anonymous")),
        ("yes", _each("msb-brand-bid-inside", *PROFIT)),
        ("no", (_refuted("msb-brand-bid-inside", "adverse-selection-free"),)),
    ),
}
"""The table, row by row: what each cell says, and what shows it."""


def claims() -> Iterator[Claim]:
    """Yield what the table rests on, each once."""
    yield from dict.fromkeys(claim for row in TABLE.values() for _, cell in row for claim in cell)


def table(found: Mapping[tuple[str, str], Verdict]) -> list[Row]:
    """Return the table with the verdicts, by rule and law."""
    return [
        Row(
            knows,
            [Cell(says, [Shown(c.expected, c.when, found[c.rule, c.law]) for c in shown]) for says, shown in cells],
        )
        for knows, cells in TABLE.items()
    ]


def lines() -> Iterator[tuple[str, str, str, str, str, str]]:
    """Yield the claims in the order of the table: row, cell, what must be found, of which rules, rule, law."""
    for knows, cells in TABLE.items():
        for says, shown in cells:
            yield from ((knows, says, claim.expected, claim.when, claim.rule, claim.law) for claim in shown)
