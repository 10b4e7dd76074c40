"""What a bidder gains as a function of its bid: runs of the real function, around a profitable lie."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TypeAlias

from strategyproof.judging.curve import Curve, Point
from strategyproof.mechanism.arrays import exact
from strategyproof.mechanism.mechanism import Auction, Mechanism
from strategyproof.mechanism.verdict import Counterexample, Verdict

STEPS = 120

Sample: TypeAlias = tuple[Fraction, Fraction | None, bool]
"""A bid, the bidder's utility there (none where the function fails), and whether it wins."""


def curves(mechanism: Mechanism, verdicts: Sequence[Verdict]) -> list[Curve]:
    """Return the curve of each refutation of strategy-proofness in exact arithmetic.

    A user's function runs in its child process.
    """
    return [
        curve(mechanism, verdict.counterexample)
        for verdict in verdicts
        if verdict.law == "strategy-proof" and verdict.counterexample and verdict.scope.arithmetic != "float64"
    ]


def curve(mechanism: Mechanism, found: Counterexample) -> Curve:
    """Run the function for bids of one bidder from 0 to beyond every bid named, the others' bids as they are."""
    bidder = int(str(found.variables["i"]))
    bids = [Fraction(bid) for bid in found.bids]
    lie = Fraction(str(found.variables["lie"]))
    top = max([*bids, lie]) * Fraction(3, 2)
    marks = {Fraction(bid) for bid in (*bids, lie)}
    beside = {mark + side * top / 1000 for mark in marks for side in (-1, 1)}
    grid = {top * step / STEPS for step in range(STEPS + 1)}
    auction = mechanism.assume(**{name: _read(value) for name, value in found.parameters.items()})
    asked = sorted(value for value in grid | marks | beside if value >= 0)
    samples = [_sample(auction, bids, bidder, bid) for bid in asked]
    truth, told = (_point(_sample(auction, bids, bidder, bid)) for bid in (bids[bidder], lie))
    points = [_point(sample) for sample in _corners(samples)]
    return Curve(mechanism.id, bidder, found.bids, points, truth, told)


def _read(value: str | list[str]) -> object:
    return exact([Fraction(entry) for entry in value]) if isinstance(value, list) else Fraction(value)


def _sample(auction: Auction, bids: Sequence[Fraction], bidder: int, bid: Fraction) -> Sample:
    """Run the function with one bid changed."""
    profile = [bid if place == bidder else other for place, other in enumerate(bids)]
    try:
        outcome = auction(exact(profile))
    except ArithmeticError:
        return bid, None, False
    wins = bool(outcome.wins[bidder])
    return bid, Fraction(bids[bidder] * wins - outcome.payments[bidder]), wins


def _corners(samples: Sequence[Sample]) -> Iterator[Sample]:
    """Drop the samples that lie on the straight line between their neighbours."""
    for place, sample in enumerate(samples):
        around = samples[max(0, place - 1) : place + 2]
        if len(around) < 3 or not _straight(*around):
            yield sample


def _straight(before: Sample, here: Sample, after: Sample) -> bool:
    (a, low, lost), (b, middle, wins), (c, high, won) = before, here, after
    if low is None or middle is None or high is None:
        return low is middle is high
    return lost == wins == won and (middle - low) * (c - b) == (high - middle) * (b - a)


def _point(sample: Sample) -> Point:
    bid, utility, wins = sample
    return Point(float(bid), None if utility is None else float(utility), wins=wins)
