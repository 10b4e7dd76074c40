"""Which functions, comprehensions and loops only compute, seen from their text."""

from __future__ import annotations

import ast
from collections.abc import Iterable

COMPUTING = frozenset(
    ("abs", "all", "any", "bool", "enumerate", "float", "Fraction", "int", "len", "list", "max", "min", "next", "range",
     "sorted", "sum", "tuple", "zip")
)  # fmt: skip
"""Builtins, and ``Fraction``, that compute and do nothing else to what they are given."""

_EXPRESSIONS = (ast.Name, ast.Constant, ast.Slice, ast.BinOp, ast.BoolOp, ast.UnaryOp, ast.Compare, ast.IfExp,
                ast.Tuple, ast.List, ast.Subscript, ast.operator, ast.boolop, ast.unaryop, ast.cmpop,
                ast.expr_context, ast.keyword, ast.arguments, ast.arg)  # fmt: skip


class Purity:
    """What a module's text shows of its functions.

    Attributes
    ----------
    functions
        Names of functions that only compute.
    builtins
        Builtins that compute, and that the module gives no other meaning.
    """

    def __init__(self, module: ast.Module) -> None:
        defined = [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)]
        rebound = set(_bound(module))
        names = [node.name for node in defined]
        self.builtins = frozenset() if "*" in rebound else COMPUTING - rebound - set(names)
        if "Fraction" in names or not _imports_fraction(module):
            self.builtins -= {"Fraction"}
        self.functions = {name for name in names if names.count(name) == 1 and name not in rebound}
        while impure := {d.name for d in defined if d.name in self.functions and not self.is_function(d)}:
            self.functions -= impure

    def is_function(self, node: ast.FunctionDef) -> bool:
        """Tell whether a function only computes."""
        return not node.decorator_list and all(self._is_statement(child, stores=False) for child in node.body)

    def is_lambda(self, node: ast.Lambda) -> bool:
        """Tell whether a lambda only computes."""
        return self.is_expression(node.body)

    def is_comprehension(self, node: ast.ListComp | ast.GeneratorExp) -> bool:
        """Tell whether an element and its conditions only compute."""
        return all(map(self.is_expression, [node.elt, *(test for part in node.generators for test in part.ifs)]))

    def is_loop(self, node: ast.For) -> bool:
        """Tell whether a loop's body only computes, assigns names, and writes to entries of lists that have names."""
        return all(self._is_statement(child, stores=True) for child in node.body)

    def is_expression(self, node: ast.AST) -> bool:
        """Tell whether an expression only computes."""
        match node:
            case ast.Call(func=ast.Name(id=name)):
                return (name in self.builtins or name in self.functions) and self._children(node)
            case ast.Call(func=ast.Attribute(value=ast.Name(), attr="index")):
                return all(map(self.is_expression, node.args)) and not node.keywords
            case ast.Attribute(value=ast.Name(id="math")):
                return True
            case ast.Name(id=name) if name.startswith("__"):
                return False  # such names are the rewriter's own
            case ast.Lambda():
                return self.is_lambda(node)
            case ast.ListComp() | ast.GeneratorExp():
                return self.is_comprehension(node) and all(self.is_expression(part.iter) for part in node.generators)
        return isinstance(node, _EXPRESSIONS) and self._children(node)

    def _children(self, node: ast.AST) -> bool:
        return all(map(self.is_expression, ast.iter_child_nodes(node)))

    def _is_statement(self, node: ast.stmt, *, stores: bool) -> bool:
        match node:
            case ast.Expr(value=ast.Constant()) | ast.Pass() | ast.Continue() | ast.Break():
                return True
            case ast.Assign(targets=[target], value=value):
                return self._is_target(target, stores=stores) and self.is_expression(value)
            case ast.AugAssign(target=target, value=value):
                return self._is_target(target, stores=stores) and self.is_expression(value)
            case ast.AnnAssign(target=ast.Name() as target, value=ast.expr() as value):
                return self._is_target(target, stores=False) and self.is_expression(value)
            case ast.If(test=test, body=body, orelse=orelse):
                return self.is_expression(test) and self._all([*body, *orelse], stores=stores)
            case ast.For(target=target, iter=iterable, body=body, orelse=orelse):
                own = self._is_target(target, stores=False) and self.is_expression(iterable)
                return own and self._all([*body, *orelse], stores=stores)
            case ast.Return(value=ast.expr() as value):
                return not stores and self.is_expression(value)
        return False

    def _all(self, nodes: Iterable[ast.stmt], *, stores: bool) -> bool:
        return all(self._is_statement(node, stores=stores) for node in nodes)

    def _is_target(self, node: ast.expr, *, stores: bool) -> bool:
        match node:
            case ast.Name(id=name):
                return not name.startswith("__")
            case ast.Tuple(elts=elts):
                return all(self._is_target(element, stores=stores) for element in elts)
            case ast.Subscript(value=ast.Name(), slice=index):
                return stores and not isinstance(index, ast.Slice) and self.is_expression(index)
        return False


def _bound(module: ast.Module) -> Iterable[str]:
    """Yield every name that the module binds otherwise than by ``def``."""
    for node in ast.walk(module):
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()) | ast.arg(arg=name) | ast.ClassDef(name=name):
                yield name
            case ast.Global(names=names) | ast.Nonlocal(names=names):
                yield from names
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                yield from (alias.asname or alias.name for alias in aliases if alias.name not in ("Fraction", "math"))
            case ast.ExceptHandler(name=str() as name):
                yield name


def _imports_fraction(module: ast.Module) -> bool:
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module == "fractions"
        and any(a.name == "Fraction" for a in node.names)
        for node in ast.walk(module)
    )
