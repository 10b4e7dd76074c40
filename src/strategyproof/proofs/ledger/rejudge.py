"""Judge the rounds of a ledger again, many small records at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from strategyproof.proofs.checker.batch import judge
from strategyproof.proofs.checker.commitments import WITHOUT_CURRENT_BIDS
from strategyproof.proofs.checker.conditions import BLIND_CLASS, BLIND_REPLAY, failing
from strategyproof.proofs.ledger.records import Opening

__all__ = ["Rejudge"]

GROUP = 32768
"""Rounds judged at a time; small records are put together up to here."""


class Rejudge:
    """Compare what records say with what the mechanism's own source says now.

    Whether a replay moved rho cannot be judged again without the selector; this bit is taken from the record, and
    counts as a failure.

    Parameters
    ----------
    report
        Called with the kind of a finding, the record's number and a text.
    """

    def __init__(self, report: Callable[[Any, int | None, str], None]) -> None:
        self.rounds = self.certified = self.refused = self.counted = 0
        self.theorems: dict[str, int] = {}
        self._report = report
        self._group: list[tuple[int, Opening]] = []
        self._size = 0

    def add(self, sequence: int, opening: Opening) -> None:
        """Take a record; it is judged with others like it."""
        if self._group:
            first = self._group[0][1]
            alike = _shape(first) == _shape(opening)
            if not alike or self._size + opening.record.rounds > GROUP:
                self.finish()
        self._group.append((sequence, opening))
        self._size += opening.record.rounds

    def finish(self) -> None:
        """Judge what is waiting."""
        group, self._group, self._size = self._group, [], 0
        if not group:
            return
        openings = [opening for _, opening in group]
        records = [opening.record for opening in openings]
        rounds = np.array([record.rounds for record in records])
        rho = np.concatenate([opening.commitment.rho for opening in openings])
        judged = judge(rho, _bids(openings), openings[0].commitment.grid)
        sighted = np.array([o.commitment.observations.information not in WITHOUT_CURRENT_BIDS for o in openings])
        judged.failed[:] |= np.repeat(sighted, rounds) * np.uint16(BLIND_CLASS.bit)
        said = _joined("<u2", [record.failed for record in records])
        judged.failed[:] |= said & np.uint16(BLIND_REPLAY.bit)
        differs = (judged.failed != said) | (judged.winner != _joined("<i2", [record.winner for record in records]))
        differs |= judged.price.view(np.int64) != _joined("<i8", [record.price for record in records])
        self._name(group, rounds, differs, judged.failed, said)
        self._count(openings, rounds, judged.failed != 0)

    def _name(self, group: list[tuple[int, Opening]], rounds: Any, differs: Any, now: Any, said: Any) -> None:
        ends = np.cumsum(rounds)
        for place in np.flatnonzero(differs):
            index = int(np.searchsorted(ends, place, side="right"))
            sequence, opening = group[index]
            number = opening.commitment.first_round + int(place) - int(ends[index] - rounds[index])
            failed, recorded = (", ".join(c.id for c in failing(int(bits[place]))) or "nothing" for bits in (now, said))
            self._report(
                "certificate",
                sequence,
                f"record {sequence}, round {number}: expected the winner, the price and the failures ({failed}) that "
                f"the mechanism's own source gives, got others (failures: {recorded})",
            )

    def _count(self, openings: list[Opening], rounds: Any, failed: Any) -> None:
        refusing = np.repeat(np.array([o.commitment.mode == "refuse" for o in openings]), rounds)
        self.rounds += len(failed)
        self.certified += int(np.count_nonzero(~failed))
        self.refused += int(np.count_nonzero(failed & refusing))
        self.counted += int(np.count_nonzero(failed & ~refusing))
        for opening in openings:
            cited = opening.commitment.theorem
            self.theorems[cited] = self.theorems.get(cited, 0) + opening.record.rounds


def _shape(opening: Opening) -> tuple[int, int | None]:
    return opening.record.bidders, opening.commitment.grid


def _joined(kind: str, parts: list[bytes]) -> Any:
    return np.frombuffer(b"".join(parts), kind).copy()


def _bids(openings: list[Opening]) -> Any:
    """Return the bids of all records, bidder by bidder."""
    if all(opening.record.rounds == 1 for opening in openings):
        bids = _joined("<f8", [opening.record.bids for opening in openings])
        return np.ascontiguousarray(bids.reshape(-1, openings[0].record.bidders).T)
    return np.concatenate([opening.record.by_bidder() for opening in openings], axis=1)
