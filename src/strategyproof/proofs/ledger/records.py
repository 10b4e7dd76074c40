"""Records: the certificates of a batch of rounds as bytes, and the chain that binds them to their order."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
import numpy as np

from strategyproof.proofs.checker.certificates import Certificates, Information, Mode
from strategyproof.proofs.ledger.errors import LedgerDamaged


class Record(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """The certificates of a batch; arrays as little-endian bytes.

    Attributes
    ----------
    first_round, rounds, bidders
        Where the batch stands and how large it is.
    mode, grid, information, digest, replayed, theorem
        As in :class:`~strategyproof.proofs.checker.Certificates`.
    rho, price
        float64, one per round.
    bids
        float64, bidder by bidder.
    winner, failed
        int16 and uint16, one per round.
    """

    first_round: int
    rounds: int
    bidders: int
    mode: Mode
    grid: int | None
    information: Information
    digest: bytes
    replayed: int
    theorem: str
    rho: bytes
    bids: bytes
    price: bytes
    winner: bytes
    failed: bytes


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Record)


def encode(certificates: Certificates) -> bytes:
    """Return the record of a batch."""
    c = certificates
    rounds, bidders = c.bids.shape
    fields = (c.first_round, rounds, bidders, c.mode, c.grid, c.information, c.digest, c.replayed, c.theorem)
    arrays = ((c.rho, "<f8"), (c.bids.T, "<f8"), (c.price, "<f8"), (c.winner, "<i2"), (c.failed, "<u2"))
    return _ENCODER.encode((*fields, *(_packed(array, kind) for array, kind in arrays)))


def decode(payload: bytes) -> Record:
    """Read a record back.

    Raises
    ------
    LedgerDamaged
        If the bytes are no record, or its arrays are not of the size that it states.
    """
    try:
        record = _DECODER.decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise LedgerDamaged(f"expected a record, got bytes that are none: {error}") from error
    rounds = record.rounds
    expected = (8 * rounds, 8 * rounds * record.bidders, 8 * rounds, 2 * rounds, 2 * rounds)
    found = tuple(map(len, (record.rho, record.bids, record.price, record.winner, record.failed)))
    if found != expected or record.bidders < 1:
        raise LedgerDamaged(f"expected arrays of {rounds} rounds and {record.bidders} bidders, got {found} bytes")
    return record


def genesis(ledger: str, schema: int) -> bytes:
    """Return the hash that the first record follows: it binds the chain to the ledger's identity."""
    return hashlib.sha256(f"strategyproof ledger, schema {schema}, {ledger}".encode()).digest()


def link(previous: bytes, sequence: int, payload: bytes) -> bytes:
    """Return the hash of a record: SHA-256 of the hash before it, its number, its length and its bytes."""
    state = hashlib.sha256(previous)
    state.update(sequence.to_bytes(8, "little") + len(payload).to_bytes(8, "little"))
    state.update(payload)
    return state.digest()


def _packed(array: Any, kind: str) -> memoryview:
    packed = np.ascontiguousarray(array, dtype=kind)
    return packed.reshape(-1).view(np.uint8).data
