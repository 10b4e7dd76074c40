"""The head of a ledger, kept beside it: how many records were acknowledged, and the root of the tree over them.

A chain of hashes shows any change before its end; it cannot show that its end was cut off. The head can. It is written
as a checkpoint (https://c2sp.org/tlog-checkpoint): three lines, the origin, the number of records and the root in
base64, then an empty line and signatures, of which there may be none. Whoever holds a copy elsewhere can tell a ledger
that was rewritten.
"""

from __future__ import annotations

import base64
import binascii
import os
from dataclasses import dataclass
from pathlib import Path

from strategyproof.proofs.ledger.errors import LedgerDamaged, LedgerError

__all__ = ["ORIGIN", "Head", "head_path", "parse_head", "read_checkpoint", "read_head", "write_head"]

ORIGIN = "strategyproof.ledger/"
"""The origin of a checkpoint is this and the identity of the ledger."""


@dataclass(frozen=True, slots=True)
class Head:
    """The first records of a ledger, all that there were at some time.

    Attributes
    ----------
    ledger
        Identity of the ledger, drawn when it was made; empty where the head was noted as ``size:root`` alone.
    size
        Number of records.
    root
        Root of the tree over them (RFC 9162), 64 hexadecimal digits.
    signatures
        Signature lines of the note, as they stand.

    Examples
    --------
    >>> str(Head("f00d", 3, "ab" * 32))[:6]
    '3:abab'
    """

    ledger: str
    size: int
    root: str
    signatures: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.size}:{self.root}"

    def same(self, other: Head) -> bool:
        """Tell whether both say the same, whoever signed."""
        return (self.ledger, self.size, self.root) == (other.ledger, other.size, other.root)

    def text(self) -> str:
        """Return what is signed: the checkpoint without its signatures."""
        return f"{ORIGIN}{self.ledger}\n{self.size}\n{base64.b64encode(bytes.fromhex(self.root)).decode()}\n"

    def note(self) -> str:
        """Return the signed note: text, an empty line, signatures."""
        return self.text() + "\n" + "".join(f"{line}\n" for line in self.signatures)


def head_path(ledger: Path) -> Path:
    """Return where the head of a ledger is kept."""
    return ledger.with_name(ledger.name + ".head")


def write_head(ledger: Path, head: Head) -> None:
    """Replace the head: a reader finds the old one or the new one, never a part of either."""
    target = head_path(ledger)
    draft = target.with_name(target.name + ".new")
    with draft.open("wb") as file:
        file.write(head.note().encode())
        file.flush()
        os.fsync(file.fileno())
    draft.replace(target)


def read_head(ledger: Path) -> Head | None:
    """Return the head that is kept beside a ledger; None if there is none.

    Raises
    ------
    LedgerDamaged
        If the file holds no head.
    LedgerError
        If it may not be read.
    """
    path = head_path(ledger)
    try:
        return read_checkpoint(path.read_bytes())
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise LedgerDamaged(f"expected the head of the ledger in {path}, got what cannot be read: {error}") from error
    except OSError as error:
        raise LedgerError(f"expected to read the head of the ledger in {path}, got: {error.strerror}") from error


def read_checkpoint(content: bytes) -> Head:
    """Read a checkpoint.

    Raises
    ------
    ValueError
        If it is none, or not of a ledger.
    """
    text, empty, signatures = content.decode().partition("\n\n")
    lines = text.split("\n")
    if not empty or len(lines) < 3 or not lines[0].startswith(ORIGIN):
        raise ValueError(f"expected a checkpoint whose first line begins with {ORIGIN!r}, then size and root")
    size = lines[1]
    if not (size.isascii() and size.isdigit()) or (size != "0" and size.startswith("0")):
        raise ValueError(f"expected the number of records in line 2, got {size!r}")
    try:
        root = base64.b64decode(lines[2], validate=True)
    except binascii.Error as error:
        raise ValueError(f"expected the root in base64 in line 3, got {lines[2]!r}") from error
    if len(root) != 32 or len(lines) > 3:
        raise ValueError(f"expected a root of 32 bytes and no further line, got {len(root)} bytes")
    found = tuple(line for line in signatures.split("\n") if line)
    return Head(lines[0].removeprefix(ORIGIN), int(size), root.hex(), found)


def parse_head(text: str) -> Head:
    """Read a head that was noted elsewhere, ``size:root``.

    Raises
    ------
    ValueError
        If it is not of this form.
    """
    size, colon, digest = text.strip().partition(":")
    digits = size.isascii() and size.isdigit() and len(size) < 20
    if not colon or not digits or len(digest) != 64 or set(digest) - set("0123456789abcdef"):
        raise ValueError(f"expected a head as size:root, 64 hexadecimal digits after the colon, got {text!r}")
    return Head("", int(size), digest)
