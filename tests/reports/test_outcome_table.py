"""The table under a story: every bidder, what became of it, and what became of it after the change."""

import itertools

import pytest
from rich.console import Console

from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.verdict import Counterexample, Run, Scope, Verdict
from strategyproof.reports.check_document import CheckDocument, Subject, told
from strategyproof.reports.check_terminal import show_check
from strategyproof.reports.outcome_table import CHANGES, Fate, lines


def refuted(law: str, bids: list[str], runs: list[Run], **variables: int | str) -> Verdict:
    found = Counterexample(bids, {}, dict(variables), runs)
    return Verdict("f", law, "refuted", Scope([len(bids)], "real"), "z3", found)


LIE = refuted(
    "strategy-proof",
    ["3", "2"],
    [Run(["3", "2"], [True, False], ["3", "0"]), Run(["2", "2"], [True, False], ["2", "0"])],
    i=0,
    lie="2",
)


def test_a_lie_shows_the_utilities_before_and_after() -> None:
    first, second = lines(LIE)
    assert first.value == "3"
    assert first.truthful == Fate("3", wins=True, pays="3", utility="0")
    assert first.deviating == Fate("2", wins=True, pays="2", utility="1")
    assert second.deviating == Fate("2", wins=False, pays="0", utility="0")


def test_a_false_name_has_no_truthful_bid_and_no_utility() -> None:
    runs = [Run(["1", "2"], [False, True], ["0", "1"]), Run(["1", "2", "0"], [True, False, False], ["0", "0", "0"])]
    *_, fake = lines(refuted("loser-irrelevance", ["1", "2"], runs, i=0))
    assert (fake.bidder, fake.value, fake.truthful) == (2, None, None)
    assert fake.deviating == Fate("0", wins=False, pays="0", utility=None)


def test_a_market_without_the_others_is_not_set_beside_the_whole() -> None:
    """In the duel of `consistent` bidder i stands first, so no line of it belongs to the bidder of that position."""
    runs = [Run(["1", "2", "2"], [False, False, False], ["0"] * 3), Run(["2", "2"], [True, False], ["2", "0"])]
    assert [line.deviating for line in lines(refuted("consistent", ["1", "2", "2"], runs, i=1))] == [None] * 3


def test_what_has_no_outcome_has_no_table() -> None:
    assert lines(refuted("total", ["1", "1"], [])) == []
    assert [entry.law for entry in told([LIE, Verdict("f", "monotone", "proved", Scope("any", "real"), "z3")])] == [
        "strategy-proof"
    ]


def test_changes_are_named_for_laws_that_exist() -> None:
    assert set(CHANGES) <= set(LAWS)


@pytest.mark.parametrize("numeral", ["7", "123457070370107777777/9602186817559", "-1/1234567", "1234567890123"])
def test_the_table_fits_80_columns_whatever_the_numbers(numeral: str) -> None:
    runs = [Run([numeral, numeral], [True, True], [numeral, numeral]) for _ in range(2)]
    document = CheckDocument(
        version="0",
        subject=Subject("f", "f.py", "f", 1),
        exit_code=1,
        sentence="",
        verdicts=[refuted("strategy-proof", [numeral, numeral], runs, i=0, lie="1")],
    )
    console = Console(width=80, highlight=False, markup=False)
    with console.capture() as shown:
        show_check(document, console)
    text = list(itertools.dropwhile(lambda line: "Bidder  Value" not in line, shown.get().splitlines()))
    assert text, "the table's heading is whole"
    assert text[0].split() == ["Bidder", "Value", "Truthful", "Utility", "Bid", "Lying", "Utility"]
    assert max(map(len, text)) <= 80
    assert "…" not in "".join(text)
