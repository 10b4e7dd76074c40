"""What is asked of one function: which laws, for how many bidders, over which numbers, at what cost."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from strategyproof.mechanism.law import Law
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.verdict import Provable

if TYPE_CHECKING:
    from strategyproof.proofs.spaces.read import SpaceRead

TOTAL_ID = "total"
MOST_BIDDERS = 12
"""More than this no exploration finishes; the bound catches a mistyped range."""


class RequestError(ValueError):
    """What was asked cannot be; the message says what can."""


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
        Ids; empty for all that speak about the function.
    bidders
        The numbers of bidders, ascending.
    arithmetic
        ``"real"`` or ``"integer"``.
    cost
        Of each law.
    lift
        Whether what is proved for these numbers of bidders is then asked for every larger number.
    """

    target: str
    parameters: dict[str, str] = {}
    laws: list[str] = []
    bidders: list[int] = msgspec.field(default_factory=lambda: [2, 3, 4])
    arithmetic: Provable = "real"
    cost: Cost = Cost()
    lift: bool = True


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


def check_law_names(names: Sequence[str], place: str = "") -> list[str]:
    """Return the names, each known to be a law or ``total``, without repetitions.

    Raises
    ------
    RequestError
        For the first that is not; the message names the nearest.
    """
    from strategyproof.mechanism.spaces.laws import SPACE_LAWS

    known = list(dict.fromkeys([TOTAL_ID, *LAWS, *SPACE_LAWS]))
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, n=1, cutoff=0.5)
            hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known)}"
            raise RequestError(f"{place}unknown law {name!r}; {hint}")
    return list(dict.fromkeys(names))


def laws_of(request: Request, space: SpaceRead | None = None) -> list[Law]:
    """Return the laws to ask: those named, or all that speak about the function and the markets asked for.

    Parameters
    ----------
    request
        The question.
    space
        How the function was read, where its types or outcomes are more than one number and yes or no.

    Raises
    ------
    RequestError
        If a named law does not speak about the function.
    """
    from strategyproof.proofs.functions.total import TOTAL

    if space is not None:
        return _laws_of_space(request, space)
    has_rho = "rho" in request.parameters
    known = {TOTAL.id: TOTAL, **LAWS}
    if not request.laws:
        largest = max(request.bidders)
        return [law for law in known.values() if (has_rho or not law.about_rho) and law.min_bidders <= largest]
    for name in request.laws:
        if name not in known:
            raise RequestError(
                f"law {name!r} speaks of functions with a type space; annotate the first parameter, as in "
                "def auction(bids: Vector(2)), or the result, as in -> Amounts"
            )
        if known[name].about_rho and not has_rho:
            raise RequestError(f"law {name!r} speaks about rho; declare a range for a parameter rho, such as rho=1..")
    return [known[name] for name in request.laws]


def _laws_of_space(request: Request, space: SpaceRead) -> list[Law]:
    from strategyproof.mechanism.spaces.laws import SPACE_LAWS
    from strategyproof.proofs.functions.total import TOTAL

    known: dict[str, Law] = {TOTAL.id: TOTAL, **SPACE_LAWS}
    for name in request.laws:
        if name not in space.laws:
            raise RequestError(
                f"law {name!r} does not speak of a function with {space.told}; those that do: {', '.join(space.laws)}"
            )
    largest = max(request.bidders)
    chosen = request.laws or [name for name in space.laws if known[name].min_bidders <= largest]
    return [known[name] for name in chosen]


def space_of(request: Request) -> SpaceRead | None:
    """Return how a function is read, before it is judged; None where it is read as one number per bidder.

    Only a file that names this package is loaded for it; no other can have a type space.
    """
    from strategyproof.proofs.functions import LoadError, load
    from strategyproof.proofs.functions.client import rule_of
    from strategyproof.proofs.functions.target import split

    try:
        file, _ = split(request.target)
        if "strategyproof" not in Path(file).read_text(encoding="utf-8"):
            return None
        mechanism = load(request.target, request.parameters)
    except (LoadError, OSError, UnicodeDecodeError):
        return None
    rule = rule_of(mechanism)
    if rule.session is not None:
        rule.session.close()
    return rule.space
