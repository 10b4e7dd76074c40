"""The functions of Python that need no import."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from strategyproof.proofs import terms
from strategyproof.proofs.evaluator import arithmetic, attributes, comparing, guarded, ordering, text
from strategyproof.proofs.evaluator.containers import Dict, List, Set
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.expressions import binary, new_set
from strategyproof.proofs.evaluator.iterating import END, Stream, advance, is_orderless, iterator, unordered
from strategyproof.proofs.evaluator.numbers import (
    NUMBERS,
    IntOrFloat,
    NotMergeable,
    Quantity,
    Symbolic,
    is_number,
    kind_of,
    merged,
    real_term,
    truth,
)
from strategyproof.proofs.evaluator.objects import (
    METHOD,
    MISSING,
    Bound,
    Builtin,
    Class,
    ClassMethod,
    Function,
    Instance,
    Items,
    Named,
    Native,
    Opaque,
    Partial,
    Property,
    StaticMethod,
    Super,
    Text,
)
from strategyproof.proofs.evaluator.positions import position, put_entry
from strategyproof.proofs.evaluator.table import FUNCTIONS, constant, method, method_of, word
from strategyproof.proofs.terms import Term

constant("Ellipsis", Ellipsis)
constant("NotImplemented", NotImplemented)
constant("__debug__", True)


@word("len")
def _len(ev: Evaluator, value: Any, /) -> Any:
    row = method_of(value, "__len__")
    if row is not None:
        return row(ev, value)
    if isinstance(value, (List, tuple, Dict, Set, str, bytes, range)):
        return len(value) if (opaque := ev.opaque(value)) is None else opaque
    if isinstance(value, Instance) and isinstance(found := value.cls.find("__len__"), METHOD):
        return ev.call(Bound(found, value), [], {})
    if isinstance(value, Class) and value.members is not None:
        return len(value.members)
    if isinstance(value, Opaque):
        return value
    if isinstance(value, Text):
        ev.no("the length of text made from a bid")
    ev.throw(TypeError)


def _row(values: Iterable[Any], name: str) -> Any:
    """Return the row that one of several values has for a word, such as that of a list of any length."""
    return next((row for value in values if (row := method_of(value, name)) is not None), None)


@word("range")
def _range(ev: Evaluator, *bounds: Any) -> Any:
    if not 1 <= len(bounds) <= 3:
        ev.throw(TypeError)
    row = _row(bounds, "__range__")
    if row is not None:
        return row(ev, *bounds)
    return ev.plainly(lambda: range(*(position(ev, bound) for bound in bounds)))


@word("enumerate")
def _enumerate(ev: Evaluator, iterable: Any, start: Any = 0) -> Any:
    row = method_of(iterable, "__enumerate__")
    if row is not None:
        return row(ev, iterable, start)
    first = position(ev, start)
    made = Items(enumerate(Stream(ev, iterable), first), "enumerate", ev.born)

    def again() -> guarded.Guarded:
        return ((terms.TRUE, pair) for pair in enumerate(guarded.certain(ev, iterable), first))

    return guarded.repeatable(made, [iterable], again)


@word("zip")
def _zip(ev: Evaluator, *iterables: Any, strict: Any = False) -> Any:
    row = _row(iterables, "__zip__")
    if row is not None:
        return row(ev, iterables)
    streams = [Stream(ev, iterable) for iterable in iterables]
    if not ev.is_true(strict):
        made = Items(zip(*streams, strict=False), "zip", ev.born)
        return guarded.repeatable(made, iterables, lambda: _zipped_again(ev, iterables))
    return Items(_strictly_zipped(ev, streams), "zip", ev.born)


def _zipped_again(ev: Evaluator, iterables: tuple[Any, ...]) -> guarded.Guarded:
    return ((terms.TRUE, found) for found in zip(*(guarded.certain(ev, i) for i in iterables), strict=False))


def _strictly_zipped(ev: Evaluator, streams: list[Stream]) -> Iterator[Any]:
    try:
        yield from zip(*streams, strict=True)
    except ValueError:
        ev.throw(ValueError)


@word("map")
def _map(ev: Evaluator, function: Any, *iterables: Any) -> Any:
    if not iterables:
        ev.throw(TypeError)
    row = _row(iterables, "__map__")
    if row is not None:
        return row(ev, function, iterables)
    streams = [Stream(ev, iterable) for iterable in iterables]
    made = Items(map(lambda *args: ev.call(function, list(args), {}), *streams), "map", ev.born)

    def again() -> guarded.Guarded:
        return ((when, ev.call(function, list(args), {})) for when, args in _zipped_again(ev, iterables))

    return guarded.repeatable(made, iterables, again)


@word("filter")
def _filter(ev: Evaluator, function: Any, iterable: Any) -> Any:
    row = method_of(iterable, "__filter__")
    if row is not None:
        return row(ev, iterable, function)

    def is_kept(item: Any) -> bool:
        return ev.is_true(item if function is None else ev.call(function, [item], {}))

    made = Items(filter(is_kept, Stream(ev, iterable)), "filter", ev.born)

    def again() -> guarded.Guarded:
        for when, item in guarded.items(ev, iterable):
            kept = ev.truth(item if function is None else ev.call(function, [item], {}))
            yield terms.conjunction((when, kept)), item

    return guarded.repeatable(made, [iterable], again)


@word("reversed")
def _reversed(ev: Evaluator, value: Any) -> Any:
    row = method_of(value, "__reversed__")
    if row is not None:
        return row(ev, value)
    if isinstance(value, Dict):
        return Items(iter(list(reversed(ev.known(value).keys()))), "reversed", ev.born)
    if not isinstance(value, (List, tuple, str, range, bytes)):
        if isinstance(value, Instance):
            ev.no("reversed() of an object")
        ev.throw(TypeError)
    made = Items(reversed(ev.items(value)), "reversed", ev.born)
    return guarded.repeatable(made, [value], lambda: ((terms.TRUE, item) for item in reversed(ev.items(value))))


@word("iter")
def _iter(ev: Evaluator, value: Any, *sentinel: Any) -> Any:
    if sentinel:
        ev.no("iter() with a sentinel")
    return iterator(ev, value)


@word("next")
def _next(ev: Evaluator, items: Any, *default: Any) -> Any:
    row = method_of(items, "__next__")
    found = advance(ev, items) if row is None else row(ev, items, END)
    if found is not END:
        return found
    if default:
        return default[0]
    ev.throw(StopIteration)


@word("list")
def _list(ev: Evaluator, value: Any = (), /) -> Any:
    row = method_of(value, "__list__")
    if row is not None:
        return row(ev, value)
    if isinstance(value, Set) and value.in_order() is None:
        made = ev.new_list(ev.known(value))
        made.is_unordered = len(made) > 1
        return made
    return ev.new_list(ev.iterate(value))


@word("tuple")
def _tuple(ev: Evaluator, value: Any = (), /) -> Any:
    row = method_of(value, "__tuple__")
    return tuple(ev.iterate(value)) if row is None else row(ev, value)


@word("dict")
def _dict(ev: Evaluator, value: Any = (), /, **named: Any) -> Any:
    row = method_of(value, "__dict__")
    if row is not None and not named:
        return row(ev, value)
    made = Dict(ev.born)
    fill(ev, made, value)
    for key, entry in named.items():
        put_entry(ev, made, key, entry)
    return made


def fill(ev: Evaluator, holder: Dict, value: Any) -> None:
    """Put the entries of a dictionary, or pairs of keys and values, into a dictionary."""
    if isinstance(value, Dict):
        for key, entry in list(ev.known(value).entries.values()):
            put_entry(ev, holder, key, entry)
        return
    for pair in ev.iterate(value):
        parts = ev.items(pair)
        if len(parts) != 2:
            ev.throw(ValueError)
        put_entry(ev, holder, parts[0], parts[1])


@word("dict.fromkeys")
def _fromkeys(ev: Evaluator, keys: Any, value: Any = None) -> Any:
    made = Dict(ev.born)
    for key in ev.iterate(keys):
        put_entry(ev, made, key, value)
    return made


@word("set")
def _set(ev: Evaluator, value: Any = (), /) -> Any:
    return _set_of(ev, value, is_frozen=False)


def _set_of(ev: Evaluator, value: Any, *, is_frozen: bool) -> Any:
    row = method_of(value, "__set__")
    if row is not None:
        return row(ev, value)
    if isinstance(value, Set) and is_frozen and value.is_frozen:
        return value
    made = new_set(ev, unordered(ev, value), is_frozen=is_frozen)
    if isinstance(value, Set):
        made.native = None if value.native is None else set(value.native)
    elif isinstance(value, Dict) or is_orderless(value):
        made.native = None
    return made


@word("frozenset")
def _frozenset(ev: Evaluator, value: Any = (), /) -> Any:
    return _set_of(ev, value, is_frozen=True)


@word("slice")
def _slice(_ev: Evaluator, *bounds: Any) -> Any:
    return slice(*bounds)


@word("sorted")
def _sorted(ev: Evaluator, value: Any, /, *, key: Any = None, reverse: Any = False) -> Any:
    row = method_of(value, "__sorted__")
    if row is not None:
        return row(ev, value, key, reverse)
    descending = ev.is_true(reverse)
    items = unordered(ev, value)
    keys = ordering.keys_of(ev, items, key, is_orderless=is_orderless(value))
    return ev.new_list(ordering.by_keys(ev, items, keys, descending=descending))


@word("max")
def _max(ev: Evaluator, *args: Any, key: Any = None, default: Any = MISSING) -> Any:
    return _extreme(ev, args, key, default, highest=True)


@word("min")
def _min(ev: Evaluator, *args: Any, key: Any = None, default: Any = MISSING) -> Any:
    return _extreme(ev, args, key, default, highest=False)


def _extreme(ev: Evaluator, args: tuple[Any, ...], key: Any, default: Any, *, highest: bool) -> Any:
    if not args:
        ev.throw(TypeError)
    if len(args) == 1:
        row = method_of(args[0], "__extreme__")
        if row is not None:
            return row(ev, args[0], key, default, highest=highest)
    if len(args) == 1:
        found = guarded.tried(ev, args[0], lambda items: _extreme_of(ev, items, key, highest=highest))
        if found is not guarded.FAILED:
            return found
    items, keys = _candidates(ev, args, key)
    if not items:
        if default is MISSING:
            ev.throw(ValueError)
        return default
    return ordering.extreme_by_keys(ev, items, keys, highest=highest)


def _extreme_of(ev: Evaluator, items: list[tuple[Term, Any]], key: Any, *, highest: bool) -> Any:
    """Return the extreme of what is there; whether anything is, is decided."""
    some = terms.disjunction(when for when, _ in items)
    if not items or not ev.decide(some):
        raise NotMergeable
    values = [value for _, value in items]
    keys = values if key is None else [ev.call(key, [value], {}) for value in values]
    return ordering.extreme_by_keys(ev, values, keys, highest=highest, alive=[when for when, _ in items])


def _candidates(ev: Evaluator, args: tuple[Any, ...], key: Any) -> tuple[list[Any], list[Any]]:
    """Return the items with their keys; the key of an item is asked for before the next item is."""
    if len(args) == 1 and not isinstance(args[0], Items):
        items = unordered(ev, args[0])
        return items, ordering.keys_of(ev, items, key, is_orderless=is_orderless(args[0]))
    items, keys = [], []
    for item in args if len(args) > 1 else ev.iterate(args[0]):
        items.append(item)
        keys.append(item if key is None else ev.call(key, [item], {}))
    return items, keys


@word("sum")
def _sum(ev: Evaluator, value: Any, /, start: Any = 0) -> Any:
    row = method_of(value, "__sum__")
    if row is not None:
        return row(ev, value, start)
    if isinstance(start, (str, bytes, Text)):
        ev.throw(TypeError)
    found = guarded.tried(ev, value, lambda items: _total(ev, items, start))
    if found is not guarded.FAILED:
        return found
    total = start
    for item in _summands(ev, value):
        total = binary(ev, ast.Add, total, item)
    return total


def _total(ev: Evaluator, items: list[tuple[Term, Any]], total: Any) -> Any:
    """Add up what is there."""
    for when, item in items:
        more = binary(ev, ast.Add, total, item)
        total = merged([(when, more), (terms.negation(when), total)])
    return total


def _summands(ev: Evaluator, value: Any) -> Iterator[Any]:
    """Return what is summed; a sum of numbers over the reals does not hang on the order of a set."""
    if is_orderless(value):
        items = unordered(ev, value)
        if all(map(is_number, items)):
            return iter(items)
    return ev.iterate(value)


@word("any")
def _any(ev: Evaluator, value: Any) -> Any:
    return _quantified(ev, value, some=True)


@word("all")
def _all(ev: Evaluator, value: Any) -> Any:
    return _quantified(ev, value, some=False)


def _quantified(ev: Evaluator, value: Any, *, some: bool) -> Any:
    """Ask item by item, and stop at the first that settles it; the rest is asked only where it does not."""
    row = method_of(value, "__quantified__")
    if row is not None:
        return row(ev, value, some=some)
    found = guarded.tried(ev, value, lambda items: _some_or_all(ev, items, some=some))
    if found is not guarded.FAILED:
        return found
    if not isinstance(value, (List, tuple, Set)):
        return _asked_in_turn(ev, ev.iterate(value), some=some)
    source = unordered(ev, value)
    if any(isinstance(item, Instance) for item in source):
        return _asked_in_turn(ev, ev.iterate(value), some=some)
    return _settled(ev, source, some=some)


def _some_or_all(ev: Evaluator, items: list[tuple[Term, Any]], *, some: bool) -> Any:
    conditions = [(when, ev.truth(item)) for when, item in items]
    if some:
        return truth(terms.disjunction(map(terms.conjunction, conditions)))
    return truth(terms.conjunction(terms.implication(when, holds) for when, holds in conditions))


def _settled(ev: Evaluator, items: Sequence[Any], *, some: bool) -> Any:
    """Return whether some, or all, of the items are true."""
    conditions = [ev.truth(item) for item in items]
    return truth(terms.disjunction(conditions) if some else terms.conjunction(conditions))


def _asked_in_turn(ev: Evaluator, source: Iterator[Any], *, some: bool) -> Any:
    """Ask what computes its items when they are asked for: an effect of one shows only if it is asked for."""
    item = next(source, END)
    if item is END:
        return not some
    when = ev.truth(item)
    stops = when if some else terms.negation(when)
    if stops.op == "const":
        return some if stops.data else _asked_in_turn(ev, source, some=some)
    if ev.decide(stops):
        return some
    return _asked_in_turn(ev, source, some=some)


@word("abs")
def _abs(ev: Evaluator, value: Any, /) -> Any:
    if is_number(value):
        return arithmetic.absolute(value)
    return _special(ev, value, "__abs__")


def _special(ev: Evaluator, value: Any, name: str, *args: Any) -> Any:
    if isinstance(value, Instance) and isinstance(found := value.cls.find(name), METHOD):
        return ev.call(Bound(found, value), list(args), {})
    row = method_of(value, name)
    if row is not None:
        return row(ev, value, *args)
    if isinstance(value, Opaque):
        return value
    ev.throw(TypeError)


@word("round")
def _round(ev: Evaluator, value: Any, ndigits: Any = None) -> Any:
    digits = None if ndigits is None else position(ev, ndigits)
    if is_number(value):
        return ev.plainly(lambda: arithmetic.rounded(value, digits))
    return _special(ev, value, "__round__", *([] if digits is None else [digits]))


@word("divmod")
def _divmod(ev: Evaluator, a: Any, b: Any, /) -> Any:
    if isinstance(a, NUMBERS) and isinstance(b, NUMBERS):
        first: Any = a
        return ev.plainly(lambda: divmod(first, b))
    return binary(ev, ast.FloorDiv, a, b), binary(ev, ast.Mod, a, b)


@word("pow")
def _pow(ev: Evaluator, base: Any, exponent: Any, *modulus: Any) -> Any:
    if modulus:
        ev.no("pow() with a modulus")
    return binary(ev, ast.Pow, base, exponent)


@word("bool")
def _bool(ev: Evaluator, value: Any = False, /) -> Any:
    return truth(ev.truth(value))


@word("int")
def _int(ev: Evaluator, value: Any = 0, /, *base: Any) -> Any:
    if is_number(value) and not base:
        return ev.plainly(lambda: arithmetic.truncate(value))
    if isinstance(value, str) and all(isinstance(b, int) for b in base):
        return ev.plainly(lambda: int(value, *base))
    if isinstance(value, Text):
        return _int(ev, ev.resolved(value), *base)
    return _special(ev, value, "__int__")


@word("float")
def _float(ev: Evaluator, value: Any = 0.0, /) -> Any:
    if isinstance(value, Symbolic):
        term = real_term(value)
        assert term is not None
        return Quantity(term, float)
    if is_number(value) or isinstance(value, str):
        return ev.plainly(lambda: float(value))
    if isinstance(value, Text):
        number = text.only_number(value, Fraction)
        return _float(ev, ev.resolved(value) if number is None else number)
    return _special(ev, value, "__float__")


@word("str")
def _str(ev: Evaluator, value: Any = "", /) -> Any:
    return text.written(ev, value, "s")


@word("repr")
def _repr(ev: Evaluator, value: Any, /) -> Any:
    return text.written(ev, value, "r")


@word("format")
def _format(ev: Evaluator, value: Any, spec: Any = "", /) -> Any:
    return text.formatted(ev, value, "", spec)


@word("bytes")
def _bytes(ev: Evaluator, value: Any = b"", *encoding: Any) -> Any:
    if isinstance(value, (str, bytes, int)) and all(isinstance(e, str) for e in encoding):
        return ev.plainly(lambda: bytes(value, *encoding) if isinstance(value, str) else bytes(value))
    ev.no(f"bytes() of {ev.described(value)}")


@word("print")
def _print(ev: Evaluator, *values: Any, sep: Any = " ", end: Any = "", file: Any = None, flush: Any = False) -> None:
    for value in values:
        text.written(ev, value)


@word("hash")
def _hash(ev: Evaluator, value: Any) -> Any:
    if isinstance(value, (int, float, Fraction, Decimal)):
        return hash(value)
    ev.no(f"hash() of {ev.described(value)}")


@word("ord")
def _ord(ev: Evaluator, value: Any) -> Any:
    return ev.plainly(lambda: ord(value))


@word("chr")
def _chr(ev: Evaluator, value: Any) -> Any:
    return ev.plainly(lambda: chr(position(ev, value)))


@word("callable")
def _callable(_ev: Evaluator, value: Any) -> Any:
    if isinstance(value, Instance):
        return isinstance(value.cls.find("__call__"), Function)
    return isinstance(value, (Function, Builtin, Bound, Class, Partial))


@word("isinstance")
def _isinstance(ev: Evaluator, value: Any, kinds: Any) -> Any:
    if isinstance(kinds, tuple):
        found = [_isinstance(ev, value, kind) for kind in kinds]
        return any(found)
    if isinstance(value, Opaque):
        ev.stateful(value)
    if isinstance(kinds, Class):
        own = value.cls if isinstance(value, (Instance, Named)) else None
        return own is not None and own.is_a(kinds)
    if isinstance(kinds, Builtin):
        return any(name == kinds.name for name in types_of(ev, value)) or _is_abstract(ev, value, kinds.name)
    if kinds is None:
        return value is None
    row = method_of(kinds, "__isinstance__")
    if row is not None:
        return row(ev, kinds, value)
    if is_number(kinds) or isinstance(kinds, (str, List, Dict)):
        ev.throw(TypeError)
    ev.no(f"isinstance() with {ev.described(kinds)}")


ABSTRACT: dict[str, tuple[str, ...]] = {
    "numbers.Number": ("bool", "int", "float", "fractions.Fraction", "decimal.Decimal"),
    "numbers.Complex": ("bool", "int", "float", "fractions.Fraction"),
    "numbers.Real": ("bool", "int", "float", "fractions.Fraction"),
    "numbers.Rational": ("bool", "int", "fractions.Fraction"),
    "numbers.Integral": ("bool", "int"),
    "collections.abc.Sequence": ("list", "tuple", "str", "range", "bytes", "collections.deque"),
    "collections.abc.MutableSequence": ("list", "collections.deque"),
    "collections.abc.Mapping": ("dict",),
    "collections.abc.MutableMapping": ("dict",),
    "collections.abc.Set": ("set", "frozenset"),
    "collections.abc.Iterable": ("list", "tuple", "str", "range", "dict", "set", "frozenset", "bytes"),
}
"""The types that each abstract class is of, by full name."""


def _is_abstract(ev: Evaluator, value: Any, name: str) -> bool:
    if name not in ABSTRACT:
        if name == "object":
            return True
        if name not in FUNCTIONS:
            ev.no(f"isinstance() with {name}")
        return False
    return any(kind in ABSTRACT[name] for kind in types_of(ev, value))


TYPES: dict[type, tuple[str, ...]] = {
    bool: ("bool", "int"),
    int: ("int",),
    float: ("float",),
    Fraction: ("fractions.Fraction",),
    Decimal: ("decimal.Decimal",),
}
"""The names of the types that a number of a type is of, its own first."""


def types_of(ev: Evaluator, value: Any) -> tuple[str, ...]:
    """Return the names of Python's types that a value is of, its own first.

    Raises
    ------
    Unsupported
        If it is an int for some bids and a float for others.
    """
    row = method_of(value, "__types__")
    if row is not None:
        found: tuple[str, ...] = row(ev, value)
        return found
    if is_number(value):
        kind = kind_of(value)
        if kind is IntOrFloat:
            ev.no("the type of what is an int for some bids and a float for others")
        return TYPES[kind]
    match value:
        case str() | Text():
            return ("str",)
        case List():
            return ("collections.deque",) if value.kind == "deque" else ("list",)
        case Named() | tuple():
            return ("tuple",)
        case Dict():
            return ("dict",) if value.kind == "dict" else (f"collections.{value.kind}", "dict")
        case Set():
            return ("frozenset",) if value.is_frozen else ("set",)
        case range():
            return ("range",)
        case bytes():
            return ("bytes",)
        case None:
            return ("types.NoneType",)
        case Items() | Function() | Builtin() | Bound() | Class() | Instance() | Partial() | Native():
            return (f"the type of {ev.described(value)}",)
    ev.no(f"the type of {ev.described(value)}")


@word("issubclass")
def _issubclass(ev: Evaluator, cls: Any, kinds: Any) -> Any:
    if isinstance(cls, Class) and isinstance(kinds, Class):
        return cls.is_a(kinds)
    ev.no("issubclass() of these")


@word("type")
def _type(ev: Evaluator, *args: Any) -> Any:
    if len(args) != 1:
        ev.no("type() that makes a class")
    value = args[0]
    if isinstance(value, (Instance, Named)):
        return value.cls
    name = types_of(ev, value)[0]
    found = FUNCTIONS.get(name)
    if found is None:
        ev.no(f"type() of {ev.described(value)}")
    return found


@word("getattr")
def _getattr(ev: Evaluator, value: Any, name: Any, *default: Any) -> Any:
    from strategyproof.proofs.evaluator.errors import EXCEPTIONS
    from strategyproof.proofs.evaluator.faults import PyError

    if not isinstance(name, str):
        ev.no("getattr() by a name that depends on the bids")
    try:
        return attributes.attribute(ev, value, name)
    except PyError as error:
        if default and error.instance.cls.is_a(EXCEPTIONS[AttributeError]):
            return default[0]
        raise


@word("hasattr")
def _hasattr(ev: Evaluator, value: Any, name: Any) -> Any:
    absent: Any = object()
    return _getattr(ev, value, name, absent) is not absent


@word("setattr")
def _setattr(ev: Evaluator, value: Any, name: Any, to: Any) -> None:
    if not isinstance(name, str):
        ev.no("setattr() by a name that depends on the bids")
    attributes.set_attribute(ev, value, name, to)


@word("property")
def _property(_ev: Evaluator, fget: Any = None, fset: Any = None) -> Any:
    return Property(fget, fset)


@method(Property, name="setter")
def _setter(_ev: Evaluator, own: Property, function: Any) -> Any:
    return Property(own.get, function)


@word("types.NoneType")
def _none_type(_ev: Evaluator) -> None:
    return None


@word("int.from_bytes")
def _from_bytes(ev: Evaluator, data: Any, byteorder: Any = "big", *, signed: Any = False) -> Any:
    if not isinstance(data, bytes):
        ev.no("int.from_bytes() of this")
    return ev.plainly(lambda: int.from_bytes(data, byteorder, signed=signed))


@word("staticmethod")
def _staticmethod(_ev: Evaluator, function: Any) -> Any:
    return StaticMethod(function)


@word("classmethod")
def _classmethod(_ev: Evaluator, function: Any) -> Any:
    return ClassMethod(function)


@word("super")
def _super(ev: Evaluator, cls: Any, of: Any) -> Any:
    return Super(cls, of)


@word("object")
def _object(ev: Evaluator) -> Any:
    return Instance(OBJECT, {}, ev.born)


OBJECT = Class("object")


@word("locals", "globals", "vars", "eval", "exec")
def _refused(ev: Evaluator, *_: Any) -> Any:
    ev.no("looking at the names of the program itself")


@word("id")
def _id(ev: Evaluator, _value: Any) -> Any:
    ev.no("id(), which is another in each run", "compare with `is`")


__all__ = ["ABSTRACT", "comparing", "fill", "types_of"]
