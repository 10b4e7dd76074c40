"""Lift what is proved of a plain function for a few numbers of bidders to every number of bidders.

The same function runs once more, on a list whose length is not known. ``sorted``, ``max``, ``min``, ``index``, ``any``
and ``all`` name the positions that they find, with the facts that define them; comprehensions and loops that write to
their own position are values computed for a position when it is asked for; what a loop carries from item to item is
guessed, and the guess is shown by induction. The laws are then proved as for the rules of the toolkit
(:mod:`strategyproof.proofs.any_bidders`), from the function's own source and the law's own source.

Two readings of one function. Before a law is called proved for any N, the solver shows that this reading gives what
every path of the function gives, for 2, 3 and 4 bidders and all bids. What cannot be read is not lifted, and the
verdict says which construct on which line stood in the way.
"""

from __future__ import annotations

from strategyproof.proofs.lift.judge import Lift

__all__ = ["Lift"]
