"""``asyncio``: coroutines one after the other, which is what a loop does where none of them waits for anything."""

from __future__ import annotations

from typing import Any

from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.expressions import awaited
from strategyproof.proofs.evaluator.faults import PyError
from strategyproof.proofs.evaluator.numbers import is_number
from strategyproof.proofs.evaluator.objects import Coroutine
from strategyproof.proofs.evaluator.table import word


@word("asyncio.run")
def _run(ev: Evaluator, main: Any) -> Any:
    if not isinstance(main, Coroutine):
        ev.throw(ValueError)
    if ev.tasks is not None:
        ev.throw(RuntimeError)
    ev.tasks = 0
    try:
        found = awaited(ev, main)
        if ev.tasks:
            ev.no("tasks that are left when the loop ends")
        return found
    finally:
        ev.tasks = None


@word("asyncio.gather")
def _gather(ev: Evaluator, *coroutines: Any, return_exceptions: Any = False) -> Any:
    """Return what awaits all of them; each runs to its end when its turn comes, since none waits."""
    if not all(isinstance(coroutine, Coroutine) for coroutine in coroutines) or not isinstance(return_exceptions, bool):
        ev.no("asyncio.gather() of what is no coroutine")
    if ev.tasks != 0:
        ev.no("asyncio.gather() while other tasks wait for their turn")
    ev.journal.forbid(-1)
    ev.tasks = 1
    return Coroutine(lambda: _all_of(ev, coroutines, keeps_errors=return_exceptions))


def _all_of(ev: Evaluator, coroutines: tuple[Any, ...], *, keeps_errors: bool) -> Any:
    found: list[Any] = []
    first: PyError | None = None
    for coroutine in coroutines:
        try:
            with ev.observed():
                found.append(awaited(ev, coroutine))
        except PyError as error:
            first = first or error
            found.append(error.instance)
    ev.tasks = 0
    if first is not None and not keeps_errors:
        raise first
    return ev.new_list(found)


@word("asyncio.sleep")
def _sleep(ev: Evaluator, delay: Any, result: Any = None) -> Any:
    if not is_number(delay):
        ev.throw(TypeError)
    if ev.tasks != 0:
        ev.no("asyncio.sleep() while other tasks wait for their turn")
    return Coroutine(lambda: result)
