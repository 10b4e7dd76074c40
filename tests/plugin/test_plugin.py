"""The pytest plugin, as a project that installs it sees it: each run is a pytest of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
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


def endless(bids):
    while True:
        pass
"""
IMPORTS = "from auctions import *\nfrom strategyproof.pytest_plugin import strategyproof_suite\n"
SUITES = """
import pytest

pytestmark = pytest.mark.strategyproof(examples=7)
second = strategyproof_suite(vickrey, laws=["strategy-proof", "total"], bidders=2)
first = strategyproof_suite("auctions.py:first_price", laws="strategy-proof", bidders=[2])
opaque = strategyproof_suite(hashed, laws="monotone", bidders=2)
"""
Run = Callable[..., str]


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
    assert "1 failed, 3 passed" in output


def test_a_failure_is_the_story_alone(output: str) -> None:
    assert "first_price is not strategy-proof. The bids are (1, 0). Bidder 0 values the item at 1." in output
    assert "it gains 1 by lying." in output
    assert "Traceback" not in output
    assert "items.py" not in output


def test_the_summary_lists_verdicts_with_their_scope(output: str) -> None:
    summary = output.partition("verdicts of strategyproof")[2]
    assert "  proved   strategy-proof  N = 2, reals" in summary
    assert "  proved   total           N = 2, reals" in summary
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


def test_unknown_fails_unless_it_is_allowed(project: Path) -> None:
    suites = """
strict = strategyproof_suite(endless, laws="monotone", bidders=2, seconds=1)
lenient = strategyproof_suite(endless, laws="monotone", bidders=2, seconds=1, allow_unknown=True)
"""
    (project / "test_unknown.py").write_text(IMPORTS + suites, encoding="utf-8")
    output = ran(project, "-v", "test_unknown.py")
    assert "test_unknown.py::strict::monotone UNKNOWN" in output
    assert "It is unknown whether endless is monotone." in output
    assert "test_unknown.py::lenient::monotone UNKNOWN" in output
    assert "1 failed, 1 skipped" in output
    assert "  2 unknown" not in output
    assert output.count("  1 unknown") == 2


@pytest.mark.parametrize(
    ("suite", "message"),
    [
        ('strategyproof_suite(vickrey, laws="strategyproof")', "unknown law 'strategyproof'; did you mean"),
        ("strategyproof_suite(vickrey, bidders='4-2')", "expected a number of bidders or a range such as 3 or 2-6"),
        ("strategyproof_suite(lambda bids: bids)", "expected a function that its file can be asked for by name"),
        ("strategyproof_suite(vickrey, seconds=-1)", "expected a positive number of seconds, got -1"),
        ("strategyproof_suite(3)", 'expected a function or "FILE.py:FUNCTION", got 3'),
        ("strategyproof_suite('auctions.py:vickery', laws='total')", "did you mean 'vickrey'"),
    ],
)
def test_a_mistake_in_a_suite_is_told_with_what_to_do(tmp_path: Path, suite: str, message: str) -> None:
    (tmp_path / "auctions.py").write_text(AUCTIONS, encoding="utf-8")
    (tmp_path / "test_mistake.py").write_text(f"{IMPORTS}suite = {suite}\n", encoding="utf-8")
    output = ran(tmp_path, "-q", "test_mistake.py", "-p", "no:hypothesispytest")
    assert message in output
    assert "passed" not in output


def test_the_marker_takes_only_budgets(tmp_path: Path) -> None:
    (tmp_path / "auctions.py").write_text(AUCTIONS, encoding="utf-8")
    source = "import pytest\npytestmark = pytest.mark.strategyproof(second=3)\nsuite = strategyproof_suite(vickrey)\n"
    (tmp_path / "test_marker.py").write_text(IMPORTS + source, encoding="utf-8")
    assert "expected the marker strategyproof(seconds=..., examples=...), got second" in ran(tmp_path, "-q")


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
