"""Laws that say "there are bids": a witness for each bidder, or the proof that there is none."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from strategyproof.mechanism.counterexample import replay
from strategyproof.mechanism.grounds import Ground
from strategyproof.mechanism.law import Law
from strategyproof.proofs.functions.asking import Asker
from strategyproof.proofs.functions.concrete import Faulty
from strategyproof.proofs.functions.findings import Finding, Refuted, Unknown
from strategyproof.proofs.functions.models import models
from strategyproof.proofs.functions.question import Choice, Question, questions
from strategyproof.proofs.functions.summary import terms_at
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term

if TYPE_CHECKING:
    from strategyproof.proofs.functions.judge import Subject


def judge(subject: Subject, law: Law, bidders: int) -> Finding:
    """Prove "for every bidder and all parameters, some bids", or refute it with a bidder for whom there are none."""
    _, mechanism = subject.mechanisms()
    [question] = questions(law, mechanism, bidders, subject.summary, subject.arithmetic, 0)
    finding = Finding()
    for case in question.cases:
        found = _for_bidder(subject, mechanism, question, case, bidders)
        if isinstance(found, Refuted):
            return found
        finding = found if isinstance(found, Unknown) else finding
    return finding


def _for_bidder(subject: Subject, mechanism: Any, question: Question, case: Choice, bidders: int) -> Finding:
    asker = Asker(subject.budget, subject.deadline)
    wins = terms.conjunction((case.defined, case.holds))
    free = [term for term in question.parameters.values() if term.op == "var"]
    if not free:
        if _witness(mechanism, question, case, asker, wins):
            return Finding()
        status = subject.decide([*question.facts, wins]).status
        parameters = {name: Fraction(term.data) for name, term in question.parameters.items()}
        if status == "unsat":
            return _never(subject, mechanism, question, case, parameters, bidders)
        told = f"no bids were found for which bidder {case.places['i']} wins, nor that there are none"
        return Unknown(Ground("no-witness", told))
    enough = ([*question.facts, terms.negation(at)] for at in _enough(question, wins, case))
    if any(subject.decide(facts).status == "unsat" for facts in enough):
        return Finding()
    return _with_quantifier(subject, mechanism, question, case, bidders, asker, wins, free)


def _with_quantifier(
    subject: Subject,
    mechanism: Any,
    question: Question,
    case: Choice,
    bidders: int,
    asker: Asker,
    wins: Term,
    free: list[Term],
) -> Finding:
    """Ask for parameters with which the bidder never wins, and prove it at those."""
    bids = question.numbers
    about_bids = [fact for fact in question.facts if any(t in bids for t in terms.subterms([fact]))]
    about_parameters = [fact for fact in question.facts if fact not in about_bids]
    status, model = asker.never(about_parameters, wins, bids, about_bids)
    if status == "unsat":
        subject.deciding.take_alone("a question with a quantifier")
        return Finding()
    values = asker.values(model, free) if status == "sat" else None
    if values is None:
        told = f"no bids were found for which bidder {case.places['i']} wins with every parameter"
        return Unknown(Ground("no-witness", told))
    fixed = {term: terms.real(value) for term, value in values.items()}
    facts = terms_at([*question.facts, wins], fixed)
    if subject.decide(facts).status != "unsat":
        return Unknown(Ground("no-witness", f"whether bidder {case.places['i']} ever wins is not decided"))
    parameters = {name: values.get(term, term.data) for name, term in question.parameters.items()}
    return _never(subject, mechanism, question, case, parameters, bidders)


def _enough(question: Question, wins: Term, case: Choice) -> list[Term]:
    """Return the claim for a bidder that bids enough while all others bid 0."""
    enough = terms.real(1)
    for term in question.parameters.values():
        enough = terms.multiply(enough, terms.add(terms.real(1), term))
    claims = []
    for bid in (terms.real(1), terms.add(terms.real(1), enough)):
        bids = {term: terms.real(0) for term in question.numbers}
        bids[question.numbers[case.places["i"]]] = bid
        claims += terms_at([wins], bids)
    return claims


def _witness(mechanism: Any, question: Question, case: Choice, asker: Asker, wins: Term) -> bool:
    """Find bids with which the bidder wins, and see it win."""
    from strategyproof.proofs.functions.judge import concrete

    wanted = Choice(case.places, terms.negation(wins), case.defined, case.runs)
    for _, model in models(asker, question, [wanted]):
        parameters, variables = concrete(question, case, model)
        try:
            if replay.counterexample(question.law, mechanism, parameters, variables) is None:
                return True
        except Faulty:
            continue
    return False


def _never(
    subject: Subject, mechanism: Any, question: Question, case: Choice, parameters: dict[str, Any], bidders: int
) -> Finding:
    from strategyproof.proofs.functions import totality
    from strategyproof.proofs.functions.judge import concrete

    problem = totality.problem(subject, subject.summary(bidders), bidders)
    if problem is not None:
        return Unknown(problem)
    model = {number: Fraction(k + 1) for k, number in enumerate(question.numbers)}
    model |= {term: Fraction(parameters[name]) for name, term in question.parameters.items()}
    _, variables = concrete(question, case, model)
    found = replay.counterexample(question.law, mechanism, parameters, variables)
    if found is None:
        return Unknown(Ground("differs-from-python", "the function's run is not what its paths say"))
    told = f"bidder {case.places['i']} never wins, whatever the bids: proved for {bidders} bidders"
    return Refuted(Ground("never-wins", told), found)
