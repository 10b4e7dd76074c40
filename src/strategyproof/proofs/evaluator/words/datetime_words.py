"""``datetime``: a date or the clock, which is no function of the bids."""

from __future__ import annotations

from typing import Any

from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.table import word

NAMES = ("datetime", "date", "time", "timedelta", "timezone")


def _register(name: str) -> None:
    @word(f"datetime.{name}")
    def row(ev: Evaluator, *_: Any, **__: Any) -> Any:
        ev.no(f"datetime.{name}: a date or the clock", "take the time as a number, as a parameter")


for _name in NAMES:
    _register(_name)
