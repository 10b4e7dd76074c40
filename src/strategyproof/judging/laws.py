"""Which laws are asked of a function: those named, the core of them, or all that speak about it."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from strategyproof.judging.request import Request, RequestError
from strategyproof.mechanism.law import Law
from strategyproof.mechanism.laws import OF_FUNCTIONS

if TYPE_CHECKING:
    from strategyproof.proofs.spaces.read import SpaceRead

CORE = (
    "total",
    "single-winner",
    "strategy-proof",
    "individually-rational",
    "losers-pay-nothing",
    "no-negative-payments",
    "not-vacuous",
)
"""What a textbook auction of one item satisfies, whatever it does with ties: asked where no law is named."""

ALL = "all"
"""Asks for every law that speaks about the function."""


def law_of(name: str) -> Law:
    """Return a law by its id.

    Raises
    ------
    RequestError
        If there is none; the message names the nearest.
    """
    [known] = check_law_names([name])
    if known in OF_FUNCTIONS:
        return OF_FUNCTIONS[known]
    from strategyproof.mechanism.spaces.laws import SPACE_LAWS

    return SPACE_LAWS[known]


def check_law_names(names: Sequence[str]) -> list[str]:
    """Return the names, each known to be a law or ``all``, without repetitions.

    Raises
    ------
    RequestError
        For the first that is not; the message names the nearest.
    """
    from strategyproof.mechanism.spaces.laws import SPACE_LAWS

    known = list(dict.fromkeys([*OF_FUNCTIONS, *SPACE_LAWS, ALL]))
    for name in names:
        if name not in known:
            near = get_close_matches(str(name), known, n=1, cutoff=0.5)
            hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known)}"
            raise RequestError(f"unknown law {name!r}; {hint}")
    return list(dict.fromkeys(names))


def laws_of(request: Request, space: SpaceRead | None = None) -> list[Law]:
    """Return the laws to ask, of those named, the core, or all, that speak about the markets asked for.

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
    if space is not None:
        return _laws_of_space(request, space)
    has_rho = "rho" in request.parameters
    if request.laws and ALL not in request.laws:
        for name in request.laws:
            if name not in OF_FUNCTIONS:
                raise RequestError(
                    f"law {name!r} speaks of functions with a type space; annotate the first parameter, as in "
                    "def auction(bids: Vector(2)), or the result, as in -> Amounts"
                )
        named = [OF_FUNCTIONS[name] for name in request.laws]
        for law in named:
            if law.about_rho and not has_rho:
                raise RequestError(
                    f"law {law.id!r} speaks about rho; declare a range for a parameter rho, such as rho=1.."
                )
        return named
    wanted = OF_FUNCTIONS if ALL in request.laws else CORE
    largest = max(request.bidders)
    laws = [OF_FUNCTIONS[name] for name in wanted]
    return [law for law in laws if (has_rho or not law.about_rho) and law.min_bidders <= largest]


def _laws_of_space(request: Request, space: SpaceRead) -> list[Law]:
    from strategyproof.mechanism.spaces.laws import SPACE_LAWS

    known: dict[str, Law] = {"total": OF_FUNCTIONS["total"], **SPACE_LAWS}
    asked = [name for name in request.laws if name != ALL]
    for name in asked:
        if name not in space.laws:
            raise RequestError(
                f"law {name!r} does not speak of a function with {space.told}; those that do: {', '.join(space.laws)}"
            )
    largest = max(request.bidders)
    every = [name for name in space.laws if known[name].min_bidders <= largest]
    return [known[name] for name in (every if ALL in request.laws or not asked else asked)]


def space_of(request: Request) -> SpaceRead | None:
    """Return how a function is read, before it is judged; None where it is read as one number per bidder.

    Only a file that names this package is loaded for it; no other can have a type space.
    """
    from strategyproof.proofs.functions.target import LoadError, split

    try:
        file, _ = split(request.target)
        if "strategyproof" not in Path(file).read_text(encoding="utf-8"):
            return None
        from strategyproof.proofs.functions.client import load, rule_of

        rule = rule_of(load(request.target, request.parameters))
    except (LoadError, OSError, UnicodeDecodeError):
        return None
    if rule.session is not None:
        rule.session.close()
    return rule.space
