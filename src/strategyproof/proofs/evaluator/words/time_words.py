"""``time``: the clock, which a run reads once as it is given; what is read later may be shown, and decides nothing."""

from __future__ import annotations

from typing import Any

from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.leftovers import NUMBER, TEXT
from strategyproof.proofs.evaluator.objects import Opaque
from strategyproof.proofs.evaluator.table import word

AGAIN = Opaque("it reads the clock more than once", NUMBER)


@word("time.time", "time.monotonic", "time.perf_counter")
def _seconds(ev: Evaluator) -> Any:
    ev.states.reads_clock = ev.states.leaves = True
    found, ev.clock = ev.clock, AGAIN
    return found


def _opaque(name: str, kind: str) -> None:
    @word(f"time.{name}")
    def row(ev: Evaluator) -> Any:
        return ev.drawn(f"it reads time.{name}()", kind)


for _name in ("time_ns", "perf_counter_ns", "monotonic_ns", "process_time", "process_time_ns"):
    _opaque(_name, NUMBER)
_opaque("ctime", TEXT)


def _refused(name: str) -> None:
    @word(f"time.{name}")
    def row(ev: Evaluator, *_: Any, **__: Any) -> Any:
        ev.no(f"time.{name}: a calendar", "take the time as a number: time.time()")


for _name in ("localtime", "gmtime", "strftime"):
    _refused(_name)


@word("time.sleep")
def _sleep(ev: Evaluator, seconds: Any) -> None:
    ev.no("time.sleep()")
