"""Both sides of a branch, side by side.

The evaluator performs every effect itself, so it can evaluate the one side of a branch, take its writes back, evaluate
the other side, and write merged values: one run then stands for both. It goes back and chooses a side where something
shows that cannot be taken back or merged: a list that grows, an iterator that moves on, an exception, a ``return``, a
value of another kind. What may be chosen later is a local name: it may hold one value or another of different kinds,
and which one is decided when somebody reads it.

What is written inside a speculation to what was made before it goes through the journal; what was made inside is
thrown away with it, so it may change freely.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from strategyproof.proofs.evaluator.containers import Dict
from strategyproof.proofs.evaluator.faults import Broke, Continued, Effect, PyError, Returned
from strategyproof.proofs.evaluator.numbers import NotMergeable, merged
from strategyproof.proofs.evaluator.objects import MISSING, Class, Deferred, Function, Instance, Scope
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term

Slot: TypeAlias = tuple[int, Any]
CANNOT_BE_TAKEN_BACK = (Effect, NotMergeable, PyError, Returned, Broke, Continued)


class Journal:
    """What is written while a branch is tried.

    Attributes
    ----------
    clock
        Counts the speculations begun; what is made notes when.
    """

    def __init__(self) -> None:
        self.clock = 0
        self._starts: list[int] = []
        self._writes: list[dict[Slot, tuple[Any, Any]]] = []

    @property
    def is_trying(self) -> bool:
        """Tell whether a branch is being tried."""
        return bool(self._starts)

    def is_older(self, born: int) -> bool:
        """Tell whether something was made before the branch that is being tried."""
        return bool(self._starts) and born < self._starts[-1]

    def forbid(self, born: int) -> None:
        """Go back if a change of what was made then could not be taken back."""
        if self.is_older(born):
            raise Effect

    def note(self, holder: Any, key: Any) -> None:
        """Note what a place holds, before it is written to."""
        if self._starts:
            slot = (id(holder), key)
            if slot not in self._writes[-1]:
                self._writes[-1][slot] = (holder, read(holder, key))

    def tried(self, run: Callable[[], Any]) -> tuple[Any, dict[Slot, tuple[Any, Any]]]:
        """Run one side; return its value and what it wrote, which is taken back."""
        self.clock += 1
        self._starts.append(self.clock)
        self._writes.append({})
        written: dict[Slot, tuple[Any, Any]] = {}
        try:
            value = run()
            for slot, (holder, _) in self._writes[-1].items():
                written[slot] = (holder, read(holder, slot[1]))
        finally:
            for slot, (holder, old) in reversed(self._writes[-1].items()):
                write(holder, slot[1], old)
            self._writes.pop()
            self._starts.pop()
            self.clock += 1
        return value, written

    def purely(self, run: Callable[[], Any]) -> Any:
        """Run what may have no effect on anything that was there before; return its value.

        Raises
        ------
        Effect, NotMergeable, PyError, Returned, Broke, Continued
            If it has one, or does not come to its end; nothing is written then.
        """
        before = self.clock
        value, written = self.tried(run)
        if any(holder.born <= before for holder, _ in written.values()):
            raise Effect
        return value

    def both(self, when: Term, yes: Callable[[], Any], no: Callable[[], Any]) -> Any:
        """Run both sides and keep the merged writes; return the merged value.

        Raises
        ------
        Effect, NotMergeable, PyError, Returned, Broke, Continued
            If a side must be chosen; nothing is written then.
        """
        here, first = self.tried(yes)
        there, second = self.tried(no)
        otherwise = terms.negation(when)
        changes = []
        for slot in {**first, **second}:
            holder = (first.get(slot) or second[slot])[0]
            before = read(holder, slot[1])
            values = [first[slot][1] if slot in first else before, second[slot][1] if slot in second else before]
            changes.append((holder, slot[1], _joined(holder, when, otherwise, values)))
        value = merged([(when, here), (otherwise, there)])
        for holder, key, new in changes:
            self.note(holder, key)
            write(holder, key, new)
        return value


def _joined(holder: Any, when: Term, otherwise: Term, values: list[Any]) -> Any:
    """Merge what a place holds; a local name may keep both."""
    if values[0] is values[1]:
        return values[0]
    cases = [(when, values[0]), (otherwise, values[1])]
    try:
        if not any(isinstance(value, Deferred) or value is MISSING for value in values):
            return merged(cases)
    except NotMergeable:
        pass
    if not isinstance(holder, Scope):
        raise NotMergeable
    return Deferred(cases)


def read(holder: Any, key: Any) -> Any:
    """Return what a place holds."""
    if isinstance(holder, Scope):
        return holder.get(key, MISSING)
    if isinstance(holder, (Instance, Function)):
        return holder.fields.get(key, MISSING)
    if isinstance(holder, Dict):
        return holder.entries[key]
    if isinstance(holder, Class):
        return holder.namespace.get(key, MISSING)
    return holder[key]


def write(holder: Any, key: Any, value: Any) -> None:
    """Set what a place holds."""
    if isinstance(holder, Dict):
        holder.entries[key] = value
        return
    names = holder
    if isinstance(holder, (Instance, Function)):
        names = holder.fields
    elif isinstance(holder, Class):
        names = holder.namespace
    if value is MISSING:
        names.pop(key, None)
    else:
        names[key] = value
