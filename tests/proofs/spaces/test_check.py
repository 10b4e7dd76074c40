"""``strategyproof check`` on functions with a type space: what it says that it read, stories, and mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from strategyproof.cli import main

IMPORTS = "from strategyproof import Amounts, Lottery, Point, Public, Ranking, Roles, Sets, Single, Vector\n"


def checked(tmp_path: Path, source: str, *arguments: str, name: str = "market") -> Result:
    file = tmp_path / "markets.py"
    file.write_text(f"from fractions import Fraction\n{IMPORTS}{source}")
    return CliRunner().invoke(main, ["check", f"{file}:{name}", *arguments], env={"COLUMNS": "200"})


GSP = """
def market(bids) -> Amounts:
    order = sorted(range(len(bids)), key=lambda i: bids[i], reverse=True)
    clicks, payments = [0] * len(bids), [0] * len(bids)
    for k, i in enumerate(order[:2]):
        clicks[i], payments[i] = 2 - k, (2 - k) * (bids[order[k + 1]] if k + 1 < len(bids) else 0)
    return clicks, payments
"""


def test_the_first_line_says_what_was_read_and_the_story_speaks_of_amounts(tmp_path: Path) -> None:
    run = checked(tmp_path, GSP, "--law", "strategy-proof", "--bidders", "2")
    assert run.exit_code == 1, run.output
    assert "read as one number per agent; an amount each" in run.output
    assert "Agent 0 has 1. Reporting that, it gets 2 and pays 2, which is worth 0 to it." in run.output
    assert "If it reports 0, it gets 1, worth 1: it gains 1 by lying." in run.output


def test_sellers_alone_have_costs(tmp_path: Path) -> None:
    source = "def market(costs: Roles('seller')): return [0] * len(costs), [0] * len(costs)"
    run = checked(tmp_path, source, "--law", "total", "--bidders", "2")
    assert "read as Roles('seller'): a cost per seller\n" in run.output


TWO_PLACES = """
def value(t, got):
    return -min(abs(t - place) for place in got)
def market(peaks: Point){}:
    return min(peaks), max(peaks)
"""


def test_two_places_for_two_agents_read_two_ways_unless_it_is_said(tmp_path: Path) -> None:
    law = ("--law", "strategy-proof", "--bidders", "2")
    assert "reads two ways, a place for each or one outcome" in checked(tmp_path, TWO_PLACES.format(""), *law).output
    assert checked(tmp_path, TWO_PLACES.format(" -> Public"), *law).exit_code == 0


def test_no_test_is_written_that_would_ask_the_law_of_one_number(tmp_path: Path) -> None:
    path = tmp_path / "test_market.py"
    run = checked(tmp_path, GSP, "--law", "strategy-proof", "--bidders", "2", "--write-test", str(path))
    assert run.exit_code == 1
    assert "A test is written of one number per bidder only" in run.output
    assert not path.exists()


def test_a_value_function_of_the_file_takes_the_place_of_the_default(tmp_path: Path) -> None:
    source = "def value(t, got):\n    return -(got - t) * (got - t)\ndef market(peaks: Point):\n    return min(peaks)\n"
    run = checked(tmp_path, source, "--law", "strategy-proof", "--bidders", "2")
    assert run.exit_code == 0, run.output
    assert "read as a point per agent; value of the file; no payments" in run.output


@pytest.mark.parametrize(
    "annotation", ["list[float]", "Sequence[Fraction]", "np.ndarray", "'whatever'", "dict[str, float]"]
)
def test_any_other_annotation_is_read_as_before(annotation: str, tmp_path: Path) -> None:
    body = "    values = list(bids.values()) if isinstance(bids, dict) else list(bids)\n"
    body += "    return [False for _ in values], [0 for _ in values]\n"
    head = "from collections.abc import Sequence\nimport numpy as np\n"
    run = checked(
        tmp_path, f"{head}def market(bids: {annotation}):\n{body}", "--law", "losers-pay-nothing", "--no-lift"
    )
    assert "read as" not in run.output
    assert run.exit_code == 0, run.output


MISTAKES = {
    "def market(bids: Vector(0)): pass": "Vector: expected how many items there are, 1 to 12, as in Vector(2), got 0",
    "def market(bids: Vector): pass": "market: expected Vector(2) as the annotation of its first parameter, got Vector",
    'def market(bids: Sets("")): pass': "Sets: expected 1 to 4 names, as in Sets(\"ab\"), got ''",
    "def market(bids: Single()): pass": "Single: expected the sets that an agent may want",
    'def market(bids: Ranking("a")): pass': 'Ranking: expected 2 to 6 names, as in Ranking("abc")',
    'def market(bids: Roles("sellers")): pass': "Roles: expected 'buyer' or 'seller' for each agent",
    "def value(t): pass\ndef market(bids: Point): return 0": "expected value(t, got) in the file, got value(t)",
}


@pytest.mark.parametrize(("source", "message"), MISTAKES.items(), ids=lambda text: text[:30])
def test_a_space_used_wrongly_is_one_line(source: str, message: str, tmp_path: Path) -> None:
    run = checked(tmp_path, source)
    assert run.exit_code == 2, run.output
    assert message in run.output
    assert "Traceback" not in run.output


FAULTS = {
    "def value(t, got): return None\ndef market(peaks: Point): return 0": "expected what value(t, got) returns to be a",
    "def value(t, got): raise ValueError('no')\ndef market(peaks: Point): return 0": "ValueError: no",
    "def market(peaks: Point): return 0, [0] * len(peaks)": "expected an outcome without payments, as Point has none",
    "def market(bids: Vector(2)): return 1, [0] * len(bids)": "expected the outcome to have one entry for each of",
    "def market(bids) -> Lottery: return [(1 / 3, ([0, 0], [0, 0]))] * 3": "expected probabilities that sum to 1",
    "def market(bids) -> Lottery: return 3": "expected a list of (probability, outcome)",
    "def market(bids) -> Amounts: return [1] * 5, [0] * 5": "one entry for each of 2 bidders, got 5",
}


@pytest.mark.parametrize(("source", "message"), FAULTS.items(), ids=lambda text: text[:40])
def test_an_outcome_of_another_form_refutes_totality_in_one_line(source: str, message: str, tmp_path: Path) -> None:
    run = checked(tmp_path, source, "--law", "total", "--bidders", "2")
    assert run.exit_code == 1, run.output
    assert message in run.output


def test_a_law_that_does_not_speak_of_the_function_is_refused(tmp_path: Path) -> None:
    run = checked(tmp_path, "def market(peaks: Point): return min(peaks)", "--law", "revenue-monotone")
    assert run.exit_code == 2
    assert "law 'revenue-monotone' does not speak of a function with a point per agent; no payments" in run.output


def test_a_law_of_spaces_says_what_to_annotate(tmp_path: Path) -> None:
    run = checked(tmp_path, "def market(bids): return [0] * len(bids), [0] * len(bids)", "--law", "envy-free")
    assert run.exit_code == 2
    assert "def auction(bids: Vector(2)), or the result, as in -> Amounts" in run.output
