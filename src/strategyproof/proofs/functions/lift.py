"""Lift a law that is proved of a function for a few numbers of bidders to every larger number.

The same evaluator reads the same function once more, on a list whose length is not known
(:mod:`strategyproof.proofs.evaluator.rows`). Before a law is called proved for any N, the solver shows that this
reading gives what every path of the function gives, for 2, 3 and 4 bidders and all bids; and the function itself is
tried on larger markets. What cannot be read is not lifted, and the verdict says which construct on which line stood in
the way.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

import msgspec

from strategyproof.mechanism.grounds import Ground, with_lead
from strategyproof.mechanism.law import Law
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.verdict import Scope, Verdict
from strategyproof.proofs.any_bidders import proving
from strategyproof.proofs.any_bidders.question import NON_NEGATIVE
from strategyproof.proofs.any_bidders.theory import Theory
from strategyproof.proofs.evaluator.faults import OutOfBudget, Unsupported
from strategyproof.proofs.evaluator.rows.rule import Code, LiftedRule, NotLifted
from strategyproof.proofs.functions import far_out
from strategyproof.proofs.functions.concrete import ConcreteRule, Faulty
from strategyproof.proofs.functions.described import mechanism_of
from strategyproof.proofs.functions.judge import Subject, assumptions
from strategyproof.proofs.functions.summary import domain, parameter_terms
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.answer import Answer
from strategyproof.proofs.smt.solver import Solver
from strategyproof.proofs.symbolic.symbols import Symbol

COMPARED = (2, 3, 4)
"""Numbers of bidders for which the reading over any number is shown to be what every path of the function gives."""

SHARE = 0.6
"""Of the budget in resource units, for each question."""

MOST_SECONDS = 15.0
"""CPU seconds that reading for one law may take, where the budget of the check allows more."""

KINDS = {"a list": "list", "a tuple": "tuple", "a dict by position": "dict"}
"""The shapes of arguments that are read over any number of bidders."""


class Lift:
    """Lifts laws of one function.

    Parameters
    ----------
    subject
        The function, over the reals.
    gives_amounts
        Whether what a bidder gets is a number; the program of the subject reads it so.
    """

    def __init__(self, subject: Subject, *, gives_amounts: bool = False) -> None:
        self._subject = subject
        self._agreed: dict[int, list[Answer]] = {}
        self._unreadable: list[Ground] | None = None
        program = subject.program
        kind = KINDS.get(program.shape.what)
        if kind is None:
            self._unreadable = [Ground("not-lifted", f"{program.shape.what} as the argument")]
        self._code = Code(program.value, program.states, program._loader.files, kind or "list", gives_amounts)

    def verdict(self, law: Law, proved: Verdict) -> Verdict:
        """Return the verdict for every number of bidders, or what was proved before with the reason why not.

        Parameters
        ----------
        law
            The law.
        proved
            What was proved for some numbers of bidders; the lifted verdict begins at the smallest.
        """
        if self._unreadable is not None:
            return _not_lifted(proved, self._unreadable, proved.seconds)
        started = time.process_time()
        assert isinstance(proved.scope.bidders, list)
        subject, notes = self._subject, dict[Ground, None]()
        itself = ConcreteRule(subject.program, subject.kind)
        seconds = min(subject.budget.seconds, MOST_SECONDS)
        subject.deadline = time.monotonic() + subject.budget.seconds
        solver = subject.deciding.under(int(SHARE * subject.budget.units), time.monotonic() + 2 * seconds)
        elsewhere, before = solver.seconds, len(solver.answers)
        rule = LiftedRule(self._code, itself, subject.summary, seconds, notes)
        mechanism = mechanism_of(subject.identity, "", "", rule, subject.parameters)
        try:
            found = proving.prove(
                law,
                mechanism,
                solver=solver,
                at_least=min(proved.scope.bidders),
                differs=lambda mechanism: self._difference(mechanism, solver),
            )
            why = found.grounds
            wanted = far_out.sizes(subject.program.file) if found.verdict == "proved" and not law.exists else ()
            if (broken := far_out.counterexample(subject, law, wanted)) is not None:
                found = msgspec.structs.replace(
                    found, verdict="refuted", counterexample=broken, grounds=[], questions=[]
                )
        except (NotLifted, Unsupported, OutOfBudget, Faulty, RecursionError) as error:
            found, why = None, [_ground(error)]
            self._unreadable = why if rule.is_unreadable else None
        seconds = proved.seconds + time.process_time() - started + solver.seconds - elsewhere
        if found is None or found.verdict == "unknown":
            return _not_lifted(proved, why, seconds)
        if found.counterexample is not None:
            found = msgspec.structs.replace(found, scope=_of_one_size(found.scope, len(found.counterexample.bids)))
        told = solver.authors(solver.answers[before:])
        by = f"{proved.by}; lifted to any number of bidders" + ("" if told in proved.by else f" by {told}")
        scope = msgspec.structs.replace(found.scope, defaults=proved.scope.defaults)
        grounds = [*found.grounds, *notes, *assumptions(subject)]
        same = [answer.asked for answers in self._agreed.values() for answer in answers]
        asked = [*proved.questions, *same, *found.questions] if found.verdict == "proved" else found.questions
        return msgspec.structs.replace(found, scope=scope, by=by, grounds=grounds, seconds=seconds, questions=asked)

    def _difference(self, mechanism: Mechanism, solver: Solver) -> Ground | None:
        """Return where the reading over any number of bidders differs from every path of the function, or None."""
        for size in COMPARED:
            if size in self._agreed:
                continue
            facts, different = self._differing(mechanism, size)
            possible = solver.ask(facts)
            if possible.status != "sat":
                told = f"for {size} bidders what this reading supposes is not seen to be possible"
                return Ground("not-possible", told)
            same = solver.ask([*facts, different])
            if same.status != "unsat":
                told = f"for {size} bidders this reading is not shown to be what every path of the function gives"
                return Ground("differs-from-python", told)
            self._agreed[size] = [possible, same]
        return None

    def _differing(self, mechanism: Mechanism, size: int) -> tuple[list[terms.Term], terms.Term]:
        """Return what holds of all bids, and what of those for which the two readings give different outcomes."""
        subject, theory = self._subject, Theory()
        places = [theory.mention(terms.integer(place)) for place in range(size)]
        extent = terms.variable("number of bidders", "Int")
        theory.assume(terms.equal(extent, terms.integer(size)))
        bids = theory.vector("bids", extent, NON_NEGATIVE)
        values = {name: Symbol(term) for name, term in parameter_terms(subject.parameters).items()}
        outcome = mechanism.assume(**values)(bids)
        wins, payments, defined = subject.summary(size).at([bids[place].term for place in places])
        different = [
            terms.negation(terms.equal(column[place].term, wanted))
            for column, known in ((outcome.wins, wins), (outcome.payments, payments))
            for place, wanted in zip(places, known, strict=True)
        ]
        theory.closed()
        broken = terms.disjunction([*different, *map(terms.negation, theory.obligations())])
        return [*theory.closed(), *domain(subject.parameters), defined], broken


def _not_lifted(proved: Verdict, why: Sequence[Ground], seconds: float) -> Verdict:
    grounds = [*proved.grounds, *with_lead("not lifted to more bidders: ", why, "not-lifted")]
    return msgspec.structs.replace(proved, grounds=grounds, seconds=seconds)


def _ground(error: BaseException) -> Ground:
    """Return what ended a reading, with its line."""
    if isinstance(error, NotLifted):
        return error.ground
    if isinstance(error, Faulty):
        return error.fault.ground()
    line = getattr(error, "line", None)
    return Ground("not-lifted", str(error) or type(error).__name__, (line,) if line else ())


def _of_one_size(scope: Scope, bidders: int) -> Scope:
    """Return what a refutation speaks about: the number of bidders of its counterexample."""
    return msgspec.structs.replace(scope, bidders=[bidders], at_least=1)
