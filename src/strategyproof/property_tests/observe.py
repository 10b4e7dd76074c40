"""Evaluate a law at one case, and tell apart a law that fails from a mechanism that gives no usable answer."""

from __future__ import annotations

import inspect
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from numbers import Rational, Real
from pathlib import Path
from typing import Any

import numpy as np

from strategyproof.mechanism.counterexample.case import Case
from strategyproof.mechanism.law import Scale
from strategyproof.mechanism.mechanism import Auction
from strategyproof.mechanism.outcome import Number, Outcome, Vector
from strategyproof.mechanism.verdict import numeral
from strategyproof.property_tests.question import Question


class UnusableError(Exception):
    """The mechanism raised, or answered what is no outcome of an auction; the message names the bids."""


class InexactError(UnusableError):
    """The mechanism answered exact bids with floats: it can only be examined on doubles."""


@dataclass(slots=True)
class Observed:
    """An auction whose every answer is checked before a law sees it.

    Attributes
    ----------
    auction
        What runs.
    sold
        Whether some bidder won in some run: where nobody does, most laws hold for want of a sale.
    """

    auction: Auction
    sold: bool = field(default=False)

    def __call__(self, bids: Vector) -> Outcome:
        """Run the auction.

        Raises
        ------
        UnusableError
            If it raises, or its outcome is malformed, not finite, or made of floats although the bids were exact.
        """
        outcome: Outcome = self._guarded(self.auction, bids)
        self._check(_complaint, outcome, bids)
        self._check(lambda answer, seen: _inexact("payments", answer.payments, seen), outcome, bids, InexactError)
        self.sold = self.sold or bool(np.any(outcome.wins))
        return outcome

    def rho(self, bids: Vector) -> Any:
        """Return the auction's rho, checked likewise."""
        rho = self._guarded(self.auction.rho, bids)
        self._check(lambda answer, seen: _inexact("rho", np.ravel(answer), seen), rho, bids, InexactError)
        return rho

    def _check(
        self,
        complaint_of: Callable[[Any, Vector], str | None],
        answer: Any,
        bids: Vector,
        kind: type[UnusableError] = UnusableError,
    ) -> None:
        """Raise what is wrong with an answer; what cannot even be looked at is no answer either."""
        try:
            complaint = complaint_of(answer, bids)
        except Exception as error:  # noqa: BLE001  # of whatever the user's objects do
            raised, kind = _told(error), UnusableError
            complaint = f"the mechanism returned what cannot be read as an outcome ({raised})"
        if complaint and bids.dtype != object:
            kind = UnusableError
        if complaint:
            raise kind(f"{complaint} for bids {shown(bids)}{self._given()}")

    def _guarded(self, function: Callable[[Vector], Any], bids: Vector) -> Any:
        """Call a user's function: whatever it raises is reported with its text and line, and with its bids."""
        try:
            return function(bids)
        except (Exception, SystemExit) as error:
            raised = raised_by(error, self.auction.mechanism.rule)
            raise UnusableError(f"the mechanism raised {raised} for bids {shown(bids)}{self._given()}") from error

    def _given(self) -> str:
        values = self.auction.parameters.items()
        return "".join(f", {name} = {shown(v) if hasattr(v, '__len__') else numeral(v)}" for name, v in values)


def raised_by(error: BaseException, rule: Any) -> str:
    """Tell what a rule raised: the kind of error, its own text, and the line."""
    return f"{_told(error)}{_place(error, rule)}"


def _told(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".rstrip(": ")


def _place(error: BaseException, rule: Any) -> str:
    """Return the line of the rule's own file on which an error arose, or the line of whatever raised it."""
    frames = traceback.extract_tb(error.__traceback__)[1:]  # without the call above
    own = getattr(getattr(inspect.unwrap(rule), "__code__", None), "co_filename", None)
    found = [frame for frame in frames if frame.filename == own] or frames
    return f" (line {found[-1].lineno} of {Path(found[-1].filename).name})" if found else ""


def shown(values: Iterable[Number]) -> str:
    """Write a vector for a message."""
    return "[" + ", ".join(numeral(value) for value in values) + "]"


def _complaint(outcome: Any, bids: Vector) -> str | None:
    """Say what makes an outcome unusable; None if nothing does."""
    if not isinstance(outcome, Outcome):
        return f"the mechanism returned {outcome!r} instead of an Outcome"
    shapes = np.shape(outcome.wins), np.shape(outcome.payments)
    if shapes != (np.shape(bids), np.shape(bids)):
        return f"the mechanism returned wins and payments of shapes {shapes[0]} and {shapes[1]}"
    if any(not isinstance(won, (bool, np.bool_)) for won in outcome.wins):
        return f"the mechanism returned wins {list(outcome.wins)} that are no booleans"
    foreign = [value for value in outcome.payments if not isinstance(value, (Real, np.number))]
    if foreign:
        kind = type(foreign[0]).__name__
        return f"the mechanism returned a payment of type {kind}, {foreign[0]!r}, where bids are {_kind(bids)}"
    return None


def _kind(bids: Vector) -> str:
    return "fractions" if bids.dtype == object else "floats"


def _inexact(what: str, values: Any, bids: Vector) -> str | None:
    """Say what is wrong with numbers that must be finite, and exact where the bids are."""
    if bids.dtype == object:
        wrong = [v for v in values if not isinstance(v, (Rational, np.integer))]
        return f"the mechanism returned floats ({what} {shown(values)}) from exact input" if wrong else None
    is_finite = np.all(np.isfinite(np.asarray(values, dtype=np.float64)))
    return None if is_finite else f"the mechanism returned {what} {shown(values)}, not all finite,"


@dataclass(frozen=True, slots=True)
class Observation:
    """What one case showed: whether the law held, and whether anything was sold on the way."""

    holds: bool
    sold: bool


def observe(question: Question, case: Case) -> Observation:
    """Evaluate the law at a case on the mechanism's own code.

    Raises
    ------
    UnusableError
        If some run has no usable outcome.
    """
    auction = Observed(case.auction(question.mechanism))
    try:
        with np.errstate(all="ignore"):
            holds = bool(question.law.holds(auction, **case.arguments()))
    except UnusableError:
        raise
    except Exception as error:
        what = f"the law cannot be evaluated on what the mechanism returned ({_told(error)})"
        raise UnusableError(f"{what} for bids {shown(case.bids)}") from error
    return Observation(holds, auction.sold)


def in_domain(question: Question, case: Case) -> bool:
    """Tell whether the law speaks about the case: always, but for scales of doubles that overflow or underflow."""
    scales = [v.name for v in question.law.variables if isinstance(v, Scale)]
    if case.arithmetic == "rational" or not scales:
        return True
    auction, bids = Observed(case.auction(question.mechanism)), case.arguments()["bids"]
    return all(_scales_exactly(auction, bids, case.variables[name]) for name in scales)


def _scales_exactly(auction: Observed, bids: Vector, theta: float) -> bool:
    """Tell whether no operation of either run overflows or loses bits to underflow, by the processor's own flags."""
    try:
        with np.errstate(all="ignore", over="raise", under="raise"):
            auction(theta * bids)
            _ = theta * auction(bids).payments
    except UnusableError as error:
        return not isinstance(error.__cause__, FloatingPointError)
    except FloatingPointError:
        return False
    return True
