"""From verdicts and claims to one answer and one exit code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from strategyproof.judging.answers import EXIT_CODES, GRAVITY, Answer
from strategyproof.mechanism.verdict import Verdict
from strategyproof.reports import information
from strategyproof.reports.document import Conclusion, Expectation, Kernel, Method, Theorem
from strategyproof.reports.information import Row
from strategyproof.reports.rho_document import Rho

METHOD_NAMES: dict[Method, str] = {
    "proof": "proof",
    "rational": "fuzzing in rationals",
    "float64": "fuzzing in float64",
}
FEW = 4
"""Up to this many rules are named in the answer."""

_EXACT = frozenset({"real", "rational", "integer"})


def method_of(verdict: Verdict) -> Method:
    """Name the method behind a verdict: testing counts examples, a proof has none."""
    if verdict.examples is None:
        return "proof"
    return "float64" if verdict.scope.arithmetic == "float64" else "rational"


def conclude(
    verdicts: Sequence[Verdict],
    expected: Sequence[Expectation],
    theorems: Sequence[Theorem] = (),
    rho: Rho | None = None,
    contradictions: Sequence[str] = (),
    kernel: Kernel | None = None,
    table: Sequence[Row] = (),
) -> Conclusion:
    """Compare verdicts with what is claimed.

    Only claims decide. A law that a mechanism is known to break counts as met when it is refuted, so a report that
    holds contains refutations. A learned rho that is refused is a law refuted. What Coq was given and refuses is
    undecided, as is a cell of the information table that is not shown. A contradiction between exact methods, between
    solvers, or of one with Coq, outranks everything: then no verdict is to be trusted.
    """
    found = {(v.mechanism, v.law, method_of(v)): v for v in verdicts}
    judged = [_judge(claim, method, found) for claim in expected for method in claim.methods]
    problems = [problem for problem in judged if problem is not None]
    problems += [
        ("inconclusive", f"theorem {theorem.id}: a lemma is not proved")
        for theorem in theorems
        if theorem.verdict != "proved"
    ]
    problems += _of_rho(rho)
    problems += _of_kernel(kernel, verdicts)
    problems += [("inconclusive", text) for text in information.problems(table)]
    problems += [("solvers-disagree", text) for text in [*disagreements(verdicts), *contradictions]]
    if not problems:
        return Conclusion("holds", 0, _good_news(verdicts, expected) + _checked(kernel, expected) + _emitted(rho))
    problems.sort(key=lambda problem: GRAVITY.index(problem[0]))
    answer, failures = problems[0][0], [text for _, text in problems]
    return Conclusion(answer, EXIT_CODES[answer], _bad_news(answer, failures), failures)


def _of_rho(rho: Rho | None) -> list[tuple[Answer, str]]:
    """Say what is wrong with the learned rho; a selector that sees the bids is known to break strategy-proofness."""
    if rho is None:
        return []
    problems: list[tuple[Answer, str]] = [("refuted", f"learned rho, {text}") for text in rho.problems]
    if rho.sees_bids is not None and rho.sees_bids.refutation.verdict != "refuted":
        asked = rho.sees_bids.refutation
        problems.append(
            ("inconclusive", f"{asked.mechanism} / {asked.law}: no counterexample found, and the law is known to fail")
        )
    return problems


def _of_kernel(kernel: Kernel | None, verdicts: Iterable[Verdict]) -> list[tuple[Answer, str]]:
    """Say what Coq refuses, and what it accepts though it is refuted."""
    if kernel is None:
        return []
    problems: list[tuple[Answer, str]] = [
        ("inconclusive", f"{subject}: {kernel.by} does not accept the proof ({why})")
        for subject, why in kernel.refused.items()
    ]
    for verdict in verdicts:
        if (
            verdict.verdict == "refuted"
            and verdict.scope.arithmetic in _EXACT
            and kernel.accepts(verdict.mechanism, verdict.law)
        ):
            subject = f"{verdict.mechanism} / {verdict.law}"
            problems.append(("solvers-disagree", f"{subject}: {kernel.by} proves it and {verdict.by} refutes it"))
    return problems


def _checked(kernel: Kernel | None, expected: Iterable[Expectation]) -> str:
    if kernel is None:
        return ""
    honest = [claim for claim in expected if claim.expected == "holds"]
    accepted = sum(kernel.accepts(claim.mechanism, claim.law) for claim in honest)
    told = f" {kernel.by} accepts the proofs of {accepted} of those {len(honest)} laws"
    left_out = len(honest) - accepted
    return f"{told}; {left_out} were not given to it." if left_out else f"{told}."


def _emitted(rho: Rho | None) -> str:
    if rho is None:
        return ""
    if rho.skipped is not None:
        return " The learned rho was skipped."
    return (
        f" {rho.emitted:,} learned rhos were emitted, {rho.reverified:,} verified again, {rho.rederived:,} derived "
        f"again, {rho.refused:,} refused."
    )


def disagreements(verdicts: Iterable[Verdict]) -> list[str]:
    """Say which laws are proved and refuted at once, for numbers and markets that both speak about."""
    by_subject: dict[tuple[str, str], list[Verdict]] = {}
    for verdict in verdicts:
        if verdict.scope.arithmetic in _EXACT:
            by_subject.setdefault((verdict.mechanism, verdict.law), []).append(verdict)
    return [
        f"{mechanism} / {law}: {proof.by} proves it and {attack.by} refutes it"
        for (mechanism, law), judged in by_subject.items()
        for proof in judged
        for attack in judged
        if proof.verdict == "proved" and attack.verdict == "refuted" and _overlap(proof, attack)
    ]


def _overlap(proof: Verdict, attack: Verdict) -> bool:
    """Tell whether the refutation lies in what the proof speaks about."""
    covers = proof.scope.arithmetic in ("real", attack.scope.arithmetic)
    if not covers or proof.scope.bidders == "any" or attack.counterexample is None:
        return covers
    return len(attack.counterexample.bids) in proof.scope.bidders


def _judge(
    claim: Expectation, method: Method, found: dict[tuple[str, str, Method], Verdict]
) -> tuple[Answer, str] | None:
    """Return what is wrong with one claim under one method, or None if it is met."""
    verdict = found.get((claim.mechanism, claim.law, method))
    subject, name = f"{claim.mechanism} / {claim.law}", METHOD_NAMES[method]
    if verdict is None:
        return "inconclusive", f"{subject}: {name} gave no verdict"
    if verdict.verdict == "unknown":
        return "inconclusive", f"{subject}: {name} is undecided ({verdict.reason or 'no reason given'})"
    refuted = verdict.verdict == "refuted"
    if claim.expected == "refuted":
        known = f"{subject}: {name} found no counterexample, and the law is known to fail"
        return None if refuted else ("inconclusive", known)
    if refuted:
        return "refuted", f"{subject}: {name} found a counterexample"
    if method == "proof" and (verdict.verdict != "proved" or verdict.scope.bidders != "any"):
        return "inconclusive", f"{subject}: {name} does not reach every number of bidders"
    return None


def _bad_news(answer: Answer, failures: Sequence[str]) -> str:
    count, first = len(failures), failures[0]
    more = f" (and {count - 1} more)" if count > 1 else ""
    return {
        "refuted": f"A claimed law is refuted: {first}{more}.",
        "inconclusive": f"Not every claim is settled: {first}{more}.",
        "solvers-disagree": f"Two exact methods contradict each other: {first}{more}.",
    }[answer]


def _good_news(verdicts: Sequence[Verdict], expected: Sequence[Expectation]) -> str:
    honest = [claim for claim in expected if claim.expected == "holds"]
    broken = [claim for claim in expected if claim.expected == "refuted"]
    rules = sorted({claim.mechanism for claim in honest})
    subject = _listed(rules) if len(rules) <= FEW else f"{len(rules)} rules"
    how = "proved for any number of bidders" if all("proof" in claim.methods for claim in honest) else "as claimed"
    told = f"All {len(honest)} laws claimed of {subject} hold, {how}."
    claimed = {(claim.mechanism, claim.law) for claim in honest}
    run = [v for v in verdicts if v.examples and (v.mechanism, v.law) in claimed]
    if run:
        fuzzed = _listed(sorted({verdict.mechanism for verdict in run}))
        told += f" {sum(v.examples or 0 for v in run):,} random auctions of {fuzzed} broke none."
    return (
        f"{told} All {len(broken)} known failures of other rules were refuted by a counterexample." if broken else told
    )


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else "nothing"
