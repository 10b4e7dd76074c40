"""Heads as signed notes: read as they are written, refused where they are not, and signed by whom they say."""

from __future__ import annotations

import base64
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from strategyproof.proofs.checker import Checker, Observations, Theorem
from strategyproof.proofs.ledger import Ledger, SigningMissing, Verifier, audit, new_signer
from strategyproof.proofs.ledger.head import Head, parse_head, read_checkpoint, read_head, write_head
from strategyproof.proofs.ledger.signing import Signer

THEOREM = Theorem("0" * 64, "msb", (), "none: the ledger alone is under test")
HEAD = Head("f00d", 3, "ab" * 32)
GO_VERIFIER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
"""The verifier key, the text and the signature in the documentation of Go's package note, of which ours are a case."""
GO_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
GO_LINE = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="


def test_a_head_is_a_checkpoint() -> None:
    note = HEAD.note()
    assert note == f"strategyproof.ledger/f00d\n3\n{base64.b64encode(bytes.fromhex('ab' * 32)).decode()}\n\n"
    assert read_checkpoint(note.encode()) == HEAD
    assert str(HEAD) == f"3:{'ab' * 32}"
    assert parse_head(str(HEAD)) == replace(HEAD, ledger="")


@pytest.mark.parametrize(
    ("note", "words"),
    [
        (HEAD.text(), "expected a checkpoint whose first line begins with"),
        (HEAD.note().replace("strategyproof", "another"), "expected a checkpoint whose first line begins with"),
        (HEAD.note().replace("\n3\n", "\n03\n"), "expected the number of records in line 2, got '03'"),
        (HEAD.note().replace("\n3\n", "\n-3\n"), "expected the number of records in line 2, got '-3'"),
        (HEAD.note().replace("q6ur", "q6*r", 1), "expected the root in base64 in line 3"),
        (HEAD.note().replace("q6ur", "", 1), "expected a root of 32 bytes and no further line, got 29 bytes"),
        (HEAD.text() + "more\n\n", "expected a root of 32 bytes and no further line"),
    ],
)
def test_what_is_no_checkpoint_is_refused(note: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read_checkpoint(note.encode())


@pytest.mark.parametrize(
    "text", ["3", "x:" + "ab" * 32, "3:abcd", "٣:" + "ab" * 32, "3:" + "AB" * 32, "-3:" + "ab" * 32]
)
def test_what_is_no_head_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="expected a head as size:root, 64 hexadecimal digits after the colon"):
        parse_head(text)


class Note(Head):
    """A text that is no checkpoint, to check a signature that another implementation made."""

    def text(self) -> str:
        return GO_TEXT


def test_a_signature_of_gos_implementation_is_checked() -> None:
    pytest.importorskip("cryptography", reason="needs the extra `signed`")
    key = Verifier.read(GO_VERIFIER)
    assert str(key) == GO_VERIFIER
    assert key.has_signed(Note("", 0, "", (GO_LINE,)))
    assert not key.has_signed(replace(HEAD, signatures=(GO_LINE,)))


def test_who_signed_is_told_from_who_did_not() -> None:
    pytest.importorskip("cryptography", reason="needs the extra `signed`")
    signer, other = new_signer("auctioneer"), new_signer("auctioneer")
    signed = signer.signed(HEAD)
    assert read_checkpoint(signed.note().encode()) == signed
    assert signer.verifier().has_signed(signed)
    assert not other.verifier().has_signed(signed)
    for forged in (
        replace(signed, size=4),
        replace(signed, root="cd" * 32),
        replace(signed, ledger="beef"),
        replace(signed, signatures=()),
        replace(signed, signatures=(signed.signatures[0].replace("auctioneer", "bidder"),)),
        replace(signed, signatures=("— auctioneer !!!", "—", "")),
    ):
        assert not signer.verifier().has_signed(forged)
    assert signer.verifier().has_signed(replace(signed, signatures=("— somebody AAAA", *signed.signatures)))


def test_keys_are_read_as_they_are_written() -> None:
    pytest.importorskip("cryptography", reason="needs the extra `signed`")
    signer = new_signer("auctioneer")
    assert Signer.read(signer.private_text()) == signer
    assert Verifier.read(str(signer.verifier())) == signer.verifier()
    with pytest.raises(ValueError, match=r"expected a signer key, which begins with PRIVATE\+KEY\+; a verifier key"):
        Signer.read(str(signer.verifier()))
    with pytest.raises(ValueError, match="expected the verifier key 'bidder' with hash"):
        Verifier.read(str(signer.verifier()).replace("auctioneer", "bidder"))
    with pytest.raises(ValueError, match="expected the hash of the signer key 'bidder' to be that of its key"):
        Signer.read(signer.private_text().replace("auctioneer", "bidder"))
    for text in ("", "auctioneer", "a+b+c", "a+00000000+AQ=="):
        with pytest.raises(ValueError, match="expected a verifier key, name"):
            Verifier.read(text)
    for name in ("", "two words", "a+b"):
        with pytest.raises(ValueError, match="expected a name of a key without blanks and plus signs"):
            new_signer(name)


def write(path: Path, signer: Signer | None) -> None:
    with Ledger(path, signer=signer) as ledger:
        checker = Checker(None, ledger=ledger, theorem=THEOREM)
        checker.check_rounds(np.full(2, 1.5), np.array([[3.0, 1.0], [1.0, 3.0]]), Observations.nothing(2))


def test_an_audit_says_whose_signature_the_head_carries(tmp_path: Path) -> None:
    pytest.importorskip("cryptography", reason="needs the extra `signed`")
    path, signer, other = tmp_path / "book", new_signer("auctioneer"), new_signer("bidder")
    write(path, signer)
    told = audit(path, key=signer.verifier())
    assert (told.whole, told.signed, told.signature) == (True, True, "by auctioneer, verified")
    told = audit(path)
    assert (told.whole, told.signed) == (True, None)
    assert told.signature == "not verified: says to be by 'auctioneer'; give its key"
    told = audit(path, key=other.verifier())
    assert (told.signed, told.signature, [f.kind for f in told.findings]) == (False, "none by bidder", ["head"])
    kept = read_head(path)
    assert kept is not None
    write_head(path, replace(kept, signatures=()))
    assert [f.kind for f in audit(path, key=signer.verifier()).findings] == ["head"]
    assert audit(path).signature == "none"


def test_without_the_library_nothing_is_verified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("cryptography", reason="needs the extra `signed`")
    path, signer = tmp_path / "book", new_signer("auctioneer")
    write(path, signer)
    for name in [name for name in sys.modules if name.partition(".")[0] == "cryptography"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "cryptography", None)
    told = audit(path, key=Verifier.read(GO_VERIFIER))
    assert (told.whole, told.signed) == (True, None)
    assert told.signature.startswith("not verified: expected the library cryptography")
    assert "the extra `signed` is" in told.signature
    with pytest.raises(SigningMissing, match="pip install cryptography"):
        new_signer("auctioneer")
    assert audit(path).signature == "not verified: says to be by 'auctioneer'; give its key"
