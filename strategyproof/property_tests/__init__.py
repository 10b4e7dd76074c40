"""Laws of mechanisms as property-based tests.

Hypothesis strategies that know where auctions break (ties, the critical payment and its neighbours, clones,
extreme scales), and the fuzzer that runs any law on any mechanism, in exact rationals and in float64.
"""
