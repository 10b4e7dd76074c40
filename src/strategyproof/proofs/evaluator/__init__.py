"""One reading of Python: an evaluator of users' functions that knows everything it does.

A user's function is never run in a proof; its syntax tree is evaluated, by tables that are closed. What has a row is
computed as CPython computes it; what has none is unsupported, with its line. The values are plain numbers, which make
it an interpreter that is compared with CPython at every proof; symbols, for all bids of a number of bidders at once;
and rows, for any number of bidders.
"""

from __future__ import annotations

from strategyproof.proofs.evaluator import comprehensions, expressions, statements, words
from strategyproof.proofs.evaluator.core import Evaluator

words.load_always()

__all__ = ["Evaluator", "comprehensions", "expressions", "statements"]
