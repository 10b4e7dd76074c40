"""What a bidder gains as a function of its bid: runs of the real function, around a profitable lie."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from strategyproof.mechanism.arrays import exact
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.verdict import Counterexample, Verdict
from strategyproof.reports.utility_figure import Curve, Point

STEPS = 120


def curves(mechanism: Mechanism, verdicts: Sequence[Verdict]) -> list[Curve]:
    """Return the curve of each refutation of strategy-proofness; the function runs in its child process."""
    return [
        curve(mechanism, verdict.counterexample)
        for verdict in verdicts
        if verdict.law == "strategy-proof" and verdict.counterexample is not None
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
    parameters = {name: Fraction(str(value)) for name, value in found.parameters.items()}
    asked = sorted(value for value in grid | marks | beside if value >= 0)
    points = [_point(mechanism, bids, bidder, bid, parameters) for bid in asked]
    truth = _point(mechanism, bids, bidder, bids[bidder], parameters)
    return Curve(bidder, [str(bid) for bid in bids], points, truth, _point(mechanism, bids, bidder, lie, parameters))


def _point(
    mechanism: Mechanism, bids: Sequence[Fraction], bidder: int, bid: Fraction, parameters: dict[str, Fraction]
) -> Point:
    """Return the bidder's utility at one bid; none where the function fails."""
    profile = [bid if place == bidder else other for place, other in enumerate(bids)]
    try:
        outcome = mechanism.rule(exact(profile), **parameters)
    except ArithmeticError:
        return Point(float(bid), None, wins=False)
    wins = bool(outcome.wins[bidder])
    return Point(float(bid), float(bids[bidder] * wins - outcome.payments[bidder]), wins=wins)
