"""Functions made to deceive: the reading of all paths gives what CPython gives, or says what it cannot read."""

from __future__ import annotations

import importlib.util
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from strategyproof.proofs.evaluator.faults import Stateful, Unsupported
from strategyproof.proofs.functions.budget import Budget

HERE = Path(__file__).parent
POINTS = [[1.0, 1.0], [110.0, 1.0], [150.0, 120.0], [0.0, 2.0], [2.0, 2.0], [1.0, 110.0], [5.0, 7.5], [300.0, 5.0]]
WHOLE = [[21, 1], [42, 2], [1, 1], [110, 1], [0, 2]]
BUDGET = Budget(seconds=20, paths=200, decisions=100)
REFUSED = {
    "a square root",
    "argmax against argsort",
    "text of a bid",
    "the order of a set of text",
    "a cache across types",
}
"""What may not be read: its outcome is another in some process, or hangs on what no reading of numbers tells."""


def _load(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


deceivers, differences, refusals = _load("deceivers"), _load("differences"), _load("refusals")
REFUSALS = deceivers.entries(refusals.REFUSED)
DECEIVERS = deceivers.DECEIVERS | deceivers.entries(refusals.READ)


def _numbers(outcome: Any) -> Any:
    """Return an outcome without the types of its numbers, which laws do not ask for."""
    if isinstance(outcome, tuple) and len(outcome) == 2 and isinstance(outcome[1], (bool, int, float, Fraction)):
        return float(outcome[1])
    return [_numbers(part) for part in outcome] if isinstance(outcome, (tuple, list)) else outcome


def _agree(ours: Any, real: Any) -> bool:
    if isinstance(ours, float) and isinstance(real, float):
        return ours == pytest.approx(real, rel=1e-9)
    if isinstance(ours, list) and isinstance(real, list):
        return len(ours) == len(real) and all(map(_agree, ours, real))
    return bool(ours == real)


def told(body: str, points: list[list[Any]], kind: type, before: str = "") -> tuple[int, list[str]]:
    """Return at how many points the paths gave an outcome, and where it is not CPython's."""
    source = deceivers.source_of(body, before)
    read, wrong = 0, []
    variables, paths, _ = differences.all_paths(source, 2, BUDGET, kind=kind)
    for bids in points:
        ours = differences.at_point(variables, paths, bids)
        if ours is None or isinstance(ours, Unsupported):
            continue
        read += 1
        real = differences.natively(source, bids)
        if not _agree(_numbers(ours), _numbers(real)):
            wrong.append(f"{bids}: the paths give {ours}, CPython {real}")
    return read, wrong


@pytest.mark.parametrize("title", DECEIVERS)
def test_exactly_or_not_at_all(title: str) -> None:
    body = DECEIVERS[title]
    read, wrong = told(body, POINTS, float)
    read_whole, wrong_whole = told(body, WHOLE, int)
    assert not [*wrong, *wrong_whole]
    assert (read + read_whole == 0) is (title in REFUSED)


@pytest.mark.parametrize("title", REFUSALS)
def test_not_at_all(title: str) -> None:
    assert told(REFUSALS[title], POINTS, float) == (0, [])


def test_the_honest_twin_is_read() -> None:
    for points, kind in ((POINTS, float), (WHOLE, int)):
        read, wrong = told(deceivers.HONEST, points, kind)
        assert read == len(points)
        assert not wrong


@pytest.mark.parametrize("title", deceivers.STATES)
def test_a_state_of_the_file_is_told(title: str) -> None:
    before, body = deceivers.STATES[title]
    _, paths, _ = differences.all_paths(deceivers.source_of(body, before), 2, BUDGET, kind=float)
    assert all(isinstance(path.leaf, Stateful) or _shows_state(path.leaf) for path in paths)


def _shows_state(leaf: Any) -> bool:
    """Tell whether a state is what the outcome consists of: whoever reads the outcome is told."""
    from strategyproof.proofs.evaluator.objects import Opaque

    parts = [part for column in leaf for part in column] if isinstance(leaf, tuple) else []
    return any(isinstance(part, Opaque) for part in parts)
