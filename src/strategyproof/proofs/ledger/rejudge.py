"""Judge the rounds of a ledger again, many small records at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from strategyproof.proofs.checker.batch import judge
from strategyproof.proofs.checker.certificates import WITHOUT_CURRENT_BIDS
from strategyproof.proofs.checker.conditions import BLIND_CLASS, BLIND_REPLAY, failing
from strategyproof.proofs.ledger.records import Record

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
        self._group: list[tuple[int, Record]] = []
        self._size = 0

    def add(self, sequence: int, record: Record) -> None:
        """Take a record; it is judged with others like it."""
        if self._group:
            first = self._group[0][1]
            if (first.bidders, first.grid) != (record.bidders, record.grid) or self._size + record.rounds > GROUP:
                self.finish()
        self._group.append((sequence, record))
        self._size += record.rounds

    def finish(self) -> None:
        """Judge what is waiting."""
        group, self._group, self._size = self._group, [], 0
        if not group:
            return
        records = [record for _, record in group]
        rho = _joined("<f8", [r.rho for r in records])
        bids = _bids(records)
        rounds = np.array([r.rounds for r in records])
        if not bool((bids >= 0).all() and np.isfinite(bids).all()):
            self._report("certificate", group[0][0], f"records {group[0][0]} to {group[-1][0]} hold bids that are none")
            return
        judged = judge(rho, bids, records[0].grid)
        sighted = np.array([r.information not in WITHOUT_CURRENT_BIDS for r in records])
        judged.failed[:] |= np.repeat(sighted, rounds) * np.uint16(BLIND_CLASS.bit)
        said = _joined("<u2", [r.failed for r in records])
        judged.failed[:] |= said & np.uint16(BLIND_REPLAY.bit)
        differs = (judged.failed != said) | (judged.winner != _joined("<i2", [r.winner for r in records]))
        differs |= judged.price.view(np.int64) != _joined("<i8", [r.price for r in records])
        self._name(group, rounds, differs, judged.failed, said)
        self._count(records, rounds, judged.failed != 0)

    def _name(self, group: list[tuple[int, Record]], rounds: Any, differs: Any, now: Any, said: Any) -> None:
        ends = np.cumsum(rounds)
        for place in np.flatnonzero(differs):
            index = int(np.searchsorted(ends, place, side="right"))
            sequence, record = group[index]
            number = record.first_round + int(place) - int(ends[index] - rounds[index])
            failed, recorded = (", ".join(c.id for c in failing(int(bits[place]))) or "nothing" for bits in (now, said))
            self._report(
                "certificate",
                sequence,
                f"record {sequence}, round {number}: expected the winner, the price and the failures ({failed}) that "
                f"the mechanism's own source gives, got others (failures: {recorded})",
            )

    def _count(self, records: list[Record], rounds: Any, failed: Any) -> None:
        refusing = np.repeat(np.array([r.mode == "refuse" for r in records]), rounds)
        self.rounds += len(failed)
        self.certified += int(np.count_nonzero(~failed))
        self.refused += int(np.count_nonzero(failed & refusing))
        self.counted += int(np.count_nonzero(failed & ~refusing))
        for record in records:
            self.theorems[record.theorem] = self.theorems.get(record.theorem, 0) + record.rounds


def _joined(kind: str, parts: list[bytes]) -> Any:
    return np.frombuffer(b"".join(parts), kind).copy()


def _bids(records: list[Record]) -> Any:
    """Return the bids of all records, bidder by bidder."""
    bidders = records[0].bidders
    if all(record.rounds == 1 for record in records):
        return np.ascontiguousarray(_joined("<f8", [r.bids for r in records]).reshape(-1, bidders).T)
    parts = [np.frombuffer(r.bids, "<f8").reshape(bidders, r.rounds) for r in records]
    return np.concatenate(parts, axis=1)
