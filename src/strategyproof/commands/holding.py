"""What others hold of a ledger, as options give it: a head or a key, as text or in a file."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from strategyproof.proofs.ledger import Head, Signer, Verifier

__all__ = ["head_of", "keeper_in", "key_of", "signer_of"]


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

    remedy = "make one with `strategyproof ledger-key`"
    try:
        return Signer.read(path.read_text())
    except OSError as error:
        raise ValueError(f"--sign: expected a file with a signer key at {path}, got: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ValueError(f"--sign: expected a signer key, a line of text, in {path}, got bytes; {remedy}") from error
    except ValueError as error:
        raise ValueError(f"--sign {path}: {error}; {remedy}") from error


def keeper_in(folder: Path) -> Callable[[Head], object]:
    """Return what writes each head into a folder, under the number of records that it covers.

    Raises
    ------
    ValueError
        If the folder cannot be made or written to; said before anything is run.
    """
    with _written(folder):
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()

    def keep(head: Head) -> None:
        with _written(folder):
            (folder / f"{head.size}.checkpoint").write_text(head.note())

    return keep


@contextmanager
def _written(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ValueError(
            f"--heads: expected a folder that can be written to at {folder}, got: {error.strerror}; give another, or "
            "let it be written"
        ) from error


def _content(text: str) -> bytes | None:
    path = Path(text)
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError as error:
        raise ValueError(f"expected to read {text}, got: {error.strerror}") from error
