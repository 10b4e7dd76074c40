"""The pytest plugin, as a project that installs it sees it: each run is a pytest of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from strategyproof.plugin import profiles
from strategyproof.plugin.suite import strategyproof_suite

AUCTIONS = """
def vickrey(bids):
    ranked = sorted(range(len(bids)), key=lambda i: bids[i], reverse=True)
    wins, payments = [0] * len(bids), [0] * len(bids)
    wins[ranked[0]], payments[ranked[0]] = 1, bids[ranked[1]]
    return wins, payments


def first_price(bids):
    top = list(bids).index(max(bids))
    return [n == top for n in range(len(bids))], [bids[n] if n == top else 0 for n in range(len(bids))]


def hashed(bids):
    hash(bids[0])
    return vickrey(bids)
"""
IMPORTS = "from auctions import *\nfrom strategyproof.pytest_plugin import strategyproof_suite\n"
SUITES = """
import pytest

pytestmark = pytest.mark.strategyproof(examples=7)
second = strategyproof_suite(vickrey, laws=["strategy-proof", "total"], bidders=2)
first = strategyproof_suite("auctions.py:first_price", laws="strategy-proof", bidders=[2])
opaque = strategyproof_suite(hashed, laws="monotone", bidders=2)
strict = strategyproof_suite(hashed, laws="monotone", bidders=2, arithmetic="integer")
lenient = strategyproof_suite(hashed, laws="monotone", bidders=2, arithmetic="integer", allow_unknown=True)
"""
MISTAKES = {
    "a misspelt law": ('vickrey, laws="strategyproof"', "unknown law 'strategyproof'; did you mean"),
    "an empty range": ("vickrey, bidders='4-2'", "expected a number of bidders or a range such as 3 or 2-6"),
    "no name": ("lambda bids: bids", "expected a function that its file can be asked for by name"),
    "a budget below zero": ("vickrey, seconds=-1", "expected a positive number of seconds, got -1"),
    "no function": ("3", 'expected a function or "FILE.py:FUNCTION", got 3'),
    "a misspelt function": ("'auctions.py:vickery', laws='total'", "did you mean 'vickrey'"),
}
MARKED = """
import pytest
pytestmark = pytest.mark.strategyproof(second=3)
suite = strategyproof_suite(vickrey)
"""


def ran(folder: Path, *options: str) -> str:
    """Run pytest there, with warnings as errors, and return what it wrote."""
    command = [sys.executable, "-m", "pytest", "-W", "error", "-W", QUIET, "--strict-markers", *options]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "CI"))}
    run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return run.stdout + run.stderr


QUIET = "ignore:Module already imported so cannot be rewritten:pytest.PytestAssertRewriteWarning"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    (folder / "auctions.py").write_text(AUCTIONS, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nstrategyproof_seconds = 20\n", encoding="utf-8")
    (folder / "test_suites.py").write_text(IMPORTS + SUITES, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def output(project: Path) -> str:
    return ran(project, "-v", "--junitxml=junit.xml", "test_suites.py")


def test_each_law_is_a_test_whose_status_is_the_verdict(output: str) -> None:
    assert "test_suites.py::second::strategy-proof PROVED" in output
    assert "test_suites.py::second::total PROVED" in output
    assert "test_suites.py::first::strategy-proof REFUTED" in output
    assert "2 failed, 3 passed, 1 skipped" in output


def test_a_failure_is_the_story_alone(output: str) -> None:
    assert "first_price is not strategy-proof. The bids are (1, 0). Bidder 0 values the item at 1." in output
    assert "it gains 1 by lying." in output
    assert "Traceback" not in output
    assert "items.py" not in output


def test_the_summary_lists_verdicts_with_their_scope(output: str) -> None:
    summary = output.partition("verdicts of strategyproof")[2]
    assert "  proved   strategy-proof  any N ≥ 2, reals" in summary
    assert "  proved   total           any N ≥ 2, reals" in summary
    assert "  refuted  strategy-proof  N = 2, reals" in summary


def test_what_is_only_tested_is_never_shown_as_proved(output: str) -> None:
    assert "test_suites.py::opaque::monotone TESTED, NOT PROVED" in output
    assert "  tested   monotone  N = 2, rationals; 7 examples, no proof\n  1 tested, not proved" in output
    assert "opaque::monotone PROVED" not in output


@pytest.mark.usefixtures("output")
def test_junit_files_carry_the_verdicts(project: Path) -> None:
    written = (project / "junit.xml").read_text(encoding="utf-8")
    assert '<property name="strategyproof_verdict" value="tested" />' in written
    assert '<property name="strategyproof_scope" value="N = 2, reals" />' in written


def test_unknown_fails_unless_it_is_allowed(output: str) -> None:
    assert "test_suites.py::strict::monotone UNKNOWN" in output
    assert "It is unknown whether hashed is monotone." in output
    assert "test_suites.py::lenient::monotone UNKNOWN" in output
    assert "  unknown  monotone  N = 2, integers\n  1 unknown" in output


@pytest.fixture(scope="module")
def complaints(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("mistakes")
    (folder / "auctions.py").write_text(AUCTIONS, encoding="utf-8")
    (folder / "test_marker.py").write_text(IMPORTS + MARKED, encoding="utf-8")
    for number, (arguments, _) in enumerate(MISTAKES.values()):
        source = f"{IMPORTS}suite = strategyproof_suite({arguments})\n"
        (folder / f"test_mistake_{number}.py").write_text(source, encoding="utf-8")
    return ran(folder, "-q", "--continue-on-collection-errors")


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_a_suite_is_told_with_what_to_do(complaints: str, mistake: str) -> None:
    assert MISTAKES[mistake][1] in complaints
    assert "passed" not in complaints


def test_the_marker_takes_only_budgets(complaints: str) -> None:
    assert "expected the marker strategyproof(seconds=..., examples=...), got second" in complaints


def test_an_option_that_is_no_number_is_named(project: Path) -> None:
    output = ran(project, "-q", "--collect-only", "-o", "strategyproof_examples=many", "test_suites.py")
    assert "ini option strategyproof_examples: expected a positive number; " in output


def test_a_suite_wants_a_function() -> None:
    with pytest.raises(TypeError, match=r'^expected a function or "FILE.py:FUNCTION", got 3$'):
        strategyproof_suite(3)  # type: ignore[arg-type]


PROBE = """
import json, sys

def test_probe():
    loaded = {name.partition(".")[0] for name in sys.modules}
    print("HEAVY", json.dumps(sorted(loaded & {"hypothesis", "matplotlib", "msgspec", "numpy", "sympy", "z3"})))
    assert "strategyproof.pytest_plugin" in sys.modules
"""


def test_without_a_suite_nothing_heavy_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "test_probe.py").write_text(PROBE, encoding="utf-8")
    output = ran(tmp_path, "-s", "-q", "test_probe.py")
    assert "1 passed" in output
    assert json.loads(output.partition("HEAVY ")[2].splitlines()[0]) == []
    assert "verdicts of strategyproof" not in output


def test_the_plugin_adds_less_than_30_ms_of_cpu() -> None:
    source = (
        "import pytest, time; start = time.process_time(); import strategyproof.pytest_plugin, "
        "strategyproof.plugin.options, strategyproof.plugin.profiles, strategyproof.plugin.summary; "
        "print(time.process_time() - start)"
    )
    runs = [subprocess.run([sys.executable, "-c", source], capture_output=True, check=True) for _ in range(3)]
    assert min(float(run.stdout) for run in runs) < 0.030


PROFILE_TEST = """
from hypothesis import settings

def test_profile():
    print("PROFILE", settings.get_current_profile_name(), settings().max_examples)
"""


@pytest.mark.parametrize("options", [["-o", "strategyproof_profile=nightly"], ["--hypothesis-profile=nightly"]])
def test_a_profile_is_registered_when_it_is_asked_for(tmp_path: Path, options: list[str]) -> None:
    (tmp_path / "test_profile.py").write_text(PROFILE_TEST, encoding="utf-8")
    assert "PROFILE nightly 10000" in ran(tmp_path, "-s", "-q", *options)


@pytest.mark.parametrize(
    ("name", "message"),
    [("symbolic", profiles.NEEDS), ("weekly", "expected one of dev, ci, nightly, symbolic, got 'weekly'")],
)
def test_a_profile_that_cannot_be_had_is_refused(tmp_path: Path, name: str, message: str) -> None:
    if name == "symbolic" and "symbolic" in profiles.register():
        pytest.skip("hypothesis-crosshair is installed")
    assert message in ran(tmp_path, "-o", f"strategyproof_profile={name}")


def test_profiles_of_the_project_are_left_alone(tmp_path: Path) -> None:
    conftest = "from hypothesis import settings\nsettings.register_profile('nightly', max_examples=3)\n"
    (tmp_path / "conftest.py").write_text(conftest, encoding="utf-8")
    (tmp_path / "test_profile.py").write_text(PROFILE_TEST, encoding="utf-8")
    assert "PROFILE nightly 3" in ran(tmp_path, "-s", "-q", "-o", "strategyproof_profile=nightly")
