"""``strategyproof check``: what it says of a user's file, how it ends, and what it writes."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from strategyproof.cli import main
from strategyproof.judging import functions
from strategyproof.mechanism.grounds import Ground
from strategyproof.mechanism.law import Law
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.verdict import Contradiction, Scope, Verdict
from strategyproof.proofs.functions import Session
from strategyproof.proofs.smt import choice
from strategyproof.proofs.smt.smtlib import sha256_of

AUCTIONS = """
import math

print("noise at import")


def second_price(bids):
    best = max(range(len(bids)), key=lambda i: bids[i])
    print("noise in a run")
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


def picky(bids):
    if bids[0] == bids[1]:
        raise ValueError("tie")
    return second_price(bids)


def scaled(bids, rho):
    best = max(range(len(bids)), key=lambda i: bids[i])
    price = rho * max(b for i, b in enumerate(bids) if i != best)
    won = bids[best] > price
    return [i == best and won for i in range(len(bids))], [price if i == best and won else 0 for i in range(len(bids))]


def reserved(bids, reserve=5):
    best = max(range(len(bids)), key=lambda i: bids[i])
    price = max([reserve] + [b for i, b in enumerate(bids) if i != best])
    won = bids[best] > price
    return [i == best and won for i in range(len(bids))], [price if i == best and won else 0 for i in range(len(bids))]
"""


@pytest.fixture
def auctions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "auctions.py"
    file.write_text(AUCTIONS)
    return file


@pytest.mark.usefixtures("auctions")
def test_a_proof_ends_with_0_and_prints_nothing_of_the_users(runner: CliRunner) -> None:
    arguments = ["--law", "strategy-proof", "--law", "total", "--bidders", "2-3"]
    run = runner.invoke(main, ["check", "auctions.py:second_price", *arguments], env={"COLUMNS": "80"})
    assert run.exit_code == 0, run.output
    assert "strategy-proof  ✓ proved  any N ≥ 2, reals" in run.stdout
    assert "2 laws: 2 proved." in run.stdout
    assert "noise" not in run.output


@pytest.mark.usefixtures("auctions")
def test_a_refutation_ends_with_1_and_is_told(runner: CliRunner) -> None:
    run = runner.invoke(main, ["check", "auctions.py:first_price", "--law", "strategy-proof"], env={"COLUMNS": "80"})
    assert run.exit_code == 1
    assert "Bidder 0 values the item at 1." in " ".join(run.stdout.split())
    assert "it gains 1 by lying." in " ".join(run.stdout.split())


@pytest.mark.usefixtures("auctions")
def test_json_is_the_core_form_and_nothing_else(runner: CliRunner) -> None:
    arguments = ["--param", "rho=1..", "--law", "single-winner", "--json"]
    run = runner.invoke(main, ["check", "auctions.py:scaled", *arguments])
    document = json.loads(run.stdout)
    assert document["schema"] == "strategyproof/verdicts/3"
    [verdict] = document["verdicts"]
    assert verdict["verdict"] == "proved"
    scope = {"bidders": "any", "at_least": 2, "arithmetic": "real", "parameters": {"rho": "[1, inf)"}, "defaults": {}}
    scope["profiles"] = None
    assert verdict["scope"] == scope


@pytest.mark.usefixtures("auctions")
def test_what_no_proof_follows_is_tested_with_its_line_and_never_proved(runner: CliRunner) -> None:
    arguments = ["--law", "single-winner", "--bidders", "2", "--examples", "10"]
    run = runner.invoke(main, ["check", "auctions.py:rounded", *arguments], env={"COLUMNS": "120"})
    assert run.exit_code == 3
    assert "~ tested (10)" in run.stdout
    assert "math.hypot() of a number" in run.stdout
    assert "1 law: 1 tested, not proved." in run.stdout


@pytest.mark.usefixtures("auctions")
def test_raising_refutes_total_with_the_bids(runner: CliRunner) -> None:
    run = runner.invoke(main, ["check", "auctions.py:picky", "--law", "total"], env={"COLUMNS": "120"})
    assert run.exit_code == 1
    assert "there is no outcome: ValueError: tie (line 29)" in run.stdout


@pytest.mark.usefixtures("auctions")
def test_the_written_test_fails_on_the_real_function_and_is_never_overwritten(
    runner: CliRunner, tmp_path: Path
) -> None:
    command = ["check", "auctions.py:first_price", "--law", "strategy-proof", "--write-test", "test_lie.py"]
    assert runner.invoke(main, command).exit_code == 1
    test = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_lie.py"]
    run = subprocess.run(test, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert run.returncode == 1
    assert "first_price is not strategy-proof. The bids are (1, 0)." in run.stdout
    fixed = (tmp_path / "auctions.py").read_text().replace("1, bids[best]", "1, sorted(bids)[-2]")
    (tmp_path / "auctions.py").write_text(fixed)
    assert subprocess.run(test, capture_output=True, check=False, cwd=tmp_path).returncode == 0
    again = runner.invoke(main, command)
    assert again.exit_code == 2
    assert "test_lie.py exists; add --force to replace it" in again.stderr


@pytest.mark.usefixtures("auctions")
def test_the_page_draws_the_lie(runner: CliRunner, tmp_path: Path) -> None:
    command = ["check", "auctions.py:first_price", "--law", "strategy-proof", "--html", "page.html"]
    assert runner.invoke(main, command).exit_code == 1
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "Utility of bidder 0 against its bid" in page
    assert "best lie tried: bid 0, utility 1" in page
    assert "http" not in page.replace("http://www.w3.org", "")


@pytest.mark.usefixtures("auctions")
@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["auctions.py:frist_price"], "has no function 'frist_price'; did you mean 'first_price'?"),
        (["auctoins.py:first_price"], "no such file: auctoins.py; did you mean auctions.py?"),
        (["auctions.py"], "expected FILE.py:FUNCTION, got 'auctions.py'"),
        (["auctions.py:scaled"], "scaled needs a range for its parameter 'rho', such as rho=1.."),
        (["auctions.py:scaled", "--param", "rho"], "expected NAME=LOW..HIGH or NAME=VALUE, got 'rho'"),
        (["auctions.py:scaled", "--param", "rho=a..b"], "parameter 'rho': expected a range LOW..HIGH"),
        (["auctions.py:scaled", "--param", "roh=1"], "scaled has no parameter 'roh'; did you mean 'rho'?"),
        (["auctions.py:scaled", "--param", "rho=1", "--param", "rho=2"], "parameter 'rho' is given twice"),
        (["auctions.py:second_price", "--law", "strategyproof"], "unknown law 'strategyproof'; did you mean"),
        (["auctions.py:second_price", "--law", "rho-blind"], "law 'rho-blind' speaks about rho; declare a range"),
        (["auctions.py:second_price", "--bidders", "6-2"], "such as 3 or 2-6, between 1 and 12, got '6-2'"),
        (["auctions.py:second_price", "--bidders", "many"], "such as 3 or 2-6, between 1 and 12, got 'many'"),
    ],
)
def test_a_mistake_is_told_with_its_fix(runner: CliRunner, arguments: list[str], text: str) -> None:
    run = runner.invoke(main, ["check", *arguments])
    assert run.exit_code == 2, run.output
    assert text in " ".join(run.stderr.split())
    assert run.stdout == ""


def test_a_file_that_does_not_import_names_the_line(runner: CliRunner, tmp_path: Path) -> None:
    file = tmp_path / "broken.py"
    file.write_text("import nowhere_to_be_found\n")
    run = runner.invoke(main, ["check", f"{file}:f"])
    assert run.exit_code == 2
    assert "does not import: ModuleNotFoundError: No module named 'nowhere_to_be_found' (line 1)" in run.stderr


def test_a_parameter_that_nobody_gave_is_in_the_scope_with_its_default(runner: CliRunner, auctions: Path) -> None:
    asked = [f"{auctions}:reserved", "--law", "monotone", "--bidders", "2"]
    told = runner.invoke(main, ["check", *asked], env={"COLUMNS": "120"}).stdout
    assert "reals, reserve = 5 (default)" in told
    written = json.loads(runner.invoke(main, ["check", *asked, "--json"]).stdout)
    assert [verdict["scope"]["defaults"] for verdict in written["verdicts"]] == [{"reserve": "5"}]
    ranged = runner.invoke(main, ["check", *asked, "--param", "reserve=0..9"], env={"COLUMNS": "120"}).stdout
    assert "reserve in [0, 9]" in ranged
    assert "default" not in ranged


def test_what_solvers_were_asked_is_kept_by_hash(auctions: Path, tmp_path: Path) -> None:
    folder = tmp_path / "asked"
    command = ["check", f"{auctions}:second_price", "--law", "strategy-proof", "--bidders", "2", "--json"]
    run = CliRunner().invoke(main, [*command, "--questions", str(folder)])
    [verdict] = json.loads(run.stdout)["verdicts"]
    cited = {f"{asked['sha256']}.smt2" for asked in verdict["questions"]}
    assert cited == {path.name for path in folder.iterdir()}
    assert len(cited) >= 2
    assert all(hashlib.sha256(path.read_bytes()).hexdigest() == path.stem for path in folder.iterdir())


@pytest.mark.parametrize("solver", ["z3", "cvc5", "both"])
def test_the_solver_that_is_chosen_proves(auctions: Path, solver: str) -> None:
    pytest.importorskip("cvc5")
    command = ["check", f"{auctions}:second_price", "--law", "single-winner", "--bidders", "2", "--json"]
    [verdict] = json.loads(CliRunner().invoke(main, [*command, "--solver", solver]).stdout)["verdicts"]
    by = {name.split()[0] for asked in verdict["questions"] if asked["answer"] == "unsat" for name in asked["by"]}
    assert by == ({"z3", "cvc5"} if solver == "both" else {solver})


def test_a_solver_that_is_not_installed_is_a_mistake(auctions: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "has_cvc5", lambda: False)
    run = CliRunner().invoke(main, ["check", f"{auctions}:second_price", "--solver", "both"])
    assert run.exit_code == 2
    assert "--solver both needs cvc5: pip install cvc5" in run.stderr


def test_solvers_that_contradict_each_other_end_with_4(
    auctions: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answers and the text are shown, and kept."""

    def at_odds(mechanism: Mechanism, law: Law, *, session: Session, **_: object) -> Verdict:
        text = "(set-logic QF_LRA)\n(check-sat)\n"
        answers = {"z3 1": "unsat", "cvc5 1": "sat"}
        session.contradictions.append(Contradiction(mechanism.id, law.id, sha256_of(text), text, answers))
        ground = Ground("solvers-disagree", "z3 1 and cvc5 1 contradict each other")
        return Verdict(mechanism.id, law.id, "unknown", Scope([2], "real"), "z3 1 and cvc5 1", grounds=[ground])

    monkeypatch.setattr(functions, "check", at_odds)
    folder = tmp_path / "asked"
    command = ["check", f"{auctions}:second_price", "--law", "monotone", "--examples", "1", "--questions", str(folder)]
    run = CliRunner().invoke(main, [*command, "--json"])
    document = json.loads(run.stdout)
    assert (run.exit_code, document["exit_code"], document["answer"]) == (4, 4, "solvers-disagree")
    [found] = document["contradictions"]
    assert found["answers"] == {"z3 1": "unsat", "cvc5 1": "sat"}
    told = f"z3 1 says unsat and cvc5 1 says sat to the question with SHA-256 {found['sha256']}"
    assert f"Two solvers contradict each other: second_price / monotone: {told}." in document["sentence"]
    assert f"; second_price / monotone: {told}\n(set-logic QF_LRA)\n(check-sat)\n" in run.stderr
    assert [path.stem for path in folder.iterdir()] == [found["sha256"]]


def test_questions_that_cannot_be_kept_are_a_mistake(
    auctions: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(functions, "open_judge", lambda request: pytest.fail("judged before it was refused"))
    (tmp_path / "taken").write_text("a file")
    command = ["check", f"{auctions}:second_price", "--law", "single-winner", "--questions", str(tmp_path / "taken")]
    run = CliRunner().invoke(main, command)
    assert run.exit_code == 2
    assert "to be a folder, and it is a file; name another folder" in " ".join(run.stderr.split())
