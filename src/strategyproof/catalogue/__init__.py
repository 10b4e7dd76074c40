"""Published mechanisms with their sources, their known verdicts and their broken siblings; nothing heavy is loaded.

The functions are in ``auctions``, as a designer writes them; what is known of them is in ``tables``. The verdicts
there are claims: ``tests/catalogue`` proves or refutes each, and replays each counterexample.
"""

from __future__ import annotations

from strategyproof.catalogue.entry import Code, Entry, Sibling
from strategyproof.catalogue.tables import CATALOGUE

__all__ = ["CATALOGUE", "Code", "Entry", "Sibling"]
