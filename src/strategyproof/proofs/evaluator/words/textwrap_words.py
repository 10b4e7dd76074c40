"""``textwrap``: Python's own on text without bids."""

from __future__ import annotations

import textwrap
from typing import Any

from strategyproof.proofs.evaluator import natives
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.table import word


def _register(name: str) -> None:
    @word(f"textwrap.{name}")
    def row(ev: Evaluator, *args: Any, **named: Any) -> Any:
        return natives.run(ev, getattr(textwrap, name), *args, **named)


for _name in ("dedent", "indent", "fill", "wrap", "shorten"):
    _register(_name)
