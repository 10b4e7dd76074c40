"""A function run by CPython and by the evaluator, on numbers and over all paths; and what makes a difference short."""

from __future__ import annotations

import ast
import collections
import math
import sys
import time
import types
import warnings
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from strategyproof.proofs.evaluator import Evaluator, modules
from strategyproof.proofs.evaluator.containers import Array, Dict, List, Set
from strategyproof.proofs.evaluator.faults import OutOfBudget, PyError, Unsupported
from strategyproof.proofs.evaluator.numbers import (
    Choice,
    Condition,
    IntOrFloat,
    Quantity,
    cases_of,
    kind_of,
    python_kind,
)
from strategyproof.proofs.evaluator.objects import Instance, Named, Text
from strategyproof.proofs.evaluator.states import Restart, States
from strategyproof.proofs.functions import native
from strategyproof.proofs.functions.budget import Budget
from strategyproof.proofs.functions.paths import Explorer
from strategyproof.proofs.functions.paths import Path as Branches
from strategyproof.proofs.functions.summary import terms_at
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term

HERE = Path(__file__).parent
LEAVES = (bool, int, float, Fraction, str, type(None))
OPEN = ("open",)
"""What the evaluator leaves open, such as the words of a message: alike to anything."""
SECONDS = 5.0
ENDLESS = ("endless",)
"""What is the outcome of a run of CPython that does not end, such as the smallest of an endless generator."""


# ---- CPython


def natively(source: str, bids: Sequence[Any], name: str = "auction") -> Any:
    """Run a function as CPython does; what it raises is its outcome."""
    module = types.ModuleType("program")
    sys.modules["program"] = module  # dataclasses look for it
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exec(compile(source, "program", "exec", dont_inherit=True), module.__dict__)
        try:
            with native.limited(SECONDS):
                return _outcome(lambda: getattr(module, name)(list(bids)))
        except native.Endless:
            return ENDLESS


def _outcome(run: Callable[[], Any]) -> Any:
    try:
        return form(run())
    except RecursionError:
        raise
    except Exception as error:  # noqa: BLE001  # whatever the program raises is compared
        return "raises", type(error).__name__


def form(value: Any) -> Any:
    """Return a value of CPython's in the form in which it is compared."""
    if isinstance(value, LEAVES) and not isinstance(value, np.generic):
        return type(value).__name__, value if value == value else "nan"
    match value:
        case tuple() | list() | collections.deque():
            return type(value).__name__, [form(part) for part in value]
        case dict():
            return type(value).__name__, [(form(k), form(v)) for k, v in value.items()]
        case set() | frozenset():
            return type(value).__name__, sorted(map(repr, map(form, value)))
    if isinstance(value, np.generic):
        return form(value.item())
    if isinstance(value, np.ndarray):
        return "array", [form(part) for part in value.tolist()]
    return "object", type(value).__name__


# ---- the evaluator


class Reading:
    """A source as the evaluator reads it."""

    def __init__(self, source: str) -> None:
        self.states = States()
        self.loader = Evaluator(states=self.states)
        self.scope = modules.load_source(self.loader, source, "program", HERE)

    def run(self, bids: Sequence[Any], name: str, explorer: Explorer | None = None) -> Any:
        """Return the value of a call, ``("raises", name)``, or what stands in the way.

        Raises
        ------
        OutOfBudget, Restart
            As the evaluator does.
        """
        decide, certain = (None, None) if explorer is None else (explorer.decide, explorer.certain)
        ev = Evaluator(decide, certain, self.states)
        ev.files = self.loader.files
        try:
            return ev.call(self.scope[name], [ev.new_list(bids)], {})
        except PyError as error:
            return "raises", error.instance.cls.name
        except OutOfBudget:
            raise
        except Unsupported as error:
            return error


def evaluated(source: str, bids: Sequence[Any], name: str = "auction") -> Any:
    """Return the outcome at a point, or what stands in the way of it."""
    reading = Reading(source)
    while True:
        try:
            return of_evaluator(reading.run(bids, name))
        except Restart:
            continue
        except Unsupported as error:
            return error


def all_paths(
    source: str, count: int, budget: Budget, name: str = "auction", kind: type = Fraction
) -> tuple[list[Term], list[Branches[Any]], bool]:
    """Return the variables, the paths with what they end in, and whether these are all of them."""
    variables = [terms.variable(f"b{k}", "Real") for k in range(count)]
    facts = [terms.less_equal(terms.real(0), v) for v in variables]
    if kind is int:
        wholes = [terms.variable(f"b{k}", "Int") for k in range(count)]
        variables, facts = wholes, [terms.less_equal(terms.integer(0), v) for v in wholes]
    bids = [Quantity(v if kind is not int else terms.as_real(v), kind) for v in variables]
    reading = Reading(source)
    while True:
        explorer = Explorer(facts, budget, time.monotonic() + budget.seconds)
        try:
            paths, early = explorer.explore(lambda: reading.run(bids, name, explorer))  # noqa: B023
        except Restart:
            continue
        return variables, paths, early is None


def at_point(variables: Sequence[Term], paths: Sequence[Branches[Any]], bids: Sequence[Any]) -> Any:
    """Return what the paths say of a point; None where none of them is for it, or the terms do not tell."""
    constants = [terms.real(b) if v.sort == "Real" else terms.integer(b) for v, b in zip(variables, bids, strict=True)]
    values = dict(zip(variables, constants, strict=True))
    for path in paths:
        (holds,) = terms_at([path.condition], values)
        if holds is terms.TRUE:
            return path.leaf if isinstance(path.leaf, Unsupported) else of_evaluator(put_in(path.leaf, values))
    return None


def put_in(value: Any, values: dict[Term, Term]) -> Any:  # noqa: C901  # one case a kind of value
    """Return a value of the evaluator's with numbers in the place of variables."""

    def at(term: Term) -> Term:
        return terms_at([term], values)[0]

    match value:
        case Quantity():
            return Quantity(at(value.term), value.kind)
        case Condition():
            return Condition(at(value.term), value.kind)
        case Choice():
            return Choice([(at(when), k) for when, k in value.cases], value.kind)
        case Array():
            return Array(put_in(value.buffer, values), value.places, value.dtype)
        case List():
            return List((put_in(part, values) for part in value), kind=value.kind)
        case tuple() if not isinstance(value, Named):
            return tuple(put_in(part, values) for part in value)
        case Dict():
            made = Dict(kind=value.kind)
            for place, (key, entry) in value.entries.items():
                made.entries[place] = put_in(key, values), put_in(entry, values)
            return made
        case Set():
            made_set = Set(is_frozen=value.is_frozen)
            for place, (key, _) in value.members.entries.items():
                made_set.members.entries[place] = put_in(key, values), None
            return made_set
    return value


def of_evaluator(value: Any) -> Any:
    """Return a value of the evaluator's in the form in which it is compared."""
    match value:
        case Unsupported():
            return value
        case Quantity() | Condition() | Choice():
            return _number(value)
        case Text() | Instance():
            return OPEN
        case Array():
            return "array", [of_evaluator(part) for part in value.items]
        case tuple() if value[:1] == ("raises",):
            return value
        case List():
            return value.kind, [of_evaluator(part) for part in value]
        case tuple():
            return "tuple", [of_evaluator(part) for part in value]
        case Dict():
            return value.kind, [(of_evaluator(k), of_evaluator(v)) for k, v in value.entries.values()]
        case Set():
            kind = "frozenset" if value.is_frozen else "set"
            return kind, sorted(map(repr, map(of_evaluator, value.members.keys())))
    return form(value) if isinstance(value, LEAVES) else OPEN


def _number(value: Any) -> Any:
    kind = kind_of(value)
    cases = cases_of(value)
    if cases is not None:
        return form(python_kind(kind)(next(option for when, option in cases if when is terms.TRUE)))
    if value.term.op != "const":
        return OPEN
    if kind is IntOrFloat:
        return "IntOrFloat", value.term.data
    return form(python_kind(kind)(value.term.data))


def alike(ours: Any, real: Any, rounding: float = 0.0) -> bool:
    """Tell whether outcomes are the same; what is open is like anything.

    With ``rounding``, doubles may differ by this share: a path computes them as the reals that they stand for.
    """
    if ours == OPEN:
        return True
    if type(ours) is not type(real):
        return False
    if isinstance(ours, tuple) and ours[:1] == ("IntOrFloat",):
        return real[0] in ("int", "float") and bool(ours[1] == real[1])
    if isinstance(ours, (tuple, list)):
        return len(ours) == len(real) and all(alike(a, b, rounding) for a, b in zip(ours, real, strict=True))
    if isinstance(ours, float):
        return math.isclose(ours, real, rel_tol=rounding) or ours == real
    return bool(ours == real)


# ---- making a difference short


def shortened(source: str, differs: Callable[[str], bool], tries: int = 400) -> str:
    """Return a program that still differs, with whatever statements can go gone."""
    tree, left = ast.parse(source), tries
    removed = True
    while removed and left > 0:
        removed = False
        for block, place in list(_statements(tree)):
            if place >= len(block):
                continue
            for replacement in ([], _inner(block[place])):
                old, left = list(block), left - 1
                block[place : place + 1] = replacement or ([] if len(block) > 1 else [ast.Pass()])
                try:
                    if ast.unparse(tree) != source and not _is_same(old, block) and differs(ast.unparse(tree)):
                        removed = True
                        break
                except (SyntaxError, NameError, LookupError, AttributeError):
                    pass
                block[:] = old
                if left <= 0:
                    return ast.unparse(tree)
    return ast.unparse(tree)


def _is_same(old: list[ast.stmt], new: list[ast.stmt]) -> bool:
    return [ast.dump(n) for n in old] == [ast.dump(n) for n in new]


def _inner(statement: ast.stmt) -> list[ast.stmt]:
    inner = getattr(statement, "body", [])
    return inner if isinstance(statement, (ast.If, ast.For, ast.While, ast.With, ast.Try)) else []


def _statements(tree: ast.Module) -> Iterator[tuple[list[ast.stmt], int]]:
    """Yield each statement's place in its block, the last first."""
    for node in ast.walk(tree):
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if isinstance(block, list):
                for place in reversed(range(len(block))):
                    yield block, place
