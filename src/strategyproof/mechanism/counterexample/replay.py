"""Replay: evaluate a law on a mechanism's real code at one concrete point, and record what the mechanism answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from strategyproof.mechanism.arrays import exact
from strategyproof.mechanism.counterexample.case import Case
from strategyproof.mechanism.law import Law
from strategyproof.mechanism.mechanism import Auction, Mechanism
from strategyproof.mechanism.outcome import Outcome, Vector
from strategyproof.mechanism.verdict import Arithmetic, Counterexample, Numeral, Run, numeral


@dataclass(frozen=True, slots=True)
class Recorder:
    """An auction that remembers its runs."""

    auction: Auction
    runs: list[Run] = field(default_factory=list)

    def __call__(self, bids: Vector) -> Outcome:
        """Run the auction and remember the run."""
        outcome = self.auction(bids)
        wins = [bool(x) for x in outcome.wins]
        self.runs.append(Run(_numerals(bids), wins, _numerals(outcome.payments)))
        return outcome

    def rho(self, bids: Vector) -> Any:
        """Return the auction's rho."""
        return self.auction.rho(bids)


def counterexample(
    law: Law, mechanism: Mechanism, parameters: Mapping[str, Any], variables: Mapping[str, Any]
) -> Counterexample | None:
    """Evaluate the law at a point; return the counterexample if it is false there, and None if it holds.

    Parameters
    ----------
    law, mechanism
        What is examined. The parameters are checked against their domains.
    parameters
        The mechanism's parameters.
    variables
        The law's variables: ``bids`` and further names as NumPy vectors, float64 or objects holding exact rationals.
    """
    recorder = Recorder(mechanism.bind(**parameters))
    if law.holds(recorder, **variables):
        return None
    return Counterexample(
        bids=_numerals(variables["bids"]),
        parameters={name: _entry(value) for name, value in parameters.items()},
        variables={name: _place(value) for name, value in variables.items() if name != "bids"},
        outcomes=recorder.runs,
    )


class Trials:
    """A law on a mechanism, tried at one case after another; runs at the same bids and parameters are made once.

    What is found is replayed by :func:`counterexample`, which remembers nothing.

    Parameters
    ----------
    law, mechanism
        What is examined.
    """

    def __init__(self, law: Law, mechanism: Mechanism) -> None:
        self._law, self._mechanism = law, mechanism
        self._auctions: dict[Any, _Remembering] = {}

    def fails(self, case: Case) -> bool:
        """Tell whether the law is false at a case; a case at which anything raises is no counterexample."""
        key = tuple((name, tuple(v) if isinstance(v, list) else v) for name, v in case.parameters.items())
        try:
            if key not in self._auctions:
                self._auctions[key] = _Remembering(case.auction(self._mechanism))
            with np.errstate(all="ignore"):
                return not self._law.holds(self._auctions[key], **case.arguments())
        except (Exception, SystemExit):  # noqa: BLE001  # whatever a mechanism does at bids nobody asked about
            return False


@dataclass(frozen=True, slots=True)
class _Remembering:
    auction: Auction
    outcomes: dict[Any, Outcome] = field(default_factory=dict)

    def __call__(self, bids: Vector) -> Outcome:
        key = tuple(bids.tolist())
        if key not in self.outcomes:
            self.outcomes[key] = self.auction(bids)
        return self.outcomes[key]

    def rho(self, bids: Vector) -> Any:
        return self.auction.rho(bids)


def _numerals(values: Any) -> list[str]:
    return [numeral(value) for value in values]


def _entry(value: Any) -> Any:
    return _numerals(value) if hasattr(value, "__len__") else numeral(value)


def _place(value: Any) -> Any:
    return value if isinstance(value, int) and not isinstance(value, bool) else _entry(value)


def again(law: Law, mechanism: Mechanism, written: Counterexample, arithmetic: Arithmetic) -> Counterexample | None:
    """Evaluate the law at the point that a written counterexample names; what it shows must come out to the letter.

    Parameters
    ----------
    law, mechanism
        What is examined; in float64 the point is one of doubles, otherwise of exact rationals.
    written
        Its point lies in the law's domain, see :func:`strategyproof.mechanism.domain.outside`.

    Returns
    -------
    Counterexample
        With what the mechanism answers now; None if the law holds there.
    """
    parameters = {name: read(value, arithmetic) for name, value in written.parameters.items()}
    variables = {name: read(value, arithmetic) for name, value in written.variables.items()}
    return counterexample(law, mechanism, parameters, {"bids": read(written.bids, arithmetic), **variables})


def read(value: int | Numeral | list[Numeral], arithmetic: Arithmetic) -> Any:
    """Return what a counterexample names as a law and a mechanism take it: a position, a number, or a vector.

    >>> read("26/5", "real"), read("0.1", "float64"), read(1, "real")
    (Fraction(26, 5), 0.1, 1)
    """
    if isinstance(value, list):
        if arithmetic != "float64":
            return exact([Fraction(entry) for entry in value])
        import numpy as np

        return np.array([float(Fraction(entry)) for entry in value])
    if isinstance(value, int):
        return value
    return float(Fraction(value)) if arithmetic == "float64" else Fraction(value)
