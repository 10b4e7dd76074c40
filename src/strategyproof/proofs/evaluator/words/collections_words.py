"""``collections``: counters, dictionaries with defaults or an order, deques, named tuples."""

from __future__ import annotations

import ast
import keyword
from typing import Any

from strategyproof.proofs.evaluator import comparing, ordering, positions
from strategyproof.proofs.evaluator.containers import Dict, List
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.expressions import binary, unary
from strategyproof.proofs.evaluator.numbers import truth
from strategyproof.proofs.evaluator.objects import (
    MISSING,
    Builtin,
    Class,
    ClassMethod,
    Field,
    GeneratedMethod,
    Items,
    Named,
    Text,
)
from strategyproof.proofs.evaluator.positions import position, put_entry
from strategyproof.proofs.evaluator.table import method, method_of, word
from strategyproof.proofs.evaluator.words.builtins_words import fill
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term

# ---- dictionaries


@word("collections.defaultdict")
def _defaultdict(ev: Evaluator, factory: Any = None, value: Any = (), /, **named: Any) -> Any:
    return _filled(ev, Dict(ev.born, "defaultdict", factory), value, named)


@word("collections.OrderedDict")
def _ordered_dict(ev: Evaluator, value: Any = (), /, **named: Any) -> Any:
    return _filled(ev, Dict(ev.born, "OrderedDict"), value, named)


def _filled(ev: Evaluator, made: Dict, value: Any, named: dict[str, Any]) -> Dict:
    fill(ev, made, value)
    for key, entry in named.items():
        put_entry(ev, made, key, entry)
    return made


@method(Dict, name="move_to_end")
def _move_to_end(ev: Evaluator, own: Dict, key: Any, last: Any = True) -> None:
    if own.kind != "OrderedDict":
        ev.throw(AttributeError)
    place = own.place(ev.hashable(key), ev.are_same)
    if place is None:
        ev.throw(KeyError)
    at_end = ev.is_true(last)
    if ev.changing(own):
        entry = own.entries[place]
        rest = [other for k, other in own.entries.items() if k != place]
        own.clear()
        for pair in [*rest, entry] if at_end else [entry, *rest]:
            own.put(*pair, ev.are_same)


# ---- counters


@word("collections.Counter")
def _counter(ev: Evaluator, value: Any = (), /, **named: Any) -> Any:
    made = Dict(ev.born, "Counter")
    if value is not None:
        _add_to(ev, made, value, ast.Add)
    _add_to(ev, made, _named(ev, named), ast.Add)
    return made


def _named(ev: Evaluator, named: dict[str, Any]) -> Dict:
    made = Dict(ev.born)
    for key, count in named.items():
        made.put(key, count, ev.are_same)
    return made


@word("collections.Counter.fromkeys")
def _fromkeys(ev: Evaluator, *_: Any) -> Any:
    ev.throw(NotImplementedError)


@word("collections.OrderedDict.fromkeys")
def _ordered_fromkeys(ev: Evaluator, keys: Any, value: Any = None) -> Any:
    made = Dict(ev.born, "OrderedDict")
    for key in ev.iterate(keys):
        put_entry(ev, made, key, value)
    return made


def counted(ev: Evaluator, value: Any) -> Dict:
    """Return ``Counter(value)``."""
    made = Dict(ev.born, "Counter")
    _add_to(ev, made, value, ast.Add)
    return made


def _add_to(ev: Evaluator, own: Dict, value: Any, op: Any) -> None:
    if isinstance(value, Dict):
        was_empty = not own.entries and op is ast.Add
        for key, count in list(ev.known(value).entries.values()):
            put_entry(ev, own, key, count if was_empty else binary(ev, op, _count(ev, own, key), count))
        return
    for key in ev.iterate(value):
        put_entry(ev, own, key, binary(ev, op, _count(ev, own, key), 1))


def _count(ev: Evaluator, own: Dict, key: Any) -> Any:
    return positions.looked_up(ev, own, key, 0)


def _check_counter(ev: Evaluator, own: Dict, *others: Any) -> None:
    if own.kind != "Counter":
        ev.throw(AttributeError)
    if not all(isinstance(other, Dict) and other.kind == "Counter" for other in others):
        ev.no("a Counter with something else")


@method(Dict, name="most_common")
def _most_common(ev: Evaluator, own: Dict, n: Any = None) -> Any:
    _check_counter(ev, own)
    pairs = list(ev.known(own).entries.values())
    by_count = Builtin("operator.itemgetter()", lambda ev, pair: pair[1])
    order = ordering.in_order(ev, pairs, by_count, descending=True)
    return ev.new_list(order if n is None else order[: max(position(ev, n, len(order)), 0)])


@method(Dict, name="elements")
def _elements(ev: Evaluator, own: Dict) -> Any:
    _check_counter(ev, own)

    pairs = list(ev.known(own).entries.values())

    def each() -> Any:
        for key, count in pairs:
            if len(own) != len(pairs):
                ev.throw(RuntimeError)
            yield from [key] * position(ev, count)

    return Items(each(), "chain", ev.born)


@method(Dict, name="total")
def _total(ev: Evaluator, own: Dict) -> Any:
    _check_counter(ev, own)
    total: Any = 0
    for value in ev.known(own).values():
        total = binary(ev, ast.Add, total, value)
    return total


@method(Dict, name="subtract")
def _subtract(ev: Evaluator, own: Dict, value: Any = (), /, **named: Any) -> None:
    _check_counter(ev, own)
    _add_to(ev, own, value, ast.Sub)
    _add_to(ev, own, _named(ev, named), ast.Sub)


def update_counter(ev: Evaluator, own: Dict, value: Any, named: dict[str, Any]) -> None:
    """Do ``counter.update(value)``, which adds."""
    _add_to(ev, own, value, ast.Add)
    _add_to(ev, own, _named(ev, named), ast.Add)


def _positive(ev: Evaluator, pairs: list[tuple[Any, Any]]) -> Dict:
    """Return a counter of what occurs more than 0 times."""
    made = Dict(ev.born, "Counter")
    for key, count in pairs:
        if ev.is_true(comparing.compare(ev, ast.Gt, count, 0)):
            made.put(key, count, ev.are_same)
    return made


def _all_keys(ev: Evaluator, own: Dict, other: Dict) -> list[Any]:
    keys = list(ev.known(own).keys())
    return keys + [key for key in list(ev.known(other).keys()) if own.place(key, ev.are_same) is None]


def _arithmetic(ev: Evaluator, own: Dict, other: Any, run: Any) -> Any:
    if own.kind != "Counter" or not isinstance(other, Dict) or other.kind != "Counter":
        return NotImplemented
    keys = _all_keys(ev, own, other)
    return _positive(ev, [(key, run(_count(ev, own, key), _count(ev, other, key))) for key in keys])


def _chosen(ev: Evaluator, a: Any, b: Any, if_less: Any) -> Any:
    """Return ``if_less`` where a < b, else the other of the two."""
    when = ev.truth(comparing.compare(ev, ast.Lt, a, b))
    return ev.branch(when, lambda: if_less, lambda: b if if_less is a else a)


@method(Dict, name="__add__")
def _add(ev: Evaluator, own: Dict, other: Any) -> Any:
    return _arithmetic(ev, own, other, lambda a, b: binary(ev, ast.Add, a, b))


@method(Dict, name="__sub__")
def _sub(ev: Evaluator, own: Dict, other: Any) -> Any:
    return _arithmetic(ev, own, other, lambda a, b: binary(ev, ast.Sub, a, b))


@method(Dict, name="__and__")
def _and(ev: Evaluator, own: Dict, other: Any) -> Any:
    return _arithmetic(ev, own, other, lambda a, b: _chosen(ev, a, b, a))


_or_of_dicts = method_of(Dict(), "__or__")


@method(Dict, name="__or__")
def _or(ev: Evaluator, own: Dict, other: Any) -> Any:
    if own.kind != "Counter":
        assert _or_of_dicts is not None
        return _or_of_dicts(ev, own, other)
    return _arithmetic(ev, own, other, lambda a, b: _chosen(ev, a, b, b))


@method(Dict, name="__pos__")
def _pos(ev: Evaluator, own: Dict) -> Any:
    if own.kind != "Counter":
        ev.throw(TypeError)
    return _positive(ev, list(ev.known(own).entries.values()))


@method(Dict, name="__neg__")
def _neg(ev: Evaluator, own: Dict) -> Any:
    if own.kind != "Counter":
        ev.throw(TypeError)
    return _positive(ev, [(key, unary(ev, ast.USub, count)) for key, count in ev.known(own).entries.values()])


def counters(ev: Evaluator, op: Any, own: Dict, other: Dict) -> Any:
    """Compare counters: what is missing occurs 0 times."""
    relation = ast.Eq if op is ast.NotEq else ast.GtE if op is ast.Gt else ast.LtE if op is ast.Lt else op
    conditions: list[Term] = [
        ev.truth(comparing.compare(ev, relation, _count(ev, own, key), _count(ev, other, key)))
        for key in _all_keys(ev, own, other)
    ]
    found = terms.conjunction(conditions)
    if op in (ast.Lt, ast.Gt):
        found = terms.conjunction((found, terms.negation(ev.truth(counters(ev, ast.Eq, own, other)))))
    return truth(terms.negation(found) if op is ast.NotEq else found)


# ---- deques


class Deque(List):
    """A deque; ``version`` counts its changes, which whoever goes through it meanwhile must notice."""

    __slots__ = ("version",)

    def __init__(self, items: Any = (), born: int = 0) -> None:
        super().__init__(items, born, "deque")
        self.version = 0


@word("collections.deque")
def _deque(ev: Evaluator, iterable: Any = (), maxlen: Any = None) -> Any:
    made = Deque((), ev.born)
    made.maxlen = None if maxlen is None else position(ev, maxlen)
    if made.maxlen is not None and made.maxlen < 0:
        ev.throw(ValueError)
    _extend(ev, made, iterable)
    return made


def _changing(ev: Evaluator, own: Deque) -> bool:
    if not ev.changing(own):
        return False
    own.version += 1
    return True


@method(Deque, name="append")
def _append(ev: Evaluator, own: Deque, value: Any) -> None:
    if _changing(ev, own):
        own.append(value)
        if own.maxlen is not None and len(own) > own.maxlen:
            list.pop(own, 0)


@method(Deque, name="appendleft")
def _appendleft(ev: Evaluator, own: Deque, value: Any) -> None:
    if _changing(ev, own):
        list.insert(own, 0, value)
        if own.maxlen is not None and len(own) > own.maxlen:
            list.pop(own)


@method(Deque, name="extend")
def _extend(ev: Evaluator, own: Deque, values: Any) -> None:
    for value in ev.items(values) if values is own else ev.iterate(values):
        _append(ev, own, value)


@method(Deque, name="extendleft")
def _extendleft(ev: Evaluator, own: Deque, values: Any) -> None:
    for value in ev.items(values) if values is own else ev.iterate(values):
        _appendleft(ev, own, value)


def _taken(ev: Evaluator, own: Deque, place: int) -> Any:
    if not ev.known(own):
        ev.throw(IndexError)
    value = own[place]
    if _changing(ev, own):
        list.pop(own, place)
    return value


@method(Deque, name="pop")
def _pop(ev: Evaluator, own: Deque) -> Any:
    return _taken(ev, own, -1)


@method(Deque, name="popleft")
def _popleft(ev: Evaluator, own: Deque) -> Any:
    return _taken(ev, own, 0)


@method(Deque, name="rotate")
def _rotate(ev: Evaluator, own: Deque, n: Any = 1) -> None:
    steps = position(ev, n)
    if len(ev.known(own)) > 1 and _changing(ev, own):
        steps %= len(own)
        own[:] = [*own[len(own) - steps :], *own[: len(own) - steps]]


@method(Deque, name="insert")
def _insert(ev: Evaluator, own: Deque, index: Any, value: Any) -> None:
    if own.maxlen is not None and len(own) >= own.maxlen:
        ev.throw(IndexError)
    at = position(ev, index, len(own) + 1)
    if _changing(ev, own):
        list.insert(own, at, value)


@method(Deque, name="remove")
def _remove(ev: Evaluator, own: Deque, value: Any) -> None:
    for place, entry in enumerate(list(own)):
        if entry is value or ev.are_same(entry, value):
            if _changing(ev, own):
                del own[place]
            return
    ev.throw(ValueError)


@method(Deque, name="clear")
def _clear(ev: Evaluator, own: Deque) -> None:
    if _changing(ev, own):
        list.clear(own)


@method(Deque, name="copy")
def _copy(ev: Evaluator, own: Deque) -> Any:
    made = Deque(ev.known(own), ev.born)
    made.maxlen = own.maxlen
    return made


@method(Deque, name="sort")
def _sort(ev: Evaluator, _own: Deque, **_: Any) -> None:
    ev.throw(AttributeError)


@method(Deque, name="__add__")
def _add_deques(ev: Evaluator, own: Deque, other: Any) -> Any:
    if not isinstance(other, Deque):
        ev.throw(TypeError)
    made = _copy(ev, own)
    for value in ev.items(other):
        _append(ev, made, value)
    return made


@method(Deque, name="__mul__")
@method(Deque, name="__rmul__")
def _repeated(ev: Evaluator, own: Deque, times: Any) -> Any:
    made = Deque((), ev.born)
    made.maxlen = own.maxlen
    for value in list(ev.known(own)) * position(ev, times):
        _append(ev, made, value)
    return made


@method(Deque, name=".maxlen")
def _maxlen(_ev: Evaluator, own: Deque) -> Any:
    return own.maxlen


@method(Deque, name="__iter__")
def _iter(ev: Evaluator, own: Deque) -> Any:
    version = own.version

    def each() -> Any:
        place = 0
        while True:
            if own.version != version:
                ev.throw(RuntimeError)
            if place >= len(ev.known(own)):
                return
            yield own[place]
            place += 1

    return each()


# ---- named tuples


@word("collections.namedtuple")
def _namedtuple(ev: Evaluator, name: Any, names: Any, *, rename: Any = False, defaults: Any = None) -> Any:
    if not isinstance(name, str) or rename is not False:
        ev.no("namedtuple() with these arguments")
    listed = names.replace(",", " ").split() if isinstance(names, str) else ev.items(names)
    listed = [ev.resolved(entry) if isinstance(entry, Text) else entry for entry in listed]
    given = [] if defaults is None else ev.items(defaults)
    if not all(isinstance(entry, str) for entry in listed):
        ev.throw(TypeError)
    bad = [entry for entry in listed if not entry.isidentifier() or keyword.iskeyword(entry) or entry[0] == "_"]
    if bad or len(set(listed)) < len(listed):
        ev.throw(ValueError)
    if len(given) > len(listed):
        ev.throw(TypeError)
    fields = [Field(entry) for entry in listed]
    for field, value in zip(reversed(fields), reversed(given), strict=False):
        field.default = value
    return as_named_tuple(ev, Class(name, (), {}, tuple, born=ev.born), fields)


def as_named_tuple(ev: Evaluator, cls: Class, fields: list[Field]) -> Class:
    """Make a class one of named tuples."""
    cls.native, cls.fields = tuple, fields
    names = tuple(field.name for field in fields)
    cls.namespace["_fields"] = cls.namespace["__match_args__"] = names
    cls.namespace["_make"] = ClassMethod(GeneratedMethod(f"{cls.name}._make", _make))
    defaults = Dict(ev.born)
    for field in fields:
        if field.default is not MISSING:
            defaults.put(field.name, field.default, ev.are_same)
    cls.namespace["_field_defaults"] = defaults
    return cls


def _make(ev: Evaluator, cls: Class, iterable: Any) -> Any:
    return ev.call(cls, ev.items(iterable), {})


@method(Named, name="_asdict")
def _asdict(ev: Evaluator, own: Named) -> Any:
    made = Dict(ev.born)
    for field, value in zip(own.cls.fields or (), own, strict=True):
        made.put(field.name, value, ev.are_same)
    return made


@method(Named, name="_replace")
def _replace(ev: Evaluator, own: Named, /, **changes: Any) -> Any:
    names = [field.name for field in own.cls.fields or ()]
    if not changes.keys() <= set(names):
        ev.throw(ValueError)
    return ev.call(own.cls, [changes.get(name, value) for name, value in zip(names, own, strict=True)], {})
