"""``strategyproof gate``: what it reads, when it passes, what it writes, and what it keeps."""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import msgspec
import pytest
from click.testing import CliRunner, Result

from strategyproof.cli import main
from strategyproof.gate.cache import FOLDER, Cache, Entry
from strategyproof.gate.fingerprint import fingerprint, sources_of
from strategyproof.gate.settings import read_settings
from strategyproof.judging.functions import Judge
from strategyproof.judging.request import Cost, Request
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.verdict import Scope, Verdict
from strategyproof.proofs.smt.smtlib import sha256_of

AUCTIONS = """
import math

print("noise at import")


def second_price(bids):
    best = max(range(len(bids)), key=lambda i: bids[i])
    wins, payments = [0] * len(bids), [0] * len(bids)
    wins[best], payments[best] = 1, max(b for i, b in enumerate(bids) if i != best)
    return wins, payments


def first_price(bids):
    best = max(range(len(bids)), key=lambda i: bids[i])
    wins, payments = [0] * len(bids), [0] * len(bids)
    wins[best], payments[best] = 1, bids[best]
    return wins, payments


def rounded(bids):
    wins, payments = second_price(bids)
    return wins, [math.hypot(p) for p in payments]
"""
PROVED = """
[[tool.strategyproof.mechanisms]]
target = "auctions.py:second_price"
bidders = 2
laws = ["strategy-proof"]
"""
REFUTED = PROVED.replace("second_price", "first_price")
TESTED = PROVED.replace("second_price", "rounded").replace("strategy-proof", "single-winner")
BUDGET = "\n[tool.strategyproof.budget]\nexamples = 10\n"
REGION = {"startLine": 14, "snippet": {"text": "def first_price(bids):"}}
ACCEPTED = """
[[tool.strategyproof.accepted]]
target = "auctions.py:first_price"
law = "strategy-proof"
reason = "kept to compare <revenue> | known"
"""


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    (tmp_path / "auctions.py").write_text(AUCTIONS)
    return tmp_path


def gate(runner: CliRunner, configuration: str, *arguments: str) -> Result:
    Path("pyproject.toml").write_text(configuration)
    return runner.invoke(main, ["gate", *arguments], env={"COLUMNS": "120"})


def document(run: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def test_a_proof_passes_and_is_kept(runner: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    first = gate(runner, PROVED, "--json")
    assert first.exit_code == 0, first.output
    assert document(first)["schema"] == "strategyproof/verdicts/3"
    [verdict] = document(first)["verdicts"]
    assert verdict["verdict"] == "proved"
    assert (verdict["file"], verdict["line"], verdict["cached"]) == ("auctions.py", 7, False)

    monkeypatch.setattr(Judge, "verdict", lambda *_: pytest.fail("the verdict was not kept"))
    again = gate(runner, PROVED, "--json")
    assert document(again)["verdicts"] == [verdict | {"cached": True}]
    assert "noise" not in again.output


def test_what_solvers_were_asked_is_kept_and_written_again(runner: CliRunner) -> None:
    first = gate(runner, PROVED, "--json", "--out", "one")
    [verdict] = document(first)["verdicts"]
    names = {f"{asked['sha256']}.smt2" for asked in verdict["questions"]}
    assert names == {path.name for path in Path("one/questions").iterdir()}
    again = gate(runner, PROVED, "--json", "--out", "two")
    assert document(again)["verdicts"] == [verdict | {"cached": True}]
    assert {path.name: path.read_bytes() for path in Path("two/questions").iterdir()} == {
        path.name: path.read_bytes() for path in Path("one/questions").iterdir()
    }


@pytest.mark.parametrize("text", [None, "(check-sat)\n"])
def test_a_verdict_whose_texts_are_not_there_as_they_were_is_asked_again(runner: CliRunner, text: str | None) -> None:
    gate(runner, PROVED)
    kept = next(Path(FOLDER, "questions").iterdir())
    if text is None:
        kept.unlink()
    else:
        kept.write_text(text)
    [verdict] = document(gate(runner, PROVED, "--json"))["verdicts"]
    assert (verdict["verdict"], verdict["cached"]) == ("proved", False)
    assert sha256_of(kept.read_text()) == kept.stem


def test_a_verdict_is_kept_for_the_solver_that_was_asked(runner: CliRunner) -> None:
    pytest.importorskip("cvc5")
    gate(runner, PROVED, "--solver", "z3")
    [verdict] = document(gate(runner, PROVED, "--json", "--solver", "cvc5"))["verdicts"]
    assert verdict["cached"] is False
    assert {name.split()[0] for asked in verdict["questions"] for name in asked["by"]} == {"cvc5"}


@pytest.mark.parametrize("text", ["", "{", '{"key": "other"}', "\xff"])
def test_an_entry_that_cannot_be_read_is_ignored_and_replaced(project: Path, text: str) -> None:
    cache = Cache(project / FOLDER)
    verdict = Verdict("f", "monotone", "proved", Scope([2], "real"), "z3")
    entry = Entry("key", 3, "def f(bids):", verdict)
    cache.put(entry, {})
    (project / FOLDER / "key.json").write_text(text, encoding="latin-1")
    assert cache.get("key", "monotone") is None
    cache.put(entry, {})
    assert cache.get("key", "monotone") == entry
    assert sorted(file.name for file in (project / FOLDER).iterdir()) == [".gitignore", "key.json"]


def test_an_entry_under_a_name_or_law_that_is_not_its_own_is_ignored(project: Path) -> None:
    cache = Cache(project / FOLDER)
    cache.put(Entry("key", 3, "", Verdict("f", "monotone", "proved", Scope([2], "real"), "z3")), {})
    assert cache.get("key", "strategy-proof") is None
    (project / FOLDER / "key.json").rename(project / FOLDER / "other.json")
    assert cache.get("other", "monotone") is None


def test_a_changed_function_is_judged_again(runner: CliRunner, project: Path) -> None:
    assert gate(runner, PROVED).exit_code == 0
    (project / "auctions.py").write_text(AUCTIONS.replace("1, max(b for i, b in enumerate(bids) if i != best)", "1, 9"))
    run = gate(runner, PROVED, "--json")
    assert (run.exit_code, document(run)["verdicts"][0]["cached"]) == (1, False)


def test_what_a_verdict_depends_on_changes_its_key() -> None:
    request = Request("auctions.py:f", {"rho": "1.."})
    law = LAWS["strategy-proof"]
    other = [
        fingerprint(request, LAWS["monotone"], "sources"),
        fingerprint(request, law, "other sources"),
        *(
            fingerprint(msgspec.structs.replace(request, **change), law, "sources")
            for change in (
                {"target": "auctions.py:g"},
                {"parameters": {"rho": "2.."}},
                {"bidders": [2]},
                {"arithmetic": "integer"},
                {"cost": Cost(units=1)},
            )
        ),
    ]
    assert len({fingerprint(request, law, "sources"), *other}) == 8
    assert fingerprint(request, law, "sources") == fingerprint(
        Request("a/auctions.py:f", {"rho": "1.."}), law, "sources"
    )


def test_the_hash_reads_packages_beside_that_are_imported_and_no_others(project: Path) -> None:
    file = project / "auctions.py"
    for name in ("near", "far", "apart"):
        (project / name).mkdir()
        (project / name / "code.py").write_text("x = 1\n")
    file.write_text("from near.code import x\n")
    (project / "near" / "code.py").write_text("import far.code\n")
    before = sources_of(file)
    (project / "apart" / "code.py").write_text("x = 2\n")
    assert sources_of(file) == before
    (project / "far" / "code.py").write_text("x = 2\n")
    assert sources_of(file) != before


def test_a_refutation_fails_and_is_told_in_every_file(runner: CliRunner, project: Path) -> None:
    run = gate(runner, REFUTED, "--out", "found/here")
    assert run.exit_code == 1
    assert "it gains 1 by lying" in " ".join(run.stdout.split())
    found = project / "found" / "here"
    assert json.loads((found / "verdicts.json").read_text())["exit_code"] == 1

    suites = ET.fromstring((found / "junit.xml").read_text())
    assert (suites.get("tests"), suites.get("failures")) == ("1", "1")
    failure = suites.find("testsuite/testcase/failure")
    assert failure is not None
    assert "it gains 1 by lying" in str(failure.text)

    sarif = json.loads((found / "verdicts.sarif").read_text())
    assert sarif["version"] == "2.1.0"
    [result] = sarif["runs"][0]["results"]
    assert (result["ruleId"], result["level"], result["kind"]) == ("strategy-proof", "error", "fail")
    assert sarif["runs"][0]["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "strategy-proof"
    place = {"artifactLocation": {"uri": "auctions.py", "uriBaseId": "%SRCROOT%"}, "region": REGION}
    assert result["locations"] == [{"physicalLocation": place}]
    assert "| ✗ | `auctions.py:first_price` | `strategy-proof` | refuted |" in (found / "summary.md").read_text()

    again = gate(runner, REFUTED, "--out", "found/here")
    assert again.exit_code == 2
    assert "add --force to replace" in again.stderr
    assert gate(runner, REFUTED, "--out", "found/here", "--force").exit_code == 1


def test_an_accepted_refutation_passes_with_its_reason(runner: CliRunner, project: Path) -> None:
    run = gate(runner, REFUTED + ACCEPTED, "--out", "found")
    assert run.exit_code == 0, run.output
    assert "1 law: 1 refuted. 1 refutation is accepted." in run.stdout
    assert json.loads((project / "found" / "verdicts.sarif").read_text())["runs"][0]["results"] == []
    skipped = ET.fromstring((project / "found" / "junit.xml").read_text()).find("testsuite/testcase/skipped")
    assert skipped is not None
    assert skipped.get("message") == "refuted, accepted: kept to compare <revenue> | known"
    assert "Accepted: kept to compare &lt;revenue> \\| known" in (project / "found" / "summary.md").read_text()


def test_an_accepted_refutation_that_is_gone_is_reported(runner: CliRunner) -> None:
    run = gate(runner, PROVED + ACCEPTED.replace("first_price", "second_price"))
    assert run.exit_code == 0
    assert "and is proved now; remove the entry." in " ".join(run.stdout.split())
    assert "1 accepted refutation no longer occurs." in run.stdout


def test_a_tested_law_is_inconclusive_unless_tests_suffice(runner: CliRunner, project: Path) -> None:
    run = gate(runner, TESTED + BUDGET, "--out", "found")
    assert run.exit_code == 3, run.output
    assert "1 law: 1 tested, not proved." in run.stdout
    assert ET.fromstring((project / "found" / "junit.xml").read_text()).get("errors") == "1"
    [result] = json.loads((project / "found" / "verdicts.sarif").read_text())["runs"][0]["results"]
    assert result["level"] == "warning"
    assert gate(runner, f'{TESTED}require = "tested"\n{BUDGET}').exit_code == 0


def test_an_unknown_law_is_a_warning_and_is_not_kept(runner: CliRunner, project: Path) -> None:
    run = gate(runner, f'{TESTED}arithmetic = "integer"\n', "--out", "found")
    assert run.exit_code == 3, run.output
    [result] = json.loads((project / "found" / "verdicts.sarif").read_text())["runs"][0]["results"]
    assert (result["level"], result["properties"]["verdict"]) == ("warning", "unknown")
    assert not list(project.glob(f"{FOLDER}/*.json"))


def test_the_summary_of_a_job_is_appended(runner: CliRunner, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    summary = project / "step.md"
    summary.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    gate(runner, PROVED)
    assert summary.read_text().startswith("before\n## strategyproof gate\n\n**1 law: 1 proved.**\n")


def test_files_are_named_from_the_configuration(runner: CliRunner, project: Path) -> None:
    (project / "sub dir").mkdir()
    (project / "auctions.py").rename(project / "sub dir" / "auctions.py")
    (project / "sub dir" / "gate.toml").write_text(REFUTED)
    run = runner.invoke(main, ["gate", "--config", "sub dir/gate.toml", "--out", "found", "--json"])
    assert document(run)["verdicts"][0]["file"] == "sub dir/auctions.py"
    assert '"uri": "sub%20dir/auctions.py"' in (project / "found" / "verdicts.sarif").read_text()
    assert (project / "sub dir" / FOLDER / ".gitignore").read_text() == "*\n"


@pytest.mark.parametrize(
    ("configuration", "text"),
    [
        ("[tool.other]", "pyproject.toml has no table [tool.strategyproof]"),
        ("[tool", "pyproject.toml: expected TOML in UTF-8"),
        ("[tool.strategyproof]", "tool.strategyproof: expected a key 'mechanisms', got none; add it"),
        ("[tool.strategyproof]\nmechanisms = []", "mechanisms: expected at least one mechanism, got none"),
        (f"{PROVED}biders = 3", "tool.strategyproof.mechanisms[0]: unknown key 'biders'; did you mean 'bidders'?"),
        (f"[tool.strategyproof]\nacepted = []\n{PROVED}", "unknown key 'acepted'; did you mean 'accepted'?"),
        (PROVED + BUDGET.replace("examples", "example"), "budget: unknown key 'example'; did you mean 'examples'?"),
        (PROVED + BUDGET.replace("10", "0"), "budget.examples: expected a number above 0, got 0"),
        (PROVED + BUDGET.replace("10", '"10"'), "budget.examples: expected `int`, got `str`"),
        (PROVED.replace('f"]', '"]'), "mechanisms[0]: unknown law 'strategy-proo'; did you mean 'strategy-proof'?"),
        (PROVED.replace("bidders = 2", "bidders = 20"), "mechanisms[0]: expected a number of bidders"),
        (f'{PROVED}parameters = {{ rho = "a.." }}', "mechanisms[0]: parameter 'rho': expected a range"),
        (
            REFUTED + ACCEPTED.replace("reason", "# "),
            "tool.strategyproof.accepted[0]: expected a key 'reason', got none",
        ),
        (
            REFUTED + ACCEPTED.replace('"kept to compare <revenue> | known"', '" "'),
            "accepted[0]: expected a reason why",
        ),
        (REFUTED + ACCEPTED.replace("first_price", "frist_price"), "did you mean 'auctions.py:first_price'?"),
        (REFUTED + ACCEPTED.replace("strategy-proof", "monotone", 1), "for the law 'monotone'; "),
        (PROVED.replace('["strategy-proof"]', "[]"), "mechanisms[0].laws: expected at least one law, got none"),
    ],
)
def test_a_mistake_is_told_with_its_fix(runner: CliRunner, configuration: str, text: str) -> None:
    run = gate(runner, configuration)
    assert run.exit_code == 2, run.output
    assert text in " ".join(run.stderr.split())
    assert run.stdout == ""


@pytest.mark.parametrize(
    ("wrong", "text", "place"),
    [
        (
            ("second_price", "secnd_price"),
            "has no function 'secnd_price'; did you mean 'second_price'?",
            "pyproject.toml:3",
        ),
        (("auctions", "auctoins"), "no such file: auctoins.py; did you mean auctions.py?", "pyproject.toml:3"),
        (("auctions", "broken"), "broken.py does not import: NameError: name 'nothing' is not defined", "broken.py:2"),
    ],
)
def test_a_mechanism_that_does_not_load_is_an_error_at_its_line_and_the_others_are_judged(
    runner: CliRunner, project: Path, wrong: tuple[str, str], text: str, place: str
) -> None:
    (project / "broken.py").write_text("\nnothing\n")
    run = gate(runner, PROVED.replace(*wrong) + REFUTED, "--out", "found", "--json")
    found = document(run)
    [refused] = found["refused"]
    assert text in refused["message"]
    assert f"{refused['file']}:{refused['line']}" == place
    assert [verdict["verdict"] for verdict in found["verdicts"]] == ["refuted"]
    assert run.exit_code == 1
    assert gate(runner, PROVED.replace(*wrong)).exit_code == 3
    error = ET.fromstring((project / "found" / "junit.xml").read_text()).find("testsuite/testcase[@name='loads']/error")
    assert error is not None
    assert text in str(error.get("message"))


def test_a_refutation_is_accepted_with_its_reason_and_the_configuration_keeps_the_rest(
    runner: CliRunner, project: Path
) -> None:
    run = gate(runner, f"# ours\n{REFUTED}", "--accept", 'kept to "compare"')
    assert run.exit_code == 0, run.output
    assert "Accepted in pyproject.toml: auctions.py:first_price breaks strategy-proof" in " ".join(run.stderr.split())
    written = (project / "pyproject.toml").read_text()
    assert written.startswith(f"# ours\n{REFUTED}")
    assert written.endswith('law = "strategy-proof"\nreason = "kept to \\"compare\\""\n')
    assert runner.invoke(main, ["gate"]).exit_code == 0
    assert runner.invoke(main, ["gate", "--accept", "again"]).exit_code == 0
    assert (project / "pyproject.toml").read_text() == written
    empty = runner.invoke(main, ["gate", "--accept", " "])
    assert (empty.exit_code, "expected a reason after --accept" in empty.stderr) == (2, True)


def test_the_configuration_is_found_above(runner: CliRunner, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "pyproject.toml").write_text(PROVED)
    (project / "deep" / "down").mkdir(parents=True)
    (project / "deep" / "pyproject.toml").write_text("[tool.other]\n")
    monkeypatch.chdir(project / "deep" / "down")
    run = runner.invoke(main, ["gate", "--json"])
    assert run.exit_code == 0, run.output
    assert document(run)["verdicts"][0]["target"] == "auctions.py:second_price"


def test_a_job_on_github_gets_annotations(runner: CliRunner) -> None:
    run = gate(runner, REFUTED, "--output-format", "github")
    [annotation, sentence] = run.stdout.splitlines()
    start = "::error file=auctions.py,line=14,title=first_price%3A strategy-proof is refuted::The bids are"
    assert annotation.startswith(start)
    assert sentence == "1 law: 1 refuted."


def test_a_missing_configuration_and_a_file_for_a_folder_are_told(runner: CliRunner) -> None:
    run = runner.invoke(main, ["gate", "--config", "nowhere.toml"])
    assert "expected a TOML file, got nowhere.toml (No such file or directory); give --config its path" in run.stderr
    assert "expected auctions.py to be a directory" in gate(runner, PROVED, "--out", "auctions.py").stderr


def test_the_example_reads_and_names_functions_that_are_there() -> None:
    folder = Path(__file__).parents[2] / "examples"
    source = (folder / "my_auction.py").read_text(encoding="utf-8")
    settings = read_settings(folder / "pyproject.toml")
    assert all(f"def {claim.target.rpartition(':')[2]}(" in source for claim in settings.mechanisms)


def test_a_law_of_a_type_space_is_asked_and_may_be_accepted(tmp_path: Path) -> None:
    (tmp_path / "clicks.py").write_text(
        "from strategyproof import Amounts\n\n\n"
        "def clicks(bids) -> Amounts:\n    best = max(range(len(bids)), key=lambda i: bids[i])\n"
        "    return [int(i == best) for i in range(len(bids))], [bids[i] * (i == best) for i in range(len(bids))]\n"
    )
    table = (
        '[[tool.strategyproof.mechanisms]]\ntarget = "clicks.py:clicks"\nbidders = 2\n'
        'laws = ["efficient", "envy-free", "strategy-proof"]\n'
    )
    (tmp_path / "pyproject.toml").write_text(table)
    failed = CliRunner().invoke(main, ["gate", "--config", str(tmp_path / "pyproject.toml"), "--json"])
    verdicts = {verdict["law"]: verdict["verdict"] for verdict in json.loads(failed.stdout)["verdicts"]}
    assert verdicts == {"efficient": "proved", "envy-free": "proved", "strategy-proof": "refuted"}
    assert failed.exit_code == 1
    reason = (
        '\n[[tool.strategyproof.accepted]]\ntarget = "clicks.py:clicks"\nlaw = "strategy-proof"\nreason = "known"\n'
    )
    (tmp_path / "pyproject.toml").write_text(table + reason)
    assert CliRunner().invoke(main, ["gate", "--config", str(tmp_path / "pyproject.toml")]).exit_code == 0
