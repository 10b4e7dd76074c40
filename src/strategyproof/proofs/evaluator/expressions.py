"""The syntax of expressions: one row for each kind of node."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Any

from strategyproof.proofs.evaluator import (
    arithmetic,
    attributes,
    comparing,
    guarded,
    leftovers,
    names,
    positions,
    table,
)
from strategyproof.proofs.evaluator.containers import Dict, List, Set
from strategyproof.proofs.evaluator.core import Evaluator, Node
from strategyproof.proofs.evaluator.errors import EXCEPTIONS
from strategyproof.proofs.evaluator.faults import PyError
from strategyproof.proofs.evaluator.numbers import is_number, truth
from strategyproof.proofs.evaluator.objects import (
    MISSING,
    Bound,
    Builtin,
    Class,
    Coroutine,
    Function,
    Instance,
    Items,
    Module,
    Opaque,
    Scope,
    Text,
)
from strategyproof.proofs.smt import terms

SPECIAL: dict[Any, str] = {
    ast.Add: "add",
    ast.Sub: "sub",
    ast.Mult: "mul",
    ast.Div: "truediv",
    ast.FloorDiv: "floordiv",
    ast.Mod: "mod",
    ast.Pow: "pow",
    ast.BitAnd: "and",
    ast.BitOr: "or",
    ast.BitXor: "xor",
    ast.MatMult: "matmul",
    ast.LShift: "lshift",
    ast.RShift: "rshift",
}
"""The name between the underscores of the method of an operator."""

UNARY: dict[Any, str] = {ast.USub: "__neg__", ast.UAdd: "__pos__", ast.Invert: "__invert__"}


def node(kind: type[ast.AST]) -> Callable[[Node], Node]:
    """Register the row of a kind of node."""

    def register(row: Node) -> Node:
        Evaluator.nodes[kind] = row
        return row

    return register


@node(ast.Constant)
def _constant(ev: Evaluator, n: ast.Constant, _: Scope) -> Any:
    if isinstance(n.value, complex):
        ev.no("a complex number")
    return n.value


@node(ast.Name)
def _name(ev: Evaluator, n: ast.Name, scope: Scope) -> Any:
    return names.look_up(ev, scope, n.id)


@node(ast.Tuple)
def _tuple(ev: Evaluator, n: ast.Tuple, scope: Scope) -> Any:
    return tuple(elements(ev, n.elts, scope))


@node(ast.List)
def _list(ev: Evaluator, n: ast.List, scope: Scope) -> Any:
    made: Any = ev.new_list()
    for part in n.elts:
        value = ev.evaluate(part.value if isinstance(part, ast.Starred) else part, scope)
        if isinstance(part, ast.Starred) and hasattr(type(value), "is_row"):
            more = ev.call(ev.function("list"), [value], {})
        else:
            more = ev.new_list(ev.items(value) if isinstance(part, ast.Starred) else [value])
        if type(made) is List and type(more) is List:
            list.extend(made, more)
        else:
            made = more if type(made) is List and not made else binary(ev, ast.Add, made, more)
    return made


@node(ast.Set)
def _set(ev: Evaluator, n: ast.Set, scope: Scope) -> Any:
    made = new_set(ev, elements(ev, n.elts, scope))
    if len(n.elts) > 2 and made.native is not None and all(isinstance(part, ast.Constant) for part in n.elts):
        made.native = set().union(frozenset(part.value for part in n.elts if isinstance(part, ast.Constant)))
    return made


@node(ast.Dict)
def _dict(ev: Evaluator, n: ast.Dict, scope: Scope) -> Any:
    made = Dict(ev.born)
    for key, value in zip(n.keys, n.values, strict=True):
        if key is None:
            inner = ev.evaluate(value, scope)
            if not isinstance(inner, Dict):
                ev.no("`**` of anything but a dictionary")
            for own, entry in ev.known(inner).entries.values():
                positions.put_entry(ev, made, own, entry)
        else:
            own = ev.evaluate(key, scope)
            positions.put_entry(ev, made, own, ev.evaluate(value, scope))
    return made


def new_set(ev: Evaluator, items: list[Any], *, is_frozen: bool = False) -> Set:
    """Return a set of items."""
    made = Set(ev.born, is_frozen=is_frozen)
    for item in items:
        made.add(ev.hashable(item), ev.are_same)
    return made


def elements(ev: Evaluator, parts: list[ast.expr], scope: Scope) -> list[Any]:
    """Return the values of expressions, starred ones spread out."""
    found: list[Any] = []
    for part in parts:
        if isinstance(part, ast.Starred):
            found += ev.items(ev.evaluate(part.value, scope))
        else:
            found.append(ev.evaluate(part, scope))
    return found


@node(ast.Attribute)
def _attribute(ev: Evaluator, n: ast.Attribute, scope: Scope) -> Any:
    value = ev.evaluate(n.value, scope)
    ev.line = n.lineno
    return attributes.attribute(ev, value, n.attr)


def _outward(scope: Scope | None) -> Iterator[Scope]:
    while scope is not None:
        yield scope
        scope = scope.parent


@node(ast.Subscript)
def _subscript(ev: Evaluator, n: ast.Subscript, scope: Scope) -> Any:
    holder = ev.evaluate(n.value, scope)
    index = ev.evaluate(n.slice, scope)
    ev.line = n.lineno
    return positions.item(ev, holder, index)


@node(ast.Slice)
def _slice(ev: Evaluator, n: ast.Slice, scope: Scope) -> Any:
    bounds = (n.lower, n.upper, n.step)
    return slice(*(None if bound is None else ev.evaluate(bound, scope) for bound in bounds))


@node(ast.BinOp)
def _binop(ev: Evaluator, n: ast.BinOp, scope: Scope) -> Any:
    left = ev.evaluate(n.left, scope)
    right = ev.evaluate(n.right, scope)
    ev.line = n.lineno
    return binary(ev, type(n.op), left, right)


def binary(ev: Evaluator, op: Any, a: Any, b: Any) -> Any:
    """Return ``a op b`` for any operator that is no comparison."""
    if is_number(a) and is_number(b):
        return ev.plainly(arithmetic.binary, op, a, b, ev.decide)
    if isinstance(a, Opaque) or isinstance(b, Opaque):
        return leftovers.binary(ev, op, a, b)
    comparing.refuse_mixture(ev, a, b)
    asked = [(a, b, f"__{SPECIAL[op]}__"), (b, a, f"__r{SPECIAL[op]}__")]
    if isinstance(a, Instance) and isinstance(b, Instance) and a.cls is b.cls:
        asked.pop()
    elif comes_first(op, a, b):
        asked.reverse()
    for x, y, method in asked:
        answer = _asked(ev, x, y, method, _own_method(b, asked[-1][2]) if y is b else None)
        if answer is not NotImplemented:
            return answer
    if isinstance(a, (bytes, int)) and isinstance(b, (bytes, int)):
        return ev.plainly(arithmetic.NATIVE[op], a, b)
    if isinstance(a, bytes) or isinstance(b, bytes) or not (is_read(a) and is_read(b)):
        ev.no(f"{op.__name__} of {ev.described(a, b)}")
    ev.throw(TypeError)


def _own_method(value: Any, name: str) -> Any:
    found = value.cls.find(name) if isinstance(value, Instance) else None
    return found if isinstance(found, (Function, Builtin)) else None


def comes_first(op: Any, a: Any, b: Any) -> bool:
    """Tell whether Python asks the right side of an operator first.

    It does if its class is one derived from that of the left side with a method of its own; and of a sequence, which
    joins and repeats only if nobody else answers.
    """
    name = f"__r{SPECIAL[op]}__"
    found = _own_method(b, name)
    if found is None:
        return False
    if isinstance(a, Instance):
        return a.cls is not b.cls and bool(b.cls.is_a(a.cls)) and a.cls.find(name) is not found
    return op in (ast.Add, ast.Mult) and isinstance(a, (List, tuple, str, bytes, Text))


def _asked(ev: Evaluator, x: Any, y: Any, method: str, mirrored: Any) -> Any:
    found = _own_method(x, method)
    if found is not None:
        return ev.call(Bound(found, x), [y], {})
    row = None if isinstance(x, Instance) and x.cls.find(method) is not MISSING else table.method_of(x, method)
    if row is None:
        return NotImplemented
    try:
        return row(ev, x, y)
    except PyError as error:
        if mirrored is not None and method != "__mod__" and error.instance.cls is EXCEPTIONS[TypeError]:
            return NotImplemented  # a type of Python's own does not know an object of the user's: it is asked next
        raise


READ = (str, tuple, range, List, Dict, Set, Text, Function, Builtin, Bound, Instance, Items, Class, Module, type(None))


def is_read(value: Any) -> bool:
    """Tell whether the tables have all that a type does, so that what has no row there is a TypeError in Python."""
    return is_number(value) or isinstance(value, READ) or hasattr(value, "pythons_type")


@node(ast.UnaryOp)
def _unaryop(ev: Evaluator, n: ast.UnaryOp, scope: Scope) -> Any:
    value = ev.evaluate(n.operand, scope)
    ev.line = n.lineno
    return negated(ev, value) if isinstance(n.op, ast.Not) else unary(ev, type(n.op), value)


def negated(ev: Evaluator, value: Any) -> Any:
    """Return ``not value``."""
    return truth(terms.negation(ev.truth(value)))


def unary(ev: Evaluator, op: Any, value: Any) -> Any:
    """Return ``-value``, ``+value`` or ``~value``."""
    if is_number(value):
        return ev.plainly(arithmetic.unary, op, value)
    if isinstance(value, Opaque):
        return leftovers.unary(ev, op, value)
    method = UNARY[op]
    if isinstance(value, Instance) and isinstance(found := value.cls.find(method), (Function, Builtin)):
        return ev.call(Bound(found, value), [], {})
    row = table.method_of(value, method)
    if row is not None:
        return row(ev, value)
    ev.throw(TypeError)


@node(ast.BoolOp)
def _boolop(ev: Evaluator, n: ast.BoolOp, scope: Scope) -> Any:
    return _chain(ev, n.values, scope, stops=isinstance(n.op, ast.Or))


def _chain(ev: Evaluator, parts: list[ast.expr], scope: Scope, *, stops: bool) -> Any:
    """Evaluate ``and`` and ``or`` from the left; the value that stops them, or the last one."""
    value = ev.evaluate(parts[0], scope)
    if len(parts) == 1:
        return value
    when = ev.truth(value)
    when = when if stops else terms.negation(when)
    return ev.branch(when, lambda: value, lambda: _chain(ev, parts[1:], scope, stops=stops))


@node(ast.IfExp)
def _ifexp(ev: Evaluator, n: ast.IfExp, scope: Scope) -> Any:
    when = ev.truth(ev.evaluate(n.test, scope))
    return ev.branch(when, lambda: ev.evaluate(n.body, scope), lambda: ev.evaluate(n.orelse, scope))


@node(ast.Compare)
def _compare(ev: Evaluator, n: ast.Compare, scope: Scope) -> Any:
    return _compared(ev, ev.evaluate(n.left, scope), list(zip(n.ops, n.comparators, strict=True)), scope, n.lineno)


def _compared(ev: Evaluator, left: Any, rest: list[tuple[ast.cmpop, ast.expr]], scope: Scope, line: int) -> Any:
    (op, node_right), *later = rest
    right = ev.evaluate(node_right, scope)
    ev.line = line
    found = comparing.compare(ev, type(op), left, right)
    if not later:
        return found
    return ev.branch(ev.truth(found), lambda: _compared(ev, right, later, scope, line), lambda: found)


@node(ast.Call)
def _call(ev: Evaluator, n: ast.Call, scope: Scope) -> Any:
    ev.tick(n.lineno)
    function = ev.evaluate(n.func, scope)
    is_taker = isinstance(function, Builtin) and function.name in guarded.TAKERS
    late = n.args[0].value if len(n.args) == 1 and isinstance(n.args[0], ast.Starred) else None
    if late is not None:
        args = [ev.evaluate(late, scope)]
    elif is_taker and _is_bare(n):
        args = [alone(ev, part, scope) for part in n.args]
    else:
        args = elements(ev, n.args, scope)
    keywords: dict[str, Any] = {}
    for keyword in n.keywords:
        value = ev.evaluate(keyword.value, scope)
        if keyword.arg is not None:
            given = {keyword.arg: value}
        elif isinstance(value, Dict) and all(map(_is_text, value.keys())):
            given = dict(ev.known(value).entries.values())
        else:
            ev.no("`**` of anything but a dictionary by names")
        if given.keys() & keywords.keys():
            ev.throw(TypeError)
        keywords |= given
    ev.line = n.lineno
    if late is not None:  # Python goes through a star that stands alone when it calls, after the keywords
        args = ev.items(args[0])
    if isinstance(function, Builtin) and function.name in ("super", "locals", "globals", "vars", "eval", "exec"):
        return _needs_scope(ev, function, args, scope)
    result = ev.call(function, args, keywords)
    ev.fresh = result if isinstance(function, Builtin) and function.name in guarded.MAKERS else None
    return result


def _is_bare(n: ast.Call) -> bool:
    return not any(isinstance(part, ast.Starred) for part in n.args)


def alone(ev: Evaluator, part: ast.expr, scope: Scope) -> Any:
    """Evaluate an argument; an iterator that the expression itself makes is nobody else's."""
    value = ev.evaluate(part, scope)
    if isinstance(part, (ast.Call, ast.GeneratorExp)) and isinstance(value, Items) and value is ev.fresh:
        value.is_alone = True
    return value


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _needs_scope(ev: Evaluator, function: Builtin, args: list[Any], scope: Scope) -> Any:
    if function.name != "super" or args:
        ev.no(f"{function.name}() " + ("with arguments" if args else ""))
    from strategyproof.proofs.evaluator.objects import Super

    for inner in _outward(scope):
        if "__class__" in inner and inner.parent is not None:
            first = next(iter(inner))
            first = next((name for name in inner if name != "__class__"), first)
            return Super(inner["__class__"], inner[first])
    ev.throw(RuntimeError)


@node(ast.Lambda)
def _lambda(ev: Evaluator, n: ast.Lambda, scope: Scope) -> Any:
    return new_function(ev, "<lambda>", n, scope)


def new_function(
    ev: Evaluator, name: str, n: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, scope: Scope
) -> Function:
    """Return a function; its defaults are evaluated now."""
    defaults = [ev.evaluate(default, scope) for default in n.args.defaults]
    named = {
        arg.arg: ev.evaluate(default, scope)
        for arg, default in zip(n.args.kwonlyargs, n.args.kw_defaults, strict=True)
        if default is not None
    }
    around = scope
    while around.is_class and around.parent is not None:
        around = around.parent
    return Function(name, n, around, defaults, named, ev.born)


@node(ast.NamedExpr)
def _walrus(ev: Evaluator, n: ast.NamedExpr, scope: Scope) -> Any:
    value = ev.evaluate(n.value, scope)
    holder = scope
    while holder.is_comprehension and holder.parent is not None:
        holder = holder.parent
    names.bind(ev, holder, n.target.id, value)
    return value


@node(ast.Starred)
def _starred(ev: Evaluator, _n: ast.Starred, _scope: Scope) -> Any:
    ev.no("a star here")


@node(ast.Await)
def _await(ev: Evaluator, n: ast.Await, scope: Scope) -> Any:
    return awaited(ev, ev.evaluate(n.value, scope))


def awaited(ev: Evaluator, value: Any) -> Any:
    """Run a coroutine to its end: nothing that the table knows gives way to another one."""
    if not isinstance(value, Coroutine):
        ev.no(f"`await` of {ev.described(value)}")
    if value.spent:
        ev.throw(RuntimeError)
    value.spent = True
    return value.start()


# ---- text


@node(ast.JoinedStr)
def _joined(ev: Evaluator, n: ast.JoinedStr, scope: Scope) -> Any:
    from strategyproof.proofs.evaluator import text

    return text.joined(ev, [ev.evaluate(value, scope) for value in n.values])


@node(ast.FormattedValue)
def _formatted(ev: Evaluator, n: ast.FormattedValue, scope: Scope) -> Any:
    from strategyproof.proofs.evaluator import text

    value = ev.evaluate(n.value, scope)
    spec = "" if n.format_spec is None else ev.evaluate(n.format_spec, scope)
    return text.formatted(ev, value, chr(n.conversion) if n.conversion > 0 else "", spec)
