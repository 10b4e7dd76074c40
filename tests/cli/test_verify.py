"""``strategyproof verify``: what it writes, what it prints, and how it ends."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

from strategyproof.cli import main
from strategyproof.paper import judging
from strategyproof.proofs import Solver
from strategyproof.proofs.smt.smtlib import sha256_of
from strategyproof.proofs.smt.two_solvers import TwoSolvers
from strategyproof.reports import json_file
from strategyproof.reports.document import Expectation

QUICK = ["--examples", "20", "--rounds", "400"]
FILES = {"report.html", "report.json", "report.md", "questions"}


def without_times(value: Any) -> Any:
    """The report less its times, which all lie under one name, when and where it ran, and its hash of all these."""
    if isinstance(value, dict):
        changing = ("seconds", "provenance", "content")
        return {key: without_times(entry) for key, entry in value.items() if key not in changing}
    return [without_times(entry) for entry in value] if isinstance(value, list) else value


@pytest.mark.usefixtures("few_claims")
def test_a_run_writes_three_files_and_ends_with_the_answer(runner: CliRunner, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "report"
    run = runner.invoke(main, ["verify", *QUICK, "--out", str(out)], env={"COLUMNS": "80"})
    assert run.exit_code == 0, run.output
    assert {path.name for path in out.iterdir()} == FILES
    assert list(out.parent.iterdir()) == [out]
    assert "✓ proved, any N  ~ 20 tested" in run.stdout
    assert "it gains 1 by lying." in " ".join(run.stdout.split())
    assert "E[v₀]" in run.stdout
    assert "All 2 laws claimed of msb hold, proved for any number of bidders" in run.stdout
    assert max(map(len, run.stdout.splitlines()[:-2])) <= 80  # two lines name the folder

    report = json_file.read((out / "report.json").read_bytes())
    assert report.conclusion.exit_code == 0
    assert [(v.mechanism, v.law, v.verdict) for v in report.verdicts] == [
        ("msb", "strategy-proof", "proved"),
        ("msb", "single-winner", "proved"),
        ("first-price", "strategy-proof", "refuted"),
        ("msb", "strategy-proof", "tested"),
        ("msb", "strategy-proof", "tested"),
        ("first-price", "strategy-proof", "refuted"),
    ]
    kept = {path.name: path.read_text(encoding="utf-8") for path in (out / "questions").iterdir()}
    cited = [asked for verdict in report.verdicts for asked in verdict.questions]
    assert [asked.answer for asked in cited] == ["unsat", "unsat"]
    assert kept.keys() == {f"{asked.sha256}.smt2" for asked in cited}
    assert {f"{sha256_of(text)}.smt2" for text in kept.values()} == kept.keys()
    assert [curve.mechanism for curve in report.lies] == ["first-price", "first-price"]
    assert "Utility of bidder 0 against its bid" in (out / "report.html").read_text(encoding="utf-8")
    assert report.market is not None
    assert report.market.rounds == 400
    assert sum(report.market.totals) == 400
    assert 0 < report.market.totals[0] < 400
    assert {rule.id for rule in report.market.rules} >= {"spa", "optimal-msb", "best-exogenous-rho", "first-best"}
    assert all(setting.source for setting in report.market.settings)
    best = next(rule for rule in report.market.rules if rule.id == "first-best")
    assert all(rule.surplus.mean <= best.surplus.mean + 1e-12 for rule in report.market.rules)


@pytest.mark.usefixtures("few_claims")
def test_json_is_alone_on_stdout_and_the_same_for_the_same_seed(runner: CliRunner) -> None:
    command = ["verify", *QUICK, "--seed", "7", "--json"]
    first, second = (runner.invoke(main, command) for _ in range(2))
    one, two = (json.loads(run.stdout) for run in (first, second))
    assert without_times(one) == without_times(two)
    jsonschema.validate(one, json.loads(json_file.schema()))
    assert one["schema"] == "strategyproof/report/2"
    assert {"mechanism", "law", "verdict", "scope", "by", "counterexample", "grounds", "cause"} <= one["verdicts"][
        0
    ].keys()
    assert one["settings"] == {"scenario": "default", "seed": 7, "examples": 20, "rounds": 400}


@pytest.mark.parametrize(
    ("claim", "code", "sentence"),
    [
        (Expectation("first-price", "strategy-proof", "holds", ["proof"]), 1, "A claimed law is refuted"),
        (Expectation("msb", "strategy-proof", "refuted", ["proof"]), 3, "Not every claim is settled"),
    ],
)
def test_a_claim_that_is_not_met_sets_the_exit_code(
    runner: CliRunner, few_claims: list[Expectation], claim: Expectation, code: int, sentence: str
) -> None:
    few_claims[:] = [claim]
    run = runner.invoke(main, ["verify", *QUICK])
    assert run.exit_code == code, run.output
    assert f"{sentence}: {claim.mechanism} / {claim.law}" in run.stdout


def test_another_report_is_never_overwritten_silently(runner: CliRunner, tmp_path: Path) -> None:
    (tmp_path / "report.json").write_text("old")
    run = runner.invoke(main, ["verify", *QUICK, "--out", str(tmp_path)])
    assert run.exit_code == 2
    assert f"{tmp_path} holds another report; add --force to replace it, or give --out another path" in run.stderr
    assert (tmp_path / "report.json").read_text() == "old"


@pytest.mark.usefixtures("few_claims")
def test_force_replaces_a_report(runner: CliRunner, tmp_path: Path) -> None:
    (tmp_path / "report.json").write_text("old")
    run = runner.invoke(main, ["verify", *QUICK, "--out", str(tmp_path), "--force"])
    assert run.exit_code == 0, run.output
    assert {path.name for path in tmp_path.iterdir()} == FILES
    assert json.loads((tmp_path / "report.json").read_text())["conclusion"]["exit_code"] == 0


def test_an_internal_error_is_short_and_exits_5(runner: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a wheel came off " * 100)

    monkeypatch.setattr("strategyproof.paper.stream", broken)
    run = runner.invoke(main, ["verify", *QUICK])
    assert run.exit_code == 5
    assert run.stderr.startswith("Internal error: RuntimeError: a wheel came off")
    assert len(run.stderr) < 600
    assert "Traceback" not in run.stderr
    with pytest.raises(RuntimeError, match="a wheel came off"):
        runner.invoke(main, ["verify", *QUICK, "--debug"], catch_exceptions=False)


def test_an_interrupt_is_no_verdict(runner: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("strategyproof.paper.stream", interrupted)
    run = runner.invoke(main, ["verify", *QUICK])
    assert run.exit_code == 130
    assert run.stderr == "Interrupted: no file is left half written.\n"


@pytest.mark.slow
def test_everything_that_is_claimed_is_met(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "strategyproof", "verify", "--out", str(tmp_path / "report")]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stderr == ""


@pytest.mark.usefixtures("few_claims")
@pytest.mark.parametrize(
    ("choice", "name"), [("z3", "z3 "), ("cvc5", "cvc5 "), ("both", "and cvc5 "), (None, "and cvc5 ")]
)
def test_the_solver_that_is_chosen_is_named(runner: CliRunner, choice: str | None, name: str) -> None:
    pytest.importorskip("cvc5")
    run = runner.invoke(main, ["verify", *QUICK, "--json", *(["--solver", choice] if choice else [])])
    assert run.exit_code == 0, run.output
    proofs = [verdict for verdict in json.loads(run.stdout)["verdicts"] if verdict["examples"] is None]
    by = {verdict["by"] for verdict in proofs if verdict["verdict"] == "proved"}
    assert by
    assert all(name in text for text in by)
    assert choice not in ("z3", "cvc5") or not any(" and " in text for text in by)


def test_a_solver_that_is_not_installed_is_a_mistake(runner: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    run = runner.invoke(main, ["verify", "--solver", "both"])
    assert run.exit_code == 2
    assert "--solver both needs cvc5: pip install cvc5" in run.stderr


@pytest.mark.usefixtures("few_claims")
def test_solvers_that_contradict_each_other_end_with_4(runner: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    """Z3 beside a solver that says "unsatisfiable" to everything: both answers are shown, with the text."""
    fake = Path(__file__).parents[1] / "proofs" / "smt" / "fake_solver.py"
    liar = Solver(command=[sys.executable, "-P", str(fake), "proves_everything", "0"])
    monkeypatch.setattr(judging, "solver_of", lambda choice: TwoSolvers(second=liar))
    run = runner.invoke(main, ["verify", *QUICK, "--json"])
    assert run.exit_code == 4, run.output
    conclusion = json.loads(run.stdout)["conclusion"]
    assert conclusion["answer"] == "solvers-disagree"
    assert "says sat and z3 fake says unsat to the question with SHA-256" in conclusion["sentence"]
    assert "(set-logic QF_UFNIRA)" in run.stderr
    assert "(check-sat)" in run.stderr
