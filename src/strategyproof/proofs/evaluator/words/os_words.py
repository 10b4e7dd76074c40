"""``os``: the process's surroundings, which is no function of the bids."""

from __future__ import annotations

from typing import Any

from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.table import word

NAMES = ("environ", "getenv", "getpid", "urandom", "getcwd", "listdir", "cpu_count")


def _register(name: str) -> None:
    @word(f"os.{name}")
    def row(ev: Evaluator, *_: Any, **__: Any) -> Any:
        ev.no(f"os.{name}: the process's surroundings", "take it as a parameter")


for _name in NAMES:
    _register(_name)
