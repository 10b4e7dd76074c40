"""Answer a request for a price, in the process that runs user code."""

from __future__ import annotations

import time
from typing import Any

import msgspec

from strategyproof.mechanism.spaces.numbers import OneNumber
from strategyproof.mechanism.spaces.reading import Reading
from strategyproof.mechanism.spaces.roles import Roles
from strategyproof.mechanism.spaces.space import Side
from strategyproof.proofs.functions.budget import Budget
from strategyproof.proofs.functions.judge import Subject
from strategyproof.proofs.pricing.answer import Answer, Demand, Unpriced
from strategyproof.proofs.pricing.repair import sellers_of
from strategyproof.proofs.pricing.synthesis import synthesise
from strategyproof.proofs.pricing.who_wins import WhoWins


def answer(target: str, auction: Subject, request: dict[str, Any], reading: Reading | None = None) -> dict[str, Any]:
    """Return the price of a function, and the CPU seconds that finding it took.

    Parameters
    ----------
    target
        ``FILE.py:NAME``.
    auction
        The function with its payments, as the process has loaded it.
    request
        A demand and a budget.
    reading
        What its annotations say, where its types or outcomes are more than one number and yes or no.
    """
    started = time.process_time()
    budget, demand = msgspec.convert(request["budget"], Budget), msgspec.convert(request["demand"], Demand)
    auction.budget, auction.deadline = budget, time.monotonic() + budget.seconds
    found: Answer | None = None if reading is None else beyond_numbers(reading)
    if auction.program.states.reads_clock:
        found = Unpriced("not-written", "the function reads the clock; give it the time as a parameter")
    if found is None:
        sellers = sellers_of(auction, demand.sizes) if demand.repairs and reading is None else []
        allocation = Subject(WhoWins(target), auction.identity, auction.parameters, "real", budget)
        found = synthesise(allocation, demand, sellers, sides_of(reading))
    return {"answer": msgspec.to_builtins(found), "seconds": time.process_time() - started}


def beyond_numbers(reading: Reading) -> Unpriced | None:
    """Return why a function has no price of this kind, as it is read: the price of a number is no price of a set."""
    if reading.is_one_number:
        return None
    if not isinstance(reading.space, Roles) and type(reading.space) is not OneNumber:
        told = f"{reading.space!r} per agent is more than one number, and a critical bid is one number"
    elif reading.lottery:
        told = "a lottery is priced draw by draw; write what each gets in expectation, and return it as Amounts"
    elif reading.public:
        told = "a Public outcome is one for all; write what each bidder gets of it, a number, and return Amounts"
    else:
        told = (
            "the file says what an outcome is worth with its own value(t, got), and a critical bid is that of t * got"
        )
    return Unpriced("beyond-numbers", told)


def sides_of(reading: Reading | None) -> tuple[Side, ...]:
    """Return who buys and who sells, in turn, where the function says so."""
    return reading.space.sides if reading is not None and isinstance(reading.space, Roles) else ()
