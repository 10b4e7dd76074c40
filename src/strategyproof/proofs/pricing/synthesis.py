"""From who wins to what it must cost (Myerson 1981, doi:10.1287/moor.6.1.58): inside the process that runs user code.

An allocation has a truthful price if and only if raising one's own bid never gets one less. With losers paying nothing
it is the only one,

    p_i(b) = sum over the levels x_k that i reaches of (x_k - x_(k-1)) inf {d : i gets x_k with the bid d},

for wins and losses the critical bid. What is returned is a guess that fits every point that was tried; the check of the
emitted source is what makes it a price.
"""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import msgspec

from strategyproof.mechanism.parameter import Parameter
from strategyproof.mechanism.spaces.space import Side
from strategyproof.mechanism.verdict import Verdict
from strategyproof.proofs.evaluator.faults import OutOfBudget
from strategyproof.proofs.functions import totality
from strategyproof.proofs.functions.agreement import constants
from strategyproof.proofs.functions.judge import Subject
from strategyproof.proofs.functions.summary import parameter_terms
from strategyproof.proofs.pricing import by_cuts, expressions, monotone
from strategyproof.proofs.pricing.answer import Answer, Demand, Level, NotMonotone, Place, Priced, Unpriced
from strategyproof.proofs.pricing.critical import HigherDegree, Seen, critical_bid, steps
from strategyproof.proofs.pricing.cuts import Cut, cuts_of
from strategyproof.proofs.pricing.polynomials import NoPolynomial
from strategyproof.proofs.pricing.who_wins import WhoWins
from strategyproof.proofs.smt.terms import Term

MOST_CONSTANTS = 8
"""Numbers of a function that a price may hold, the smallest."""


def synthesise(subject: Subject, demand: Demand, sellers: Sequence[int] = (), sides: Sequence[Side] = ()) -> Answer:
    """Return the price of an allocation, two bids that show that it has none, or why neither was found.

    Parameters
    ----------
    subject
        The allocation: its program is a :class:`WhoWins`.
    demand
        What the price must fit.
    sellers
        Positions of bidders who sell, and win what they keep.
    sides
        Who buys and who sells, in turn, where the function says so.
    """
    program = subject.program
    assert isinstance(program, WhoWins)
    subject.deadline = time.monotonic() + subject.budget.seconds
    try:
        program.probe({p.name: Fraction(p.interval.low) for p in subject.parameters})
        has_both = len(set(sides)) > 1
        program.sides = sides if has_both else ()
        levels = monotone.levels_of([subject.summary(size) for size in demand.sizes])
        if levels is not None and not any(levels):
            return _nobody(subject, demand.sizes)
        if sides and not _is_of_one_item(levels, has_both=has_both):
            return Unpriced("both-sides", "prices of buyers and sellers by role are written for one item each, or none")
        if set(sides) == {"seller"}:
            monotone.turned(subject)
        search = _Search(subject, program, demand, sellers, sides)
        return search.by_cuts() if levels is None else search.answer(levels)
    except monotone.Moves as moves:
        return Unpriced(
            "integral",
            f"{moves}. The price of such a share is an integral, p(b) = b x(b) less the integral of x from 0 to b, and "
            "only prices of amounts that are constant between two bids are written",
        )
    except HigherDegree as degree:
        return Unpriced("higher-degree", _HIGHER.format(at=f"at one point it is {degree}"))
    except NoPolynomial as error:
        return Unpriced("no-polynomial", f"where a bidder starts to win cannot be told: {error}")
    except OutOfBudget as end:
        return Unpriced("budget", str(end))


_HIGHER = (
    "a critical bid is no quotient of what the others bid: {at}, a root of a polynomial of higher degree, which no "
    "proof over fractions can hold"
)


def _is_of_one_item(levels: Sequence[Fraction] | None, *, has_both: bool) -> bool:
    """Tell whether each gets one item or none; of both sides, whether a seller gives away one or none."""
    return levels is not None and all(level in ((-1, 0, 1) if has_both else (0, 1)) for level in levels)


def _nobody(subject: Subject, sizes: Sequence[int]) -> Unpriced:
    """Return why there is nothing to price: nobody gets anything, or no outcome was seen."""
    problems = (totality.problem(subject, subject.summary(size), size) for size in sizes)
    problem = next((found for found in problems if found is not None), None)
    if problem is None:
        return Unpriced("nobody-wins", "nobody wins, whatever is bid, and there is nothing to charge")
    return Unpriced("monotone-unknown", f"it has no outcome: {problem}")


class _Search:
    """One search: the same points serve every level."""

    def __init__(
        self, subject: Subject, program: WhoWins, demand: Demand, sellers: Sequence[int], sides: Sequence[Side]
    ) -> None:
        self._subject, self._program, self._demand, self._sellers = subject, program, demand, list(sellers)
        self._may_turn = not demand.repairs and not sides
        self._sizes = demand.sizes
        self._cuts: dict[tuple[int, int], list[Cut]] = {}

    def answer(self, levels: Sequence[Fraction]) -> Answer:
        """Judge monotonicity, then look for the price of each level."""
        subject, proofs = self._subject, []
        for level in levels[1:]:
            verdict = monotone.judged(subject, level, self._sizes)
            may_turn = list(levels) == [0, 1] and self._may_turn
            if verdict.verdict == "refuted" and may_turn and self._is_for_sellers():
                verdict = monotone.judged(subject, level, self._sizes)
            if verdict.verdict == "refuted":
                return self._not_monotone(level, verdict)
            if verdict.verdict != "proved":
                return self._undecided(verdict)
            proofs.append(verdict)
        seen = self._seen(levels[1:])
        if self._program.sides:
            seen = [replace(at, level=Fraction(1)) for at in seen if at.level == (0 if self._is_seller(at) else 1)]
            levels = [Fraction(0), Fraction(1)]
        if any(point.bid is None and self._is_seller(point) for point in seen):
            return Unpriced(
                "sells-at-any-price",
                "a bidder sells whatever it asks for some bids of the others, and no price is as high as every cost",
            )
        found = [self._level(level, below, seen) for below, level in itertools.pairwise(levels)]
        places = [] if all(level.price for level in found) else self._places(seen)
        form = self._program.form()
        sides = [*self._program.sides]
        return Priced(form, found, places, self._program.sells, len(seen), proofs, self._sellers, sides)

    def by_cuts(self) -> Answer:
        """Charge amounts that others' bids or parameters move, or of which there are many, from the cuts."""
        lost = monotone.lost(self._subject, self._sizes)
        if lost is not None:
            verdict = monotone.judged(self._subject, lost, self._sizes)
            return self._not_monotone(lost, verdict) if verdict.verdict == "refuted" else self._undecided(verdict)
        for size in self._sizes:
            self._find_cuts(size)
        return Priced(self._program.form(), [], self._places([]), sells=False, points=0, monotone=[])

    def _undecided(self, verdict: Verdict) -> Unpriced:
        """Return why monotonicity is not decided; where a critical bid would be a root of higher degree, that."""
        for size in self._sizes:
            self._find_cuts(size)
        degree = max((len(cut.coefficients) - 1 for cuts in self._cuts.values() for cut in cuts), default=0)
        if degree > 2:
            return Unpriced("higher-degree", _HIGHER.format(at=f"it is where a polynomial of degree {degree} is 0"))
        return Unpriced("monotone-unknown", f"that raising a bid never loses is not proved: {verdict.reason}")

    def _find_cuts(self, size: int) -> None:
        summary = self._subject.summary(size)
        for bidder, own in enumerate(summary.bids):
            self._cuts[size, bidder] = cuts_of(own.data, [summary.payments[bidder]])

    def _not_monotone(self, level: Fraction, verdict: Verdict) -> NotMonotone | Unpriced:
        """Return the two bids that show it, whole ones if bids are whole."""
        known = self._subject
        if self._demand.whole:
            whole = Subject(self._program, known.identity, known.parameters, "integer", known.budget)
            verdict = monotone.judged(whole, level, self._sizes)
        if verdict.verdict == "refuted":
            shown = verdict.counterexample
            sells = shown is not None and self._program.is_seller(int(str(shown.variables["i"])))
            return NotMonotone(_without_amounts(verdict), "1" if sells else str(level), sells)
        told = "as raising a bid loses between two whole bids; over whole bids it is open"
        return Unpriced("monotone-unknown", f"over all real bids there is none, {told}")

    def _is_seller(self, point: Seen) -> bool:
        return self._program.is_seller(point.bidder) or point.bidder in self._sellers

    def _is_for_sellers(self) -> bool:
        """Turn to what each keeps, where that is monotone."""
        monotone.turned(self._subject)
        if monotone.judged(self._subject, Fraction(1), self._sizes).verdict == "proved":
            return True
        monotone.turned(self._subject)
        monotone.judged(self._subject, Fraction(1), self._sizes)
        return False

    def _seen(self, levels: Sequence[Fraction]) -> list[Seen]:
        """Return the critical bids at points."""
        chance, found = random.Random(0), []
        for size in self._sizes:
            summary = self._subject.summary(size)
            self._find_cuts(size)
            for bidder in range(size):
                own = summary.bids[bidder]
                for others, values in self._points(size, bidder, chance):
                    rest = [bid for bid in summary.bids if bid is not own]
                    fixed = dict(zip(rest, others, strict=True)) | self._fixed(values)
                    run = steps(summary.payments[bidder], own, self._cuts[size, bidder], fixed)
                    found += [
                        Seen(size, bidder, tuple(others), values, level, critical_bid(run, level)) for level in levels
                    ]
        return found

    def _fixed(self, values: Mapping[str, Fraction]) -> dict[Term, Fraction]:
        symbols = parameter_terms(self._subject.parameters)
        return {term: values[name] for name, term in symbols.items() if term.op == "var"}

    def _points(
        self, size: int, bidder: int, chance: random.Random
    ) -> Iterator[tuple[list[Fraction], dict[str, Fraction]]]:
        """Yield what the others bid, and parameters: at random, then at the markets that a price must fit."""
        pool = [Fraction(0), *(Fraction(k) for k in range(1, 11)), *self._constants()]
        for _ in range(self._demand.points):
            others = [
                chance.choice(pool) * chance.choice((1, 1, Fraction(1, 2), Fraction(1, 8))) for _ in range(size - 1)
            ]
            yield others, {p.name: _inside(p, chance) for p in self._subject.parameters}
        for market in self._demand.near:
            if len(market.bids) == size:
                values = {name: Fraction(value) for name, value in market.parameters.items()}
                bids = [Fraction(bid) for bid in market.bids]
                near = bids[:bidder] + bids[bidder + 1 :]
                yield near, values
                for _ in range(self._demand.points // 2):
                    yield [max(Fraction(0), bid + Fraction(chance.randrange(-4, 5), 8)) for bid in near], values

    def _constants(self) -> list[Fraction]:
        """Return the numbers that the cuts hold, then those that the file mentions."""
        found = dict.fromkeys(number for cuts in self._cuts.values() for cut in cuts for number in cut.numbers())
        found |= dict.fromkeys(constants(self._program))
        found.pop(Fraction(0), None)
        parts = (Fraction(part) for number in found for part in (number.numerator, number.denominator))
        return list(dict.fromkeys([*list(found)[:MOST_CONSTANTS], *parts]))[: 2 * MOST_CONSTANTS]

    def _level(self, level: Fraction, below: Fraction, seen: Sequence[Seen]) -> Level:
        points = [point for point in seen if point.level == level]
        numbers = self._constants()
        for by_place in (False, True):
            found = expressions.smallest(points, numbers, by_place=by_place, lowest_first=self._program.sells)
            if found is not None:
                return Level(str(level), str(below), found.text, by_place and "place" in found.text)
        return Level(str(level), str(below), None)

    def _places(self, seen: Sequence[Seen]) -> list[Place]:
        return [by_cuts.place(size, bidder, cuts, seen) for (size, bidder), cuts in self._cuts.items()]


def _without_amounts(verdict: Verdict) -> Verdict:
    """Return the verdict with nobody paying: what stands there is what each gets."""
    found = verdict.counterexample
    assert found is not None
    runs = [msgspec.structs.replace(run, payments=["0"] * len(run.payments)) for run in found.outcomes]
    return msgspec.structs.replace(verdict, counterexample=msgspec.structs.replace(found, outcomes=runs))


def _inside(parameter: Parameter, chance: random.Random) -> Fraction:
    """Return a value of a parameter, seldom a whole one."""
    low, high = Fraction(parameter.interval.low), parameter.interval.high
    share = Fraction(chance.randrange(1, 9), 8)
    return low + 4 * share if high is None else low + (Fraction(high) - low) * share
