"""The profile ``symbolic`` with hypothesis-crosshair itself: what it finds, and what it leaves alone.

Skipped without the extra: ``pip install hypothesis-crosshair``.
"""

import subprocess
import sys

import pytest

pytest.importorskip("hypothesis_crosshair_provider", reason="needs the extra symbolic: hypothesis-crosshair")

AUCTIONS = """
import math


def vickrey(bids):
    ranked = sorted(range(len(bids)), key=lambda i: bids[i], reverse=True)
    wins, payments = [0] * len(bids), [0] * len(bids)
    wins[ranked[0]], payments[ranked[0]] = 1, bids[ranked[1]]
    return wins, payments


def special(bids):
    wins, payments = vickrey(bids)
    return wins, [p - 1 if w and 3 * b - 5 == 12_646 else p for w, p, b in zip(wins, payments, bids)]


def rounded(bids):
    math.floor(bids[0])
    return vickrey(bids)
"""
TESTS = """
import pytest
from auctions import rounded, special, vickrey
from hypothesis import given, strategies as st
from strategyproof.pytest_plugin import strategyproof_suite

bids = st.integers(0, 10_000)
proved = strategyproof_suite(vickrey, laws="strategy-proof", bidders=2)
tested = strategyproof_suite(rounded, laws="strategy-proof", bidders=2, examples=20)


@pytest.mark.parametrize("rule", [vickrey, special])
def test_the_price_is_the_second_bid(rule):
    @given(bids, bids, bids)
    def holds(a, b, c):
        assert sum(rule([a, b, c])[1]) == sorted([a, b, c])[1]

    holds()
"""


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("project")
    (folder / "auctions.py").write_text(AUCTIONS, encoding="utf-8")
    (folder / "test_auctions.py").write_text(TESTS, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nstrategyproof_profile = symbolic\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-rA", "-p", "no:cacheprovider"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300).stdout


def test_a_price_wrong_at_one_bid_of_ten_thousand_is_found(output: str) -> None:
    assert "FAILED test_auctions.py::test_the_price_is_the_second_bid[special]" in output
    assert "=4217," in output


def test_what_is_right_passes(output: str) -> None:
    assert "PASSED test_auctions.py::test_the_price_is_the_second_bid[vickrey]" in output


def test_suites_do_not_use_the_profile(output: str) -> None:
    assert "proved   strategy-proof" in output
    assert "tested   strategy-proof  N = 2, rationals; 20 examples, no proof" in output
