"""The closed list of syntax: every kind of node that a rule may be made of, and what is asked of each.

A node that has no method here is refused. There is none that stores anywhere but in a local name (an augmented
assignment would change an array in place), none that catches an error, and none that makes a text of a number.
"""

from __future__ import annotations
import __future__

import ast
import sys
from dataclasses import dataclass, field
from types import FunctionType, ModuleType
from typing import Any, NoReturn

from strategyproof.proofs.rule_source.definition import Definition
from strategyproof.proofs.rule_source.names import MISSING, is_constant, is_known, member, outer
from strategyproof.proofs.symbolic.symbols import VOCABULARY

OPERATORS = (
    ast.Add,
    ast.Sub,
    ast.Mult,
    ast.Div,
    ast.Pow,
    ast.BitAnd,
    ast.BitOr,
    ast.USub,
    ast.UAdd,
    ast.Invert,
    ast.Not,
)
ORDER = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)
ENTRIES = ("wins", "payments")
"""The attributes that a rule may read: those of an outcome that another rule gave it."""

LOCAL = object()
"""A local name with a value."""


@dataclass(frozen=True, slots=True)
class Within:
    """A local name that always is the same function, defined within the rule and read where it is defined."""


class NotOnTheList(Exception):
    """A rule says something that no proof speaks of."""

    def __init__(self, node: ast.AST, why: str) -> None:
        text = ast.unparse(node).splitlines()[0]
        super().__init__(f"`{text[:60]}`: {why}")
        self.line: int = getattr(node, "lineno", 0)


def _refuse(node: ast.AST, why: str) -> NoReturn:
    raise NotOnTheList(node, why)


@dataclass(slots=True)
class Reader:
    """Reads one function, with those that it defines.

    Attributes
    ----------
    function
        Whose names beyond its locals are asked for.
    scopes
        The local names of the definitions being read, innermost last: each a value, or the function that it always is.
    calls
        The functions of others that are called, to be read as well.
    """

    function: FunctionType
    scopes: list[dict[str, Any]] = field(default_factory=list)
    calls: list[FunctionType] = field(default_factory=list)

    def called(self, node: Definition) -> list[FunctionType]:
        """Read a definition; return the functions that it calls.

        Raises
        ------
        NotOnTheList
            At the first node that is not on the list.
        """
        self.body_of(node)
        return self.calls

    def body_of(self, node: Definition) -> None:
        """Read what runs when a definition is called."""
        self.scopes.append(_locals(node))
        for part in node.body if isinstance(node, ast.FunctionDef) else [node.body]:
            self.read(part)
        self.scopes.pop()

    def read(self, *nodes: ast.AST | None) -> None:
        """Read nodes by the method named after their kind."""
        for node in nodes:
            if node is not None:
                getattr(self, f"_{type(node).__name__}", _refused)(node)

    def meaning(self, name: str) -> Any:
        """Return what a name means: ``LOCAL``, ``Within``, or a value from outside."""
        for scope in reversed(self.scopes):
            if name in scope:
                return scope[name]
        return outer(self.function, name)

    # --- statements

    def _FunctionDef(self, node: ast.FunctionDef) -> None:
        if node.decorator_list:
            _refuse(node.decorator_list[0], "a decorator inside a rule")
        if getattr(node, "type_params", None):
            _refuse(node, "a type parameter inside a rule")
        self.annotations(node)
        self.defaults(node.args)
        self.body_of(node)

    def _Return(self, node: ast.Return) -> None:
        self.read(node.value)

    def _Expr(self, node: ast.Expr) -> None:
        self.read(node.value)

    def _Pass(self, node: ast.Pass) -> None:
        pass

    _Break = _Continue = _Pass

    def _Assign(self, node: ast.Assign) -> None:
        self.stored(*node.targets)
        self.read(node.value)

    def _AnnAssign(self, node: ast.AnnAssign) -> None:
        self.stored(node.target)
        self.read(node.value)

    def _If(self, node: ast.If) -> None:
        self.read(node.test, *node.body, *node.orelse)

    def _For(self, node: ast.For) -> None:
        self.stored(node.target)
        self.read(node.iter, *node.body, *node.orelse)

    def _ImportFrom(self, node: ast.ImportFrom) -> None:
        module = sys.modules.get(node.module or "")
        for name in node.names:
            if node.level or type(module) is not ModuleType or member(module, name.name) is MISSING:
                _refuse(node, "an import inside a rule may only name what is loaded already, by its full path")

    def stored(self, *targets: ast.expr) -> None:
        """Let only local names be stored to."""
        for target in targets:
            if isinstance(target, (ast.Tuple, ast.List)):
                self.stored(*target.elts)
            elif isinstance(target, ast.Starred):
                self.stored(target.value)
            elif not isinstance(target, ast.Name):
                _refuse(target, "a rule stores only in local names; what it changes elsewhere would be a state")

    # --- expressions

    def _Constant(self, node: ast.Constant) -> None:
        if not is_constant(node.value):
            _refuse(node, "no constant that a rule computes with")

    def _Name(self, node: ast.Name) -> None:
        self.value(node, self.meaning(node.id))

    def _Attribute(self, node: ast.Attribute) -> None:
        if (found := self.in_module(node)) is not None:
            self.value(node, found)
            return
        if node.attr not in ENTRIES:
            _refuse(node, f"a rule reads no attribute of its bids; use the words of {VOCABULARY}")
        self.read(node.value)

    def value(self, node: ast.AST, found: Any) -> None:
        """Let a name stand for a local value or a constant."""
        if found is LOCAL:
            return
        if type(found) in (Within, FunctionType) or is_known(found):
            _refuse(node, "a function may be called, and is no value to a rule")
        if found is MISSING:
            _refuse(node, "nothing has this name")
        if not is_constant(found):
            _refuse(node, f"a {type(found).__name__} from outside may change; use a number or a tuple of numbers")

    def in_module(self, node: ast.expr) -> Any:
        """Return what ``module.name`` means, or None if the node is nothing of the kind."""
        if not isinstance(node, ast.Attribute):
            return None
        owner = self.meaning(node.value.id) if isinstance(node.value, ast.Name) else self.in_module(node.value)
        return member(owner, node.attr) if type(owner) is ModuleType else None

    def _Call(self, node: ast.Call) -> None:
        self.callee(node.func)
        self.read(*node.args, *(keyword.value for keyword in node.keywords))

    def callee(self, node: ast.expr) -> None:
        """Let a call reach the words, pure functions, definitions within the rule, and functions that are read too."""
        found = self.meaning(node.id) if isinstance(node, ast.Name) else self.in_module(node)
        if type(found) is Within or is_known(found):
            return
        if type(found) is not FunctionType:
            _refuse(node, f"a rule calls the words of {VOCABULARY} and plain functions made of them")
        self.calls.append(found)

    def _Lambda(self, node: ast.Lambda) -> None:
        self.defaults(node.args)
        self.body_of(node)

    def defaults(self, arguments: ast.arguments) -> None:
        """Read the default arguments of a definition within the rule."""
        self.read(*arguments.defaults, *arguments.kw_defaults)

    def annotations(self, node: ast.FunctionDef) -> None:
        """Let annotations, which run where the definition stands unless they are kept as text, be names only."""
        if self.function.__code__.co_flags & __future__.annotations.compiler_flag:
            return
        arguments = [part for part in ast.walk(node.args) if isinstance(part, ast.arg)]
        for given in [node.returns, *(argument.annotation for argument in arguments)]:
            if not isinstance(given, (ast.Name, ast.Constant, type(None))):
                _refuse(
                    given, "an annotation inside a rule runs; write a name, or `from __future__ import annotations`"
                )

    def _BinOp(self, node: ast.BinOp) -> None:
        self.operator(node, node.op)
        self.read(node.left, node.right)

    def _UnaryOp(self, node: ast.UnaryOp) -> None:
        self.operator(node, node.op)
        self.read(node.operand)

    def operator(self, node: ast.expr, operator: ast.AST) -> None:
        """Let only the operators pass that symbols compute."""
        if not isinstance(operator, OPERATORS):
            _refuse(node, "no operator of the vocabulary")

    def _BoolOp(self, node: ast.BoolOp) -> None:
        self.read(*node.values)

    def _IfExp(self, node: ast.IfExp) -> None:
        self.read(node.test, node.body, node.orelse)

    def _Compare(self, node: ast.Compare) -> None:
        for operator, other in zip(node.ops, node.comparators, strict=True):
            is_none = isinstance(operator, (ast.Is, ast.IsNot)) and ast.unparse(other) == "None"
            if not (is_none or isinstance(operator, ORDER)):
                _refuse(node, "`is` and `in` ask what an object is, not what it is worth; compare with `==`")
        self.read(node.left, *node.comparators)

    def _Tuple(self, node: ast.Tuple) -> None:
        self.read(*node.elts)

    _List = _Tuple

    def _Starred(self, node: ast.Starred) -> None:
        self.read(node.value)

    def _Subscript(self, node: ast.Subscript) -> None:
        self.read(node.value, node.slice)

    def _ListComp(self, node: ast.ListComp) -> None:
        self.scopes.append({})
        for part in node.generators:
            self.stored(part.target)
            self.read(part.iter)
            self.scopes[-1].update(dict.fromkeys(_stored(part.target), LOCAL))
            self.read(*part.ifs)
        self.read(node.elt)
        self.scopes.pop()


def _refused(node: ast.AST) -> NoReturn:
    _refuse(node, f"{type(node).__name__} is not on the list of what a proof can read")


def _locals(node: Definition) -> dict[str, Any]:
    """Return the local names of a definition: functions where a name is bound once, by a definition, else values."""
    arguments = node.args
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    bound: list[tuple[str, Any]] = [(argument.arg, LOCAL) for argument in named if argument is not None]
    for part in node.body if isinstance(node, ast.FunctionDef) else []:
        bound += _bound(part)
    names = [name for name, _ in bound]
    return {name: meaning if names.count(name) == 1 else LOCAL for name, meaning in bound}


def _bound(node: ast.AST) -> list[tuple[str, Any]]:
    """Return the names that a statement binds in its own scope, with what they mean."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return [(node.name, Within() if isinstance(node, ast.FunctionDef) else LOCAL)]
    if isinstance(node, (ast.Assign, ast.AnnAssign)) and isinstance(node.value, ast.Lambda):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return [(target.id, Within()) if isinstance(target, ast.Name) else ("", LOCAL) for target in targets]
    if isinstance(node, ast.ImportFrom):
        module = sys.modules.get(node.module or "", sys)
        return [(name.asname or name.name, member(module, name.name)) for name in node.names]
    if isinstance(node, ast.expr):
        return [(name, LOCAL) for name in _stored(node)]
    return [pair for child in ast.iter_child_nodes(node) for pair in _bound(child)]


def _stored(node: ast.AST) -> list[str]:
    if isinstance(node, (ast.Lambda, ast.ListComp)):
        return []
    own = [node.id] if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) else []
    return own + [name for child in ast.iter_child_nodes(node) for name in _stored(child)]
