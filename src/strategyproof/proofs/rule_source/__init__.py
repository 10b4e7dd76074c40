"""What a rule in the vocabulary may say, read from its source: a closed list of syntax and of names.

A proof speaks of what a rule computes from its bids and nothing else. Python lets code look at much more: the type of
its bids, its own frames, the clock, what it kept from an earlier call. Symbols cannot notice all of it, so the rule's
own text is read, with every function that it calls, and only what is on the list is let through: no statement that
stores anywhere but in a local name, no value that can change, no function but the words and those read in the same way.

The text is compiled again and compared with the code that runs, so that what is read is what runs.
"""

from __future__ import annotations

from strategyproof.proofs.rule_source.definition import read_from
from strategyproof.proofs.rule_source.refusal import refusal

__all__ = ["read_from", "refusal"]
