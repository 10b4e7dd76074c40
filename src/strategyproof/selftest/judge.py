"""What becomes of a mutant: which law of its original it breaks, by proof and by fuzzing, or that it is the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from strategyproof.judging.ways import Ways, of_rules
from strategyproof.mechanism.law import Law
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.laws.total import TOTAL
from strategyproof.mechanism.mechanism import Auction, Mechanism
from strategyproof.mechanism.outcome import Truth, Vector
from strategyproof.mechanism.verdict import Verdict
from strategyproof.proofs import Solver
from strategyproof.property_tests import UnusableError
from strategyproof.reports.selftest_document import Finding, MutantJudged, Status
from strategyproof.selftest.mutants import Mutant
from strategyproof.selftest.same import SAME, beside

CROSS_CHECK = 10
"""One example in this many suffices where a proof says that there is no counterexample to be found."""

BIDDERS = (1, 5)
"""A proof speaks of lone bidders too."""


def _is_defined(auction: Auction, bids: Vector) -> Truth:
    """Tell whether the auction has an outcome; a division by 0 that a solver finds is replayed here."""
    try:
        auction(bids)
    except ArithmeticError:
        return False
    except UnusableError as error:
        if isinstance(error.__cause__, ArithmeticError):
            return False
        raise
    return True


DEFINED = replace(TOTAL, holds=_is_defined)
"""The law of totality as a predicate, so that both interpreters can refute it."""

ASKED: dict[str, Law] = {
    law.id: law for law in (DEFINED, *sorted(LAWS.values(), key=lambda law: max(3, len(law.variables))))
}
"""The laws that are asked: totality first, as a rule without an outcome has no other property; the dearest last."""


@dataclass(frozen=True, slots=True)
class Checker(Ways):
    """What is under test: a prover and a fuzzer.

    Attributes
    ----------
    examples
        How many examples a law is tried at where there is no proof; a tenth of them where there is one.
    thorough
        Whether every law is asked of every mutant, or none after the first that both ways refute.
    """

    examples: int = 200
    thorough: bool = False


def shipped(solver: Solver, *, seed: int = 0, examples: int = 200, thorough: bool = False) -> Checker:
    """Return the prover and the fuzzer that ship."""
    ways = of_rules(solver, seed=seed, bidders=BIDDERS)
    return Checker(ways.prove, ways.fuzz, examples, thorough)


def laws_of(original: Mechanism, prove: Callable[[Law, Mechanism], Verdict]) -> list[Law]:
    """Return the laws that are proved of a mechanism, for every number of bidders."""
    return [law for law in ASKED.values() if law.applies_to(original) and prove(law, original).verdict == "proved"]


def judge(mutant: Mutant, laws: list[Law], checker: Checker) -> MutantJudged:
    """Ask the laws of the original of a mutant, and whether it differs at all if both ways refute none of them.

    Parameters
    ----------
    mutant
        What is judged.
    laws
        The laws that are proved of the original.
    checker
        The prover and the fuzzer.
    """
    findings: list[Finding] = []
    seconds = 0.0
    compared = beside(mutant.mechanism, mutant.original)
    for law, mechanism in [*((law, mutant.mechanism) for law in laws), (SAME, compared)]:
        finding, cost = _ask(law, mechanism, checker)
        findings.append(finding)
        seconds += cost
        if _both(finding) and not checker.thorough:
            break
    status, reason = status_of(findings)
    slip = mutant.slip
    return MutantJudged(
        id=mutant.id,
        rule=mutant.original.id,
        kind=slip.kind,
        function=mutant.function,
        file=mutant.file,
        line=slip.line,
        before=slip.before,
        after=slip.after,
        status=status,
        law=reason,
        findings=findings,
        seconds=seconds,
    )


def _ask(law: Law, mechanism: Mechanism, checker: Checker) -> tuple[Finding, float]:
    """Ask both ways; examples are run against a proof too, since a counterexample would show that it is wrong."""
    proof = checker.prove(law, mechanism)
    if law.exists:
        return Finding(law.id, proof.verdict, None, proof.counterexample, reason=proof.reason), proof.seconds
    most = max(1, checker.examples // CROSS_CHECK) if proof.verdict == "proved" else checker.examples
    fuzzed = checker.fuzz(law, mechanism, most)
    reason = proof.reason if proof.verdict == "unknown" else fuzzed.reason
    finding = Finding(law.id, proof.verdict, fuzzed.verdict, proof.counterexample, fuzzed.counterexample, reason)
    return finding, proof.seconds + fuzzed.seconds


def _both(finding: Finding) -> bool:
    return finding.proof == finding.fuzzing == "refuted"


def status_of(findings: list[Finding]) -> tuple[Status, str | None]:
    """Conclude from what was found: the status, and the law that it is about."""
    laws = [finding for finding in findings if finding.law != SAME.id]
    same = next((finding for finding in findings if finding.law == SAME.id), None)
    by_proof = [finding for finding in laws if finding.proof == "refuted"]
    differs, is_same = same is not None and _both(same), same is not None and same.proof == "proved"
    at_odds = [finding for finding in findings if finding.proof == "proved" and finding.fuzzing == "refuted"]
    at_odds += by_proof if is_same else []  # what does as the original does cannot break what the original keeps
    # That no bids at all win is beyond examples; that the outcome is another one is not.
    killing = [finding for finding in by_proof if _both(finding) or (finding.fuzzing is None and differs)]
    if at_odds:
        return "contradiction", at_odds[0].law
    if killing:
        return "killed", killing[0].law
    if is_same:
        return "equivalent", None
    for finding in findings:
        if finding.proof == "refuted" and finding.fuzzing != "refuted":
            return "proof only", finding.law
        if finding.fuzzing == "refuted" and finding.proof != "refuted":
            return "fuzzing only", finding.law
    unproved = [finding.law for finding in laws if finding.proof != "proved"]
    if differs:
        return ("changed", unproved[0]) if unproved else ("lawful", None)
    return "undecided", None
