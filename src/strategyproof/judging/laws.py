"""Which laws are asked of a function: those named, the core of them, or all that speak about it."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from strategyproof.judging.request import Request, RequestError
from strategyproof.mechanism.law import Law
from strategyproof.mechanism.laws import OF_FUNCTIONS

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
    return OF_FUNCTIONS[check_law_names([name])[0]]


def check_law_names(names: Sequence[str]) -> list[str]:
    """Return the names, each known to be a law or ``all``, without repetitions.

    Raises
    ------
    RequestError
        For the first that is not; the message names the nearest.
    """
    known = [*OF_FUNCTIONS, ALL]
    for name in names:
        if name not in known:
            near = get_close_matches(str(name), known, n=1, cutoff=0.5)
            hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known)}"
            raise RequestError(f"unknown law {name!r}; {hint}")
    return list(dict.fromkeys(names))


def laws_of(request: Request) -> list[Law]:
    """Return the laws to ask, of those named, the core, or all, that speak about the markets asked for.

    Raises
    ------
    RequestError
        If a named law does not speak about the function.
    """
    has_rho = "rho" in request.parameters
    if request.laws and ALL not in request.laws:
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
