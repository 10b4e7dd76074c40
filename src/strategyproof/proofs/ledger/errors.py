"""What can go wrong with a ledger. Whatever it is, what was acknowledged stays as it was."""

from __future__ import annotations


class LedgerError(RuntimeError):
    """A ledger cannot be written or read."""


class LedgerBusy(LedgerError):
    """Another writer has the ledger."""


class LedgerFull(LedgerError):
    """There is no room for the records that are waiting; they are kept, and can be committed again."""


class LedgerSchemaError(LedgerError):
    """The file is no ledger, or one of another version."""


class LedgerDamaged(LedgerError):
    """The file cannot be read as it was written, or lacks what was acknowledged."""


class SigningMissing(LedgerError):
    """The library that signs heads, and checks their signatures, is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "expected the library cryptography, which signs heads of ledgers and checks their signatures; the "
            "extra `signed` is: pip install cryptography (everything else works without it)"
        )
