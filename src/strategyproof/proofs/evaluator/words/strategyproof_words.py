"""The names of this toolkit that a user's function may use."""

from __future__ import annotations

from strategyproof.proofs.evaluator.objects import Class, Field
from strategyproof.proofs.evaluator.table import constant

OUTCOME = Class("Outcome", native=tuple, fields=[Field("wins"), Field("payments")])
"""``Outcome(wins, payments)``: as good as the pair."""

constant("strategyproof.Outcome", OUTCOME)
constant("strategyproof.mechanism.Outcome", OUTCOME)
constant("strategyproof.mechanism.outcome.Outcome", OUTCOME)
