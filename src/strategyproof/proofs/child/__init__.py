"""The one way to have work done in a child process: numbered questions, deadlines, limits, and nothing left behind.

The parent's side is :class:`~strategyproof.proofs.child.process.Child`, the child's
:func:`~strategyproof.proofs.child.serving.serve`. Nothing is imported here: a solver's process would pay for the
parent's side too.
"""
