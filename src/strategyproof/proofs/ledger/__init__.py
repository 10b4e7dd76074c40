"""The ledger: every certificate of every round, in order, so that any later change shows.

One SQLite file, one writer, and a hash chain over its records. ``strategyproof audit LEDGER`` reads it in another
process, recomputes the chain, and judges every rho again. What the chain can and cannot
show: docs/decisions/0014-ledger.md.
"""

from __future__ import annotations

from strategyproof.proofs.ledger.audit import Audit, Finding, audit
from strategyproof.proofs.ledger.errors import (
    LedgerBusy,
    LedgerDamaged,
    LedgerError,
    LedgerFull,
    LedgerSchemaError,
)
from strategyproof.proofs.ledger.head import Head
from strategyproof.proofs.ledger.writer import Ledger

__all__ = [
    "Audit",
    "Finding",
    "Head",
    "Ledger",
    "LedgerBusy",
    "LedgerDamaged",
    "LedgerError",
    "LedgerFull",
    "LedgerSchemaError",
    "audit",
]
