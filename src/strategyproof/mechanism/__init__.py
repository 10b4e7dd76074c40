"""What an auction does, and what each law says about it.

A mechanism is a pure function from bids and parameters to an outcome; a law is an immutable value with a pure
predicate over runs of a mechanism. Both are written once and generic over the number, so that what is proved is
what runs. No input or output, no randomness, no solver, no torch.
"""
