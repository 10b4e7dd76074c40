"""What the runs of a function change of the file that it belongs to.

Whatever was made while the file was loaded is the same for every run, unless a run writes to it. Then it is a state: a
run finds what earlier runs left. A state that is only written, such as a log or a counter of ids, harms nothing; its
value is opaque wherever it is read, and an opaque value that reaches a branch or the outcome ends the proof.
"""

from __future__ import annotations

from typing import Any

from strategyproof.proofs.evaluator.leftovers import joined
from strategyproof.proofs.evaluator.objects import Opaque


class Restart(BaseException):
    """A run wrote to what earlier runs had read as constant: all of them must run again."""


class States:
    """What runs were seen to change, kept over all runs of a function.

    Attributes
    ----------
    rests_on
        What a reading supposes besides the bids' own domain, for people: that whole numbers fit 64 bits, for example.
    reads_clock
        Whether a run was seen to read the clock.
    leaves
        Whether a run was seen to read a clock or to draw something, of which nothing is known.
    risks
        Lines on which an operation on what earlier runs left may raise, each with what changes it.
    """

    def __init__(self) -> None:
        self._changed: dict[tuple[int, Any], Opaque] = {}
        self._kept: list[Any] = []
        self.rests_on: set[str] = set()
        self.reads_clock = False
        self.risks: dict[int, str] = {}
        self.leaves = False

    def __len__(self) -> int:
        return len(self._changed)

    def writes(self, holder: Any, key: Any, what: str, kind: str | None = None) -> None:
        """Note that a run writes to what was made while the file was loaded, and what kind of value.

        Raises
        ------
        Restart
            If it is the first time, or of another kind than before.
        """
        slot = (id(holder), key)
        known = self._changed.get(slot)
        if known is None:
            self._kept.append(holder)
        kind = kind if known is None else joined(known.kind, kind)
        if known is None or kind != known.kind:
            self._changed[slot] = Opaque(what if known is None else known.cause, kind)
            raise Restart

    def opaque(self, holder: Any, key: Any) -> Opaque | None:
        """Return the opaque value of what runs change; None where nothing changes it."""
        return self._changed.get((id(holder), key)) if self._changed else None
