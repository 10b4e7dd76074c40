"""NumPy's words, against NumPy: values, types of elements, types of numbers, and exceptions.

Each sample is run on plain numbers, on symbols whose terms are constants, and, of floats, on symbols for three bids, of
which all paths together are asked at the points.
"""

from __future__ import annotations

import importlib.util
import math
import time
import types
import warnings
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from strategyproof.proofs.evaluator import Evaluator, modules, table
from strategyproof.proofs.evaluator.arrays import SCALARS
from strategyproof.proofs.evaluator.containers import Array, Dict, List
from strategyproof.proofs.evaluator.faults import PyError, Unsupported
from strategyproof.proofs.evaluator.numbers import (
    Choice,
    Condition,
    IntOrFloat,
    Quantity,
    cases_of,
    is_number,
    kind_of,
    real_term,
)
from strategyproof.proofs.evaluator.objects import Builtin, Text
from strategyproof.proofs.functions.budget import Budget
from strategyproof.proofs.functions.paths import Explorer
from strategyproof.proofs.functions.summary import terms_at
from strategyproof.proofs.smt import terms

HERE = Path(__file__).parent
POINTS: list[list[Any]] = [
    [3.0, 1.0, 2.0],
    [2.0, 2.0, 0.5],
    [0.0, 0.0, 0.0, 5.5],
    [1.25, 7.75, 0.125, 7.75, 3.0],
    [0.1, 0.7, 0.3],
    [4.5],
    [],
    [3, 1, 2],
    [5, 5, 0, 2, 11],
    [7],
    [True, False, True],
    [True, 3, 2.5],
    [Fraction(1, 3), Fraction(5, 7), Fraction(2)],
    [Fraction(2), Fraction(1, 2), Fraction(2), Fraction(0)],
    [Fraction(1, 2), 1, 0.25],
    [float("nan"), 1.0, 2.0],
    [2.0, float("inf"), 1.0],
    [2**62, 2**62, 1],
    [-1.5, 2.0, -3.0],
    [-3, 2, 0],
]
SYMBOLIC_POINTS = [p for p in POINTS if p and all(type(x) is not bool and abs(x) < 100 for x in p)]
THREE = [[3.0, 1.0, 2.0], [2.0, 2.0, 0.5], [0.0, 0.0, 0.0], [1.0, 1.0, 4.0], [0.25, 8.0, 8.0], [1.0, 2.0, 3.0]]


def _samples() -> list[str]:
    lines = (HERE / "numpy_samples.txt").read_text(encoding="utf-8").splitlines()
    bodies = [f"return {line}" for line in lines if line and not line.startswith("#")]
    blocks = (HERE / "numpy_blocks.txt").read_text(encoding="utf-8").split("\n\n")
    bodies += [block.strip("\n") for block in blocks]
    return [block for block in bodies if not block.startswith("# Bodies")]


SAMPLES = _samples()
REFUSED = ("return np.random.default_rng(1)", 'return a["x"]', "return hash(a)")
"""What is never read."""


def source_of(body: str) -> str:
    lines = "\n".join("    " + line for line in body.splitlines())
    return f"import numpy as np\n\n\ndef run(bids):\n    a = np.array(bids)\n{lines}\n"


def natively(body: str, bids: list[Any]) -> Any:
    module = types.ModuleType("sample")
    exec(compile(source_of(body), "sample", "exec"), module.__dict__)  # the tests' own samples
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return native_form(module.run(list(bids)))
        except Exception as error:  # noqa: BLE001  # whatever NumPy raises is compared
            return "raises", _name_of(type(error))


def _name_of(kind: type) -> str:
    return next(cls.__name__ for cls in kind.__mro__ if cls.__module__ == "builtins")


def native_form(value: Any) -> Any:
    match value:
        case np.ndarray():
            return "array", value.dtype.name, value.shape, [native_form(x) for x in value.ravel().tolist()]
        case np.generic():
            return "number", value.dtype.name, repr(value.item())
        case tuple() | list():
            return type(value).__name__, [native_form(x) for x in value]
        case type():
            return "type", value.__name__
    return type(value).__name__, repr(value)


def form(value: Any) -> Any:
    match value:
        case Array():
            return "array", np.dtype(value.dtype).name, value.shape, [form(x) for x in value.items]
        case Quantity() if value.kind is IntOrFloat:
            return "open", ""
        case Quantity() | Condition() | Choice():
            return form(_plain(value))
        case np.generic():
            return "number", value.dtype.name, repr(value.item())
        case tuple():
            return "tuple", [form(x) for x in value]
        case List():
            return "list", [form(x) for x in value]
        case Builtin():
            return "type", value.name.rpartition(".")[2]
        case Text() | Dict():
            return "open", ""
    return type(value).__name__, repr(value)


def _plain(value: Any) -> Any:
    """Return a number whose terms are constants."""
    kind = kind_of(value)
    cases = cases_of(value)
    if cases is not None:
        return kind(next(option for when, option in cases if when is terms.TRUE))
    term = real_term(value)
    assert term is not None
    assert term.op == "const", term
    return kind(int(term.data)) if kind in (int, np.int64) else kind(term.data)


def evaluated(body: str, bids: list[Any], decide: Any = None, certain: Any = None) -> Any:
    """Return what the evaluator gives, or the exception that it raises; its refusals pass."""
    loader = Evaluator()
    scope = modules.load_source(loader, source_of(body), "sample", HERE)
    ev = Evaluator(decide, certain, loader.states)
    ev.files = loader.files
    try:
        return ev.call(scope["run"], [ev.new_list(bids)], {})
    except PyError as error:
        return "raises", error.instance.cls.name


def _formed(value: Any) -> Any:
    return value if isinstance(value, tuple) and value[:1] == ("raises",) else form(value)


def alike(ours: Any, real: Any) -> bool:
    """Compare; floats of exact arithmetic are alike where they are close."""
    if isinstance(ours, (tuple, list)) and ours and ours[0] == "open":
        return True
    if isinstance(ours, (tuple, list)) and isinstance(real, (tuple, list)):
        if len(ours) == len(real) and ours[:-1] == real[:-1] and ours and ours[0] in ("float", "number"):
            return ours[-1] == real[-1] or _close(ours[-1], real[-1])
        return type(ours) is type(real) and len(ours) == len(real) and all(map(alike, ours, real))
    return bool(ours == real)


def _close(a: str, b: str) -> bool:
    try:
        return math.isclose(float(a), float(b), rel_tol=1e-12, abs_tol=1e-12)
    except ValueError:
        return False


@pytest.mark.parametrize("body", SAMPLES)
def test_plain_numbers(body: str) -> None:
    read = 0
    for bids in POINTS:
        try:
            ours = _formed(evaluated(body, list(bids)))
        except Unsupported:
            continue
        read += 1
        real = natively(body, bids)
        assert ours == real or (ours[0] == "open"), (bids, ours, real)
    assert (read == 0) is (body in REFUSED)


@pytest.mark.parametrize("body", SAMPLES)
def test_symbols_at_points(body: str) -> None:
    for bids in SYMBOLIC_POINTS:
        symbols = [Quantity(terms.real(bid), type(bid)) for bid in bids]
        try:
            ours = _formed(evaluated(body, symbols))
        except Unsupported:
            continue
        real = natively(body, bids)
        assert alike(ours, real), (bids, ours, real)


@pytest.mark.parametrize("body", SAMPLES)
def test_all_paths_of_three_bids(body: str) -> None:
    variables = [terms.variable(f"b{k}", "Real") for k in range(3)]
    explorer = Explorer([terms.less_equal(terms.real(0), v) for v in variables], Budget(), time.monotonic() + 60)

    def run() -> Any:
        try:
            return evaluated(body, [Quantity(v, float) for v in variables], explorer.decide, explorer.certain)
        except Unsupported as error:
            return error

    paths, _ = explorer.explore(run)
    for bids in THREE:
        values = dict(zip(variables, map(terms.real, bids), strict=True))
        for path in paths:
            (holds,) = terms_at([path.condition], values)
            if holds is terms.TRUE and not isinstance(path.leaf, Unsupported):
                ours, real = _formed(at(path.leaf, values)), natively(body, bids)
                assert alike(ours, real), (bids, ours, real)


def at(value: Any, values: dict[Any, Any]) -> Any:
    """Return a value of the evaluator's with the bids put in."""
    match value:
        case Array():
            return Array(List([at(x, values) for x in value.buffer]), value.places, value.dtype)
        case Quantity():
            return Quantity(terms_at([value.term], values)[0], value.kind)
        case Condition():
            return Condition(terms_at([value.term], values)[0], value.kind)
        case Choice():
            told = terms_at([when for when, _ in value.cases], values)
            return Choice([(when, k) for when, (_, k) in zip(told, value.cases, strict=True)], value.kind)
        case List():
            return List(at(x, values) for x in value)
        case tuple():
            return tuple(at(x, values) for x in value)
    return value


def test_every_row_has_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """The samples above use every word: what nobody has compared is no row of the table."""
    ran: set[str] = set()

    def recording(name: str, row: Any) -> Any:
        def run(*args: Any, **keywords: Any) -> Any:
            ran.add(name)
            return row(*args, **keywords)

        return run

    evaluated("return a", [1.0])
    own = {name: f for name, f in table.FUNCTIONS.items() if name.startswith("numpy.")}
    methods = {key: row for key, row in table.METHODS.items() if key[0] is Array}
    for name, builtin in own.items():
        monkeypatch.setattr(builtin, "run", recording(name, builtin.run))
    for (kind, name), row in methods.items():
        monkeypatch.setitem(table.METHODS, (kind, name), recording(f"Array.{name}", row))
    for body in SAMPLES:
        for bids in ([3.0, 1.0, 2.0], [3, 1, 2]):
            try:
                evaluated(body, list(bids))
            except Unsupported:
                continue
    names = {*own, *(f"Array.{name}" for _, name in methods)}
    named_only = {name for name in names if name.startswith("numpy.random.") or _is_type(name)}
    operators = {f"Array.__{r}{op}__" for op in ("lshift", "rshift", "or", "xor", "and", "pow", "mod", "floordiv",
                 "truediv", "add", "sub", "mul", "matmul") for r in ("", "r", "i")}  # fmt: skip
    assert names - ran - named_only - operators == set()


def _is_type(name: str) -> bool:
    return isinstance(getattr(np, name.rpartition(".")[2], None), type)


def test_samples_cover_the_modelled_kinds() -> None:
    assert set(SCALARS) == {float, int, bool}
    assert importlib.util.find_spec("numpy") is not None
    assert is_number(np.int64(1))
