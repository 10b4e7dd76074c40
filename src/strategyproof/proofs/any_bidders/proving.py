"""Prove or refute a law of a mechanism for every number of bidders at once, over the reals or in doubles.

The mechanism's own rule and the law's own predicate run on symbols. What comes out is a formula without quantifiers
(see :mod:`strategyproof.proofs.any_bidders.theory`); its negation goes to the solver. Unsatisfiable: the law is proved
for every market. Satisfiable: the model is a small market, made as simple as the solver can, and replayed on the real
code in exact arithmetic before it is called a counterexample.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from itertools import product
from typing import NamedTuple

from strategyproof.mechanism.grounds import NOT_REPLAYED, Ground
from strategyproof.mechanism.law import Law
from strategyproof.mechanism.laws import as_law
from strategyproof.mechanism.mechanism import Mechanism, expect_mechanism
from strategyproof.mechanism.parameter import Parameter
from strategyproof.mechanism.verdict import Counterexample, Judgement, Scope, Verdict
from strategyproof.mechanism.vocabulary import alone
from strategyproof.proofs.any_bidders.numbers import REALS, Reals
from strategyproof.proofs.any_bidders.question import Question, ask
from strategyproof.proofs.any_bidders.reading import Reading, unread
from strategyproof.proofs.any_bidders.theory import TooManyPositions
from strategyproof.proofs.any_bidders.winning import bids_that_win
from strategyproof.proofs.any_bidders.witness import impossible_at
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.answer import Answer, Status
from strategyproof.proofs.smt.solver import Solver
from strategyproof.proofs.smt.terms import Term
from strategyproof.proofs.symbolic.symbols import Symbol, lift


def prove(
    law: Law | str,
    mechanism: Mechanism,
    *,
    solver: Solver | None = None,
    at_least: int = 1,
    differs: Callable[[Mechanism], Ground | None] | None = None,
    numbers: Reals = REALS,
) -> Verdict:
    """Prove or refute the law for every number of bidders and every parameter in its domain.

    Parameters
    ----------
    law, mechanism
        Any rule written in the toolkit's vocabulary.
    solver
        A solver to reuse; its budget is the budget of each question.
    at_least
        The smallest number of bidders to speak of, where the law itself allows fewer.
    differs
        For a rule that reads itself on symbols: says where that is not what it does on numbers, and then nothing is
        proved. Without it the rule is one in the vocabulary, which sees its bids behind a face, keeps to the list of
        :mod:`strategyproof.proofs.rule_source`, and is compared on both readings.
    numbers
        What the rule computes with: the reals, or :class:`strategyproof.proofs.rounding.arithmetic.Doubles`.

    Returns
    -------
    Verdict
        ``proved``, ``refuted`` with a counterexample replayed on the real code, or ``unknown`` with the reason.

    Raises
    ------
    ValueError
        If the law does not speak about the mechanism (``rho-blind`` about a rule without rho), or other numbers than
        the reals are asked for with ``differs``.
    """
    law = as_law(law)
    expect_mechanism(mechanism)
    if not law.applies_to(mechanism):
        raise ValueError(f"law {law.id!r} speaks about rho, and mechanism {mechanism.id!r} has none")
    if differs is not None and numbers.arithmetic != "real":
        told = f"expected the reals for a rule that reads itself, got {numbers.arithmetic}; leave numbers out"
        raise ValueError(told)
    if solver is None:
        with Solver() as own:
            return prove(law, mechanism, solver=own, at_least=at_least, differs=differs, numbers=numbers)
    started, asked = time.process_time() + solver.seconds, len(solver.answers)
    judgement, found, grounds, rests_on = _read(law, mechanism, solver, at_least, differs, numbers)
    if judgement == "unknown":
        grounds = tuple(dict.fromkeys([*grounds, *solver.failures(asked)]))
    parameters = {p.name: str(p.interval) for p in mechanism.parameters} | numbers.limits(law)
    return Verdict(
        mechanism=mechanism.id,
        law=law.id,
        verdict=judgement,
        scope=Scope("any", numbers.arithmetic, parameters, at_least),
        by=f"any-N symbolic execution, {solver.authors(rests_on)}",
        counterexample=found,
        grounds=list(grounds),
        seconds=time.process_time() + solver.seconds - started,
        questions=[answer.asked for answer in rests_on],
    )


class Judged(NamedTuple):
    """A judgement, and the answers of a solver that it rests on."""

    judgement: Judgement
    found: Counterexample | None = None
    grounds: tuple[Ground, ...] = ()
    rests_on: tuple[Answer, ...] = ()


def _read(
    law: Law,
    mechanism: Mechanism,
    solver: Solver,
    at_least: int,
    differs: Callable[[Mechanism], Ground | None] | None,
    numbers: Reals,
) -> Judged:
    """Judge, and withdraw the judgement where the rule was refused something or may be something else on numbers."""
    reading = Reading(mechanism)
    judged = _existential if law.exists else _universal
    try:
        read = reading.mechanism if differs is None else mechanism
        found = judged(law, read, solver, at_least, numbers)
        rests_on_a_proof = found.judgement == "proved" or (found.judgement == "refuted" and bool(law.exists))
        if rests_on_a_proof and (doubt := reading.doubt(numbers) if differs is None else differs(mechanism)):
            found = _unknown(doubt)
    except ArithmeticError as error:
        found = _unknown(Ground("no-outcome", str(error)))
    except (TooManyPositions, TypeError, AttributeError, LookupError, ValueError) as error:
        found = _unknown(unread(error))
    except Exception as error:
        if differs is not None:  # a rule that reads itself has errors of its own
            raise
        found = _unknown(unread(f"it raises {type(error).__name__}: {error}"))
    refused = reading.refused()
    return _unknown(refused) if refused else found


def _unknown(ground: Ground) -> Judged:
    return Judged("unknown", grounds=(ground,))


class _Asked(NamedTuple):
    """Whether there is a violation, why that is unknown, if it is, and the answers that say that there is none."""

    status: Status
    why: Ground | None = None
    rests_on: tuple[Answer, ...] = ()


def _asked(question: Question, violation: list[Term], solver: Solver) -> _Asked:
    """Ask for a violation; that there is none counts only where what the proof supposes is possible."""
    before = len(solver.answers)
    answer = solver.ask(violation)
    if answer.status != "unsat":
        return _Asked(answer.status, answer.ground)
    *facts, _ = violation
    where = impossible_at(question.theory, facts, question.bidders, question.law, question.at_least, solver)
    if where is not None:
        return _Asked("unknown", Ground("not-possible", where))
    return _Asked("unsat", rests_on=tuple(solver.answers[before:]))


def _universal(law: Law, mechanism: Mechanism, solver: Solver, at_least: int, numbers: Reals) -> Judged:
    question = ask(law, mechanism, at_least, numbers)
    if (seen := numbers.at_once(question)) is not None:
        return Judged("refuted", seen)
    return _judged(question, question.holds(), solver)


def _judged(question: Question, holds: Term, solver: Solver) -> Judged:
    violation = question.violation(holds)
    status, why, rests_on = _asked(question, violation, solver)
    if status == "unsat":
        return Judged("proved", rests_on=rests_on)
    if status == "unknown":
        return _unknown(why or Ground("incomplete", f"{solver.name} gives no answer"))
    found = question.numbers.counterexample(question, violation, solver)
    if found is None:
        return _unknown(NOT_REPLAYED)
    return Judged("refuted", found)


def _existential(law: Law, mechanism: Mechanism, solver: Solver, at_least: int, numbers: Reals) -> Judged:
    """Prove "for every bidder some bids": all others bid 0 and the bidder bids enough."""
    for enough in ("1", "1 + product of (1 + parameter)"):
        question = ask(law, mechanism, at_least, numbers)
        bid = lift(1)
        if enough != "1":
            for value in question.parameters.values():
                bid = bid * (1 + value) if isinstance(value, Symbol) else bid
            bid = 1 + bid
        bids = alone(question.variables["bids"], question.variables["i"], bid)
        wins = terms.conjunction((question.holds(bids=bids), (bid >= 0).term))
        asked = _asked(question, question.violation(wins), solver)
        if asked.status == "unsat":
            witness = Ground("witness", f"witness: bidder i bids {enough}, all others 0")
            return Judged("proved", grounds=(witness,), rests_on=asked.rests_on)
    return _never(law, mechanism, solver, at_least, numbers)


def _never(law: Law, mechanism: Mechanism, solver: Solver, at_least: int, numbers: Reals) -> Judged:
    """Refute "for every bidder some bids": prove that a named bidder fails for all bids, perhaps at the low ends."""
    ends = [p for p in mechanism.parameters if not p.per_bidder and not p.interval.open_low]
    for at, place in product(([], ends) if ends else ([],), (None, 0, 1)):
        smallest = max(at_least, 1 + (place or 0))
        question = _at_the_low_ends(at, ask(law, mechanism, smallest, numbers))
        if place is not None:
            question.variables["i"] = question.theory.mention(terms.integer(place))
        never = terms.negation(question.holds())
        asked = _asked(question, question.violation(never), solver)
        if asked.status == "unsat":
            who = "no bidder" if place is None else f"bidder {place} never"
            where = "".join(f" at {p.name} = {p.interval.low}" for p in at)
            question = _at_the_low_ends(at, ask(law, mechanism, at_least, numbers))
            if place is not None:
                question.theory.assume(terms.equal(question.variables["i"], terms.integer(place)))
            found = numbers.counterexample(question, question.violation(question.holds()), solver)
            if found is not None and (bids := bids_that_win(law, numbers.read(mechanism), found)):
                shown = ", ".join(map(str, bids))
                told = f"{who} wins{where} is what was proved, and yet at bids ({shown}) it does"
                return _unknown(Ground("differs-from-python", told))
            if found is not None:
                told = f"{who} wins{where}, whatever the bids: proved for every number of bidders"
                return Judged("refuted", found, (Ground("never-wins", told),), asked.rests_on)
    return _unknown(Ground("no-witness", "no bids were found for which every bidder wins, nor a bidder who never wins"))


def _at_the_low_ends(parameters: Sequence[Parameter], question: Question) -> Question:
    for parameter in parameters:
        value = question.parameters[parameter.name].term
        question.theory.assume(terms.equal(value, terms.real(parameter.interval.low)))
    return question
