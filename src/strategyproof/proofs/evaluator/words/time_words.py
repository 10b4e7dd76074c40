"""``time``: the clock, which is no function of the bids."""

from __future__ import annotations

from typing import Any

from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.table import word

NAMES = (
    "time",
    "time_ns",
    "perf_counter",
    "perf_counter_ns",
    "monotonic",
    "monotonic_ns",
    "process_time",
    "localtime",
    "gmtime",
    "strftime",
    "ctime",
    "sleep",
)


def _register(name: str) -> None:
    @word(f"time.{name}")
    def row(ev: Evaluator, *_: Any, **__: Any) -> Any:
        ev.no(f"time.{name}: the clock", "take the time as a parameter")


for _name in NAMES:
    _register(_name)
