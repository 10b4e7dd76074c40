"""Try a lifted law on the function itself, on markets larger than those whose every path was explored.

The reading over any number of bidders is compared with every path for a few bidders only. What a function does from
six bidders on, or at position nine, it shows here: in exact arithmetic, at bids with many ties, for five to nine
bidders and for numbers of bidders around each number that its file names.
"""

from __future__ import annotations

import ast
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from strategyproof.mechanism.arrays import exact
from strategyproof.mechanism.law import Bid, Bids, Law, Name, Names, Scale
from strategyproof.mechanism.mechanism import Auction
from strategyproof.mechanism.outcome import Outcome
from strategyproof.mechanism.parameter import Parameter
from strategyproof.mechanism.verdict import Counterexample
from strategyproof.proofs.functions.concrete import ConcreteRule, NativeRule
from strategyproof.proofs.functions.described import mechanism_of
from strategyproof.proofs.functions.shrinking import simple_counterexample
from strategyproof.proofs.symbolic.symbols import Symbol, lift
from strategyproof.proofs.symbolic.vectors import FiniteVector

if TYPE_CHECKING:
    from strategyproof.proofs.functions.judge import Subject

ALWAYS = range(5, 10)
LARGEST = 33
TRIES = 6
"""Points tried for each number of bidders."""


def sizes(file: str) -> list[int]:
    """Return the numbers of bidders to try: five to nine, and those around the whole numbers that a file names."""
    tree = ast.parse(Path(file).read_text(encoding="utf-8"))
    named = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and type(node.value) is int}
    near = {number + step for number in named for step in (-1, 0, 1, 2)}
    return sorted({*ALWAYS, *(size for size in near if ALWAYS.start <= size <= LARGEST)})


def counterexample(subject: Subject, law: Law, wanted: Sequence[int], seed: int = 0) -> Counterexample | None:
    """Return a simple point at which the law fails when the function itself runs, or None if none was met.

    Parameters
    ----------
    subject
        The function. It is tried on exact rationals where it can be, and what that shows is replayed in full.
    law
        A law without existential variables.
    wanted
        The numbers of bidders to try.
    seed
        Of the points.

    Raises
    ------
    Faulty
        If the function has no outcome at a point.
    """
    chance = random.Random(seed)
    rule = OnConstants(NativeRule(subject.program, subject.kind))
    constants = mechanism_of(subject.identity, "", "", rule, subject.parameters)
    for size in wanted:
        for _ in range(TRIES):
            parameters = {p.name: _inside(p, chance) for p in subject.parameters}
            variables = dict(_point(law, size, chance))
            if _holds(law, constants.assume(**parameters), variables):
                continue
            vectors = {name: exact(v) if isinstance(v, list) else v for name, v in variables.items()}
            found = simple_counterexample(law, *subject.mechanisms(), parameters, vectors, fewest=min(wanted))
            if found is not None:
                return found[0]
    return None


def _holds(law: Law, auction: Auction, variables: dict[str, Any]) -> bool:
    vectors = {name: FiniteVector(v) if isinstance(v, list) else v for name, v in variables.items()}
    holds = lift(law.holds(auction, **vectors)).term
    return holds.op == "const" and bool(holds.data)


@dataclass(frozen=True, slots=True)
class OnConstants:
    """The function as a rule on vectors of constants, which need no NumPy."""

    rule: ConcreteRule

    def __call__(self, bids: FiniteVector, **parameters: Any) -> Outcome:
        """Run the function."""
        decided = self.rule.exactly([bid.term.data for bid in bids], parameters)
        return Outcome(FiniteVector([*map(Symbol, decided.wins)]), FiniteVector([*map(Symbol, decided.payments)]))


def _point(law: Law, size: int, chance: random.Random) -> Iterator[tuple[str, Any]]:
    """Yield the law's variables: small bids with ties, a bidder that stands out, lies at and about the others' bids."""
    bids = [Fraction(chance.choice((0, 1, 2, 2, 3, 5))) for _ in range(size)]
    bids[chance.randrange(size)] += chance.choice((0, 1, 4))
    places: dict[str, int] = {}
    for variable in law.variables:
        match variable:
            case Bids():
                yield variable.name, bids
            case Bid():
                yield variable.name, max(Fraction(0), chance.choice(bids) + Fraction(chance.randrange(-2, 3), 2))
            case Scale():
                yield variable.name, Fraction(chance.choice((2, 3)), chance.choice((1, 7)))
            case Names():
                extra = [Fraction(chance.choice((0, 1, 2, 3, 5))) for _ in range(chance.randrange(1, 3))]
                names = len(extra)
                yield variable.name, extra
            case Name():
                yield variable.name, size + chance.randrange(names)
            case _:
                free = [place for place in range(size) if place not in {places[o] for o in variable.other_than}]
                highest = max(free, key=lambda place: bids[place])
                places[variable.name] = highest if chance.random() < 0.5 else chance.choice(free)
                yield variable.name, places[variable.name]


def _inside(parameter: Parameter, chance: random.Random) -> Fraction:
    low, high = Fraction(parameter.interval.low), parameter.interval.high
    share = Fraction(chance.randrange(1, 8), 8)
    return low + 4 * share * share if high is None else low + (Fraction(high) - low) * share
