"""Entries of lists of any length: what is computed each time it is asked for, and is the same each time."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any, NoReturn

from strategyproof.proofs.evaluator.containers import Dict
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.faults import Unsupported
from strategyproof.proofs.evaluator.numbers import Symbolic
from strategyproof.proofs.evaluator.objects import Class, Function, Instance, Named, Text
from strategyproof.proofs.evaluator.rows.moments import Unchanging
from strategyproof.proofs.evaluator.table import method
from strategyproof.proofs.symbolic.symbols import Symbol

KINDS = (Symbolic, int, float, Fraction, Decimal, str, Text, Class, Symbol, type(None))


def refusing(what: str) -> Callable[..., NoReturn]:
    """Return a method that is not supported."""

    def refuse(*_: Any, **__: Any) -> NoReturn:
        raise Unsupported(f"{what}, over a market of any size")

    return refuse


class Fixed(dict[Any, Any]):
    """Fields that cannot be assigned."""

    __setitem__ = __delitem__ = pop = clear = update = setdefault = refusing(
        "changing an entry of a list of all bidders"
    )


class Entry(Instance, Unchanging):
    """An object as an entry: it has values, and no identity that could be asked for."""

    __hash__ = refusing("the identity of an entry")


class EntryDict(Dict, Unchanging):
    """A dictionary as an entry."""

    __slots__ = ()
    __hash__ = refusing("the identity of an entry")
    put = drop = clear = refusing("changing an entry of a list of all bidders")


@method(Entry, EntryDict, name="__is__")
def _identity(ev: Evaluator, own: Any) -> Any:
    ev.no(f"the identity of {ev.described(own)} in a list of any length")


def fixed(ev: Evaluator, value: Any, since: int) -> Any:
    """Return an entry as what cannot change.

    Parameters
    ----------
    since
        When the evaluation of the entry began. What can change and was there before is one object, which others may
        change; what was made since is another at each position, and nobody else has it.
    """
    if type(value) is tuple or isinstance(value, Named):
        parts = [fixed(ev, part, since) for part in value]
        made: Any = tuple(parts) if type(value) is tuple else Named(parts)
        if isinstance(value, Named):
            made.cls = value.cls
        return made
    if isinstance(value, (KINDS, Unchanging)) or getattr(value, "born", 0) < 0:
        return value
    if isinstance(value, Function) and value.born < since:
        return value  # the same one at each position, whatever it finds when it is called
    if getattr(value, "born", since) >= since:
        if type(value) is Instance:
            fields = Fixed((name, fixed(ev, part, since)) for name, part in value.fields.items())
            return Entry(value.cls, fields, value.born)
        if type(value) is Dict and value.is_plain:
            return _fixed_dict(ev, value, since)
        if getattr(type(value), "is_row", False):
            return value.frozen(ev)
    ev.no(f"{ev.described(value)} as an entry of a list of any length")


def _fixed_dict(ev: Evaluator, value: Dict, since: int) -> EntryDict:
    copy = EntryDict(value.born, value.kind, value.factory)
    entries = ((place, (key, fixed(ev, part, since))) for place, (key, part) in value.entries.items())
    copy.entries, copy._places, copy._next = Fixed(entries), dict(value._places), value._next
    return copy
