"""Follow the records of a ledger from first to last: the chain, the tree, the order of commitments and openings."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Protocol

import numpy as np

from strategyproof.proofs.checker.commitments import Commitment, Entry
from strategyproof.proofs.ledger.errors import LedgerDamaged
from strategyproof.proofs.ledger.layout import Identity
from strategyproof.proofs.ledger.merkle import EMPTY, Frontier
from strategyproof.proofs.ledger.records import CommitRecord, Opening, OpenRecord, decode, leaf_of, link
from strategyproof.proofs.ledger.rederive import Rederive, compare
from strategyproof.proofs.ledger.rejudge import Rejudge
from strategyproof.proofs.ledger.resuming import Terms

__all__ = ["Following"]


class Result(Protocol):
    """Where what is found goes: an audit."""

    records: int
    rounds: int
    unopened: int
    certified: int
    refused: int
    counted: int
    replayed: int
    apart: int
    rederived: int
    near: int
    underived: int
    theorems: dict[str, int]
    head: str

    def add(self, kind: Any, sequence: int | None, text: str) -> None:
        """Note a finding."""


class Following:
    """The state of an audit between two records.

    Parameters
    ----------
    about
        What the ledger says of itself.
    sizes
        Where the roots of the tree are wanted.
    result
        Where findings and counts go.
    rederive
        Runs selectors again.
    """

    def __init__(self, about: Identity, sizes: Sequence[int], result: Result, rederive: Rederive | None) -> None:
        self.frontier, self.leaves, self.roots = Frontier(), list[bytes](), dict[int, bytes]()
        self._sizes = frozenset(sizes)
        if 0 in self._sizes:
            self.roots[0] = EMPTY
        self._result, self._rederive, self._rejudge = result, rederive, Rejudge(result.add)
        self._tip, self._last = about.genesis(), 0
        self._terms: Terms | None = None
        self._next_round: int | None = 0  # None after a record that cannot be read, which may have held rounds
        self._unopened: dict[int, Commitment] = {}
        self._opened: list[tuple[int, int, int]] = []

    def take(self, sequence: int, payload: object, stored: object, leaf: object) -> None:
        """Follow one record; go on from what is stored there, so that one change is one finding."""
        if sequence != self._last + 1:
            self._result.add(
                "order", sequence, f"expected record {self._last + 1} after record {self._last}, got record {sequence}"
            )
        self._last = sequence
        if not isinstance(payload, bytes) or not isinstance(stored, bytes) or not isinstance(leaf, bytes):
            self._changed(sequence, "its columns are of other types")
            self._grow(EMPTY)
            return
        self._check_link(sequence, payload, stored)
        try:
            record = decode(payload)
        except LedgerDamaged as error:
            self._result.add("unreadable", sequence, f"record {sequence}: {error}")
            self._next_round = None
        else:
            known = (
                self._committed(sequence, record) if isinstance(record, CommitRecord) else self._open(sequence, record)
            )
            if known is not None and leaf_of(known, stored) != leaf:
                self._changed(sequence, "its leaf of the tree is another")
        self._grow(leaf)

    def finish(self) -> None:
        """Judge what is waiting, and count."""
        self._rejudge.finish()
        result, rejudge = self._result, self._rejudge
        result.rounds, result.certified = rejudge.rounds, rejudge.certified
        result.refused, result.counted, result.theorems = rejudge.refused, rejudge.counted, rejudge.theorems
        result.unopened = sum(commitment.size for commitment in self._unopened.values())
        result.head = f"{result.records}:{self.frontier.root().hex()}"

    def witnessed(self, held: Iterable[int]) -> int:
        """Return how many rounds were committed to under a head of one of these sizes, and opened after it."""
        sizes, found = sorted(held), 0
        for committed, opened, rounds in self._opened:
            first = bisect_left(sizes, committed)
            found += rounds if first < len(sizes) and sizes[first] < opened else 0
        return found

    def _check_link(self, sequence: int, payload: bytes, stored: bytes) -> None:
        if not 0 <= sequence < 2**63 or link(self._tip, sequence, payload) != stored:
            self._changed(sequence, "or does not follow the record before it")
        self._tip = stored

    def _changed(self, sequence: int, why: str) -> None:
        self._result.add("changed", sequence, f"record {sequence} is not as it was written, {why}")

    def _grow(self, leaf: bytes) -> None:
        self.frontier.add(leaf)
        self.leaves.append(leaf)
        if self.frontier.size in self._sizes:
            self.roots[self.frontier.size] = self.frontier.root()

    def _committed(self, sequence: int, record: CommitRecord) -> CommitRecord:
        terms: Terms = (record.mode, record.grid)
        self._terms = self._terms or terms
        if terms != self._terms:
            self._result.add(
                "terms",
                sequence,
                f"record {sequence}: expected mode {self._terms[0]} and grid {self._terms[1]} as before, got mode "
                f"{terms[0]} and grid {terms[1]}",
            )
        if self._next_round not in (None, record.first_round):
            self._result.add(
                "rounds",
                sequence,
                f"record {sequence}: expected a commitment of round {self._next_round}, got round {record.first_round}",
            )
        self._next_round = record.first_round + record.rounds
        commitment = record.commitment(Entry(sequence, self._tip))
        if commitment.observations.digest() != record.digest:
            self._result.add(
                "certificate",
                sequence,
                f"record {sequence}: expected the digest of the observations in it, got another",
            )
        self._unopened[sequence] = commitment
        if self._rederive is not None:
            self._derive(sequence, commitment, self._rederive)
        return record

    def _derive(self, sequence: int, commitment: Commitment, rederive: Rederive) -> None:
        blank = np.full(commitment.size, np.nan)
        try:
            derived = rederive(replace(commitment, rho=blank))
            others, near = (None, None) if derived is None else compare(commitment, derived)
        except ValueError as error:
            self._result.add("rho", sequence, f"record {sequence}: expected observations of its selector, got: {error}")
            return
        if derived is None or others is None or near is None:
            self._result.underived += commitment.size
            return
        self._result.rederived += int(np.count_nonzero(~others))
        self._result.near += int(np.count_nonzero(near & ~others))
        for place in np.flatnonzero(others):
            self._result.add(
                "rho",
                sequence,
                f"record {sequence}, round {commitment.first_round + int(place)}: expected the rho that the selector "
                f"emits on the observation, {float(derived.rho[place])!r}, got {float(commitment.rho[place])!r}",
            )

    def _open(self, sequence: int, record: OpenRecord) -> Opening | None:
        cited = record.commitment
        commitment = self._unopened.get(cited.sequence)
        if commitment is None or commitment.entry != cited or commitment.size != record.rounds:
            self._result.add(
                "order",
                sequence,
                f"record {sequence}: expected bids opened after a commitment of their {record.rounds} rounds, which "
                f"stands before and is opened once, got record {cited.sequence} cited, which is none",
            )
            return None
        del self._unopened[cited.sequence]
        self._opened.append((cited.sequence, sequence, record.rounds))
        self._result.replayed += record.replayed
        self._result.apart += record.rounds * commitment.apart
        opening = Opening(record, commitment)
        self._rejudge.add(sequence, opening)
        return opening
