"""``verdicts.sarif`` against the JSON schema of SARIF 2.1.0, and against what the standard says beyond it."""

import copy
import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec
import pytest
from jsonschema import Draft4Validator

from strategyproof.judging.answers import Passage
from strategyproof.judging.events import Judged, Refused, Subject
from strategyproof.mechanism.grounds import Ground
from strategyproof.mechanism.verdict import Counterexample, Judgement, Run, Scope
from strategyproof.reports.sarif_file import LEVELS, render
from strategyproof.reports.verdicts_document import concluded

DATA = Path(__file__).parent / "data"
VALIDATOR = Draft4Validator(json.loads((DATA / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8")))
FLOOR = Ground("unsupported", 'the floor of a symbolic bid (line 24), "<b>ü</b>"')
LIE = Counterexample(
    ["1", "0"],
    {"rho": "1"},
    {"i": 0, "lie": "0"},
    [Run(["1", "0"], [True, False], ["1", "0"]), Run(["0", "0"], [True, False], ["0", "0"])],
)


def found(
    verdict: Judgement, law: str, passage: Passage, *, file: str = "auctions/my auction.py", accepted: str | None = None
) -> Judged:
    return Judged(
        mechanism="f",
        law=law,
        verdict=verdict,
        scope=Scope([2, 3, 4], "real", {"rho": "[1, inf)"}),
        by="every path of the function, z3",
        counterexample=LIE if verdict == "refuted" else None,
        grounds=[] if verdict in {"proved", "refuted"} else [FLOOR],
        target=f"{file}:f",
        file=file,
        line=3,
        passage=passage,
        accepted=accepted,
    )


VERDICTS = [
    found("proved", "total", "holds"),
    found("proved", "monotone", "holds"),
    found("refuted", "strategy-proof", "fails"),
    found("refuted", "strategy-proof", "accepted", accepted="shading is what this auction is for"),
    found("tested", "single-winner", "inconclusive"),
    found("unknown", "anonymous", "inconclusive", file="/srv/ü/auction.py"),
]


PROBLEMS = [verdict for verdict in VERDICTS if verdict.passage in LEVELS]
SUBJECT = Subject("auctions/my auction.py:f", "f", "auctions/my auction.py", "f", 3, source="def f(bids):")
GONE = Refused("gone.py:g", "pyproject.toml", 7, "no such file: gone.py")


@pytest.fixture(scope="module")
def log() -> Any:
    return json.loads(render(concluded("gate", [SUBJECT], VERDICTS, [GONE])))


def test_what_does_not_hold_is_valid_sarif_and_what_holds_opens_no_alert(log: Any) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(log)] == []
    *problems, missing = log["runs"][0]["results"]
    assert [result["properties"]["verdict"] for result in problems] == ["refuted", "tested", "unknown"]
    assert all(result["kind"] == "fail" and "suppressions" not in result for result in log["runs"][0]["results"])
    assert (missing["ruleId"], missing["message"]["text"]) == ("mechanism-loads", "no such file: gone.py")
    assert missing["locations"][0]["physicalLocation"]["region"] == {"startLine": 7}


def test_a_result_shows_the_line_and_each_law_leads_to_a_page(log: Any) -> None:
    [shown, *_] = log["runs"][0]["results"]
    region = shown["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 3, "snippet": {"text": "def f(bids):"}}
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert all(rule["helpUri"].startswith("https://doi.org/10.") for rule in rules if rule["id"] != "mechanism-loads")


def test_a_fingerprint_does_not_change_with_the_line_the_judge_or_the_numbers_of_the_examples() -> None:
    """A problem that was dismissed stays so when a proof becomes possible, or the code above it moves."""

    def fingerprint(verdict: Judged) -> Any:
        [result] = json.loads(render(concluded("gate", [SUBJECT], [verdict])))["runs"][0]["results"]
        return result["partialFingerprints"]

    before = found("tested", "single-winner", "inconclusive")
    moved = msgspec.structs.replace(before, line=9, by="hypothesis", scope=Scope([2], "float64", {"rho": "[2, 3]"}))
    assert fingerprint(before) == fingerprint(moved)
    assert fingerprint(before) != fingerprint(msgspec.structs.replace(before, asked="integer"))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda result: result.update(level="fatal"),
        lambda result: result.pop("message"),
        lambda result: result.update(ruleIndex="0"),
        lambda result: result["locations"][0]["physicalLocation"]["region"].update(startLine=0),
    ],
)
def test_the_schema_that_is_asked_refuses_what_is_wrong(log: Any, spoil: Any) -> None:
    spoiled = copy.deepcopy(log)
    spoil(spoiled["runs"][0]["results"][0])
    assert list(VALIDATOR.iter_errors(spoiled))


def test_a_result_names_its_rule_and_its_level(log: Any) -> None:
    run = log["runs"][0]
    for result, verdict in zip(run["results"], PROBLEMS, strict=False):
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] == LEVELS[verdict.passage]


def test_a_place_leads_to_the_file(log: Any) -> None:
    """Section 3.4.3: a URI reference, relative to the root of the sources, or absolute."""
    for result, verdict in zip(log["runs"][0]["results"], PROBLEMS, strict=False):
        place = result["locations"][0]["physicalLocation"]["artifactLocation"]
        parts = urlsplit(place["uri"])
        assert unquote(parts.path) == verdict.file
        assert (parts.scheme, "uriBaseId" in place) == (("file", False) if verdict.file[0] == "/" else ("", True))
        assert place["uri"].isascii()
        assert " " not in place["uri"]
