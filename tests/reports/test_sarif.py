"""``verdicts.sarif`` against the JSON schema of SARIF 2.1.0, and against what the standard says beyond it."""

import copy
import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from jsonschema import Draft4Validator

from strategyproof.mechanism.grounds import Ground
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.verdict import Counterexample, Judgement, Run, Scope
from strategyproof.proofs.functions.total import TOTAL
from strategyproof.reports.gate_document import GateDocument, GateVerdict, Passage
from strategyproof.reports.sarif_file import LEVELS, render

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
) -> GateVerdict:
    return GateVerdict(
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


@pytest.fixture(scope="module")
def log() -> Any:
    document = GateDocument(version="0.1.0", exit_code=1, sentence="", verdicts=VERDICTS)
    return json.loads(render(document, {TOTAL.id: TOTAL, **LAWS}))


def test_every_kind_of_verdict_is_valid_sarif(log: Any) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(log)] == []
    assert len(log["runs"][0]["results"]) == len(VERDICTS)
    assert {result["properties"]["verdict"] for result in log["runs"][0]["results"]} == set(LEVELS)


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


def test_a_result_names_its_rule_and_a_level_only_where_it_fails(log: Any) -> None:
    """Section 3.27.10: a result of another kind than ``fail`` has level ``none``."""
    run = log["runs"][0]
    for result, verdict in zip(run["results"], VERDICTS, strict=True):
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert (result["level"] == "none") == (result["kind"] != "fail")
        reasons = [entry["justification"] for entry in result.get("suppressions", [])]
        assert reasons == ([verdict.accepted] if verdict.accepted else [])


def test_a_place_leads_to_the_file(log: Any) -> None:
    """Section 3.4.3: a URI reference, relative to the root of the sources, or absolute."""
    for result, verdict in zip(log["runs"][0]["results"], VERDICTS, strict=True):
        place = result["locations"][0]["physicalLocation"]["artifactLocation"]
        parts = urlsplit(place["uri"])
        assert unquote(parts.path) == verdict.file
        assert (parts.scheme, "uriBaseId" in place) == (("file", False) if verdict.file[0] == "/" else ("", True))
        assert place["uri"].isascii()
        assert " " not in place["uri"]
