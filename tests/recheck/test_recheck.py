"""``strategyproof recheck``: a report stands, or one line says what contradicts it."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest
from click.testing import Result

from strategyproof.judging.evidence import seal
from strategyproof.judging.sources import sha256
from strategyproof.proofs.functions.target import LoadError
from strategyproof.recheck import hashes, replaying
from strategyproof.recheck.reading import NoReport, document, parsed

Recheck = Callable[..., Result]
LIST_MODULES = """
import sys
from click.testing import CliRunner
from strategyproof.cli import main
found = CliRunner().invoke(main, ["recheck", "report.json"])
print(found.exit_code, *sorted(sys.modules))
"""


def contradicted(found: Result) -> list[str]:
    return [line for line in found.stdout.splitlines() if line.startswith("CONTRADICTED")]


def tampered(folder: Path, report: dict[str, Any], change: Callable[[dict[str, Any]], object]) -> Path:
    """Write a report that was changed by somebody who computed its hash again."""
    change(report)
    report["evidence"]["content"] = seal(report)
    path = folder / "tampered.json"
    path.write_text(json.dumps(report))
    return path


def test_a_report_stands_and_what_was_not_checked_is_named(folder: Path, recheck: Recheck) -> None:
    found = recheck("report.json")
    assert found.exit_code == 0, found.output
    confirmed = found.stdout.splitlines()[1]
    assert confirmed == (
        "Confirmed: content (1), toolkit (1), laws (4), counterexamples (2), sources (3), replays (2), answer (4)"
    )
    assert "NOT rechecked, proofs: no solver was asked: verdicts[0]: first_price / total; " in found.stdout
    assert found.stdout.endswith("Nothing contradicts the report; 17 confirmed; 3 not rechecked.\n")


def test_it_imports_no_solver_and_takes_less_than_a_second(folder: Path) -> None:
    before = os.times()
    ran = subprocess.run([sys.executable, "-c", LIST_MODULES], capture_output=True, text=True, check=True)
    after = os.times()
    exit_code, *modules = ran.stdout.split()
    assert exit_code == "0"
    assert {"strategyproof.recheck.recheck"} <= set(modules)
    assert not {"z3", "cvc5", "hypothesis", "sympy", "torch"} & set(modules)
    took = after.children_user - before.children_user + after.children_system - before.children_system
    assert took < 1.0, f"{took:.2f} s of CPU, the child that replays included"


def test_the_child_that_replays_imports_no_solver() -> None:
    source = "import sys, strategyproof.proofs.functions.replay_worker; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True)
    assert not {"z3", "cvc5", "hypothesis", "sympy"} & set(ran.stdout.split())


def test_a_changed_file_is_named_with_both_hashes_and_is_not_run(folder: Path, recheck: Recheck) -> None:
    was = (folder / "auction.py").read_bytes()
    now = was + b"\nraise SystemExit('this must not be run')\n"
    (folder / "auction.py").write_bytes(now)
    found = recheck("report.json")
    assert found.exit_code == 1
    place = "auction.py:first_price: auction.py"
    told = f"CONTRADICTED, sources, {place}: SHA-256 {sha256(was)} in the report, {sha256(now)} here"
    assert contradicted(found) == [told]
    assert "NOT rechecked, replays: its files are not those of the report, so they are not run" in found.stdout


def test_a_changed_file_that_the_rule_calls_is_found_and_one_that_it_does_not_is_not(
    folder: Path, recheck: Recheck
) -> None:
    (folder / "unused.py").write_text("x = 2\n")
    assert recheck("report.json").exit_code == 0
    (folder / "pricing" / "rules.py").write_text("def winner(bids):\n    return 0\n")
    [line] = contradicted(recheck("report.json"))
    assert line.startswith("CONTRADICTED, sources, auction.py:first_price: pricing/rules.py: SHA-256 ")


def test_a_missing_file_is_named_with_its_hash(folder: Path, recheck: Recheck) -> None:
    was = sha256((folder / "auction.py").read_bytes())
    (folder / "auction.py").rename(folder / "moved.py")
    [line] = contradicted(recheck("report.json"))
    assert line.startswith("CONTRADICTED, sources, auction.py:first_price: auction.py is not there; ")
    assert was in line


def test_files_are_found_where_the_reader_has_them(
    folder: Path, recheck: Recheck, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert recheck(folder / "report.json").exit_code == 1
    assert recheck(folder / "report.json", "--source", folder).exit_code == 0


def test_blanks_do_not_matter(folder: Path, report: dict[str, Any], recheck: Recheck) -> None:
    (folder / "other.json").write_text(json.dumps(report, indent=7))
    assert recheck("other.json").exit_code == 0


def test_an_in_toto_statement_names_the_report_and_the_files(folder: Path, recheck: Recheck) -> None:
    found = recheck("report.json", "--statement", "statement.json")
    assert found.exit_code == 0
    said = json.loads((folder / "statement.json").read_text())
    assert said["_type"] == "https://in-toto.io/Statement/v1"
    assert said["predicateType"] == "https://in-toto.io/attestation/test-result/v0.1"
    names = ["report.json", "auction.py", "pricing/__init__.py", "pricing/rules.py"]
    digests = [{"sha256": sha256((folder / name).read_bytes())} for name in names]
    assert said["subject"] == [{"name": n, "digest": d} for n, d in zip(names, digests, strict=True)]
    assert said["predicate"]["result"] == "WARNED"
    assert "replays: verdicts[1]: first_price / strategy-proof" in said["predicate"]["passedTests"]
    assert "proofs: verdicts[0]: first_price / total" in said["predicate"]["warnedTests"]
    assert said["predicate"]["failedTests"] == []


def test_no_statement_is_written_about_a_report_that_does_not_stand(folder: Path, recheck: Recheck) -> None:
    (folder / "auction.py").write_text("")
    found = recheck("report.json", "--statement", "statement.json")
    assert found.exit_code == 1
    assert not (folder / "statement.json").exists()
    assert "statement.json was not written." in found.stderr


def first(report: dict[str, Any]) -> Any:
    """The refutation."""
    return report["verdicts"][1]


SOURCES = "auction.py:first_price"
FOUND_BY_RUNNING: dict[str, Callable[[dict[str, Any]], object]] = {
    "a bid": lambda r: first(r)["counterexample"]["bids"].__setitem__(0, "7"),
    "a lie": lambda r: first(r)["counterexample"]["variables"].update(lie="1"),
    "a payment": lambda r: first(r)["counterexample"]["outcomes"][0]["payments"].__setitem__(0, "0"),
    "a win": lambda r: first(r)["counterexample"]["outcomes"][0]["wins"].__setitem__(0, False),
    "another law": lambda r: first(r).update(law="monotone"),
}
FOUND_BY_READING: dict[str, Callable[[dict[str, Any]], object]] = {
    "an answer": lambda r: r.update(answer="holds", exit_code=0),
    "an exit code": lambda r: r.update(exit_code=0),
    "a sentence": lambda r: r.update(sentence="4 laws: 4 proved."),
    "a story": lambda r: r["stories"][0].update(story="All is well."),
    "a refutation called proved": lambda r: first(r).update(verdict="proved", passage="holds"),
    "a refutation without its counterexample": lambda r: first(r).update(counterexample=None),
    "a refutation that does not fail": lambda r: first(r).update(passage="holds"),
    "a bidder": lambda r: first(r)["counterexample"]["variables"].update(i=-1),
    "a parameter": lambda r: first(r)["counterexample"]["parameters"].update(share="3"),
    "the hash of a counterexample": lambda r: r["evidence"]["counterexamples"].update({"1": "0" * 64}),
    "the hash of a law": lambda r: r["evidence"]["laws"].update({"anonymous": "0" * 64}),
    "the hash of a file": lambda r: r["evidence"]["sources"][SOURCES]["files"].update({"auction.py": "0" * 64}),
    "a file left out": lambda r: r["evidence"]["sources"][SOURCES]["files"].pop("pricing/rules.py"),
    "sources left out": lambda r: r["evidence"]["sources"].clear(),
    "the hash of the toolkit": lambda r: r["evidence"]["toolkit"]["rooms"].update(mechanism="0" * 64),
    "a law that is not there": lambda r: r["verdicts"][0].update(law="fair"),
    "another function": lambda r: r["verdicts"][0].update(target="auction.py:other"),
    "a key that no schema has": lambda r: r.update(signed=True),
    "a reason": lambda r: first(r).update(reason="it was a mistake"),
}


@pytest.mark.parametrize("change", FOUND_BY_RUNNING.values(), ids=FOUND_BY_RUNNING.keys())
def test_a_change_to_a_refutation_is_found_though_its_hash_was_computed_again(
    change: Callable[[dict[str, Any]], object], folder: Path, report: dict[str, Any], recheck: Recheck
) -> None:
    found = recheck(tampered(folder, report, change))
    assert found.exit_code == 1, found.output
    assert any(line.startswith("CONTRADICTED, replays, verdicts[1]: ") for line in contradicted(found))


@pytest.mark.parametrize("change", FOUND_BY_READING.values(), ids=FOUND_BY_READING.keys())
def test_a_change_is_found_though_its_hash_was_computed_again(
    change: Callable[[dict[str, Any]], object],
    folder: Path,
    report: dict[str, Any],
    recheck: Recheck,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(replaying, "load", _unloaded)  # nothing needs to be run
    found = recheck(tampered(folder, report, change))
    assert found.exit_code == 1, found.output
    assert any("not loaded in this test" not in line for line in contradicted(found)), found.output


def _unloaded(*_: object) -> NoReturn:
    raise LoadError("not loaded in this test")


def test_whatever_byte_is_changed_the_report_does_not_stand(folder: Path) -> None:
    content = (folder / "report.json").read_bytes()
    path = folder / "flipped.json"
    chance, accepted = random.Random(0), []
    for place in chance.sample(range(len(content)), 500):
        changed = bytes([content[place] ^ chance.randrange(1, 256)])
        path.write_bytes(content[:place] + changed + content[place + 1 :])
        try:
            _, data = parsed(path)
            found = list(hashes.content(data, document(data, path)))
        except NoReport:
            continue
        if all(check.outcome == "confirmed" for check in found) and data != json.loads(content):
            accepted.append((place, changed))
    assert accepted == []


def test_a_number_that_would_take_for_ever_is_refused(folder: Path, report: dict[str, Any], recheck: Recheck) -> None:
    path = tampered(folder, report, lambda r: first(r)["counterexample"]["bids"].__setitem__(0, "1e999999999"))
    found = recheck(path)
    assert found.exit_code == 2
    assert "verdicts[1].counterexample: expected a numeral, got '1e999999999'" in found.stderr


BAD = {
    "another schema": (
        '{"schema": "strategyproof/price/1"}',
        "expected a report of the schema strategyproof/report/2 or",
    ),
    "another version": ('{"schema": "strategyproof/verdicts/2"}', "; it is of another version: write it again, or use"),
    "no object": ("[1]", "expected a report, which is a JSON object, got list"),
    "no JSON": ("schema: 1", "expected JSON in UTF-8, got Expecting value"),
    "a key twice": ('{"schema": 1, "schema": 2}', "the key 'schema' twice in one object"),
    "no number": ('{"schema": NaN}', "NaN, which is no JSON number"),
    "a bomb of brackets": ("[" * 5_000_000, "expected JSON of at most 64 levels, got a deeper one"),
    "a bomb of levels": ('{"a":' * 200 + "1" + "}" * 200, "expected JSON of at most 64 levels, got a deeper one"),
    "a bomb of digits": ('{"schema": ' + "9" * 100_000 + "}", "expected JSON in UTF-8, got Exceeds the limit"),
    "a bomb of blanks": (" " * (33 << 20), "expected a report of at most 32 MiB, got a larger file"),
}


@pytest.mark.parametrize(("content", "told"), BAD.values(), ids=BAD.keys())
def test_what_is_no_report_is_refused_in_one_line(content: str, told: str, tmp_path: Path, recheck: Recheck) -> None:
    path = tmp_path / "bad.json"
    path.write_text(content)
    found = recheck(path)
    assert found.exit_code == 2
    [line] = [line for line in found.stderr.splitlines() if line.startswith("Error: ")]
    assert told in line
    assert len(line) < 500


def test_a_report_that_is_not_there_is_told(recheck: Recheck, tmp_path: Path) -> None:
    found = recheck(tmp_path / "none.json")
    assert found.exit_code == 2
    assert "none.json is no file; write one with check --json, gate or verify" in found.stderr
