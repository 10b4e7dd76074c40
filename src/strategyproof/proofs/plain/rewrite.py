"""How a user's file is rewritten before it runs on symbols, and what the rewritten code calls."""

from __future__ import annotations

import ast
import sys
import types
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from strategyproof.proofs.plain.builtins_for_bids import Mode
from strategyproof.proofs.plain.exact import Exact
from strategyproof.proofs.plain.faults import Unsupported
from strategyproof.proofs.plain.quantity import Symbolic


class Rewrite(ast.NodeTransformer):
    """Rewrite what would stop a proof without need: texts of errors, sorting in place; mark tests of what a bid is."""

    def __init__(self, module: ast.Module) -> None:
        classes = [node for node in ast.walk(module) if isinstance(node, ast.ClassDef)]
        self._classes = {node.name for node in classes if not node.bases and not node.keywords}

    def visit_Raise(self, node: ast.Raise) -> ast.AST:
        """Leave out the text of an error, which formats bids and does not change the outcome."""
        if isinstance(node.exc, ast.Call):
            node.exc.args = [self._quiet(arg) for arg in node.exc.args]
        return self.generic_visit(node)

    @staticmethod
    def _quiet(argument: ast.expr) -> ast.expr:
        if isinstance(argument, ast.JoinedStr):
            return ast.copy_location(ast.Constant(ast.unparse(argument)), argument)
        return argument

    def visit_Assert(self, node: ast.Assert) -> ast.AST:
        """Leave out the message of an assertion, likewise."""
        if isinstance(node.msg, ast.JoinedStr):
            node.msg = self._quiet(node.msg)
        return self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """Sort lists in place by merging; a bid is a float already, and its type is that of a number."""
        self.generic_visit(node)
        if isinstance(node.func, ast.Attribute) and node.func.attr == "sort":
            return _call(node, "__sort__", [node.func.value, *node.args], node.keywords)
        if isinstance(node.func, ast.Name) and node.func.id == "map" and node.args and _is_kind(node.args[0]):
            node.args[0] = _meant(node.args[0])
        if _is_kind(node.func) and len(node.args) == 1 and not node.keywords:
            node.func = _meant(node.func)
        return node

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        """Let another name for ``type`` mean what ``type`` means."""
        self.generic_visit(node)
        if isinstance(node.value, ast.Name) and node.value.id == "type":
            node.value = _meant(node.value)
        return node

    def visit_With(self, node: ast.With) -> ast.AST:
        """Look at the errors that leave a context, which may catch them."""
        self.generic_visit(node)
        inner = ast.parse("try: pass\nexcept BaseException:\n    __caught__()\n    raise").body[0]
        assert isinstance(inner, ast.Try)
        inner.body = node.body
        node.body = [ast.copy_location(inner, node)]
        return node

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> ast.AST:
        """Look at the error that is caught: a number might not have raised it."""
        self.generic_visit(node)
        mark = ast.Expr(ast.Call(ast.Name("__caught__", ast.Load()), [], []))
        node.body.insert(0, ast.copy_location(mark, node.body[0]))
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        """Ask for the class of a bid as for its type; let no array of bids tell what it holds."""
        self.generic_visit(node)
        if node.attr in ("dtype", "itemsize", "nbytes", "strides") and isinstance(node.ctx, ast.Load):
            node.value = _call(node.value, "__array__", [node.value])
        if node.attr == "__class__" and isinstance(node.ctx, ast.Load):
            return _call(node, "__type__", [node.value])
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        """Mark identity tests of anything but None: a symbolic number has no identity."""
        self.generic_visit(node)
        if any(isinstance(op, (ast.Is, ast.IsNot)) for op in node.ops):
            sides = [node.left, *node.comparators]
            if not any(isinstance(side, ast.Constant) and side.value is None for side in sides):
                checked: list[ast.expr] = [_call(node, "__refuse_is__", [side]) for side in sides]
                node.left, *node.comparators = checked
        return node

    def visit_Match(self, node: ast.Match) -> ast.AST:
        """Mark what is matched with True, False or a type not defined here: a symbolic number is none of these."""
        self.generic_visit(node)
        if any(map(self._asks_for_a_type, ast.walk(node))):
            node.subject = _call(node.subject, "__refuse_match__", [node.subject])
        return node

    def _asks_for_a_type(self, pattern: ast.AST) -> bool:
        match pattern:
            case ast.MatchSingleton(value=bool()):
                return True
            case ast.MatchClass(cls=ast.Name(id=name)):
                return name not in self._classes
        return isinstance(pattern, ast.MatchClass)


def marks(mode: Mode, module: types.ModuleType) -> dict[str, Any]:
    """Return what the rewritten code of a module calls, by name."""
    return {
        "__sort__": _sorter(module),
        "__refuse_is__": refuse_is,
        "__refuse_match__": _refuse_match,
        "__type__": mode.type_of,
        "__meant__": _meaning(mode),
        "__array__": _array(mode),
        "__caught__": _catcher(mode, module),
    }


_KINDS = ("type", "float", "Fraction")


def _is_kind(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in _KINDS


def _meant(kind: ast.expr) -> ast.expr:
    """Let ``type``, ``float`` and ``Fraction`` take symbolic bids, where these names mean what they do in Python."""
    return _call(kind, "__meant__", [kind])


def _call(at: ast.expr, helper: str, args: list[ast.expr], keywords: list[ast.keyword] | None = None) -> ast.Call:
    name = ast.copy_location(ast.Name(helper, ast.Load()), at)
    return ast.copy_location(ast.Call(name, args, keywords or []), at)


def _to_float(value: Any) -> Any:
    return value if isinstance(value, (Symbolic, Exact)) else float(value)


def _to_fraction(value: Any) -> Any:
    return value if isinstance(value, (Symbolic, Exact)) else Fraction(value)


def _meaning(mode: Mode) -> Callable[[Any], Any]:
    meant = {type: mode.type_of, float: _to_float, Fraction: _to_fraction}
    return lambda kind: meant.get(kind, kind) if isinstance(kind, type) else kind


def _array(mode: Mode) -> Callable[[Any], Any]:
    def told(value: Any) -> Any:
        if mode.symbolic and getattr(getattr(value, "dtype", None), "kind", "") == "O":
            raise Unsupported("the type of an array's entries")
        return value

    return told


def _catcher(mode: Mode, module: types.ModuleType) -> Callable[[], None]:
    """Return what refuses a caught error that numbers in place of symbolic ones might not raise.

    Such errors name a symbolic type; and those of NumPy, whose floats warn where Python's raise.
    """

    def caught() -> None:
        error = sys.exc_info()[1]
        with_numpy = any(getattr(value, "__name__", "") == "numpy" for value in list(vars(module).values()))
        if mode.symbolic and isinstance(error, (TypeError, AttributeError, ArithmeticError)):
            named = any(name in str(error) for name in ("Quantity", "Condition", "Choice", "BidList"))
            if named or with_numpy:
                raise Unsupported(f"{type(error).__name__} that is caught, which bids that are numbers may not raise")

    return caught


def _sorter(module: types.ModuleType) -> Callable[..., Any]:
    def sort(values: Any, *arguments: Any, **named: Any) -> Any:
        if getattr(type(values), "sort", None) is list.sort and not arguments:
            values[:] = vars(module)["__builtins__"]["sorted"](values, **named)
            return None
        return values.sort(*arguments, **named)

    return sort


def refuse_is(value: Any) -> Any:
    """Return a value whose identity is asked for, which a symbolic one does not have."""
    if isinstance(value, Symbolic) or (isinstance(value, type) and issubclass(value, Symbolic)):
        raise Unsupported("`is` on a value that depends on the bids")
    return value


def _refuse_match(value: Any) -> Any:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
    own = getattr(value, "__dict__", None)
    for part in (*inside, *(own.values() if isinstance(own, dict) and not isinstance(value, type) else ())):
        _refuse_match(part)
    if isinstance(value, (Symbolic, Exact)):
        raise Unsupported("`match` of a symbolic bid with a type, or of a symbolic truth value with True or False")
    return value
