"""``numbers``: the abstract classes of numbers, for ``isinstance``."""

from __future__ import annotations

from typing import Any

from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.table import word


@word("numbers.Number", "numbers.Complex", "numbers.Real", "numbers.Rational", "numbers.Integral")
def _abstract(ev: Evaluator, *_: Any) -> Any:
    ev.no("calling an abstract class of numbers")
