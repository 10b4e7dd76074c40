"""What is asked of one function: which laws, for how many bidders, over which numbers, at what cost."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from strategyproof.mechanism.verdict import Provable
from strategyproof.proofs.smt.choice import SolverChoice

MOST_BIDDERS = 12
"""More than this no exploration finishes; the bound catches a mistyped range."""


class RequestError(ValueError):
    """What was asked cannot be; the message says what can. The line, if there is one, is of the function's file."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


class Cost(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the check of one law may cost.

    Attributes
    ----------
    seconds
        Wall clock of a proof, and again of the fuzzer where there is no proof.
    units
        Solver resource units of each question.
    paths, decisions, names
        As in :class:`strategyproof.proofs.functions.Budget`.
    examples, seed
        Of the fuzzer.
    """

    seconds: float = 60.0
    units: int = 20_000_000
    paths: int = 4000
    decisions: int = 400
    names: int = 2
    examples: int = 60
    seed: int = 0


class Request(msgspec.Struct, frozen=True):
    """One function and the questions about it.

    Attributes
    ----------
    target
        ``FILE.py:FUNCTION``.
    parameters
        Ranges of its keyword parameters, as text.
    laws
        Ids; empty for the core: see :data:`strategyproof.judging.laws.CORE`.
    bidders
        The numbers of bidders, ascending.
    arithmetic
        ``"real"`` or ``"integer"``.
    cost
        Of each law.
    lift
        Whether what is proved for these numbers of bidders is then asked for every larger number.
    solver
        Who decides the questions on which a proof rests.
    """

    target: str
    parameters: dict[str, str] = {}
    laws: list[str] = []
    bidders: list[int] = msgspec.field(default_factory=lambda: [2, 3, 4])
    arithmetic: Provable = "real"
    cost: Cost = Cost()
    lift: bool = True
    solver: SolverChoice = "z3"


def bidders(text: str | int | Sequence[int]) -> list[int]:
    """Read numbers of bidders: ``3``, ``2-6``, or a list of them.

    Raises
    ------
    RequestError
        If the text is no such range.

    Examples
    --------
    >>> bidders("2-4"), bidders(3)
    ([2, 3, 4], [3])
    """
    if isinstance(text, (list, tuple, range)):
        counts = sorted(set(text))
        if counts and all(isinstance(count, int) and 1 <= count <= MOST_BIDDERS for count in counts):
            return counts
        raise RequestError(_bidders_expected(list(text)))
    found = re.fullmatch(r"\s*(\d+)\s*(?:-\s*(\d+)\s*)?", str(text))
    low, high = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
    if not 1 <= low <= high <= MOST_BIDDERS:
        raise RequestError(_bidders_expected(text))
    return list(range(low, high + 1))


def _bidders_expected(given: object) -> str:
    return f"expected a number of bidders or a range such as 3 or 2-6, between 1 and {MOST_BIDDERS}, got {given!r}"


def parameters(texts: Sequence[str]) -> dict[str, str]:
    """Read ``NAME=LOW..HIGH`` or ``NAME=VALUE``, one for each parameter.

    Raises
    ------
    RequestError
        If a text has no name or no range, or a name comes twice.

    Examples
    --------
    >>> parameters(["rho=1..", "reserve=3/2"])
    {'rho': '1..', 'reserve': '3/2'}
    """
    read: dict[str, str] = {}
    for text in texts:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not equals or not name.isidentifier() or not value:
            raise RequestError(
                f"expected NAME=LOW..HIGH or NAME=VALUE, got {text!r}; for example rho=1.. or reserve=3/2"
            )
        if name in read:
            raise RequestError(f"parameter {name!r} is given twice, as {read[name]} and as {value}")
        read[name] = value
    return checked_parameters(read)


def checked_parameters(given: Mapping[str, object]) -> dict[str, str]:
    """Return ranges as text, each checked to be one."""
    from strategyproof.proofs.functions.ranges import interval

    for name, value in given.items():
        try:
            interval(str(value))
        except ValueError as error:
            raise RequestError(f"parameter {name!r}: {error}") from error
    return {name: str(value) for name, value in given.items()}
