"""The head of the chain, kept beside the ledger: what was acknowledged last.

A chain of hashes shows any change before its end; it cannot show that its end was cut off. The head can: it names a
record that must be there.
"""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from strategyproof.proofs.ledger.errors import LedgerDamaged


class Head(msgspec.Struct, frozen=True):
    """The last record that was acknowledged.

    Attributes
    ----------
    ledger
        Identity of the ledger, drawn when it was made.
    sequence
        Number of the record; 0 if there is none.
    hash
        Its hash, in hexadecimal.

    Examples
    --------
    >>> str(Head("f00d", 3, "ab12"))
    '3:ab12'
    """

    ledger: str
    sequence: int
    hash: str

    def __str__(self) -> str:
        return f"{self.sequence}:{self.hash}"


def head_path(ledger: Path) -> Path:
    """Return where the head of a ledger is kept."""
    return ledger.with_name(ledger.name + ".head")


def write_head(ledger: Path, head: Head) -> None:
    """Replace the head: a reader finds the old one or the new one, never a part of either."""
    target = head_path(ledger)
    draft = target.with_name(target.name + ".new")
    with draft.open("wb") as file:
        file.write(msgspec.json.encode(head) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(target)


def read_head(ledger: Path) -> Head | None:
    """Return the head that is kept beside a ledger; None if there is none.

    Raises
    ------
    LedgerDamaged
        If the file holds no head.
    """
    path = head_path(ledger)
    try:
        return msgspec.json.decode(path.read_bytes(), type=Head)
    except FileNotFoundError:
        return None
    except (msgspec.DecodeError, OSError, UnicodeDecodeError) as error:
        raise LedgerDamaged(f"expected the head of the ledger in {path}, got what cannot be read: {error}") from error


def parse_head(text: str) -> tuple[int, str]:
    """Read a head that was noted elsewhere, ``sequence:hash``.

    Raises
    ------
    ValueError
        If it is not of this form.
    """
    sequence, colon, digest = text.strip().partition(":")
    if not colon or not sequence.isdigit() or len(digest) != 64 or set(digest) - set("0123456789abcdef"):
        raise ValueError(f"expected a head as sequence:hash, 64 hexadecimal digits after the colon, got {text!r}")
    return int(sequence), digest
