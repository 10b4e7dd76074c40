"""Random programs: the evaluator on numbers gives what CPython gives, and so does its reading of all paths."""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from strategyproof.proofs.evaluator.faults import Unsupported
from strategyproof.proofs.functions.budget import Budget

HERE = Path(__file__).parent
FAST, NIGHTLY = 300, 10_000
"""How many programs are drawn."""
ROUNDING = 1e-12
"""By which share a double of CPython may differ from the real that a path gives."""

UNREAD = 0.10
"""At most this share of runs may meet what the evaluator does not know; a comparison of little shows little."""

NUMBERS: list[list[Any]] = [
    [3.0, 1.0, 2.0],
    [2.0, 2.0],
    [0.0, 1.5, 7.25],
    [3, 1, 2],
    [Fraction(1, 3), Fraction(5, 7), Fraction(2)],
]
RATIONALS = [[Fraction(3), Fraction(1)], [Fraction(2), Fraction(2)], [Fraction(1, 3), Fraction(5, 2)]]
BUDGET = Budget(seconds=20, units=2_000_000, paths=12, decisions=60)


def _load(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


programs, differences = _load("programs"), _load("differences")


def on_numbers(source: str, bids: list[Any]) -> bool | None:
    """Tell whether both agree; None where the evaluator does not read the program."""
    ours = differences.evaluated(source, bids)
    return None if isinstance(ours, Unsupported) else differences.alike(ours, differences.natively(source, bids))


def over_paths(source: str, bids: list[Any]) -> bool | None:
    """Tell whether the paths agree with CPython at a point; None where they do not tell."""
    variables, paths, _ = differences.all_paths(source, len(bids), BUDGET)
    ours = differences.at_point(variables, paths, bids)
    if ours is None or isinstance(ours, Unsupported):
        return None
    return bool(differences.alike(ours, differences.natively(source, bids), ROUNDING))


def compared(seed: int, counts: Counter[str]) -> None:
    source, is_exact = programs.program(seed)
    for bids in NUMBERS:
        _count(counts, "numbers", on_numbers(source, bids), source, bids, on_numbers)
    if not is_exact or seed % 2:
        return
    variables, paths, _ = differences.all_paths(source, 2, BUDGET)
    for bids in RATIONALS:
        ours = differences.at_point(variables, paths, bids)
        real = differences.natively(source, bids)
        if ours is None:
            counts["not reached"] += 1
            continue
        found = None if isinstance(ours, Unsupported) else differences.alike(ours, real, ROUNDING)
        _count(counts, "paths", found, source, bids, over_paths)


def _count(counts: Counter[str], what: str, agree: bool | None, source: str, bids: list[Any], run: Any) -> None:
    counts[f"{what} {'unread' if agree is None else 'read'}"] += 1
    if agree is False:
        short = differences.shortened(source, lambda text: run(text, bids) is False)
        ours, real = differences.evaluated(short, bids), differences.natively(short, bids)
        pytest.fail(f"{what} at {bids}: on numbers the evaluator gives {ours}, CPython {real}\n{short}")


def _check(seeds: range) -> None:
    counts: Counter[str] = Counter()
    for seed in seeds:
        compared(seed, counts)
    for what in ("numbers", "paths"):
        assert counts[f"{what} unread"] <= UNREAD * (counts[f"{what} unread"] + counts[f"{what} read"]), counts
        assert counts[f"{what} read"] > len(seeds) // 3, counts


@pytest.mark.parametrize("part", range(6))
def test_programs(part: int) -> None:
    _check(range(part * FAST // 6, (part + 1) * FAST // 6))


@pytest.mark.slow
@pytest.mark.parametrize("part", range(100))
def test_many_programs(part: int) -> None:
    each = NIGHTLY // 100
    _check(range(FAST + part * each, FAST + (part + 1) * each))


def test_a_difference_is_found_and_shortened() -> None:
    """What compares must be able to fail: a reading that is wrong about one word is caught, in one line."""
    source = "def auction(bids):\n    x = 1\n    y = max(bids)\n    if y > 2:\n        x = 2\n    return y\n"

    def wrong(text: str) -> bool:
        ours = differences.evaluated(text.replace("max", "min"), [3.0, 1.0])
        return not differences.alike(ours, differences.natively(text, [3.0, 1.0]))

    assert wrong(source)
    assert differences.shortened(source, wrong) == "def auction(bids):\n    y = max(bids)\n    return y"


def test_every_program_is_the_same_for_its_seed() -> None:
    assert programs.program(7) == programs.program(7)
    assert len({programs.program(seed)[0] for seed in range(20)}) == 20
