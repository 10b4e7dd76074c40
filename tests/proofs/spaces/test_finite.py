"""Rankings: every profile on the function itself; a complete enumeration written here again says the same."""

from __future__ import annotations

from itertools import permutations, product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from strategyproof.mechanism.law import Law
from strategyproof.mechanism.spaces import reading_of
from strategyproof.mechanism.spaces.laws import SPACE_LAWS
from strategyproof.mechanism.verdict import Verdict
from strategyproof.proofs.functions import TOTAL
from strategyproof.proofs.functions.program import Program
from strategyproof.proofs.spaces.finite.judge import judge
from strategyproof.proofs.spaces.program import SpacedProgram
from strategyproof.proofs.spaces.subject import SpacedSubject

FILE = Path(__file__).with_name("known_matches.py")


def verdict_of(name: str, law: str, agents: int = 3) -> Verdict:
    program = Program(f"{FILE}:{name}")
    first, result = program.annotations or (None, None)
    reading = reading_of(program.native, first, result, program.names)
    assert reading is not None
    asked: Law = TOTAL if law == TOTAL.id else SPACE_LAWS[law]
    return judge(SpacedSubject(SpacedProgram(program, reading), name, ()), asked, [agents])


KNOWN = {
    "deferred_acceptance": {"strategy-proof": True, "stable": True, "pareto-efficient": False, "non-bossy": False},
    "boston": {"strategy-proof": False, "stable": False, "pareto-efficient": True},
    "serial_dictatorship": {"strategy-proof": True, "pareto-efficient": True, "non-bossy": True, "stable": False},
    "bossy_dictatorship": {"strategy-proof": True, "non-bossy": False},
    "plurality": {"strategy-proof": False, "unanimous": True},
    "borda": {"strategy-proof": False, "unanimous": True},
    "random_serial": {"strategy-proof": True},
}


@pytest.mark.parametrize(
    ("name", "law", "holds"), [(name, law, holds) for name, laws in KNOWN.items() for law, holds in laws.items()]
)
def test_a_verdict_of_the_literature(name: str, law: str, holds: bool) -> None:
    verdict = verdict_of(name, law)
    assert verdict.verdict == ("proved" if holds else "refuted"), verdict.reason
    assert verdict.scope.profiles == 216


@pytest.mark.parametrize("name", [name for name in KNOWN if name != "random_serial"])
def test_a_complete_enumeration_of_lies_agrees(name: str) -> None:
    function = getattr(SimpleNamespace(**Program(f"{FILE}:{name}").names), name)
    orders = list(permutations("abc"))

    def got(profile: Any, i: int) -> Any:
        result = function(list(profile))
        return result[i] if isinstance(result, list) else result

    gained = any(
        truth[i].index(got((*truth[:i], lie, *truth[i + 1 :]), i)) < truth[i].index(got(truth, i))
        for truth in product(orders, repeat=3)
        for i in range(3)
        for lie in orders
    )
    assert gained is not KNOWN[name]["strategy-proof"]


def test_a_function_that_counts_its_calls_is_never_proved() -> None:
    verdict = verdict_of("counting", "strategy-proof")
    assert (verdict.verdict, verdict.cause) != ("proved", None)
    assert verdict.verdict in ("unknown", "refuted")


def test_a_function_that_reads_the_clock_is_not_proved() -> None:
    assert verdict_of("by_the_clock", "strategy-proof").verdict != "proved"


def test_a_profile_without_an_outcome_refutes_totality() -> None:
    verdict = verdict_of("fails", "total", 2)
    assert verdict.verdict == "refuted"
    assert verdict.counterexample is not None
    assert verdict.counterexample.bids[0].startswith("c > ")


def test_more_profiles_than_can_be_enumerated_are_counted() -> None:
    verdict = verdict_of("too_many", "strategy-proof")
    assert verdict.cause == "budget"
    assert "373248000 profiles, more than 1000000; ask fewer agents" in (verdict.reason or "")


def test_a_sample_that_meets_every_line_makes_an_enumeration_a_proof() -> None:
    assert verdict_of("four", "strategy-proof").verdict == "proved"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("return [random.choice(p) for p in prefs]", "answers otherwise when it runs again"),
        ("return ['z' for _ in prefs]", "expected each agent to get one of a, b, or None, got 'z'"),
    ],
)
def test_of_what_changes_or_gives_no_option_nothing_is_said(body: str, told: str, tmp_path: Path) -> None:
    head = "import random\n\nfrom strategyproof import Ranking\n\n\ndef share(prefs: Ranking('ab')):\n"
    (tmp_path / "odd.py").write_text(f"{head}    {body}\n")
    program = Program(f"{tmp_path}/odd.py:share")
    first, result = program.annotations or (None, None)
    reading = reading_of(program.native, first, result, program.names)
    assert reading is not None
    subject = SpacedSubject(SpacedProgram(program, reading), "share", ())
    verdict = judge(subject, SPACE_LAWS["strategy-proof"], [2])
    assert verdict.verdict == "unknown"
    assert told in (verdict.reason or "")
