"""The builtins that user code sees over a market of any size; on anything but its lists they are the plain ones."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from types import FunctionType, GeneratorType, MethodType
from typing import Any

from strategyproof.proofs import terms
from strategyproof.proofs.lift import rows
from strategyproof.proofs.lift.freezing import frozen, is_pure
from strategyproof.proofs.lift.rows import Column, Once, Ranking, Row, View, view
from strategyproof.proofs.lift.unbound import UNBOUND, Unbound
from strategyproof.proofs.lift.whole import Whole, integer_term, whole
from strategyproof.proofs.plain.builtins_for_bids import Mode, shadowed
from strategyproof.proofs.plain.deciding import decide
from strategyproof.proofs.plain.faults import Unsupported
from strategyproof.proofs.plain.quantity import Quantity, condition, truth
from strategyproof.proofs.terms import Term

_MISSING = object()
_UNMIXED = ("var", "apply", "const")

UNSUPPORTED = ("sum", "reversed", "map", "filter", "set", "frozenset", "dict", "iter", "hash", "repr", "str", "format",
               "bytes", "memoryview", "callable", "hasattr", "getattr", "setattr", "delattr")  # fmt: skip
"""Builtins that are not answered for what depends on the number of bidders."""


class AnyMode(Mode):
    """How user code runs over a market of any size."""

    def type_of(self, value: Any) -> type:
        """Return the type that a value has for user code."""
        if isinstance(value, (Row, Ranking)):
            return value.kind
        if value is UNBOUND or (isinstance(value, (Whole, Quantity)) and value.term.op not in _UNMIXED):
            raise Unsupported("the type of what was computed or chosen, over a market of any size")
        return int if isinstance(value, Whole) else super().type_of(value)


def shadowed_for_rows(mode: Mode) -> dict[str, Any]:
    """Return the builtins for a user's module."""
    plain = shadowed(mode)
    unsupported = {name: _refused(plain, name) for name in UNSUPPORTED}
    return {
        **plain,
        **unsupported,
        "len": _on_rows(plain["len"], rows.length),
        "__range__": _range,
        "__enumerate__": _enumerate,
        "__zip__": _zip,
        "__list__": _on_rows(list, _list),
        "__tuple__": _on_rows(tuple, _tuple),
        "sorted": _sorted(plain["sorted"]),
        "max": _extreme(plain["max"], highest=True),
        "min": _extreme(plain["min"], highest=False),
        "any": _quantifier(plain["any"], some=True),
        "all": _quantifier(plain["all"], some=False),
        "next": _next,
    }


def _is_row(value: Any) -> bool:
    return isinstance(value, (Row, Ranking))


def _on_rows(native: Any, answer: Callable[[Any], Any]) -> Any:
    return lambda *arguments: answer(arguments[0]) if arguments and _is_row(arguments[0]) else native(*arguments)


def _refused(plain: dict[str, Any], name: str) -> Callable[..., Any]:
    native = plain[name]

    def refuse(*arguments: Any, **named: Any) -> Any:
        if any(_is_row(value) or isinstance(value, (Whole, Unbound)) for value in arguments):
            raise Unsupported(f"{name}() over a market of any size")
        return native(*arguments, **named)

    return refuse


def _range(*arguments: Any) -> Any:
    if not any(isinstance(value, Whole) for value in arguments):
        return builtins.range(*arguments)
    low, high = (0, *arguments) if len(arguments) == 1 else arguments[:2]
    start, stop = integer_term(low), integer_term(high)
    if len(arguments) > 2 or start is None or stop is None or not isinstance(low, int) or low < 0:
        raise Unsupported("a range with a step, or one that starts anywhere but at a known position")
    return Row(view(lambda index: Whole(index) if index.op != "const" else index.data, start, stop, "range"), range)


def _enumerate(iterable: Any, start: Any = 0) -> Any:
    if not _is_row(iterable):
        return builtins.enumerate(iterable, start)
    if isinstance(iterable, Ranking):
        raise Unsupported("enumerating a sorted list of any length")

    def content() -> View:
        inner = iterable.read()
        if inner.mask is not None or not isinstance(start, int):
            raise Unsupported("enumerating the entries that a condition keeps")

        def entry(index: Term) -> Any:
            return Whole(index) - whole(inner.low) + start, inner.at(index)

        return view(entry, inner.low, inner.high, "enumerate")

    return Once(content, enumerate, late=_is_late(iterable))


def _zip(*iterables: Any, strict: bool = False) -> Any:
    if not any(map(_is_row, iterables)):
        return builtins.zip(*iterables, strict=strict)
    if not all(isinstance(value, Row) for value in iterables):
        raise Unsupported("zip() of a list of any length with one of a known length")

    def content() -> View:
        contents = [row.read() for row in iterables]
        first = contents[0]
        if any(c.mask is not None or c.low is not first.low or c.high is not first.high for c in contents):
            raise Unsupported("zip() of lists of different lengths")
        return view(lambda index: tuple(c.at(index) for c in contents), first.low, first.high, "zip")

    return Once(content, zip, late=any(map(_is_late, iterables)))


def _is_late(row: Any) -> bool:
    return isinstance(row, Once) and row.late


def _list(row: Any) -> Any:
    if isinstance(row, Ranking):
        return row
    return Column(row.read())


def _tuple(row: Any) -> Any:
    if isinstance(row, Ranking):
        raise Unsupported("a tuple of a sorted list of any length")
    return Row(row.read(), tuple)


def _sorted(plain: Callable[..., Any]) -> Callable[..., Any]:
    def in_order(iterable: Any, /, *, key: Any = None, reverse: Any = False) -> Any:
        if not _is_row(iterable):
            return plain(iterable, key=key, reverse=reverse)
        return ranking(iterable, key=key, reverse=bool(reverse))

    return in_order


def ranking(row: Any, *, key: Any = None, reverse: bool = False) -> Ranking:
    """Return a row in order."""
    if isinstance(row, Ranking):
        raise Unsupported("sorting a sorted list of any length again")
    content, by = row.read(), _key(key)
    front = rows.ordered(content, by, descending=reverse, backwards=False, what="order")
    back = rows.ordered(content, by, descending=reverse, backwards=True, what="order from the end")
    content.reading.note("sorted() is read at its first or last entries")
    return Ranking(content, front, back)


def _key(key: Any) -> Any:
    if key is None:
        return None
    if isinstance(key, MethodType) and isinstance(key.__self__, Row) and key.__name__ == "__getitem__":
        return Row(key.__self__.view).__getitem__
    if not isinstance(key, FunctionType) or not is_pure(key):
        raise Unsupported("a key that does more than compute, over a market of any size")
    return frozen(key)


def _extreme(plain: Callable[..., Any], *, highest: bool) -> Callable[..., Any]:
    def extreme(*arguments: Any, key: Any = None, default: Any = _MISSING) -> Any:
        if not arguments or not any(map(_is_row, arguments)):
            return plain(*arguments, key=key, **({} if default is _MISSING else {"default": default}))
        if len(arguments) > 1 or isinstance(arguments[0], Ranking):
            raise Unsupported("the highest of several lists of any length")
        content = arguments[0].read()
        what = "highest" if highest else "lowest"
        place = rows.ordered(content, _key(key), descending=highest, backwards=False, what=what).rank(1)
        if not decide(place.exists):
            if default is _MISSING:
                raise ValueError(f"{'max' if highest else 'min'}() of an empty list")
            return default
        return content.at(place.position)

    return extreme


def _quantifier(plain: Callable[..., Any], *, some: bool) -> Callable[..., Any]:
    def quantifier(entries: Any, /) -> Any:
        if not _is_row(entries):
            return plain(entries)
        if isinstance(entries, Ranking):
            raise Unsupported("any() or all() of a sorted list of any length")
        content = entries.read()

        def decisive(value: Any) -> Term:
            term = condition(value)
            if term is None:
                raise Unsupported("any() or all() of values that are not conditions, over a market of any size")
            return term if some else terms.negation(term)

        what = "any" if some else "all"
        exists = rows.first_place(content, lambda index: content.where(index, decisive), what).rank(1).exists
        return truth(exists if some else terms.negation(exists))

    return quantifier


def _next(iterator: Any, *default: Any) -> Any:
    if not isinstance(iterator, Row):
        return builtins.next(iterator, *default)
    if iterator.kind is not GeneratorType:
        raise Unsupported("next() of a list of any length, except of a generator that is new")
    content = iterator.read()
    place = rows.first_place(content, content.member, "next").rank(1)
    if decide(place.exists):
        return content.at(place.position)
    if default:
        return default[0]
    raise StopIteration


def each(compute: Any, iterable: Any, keep: Any, kind: type) -> Any:
    """Return a comprehension over a row; None of its parts may have an effect."""
    if not isinstance(iterable, Row):
        raise Unsupported("a comprehension over a sorted list of any length")
    if not is_pure(compute) or (keep is not None and not is_pure(keep)):
        raise Unsupported("a comprehension that does more than compute, over a market of any size")

    def made() -> View:
        content, value, kept = iterable.read(), frozen(compute), None if keep is None else frozen(keep)
        mask = _mask(content, kept)
        return view(lambda index: value(content.at(index)), content.low, content.high, "each", mask).computed()

    return Once(made, GeneratorType, late=True) if kind is GeneratorType else Column(made())


def _mask(content: View, kept: Any) -> Callable[[Term], Term] | None:
    if kept is None:
        return content.mask
    flags = view(lambda index: kept(content.at(index)), content.low, content.high, "if", content.mask).computed()

    def mask(index: Term) -> Term:
        term = condition(flags.at(index))
        if term is None:
            raise Unsupported("a condition of a comprehension that is no truth value, over a market of any size")
        return terms.conjunction((content.mask(index), term)) if content.mask else term

    return mask
