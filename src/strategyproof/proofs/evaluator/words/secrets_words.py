"""``secrets``: a secret that is another in each run, which is no function of the bids."""

from __future__ import annotations

from typing import Any

from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.table import word

NAMES = ("token_hex", "token_bytes", "token_urlsafe", "choice", "randbelow", "SystemRandom")


def _register(name: str) -> None:
    @word(f"secrets.{name}")
    def row(ev: Evaluator, *_: Any, **__: Any) -> Any:
        ev.no(f"secrets.{name}: a secret that is another in each run", "take it as a parameter")


for _name in NAMES:
    _register(_name)
