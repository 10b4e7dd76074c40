"""The mistakes: each operator looks at one node of a rule's syntax tree and yields what a slip would make of it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import TypeAlias

Slip: TypeAlias = tuple[str, ast.AST]
"""The kind of a mistake, and the node that it puts in the place of the right one."""

RANKED = frozenset({"highest", "highest_of_others", "lowest_of_others"})
EXTREMES = {
    "maximum": "minimum",
    "minimum": "maximum",
    "max_of_others": "lowest_of_others",
    "highest_of_others": "lowest_of_others",
    "lowest_of_others": "highest_of_others",
}
TIES: dict[type[ast.cmpop], ast.cmpop] = {ast.Gt: ast.GtE(), ast.GtE: ast.Gt(), ast.Lt: ast.LtE(), ast.LtE: ast.Lt()}
REVERSED: dict[type[ast.cmpop], ast.cmpop] = {
    ast.Gt: ast.Lt(),
    ast.GtE: ast.LtE(),
    ast.Lt: ast.Gt(),
    ast.LtE: ast.GtE(),
}
SIGNS: dict[type[ast.operator], ast.operator] = {
    ast.Add: ast.Sub(),
    ast.Sub: ast.Add(),
    ast.Mult: ast.Add(),
    ast.Div: ast.Mult(),
}


def comparison(node: ast.AST) -> Iterator[Slip]:
    """Turn a comparison round: the lowest bid wins."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in REVERSED:
        yield "comparison", ast.Compare(node.left, [REVERSED[type(node.ops[0])]], node.comparators)


def tie(node: ast.AST) -> Iterator[Slip]:
    """Let ties win, or the first of those who tie; forget the tie rule that is there."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in TIES:
        yield "tie", _loosened(node)
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Compare) and type(node.value.ops[0]) in TIES:
        yield "tie", ast.Assign(node.targets, _call("first_of", _loosened(node.value)))
    if isinstance(node, ast.Call) and _name(node) == "first_of":
        yield "tie", node.args[0]


def rank(node: ast.AST) -> Iterator[Slip]:
    """Take the rank beside the one that is meant."""
    if not isinstance(node, ast.Call):
        return
    if _name(node) == "max_of_others":
        yield "rank", _call("highest_of_others", node.args[0], ast.Constant(2))
    if _name(node) in RANKED:
        meant = _rank(node)
        for other in (meant - 1, meant + 1):
            if other >= 1:
                yield "rank", _call(_name(node), node.args[0], ast.Constant(other))


def dropped(node: ast.AST, bids: str, parameters: frozenset[str]) -> Iterator[Slip]:
    """Drop an operand: rho from the price, the reserve from the maximum, a term from a sum."""
    operands: list[ast.expr] = []
    if isinstance(node, ast.BinOp):
        operands = [node.left, node.right]
    elif isinstance(node, ast.Call) and _name(node) in {"maximum", "minimum"}:
        operands = node.args
    for gone, kept in zip(operands, reversed(operands), strict=True):
        is_dividend = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and gone is node.left
        if not is_dividend and not _is_one_of(gone, frozenset({bids})):
            yield ("dropped-parameter" if _is_one_of(gone, parameters) else "dropped-term"), kept
    if isinstance(node, ast.Return) and node.value is not None and _is_one_of(node.value, parameters):
        yield "dropped-parameter", ast.Return(ast.Constant(1))
    if isinstance(node, ast.Call) and not operands:
        yield from (("dropped-parameter", call) for call in _with_argument(node, parameters, ast.Constant(0)))


def own_bid(node: ast.AST, bids: str, parameters: frozenset[str]) -> Iterator[Slip]:
    """Put the bidder's own bid into its price."""
    if not isinstance(node, ast.Call):
        return
    own = ast.Name(bids, ast.Load())
    if _name(node) == "where" and _is_zero(node.args[2]) and not _is_one_of(node.args[1], frozenset({bids})):
        condition, price, nothing = node.args
        mean = ast.BinOp(ast.BinOp(price, ast.Add(), own), ast.Div(), ast.Constant(2))
        yield "own-bid", _call("where", condition, own, nothing)
        yield "own-bid", _call("where", condition, mean, nothing)
    if _name(node) in {"max_of_others", "highest_of_others"}:
        yield "own-bid", _call("highest", node.args[0], ast.Constant(_rank(node)))
    yield from (("own-bid", call) for call in _with_argument(node, parameters, own))


def extreme(node: ast.AST) -> Iterator[Slip]:
    """Take the least where the greatest is meant, or the greatest where the least is."""
    if isinstance(node, ast.Call) and _name(node) in EXTREMES:
        yield "min-for-max", _call(EXTREMES[_name(node)], *node.args)
    if isinstance(node, ast.Call) and _name(node) == "highest":
        turned = _call("highest", _negative(node.args[0]), *node.args[1:])
        yield "min-for-max", _negative(turned)


def constant(node: ast.AST) -> Iterator[Slip]:
    """Write a number that is off by one; ranks are the business of :func:`rank`."""
    if isinstance(node, ast.Constant) and type(node.value) is int:
        for other in (node.value - 1, node.value + 1):
            if other >= 0:
                yield "constant", ast.Constant(other)


def sign(node: ast.AST) -> Iterator[Slip]:
    """Write another operator: a difference for a sum, a sum for a product, a product for a quotient."""
    if isinstance(node, ast.BinOp) and type(node.op) in SIGNS:
        yield "operator", ast.BinOp(node.left, SIGNS[type(node.op)], node.right)


OPERATORS: tuple[Callable[[ast.AST], Iterator[Slip]], ...] = (comparison, tie, rank, extreme, constant, sign)
NAMING: tuple[Callable[[ast.AST, str, frozenset[str]], Iterator[Slip]], ...] = (dropped, own_bid)
"""Those that need the name of the bids and the names of the other parameters too."""


def slips(function: ast.FunctionDef | ast.Lambda) -> Iterator[tuple[ast.AST, str, ast.AST]]:
    """Yield every mistake that can be made in a function: the node, the kind, what stands there instead."""
    bids, *others = [argument.arg for argument in function.args.args]
    roots = [function.body] if isinstance(function, ast.Lambda) else function.body
    nodes = [node for root in roots for node in ast.walk(root)]
    ranks = {id(argument) for node in nodes if _is_ranked(node) for argument in node.args[1:]}  # type: ignore[attr-defined]  # calls
    for node in nodes:
        if id(node) not in ranks:
            made = [slip for operator in OPERATORS for slip in operator(node)]
            made += [slip for operator in NAMING for slip in operator(node, bids, frozenset(others))]
            yield from ((node, kind, put) for kind, put in made)


def _loosened(node: ast.Compare) -> ast.Compare:
    return ast.Compare(node.left, [TIES[type(node.ops[0])]], node.comparators)


def _call(name: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(ast.Name(name, ast.Load()), list(arguments), [])


def _negative(value: ast.expr) -> ast.UnaryOp:
    return ast.UnaryOp(ast.USub(), value)


def _name(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _is_ranked(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and _name(node) in RANKED


def _rank(node: ast.Call) -> int:
    match node.args:
        case [_, ast.Constant(value=int(rank))]:
            return rank
    return 1


def _with_argument(node: ast.Call, names: frozenset[str], value: ast.expr) -> Iterator[ast.Call]:
    """Yield the call with one of the named arguments replaced."""
    for place, argument in enumerate(node.args):
        if _is_one_of(argument, names):
            yield ast.Call(node.func, [*node.args[:place], value, *node.args[place + 1 :]], node.keywords)


def _is_one_of(node: ast.expr, names: frozenset[str]) -> bool:
    return isinstance(node, ast.Name) and node.id in names


def _is_zero(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == 0
