"""The ledger: every commitment and every certificate, in order, so that any later change shows.

One SQLite file, one writer, a hash chain over its records, and a Merkle tree beside it whose head others can hold.
``strategyproof audit LEDGER`` reads it in another process, recomputes both, and judges every rho again. What they can
and cannot show: docs/decisions/0014-ledger.md.
"""

from __future__ import annotations

from strategyproof.proofs.ledger.audit import Audit, Finding, audit
from strategyproof.proofs.ledger.errors import (
    LedgerBusy,
    LedgerDamaged,
    LedgerError,
    LedgerFull,
    LedgerSchemaError,
    SigningMissing,
)
from strategyproof.proofs.ledger.head import Head, parse_head
from strategyproof.proofs.ledger.rederive import Derived, Rederive
from strategyproof.proofs.ledger.round_proof import RoundProof, check_round, prove_round
from strategyproof.proofs.ledger.signing import Signer, Verifier, new_signer
from strategyproof.proofs.ledger.writer import Ledger

__all__ = [
    "Audit",
    "Derived",
    "Finding",
    "Head",
    "Ledger",
    "LedgerBusy",
    "LedgerDamaged",
    "LedgerError",
    "LedgerFull",
    "LedgerSchemaError",
    "Rederive",
    "RoundProof",
    "Signer",
    "SigningMissing",
    "Verifier",
    "audit",
    "check_round",
    "new_signer",
    "parse_head",
    "prove_round",
]
