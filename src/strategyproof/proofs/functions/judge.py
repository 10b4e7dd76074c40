"""Judge a law of a user's function for numbers of bidders: inside the process that runs user code."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from strategyproof.mechanism.counterexample import replay
from strategyproof.mechanism.counterexample.case import Case
from strategyproof.mechanism.grounds import NOT_REPLAYED, Cause, Ground
from strategyproof.mechanism.law import Bid, Bids, Law, Names, Scale
from strategyproof.mechanism.laws.total import TOTAL
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.parameter import Parameter
from strategyproof.mechanism.verdict import Arithmetic, Counterexample, Judgement, Scope, Verdict, defaults_of
from strategyproof.proofs.evaluator.faults import OutOfBudget
from strategyproof.proofs.functions import agreement, sellers, totality, vacuity
from strategyproof.proofs.functions.adapter import OutsideDomain
from strategyproof.proofs.functions.asking import Asker
from strategyproof.proofs.functions.budget import Budget
from strategyproof.proofs.functions.concrete import ConcreteRule, Faulty, NativeRule
from strategyproof.proofs.functions.deciding import Deciding
from strategyproof.proofs.functions.described import mechanism_of
from strategyproof.proofs.functions.findings import Finding, Refuted, Unknown
from strategyproof.proofs.functions.models import models
from strategyproof.proofs.functions.program import Program
from strategyproof.proofs.functions.question import Choice, Question, questions
from strategyproof.proofs.functions.shrinking import simple_counterexample
from strategyproof.proofs.functions.summary import Summary, summarise
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.answer import Answer
from strategyproof.proofs.smt.terms import Term

RANDOM_ROUNDS = 50
"""How often the points of a number of bidders are drawn where the solver gives no answer."""


@dataclass(slots=True)
class Subject:
    """A user's function with its parameters, and what its paths gave so far.

    Attributes
    ----------
    program
        The function.
    identity
        Its id as a mechanism.
    parameters
        Its declared parameters.
    arithmetic
        The numbers that the bids are.
    budget
        What each check may cost.
    deciding
        Who decides the questions on which verdicts rest.
    """

    program: Program
    identity: str
    parameters: tuple[Parameter, ...]
    arithmetic: Arithmetic = "real"
    budget: Budget = field(default_factory=Budget)
    deciding: Deciding = field(default_factory=Deciding)
    deadline: float = 0.0
    _summaries: dict[int, Summary] = field(default_factory=dict)
    _states: int = 0
    _compared: set[int] = field(default_factory=set)

    @property
    def kind(self) -> type:
        """Return the type that bids have for the function."""
        return int if self.arithmetic == "integer" else float

    def mechanisms(self) -> tuple[Mechanism, Mechanism]:
        """Return the function as it is tried at many points, and as a counterexample is replayed on it."""
        rules = NativeRule(self.program, self.kind), ConcreteRule(self.program, self.kind)
        quick, full = (mechanism_of(self.identity, "", "", rule, self.parameters) for rule in rules)
        return quick, full

    def summary(self, bidders: int) -> Summary:
        """Return the outcome for every profile of a size; it is explored once, and again if a state comes to light."""
        if bidders not in self._summaries:
            found = summarise(self.program, self.parameters, bidders, self.arithmetic, self.budget, self.deadline)
            if len(self.program.states) != self._states:
                self._states = len(self.program.states)
                self._summaries.clear()
            self._summaries[bidders] = found
        return self._summaries[bidders]

    def decide(self, facts: Sequence[Term]) -> Answer:
        """Ask a question of whose answers only "unsatisfiable" is relied on."""
        return self.deciding.ask(facts, self.budget, self.deadline)

    def difference(self, sizes: Sequence[int]) -> Ground | None:
        """Return where the evaluator and CPython differ, at points for these numbers of bidders."""
        wanted = {size: self.summary(size) for size in sizes}
        if self._compared >= wanted.keys():
            return None
        whole = self.arithmetic == "integer"
        found = agreement.difference(self.program, self.parameters, wanted, whole=whole)
        if len(self.program.states) != self._states:
            return Ground("stateful", "a run of the function changes what the proof took for constant")
        if found is None:
            self._compared |= wanted.keys()
        return found

    def paths(self, sizes: Sequence[int]) -> int:
        """Return how many paths the given sizes have."""
        return sum(self.summary(size).paths for size in sizes)


def judge(subject: Subject, law: Law, bidders: Sequence[int]) -> Verdict:
    """Prove or refute a law for each number of bidders, the smallest first."""
    started = time.process_time()
    subject.deadline = time.monotonic() + subject.budget.seconds
    subject.deciding.begin()
    elsewhere = subject.deciding.solver.seconds
    sizes = sorted(size for size in bidders if size >= law.min_bidders)
    findings: list[Finding] = []
    seen: list[int] = []
    for size in sizes:
        seen.append(size)
        findings.append(_finding(subject, law, size))
        if isinstance(findings[-1], Refuted):
            break
    judgement, found, grounds = together(findings, seen, law)
    if judgement == "proved":
        grounds += assumptions(subject)
    if judgement == "proved" and (difference := _difference(subject, seen)) is not None:
        judgement, grounds = "unknown", [difference]
    if judgement == "proved" and (doubt := _incomplete(subject)) is not None:
        judgement, grounds = "unknown", [doubt]
    given = {p.name: str(p.interval) for p in subject.parameters}
    return Verdict(
        mechanism=subject.identity,
        law=law.id,
        verdict=judgement,
        scope=Scope(seen, subject.arithmetic, given, defaults=defaults_of(subject.program.signature, given)),
        by=_by(subject, seen),
        counterexample=found,
        grounds=grounds,
        seconds=time.process_time() - started + subject.deciding.solver.seconds - elsewhere,
        questions=subject.deciding.cited(judgement, law),
    )


def assumptions(subject: Subject) -> list[Ground]:
    """Return what a reading of the function supposes besides the bids' own domain."""
    return [Ground("assumption", text) for text in sorted(subject.program.states.rests_on)]


def _by(subject: Subject, sizes: Sequence[int]) -> str:
    paths = sum(subject._summaries[size].paths for size in sizes if size in subject._summaries)
    return f"every path of the function ({paths}), {subject.deciding.authors}"


def _difference(subject: Subject, sizes: Sequence[int]) -> Ground | None:
    """Compare the evaluator with CPython for the markets that a proof speaks of, further names included."""
    try:
        return subject.difference(sizes)
    except (OutOfBudget, RecursionError) as error:
        cause = error.cause if isinstance(error, OutOfBudget) else "budget"
        return Ground(cause, f"the evaluator could not be compared with CPython: {error}")


def _incomplete(subject: Subject) -> Ground | None:
    """Say why a path may be missing from those that a proof speaks of."""
    try:
        return subject.deciding.complete(subject._summaries.values(), subject.budget, subject.deadline)
    except OutOfBudget as error:
        return Ground(error.cause, f"that no other path can happen is not decided: {error}")


def together(
    findings: Sequence[Finding], sizes: Sequence[int], law: Law
) -> tuple[Judgement, Counterexample | None, list[Ground]]:
    """Join what was found for each size: a refutation counts, then what is unknown."""
    if not findings:
        told = f"{law.id} speaks of markets of {law.min_bidders} or more bidders; none was asked for"
        return "unknown", None, [Ground("too-few-bidders", told)]
    last = findings[-1]
    if isinstance(last, Refuted):
        return "refuted", last.counterexample, _listed(last)
    pairs = list(zip(sizes, findings, strict=True))
    unknown = [_listed(found)[0].after(f"N = {size}: ") for size, found in pairs if isinstance(found, Unknown)]
    if unknown:
        proved = ", ".join(str(size) for size, found in pairs if not isinstance(found, Unknown))
        also = [Ground("also-proved", f"proved for N = {proved}")] if proved else []
        return "unknown", None, [unknown[0], *also]
    return "proved", None, _listed(last)


def _listed(finding: Finding) -> list[Ground]:
    return [] if finding.ground is None else [finding.ground]


def _finding(subject: Subject, law: Law, bidders: int) -> Finding:
    try:
        if law is TOTAL:
            return totality.judge(subject, bidders)
        if law.exists:
            return vacuity.judge(subject, law, bidders)
        return _universal(subject, law, bidders)
    except (OutOfBudget, OutsideDomain, RecursionError) as error:
        found = _met_at_random(subject, law, bidders)
        if found is not None:
            return found
        cause: Cause = "budget" if isinstance(error, RecursionError) else error.cause
        return Unknown(Ground(cause, str(error) or type(error).__name__))


def _met_at_random(subject: Subject, law: Law, bidders: int) -> Refuted | None:
    """Return a counterexample that running the function itself at random points meets, where the solver has none."""
    from strategyproof.proofs.functions import far_out

    if law.exists or law is TOTAL or subject.arithmetic != "real":
        return None
    try:
        found = far_out.counterexample(subject, law, [bidders] * RANDOM_ROUNDS)
    except (Faulty, OutOfBudget):
        return None
    if found is None:
        return None
    return Refuted(Ground("at-random", "found by running the function at random points"), found)


def _universal(subject: Subject, law: Law, bidders: int) -> Finding:
    asker = Asker(subject.budget, subject.deadline)
    _, mechanism = subject.mechanisms()
    finding = Finding()
    asking = questions(law, mechanism, bidders, subject.summary, subject.arithmetic, subject.budget.names)
    asked = 0
    for question in asking:
        asked += 1
        found = _answered(subject, asker, question)
        if isinstance(found, Refuted):
            selling = sellers.reason(subject, law, bidders)
            return found if selling is None else Unknown(selling)
        finding = found if isinstance(found, Unknown) and not isinstance(finding, Unknown) else finding
    if asked > 1 and not isinstance(finding, Unknown):
        return Finding(Ground("further-names", f"with at most {asked} further names"))
    return finding


def _answered(subject: Subject, asker: Asker, question: Question) -> Finding:
    undecided: Ground | None = None
    groups = question.groups()
    for place, group in enumerate(groups):
        demand = _some_violation(group)
        answer = subject.decide([*question.facts, demand])
        if answer.status == "sat":
            suspects = [case for later in groups[place:] for case in later] if len(question.cases) <= 12 else group
            found = replayed(subject, asker, question, suspects)
            if found is not None:
                return found
            undecided = undecided or NOT_REPLAYED
        elif answer.status == "unknown":
            undecided = undecided or answer.ground
    for size in sorted(question.sizes):
        problem = totality.problem(subject, subject.summary(size), size)
        if problem is not None:
            return Unknown(problem)
    return Unknown(undecided) if undecided else Finding()


def _some_violation(cases: Sequence[Choice]) -> Term:
    return terms.disjunction(case.violation for case in cases)


def replayed(subject: Subject, asker: Asker, question: Question, cases: Sequence[Choice]) -> Refuted | None:
    """Return the simplest counterexample that the function itself confirms, in exact arithmetic."""
    quick, full = subject.mechanisms()
    whole = subject.arithmetic == "integer"
    for case, model in models(asker, question, cases):
        parameters, variables = concrete(question, case, model)
        try:
            found = simple_counterexample(
                question.law, quick, full, parameters, variables, fewest=len(variables["bids"]), whole=whole
            )
        except Faulty:
            continue
        if found is not None:
            shown, simple = found
            return Refuted(_on_doubles(question.law, full, simple), shown)
    return None


def concrete(question: Question, case: Choice, model: dict[Term, Fraction]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return parameters and the law's variables at a point."""
    from strategyproof.mechanism.arrays import exact

    parameters = {name: Fraction(model.get(term, term.data)) for name, term in question.parameters.items()}
    variables: dict[str, Any] = {}
    for variable in question.law.variables:
        if isinstance(variable, (Bids, Names)):
            variables[variable.name] = exact([model[entry.term] for entry in question.variables[variable.name]])
        elif isinstance(variable, (Bid, Scale)):
            variables[variable.name] = model[question.variables[variable.name].term]
        else:
            variables[variable.name] = case.places[variable.name]
    return parameters, variables


def _on_doubles(law: Law, mechanism: Mechanism, case: Case) -> Ground | None:
    """Say so where the same point is no counterexample on doubles."""

    def rounded(value: Any) -> Any:
        return value.astype(float) if hasattr(value, "astype") else value if isinstance(value, int) else float(value)

    try:
        found = replay.counterexample(
            law,
            mechanism,
            {name: float(value) for name, value in case.bound().items()},
            {name: rounded(value) for name, value in case.arguments().items()},
        )
    except (Faulty, ValueError, OverflowError) as error:
        return Ground("arithmetic", f"in exact arithmetic; on doubles the function differs: {error}")
    return None if found is not None else Ground("arithmetic", "in exact arithmetic; on doubles rounding hides it")
