"""Rewrite user code so that its loops and comprehensions can run over lists of any length.

Each keeps what it does on an ordinary list, and gets a second form beside it: the element, or the body of the loop, as
a function of the item and of the names that it changes.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator, Sequence
from typing import Any

from strategyproof.proofs.lift.purity import Purity

ITEM = "__item"
TYPES = frozenset(("list", "tuple", "range", "enumerate", "zip"))
"""Builtins that are called on lists of any length under another name, so that as types they stay what they are."""


class RowRewrite(ast.NodeTransformer):
    """Give loops and comprehensions of functions their form over lists of any length."""

    def __init__(self, module: ast.Module) -> None:
        self._purity = Purity(module)
        self._computing = {node for node in ast.walk(module) if self._computes(node)}  # before anything is rewritten
        self._functions = 0
        self._count = 0

    def _computes(self, node: ast.AST) -> bool:
        match node:
            case ast.For():
                return self._purity.is_loop(node)
            case ast.ListComp() | ast.GeneratorExp():
                return self._purity.is_comprehension(node)
            case ast.Lambda():
                return self._purity.is_lambda(node)
        return False

    def visit_FunctionDef(self, node: ast.FunctionDef) -> Any:
        """Mark functions that only compute."""
        self._functions += 1
        self.generic_visit(node)
        self._functions -= 1
        if node.name in self._purity.functions:
            node.decorator_list.append(_parsed("__computes__"))
        return node

    def visit_Lambda(self, node: ast.Lambda) -> Any:
        """Mark lambdas that only compute."""
        self.generic_visit(node)
        return _call("__computes__", node) if node in self._computing else node

    def visit_Try(self, node: ast.Try) -> Any:
        """Refuse to catch errors: over lists of any length others could be raised than on ordinary ones."""
        return self._refused(node, "try")

    def visit_TryStar(self, node: ast.TryStar) -> Any:
        """Refuse likewise."""
        return self.visit_Try(node)  # type: ignore[arg-type]  # of the same form

    def visit_With(self, node: ast.With) -> Any:
        """Refuse contexts, which could catch errors."""
        return self._refused(node, "with")

    def visit_Match(self, node: ast.Match) -> Any:
        """Refuse patterns, which ask for the types of values behind the back of ``isinstance``."""
        return self._refused(node, "match")

    def visit_Global(self, node: ast.Global) -> Any:
        """Refuse to keep state outside of the function."""
        return self._refused(node, "global")

    def _refused(self, node: ast.stmt, construct: str) -> Any:
        self.generic_visit(node)
        refusal = ast.Expr(_call("__refuse__", ast.Constant(construct)))
        return [ast.fix_missing_locations(ast.copy_location(refusal, node)), node] if self._functions else node

    def visit_Call(self, node: ast.Call) -> Any:
        """Let calls of the builtins that are types take lists of any length."""
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id in TYPES & self._purity.builtins:
            node.func.id = f"__{node.func.id}__"
        return node

    def visit_Compare(self, node: ast.Compare) -> Any:
        """Let no identity be asked of a name that has no value."""
        self.generic_visit(node)
        if self._functions and any(isinstance(op, (ast.Is, ast.IsNot)) for op in node.ops):
            sides: list[ast.expr] = [_call("__bound__", side) for side in (node.left, *node.comparators)]
            node.left, *node.comparators = sides
        return node

    def visit_AugAssign(self, node: ast.AugAssign) -> Any:
        """Let ``x += y`` compute; on lists it would change them."""
        self.generic_visit(node)
        if not self._functions or not isinstance(node.target, (ast.Name, ast.Subscript)):
            return node
        if isinstance(node.target, ast.Subscript) and not (
            isinstance(node.target.value, ast.Name) and self._purity.is_expression(node.target.slice)
        ):
            return node
        value = copy.deepcopy(node.target)
        value.ctx = ast.Load()
        return ast.Assign([node.target], ast.BinOp(_call("__number__", value), node.op, node.value))

    def visit_ListComp(self, node: ast.ListComp) -> Any:
        """Give a list its form over rows."""
        return self._comprehension(node, "list")

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> Any:
        """Give a generator its form over rows."""
        return self._comprehension(node, "generator")

    def _comprehension(self, node: Any, kind: str) -> Any:
        self.generic_visit(node)
        names = _names_of(node.generators[0].target)
        if not self._functions or len(node.generators) != 1 or names is None or node not in self._computing:
            return node
        [part] = node.generators
        iterable, part.iter = part.iter, _name("__items")
        keep: ast.expr = ast.Constant(None)
        if part.ifs:
            test = part.ifs[0] if len(part.ifs) == 1 else ast.BoolOp(ast.And(), part.ifs)
            keep = _function_of(part.target, copy.deepcopy(test))
        lifted = _call("__each__", _function_of(part.target, copy.deepcopy(node.elt)), _name("__items"), keep)
        lifted.args.append(ast.Constant(kind))
        chosen = ast.IfExp(_call("__is_row__", _name("__items")), lifted, node)
        return ast.Call(ast.Lambda(_arguments(["__items"]), chosen), [iterable], [])

    def visit_For(self, node: ast.For) -> Any:
        """Give a loop its form over rows."""
        self.generic_visit(node)
        if not self._functions:
            return node
        self._count += 1
        items = f"__items_{self._count}"
        prepare: list[ast.stmt] = [ast.Assign([ast.Name(items, ast.Store())], node.iter)]
        native = ast.For(ast.copy_location(node.target, node), _name(items), node.body, node.orelse)
        lifted = self._folded(node, items, self._count)
        found: list[ast.stmt] = [*prepare, ast.If(_call("__is_row__", _name(items)), lifted, [native])]
        return [ast.fix_missing_locations(ast.copy_location(statement, node)) for statement in found]

    def _folded(self, node: ast.For, items: str, number: int) -> list[ast.stmt]:
        targets = _names_of(node.target, nested=True)
        if node not in self._computing or targets is None:
            why = "a loop over all bidders that does more than compute and assign"
            return [ast.Expr(_call("__refuse__", ast.Constant(why)))]
        stores = sorted(set(_stored(node.body)))
        own = {*targets, *stores}
        names = [n for n in sorted(set(_assigned(node.body))) if n not in own and not n.startswith("__")]
        body, stopped = f"__body_{number}", f"__stopped_{number}"
        state = [stopped, *names, *stores]
        function = ast.FunctionDef(body, _arguments([ITEM, *state]), _body(node, state), [_parsed("__computes__")])
        function.type_params = []  # type: ignore[attr-defined,unused-ignore]  # Python 3.12 and later ask for it
        thunks = [ast.Lambda(_arguments([]), _name(name)) for name in [*names, *stores]]
        arguments = [
            _name(items), _name(body), ast.List(list(thunks), ast.Load()),
            _parsed(repr((*names, *stores))), ast.Constant(len(stores)), ast.Constant(node.lineno),
        ]  # fmt: skip
        folded = ast.Assign([ast.Name("__state", ast.Store())], _call("__fold__", *arguments))
        take = [
            ast.Assign([ast.Name(name, ast.Store())], _parsed(f"__state[{place}]")) for place, name in enumerate(state)
        ]
        forget = [ast.Assign([ast.Name(name, ast.Store())], _name("__unbound__")) for name in targets]
        otherwise: list[ast.stmt] = []
        if node.orelse:
            otherwise = [ast.If(ast.UnaryOp(ast.Not(), _name(stopped)), copy.deepcopy(node.orelse), [])]
        return [function, folded, *take, *forget, *otherwise]


def _body(node: ast.For, state: Sequence[str]) -> list[ast.stmt]:
    """Return the body as that of a function: it ends by returning the state, also where it continues or breaks."""
    leave = _Leave(state)
    statements = [leave.visit(statement) for statement in copy.deepcopy(node.body)]
    flat = [s for statement in statements for s in (statement if isinstance(statement, list) else [statement])]
    unchanged = ast.If(_name(state[0]), [_returning(state)], [])
    return [unchanged, ast.Assign([copy.deepcopy(node.target)], _name(ITEM)), *flat, _returning(state)]


class _Leave(ast.NodeTransformer):
    """Turn ``continue`` and ``break`` of one loop into returns."""

    def __init__(self, state: Sequence[str]) -> None:
        self._state = state

    def visit_Continue(self, _: ast.Continue) -> Any:
        return _returning(self._state)

    def visit_Break(self, _: ast.Break) -> Any:
        return [ast.Assign([ast.Name(self._state[0], ast.Store())], ast.Constant(True)), _returning(self._state)]

    def visit_For(self, node: ast.For) -> Any:
        """Leave alone what speaks of an inner loop; what is in its ``else`` speaks of this one."""
        visited = [self.visit(statement) for statement in node.orelse]
        node.orelse = [s for found in visited for s in (found if isinstance(found, list) else [found])]
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> Any:
        return node

    visit_While = visit_For  # type: ignore[assignment]  # a loop of its own
    visit_Lambda = visit_FunctionDef  # type: ignore[assignment]  # a function of its own


def _returning(state: Sequence[str]) -> ast.Return:
    return ast.Return(ast.Tuple([_name(name) for name in state], ast.Load()))


def _name(name: str) -> ast.Name:
    return ast.Name(name, ast.Load())


def _call(function: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(_name(function), list(arguments), [])


def _parsed(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def _arguments(names: Sequence[str]) -> ast.arguments:
    return ast.arguments([], [ast.arg(name) for name in names], None, [], [], None, [])


def _function_of(target: ast.expr, value: ast.expr) -> ast.expr:
    """Return a marked lambda from an item to a value."""
    names = _names_of(target)
    assert names is not None
    if isinstance(target, ast.Name):
        return _call("__computes__", ast.Lambda(_arguments(names), value))
    spread = ast.Call(ast.Lambda(_arguments(names), value), [ast.Starred(_name(ITEM), ast.Load())], [])
    return _call("__computes__", ast.Lambda(_arguments([ITEM]), spread))


def _names_of(target: ast.expr, *, nested: bool = False) -> list[str] | None:
    """Return the names of a target; None if it is more than a name or names side by side."""
    if isinstance(target, ast.Name):
        return [target.id]
    if not isinstance(target, ast.Tuple):
        return None
    inner = [_names_of(part, nested=nested) if nested or isinstance(part, ast.Name) else None for part in target.elts]
    return None if None in inner else [name for names in inner for name in names or ()]


def _assigned(nodes: Sequence[ast.AST]) -> Iterator[str]:
    """Yield the names that statements assign, not those inside functions of their own."""
    for node in nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        if not isinstance(node, (ast.Lambda, ast.FunctionDef, ast.ListComp, ast.GeneratorExp)):
            yield from _assigned(list(ast.iter_child_nodes(node)))


def _stored(nodes: Sequence[ast.AST]) -> Iterator[str]:
    """Yield the names of lists whose entries statements write to."""
    for node in nodes:
        for part in ast.walk(node):
            if isinstance(part, ast.Subscript) and isinstance(part.ctx, ast.Store) and isinstance(part.value, ast.Name):
                yield part.value.id
