"""``warnings``: muted, as ``print`` is, unless a filter makes errors of them."""

from __future__ import annotations

from typing import Any

from strategyproof.proofs.evaluator import text
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.table import word


@word("warnings.warn")
def _warn(ev: Evaluator, message: Any, *args: Any, **named: Any) -> None:
    if any(text.runs_code(value) for value in (message, *args, *named.values())):
        ev.no("warning with an object that is written by a method of its own")


@word("warnings.simplefilter", "warnings.filterwarnings")
def _filter(ev: Evaluator, action: Any, *_args: Any, **_named: Any) -> None:
    if action == "error":
        ev.no("warnings that become errors")
