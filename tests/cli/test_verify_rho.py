"""``strategyproof verify`` and the learned rho: emitted and verified again, refused, or skipped with a reason."""

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from strategyproof.cli import main
from strategyproof.paper import learned
from strategyproof.proofs.ledger import audit
from strategyproof.reports import json_file

QUICK = ["--examples", "20", "--rounds", "400"]
SKIPPED = learned.skipped


@pytest.fixture(autouse=True)
def _few_claims_and_the_learned_rho(few_claims: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learned, "skipped", SKIPPED)


def test_every_rho_is_verified_again_and_the_ledger_is_kept(runner: CliRunner, tmp_path: Path) -> None:
    out = tmp_path / "report"
    run = runner.invoke(main, ["verify", *QUICK, "--out", str(out)], env={"COLUMNS": "200"})
    assert run.exit_code == 0, run.output
    words = (
        "400 rhos emitted for 400 rounds by an exogenous selector: 400 verified again, 400 derived again, 0 refused."
    )
    report = json_file.read((out / "report.json").read_bytes())
    assert all(words in text for text in (run.stdout, *((out / f"report.{end}").read_text() for end in ("html", "md"))))
    assert report.rho is not None
    counted = [report.rho.emitted, report.rho.reverified, report.rho.rederived, report.rho.refused]
    assert (counted, report.rho.regret, report.rho.reads) == ([400, 400, 400, 0], 0.0, ["state"])
    worth = {row.id: row.surplus.mean for row in report.rho.earned}
    assert worth["spa"] < worth["optimal"] < worth["selector"] < worth["first-best"]
    claims = {claim.id: claim for claim in report.paper}
    gain = 100 * (worth["selector"] / worth["random"] - 1)
    assert f"diffusion selector gains {gain:+.1f} ± " in claims["dmsb-over-random"].measured
    assert claims["dmsb-over-random"].finding == "does not hold"
    sees = report.rho.sees_bids
    assert sees is not None
    assert sees.refutation.verdict == "refuted"
    assert sees.refutation.counterexample is not None
    assert sees.best is not None
    assert sees.best.gain >= sees.mean_gain > 0
    assert sees.truthful.surplus.mean > sees.manipulated.surplus.mean
    assert [curve.mechanism for curve in report.lies].count("msb-learned-full") == 1
    audit = runner.invoke(main, ["audit", str(out / "rho.ledger"), "--json"])
    found = json.loads(audit.stdout)
    assert (audit.exit_code, found["certified"], found["rederived"], found["underived"]) == (0, 400, 400, 0)
    again = runner.invoke(main, ["verify", *QUICK, "--out", str(out), "--force"])
    assert again.exit_code == 0, again.output


class Diverged:
    """A selector that emits NaN in one round of each call."""

    id, information, is_mechanism = "diverged", "blind", True

    def select(self, observation: object, generator: object = None) -> object:  # noqa: ARG002
        rho = np.ones(len(observation))  # type: ignore[arg-type]
        rho[IN_EACH_CALL : IN_EACH_CALL + 1] = np.nan
        return rho


IN_EACH_CALL = 7
"""Where it diverges in each call; of a blind selector, each sees every fifth round."""


class Dying:
    """A selector whose process ends before it emits."""

    id, information, is_mechanism = "dying", "blind", True

    def select(self, observation: object, generator: object = None) -> object:  # noqa: ARG002
        os._exit(0)


def test_a_selector_that_emits_nothing_makes_verify_fail(
    runner: CliRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(Path(__file__).parents[2])
    monkeypatch.setattr(importlib.import_module("strategyproof.learning.emit"), "load_selector", lambda *_: Dying())
    run = runner.invoke(main, ["verify", *QUICK, "--out", str(tmp_path)], env={"COLUMNS": "400"})
    assert run.exit_code == 1, run.output
    assert "selector dying: expected rho, and its process ended" in run.stdout
    assert audit(tmp_path / "rho.ledger").records == 0


def test_a_refused_rho_makes_verify_fail(runner: CliRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(Path(__file__).parents[2])
    monkeypatch.setattr(importlib.import_module("strategyproof.learning.emit"), "load_selector", lambda *_: Diverged())
    run = runner.invoke(main, ["verify", *QUICK, "--out", str(tmp_path)], env={"COLUMNS": "400"})
    assert run.exit_code == 1, run.output
    told = f"round {5 * IN_EACH_CALL}: expected a finite rho, got rho = nan; law 'single-winner' fails"
    assert f"A claimed law is refuted: learned rho, {told}" in run.stdout
    report = json_file.read((tmp_path / "report.json").read_bytes())
    assert report.rho is not None
    assert (report.rho.emitted, report.rho.reverified, report.rho.refused) == (400, 395, 5)
    assert report.rho.earned == []


def test_another_scenario_has_no_weights_and_is_told_how_to_train_them(runner: CliRunner, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text('extends = "default"\n[market]\nbase_stations = 3\n')
    run = runner.invoke(main, ["verify", *QUICK, "--scenario", str(mine)], env={"COLUMNS": "400"})
    assert run.exit_code == 0, run.output
    assert "the weights that ship are the default scenario's" in run.stdout
    assert "strategyproof train FILE --out RUN" in run.stdout


class Claims:
    """A selector that emits prices of the grid, and says that it is the policy that ships."""

    id, information, is_mechanism = "diffusion", "exogenous", True

    def select(self, observation: object, generator: object = None) -> object:  # noqa: ARG002
        return np.full(len(observation), 10 ** (9 / 20))  # type: ignore[arg-type]


def test_a_rho_that_the_weights_do_not_emit_makes_verify_fail(
    runner: CliRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(Path(__file__).parents[2])
    monkeypatch.setattr(importlib.import_module("strategyproof.learning.emit"), "load_selector", lambda *_: Claims())
    run = runner.invoke(main, ["verify", *QUICK, "--out", str(tmp_path)], env={"COLUMNS": "400"})
    assert run.exit_code == 1, run.output
    assert "round 0: expected the rho that the selector emits on the observation" in run.stdout
    report = json_file.read((tmp_path / "report.json").read_bytes())
    assert report.rho is not None
    assert (report.rho.reverified, report.rho.rederived) == (400, 0)


WITHOUT_TORCH = """
import sys

class Refused:
    def find_spec(self, name, *_):
        if name.partition(".")[0] in {"torch", "gymnasium", "stable_baselines3"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Refused())
import strategyproof.paper as verification
from strategyproof.cli import main
one = verification.plan.expectations()[:1]
verification.plan.expectations = lambda *, everything=False: one  # a run that takes seconds
verification.theorems = lambda choice: iter(())
main(["verify", "--examples", "5", "--rounds", "300", "--json"])
"""


def test_verify_emits_and_derives_rho_on_an_install_without_torch() -> None:
    ran = subprocess.run([sys.executable, "-c", WITHOUT_TORCH], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    rho = json.loads(ran.stdout)["rho"]
    assert [rho[name] for name in ("emitted", "reverified", "rederived", "refused")] == [300, 300, 300, 0]
