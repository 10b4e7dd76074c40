"""Answer a request for a price, in the process that runs user code."""

from __future__ import annotations

import time
from typing import Any

import msgspec

from strategyproof.proofs.functions.budget import Budget
from strategyproof.proofs.functions.judge import Subject
from strategyproof.proofs.pricing.answer import Demand
from strategyproof.proofs.pricing.repair import sellers_of
from strategyproof.proofs.pricing.synthesis import synthesise
from strategyproof.proofs.pricing.who_wins import WhoWins


def answer(target: str, auction: Subject, request: dict[str, Any]) -> dict[str, Any]:
    """Return the price of a function, and the CPU seconds that finding it took.

    Parameters
    ----------
    target
        ``FILE.py:NAME``.
    auction
        The function with its payments, as the process has loaded it.
    request
        A demand and a budget.
    """
    started = time.process_time()
    budget, demand = msgspec.convert(request["budget"], Budget), msgspec.convert(request["demand"], Demand)
    auction.budget, auction.deadline = budget, time.monotonic() + budget.seconds
    sellers = sellers_of(auction, demand.sizes) if demand.repairs else []
    allocation = Subject(WhoWins(target), auction.identity, auction.parameters, "real", budget)
    found = synthesise(allocation, demand, sellers)
    return {"answer": msgspec.to_builtins(found), "seconds": time.process_time() - started}
