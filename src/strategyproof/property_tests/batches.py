"""Many float64 auctions at once: the same law source on NumPy batches, for violations that few examples show."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from strategyproof.mechanism.counterexample.case import Case, number
from strategyproof.mechanism.counterexample.values import of_interval
from strategyproof.mechanism.law import Bid, Law, Name, Names, Scale, Variable
from strategyproof.mechanism.mechanism import Auction, Mechanism
from strategyproof.mechanism.outcome import Outcome, Vector
from strategyproof.mechanism.parameter import Interval
from strategyproof.mechanism.verdict import Verdict
from strategyproof.property_tests.judge import Judged, complaint, refuted, tested, unknown, unusable, violates
from strategyproof.property_tests.observe import UnusableError, raised_by
from strategyproof.property_tests.question import Parameters, Question, ask, assignments

Array = NDArray[np.float64]

BATCH = 4_096
NAMES = 2
FAR = 2.0**60


def fuzz_batches(
    law: Law,
    mechanism: Mechanism,
    *,
    bidders: tuple[int, int] = (2, 5),
    examples: int = 200_000,
    seed: int = 0,
    parameters: Parameters | None = None,
) -> Verdict:
    """Search a float64 counterexample in batches of auctions; for mechanisms whose rule accepts a batch axis.

    The bids are plain, so that nothing overflows: small integers, tenths, random significands, ties, zeros, and bids at
    what a dominating bidder is charged, and one unit in the last place beside it.

    Parameters
    ----------
    law, mechanism
        The law that is asked, and of which mechanism.
    bidders
        The smallest and the largest market.
    examples
        How many auctions to draw at most, in batches of 4,096.
    seed
        Of the pseudo-random bids.
    parameters
        As for :func:`~strategyproof.property_tests.fuzz`.

    Returns
    -------
    Verdict
        As of :func:`~strategyproof.property_tests.fuzz`; a counterexample is replayed on its auction alone.

    Raises
    ------
    TypeError, ValueError
        As :func:`~strategyproof.property_tests.fuzz` does, and if the law is existential.
    """
    if law.exists:
        raise ValueError(f"law {law.id!r} is existential; seek its witnesses with fuzz()")
    started = time.process_time()
    question = ask(law, mechanism, "float64", bidders, parameters)
    search = _Search(question, np.random.default_rng(seed))
    judgement, counterexample, grounds = search.run(examples)
    return Verdict(
        mechanism=mechanism.id,
        law=law.id,
        verdict=judgement,
        scope=question.scope(),
        by=f"numpy {np.__version__} batches, seed {seed}",
        counterexample=counterexample,
        grounds=grounds,
        seconds=time.process_time() - started,
        examples=search.examined,
    )


@dataclass(slots=True)
class _Sales:
    """An auction that remembers in which auctions of its batches anybody won, and where a payment was not finite."""

    auction: Auction
    sold: Any = False
    wrong: Any = False

    def __call__(self, bids: Vector) -> Outcome:
        outcome: Outcome = self._guarded(self.auction, bids)
        self.sold = self.sold | np.any(outcome.wins, axis=0)
        self.wrong = self.wrong | ~np.all(np.isfinite(outcome.payments), axis=0)
        return outcome

    def rho(self, bids: Vector) -> Any:
        return self._guarded(self.auction.rho, bids)

    def _guarded(self, function: Callable[[Vector], Any], bids: Vector) -> Any:
        try:
            return function(bids)
        except (Exception, SystemExit) as error:
            raised = raised_by(error, self.auction.mechanism.rule)
            raise UnusableError(f"the mechanism raised {raised} for a batch of bids of shape {bids.shape}") from error


@dataclass(slots=True)
class _Search:
    """One search, and its count of auctions."""

    question: Question
    random: np.random.Generator
    examined: int = 0
    sold: int = 0

    def run(self, examples: int) -> Judged:
        places = list(assignments(self.question))
        while self.examined < examples:
            size, positions = places[self.random.integers(len(places))]
            try:
                judged = self._batch(size, positions)
            except UnusableError as error:
                return unknown("no-outcome", str(error))
            if judged is not None:
                return judged
        return tested(self.question, self.sold, self.examined)

    def _batch(self, size: int, positions: dict[str, int]) -> Judged | None:
        """Examine one batch; None if the law holds in all of its auctions."""
        parameters = {p.name: self._parameter(p.per_bidder, p.name, size) for p in self.question.mechanism.parameters}
        auction = _Sales(self.question.mechanism.assume(**parameters))
        focus = next(iter(positions.values()), 0)
        with np.errstate(all="ignore"):
            bids = self._bids(size)
            bids[focus] = self._near(auction, bids, focus)
            variables: dict[str, Any] = dict(positions)
            for variable in self.question.law.variables:
                if isinstance(variable, (Bid, Names, Name, Scale)):
                    variables[variable.name] = self._further(variable, auction, bids, focus)
            auction.sold = auction.wrong = np.zeros(BATCH, dtype=bool)
            suspects = ~np.broadcast_to(self.question.law.holds(auction, bids=bids, **variables), BATCH) | auction.wrong
        first = int(np.argmax(suspects)) if suspects.any() else BATCH - 1
        self.examined, self.sold = self.examined + first + 1, self.sold + int(np.sum(auction.sold[: first + 1]))
        return self._judge(_column(bids, parameters, variables, first)) if suspects.any() else None

    def _judge(self, case: Case) -> Judged | None:
        """Judge a suspect on its own; None if it lies outside of the law's domain."""
        if complaint(self.question, case) is not None:
            return unusable(self.question, case)
        return refuted(self.question, case) if violates(self.question, case) else None

    def _parameter(self, per_bidder: bool, name: str, size: int) -> Array:
        """Draw one value for each auction, or for a per-bidder parameter one vector for the whole batch."""
        return _inside(self.question.domains[name], size + NAMES if per_bidder else BATCH, self.random)

    def _bids(self, size: int) -> Array:
        shape = (size, BATCH)
        tenths = self.random.integers(0, 100, shape) / 10
        plain = [self.random.integers(0, 6, shape).astype(np.float64), tenths, self.random.uniform(0, 10, shape)]
        bids = np.choose(self.random.integers(0, 3, BATCH), plain)
        clones = self.random.integers(0, size, shape)
        return np.where(self.random.random(shape) < 0.1, np.take_along_axis(bids, clones, axis=0), bids)

    def _near(self, auction: _Sales, bids: Array, focus: int) -> Array:
        """Return bids of one bidder: as drawn, at or beside the price of a dominating bid, between, or dominating."""
        dominating = np.full(BATCH, FAR)
        price = auction(np.concatenate([bids[:focus], dominating[None], bids[focus + 1 :]])).payments[focus]
        price = np.where(np.isfinite(price) & (price < FAR), price, 0.0)
        rival = np.delete(bids, focus, axis=0).max(axis=0, initial=0.0)
        beside = [price, np.nextafter(price, np.inf), np.maximum(np.nextafter(price, -np.inf), 0.0)]
        return np.choose(
            self.random.integers(0, 8, BATCH),
            [bids[focus], *beside, (rival + price) / 2, rival, np.nextafter(rival, np.inf), dominating],
        )

    def _further(self, variable: Variable, auction: _Sales, bids: Array, focus: int) -> Any:
        if isinstance(variable, Scale):
            return np.ldexp(1.0, self.random.integers(-20, 21, BATCH))
        if isinstance(variable, Name):
            return len(bids) + int(self.random.integers(NAMES))
        if isinstance(variable, Names):
            return np.stack([self._near(auction, bids, int(self.random.integers(len(bids)))) for _ in range(NAMES)])
        return self._near(auction, bids, focus)


def _inside(domain: Interval, count: int, random: np.random.Generator) -> Array:
    """Draw numbers of an interval: simple ones, tenths above its low end, random significands."""
    simple = [number(value, "float64") for value in of_interval(domain)]
    width = float(domain.high - domain.low) if domain.high is not None else 10.0
    rough = float(domain.low) + random.uniform(0, width, count)
    tenths = np.round(rough, 1)
    kinds = random.integers(0, 3, count)
    drawn = np.choose(kinds, [random.choice(simple, count), tenths, rough])
    return np.array([value if value in domain else simple[0] for value in drawn.tolist()])


def _column(bids: Array, parameters: dict[str, Array], variables: dict[str, Any], place: int) -> Case:
    """Return one auction of the batch as a case."""
    extra = sum(len(value) for value in variables.values() if np.ndim(value) == 2)
    size = len(bids) + extra
    taken: dict[str, Any] = {
        name: value[:size].tolist() if len(value) < BATCH else float(value[place]) for name, value in parameters.items()
    }
    others = {
        name: value if isinstance(value, int) else value[..., place].tolist() for name, value in variables.items()
    }
    return Case("float64", bids[:, place].tolist(), taken, others)
