"""Load a user's function in the form that runs over lists of any length."""

from __future__ import annotations

import sys
from fractions import Fraction
from types import FunctionType, GeneratorType, ModuleType
from typing import Any, NoReturn

from strategyproof.proofs.lift.builtins_for_rows import AnyMode, each, shadowed_for_rows
from strategyproof.proofs.lift.freezing import mark
from strategyproof.proofs.lift.loops import fold
from strategyproof.proofs.lift.rewrite import RowRewrite
from strategyproof.proofs.lift.rows import Ranking, Row
from strategyproof.proofs.lift.unbound import UNBOUND, bound
from strategyproof.proofs.plain.faults import Unsupported
from strategyproof.proofs.plain.quantity import Symbolic
from strategyproof.proofs.plain.source import Dialect, Loaded, load_function


def load_for_any(target: str) -> Loaded:
    """Load ``FILE.py:NAME`` so that its loops and comprehensions can run over lists of any length."""
    mode = AnyMode()
    helpers = {
        "__computes__": lambda function: mark(function, pure=True),
        "__is_row__": lambda value: isinstance(value, (Row, Ranking)),
        "__each__": _each,
        "__fold__": fold,
        "__refuse__": _refuse,
        "__number__": _number,
        "__unbound__": UNBOUND,
        "__bound__": bound,
    }
    return load_function(target, Dialect(mode, {**shadowed_for_rows(mode), **helpers}, RowRewrite))


def foreign(loaded: Loaded) -> str | None:
    """Name what a module uses of code that is read natively, where a list of any length is seen not to be one."""
    known = {loaded.module.__name__, "strategyproof", "numpy", *sys.stdlib_module_names}
    for name, value in vars(loaded.module).items():
        if name.startswith("__") or not isinstance(value, (ModuleType, FunctionType, type)):
            continue
        home = value.__name__ if isinstance(value, ModuleType) else value.__module__
        wrapped = isinstance(value, FunctionType) and home == loaded.module.__name__ != value.__globals__["__name__"]
        if wrapped or home.partition(".")[0] not in known:
            return name
    return None


def _each(compute: Any, items: Any, keep: Any, kind: str) -> Any:
    return each(compute, items, keep, GeneratorType if kind == "generator" else list)


def _refuse(construct: str) -> NoReturn:
    raise Unsupported(f"{construct}, over a market of any size")


def _number(value: Any) -> Any:
    if not isinstance(value, (Symbolic, int, float, Fraction, str, tuple)):
        raise Unsupported(f"changing a {type(value).__name__} in place, over a market of any size")
    return value
