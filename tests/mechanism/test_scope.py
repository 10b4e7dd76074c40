"""What a verdict speaks about: its numbers by one set of names, its parameters, and the defaults that nobody gave."""

from __future__ import annotations

import inspect
import json
from fractions import Fraction
from typing import Any, get_args
from xml.etree import ElementTree as ET

import click
import pytest
from rich.console import Console

from strategyproof.commands.check import check
from strategyproof.mechanism.grounds import Ground
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.verdict import (
    NUMBERS,
    Arithmetic,
    Counterexample,
    Drawn,
    Judgement,
    Provable,
    Run,
    Scope,
    Verdict,
    defaults_of,
)
from strategyproof.plugin.record import properties
from strategyproof.property_tests import fuzz
from strategyproof.reports import check_document, check_page, gate_terminal, junit_file, sarif_file, summary_file
from strategyproof.reports.check_document import CheckDocument, Subject, scope
from strategyproof.reports.check_terminal import show_check
from strategyproof.reports.gate_document import GateDocument, GateVerdict, Passage
from strategyproof.reports.story import tell

SCOPE = Scope([2], "real", {"fee": "[0, 1]"}, defaults={"reserve": "5", "rounding": "None"})
TOLD = "reserve = 5 (default)"
REASON = Ground("budget", "a reason")
LIE = Counterexample(["2", "1"], {}, {"i": 0, "lie": "1"}, [Run(["2", "1"], [True, False], ["1", "0"])] * 2)
PASSAGES: dict[Judgement, Passage] = {
    "proved": "holds",
    "refuted": "fails",
    "tested": "inconclusive",
    "unknown": "inconclusive",
}


def gate_document(verdict: Judgement) -> GateDocument:
    found = GateVerdict(
        mechanism="f",
        law="strategy-proof",
        verdict=verdict,
        scope=SCOPE,
        by="z3",
        counterexample=LIE if verdict == "refuted" else None,
        grounds=[REASON],
        target="f.py:f",
        file="f.py",
        line=1,
        passage=PASSAGES[verdict],
    )
    return GateDocument(version="0", exit_code=1, sentence="", verdicts=[found])


def check_document_of(verdict: Judgement) -> CheckDocument:
    told = Verdict("f", "strategy-proof", verdict, SCOPE, "z3", LIE if verdict == "refuted" else None, [REASON])
    subject = Subject("f", "f.py", "f", 1)
    return CheckDocument(version="0", subject=subject, exit_code=0, sentence="", verdicts=[told])


def printed(show: Any, document: Any) -> str:
    console = Console(width=200, record=True, file=None, quiet=False)
    with console.capture() as captured:
        show(document, console)
    return captured.get()


@pytest.mark.parametrize("verdict", get_args(Judgement))
def test_a_default_is_told_wherever_a_scope_is(verdict: Judgement) -> None:
    gate, asked = gate_document(verdict), check_document_of(verdict)
    [kept] = asked.verdicts
    assert TOLD in scope(kept)
    assert TOLD in printed(show_check, asked)
    assert TOLD in printed(gate_terminal.show_gate, gate)
    assert TOLD in junit_file.render(gate)
    assert TOLD in sarif_file.render(gate, LAWS)
    assert TOLD in summary_file.render(gate)
    assert TOLD in check_page.render(asked)
    assert any(TOLD in str(value) for _, value in properties(kept))
    [written] = json.loads(check_document.render(asked))["verdicts"]
    assert written["scope"]["defaults"] == {"reserve": "5", "rounding": "None"}


def test_a_scope_tells_ranges_values_and_defaults_apart() -> None:
    verdict = Verdict(
        "f", "monotone", "proved", Scope([2, 3, 4], "real", {"a": "(0, 1]", "b": "3"}, 1, {"c": "5"}), "z3"
    )
    assert scope(verdict) == "N = 2 to 4, reals, a in (0, 1], b = 3, c = 5 (default)"


def test_defaults_are_read_from_a_signature() -> None:
    def sell(
        bids: Any, reserve: Any = Fraction(5, 2), *, fee: Any = 0.5, cap: Any = None, on: bool = True, k: int
    ) -> None:
        """Take some parameters."""

    signature = inspect.signature(sell)
    assert defaults_of(signature) == {"reserve": "5/2", "fee": "0.5", "cap": "None", "on": "True"}
    assert defaults_of(signature, {"fee", "on"}) == {"reserve": "5/2", "cap": "None"}


def test_a_junit_file_says_what_every_verdict_speaks_about() -> None:
    for verdict in get_args(Judgement):
        case = ET.fromstring(junit_file.render(gate_document(verdict))).find("testsuite/testcase")
        assert case is not None
        [told] = list(case)
        assert "N = 2, reals, fee in [0, 1], reserve = 5 (default)" in str(told.text)


def test_arithmetics_are_one_closed_set() -> None:
    assert set(get_args(Arithmetic)) == {*get_args(Provable), *get_args(Drawn)} == set(NUMBERS)
    [option] = [p for p in check.params if p.name == "arithmetic"]
    assert isinstance(option.type, click.Choice)
    assert set(option.type.choices) == set(get_args(Provable))


@pytest.mark.parametrize("arithmetic", ["real", "integer"])
def test_fuzzing_says_which_arithmetics_it_draws(arithmetic: Any) -> None:
    text = f"expected arithmetic 'rational' or 'float64', got '{arithmetic}', which is what proofs speak of"
    with pytest.raises(ValueError, match=text):
        fuzz(LAWS["monotone"], MECHANISMS["msb"], arithmetic=arithmetic)


def test_the_story_of_consistent_says_that_the_bidder_moved() -> None:
    runs = [Run(["1", "1"], [True, False], ["1", "0"]), Run(["1", "1"], [True, False], ["1", "0"])]
    moved = Counterexample(["1", "1"], {}, {"i": 1}, runs)
    assert tell(Verdict("f", "consistent", "refuted", Scope([2], "real"), "z3", moved)) == (
        "The bids are (1, 1). Bidder 1 loses. Against the highest rival alone, with bids (1, 1), it is moved from "
        "place 1 to place 0, and it wins and pays 1: nothing but the place of a bidder has changed."
    )
