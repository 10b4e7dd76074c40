"""Laws of mechanisms as property-based tests.

Hypothesis strategies that know where auctions break (ties, the critical payment and its neighbours, clones, extreme
scales), and the fuzzer that runs any law on any mechanism, in exact rationals and in float64.
"""

from __future__ import annotations

from strategyproof.mechanism.counterexample.case import Case
from strategyproof.property_tests.batches import fuzz_batches
from strategyproof.property_tests.fuzz import fuzz
from strategyproof.property_tests.numbers import amounts, beside, inside, scales
from strategyproof.property_tests.observe import UnusableError
from strategyproof.property_tests.strategies import cases, profiles

__all__ = [
    "Case",
    "UnusableError",
    "amounts",
    "beside",
    "cases",
    "fuzz",
    "fuzz_batches",
    "inside",
    "profiles",
    "scales",
]
