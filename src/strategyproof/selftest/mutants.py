"""Mutants: the mechanisms that ship, each with one mistake in one line of the functions that it runs."""

from __future__ import annotations

import ast
import inspect
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from types import CellType, CodeType, FunctionType
from typing import Any, TypeAlias

from strategyproof.mechanism import rules, vocabulary
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.proofs.rule_source import read_from
from strategyproof.selftest.operators import slips

Definition: TypeAlias = ast.FunctionDef | ast.Lambda


@dataclass(frozen=True, slots=True)
class Slip:
    """A mistake in one line of a function: its kind, the line before and after, the function's code with it."""

    kind: str
    line: int
    before: str
    after: str
    code: CodeType


@dataclass(frozen=True, slots=True)
class Mutant:
    """A mechanism with one mistake.

    Attributes
    ----------
    id
        ``rule:line:kind``, with a number behind it where a line has several of a kind.
    original
        The mechanism without the mistake.
    mechanism
        The mechanism with it.
    function, file
        Where the mistake is.
    slip
        What it is.
    """

    id: str
    original: Mechanism
    mechanism: Mechanism
    function: str
    file: str
    slip: Slip


def mutants(mechanism: Mechanism, home: str = rules.__name__) -> list[Mutant]:
    """Return every mutant of a mechanism: one for each mistake in each function that its rule and its rho run.

    Parameters
    ----------
    mechanism
        One whose functions are defined at the top of a module.
    home
        The package, or the module, whose functions are mutated; what they call elsewhere is left alone.
    """
    found: list[Mutant] = []
    count: Counter[str] = Counter()
    for function in _reached(mechanism, home):
        for slip in slipped(function):
            id = f"{mechanism.id}:{slip.line}:{slip.kind}"
            count[id] += 1
            id += f":{count[id]}" if count[id] > 1 else ""
            file = Path(function.__code__.co_filename).name
            changed = _with_code(mechanism, function, slip.code, id, home)
            found.append(Mutant(id, mechanism, changed, function.__name__, file, slip))
    return found


def slipped(function: Callable[..., Any]) -> list[Slip]:
    """Return the mistakes that can be made in a function; two that give the same source are one.

    Parameters
    ----------
    function
        A function, or a lambda, at the top of a module that has a source file.
    """
    definition = _definition(function)
    source, nodes = ast.unparse(definition), list(ast.walk(definition))
    found: dict[str, Slip] = {}
    for node, kind, put in slips(definition):
        copy = deepcopy(definition)
        place = next(k for k, other in enumerate(nodes) if other is node)
        changed = _Swap(list(ast.walk(copy))[place], deepcopy(put)).visit(copy)
        mistaken = ast.unparse(changed)
        if mistaken != source and mistaken not in found:
            before, after = _difference(source, mistaken)
            line = getattr(node, "lineno", definition.lineno)
            found[mistaken] = Slip(kind, line, before, after, _compiled(changed, function))
    return list(found.values())


class _Swap(ast.NodeTransformer):
    """Put one node in the place of another."""

    def __init__(self, target: ast.AST, put: ast.AST) -> None:
        self.target, self.put = target, put

    def visit(self, node: ast.AST) -> Any:
        return ast.copy_location(self.put, node) if node is self.target else self.generic_visit(node)


def _definition(function: Callable[..., Any]) -> Definition:
    """Return the syntax tree of a function, found in its module by its line."""
    code = inspect.unwrap(function).__code__
    module = inspect.getmodule(function)
    assert module is not None
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        named = isinstance(node, ast.FunctionDef) and node.name == code.co_name
        if named or (isinstance(node, ast.Lambda) and code.co_name == "<lambda>"):
            assert isinstance(node, Definition)
            if node.lineno == code.co_firstlineno:
                return node
    raise LookupError(
        f"expected {code.co_name} at line {code.co_firstlineno} of {code.co_filename}; is the file changed?"
    )


def _compiled(definition: Definition, function: Callable[..., Any]) -> CodeType:
    """Return the code of a function's changed definition."""
    is_lambda = isinstance(definition, ast.Lambda)
    statement = ast.Expr(definition) if isinstance(definition, ast.Lambda) else definition
    tree = ast.fix_missing_locations(ast.Module([statement], []))
    codes = [c for c in read_from(tree, annotations.compiler_flag).co_consts if isinstance(c, CodeType)]
    return next(code for code in codes if code.co_name == ("<lambda>" if is_lambda else function.__name__))


def _difference(source: str, mistaken: str) -> tuple[str, str]:
    """Return the one line in which two sources differ."""
    pairs = zip(source.splitlines(), mistaken.splitlines(), strict=True)
    before, after = next((a, b) for a, b in pairs if a != b)
    return before.strip(), after.strip()


def _reached(mechanism: Mechanism, home: str) -> list[FunctionType]:
    """Return the functions that a mechanism runs, in the order in which they are met; nested ones are only read."""
    met: list[FunctionType] = []

    def visit(value: Any) -> None:
        if _is_of(value, home) and value not in met:
            met.append(value)
            for used in _used(value).values():
                visit(used)

    visit(mechanism.rule)
    visit(mechanism.rho)
    return [function for function in met if "<locals>" not in function.__qualname__]


def _is_of(value: Any, home: str) -> bool:
    return isinstance(value, FunctionType) and f"{value.__module__}.".startswith(f"{home}.")


def _used(function: FunctionType) -> dict[str, Any]:
    """Return what the names of a function stand for: globals, and the variables that it closes over."""
    used = {name: function.__globals__[name] for name in function.__code__.co_names if name in function.__globals__}
    cells = zip(function.__code__.co_freevars, function.__closure__ or (), strict=True)
    return used | {name: cell.cell_contents for name, cell in cells}


def _with_code(mechanism: Mechanism, target: FunctionType, code: CodeType, id: str, home: str) -> Mechanism:
    """Return the mechanism as it is when one function that it runs has other code; everything else stays."""

    def copied(value: Any) -> Any:
        if not _is_of(value, home):
            return value
        used = {name: copied(other) for name, other in _used(value).items()}
        names = {**vars(vocabulary), **value.__globals__, **used}
        closure = tuple(CellType(used[name]) for name in value.__code__.co_freevars)
        body = code if value is target else value.__code__
        return FunctionType(body, names, value.__name__, value.__defaults__, closure)

    return replace(mechanism, id=id, rule=copied(mechanism.rule), rho=copied(mechanism.rho))
