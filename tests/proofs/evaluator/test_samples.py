"""The rows of the table, against CPython: value, type and exception, on numbers of every kind and on bad input.

What the evaluator does not read at a point it says; each sample must be read at one point at least, unless it stands
below a line ``# refused``. Every row of the table must have run in a sample, which is measured.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from strategyproof.proofs.evaluator import table, words
from strategyproof.proofs.evaluator.words import typing_words

POINTS: list[list[Any]] = [
    [3.0, 1.0, 2.0],
    [2.0, 2.0, 1.0],
    [0.0, 0.0, 0.0, 5.5],
    [1.25, 7.75, 0.125, 7.75, 3.0],
    [4.5],
    [],
    [Fraction(1, 3), Fraction(5, 7), Fraction(2)],
    [Fraction(2), Fraction(1, 2), Fraction(2), Fraction(0)],
    [3, 1, 2],
    [5, 5, 0, 2, 11],
    [7],
    [True, 3, 2.5],
    [0.1, 0.7, 0.3, 1e-3],
]
BAD_POINTS: list[list[Any]] = [
    [1.0, None, 2.0],
    ["b", "a", "c"],
    [float("nan"), 1.0, 2.0],
    [2.0, float("inf"), 1.0],
    [Decimal("2.5"), Decimal(1), Decimal("0.125")],
    [1.0, [2.0], 3.0],
    [-1.5, 2.0, -3.0],
]
EXACT_POINTS: list[list[Any]] = [
    [Fraction(1, 3), Fraction(5, 7), Fraction(2)],
    [Fraction(2), Fraction(1, 2), Fraction(2), Fraction(0)],
    [Fraction(4)],
    [3, 1, 2],
    [5, 5, 0, 2, 11],
    [7],
    [],
]


def _shown(source: str, bids: list[Any], real: Any, ours: Any) -> str:
    return f"\n{source}\nbids = {bids}\nCPython:   {real}\nevaluator: {ours}"


def _all_samples(reading: Any, file: Any) -> Iterator[tuple[str, bool]]:
    """Yield each sample's source, and whether it must be read."""
    for header, body in reading.samples(file):
        is_refused = body.startswith("# refused\n")
        yield reading.source_of(header, body.removeprefix("# refused\n")), not is_refused


def test_numbers(reading: Any, sample_file: Any) -> None:
    failures = []
    for source, must_be_read in _all_samples(reading, sample_file):
        reasons = []
        for bids in [*POINTS, *BAD_POINTS]:
            real, ours = reading.natively(source, list(bids)), reading.evaluated(source, list(bids))
            if ours[0] == "unsupported":
                reasons.append(ours[1])
            elif ours != real:
                failures.append(_shown(source, bids, real, ours))
                break
        if must_be_read is (len(reasons) == len([*POINTS, *BAD_POINTS])):
            failures.append(f"\n{source}\nread nowhere, or refused no longer: {reasons[:1]}")
    assert not failures, f"{len(failures)} differences:" + "".join(failures[:12])


def test_symbols(reading: Any, sample_file: Any) -> None:
    failures = []
    for source, _ in _all_samples(reading, sample_file):
        for bids in EXACT_POINTS:
            real = reading.natively(source, list(bids))
            ours = reading.evaluated(source, reading.symbols(bids))
            if ours[0] != "unsupported" and not reading.agree(real, ours):
                failures.append(_shown(source, bids, real, ours))
                break
    assert not failures, f"{len(failures)} differences:" + "".join(failures[:12])


def test_variables(reading: Any, sample_file: Any) -> None:
    failures = []
    for source, _ in _all_samples(reading, sample_file):
        for bids in EXACT_POINTS:
            real, ours = reading.natively(source, list(bids)), reading.followed(bids).run(source)
            if ours[0] != "unsupported" and not reading.agree(real, ours):
                failures.append(_shown(source, bids, real, ours))
                break
    assert not failures, f"{len(failures)} differences:" + "".join(failures[:12])


def _load_all() -> None:
    for module in pkgutil.iter_modules(words.__path__):
        importlib.import_module(f"{words.__name__}.{module.name}")


WITH_TESTS_OF_THEIR_OWN = ("numpy", "strategyproof")
"""Modules whose rows have tests elsewhere."""


ONLY_IN_ANNOTATIONS = (*typing_words.NAMES,)
"""Words of ``typing`` that nobody calls; what they do as values is in ``type_words``."""

BY_THE_SYNTAX = {"super", "locals", "globals", "vars", "eval", "exec", "enum.IntEnum", "enum.StrEnum", "abc.ABCMeta"}
"""Words that the syntax of calls and classes reads before their rows could run."""


def _must_have_run(name: str, row: Any) -> bool:
    module, _, word = name.rpartition(".")
    if module == "typing" and word in ONLY_IN_ANNOTATIONS:
        return False
    return name not in BY_THE_SYNTAX and not _file(row).startswith(
        (*WITH_TESTS_OF_THEIR_OWN, "numbers", "collections_abc")
    )


def _file(row: Any) -> str:
    return str(row.__module__.rpartition(".")[2].removesuffix("_words"))


def test_every_row_has_run(reading: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    _load_all()
    ran: set[str] = set()

    def recorded(name: str, row: Any) -> Any:
        def run(*args: Any, **named: Any) -> Any:
            ran.add(name)
            return row(*args, **named)

        run.__wrapped__ = row  # type: ignore[attr-defined]
        return run

    expected = set()
    for name, builtin in table.FUNCTIONS.items():
        if _must_have_run(name, builtin.run):
            expected.add(name)
            monkeypatch.setattr(builtin, "run", recorded(name, builtin.run))
    for (kind, name), row in list(table.METHODS.items()):
        full = f"{kind.__name__}.{name}"
        if _must_have_run(full, row) and not row.__module__.startswith("strategyproof.proofs.evaluator.rows."):
            expected.add(full)  # lists of any length have test_lift.py
            monkeypatch.setitem(table.METHODS, (kind, name), recorded(full, row))
    for file in sorted(reading.folder.glob("*.txt")):
        for source, _ in _all_samples(reading, file):
            for bids in ([3.0, 1.0, 2.0], [3, 1, 2]):
                reading.evaluated(source, list(bids))
                reading.evaluated(source, reading.symbols(bids))
    assert not expected - ran, f"rows without a sample: {sorted(expected - ran)}"
