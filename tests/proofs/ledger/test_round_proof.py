"""A proof of one round: a bidder checks it without the ledger, and without its rivals' bids."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from strategyproof.proofs.checker import Checker, Observations, RhoRefused, Theorem
from strategyproof.proofs.ledger import (
    Head,
    Ledger,
    LedgerDamaged,
    LedgerError,
    RoundProof,
    check_round,
    parse_head,
    prove_round,
)
from strategyproof.proofs.ledger.head import read_head

THEOREM = Theorem("0" * 64, "msb", (), "none: the ledger alone is under test")
BATCHES, ROUNDS, BIDDERS = 7, 13, 5
SECRET = 1234.56789
"""A bid that nobody else is to see."""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path, dice = tmp_path_factory.mktemp("ledger") / "book", np.random.default_rng(3)
    with Ledger(path) as ledger:
        checker = Checker(None, ledger=ledger, theorem=THEOREM)
        for _ in range(BATCHES):
            bids = dice.random((ROUNDS, BIDDERS))
            bids[:, 2] = np.where(np.arange(ROUNDS) % 2, SECRET, bids[:, 2])
            commitment = checker.commit(1 + dice.random(ROUNDS), Observations.nothing(ROUNDS))
            checker.open(commitment, bids)
    return path


@pytest.fixture(scope="module")
def held(book: Path) -> Head:
    found = read_head(book)
    assert found is not None
    return found


@pytest.mark.parametrize("number", [0, 1, 12, 13, 45, BATCHES * ROUNDS - 1])
@pytest.mark.parametrize("bidder", [0, 2, 4])
def test_every_bidder_can_check_its_round(number: int, bidder: int, book: Path, held: Head) -> None:
    proof = prove_round(book, number, bidder)
    assert check_round(proof, held) == []
    assert (proof.round, proof.committed.record, proof.opened.record) == (
        number,
        1 + 2 * (number // ROUNDS),
        2 + 2 * (number // ROUNDS),
    )
    hashes = len(proof.opened.within) + len(proof.opened.above)
    assert hashes <= 4 + 4  # log2 of 13 rounds and of 14 records


def test_it_says_nothing_of_the_rivals_bids(book: Path) -> None:
    """Not as a number, not as bytes, and not as a hash that a guess could be tried on."""
    from strategyproof.proofs.ledger.leaves import bid_commitment

    proof = prove_round(book, 1, 0)
    text = msgspec.json.encode(proof)
    assert proof.winner == 2
    for trace in (str(SECRET).encode(), np.array(SECRET).tobytes().hex().encode()):
        assert trace not in text
    assert proof.commitments[2] != bid_commitment(bytes.fromhex(proof.salt), SECRET).hex()
    other = prove_round(book, 3, 0)
    assert proof.commitments[2] != other.commitments[2]  # the same bid under another salt


def changed(proof: RoundProof, **parts: Any) -> RoundProof:
    return msgspec.structs.replace(proof, **parts)


LIES: dict[str, tuple[Any, str]] = {
    "another bid": (lambda p: changed(p, bid=p.bid * 2), "expected the bid that is committed to"),
    "another bidder": (lambda p: changed(p, bidder=1), "expected the bid that is committed to"),
    "no such bidder": (lambda p: changed(p, bidder=9), "expected a bidder between 0 and 4, got 9"),
    "a bidder below 0": (lambda p: changed(p, bidder=-1), "expected a bidder between 0 and 4, got -1"),
    "another salt": (lambda p: changed(p, salt="00" * 16), "expected the bid that is committed to"),
    "another rho": (lambda p: changed(p, rho=p.rho + 1), "expected the commitment of rho under the head"),
    "another price": (lambda p: changed(p, price=p.price + 1), "expected the opened round under the head"),
    "another winner": (lambda p: changed(p, winner=3), "expected the opened round under the head"),
    "another round": (lambda p: changed(p, round=p.round + 2), "expected the opened round under the head"),
    "a failure hidden": (lambda p: changed(p, failed=1), "expected the opened round under the head"),
    "a rival left out": (lambda p: changed(p, commitments=p.commitments[:4]), "expected the opened round under"),
    "another place": (
        lambda p: changed(p, opened=msgspec.structs.replace(p.opened, place=p.opened.place + 1)),
        "expected the opened round under the head",
    ),
    "a path cut short": (
        lambda p: changed(p, opened=msgspec.structs.replace(p.opened, above=p.opened.above[:-1])),
        "expected the opened round under the head",
    ),
    "another link": (
        lambda p: changed(p, committed=msgspec.structs.replace(p.committed, link="00" * 32)),
        "expected the commitment of rho under the head",
    ),
    "the opening as its own commitment": (
        lambda p: changed(p, committed=p.opened),
        "expected rho to be committed to before the bids were opened",
    ),
    "no hexadecimal digits": (lambda p: changed(p, salt="salt"), "expected a whole proof"),
    "no checkpoint": (lambda p: changed(p, head="head"), "expected a whole proof"),
    "a round beyond 64 bits": (lambda p: changed(p, round=2**63), "expected a whole proof"),
}


@pytest.mark.parametrize("name", LIES)
def test_no_lie_is_borne_out(name: str, book: Path, held: Head) -> None:
    lie, words = LIES[name]
    told = lie(prove_round(book, 1, 2))
    for head in (None, held):
        assert any(words in text for text in check_round(told, head)), check_round(told, head)


def test_a_head_that_fits_a_lie_is_not_the_one_that_was_held(book: Path, held: Head) -> None:
    proof = prove_round(book, 1, 2)
    other = changed(proof, head=Head(held.ledger, held.size, "ab" * 32).note())
    assert any("expected the head that was held" in text for text in check_round(other, held))
    assert check_round(proof, parse_head(str(held))) == []
    assert check_round(proof, Head("another", held.size, held.root)) != []


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"failed": 2}, "expected a certified round, got one in which conditions failed: rho-at-least-one"),
        ({"rho": 0.5}, "expected rho >= 1, got 0.5"),
        ({"price": 2 * SECRET}, "expected a winner to bid above its price"),
        ({"winner": 0, "price": 0.0}, "expected the winner to pay at least rho times this bid"),
    ],
)
def test_a_bidder_checks_of_the_auction_what_it_can(parts: dict[str, Any], words: str, book: Path) -> None:
    assert any(words in text for text in check_round(changed(prove_round(book, 1, 2), **parts)))


def test_it_goes_through_json_and_back(book: Path) -> None:
    proof = prove_round(book, 5, 1)
    assert msgspec.json.decode(msgspec.json.encode(proof), type=RoundProof) == proof


def test_what_cannot_be_proved_is_named(book: Path, tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="expected an opened round 91 among the 14 acknowledged records, got none"):
        prove_round(book, BATCHES * ROUNDS, 0)
    with pytest.raises(LedgerError, match="expected a bidder between 0 and 4, got 5"):
        prove_round(book, 0, BIDDERS)
    with pytest.raises(LedgerError, match=r"expected the head of .* beside it, got none"):
        prove_round(tmp_path / "none", 0, 0)
    path = tmp_path / "book"
    with Ledger(path) as ledger:
        checker = Checker(None, ledger=ledger, theorem=THEOREM)
        commitment = checker.commit(np.full(2, 1.5), Observations.nothing(2))
        with pytest.raises(LedgerError, match="its bids are not opened yet"):
            prove_round(path, 0, 0)
        checker.open(commitment, np.ones((2, 2)))
        with pytest.raises(RhoRefused):
            checker.check_rounds(np.array([np.nan, 0.5]), np.ones((2, 2)), Observations.nothing(2))
    with pytest.raises(LedgerError, match="round 2 has rho = nan, which was refused"):
        prove_round(path, 2, 0)
    assert "rho-at-least-one" in check_round(prove_round(path, 3, 0))[0]


def test_a_ledger_that_does_not_bear_a_round_out_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "book"
    with Ledger(path) as ledger:
        checker = Checker(None, ledger=ledger, theorem=THEOREM)
        checker.check_rounds(np.full(2, 1.5), np.ones((2, 2)), Observations.nothing(2))
    head = path.with_name("book.head")
    root = base64.b64encode(bytes(32)).decode()
    head.write_text("\n".join([*head.read_text().split("\n")[:2], root, "", ""]))
    with pytest.raises(LedgerDamaged, match="to bear out round 1, got: expected the commitment of rho under the head"):
        prove_round(path, 1, 0)
