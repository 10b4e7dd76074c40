"""Attacks on a ledger by whoever holds the file: the chain, the tree and the head beside it are made anew after each.

A careful forger leaves no broken hash. So what is told here must be told by what the records say; and what they do not
say themselves, by a head that somebody else held.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

import msgspec
import numpy as np
import pytest

from strategyproof.proofs.checker import Checker, Commitment, Observations, SelectorId, Theorem
from strategyproof.proofs.checker.commitments import Entry
from strategyproof.proofs.ledger import Audit, Derived, Head, Ledger, audit
from strategyproof.proofs.ledger.head import read_head, write_head
from strategyproof.proofs.ledger.layout import identity
from strategyproof.proofs.ledger.leaves import record_leaf
from strategyproof.proofs.ledger.merkle import root
from strategyproof.proofs.ledger.records import CommitRecord, Opening, OpenRecord, Record, decode, leaf_of, link

THEOREM = Theorem("0" * 64, "msb", (), "none: the ledger alone is under test")
ROUNDS = 6

Records: TypeAlias = list[Any]


def price_of(seen: Any) -> Any:
    """The selector under test: a price for what it was given."""
    return 1 + seen[:, 0]


def derive(commitment: Commitment) -> Derived | None:
    """Run it again."""
    if commitment.selector.id != "linear":
        return None
    rho = price_of(commitment.observations.values)
    return Derived(rho, rho)


def write(path: Path, batches: int = 4) -> list[Head]:
    """Write a ledger; return the head that somebody held after each commitment."""
    dice, heads = np.random.default_rng(0), list[Head]()
    with Ledger(path) as ledger:
        checker = Checker(None, ledger=ledger, theorem=THEOREM, witness=heads.append)
        for _ in range(batches):
            seen = dice.random((ROUNDS, 2))
            told = Observations("exogenous", ("a", "b"), seen)
            commitment = checker.commit(price_of(seen), told, selector=SelectorId("linear"))
            checker.open(commitment, dice.random((ROUNDS, 3)))
    return heads


def records_of(path: Path) -> Records:
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT payload FROM records ORDER BY sequence").fetchall()
    connection.close()
    return [decode(payload) for (payload,) in rows]


def forge(path: Path, records: Records) -> None:
    """Put records in place of those that are there, with a chain, a tree and a head that fit, and citations too."""
    with sqlite3.connect(path) as connection:
        about = identity(connection)
        connection.execute("DELETE FROM records")
        tip, places, leaves = about.genesis(), dict[int, Entry](), list[bytes]()
        for sequence, (record, cites) in enumerate(_numbered(records), 1):
            cited = places.get(cites) if cites else None
            told = record if cited is None else msgspec.structs.replace(record, commitment=cited)
            payload = msgspec.msgpack.encode(told)
            tip = link(tip, sequence, payload)
            places[sequence] = Entry(sequence, tip)
            leaves.append(_leaf(told, tip, records, cites))
            connection.execute("INSERT INTO records VALUES (?, ?, ?, ?)", (sequence, payload, tip, leaves[-1]))
    connection.close()
    write_head(path, Head(about.ledger, len(leaves), root(leaves).hex()))


def _numbered(records: Records) -> list[tuple[Record, int]]:
    """Return each record with the number of the record that it cites; 0 for none."""
    return [(record, record.commitment.sequence if isinstance(record, OpenRecord) else 0) for record in records]


def _leaf(record: Record, tip: bytes, records: Records, cites: int) -> bytes:
    if isinstance(record, CommitRecord):
        return leaf_of(record, tip)
    cited = records[cites - 1] if 0 < cites <= len(records) else None
    fits = isinstance(cited, CommitRecord) and len(cited.observations) == 8 * cited.rounds * len(cited.names)
    if not isinstance(cited, CommitRecord) or not fits or cited.rounds != record.rounds:
        return record_leaf(tip, [])
    return leaf_of(Opening(record, cited.commitment(record.commitment)), tip)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return tmp_path / "book"


def forged(book: Path, change: Callable[[Records], Records]) -> tuple[Audit, Audit]:
    """Return what an audit says of a forged ledger, alone and with the last head that somebody held."""
    heads = write(book)
    forge(book, change(records_of(book)))
    return audit(book, rederive=derive), audit(book, since=heads[-1:], rederive=derive)


def changed(place: int, **parts: Any) -> Callable[[Records], Records]:
    def change(records: Records) -> Records:
        records[place] = msgspec.structs.replace(records[place], **parts)
        return records

    return change


def doubles(*values: float) -> bytes:
    return np.array(values * ROUNDS)[:ROUNDS].tobytes()


def test_a_forger_who_changes_nothing_is_not_found(book: Path) -> None:
    alone, held = forged(book, lambda records: records)
    assert (alone.whole, held.whole, held.certified, held.rederived) == (True, True, 24, 24)
    assert (alone.witnessed, held.witnessed) == (0, ROUNDS)


def _open_first(records: Records) -> Records:
    """Let the bids stand before the commitment of their rho."""
    commit, opening = records[0], records[1]
    return [msgspec.structs.replace(opening, commitment=Entry(2, bytes(32))), commit, *records[2:]]


def _swap_openings(records: Records) -> Records:
    """Let each of two commitments be opened with the bids of the other."""
    one, other = records[1], records[3]
    records[1] = msgspec.structs.replace(one, commitment=Entry(3, bytes(32)))
    records[3] = msgspec.structs.replace(other, commitment=Entry(1, bytes(32)))
    return records


def _other_digest(records: Records) -> Records:
    return changed(0, observations=doubles(0.5) * 2)(records)


def _rewritten_rho(records: Records) -> Records:
    """Raise rho after the bids, and let everything that follows from it fit."""
    commit, opening = records[0], records[1]
    rho = np.full(ROUNDS, 1.9)
    checker = Checker(None, theorem=THEOREM)
    honest = commit.commitment(Entry(1, bytes(32)))
    certificates = checker.check_rounds(rho, opening.by_bidder().T.copy(), honest.observations)
    records[0] = msgspec.structs.replace(commit, rho=rho.tobytes())
    records[1] = msgspec.structs.replace(
        opening, winner=certificates.winner.tobytes(), price=certificates.price.tobytes(), failed=bytes(2 * ROUNDS)
    )
    return records


FORGERIES: dict[str, tuple[Callable[[Records], Records], str]] = {
    "bids opened before the commitment": (_open_first, "order"),
    "openings of two commitments exchanged": (_swap_openings, "order"),
    "an opening twice": (lambda records: [*records, records[-1]], "order"),
    "an opening of no commitment": (changed(1, commitment=Entry(0, bytes(32))), "order"),
    "an opening of an opening": (changed(3, commitment=Entry(2, bytes(32))), "order"),
    "a batch left out": (lambda records: _renumbered(records[:2] + records[4:], 2), "rounds"),
    "rounds that begin later": (changed(4, first_round=13), "rounds"),
    "a second grid": (changed(4, grid=20), "terms"),
    "a second mode": (changed(4, mode="audit"), "terms"),
    "a rho below 1": (changed(0, rho=doubles(0.5)), "certificate"),
    "a rho that is NaN": (changed(0, rho=doubles(np.nan)), "certificate"),
    "a rho that the selector does not emit": (_rewritten_rho, "rho"),
    "observations that are not those of the digest": (_other_digest, "certificate"),
    "another class": (changed(0, information="full"), "certificate"),
    "another price": (changed(1, price=doubles(0.25)), "certificate"),
    "another winner": (changed(1, winner=bytes(2 * ROUNDS)), "certificate"),
    "failures left out": (changed(1, failed=np.full(ROUNDS, 2, "<u2").tobytes()), "certificate"),
    "more replayed than there are": (changed(1, replayed=ROUNDS + 1), "unreadable"),
    "fewer replayed than none": (changed(1, replayed=-1), "unreadable"),
    "a grid of 0": (changed(0, grid=0), "unreadable"),
    "a grid of a billion": (changed(0, grid=10**9), "unreadable"),
    "a NaN bid": (changed(1, bids=doubles(np.nan) * 3), "unreadable"),
    "an infinite bid": (changed(1, bids=doubles(np.inf) * 3), "unreadable"),
    "a negative bid": (changed(1, bids=doubles(-1.0) * 3), "unreadable"),
    "no round": (changed(0, rounds=0, rho=b"", observations=b""), "unreadable"),
    "rounds below 0": (changed(0, rounds=-1), "unreadable"),
    "no bidder": (changed(1, bidders=0, bids=b""), "unreadable"),
    "a column without a name": (changed(0, names=("a",)), "unreadable"),
    "rounds that overflow": (changed(0, first_round=2**62), "unreadable"),
}


def _renumbered(records: Records, shift: int) -> Records:
    """Let citations fit again after so many records were left out before them."""
    return records[:2] + [
        msgspec.structs.replace(record, commitment=Entry(record.commitment.sequence - shift, bytes(32)))
        if isinstance(record, OpenRecord)
        else record
        for record in records[2:]
    ]


@pytest.mark.parametrize("name", FORGERIES)
def test_no_forgery_is_whole(name: str, book: Path) -> None:
    change, kind = FORGERIES[name]
    alone, held = forged(book, change)
    assert kind in {finding.kind for finding in alone.findings}, alone.findings
    appended = name == "an opening twice"  # and so no change of what the head covers
    assert ("head" in {finding.kind for finding in held.findings}) != appended


@pytest.mark.parametrize("name", ["a NaN bid", "a grid of 0", "another price", "a rho that is NaN"])
def test_one_odd_record_is_found_there_and_the_rest_is_judged(name: str, book: Path) -> None:
    change, _ = FORGERIES[name]
    alone, _ = forged(book, change)
    assert {finding.sequence for finding in alone.findings} <= {1, 2}
    assert alone.certified >= 18


def test_bids_and_outcome_that_fit_are_told_by_a_held_head_alone(book: Path) -> None:
    """Whoever holds the file can write another history; others who hold a head can tell."""

    def other_history(records: Records) -> Records:
        opening = records[1]
        commitment = records[0].commitment(Entry(1, bytes(32)))
        bids = opening.by_bidder().T * 2
        honest = Checker(None, theorem=THEOREM).check_rounds(commitment.rho, bids, commitment.observations)
        return changed(
            1, bids=(opening.by_bidder() * 2).tobytes(), winner=honest.winner.tobytes(), price=honest.price.tobytes()
        )(records)

    alone, held = forged(book, other_history)
    assert alone.whole
    assert [finding.kind for finding in held.findings] == ["head"]
    assert held.witnessed == 0


def test_rounds_thrown_away_after_a_look_at_their_bids_are_counted(book: Path) -> None:
    alone, _ = forged(book, lambda records: records[:-1])
    assert (alone.whole, alone.unopened, alone.rounds) == (True, ROUNDS, 18)


def test_a_record_that_was_cut_off_with_its_head_is_told_by_a_held_head(book: Path) -> None:
    _, held = forged(book, lambda records: records[:-2])
    assert [(f.kind, f.sequence) for f in held.findings] == [("head", 7)]


def test_whoever_derives_rho_again_is_not_shown_it(book: Path) -> None:
    def reads(commitment: Commitment) -> Derived:
        assert np.isnan(commitment.rho).all()
        return Derived(commitment.rho, commitment.rho)

    write(book)
    result = audit(book, rederive=reads)
    assert (result.rederived, result.found) == (0, 24)


def test_a_head_of_another_ledger_is_none(book: Path, tmp_path: Path) -> None:
    heads, others = write(book), write(tmp_path / "other")
    assert [f.kind for f in audit(book, since=others[:1]).findings] == ["head"]
    kept = read_head(tmp_path / "other")
    assert kept is not None
    write_head(book, kept)
    assert "head" in {f.kind for f in audit(book).findings}
    longer = replace(heads[-1], size=100)
    assert "head" in {f.kind for f in audit(book, since=[longer]).findings}


def test_every_head_that_was_held_is_proved_to_be_a_beginning(book: Path) -> None:
    from strategyproof.proofs.ledger.merkle import is_consistent

    heads = write(book)
    result = audit(book, since=heads)
    assert result.witnessed == result.rounds == 24
    for head, told in zip(heads, result.since, strict=True):
        proof = [bytes.fromhex(part) for part in told.proof]
        assert (told.before, told.now, told.root_before) == (head.size, 8, head.root)
        assert len(proof) <= 4
        assert is_consistent(head.size, 8, bytes.fromhex(head.root), bytes.fromhex(told.root_now), proof)
    late = audit(book, since=[Head("", 8, result.head.partition(":")[2])])
    assert (late.whole, late.witnessed) == (True, 0)
