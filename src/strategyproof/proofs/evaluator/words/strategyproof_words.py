"""The names of this toolkit that a user's function may use."""

from __future__ import annotations

from typing import Any, NoReturn

from strategyproof.proofs.evaluator import annotating
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.objects import Builtin, Class, Field
from strategyproof.proofs.evaluator.table import constant

OUTCOME = Class("Outcome", native=tuple, fields=[Field("wins"), Field("payments")])
"""``Outcome(wins, payments)``: as good as the pair."""

constant("strategyproof.Outcome", OUTCOME)
constant("strategyproof.mechanism.Outcome", OUTCOME)
constant("strategyproof.mechanism.outcome.Outcome", OUTCOME)


def _space(ev: Evaluator, *_: Any, **__: Any) -> NoReturn:
    ev.no("a type space as a value", "name it in an annotation alone")


for name in annotating.SPACES:
    constant(name, Builtin(name, _space))
    constant(name.replace("strategyproof", "strategyproof.mechanism.spaces"), Builtin(name, _space))
