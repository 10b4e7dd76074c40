"""From verdicts and claims to one answer."""

import pytest

from strategyproof.mechanism.grounds import Ground
from strategyproof.mechanism.verdict import Counterexample, Judgement, Scope, Verdict
from strategyproof.proofs.kernel.record import Kernel, Manifest
from strategyproof.reports.conclusion import conclude, disagreements, method_of
from strategyproof.reports.document import Expectation, Theorem
from strategyproof.reports.kernel_text import with_kernel

OUT = Ground("budget", "the budget of 10 units ran out")


def proof(judgement: Judgement, mechanism: str = "msb", law: str = "monotone") -> Verdict:
    return Verdict(mechanism, law, judgement, Scope("any", "real"), "a prover", grounds=[OUT])


def fuzz(judgement: Judgement, arithmetic: str = "rational", bids: tuple[str, ...] = ("1", "1")) -> Verdict:
    found = Counterexample(list(bids), {}, {}) if judgement == "refuted" else None
    scope = Scope([2, 3], arithmetic)  # type: ignore[arg-type]
    return Verdict("msb", "monotone", judgement, scope, "a fuzzer", counterexample=found, examples=100)


HOLDS = Expectation("msb", "monotone", "holds", ["proof", "rational"])
FAILS = Expectation("msb", "monotone", "refuted", ["proof"])


@pytest.mark.parametrize(
    ("verdicts", "claim", "code", "failure"),
    [
        ([proof("proved"), fuzz("tested")], HOLDS, 0, None),
        ([proof("unknown"), fuzz("tested")], HOLDS, 3, "proof is undecided (the budget of 10 units ran out)"),
        ([proof("proved")], HOLDS, 3, "fuzzing in rationals gave no verdict"),
        ([proof("refuted"), fuzz("tested")], HOLDS, 1, "proof found a counterexample"),
        ([proof("unknown"), fuzz("refuted")], HOLDS, 1, "fuzzing in rationals found a counterexample"),
        ([proof("proved"), fuzz("refuted")], HOLDS, 4, "a prover proves it and a fuzzer refutes it"),
        ([proof("refuted")], FAILS, 0, None),
        ([proof("proved")], FAILS, 3, "found no counterexample, and the law is known to fail"),
        ([proof("unknown")], FAILS, 3, "is undecided"),
    ],
)
def test_the_answer(verdicts: list[Verdict], claim: Expectation, code: int, failure: str | None) -> None:
    found = conclude(verdicts, [claim])
    assert found.exit_code == code
    assert (failure is None) == (found.failures == [])
    assert failure is None or any(failure in text for text in found.failures)
    assert failure is None or found.failures[0] in found.sentence


def test_a_theorem_that_is_not_proved_is_inconclusive() -> None:
    theorem = Theorem("converse", "It holds.", "a book", "unknown", "a prover", [])
    found = conclude([proof("proved"), fuzz("tested")], [HOLDS], [theorem])
    assert (found.exit_code, found.failures) == (3, ["theorem converse: a lemma is not proved"])


MANIFEST = Manifest("strategyproof/coq/1", "1", {}, {"msb": ["monotone"]})


@pytest.mark.parametrize(
    ("verdict", "refused", "code", "sentence"),
    [
        ("proved", {}, 0, "Coq 8.16.1 accepts the proofs of 1 of those 1 laws."),
        ("proved", {"msb: monotone": "No such goal"}, 3, "Coq 8.16.1 does not accept the proof (No such goal)"),
        ("refuted", {}, 4, "msb / monotone: Coq 8.16.1 proves it and a prover refutes it"),
        ("refuted", {"msb: monotone": "No such goal"}, 1, "proof found a counterexample"),
    ],
)
def test_what_coq_says_counts(verdict: Judgement, refused: dict[str, str], code: int, sentence: str) -> None:
    kernel = Kernel("Coq 8.16.1", MANIFEST, refused)
    found = conclude([proof(verdict)], [Expectation("msb", "monotone", "holds", ["proof"])], kernel=kernel)
    assert found.exit_code == code
    assert sentence in found.sentence


def test_only_a_proof_over_the_reals_that_coq_accepts_is_said_to_be_by_coq() -> None:
    kernel = Kernel("Coq 8.16.1", MANIFEST)
    assert with_kernel(proof("proved"), kernel).by == "a prover, and Coq 8.16.1"
    for other in (proof("unknown"), proof("proved", law="anonymous"), proof("proved", "spa"), fuzz("tested")):
        assert with_kernel(other, kernel) == other
    refused = Kernel("Coq 8.16.1", MANIFEST, {"msb: monotone": "No such goal"})
    assert with_kernel(proof("proved"), refused).by == "a prover"


def test_a_proof_for_few_bidders_does_not_meet_a_claim_for_all() -> None:
    narrow = Verdict("msb", "monotone", "proved", Scope([2, 3], "real"), "a prover")
    found = conclude([narrow, fuzz("tested")], [HOLDS])
    assert (found.exit_code, found.failures) == (3, ["msb / monotone: proof does not reach every number of bidders"])


def test_the_headline_names_only_what_was_fuzzed() -> None:
    kin = Expectation("spa", "monotone", "holds", ["proof"])
    found = conclude([proof("proved"), fuzz("tested"), proof("proved", "spa")], [HOLDS, kin])
    assert found.sentence == (
        "All 2 laws claimed of msb and spa hold, proved for any number of bidders. "
        "100 random auctions of msb broke none."
    )


def test_a_refutation_that_nobody_claimed_does_not_count() -> None:
    assert conclude([proof("proved"), fuzz("tested"), proof("refuted", "first-price")], [HOLDS]).exit_code == 0


def test_a_double_that_rounds_contradicts_no_proof_over_the_reals() -> None:
    assert disagreements([proof("proved"), fuzz("refuted", "float64")]) == []


def test_a_proof_for_few_bidders_says_nothing_of_more() -> None:
    narrow = Verdict("msb", "monotone", "proved", Scope([2], "real"), "a prover")
    assert disagreements([narrow, fuzz("refuted", bids=("1", "1", "1"))]) == []
    assert len(disagreements([narrow, fuzz("refuted", bids=("1", "1"))])) == 1


def test_a_method_is_known_by_its_examples_and_its_arithmetic() -> None:
    assert [method_of(v) for v in (proof("proved"), fuzz("tested"), fuzz("tested", "float64"))] == [
        "proof",
        "rational",
        "float64",
    ]
