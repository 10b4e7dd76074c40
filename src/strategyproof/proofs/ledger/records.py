"""Records: a commitment, or the certificates of one, as bytes; and the chain that binds them to their order.

A ledger holds two kinds of record. ``commit`` is written before the bids of its rounds are opened: what the selector
was given, which selector it was, and the rho that it emitted. ``open`` cites it by number and hash, and holds the bids
and what was established. Arrays are little-endian bytes.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import msgspec
import numpy as np

from strategyproof.proofs.checker.border import Floats
from strategyproof.proofs.checker.certificates import Certificates
from strategyproof.proofs.checker.commitments import Commitment, Entry, Information, Mode, Observations, SelectorId
from strategyproof.proofs.checker.grid import MOST_ACTIONS
from strategyproof.proofs.ledger.errors import LedgerDamaged
from strategyproof.proofs.ledger.leaves import committed_leaves, opened_leaves, record_leaf

__all__ = [
    "CommitRecord",
    "OpenRecord",
    "Opening",
    "Record",
    "decode",
    "encode_certificates",
    "encode_commitment",
    "genesis",
    "leaf_of",
    "link",
]

MOST_ROUNDS = 2**48
"""Numbers of rounds stay below this, so that every sum of them is exact in 64 bits."""


class CommitRecord(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True, tag="commit"):
    """What was fixed before the bids were opened.

    Attributes
    ----------
    first_round, rounds, mode, grid, theorem, selector, apart
        As in :class:`~strategyproof.proofs.checker.Commitment`.
    information, names, digest
        Class, columns and digest of the observations.
    rho
        float64, one per round.
    observations
        float64, round by round: ``rounds * len(names)`` numbers.
    """

    first_round: int
    rounds: int
    mode: Mode
    grid: int | None
    theorem: str
    selector: SelectorId
    apart: bool
    information: Information
    names: tuple[str, ...]
    digest: bytes
    rho: bytes
    observations: bytes

    def commitment(self, entry: Entry) -> Commitment:
        """Return the commitment that was written."""
        values = np.frombuffer(self.observations, "<f8").reshape(self.rounds, len(self.names))
        return Commitment(
            self.first_round,
            np.frombuffer(self.rho, "<f8"),
            Observations(self.information, self.names, values),
            self.mode,
            self.grid,
            self.theorem,
            self.selector,
            self.apart,
            entry,
        )


class OpenRecord(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True, tag="open"):
    """What was established once the bids were opened.

    Attributes
    ----------
    commitment
        Number and hash of the record that is opened.
    rounds, bidders
        How large the batch is.
    replayed
        In how many rounds the selector was run again on other current bids.
    seed
        32 secret bytes from which the salts of the bids come; whoever has the ledger has the bids as well.
    bids
        float64, bidder by bidder.
    price
        float64, one per round.
    winner, failed
        int16 and uint16, one per round.
    """

    commitment: Entry
    rounds: int
    bidders: int
    replayed: int
    seed: bytes
    bids: bytes
    price: bytes
    winner: bytes
    failed: bytes

    def outcome(self) -> tuple[Any, Any, Any]:
        """Return winner, price and failed conditions."""
        return tuple(  # type: ignore[return-value]
            np.frombuffer(part, kind)
            for part, kind in ((self.winner, "<i2"), (self.price, "<f8"), (self.failed, "<u2"))
        )

    def by_bidder(self) -> Floats:
        """Return the bids, (N, rounds)."""
        return np.frombuffer(self.bids, "<f8").reshape(self.bidders, self.rounds)


Record: TypeAlias = CommitRecord | OpenRecord


@dataclass(frozen=True)
class Opening:
    """A record of certificates beside the commitment that it opens."""

    record: OpenRecord
    commitment: Commitment

    @cached_property
    def leaves(self) -> list[bytes]:
        """Return the hashed leaf of each round."""
        opened, committed = self.record, self.commitment
        return opened_leaves(committed.first_round, committed.rho, opened.by_bidder(), opened.outcome(), opened.seed)


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Record)


def encode_commitment(commitment: Commitment) -> bytes:
    """Return the record of a commitment."""
    c, seen = commitment, commitment.observations
    return _ENCODER.encode(
        CommitRecord(
            c.first_round,
            c.size,
            c.mode,
            c.grid,
            c.theorem,
            c.selector,
            c.apart,
            seen.information,
            seen.names,
            seen.digest(),
            _packed(c.rho, "<f8"),
            _packed(seen.values, "<f8"),
        )
    )


def encode_certificates(certificates: Certificates, entry: Entry) -> tuple[bytes, list[bytes]]:
    """Return the record of certificates, and the leaf of each round; salts are drawn anew.

    Parameters
    ----------
    certificates
        What was established.
    entry
        Where their commitment stands.
    """
    c, (rounds, bidders) = certificates, certificates.bids.shape
    record = OpenRecord(
        entry,
        rounds,
        bidders,
        c.replayed,
        secrets.token_bytes(32),
        _packed(c.bids.T, "<f8"),
        _packed(c.price, "<f8"),
        _packed(c.winner, "<i2"),
        _packed(c.failed, "<u2"),
    )
    return _ENCODER.encode(record), Opening(record, c.commitment).leaves


def decode(payload: bytes) -> Record:
    """Read a record back; what it says of itself is possible, whether or not it is true.

    Raises
    ------
    LedgerDamaged
        If the bytes are no record, or its parts do not fit one another.
    """
    try:
        record: Record = _DECODER.decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise LedgerDamaged(f"expected a record, got bytes that are none: {error}") from error
    rounds = record.rounds
    if not 1 <= rounds <= MOST_ROUNDS:
        raise LedgerDamaged(f"expected at least one round and at most {MOST_ROUNDS}, got {rounds}")
    if isinstance(record, CommitRecord):
        _check_commitment(record)
    else:
        _check_opening(record)
    return record


def _check_commitment(record: CommitRecord) -> None:
    rounds, columns = record.rounds, len(record.names)
    found = (len(record.rho), len(record.observations), len(record.digest))
    if found != (8 * rounds, 8 * rounds * columns, 32):
        raise LedgerDamaged(f"expected rho of {rounds} rounds, {columns} columns and a digest, got {found} bytes")
    if not 0 <= record.first_round <= MOST_ROUNDS:
        raise LedgerDamaged(f"expected a first round between 0 and {MOST_ROUNDS}, got {record.first_round}")
    if record.grid is not None and not 1 <= record.grid <= MOST_ACTIONS:
        raise LedgerDamaged(f"expected a grid of 1 to {MOST_ACTIONS} prices, or none, got {record.grid}")


def _check_opening(record: OpenRecord) -> None:
    rounds, bidders = record.rounds, record.bidders
    found = tuple(map(len, (record.bids, record.price, record.winner, record.failed, record.seed)))
    if bidders < 1 or found != (8 * rounds * bidders, 8 * rounds, 2 * rounds, 2 * rounds, 32):
        raise LedgerDamaged(f"expected arrays of {rounds} rounds and {bidders} bidders, got {found} bytes")
    if not 0 <= record.replayed <= rounds:
        raise LedgerDamaged(f"expected at most {rounds} replayed rounds, as many as there are, got {record.replayed}")
    bids = record.by_bidder()
    if not (bids.min() >= 0 and bids.max() < np.inf):
        bidder, place = np.argwhere(~((bids >= 0) & (bids < np.inf)))[0]
        raise LedgerDamaged(
            f"expected every bid finite and >= 0, got {bids[bidder, place]} from bidder {bidder} in its round {place}"
        )


def genesis(ledger: str, made: str, schema: int) -> bytes:
    """Return the hash that the first record follows: it binds the chain to the ledger's identity and to its making."""
    return hashlib.sha256(f"strategyproof ledger, schema {schema}, {ledger}, {made}".encode()).digest()


def link(previous: bytes, sequence: int, payload: bytes) -> bytes:
    """Return the hash of a record: SHA-256 of the hash before it, its number, its length and its bytes."""
    state = hashlib.sha256(previous)
    state.update(sequence.to_bytes(8, "little") + len(payload).to_bytes(8, "little"))
    state.update(payload)
    return state.digest()


def leaf_of(record: CommitRecord | Opening, here: bytes) -> bytes:
    """Return the hashed leaf of a record at the chain's hash ``here``."""
    if isinstance(record, Opening):
        return record_leaf(here, record.leaves)
    return record_leaf(here, committed_leaves(record.first_round, np.frombuffer(record.rho, "<f8")))


def _packed(array: Any, kind: str) -> bytes:
    return np.ascontiguousarray(array, dtype=kind).tobytes()
