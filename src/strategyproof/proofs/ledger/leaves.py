"""What one round puts into the tree: enough for one bidder to check its round, and nothing of its rivals' bids.

A record is a batch of rounds. Its leaf in the ledger's tree is the hash of the chain at the record, and the root of a
tree over its rounds. A round of a commitment is its number and its rho. An opened round is its number, rho, winner,
price and failures, and for each bidder SHA-256(salt || bid): a commitment that hides the bid from whoever lacks the
salt.
"""

from __future__ import annotations

import hashlib
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from strategyproof.proofs.ledger.merkle import leaf_hash, root

__all__ = [
    "SALT",
    "bid_commitment",
    "bid_commitments",
    "committed_leaves",
    "opened_leaves",
    "opened_round",
    "record_leaf",
    "salts",
]

Bytes: TypeAlias = NDArray[np.uint8]

SALT = 16
"""Bytes of a salt: 128 bits, so that a bid cannot be guessed and tried."""

_COMMITTED = np.dtype([("leaf", "u1"), ("kind", "S1"), ("round", "<i8"), ("rho", "<f8")])
_OPENED = np.dtype(
    [
        ("leaf", "u1"),
        ("kind", "S1"),
        ("round", "<i8"),
        ("rho", "<f8"),
        ("winner", "<i2"),
        ("price", "<f8"),
        ("failed", "<u2"),
    ]
)


def record_leaf(link: bytes, rounds: list[bytes]) -> bytes:
    """Return the hashed leaf of a record: of the chain's hash there and the root over its rounds."""
    return leaf_hash(link + root(rounds))


def committed_leaves(first_round: int, rho: Any) -> list[bytes]:
    """Return the hashed leaf of each round of a commitment."""
    table = np.zeros(len(rho), _COMMITTED)
    table["kind"], table["round"], table["rho"] = b"c", first_round + np.arange(len(rho)), rho
    return _hashed(table.tobytes(), _COMMITTED.itemsize)


def opened_leaves(first_round: int, rho: Any, bids: Any, outcome: tuple[Any, Any, Any], seed: bytes) -> list[bytes]:
    """Return the hashed leaf of each opened round.

    Parameters
    ----------
    first_round, rho
        As committed.
    bids
        float64, bidder by bidder, (N, rounds).
    outcome
        Winner, price and failed conditions.
    seed
        Secret; salts come from it.
    """
    rounds = bids.shape[1]
    head = _opened(first_round, rho, outcome).view(np.uint8).reshape(rounds, -1)
    table = np.concatenate([head, bid_commitments(bids, seed).reshape(rounds, -1)], axis=1)
    return _hashed(table.tobytes(), table.shape[1])


def bid_commitments(bids: Any, seed: bytes) -> Bytes:
    """Return SHA-256(salt || bid) of every bid, (rounds, N, 32), of bids (N, rounds)."""
    bidders, rounds = bids.shape
    rows = np.ascontiguousarray(np.asarray(bids).T, "<f8").reshape(-1, 1).view(np.uint8)
    salted = np.concatenate([salts(seed, rounds, bidders).reshape(-1, SALT), rows], axis=1)
    hidden = b"".join(_hashed(salted.tobytes(), SALT + 8))
    return np.frombuffer(hidden, np.uint8).reshape(rounds, bidders, 32)


def opened_round(number: int, rho: float, outcome: tuple[int, float, int], commitments: list[bytes]) -> bytes:
    """Return the hashed leaf of one opened round, from what a bidder is told."""
    winner, price, failed = (np.array([part]) for part in outcome)
    head = _opened(number, np.array([rho]), (winner, price, failed))
    return hashlib.sha256(head.tobytes() + b"".join(commitments)).digest()


def bid_commitment(salt: bytes, bid: float) -> bytes:
    """Return SHA-256(salt || bid), the bid as 8 bytes."""
    return hashlib.sha256(salt + np.array(bid, "<f8").tobytes()).digest()


def salts(seed: bytes, rounds: int, bidders: int) -> Bytes:
    """Return the salt of every bid, (rounds, N, 16): SHAKE-256 of a secret seed, drawn anew for each record."""
    stream = hashlib.shake_256(b"strategyproof salts" + seed).digest(SALT * rounds * bidders)
    return np.frombuffer(stream, np.uint8).reshape(rounds, bidders, SALT)


def _opened(first_round: int, rho: Any, outcome: tuple[Any, Any, Any]) -> NDArray[Any]:
    table = np.zeros(len(rho), _OPENED)
    table["kind"], table["round"], table["rho"] = b"o", first_round + np.arange(len(rho)), rho
    table["winner"], table["price"], table["failed"] = outcome
    return table


def _hashed(text: bytes, width: int) -> list[bytes]:
    """Hash rows of bytes, which NumPy cuts apart in a twentieth of what a slice for each costs."""
    sha256 = hashlib.sha256
    return [sha256(row).digest() for row in np.frombuffer(text, np.dtype((np.void, width))).tolist()]
