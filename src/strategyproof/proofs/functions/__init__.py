"""Laws of ordinary Python functions as theorems: a user's file, no decorator, no special types.

``load`` names a function in a file and declares the ranges of its keyword parameters; ``check`` judges a law of it for
each number of bidders in a range, over the reals or the integers, from the function's own source and the law's own
source. User code is executed, by design: only in a child process, under a budget, with its standard output discarded.

How a verdict comes about. The function runs on symbolic bids. A comparison that chooses a branch is answered both ways
where both can happen, by running the function again; ``max``, ``min``, ``sorted``, ``any`` and ``all`` merge their
cases instead. What comes out is the outcome for *every* profile of the given size, on which the law's own predicate
runs. A refutation is replayed on the function in exact arithmetic before it is called one.

What raises. A function that raises, returns the wrong type or length, or changes its argument for some bids refutes the
pseudo-law ``total`` (:data:`TOTAL`), with these bids. Any other law of it is then ``refuted`` where a counterexample
exists among the bids that it handles, and ``unknown`` otherwise, never ``proved``.
"""

from __future__ import annotations

from strategyproof.mechanism.laws.total import TOTAL
from strategyproof.proofs.functions.budget import Budget
from strategyproof.proofs.functions.client import PlainRule, Session, check, from_function, load
from strategyproof.proofs.functions.ranges import interval
from strategyproof.proofs.functions.target import LoadError

__all__ = ["TOTAL", "Budget", "LoadError", "PlainRule", "Session", "check", "from_function", "interval", "load"]
