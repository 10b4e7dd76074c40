"""One bidder's proof of its round: what came of it, under a head that others hold, without its rivals' bids.

The proof leads from the round to the root by hashes: through the tree over the rounds of its record, and through the
tree over the records, log2 of either's size at most. It does so twice, for the opened round and for the commitment
before it. The bidder's own bid is shown by its salt; of every other bid there is SHA-256(salt || bid) without the salt.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec
import numpy as np

from strategyproof.proofs.checker.commitments import Entry
from strategyproof.proofs.checker.conditions import failing
from strategyproof.proofs.ledger.errors import LedgerDamaged, LedgerError
from strategyproof.proofs.ledger.head import Head, read_checkpoint, read_head
from strategyproof.proofs.ledger.leaves import (
    bid_commitment,
    bid_commitments,
    committed_leaves,
    opened_round,
    salts,
)
from strategyproof.proofs.ledger.merkle import inclusion_proof, leaf_hash, root_above
from strategyproof.proofs.ledger.records import CommitRecord, Opening, decode
from strategyproof.proofs.ledger.store import explained, reading

__all__ = ["Place", "RoundProof", "check_round", "prove_round"]


class Place(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a round stands.

    Attributes
    ----------
    record
        Number of the record, from 1.
    link
        Hash of the chain there, hexadecimal.
    rounds, place
        Rounds in the record, and which of them it is, from 0.
    within, above
        Hashes from the round to the root over the record's rounds, and from the record to the root of the ledger.
    """

    record: int
    link: str
    rounds: int
    place: int
    within: list[str]
    above: list[str]

    def root(self, leaf: bytes, size: int) -> bytes | None:
        """Return the root of the ledger's first ``size`` records, if the leaf is the round's."""
        over_rounds = root_above(leaf, self.place, self.rounds, _bytes(self.within))
        if over_rounds is None:
            return None
        record = leaf_hash(bytes.fromhex(self.link) + over_rounds)
        return root_above(record, self.record - 1, size, _bytes(self.above))


class RoundProof(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one bidder is told of its round, and how it hangs together.

    Attributes
    ----------
    head
        The checkpoint under which the round lies, signatures included.
    round, rho, winner, price, failed
        The round and what came of it, as in :class:`~strategyproof.proofs.checker.Certificates`.
    bidder, bid, salt
        Who asks, what it bid, and the salt of that.
    commitments
        SHA-256(salt || bid) of every bidder, hexadecimal.
    committed, opened
        Where rho was fixed, and where the bids were opened.
    """

    schema: Literal["strategyproof/round-proof/1"] = "strategyproof/round-proof/1"
    head: str
    round: int
    rho: float
    winner: int
    price: float
    failed: int
    bidder: int
    bid: float
    salt: str
    commitments: list[str]
    committed: Place
    opened: Place


def prove_round(path: str | Path, number: int, bidder: int) -> RoundProof:
    """Prove to a bidder what came of a round.

    Parameters
    ----------
    path
        The ledger, whose head beside it is the one that the proof leads to.
    number
        Number of the round, from 0.
    bidder
        Number of the bidder, from 0.

    Raises
    ------
    LedgerError
        If there is no such round or bidder, or the round is not opened and acknowledged yet.
    LedgerDamaged
        If the ledger does not bear the proof out: audit it.
    """
    path = Path(path)
    head = read_head(path)
    if head is None:
        raise LedgerError(f"expected the head of {path} beside it, got none; a proof leads to it")
    with reading(path, head) as connection:
        try:
            opening, entry = _found(connection, number, head.size)
            leaves = [bytes(leaf) for (leaf,) in connection.execute("SELECT leaf FROM records ORDER BY sequence")]
        except sqlite3.Error as error:
            raise explained(error, path) from error
    if not 0 <= bidder < opening.record.bidders:
        raise LedgerError(f"expected a bidder between 0 and {opening.record.bidders - 1}, got {bidder}")
    rho = float(opening.commitment.rho[number - opening.commitment.first_round])
    if not math.isfinite(rho):
        raise LedgerError(
            f"round {number} has rho = {rho!r}, which was refused: nothing came of it that could be proved"
        )
    proof = _proof(head, opening, entry, number - opening.commitment.first_round, bidder, leaves[: head.size])
    wrong = _unlinked(proof, None)
    if wrong:
        raise LedgerDamaged(f"expected {path} to bear out round {number}, got: {wrong[0]}; audit it")
    return proof


def check_round(proof: RoundProof, held: Head | None = None) -> list[str]:
    """Say what is wrong with a proof; nothing, if it holds.

    A bidder checks that its own bid is the one in the round, that round and commitment lie under the head, in this
    order, that no condition failed, and what it can check of the auction itself: rho >= 1, a winner bids above its
    price, and a loser's bid times rho is no more than what the winner pays.

    Parameters
    ----------
    proof
        What the bidder was told.
    held
        The head that somebody else held; without it the head is as told.
    """
    return _unlinked(proof, held) + [text for holds, text in _of_the_auction(proof) if not holds]


def _unlinked(proof: RoundProof, held: Head | None) -> list[str]:
    """Say what does not lead from the bid to the head."""
    try:
        head = read_checkpoint(proof.head.encode())
        hidden, salt = _bytes(proof.commitments), bytes.fromhex(proof.salt)
        if not 0 <= proof.bidder < len(hidden):
            return [f"expected a bidder between 0 and {len(hidden) - 1}, got {proof.bidder}"]
        opened = opened_round(proof.round, proof.rho, (proof.winner, proof.price, proof.failed), hidden)
        (committed,) = committed_leaves(proof.round, np.array([proof.rho]))
        roots = (proof.committed.root(committed, head.size), proof.opened.root(opened, head.size))
    except (ValueError, OverflowError) as error:
        return [f"expected a whole proof, got: {error}"]
    checks = (
        (held is None or _same(held, head), f"expected the head that was held, {held}, got {head}"),
        (bid_commitment(salt, proof.bid) == hidden[proof.bidder], "expected the bid that is committed to, got another"),
        (roots[0] == bytes.fromhex(head.root), "expected the commitment of rho under the head, it is not"),
        (roots[1] == bytes.fromhex(head.root), "expected the opened round under the head, it is not"),
        (proof.committed.record < proof.opened.record, "expected rho to be committed to before the bids were opened"),
    )
    return [text for holds, text in checks if not holds]


def _of_the_auction(proof: RoundProof) -> Iterator[tuple[bool, str]]:
    failed = ", ".join(condition.id for condition in failing(proof.failed)) or "an unknown one"
    yield proof.failed == 0, f"expected a certified round, got one in which conditions failed: {failed}"
    yield proof.rho >= 1, f"expected rho >= 1, got {proof.rho!r}"
    if proof.winner == proof.bidder:
        yield proof.bid > proof.price, f"expected a winner to bid above its price {proof.price!r}, got {proof.bid!r}"
    elif proof.winner >= 0:
        least = proof.rho * proof.bid
        yield (
            proof.price >= least,
            f"expected the winner to pay at least rho times this bid, {least!r}, got {proof.price!r}",
        )


def _found(connection: sqlite3.Connection, number: int, size: int) -> tuple[Opening, Entry]:
    """Return the opening of a round and where it stands."""
    commitments = {}
    for sequence, payload, here in connection.execute(
        "SELECT sequence, payload, hash FROM records WHERE sequence <= ? ORDER BY sequence", (size,)
    ):
        record = decode(payload)
        if isinstance(record, CommitRecord):
            if record.first_round <= number < record.first_round + record.rounds:
                commitments[sequence] = record.commitment(Entry(sequence, here))
        elif record.commitment.sequence in commitments:
            return Opening(record, commitments[record.commitment.sequence]), Entry(sequence, here)
    why = "its bids are not opened yet" if commitments else "there is no such round"
    raise LedgerError(f"expected an opened round {number} among the {size} acknowledged records, got none: {why}")


def _proof(head: Head, opening: Opening, entry: Entry, place: int, bidder: int, leaves: list[bytes]) -> RoundProof:
    record, commitment = opening.record, opening.commitment
    assert commitment.entry is not None
    winner, price, failed = (part[place] for part in record.outcome())
    committed = committed_leaves(commitment.first_round, commitment.rho)
    hidden = bid_commitments(record.by_bidder(), record.seed)[place]
    return RoundProof(
        head=head.note(),
        round=commitment.first_round + place,
        rho=float(commitment.rho[place]),
        winner=int(winner),
        price=float(price),
        failed=int(failed),
        bidder=bidder,
        bid=float(record.by_bidder()[bidder, place]),
        salt=salts(record.seed, record.rounds, record.bidders)[place, bidder].tobytes().hex(),
        commitments=[hidden[n].tobytes().hex() for n in range(record.bidders)],
        committed=_place(commitment.entry, committed, place, leaves),
        opened=_place(entry, opening.leaves, place, leaves),
    )


def _place(entry: Entry, rounds: list[bytes], place: int, leaves: list[bytes]) -> Place:
    return Place(
        record=entry.sequence,
        link=entry.hash.hex(),
        rounds=len(rounds),
        place=place,
        within=[part.hex() for part in inclusion_proof(rounds, place)],
        above=[part.hex() for part in inclusion_proof(leaves, entry.sequence - 1)],
    )


def _same(held: Head, told: Head) -> bool:
    return (held.size, held.root) == (told.size, told.root) and held.ledger in ("", told.ledger)


def _bytes(texts: list[str]) -> list[bytes]:
    return [bytes.fromhex(text) for text in texts]
