"""``re``: Python's own on text without bids."""

from __future__ import annotations

import re
from typing import Any

from strategyproof.proofs.evaluator import natives
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.table import constant, word

natives.reading(re.Pattern, ("match", "fullmatch", "search", "findall", "split", "sub", "subn"))
natives.reading(re.Match, ("group", "groups", "groupdict", "start", "end", "span"))

for _name in ("IGNORECASE", "I", "MULTILINE", "M", "DOTALL", "S", "VERBOSE", "X", "ASCII", "A"):
    constant(f"re.{_name}", int(getattr(re, _name)))


def _register(name: str) -> None:
    @word(f"re.{name}")
    def row(ev: Evaluator, *args: Any, **named: Any) -> Any:
        return natives.run(ev, getattr(re, name), *args, **named)


for _name in ("compile", "match", "fullmatch", "search", "findall", "split", "sub", "subn", "escape"):
    _register(_name)
