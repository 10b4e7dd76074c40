"""What an interpreter says of a law on a mechanism: the one record that tables, reports and gates read."""

from __future__ import annotations

import inspect
from collections.abc import Container
from fractions import Fraction
from typing import Any, Literal, TypeAlias

import msgspec

from strategyproof.mechanism.grounds import CAUSES, Cause, Ground, rendered

Judgement: TypeAlias = Literal["proved", "refuted", "tested", "unknown"]
Provable: TypeAlias = Literal["real", "integer"]
"""What a proof may quantify over: all reals, or all whole numbers."""

Drawn: TypeAlias = Literal["rational", "float64"]
"""What examples of real numbers may be drawn as: exact fractions, or the doubles that run in production."""

Arithmetic: TypeAlias = Literal["real", "float64", "rational", "integer"]
"""The numbers of a verdict: a closed set, the same in every command, argument and document.

``real`` and ``integer`` are what is proved (and, with ``integer``, what examples in whole units are drawn as);
``rational`` and ``float64`` are what examples of reals are drawn as.
"""

NUMBERS: dict[Arithmetic, str] = {
    "real": "reals",
    "integer": "integers",
    "rational": "rationals",
    "float64": "float64",
}
"""What reports call them."""

Numeral: TypeAlias = str
"""An exact number as text: ``"26/5"``, ``"4"``, or the shortest decimal that reads back as the same double."""


class Scope(msgspec.Struct, frozen=True):
    """What a verdict speaks about.

    Attributes
    ----------
    bidders
        ``"any"`` (every N the law speaks about), or the numbers of bidders that were examined.
    arithmetic
        The numbers that the mechanism ran on.
    parameters
        The values or intervals of the mechanism's parameters.
    at_least
        Where ``bidders`` is ``"any"``: the smallest number spoken of, unless the law speaks of larger markets only.
    defaults
        The values of the parameters that nobody gave a range or a value: those of the function's own signature.
    profiles
        Where there are finitely many: how many profiles were examined, all that there are.
    """

    bidders: Literal["any"] | list[int]
    arithmetic: Arithmetic
    parameters: dict[str, str] = {}
    at_least: int = 1
    defaults: dict[str, str] = {}
    profiles: int | None = None

    def settings(self) -> list[str]:
        """Say what each parameter is, in the order in which they were given; defaults come last.

        >>> Scope("any", "real", {"rho": "[1, inf)", "cap": "3"}, defaults={"reserve": "5"}).settings()
        ['rho in [1, inf)', 'cap = 3', 'reserve = 5 (default)']
        """
        told = [f"{name} {'in' if value[:1] in '[(' else '='} {value}" for name, value in self.parameters.items()]
        return told + [f"{name} = {value} (default)" for name, value in self.defaults.items()]


class Counterexample(msgspec.Struct, frozen=True):
    """Input on which the law's predicate is false when the mechanism's own code runs on it.

    Attributes
    ----------
    bids
        The truthful bids, bidder 0 first.
    parameters
        The mechanism's parameters.
    variables
        The law's other variables: bidders by position, bids as numerals, further names as lists of numerals.
    outcomes
        What the mechanism answered, run by run, in the order in which the law asks for them.
    """

    bids: list[Numeral]
    parameters: dict[str, Numeral | list[Numeral]]
    variables: dict[str, int | Numeral | list[Numeral]]
    outcomes: list[Run] = []


class Run(msgspec.Struct, frozen=True):
    """One run of the mechanism inside a counterexample.

    Attributes
    ----------
    bids, wins, payments
        One of each for every bidder. Where types are more than one number, ``bids`` are the reports as text, and there
        are no ``wins``.
    got, utilities
        There: what each agent got, as text, and its utility at its true type.
    sides
        ``buyer`` or ``seller`` for each agent, where some sell.
    """

    bids: list[Numeral]
    wins: list[bool]
    payments: list[Numeral]
    got: list[str] = []
    utilities: list[Numeral] = []
    sides: list[str] = []


class Asked(msgspec.Struct, frozen=True):
    """A question to solvers on whose answer a verdict rests.

    Attributes
    ----------
    sha256
        Of its text in SMT-LIB, in hexadecimal: the name under which the text is kept, ``questions/SHA256.smt2``.
    answer
        ``unsat``: no market breaks the law. ``sat``: what the proof supposes is possible.
    by
        The solvers that gave it, each with its version.
    """

    sha256: str
    answer: Literal["sat", "unsat"]
    by: list[str]


class Contradiction(msgspec.Struct, frozen=True):
    """Two solvers gave contrary answers to one question, so that one of them is wrong.

    Attributes
    ----------
    mechanism, law
        Ids.
    sha256
        Of the text, in hexadecimal.
    text
        The question in SMT-LIB, as both were given it.
    answers
        What each said, by the solver's name and version.
    """

    mechanism: str
    law: str
    sha256: str
    text: str
    answers: dict[str, str]

    @property
    def sentence(self) -> str:
        """Say who said what."""
        told = " and ".join(f"{solver} says {answer}" for solver, answer in self.answers.items())
        return f"{self.mechanism} / {self.law}: {told} to the question with SHA-256 {self.sha256}"


class Verdict(msgspec.Struct, frozen=True):
    """A judgement with its scope, its author and its evidence.

    Attributes
    ----------
    mechanism, law
        Ids.
    verdict
        ``proved``: no counterexample exists in the scope. ``refuted``: the counterexample replays on the real code.
        ``tested``: examples were run, none failed, nothing is proved. ``unknown``: see ``cause``.
    by
        Who says so: the method and the solver with its version, or the fuzzer with its seed.
    grounds
        Why it is unknown, or what the verdict rests on; of an unknown verdict the first says the cause.
    cause
        Why it is unknown: the kind of the first ground. None for every other verdict.
    reason
        The grounds in words, for people alone; no code reads it.
    seconds
        CPU time that the verdict took.
    examples
        How many examples were run, for ``tested`` and for refutations found by testing.
    questions
        What solvers were asked, and answered, where the verdict rests on that.
    """

    mechanism: str
    law: str
    verdict: Judgement
    scope: Scope
    by: str
    counterexample: Counterexample | None = None
    grounds: list[Ground] = []
    seconds: float = 0.0
    examples: int | None = None
    cause: Cause | None = None
    reason: str | None = None
    questions: list[Asked] = []

    def __post_init__(self) -> None:
        """Set the cause and the reason, which follow from the grounds.

        Raises
        ------
        ValueError
            If an unknown verdict does not say why.
        """
        kind = self.grounds[0].kind if self.grounds else None
        if self.verdict == "unknown" and kind not in CAUSES:
            raise ValueError(f"an unknown verdict needs a cause as its first ground, got {kind!r} for {self.law!r}")
        msgspec.structs.force_setattr(self, "cause", kind if self.verdict == "unknown" else None)
        msgspec.structs.force_setattr(self, "reason", rendered(self.grounds))


def numeral(value: Any) -> Numeral:
    """Write a number exactly.

    >>> from fractions import Fraction
    >>> numeral(Fraction(26, 5)), numeral(4), numeral(0.1)
    ('26/5', '4', '0.1')
    """
    return repr(float(value)) if isinstance(value, float) else str(value)


def defaults_of(signature: inspect.Signature, given: Container[str] = ()) -> dict[str, str]:
    """Return the parameters that a run takes from a function's own signature, for :class:`Scope`.

    Parameters
    ----------
    signature
        Of the function; its first parameter takes the bids.
    given
        The names of the parameters that were given a range or a value.

    Examples
    --------
    >>> def sell(bids, reserve=5, fee=0.5, rounding=None): ...
    >>> defaults_of(inspect.signature(sell), {"fee"})
    {'reserve': '5', 'rounding': 'None'}
    """
    parameters = list(signature.parameters.values())[1:]
    taken = [p for p in parameters if p.default is not inspect.Parameter.empty and p.name not in given]
    return {p.name: _default(p.default) for p in taken}


def _default(value: Any) -> str:
    is_number = isinstance(value, (int, float, Fraction)) and not isinstance(value, bool)
    return numeral(value) if is_number else repr(value)
