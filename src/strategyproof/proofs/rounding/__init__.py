"""Laws in the doubles that run, for any number of bidders: by what rounding is, not bit by bit.

Each operation of a rule is ``rnd(exact)``, of which only this is known: it is monotone, and it gives every double back.
A law compares amounts exactly, as the rationals that they are. What overflows is a number above all doubles; that no
operation then answers NaN is shown.

Outside: a fused multiply-add (it rounds once where the rule says twice), float32 and other precisions in one
computation, compilers and tensor libraries that reassociate sums, and laws whose truth rests on more than the axioms,
such as that a rounded difference of unequal doubles is not 0. These are ``unknown``, or not what a verdict speaks of.
"""
