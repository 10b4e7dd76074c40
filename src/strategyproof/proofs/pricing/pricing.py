"""Price a function: ask for a price in a child process, write it, and let the prover judge what is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec

from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.spaces.laws import SPACE_LAWS
from strategyproof.mechanism.verdict import Counterexample, Verdict
from strategyproof.proofs.child.cause import NoAnswer
from strategyproof.proofs.functions import Budget, LoadError, Session, check, load
from strategyproof.proofs.functions.client import rule_of
from strategyproof.proofs.pricing.answer import Answer, Demand, Market, NotMonotone, Priced, Unpriced
from strategyproof.proofs.pricing.closing import closed, laws_of
from strategyproof.proofs.pricing.source import Emitted, NotWritten

GRACE = 5.0
ROUNDS = 3
"""How often a price is looked for: the check of one that fails gives a market to fit as well."""
POINTS = 10
"""Points for each bidder in the first round; each further round takes twice as many."""
FIRST_SIZES = 2
"""For how many numbers of bidders a price is looked for in the first round, the smallest."""


class Pricing(msgspec.Struct, frozen=True, kw_only=True):
    """What came of pricing a function.

    Attributes
    ----------
    answer
        A price, a proof that there is none, or why neither was found.
    source, function
        The Python source that charges the price, and the name of the auction in it.
    verdicts
        What the prover says of that source.
    line
        The line on which the function starts.
    seconds
        CPU seconds for finding the price, before the check.
    """

    answer: Answer
    line: int = 1
    source: str | None = None
    function: str | None = None
    verdicts: list[Verdict] = []
    seconds: float = 0.0

    @property
    def is_proved(self) -> bool:
        """Tell whether the source is proved."""
        return bool(self.verdicts) and all(verdict.verdict == "proved" for verdict in self.verdicts)

    @property
    def exit_code(self) -> int:
        """Return 0 for a proved price, 1 where there is none, 3 where neither is known."""
        return 0 if self.is_proved else 1 if isinstance(self.answer, NotMonotone) else 3


def price(
    target: str,
    parameters: Mapping[str, str],
    *,
    sizes: Sequence[int] = (2, 3, 4),
    budget: Budget | None = None,
    repairs: bool = False,
    whole: bool = False,
    told: Callable[[str], None] = lambda _: None,
) -> Pricing:
    """Return what the winners of a function must pay, proved, or why they cannot be made to.

    Parameters
    ----------
    target
        ``FILE.py:NAME``: the function says who wins; payments that it returns are not read.
    parameters
        Ranges of its parameters, as in :func:`strategyproof.proofs.functions.load`.
    sizes
        The numbers of bidders.
    budget
        What each question may cost.
    repairs
        Whether an auction is repaired: who sells in it is told by its payments.
    whole
        Whether bids are whole numbers. A price of all real bids is one of whole bids too; that none exists is shown at
        whole bids.
    told
        Told what is being done.

    Raises
    ------
    LoadError
        If the function cannot be had; the message says what to do.
    """
    budget = budget or Budget()
    file, _, name = target.rpartition(":")
    mechanism = load(target, dict(parameters))
    session: Session = mechanism.rule.session  # type: ignore[attr-defined]  # a rule made by load()
    line: int = mechanism.rule.line  # type: ignore[attr-defined]
    ordered = sorted(sizes)
    demand, found = Demand(ordered[:FIRST_SIZES], POINTS, repairs=repairs, whole=whole), Pricing(answer=_NOTHING)
    with session:
        for turn in range(ROUNDS):
            told("looking for the price" if not turn else "looking again, for a price that fits more markets")
            answer, seconds = _asked(session, demand, budget)
            if _needs_all_sizes(answer) and demand.sizes != ordered:
                wider = msgspec.structs.replace(demand, sizes=ordered)
                more, further = _asked(session, wider, budget)
                demand, answer = (demand, answer) if isinstance(more, Unpriced) else (wider, more)
                seconds += further
            found = Pricing(answer=answer, line=line, seconds=found.seconds + seconds)
            if not isinstance(answer, Priced):
                return _beyond(found, mechanism, sizes, budget, session)
            checked = demand.sizes if answer.places else ordered
            found = _checked(found, answer, Path(file), name, parameters, checked, budget, told)
            broken = next((v.counterexample for v in found.verdicts if v.counterexample is not None), None)
            if broken is None:
                return found
            demand = _harder(demand, broken)
    return found


def _beyond(found: Pricing, mechanism: Mechanism, sizes: Sequence[int], budget: Budget, session: Session) -> Pricing:
    """Say of types beyond one number that no price exists, where the rule is not weakly monotone.

    With whatever prices a strategy-proof rule is weakly monotone (Bikhchandani et al. 2006): two types of one agent,
    each with what the other gets, show that there are none.
    """
    law, read = SPACE_LAWS["weakly-monotone"], rule_of(mechanism).space
    is_beyond = isinstance(found.answer, Unpriced) and found.answer.cause == "beyond-numbers"
    if not is_beyond or read is None or law.id not in read.laws:
        return found
    verdict = check(mechanism, law, bidders=sizes, budget=budget, session=session)
    if verdict.verdict != "refuted":
        return found
    return msgspec.structs.replace(found, answer=NotMonotone(verdict, ""))


def _needs_all_sizes(answer: Answer) -> bool:
    """Tell whether an answer for the smallest markets says nothing of larger ones."""
    if isinstance(answer, Priced):
        return bool(answer.places)
    return isinstance(answer, Unpriced) and answer.cause == "nobody-wins"


_NOTHING = Unpriced("budget", "nothing was asked")


def _harder(demand: Demand, broken: Counterexample) -> Demand:
    """Return what a price must fit after one has failed at a market: there and beside it, and at more points."""
    parameters = {name: str(value) for name, value in broken.parameters.items()}
    return msgspec.structs.replace(
        demand,
        sizes=sorted({*demand.sizes, len(broken.bids)}),
        points=2 * demand.points,
        near=[*demand.near, Market([str(bid) for bid in broken.bids], parameters)],
    )


def _asked(session: Session, demand: Demand, budget: Budget) -> tuple[Answer, float]:
    request = {"do": "price", "demand": msgspec.to_builtins(demand), "budget": msgspec.to_builtins(budget)}
    try:
        reply = session.ask(request, budget.seconds + GRACE)
    except NoAnswer as error:
        return Unpriced("no-answer", str(error)), 0.0
    if "answer" not in reply:
        return Unpriced("no-answer", str(reply.get("load_error") or reply.get("crash"))), 0.0
    return msgspec.convert(reply["answer"], Answer), reply["seconds"]


def _checked(
    found: Pricing,
    answer: Priced,
    file: Path,
    name: str,
    parameters: Mapping[str, str],
    sizes: Sequence[int],
    budget: Budget,
    told: Callable[[str], None],
) -> Pricing:
    """Write the price and judge it."""
    try:
        emitted = Emitted(answer, file.resolve(), name, list(parameters))
    except NotWritten as error:
        return msgspec.structs.replace(found, answer=Unpriced("not-written", str(error)))
    laws = laws_of(answer)
    told("proving the price")
    try:
        verdicts = closed(
            emitted, parameters, laws, sizes, budget, lift=not answer.places, told=lambda v: told(f"proved: {v.law}")
        )
    except LoadError as error:
        return msgspec.structs.replace(
            found, answer=Unpriced("not-loaded", f"the source that charges the price does not load: {error}")
        )
    return msgspec.structs.replace(found, source=emitted.text, function=emitted.function, verdicts=verdicts)
