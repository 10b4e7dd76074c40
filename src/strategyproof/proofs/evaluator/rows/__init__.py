"""The third kind of values: lists of any length, so that one reading of a function stands for every number of bidders.

The evaluator is the same, and so is its table of words; a list of any length answers to them. ``sorted``, ``max``,
``min``, ``index``, ``any`` and ``all`` name the positions that they find, with the facts that define them;
comprehensions, and loops that write to their own position, are values computed for a position when it is asked for;
what a loop carries from item to item is guessed, and the guess is shown by induction. The laws are then proved as for
the rules of the toolkit (:mod:`strategyproof.proofs.any_bidders`), from the function's own source and the law's own.
"""

from __future__ import annotations

from strategyproof.proofs.evaluator.rows import answers, loops

__all__ = ["answers", "loops"]
