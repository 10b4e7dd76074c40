"""What solvers were asked: traced again from the rules of the reader, and the texts beside the report."""

from pathlib import Path

import msgspec
import pytest

from strategyproof.judging.sources import sha256
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.verdict import Asked, Verdict
from strategyproof.proofs.any_bidders.proving import prove
from strategyproof.recheck import questions


@pytest.fixture(scope="module")
def proved() -> Verdict:
    found = prove(LAWS["strategy-proof"], MECHANISMS["msb"])
    assert found.verdict == "proved"
    return found


def test_a_proof_follows_from_the_answers_that_it_cites(proved: Verdict) -> None:
    assert [check.outcome for check in questions.traced([(0, proved)])] == ["confirmed"]


def test_a_proof_cited_for_another_rule_law_or_scope_does_not(proved: Verdict) -> None:
    others = [
        msgspec.structs.replace(proved, mechanism="first-price"),
        msgspec.structs.replace(proved, mechanism="second-price"),
        msgspec.structs.replace(proved, law="homogeneous"),
        msgspec.structs.replace(proved, law="nowhere"),
        msgspec.structs.replace(proved, scope=msgspec.structs.replace(proved.scope, parameters={"rho": "[0, inf)"})),
        msgspec.structs.replace(proved, questions=[]),
        msgspec.structs.replace(proved, questions=proved.questions[1:]),
        msgspec.structs.replace(proved, questions=[*proved.questions, proved.questions[0]]),
        msgspec.structs.replace(
            proved, questions=[msgspec.structs.replace(proved.questions[0], sha256="0" * 64), *proved.questions[1:]]
        ),
    ]
    outcomes = [check.outcome for other in others for check in questions.traced([(0, other)])]
    assert outcomes == ["contradicted"] * len(others)


def _asked(text: bytes) -> Asked:
    return Asked(sha256(text), "unsat", ["z3"])


def test_texts_have_the_hashes_that_are_their_names(tmp_path: Path) -> None:
    report, folder = tmp_path / "report.json", tmp_path / "questions"
    cited = [_asked(b"(check-sat)"), _asked(b"(assert true)")]
    (left,) = questions.texts(cited, report)
    assert left.outcome == "not rechecked"
    assert left.about == "2 texts"
    folder.mkdir()
    for text in (b"(check-sat)", b"(assert true)"):
        (folder / f"{sha256(text)}.smt2").write_bytes(text)
    assert [check.outcome for check in questions.texts(cited, report)] == ["confirmed"]


def test_a_changed_or_missing_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "questions").mkdir()
    (tmp_path / "questions" / f"{sha256(b'a')}.smt2").write_bytes(b"b")
    changed, missing = questions.texts([_asked(b"a"), _asked(b"c")], tmp_path / "report.json")
    assert (changed.outcome, changed.about) == ("contradicted", sha256(b"a"))
    assert sha256(b"b") in changed.told
    assert (missing.outcome, missing.about) == ("contradicted", sha256(b"c"))
