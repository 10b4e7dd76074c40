"""What one check of a plain function may cost."""

from __future__ import annotations

import msgspec


class Budget(msgspec.Struct, frozen=True):
    """Limits of one check; whatever exceeds them ends as ``unknown``.

    Attributes
    ----------
    seconds
        Wall clock for the whole check, after which the child process is ended.
    units
        Solver resource units for each question, the same on every machine.
    paths
        Runs of the function per number of bidders.
    decisions
        Branches that one run may take: what an endless loop over symbolic numbers runs into.
    names
        How many further names a false-name attack may use.
    """

    seconds: float = 60.0
    units: int = 20_000_000
    paths: int = 4000
    decisions: int = 400
    names: int = 2
