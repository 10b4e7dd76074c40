"""A law of one number per agent, proved for a few numbers of agents, for every larger number.

Where each agent has one number and all are on one side, the composite is ``U_i(r; t_i) = t_i x_i(r) - p_i(r)``, of a
seller its opposite ``p_i - t_i x_i``, and reports are a list of numbers. The law's own predicate is asked of that, over
the reading of the function on a list of any length (:mod:`strategyproof.proofs.functions.lift`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from strategyproof.mechanism.grounds import Ground
from strategyproof.mechanism.law import Bid, Bids, Law
from strategyproof.mechanism.mechanism import Auction
from strategyproof.mechanism.outcome import Number, Vector
from strategyproof.mechanism.parameter import Parameter
from strategyproof.mechanism.spaces import Reading
from strategyproof.mechanism.spaces.law import SpaceLaw, TypeOf, Types
from strategyproof.mechanism.spaces.roles import Roles
from strategyproof.mechanism.verdict import Verdict
from strategyproof.mechanism.vocabulary import where
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.functions import outcomes
from strategyproof.proofs.functions.budget import Budget
from strategyproof.proofs.functions.deciding import Deciding
from strategyproof.proofs.functions.judge import Subject
from strategyproof.proofs.functions.lift import Lift
from strategyproof.proofs.functions.program import Program

LAWS = ("strategy-proof", "individually-rational", "weakly-monotone")
"""Laws that ask for nothing but what one agent has."""


class OfNumbers:
    """The market of an auction whose agents have one number each: what :class:`~.law.Market` answers of one agent.

    Parameters
    ----------
    auction
        From reports to what each gets, a truth or a number, and what each pays.
    sells
        Whether the agents sell.
    """

    def __init__(self, auction: Auction, *, sells: bool) -> None:
        self._auction, self._sign = auction, -1 if sells else 1

    def worth(self, agent: Any, reports: Vector, true: Number, share_of: Any = None) -> Number:
        """Return what the agent's share, or another's, is worth to a true type."""
        got = self._auction(reports).wins[agent if share_of is None else share_of]
        term = getattr(got, "term", None)
        is_amount = term is not None and term.sort != "Bool"
        return self._sign * (true * got if is_amount else where(got, true, 0))

    def payment(self, agent: Any, reports: Vector) -> Number:
        """Return what the agent pays."""
        return self._sign * self._auction(reports).payments[agent]

    def utility(self, agent: Any, reports: Vector, true: Number) -> Number:
        """Return ``worth - payment``."""
        return self.worth(agent, reports, true) - self.payment(agent, reports)


def of_numbers(law: SpaceLaw, *, sells: bool) -> Law:
    """Return the law of a list of numbers that a law of types is where types are numbers."""

    def holds(auction: Auction, bids: Vector, **asked: Any) -> Any:
        return law.holds(OfNumbers(auction, sells=sells), bids, **asked)

    variables = [
        Bids() if isinstance(asked, Types) else Bid(asked.name) if isinstance(asked, TypeOf) else asked
        for asked in law.asks
    ]
    return Law(
        id=law.id,
        title=law.title,
        statement=law.statement,
        holds=holds,
        variables=tuple(variables),
        source=law.source,
        breaks=law.breaks,
        remedy=law.remedy,
        exact_in_float64=law.exact_in_float64,
    )


def is_read(reading: Reading) -> bool:
    """Tell whether agents have one number each and are on one side."""
    return reading.is_one_number and not (isinstance(reading.space, Roles) and len(set(reading.space.sides)) > 1)


class AnyAgents:
    """Lifts laws of one function.

    Parameters
    ----------
    target
        ``FILE.py:NAME``.
    reading
        What its annotations say.
    identity, parameters
        Of the mechanism.
    """

    def __init__(self, target: str, reading: Reading, identity: str, parameters: Sequence[Parameter]) -> None:
        program = Program(target)
        self._sells = reading.one.side == "seller"
        if reading.amounts:
            program.reads = _amounts
        self._subject = Subject(program, identity, tuple(parameters))
        self._lift = Lift(self._subject, gives_amounts=reading.amounts)

    def verdict(self, law: Law, proved: Verdict, budget: Budget, deciding: Deciding) -> Verdict:
        """Return the verdict for every number of agents, or what was proved before with the reason why not."""
        self._subject.budget, self._subject.deciding = budget, deciding
        if isinstance(law, SpaceLaw) and law.id not in LAWS:
            return proved
        asked = of_numbers(law, sells=self._sells) if isinstance(law, SpaceLaw) else law
        found = self._lift.verdict(asked, proved)
        if found.verdict == "proved":
            return found
        told = Ground("not-lifted", "not lifted to more bidders: a larger market was met at which the law may fail")
        return msgspec.structs.replace(proved, grounds=[*proved.grounds, told])


def _amounts(ev: Evaluator, result: Any, names: Sequence[Any]) -> outcomes.Columns:
    """Read what each gets as a number, and what it pays."""
    first, second = outcomes.pair(ev, result, len(names))
    got = outcomes.column(ev, "wins", first, names)
    paid = outcomes.column(ev, "payments", second, names)
    return (
        tuple(outcomes.amount(ev, f"wins[{k}]", value) for k, value in enumerate(got)),
        tuple(outcomes.payment(ev, f"payments[{k}]", value) for k, value in enumerate(paid)),
    )
