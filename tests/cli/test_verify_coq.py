"""``strategyproof verify --coq``: what Coq said stands beside the solvers' verdicts, in every form of the report."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

import strategyproof.paper as run_of_the_paper
from strategyproof.cli import main
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.proofs.kernel import coqc
from strategyproof.proofs.kernel.project import project
from strategyproof.proofs.kernel.record import ALLOWED, Kernel, Manifest
from strategyproof.reports import json_file, kernel_text

QUICK = ["--examples", "20", "--rounds", "400"]


class Installed:
    """Coq, as far as the command asks whether it is there."""

    def close(self) -> None:
        """Do nothing."""


@pytest.mark.usefixtures("few_claims")
def test_every_form_of_the_report_shows_what_coq_said(
    runner: CliRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = project((MECHANISMS["msb"], LAWS[law]) for law in ("strategy-proof", "single-winner")).manifest
    kernel = Kernel("Coq 8.16.1", manifest, axioms=["Reals.one"], seconds=2.0)
    monkeypatch.setattr(coqc, "Coq", Installed)
    monkeypatch.setattr(run_of_the_paper, "kernel", lambda claims, others: kernel)
    run = runner.invoke(main, ["verify", *QUICK, "--coq", "--out", str(tmp_path / "out")], env={"COLUMNS": "100"})
    assert run.exit_code == 0, run.output
    told = "Coq 8.16.1 accepts 2 of 2 theorems about 1 rules, from 6 files; axioms: Reals.one."
    text, page, document = ((tmp_path / "out" / f"report.{kind}").read_text() for kind in ("md", "html", "json"))
    for form in (" ".join(run.stdout.split()), text, page):
        assert told in form
        assert "✓ Qed" in form
        assert "Coq 8.16.1 accepts the proofs of 2 of those 2 laws." in form
    report = json_file.read(document)
    assert report.kernel is not None
    assert report.kernel.accepts("msb", "strategy-proof")
    by = {(verdict.law, verdict.verdict): verdict.by for verdict in report.verdicts if verdict.mechanism == "msb"}
    assert by["strategy-proof", "proved"].endswith(", and Coq 8.16.1")
    assert "Coq" not in by["strategy-proof", "tested"]


def test_without_coq_nothing_runs_and_one_line_says_so(runner: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    run = runner.invoke(main, ["verify", "--coq"])
    assert run.exit_code == 2
    assert run.stderr.splitlines()[-1].endswith(
        "--coq: Coq is not installed, so nothing was checked by it: apt-get install coq"
    )


def test_what_was_left_out_is_told_with_the_reason() -> None:
    manifest = Manifest("strategyproof/coq/1", "1", {}, {}, left_out={"mine": "it is a plain function"})
    kernel = Kernel("Coq 8.16.1", manifest)
    assert kernel_text.cell(kernel, "mine", "monotone") == "– left out"
    assert kernel.silence("mine", "monotone") == "it is a plain function"
    assert kernel.silence("other", "monotone") is None
    assert kernel_text.gaps(kernel) == ["left out, mine: it is a plain function"]


@pytest.mark.slow
@pytest.mark.usefixtures("few_claims")
@pytest.mark.skipif(shutil.which("coqc") is None, reason="needs coqc: apt-get install coq")
def test_coq_itself_accepts_what_is_claimed(runner: CliRunner) -> None:
    run = runner.invoke(main, ["verify", *QUICK, "--coq", "--json"])
    assert run.exit_code == 0, run.output
    kernel = json.loads(run.stdout)["kernel"]
    assert kernel["refused"] == {}
    assert kernel["manifest"]["theorems"].keys() == {"msb", "half-second-surcharge"}
    assert kernel["manifest"]["about_all"].keys() == {"converse", "profit-reading-is-weaker"}
    assert set(kernel["axioms"]) <= ALLOWED
