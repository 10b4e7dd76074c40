"""What others hold of a ledger, as options give it: a head or a key, as text or in a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from strategyproof.proofs.ledger import Head, Signer, Verifier

__all__ = ["head_of", "key_of", "signer_of"]


def head_of(text: str) -> Head:
    """Return a head given as ``size:root``, or as the file of a checkpoint.

    Raises
    ------
    ValueError
        If it is neither.
    """
    from strategyproof.proofs.ledger.head import parse_head, read_checkpoint

    content = _content(text)
    return parse_head(text) if content is None else read_checkpoint(content)


def key_of(text: str) -> Verifier:
    """Return a verifier key given as text or in a file.

    Raises
    ------
    ValueError
        If it is none.
    """
    from strategyproof.proofs.ledger import Verifier

    content = _content(text)
    return Verifier.read(text if content is None else content.decode())


def signer_of(path: Path) -> Signer:
    """Return the signer key in a file.

    Raises
    ------
    ValueError
        If it is none.
    SigningMissing
        If cryptography is not installed.
    """
    from strategyproof.proofs.ledger import Signer

    return Signer.read(path.read_text())


def _content(text: str) -> bytes | None:
    path = Path(text)
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError as error:
        raise ValueError(f"expected to read {text}, got: {error.strerror}") from error
