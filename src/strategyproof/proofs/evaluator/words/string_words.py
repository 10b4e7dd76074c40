"""``string``: constants."""

from __future__ import annotations

import string

from strategyproof.proofs.evaluator.table import constant

for _name in (
    "ascii_letters",
    "ascii_lowercase",
    "ascii_uppercase",
    "digits",
    "hexdigits",
    "punctuation",
    "whitespace",
):
    constant(f"string.{_name}", getattr(string, _name))
