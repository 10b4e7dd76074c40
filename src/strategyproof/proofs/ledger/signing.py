"""Signatures of heads: Ed25519 lines of signed notes (https://c2sp.org/signed-note), keys as Go's ``note`` writes them.

A verifier key is ``name+HASH+BASE64``, a signer key ``PRIVATE+KEY+name+HASH+BASE64``; the hash is the first four bytes
of SHA-256(name, newline, 0x01, public key), by which a line names the key that made it. Signing and checking take the
library cryptography, which is optional; without it nothing counts as signed.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

from strategyproof.proofs.ledger.errors import SigningMissing
from strategyproof.proofs.ledger.head import Head

__all__ = ["Signer", "Verifier", "new_signer"]

_ALGORITHM = b"\x01"
_PRIVATE = "PRIVATE+KEY+"


@dataclass(frozen=True, slots=True)
class Verifier:
    """Whose signature is looked for.

    Attributes
    ----------
    name
        Name of the key, without blanks and plus signs.
    public
        The public key, 32 bytes.

    Examples
    --------
    >>> key = Verifier("auctioneer", bytes(32))
    >>> Verifier.read(str(key)) == key
    True
    """

    name: str
    public: bytes

    @classmethod
    def read(cls, text: str) -> Verifier:
        """Read ``name+HASH+BASE64``.

        Raises
        ------
        ValueError
            If it is no verifier key.
        """
        name, told, key = _parts(text, "a verifier key, name+HASH+BASE64")
        found = cls(name, key)
        if told != found.hash().hex():
            raise ValueError(f"expected the verifier key {name!r} with hash {found.hash().hex()}, got {told!r}")
        return found

    def hash(self) -> bytes:
        """Return the four bytes by which a signature line names this key."""
        return hashlib.sha256(f"{self.name}\n".encode() + _ALGORITHM + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.hash().hex()}+{base64.b64encode(_ALGORITHM + self.public).decode()}"

    def has_signed(self, head: Head) -> bool:
        """Tell whether a head carries a signature of this key that bears out.

        Raises
        ------
        SigningMissing
            If cryptography is not installed: then nothing is known.
        """
        key = _ed25519().Ed25519PublicKey.from_public_bytes(self.public)
        return any(self._made(line, head, key) for line in head.signatures)

    def _made(self, line: str, head: Head, key: Any) -> bool:
        from cryptography.exceptions import InvalidSignature

        dash, _, rest = line.partition(" ")
        name, _, encoded = rest.partition(" ")
        try:
            content = base64.b64decode(encoded, validate=True)
            if dash != "—" or name != self.name or content[:4] != self.hash():
                return False
            key.verify(content[4:], head.text().encode())
        except (binascii.Error, InvalidSignature):
            return False
        return True


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs heads.

    Attributes
    ----------
    name
        Name of the key.
    seed
        The private key, 32 bytes.

    Raises
    ------
    SigningMissing
        If cryptography is not installed.
    """

    name: str
    seed: bytes

    def __post_init__(self) -> None:
        _ed25519()

    @classmethod
    def read(cls, text: str) -> Signer:
        """Read ``PRIVATE+KEY+name+HASH+BASE64``.

        Raises
        ------
        ValueError
            If it is no signer key.
        """
        if not text.strip().startswith(_PRIVATE):
            raise ValueError(f"expected a signer key, which begins with {_PRIVATE}; a verifier key cannot sign")
        name, told, seed = _parts(text.strip().removeprefix(_PRIVATE), "a signer key, PRIVATE+KEY+name+HASH+BASE64")
        found = cls(name, seed)
        if told != found.verifier().hash().hex():
            raise ValueError(f"expected the hash of the signer key {name!r} to be that of its key, got {told!r}")
        return found

    def verifier(self) -> Verifier:
        """Return the key by which others check the signatures."""
        return Verifier(self.name, _private(self.seed).public_key().public_bytes_raw())

    def private_text(self) -> str:
        """Return the signer key as text: keep it secret."""
        key = base64.b64encode(_ALGORITHM + self.seed).decode()
        return f"{_PRIVATE}{self.name}+{self.verifier().hash().hex()}+{key}"

    def signed(self, head: Head) -> Head:
        """Return the head with this key's signature, and no other."""
        content = self.verifier().hash() + _private(self.seed).sign(head.text().encode())
        return replace(head, signatures=(f"— {self.name} {base64.b64encode(content).decode()}",))


def new_signer(name: str) -> Signer:
    """Draw a key.

    Raises
    ------
    ValueError
        If the name is empty, or has a blank or a plus sign in it.
    SigningMissing
        If cryptography is not installed.
    """
    return Signer(_named(name), secrets.token_bytes(32))


def _parts(text: str, expected: str) -> tuple[str, str, bytes]:
    name, _, rest = text.strip().partition("+")
    told, _, encoded = rest.partition("+")
    try:
        key = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if key[:1] != _ALGORITHM or len(key) != 33:
        raise ValueError(f"expected {expected}, of an Ed25519 key; make one with `strategyproof ledger-key NAME`")
    return _named(name), told, key[1:]


def _named(name: str) -> str:
    if not name or "+" in name or any(letter.isspace() for letter in name):
        raise ValueError(f"expected a name of a key without blanks and plus signs, got {name!r}")
    return name


def _private(seed: bytes) -> Any:
    return _ed25519().Ed25519PrivateKey.from_private_bytes(seed)


def _ed25519() -> Any:
    try:
        return import_module("cryptography.hazmat.primitives.asymmetric.ed25519")
    except ModuleNotFoundError as error:
        raise SigningMissing from error
