"""Audit a ledger: recompute its chain and its tree, and judge every rho in it again by the mechanism's own source."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from strategyproof.proofs.checker.arithmetic import expect_subnormals
from strategyproof.proofs.ledger.errors import LedgerDamaged, SigningMissing
from strategyproof.proofs.ledger.following import Following
from strategyproof.proofs.ledger.head import Head, read_head
from strategyproof.proofs.ledger.layout import Identity, identity, strangers
from strategyproof.proofs.ledger.merkle import consistency_proof
from strategyproof.proofs.ledger.rederive import Rederive
from strategyproof.proofs.ledger.signing import Verifier
from strategyproof.proofs.ledger.store import explained, reading

__all__ = ["Audit", "Consistency", "Finding", "Kind", "audit"]

Kind: TypeAlias = Literal["changed", "order", "rounds", "terms", "unreadable", "certificate", "rho", "head", "schema"]

MOST_FINDINGS = 100


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a ledger that is not as it was written, or a certificate that its own round does not bear out.

    Attributes
    ----------
    kind
        ``changed``: a record's bytes, or the record before it, are others. ``order``: a number is missing or out of
        place, or bids were opened without a commitment before them. ``rounds``: rounds do not follow one another.
        ``terms``: a second mode or grid. ``unreadable``: the file or a record cannot be read, or says what cannot be.
        ``certificate``: the record says otherwise than the mechanism's own source. ``rho``: the selector, run again on
        the observations, emits another rho. ``head``: what was acknowledged is not there. ``schema``: the file holds
        something that no ledger is made with.
    sequence
        Number of the record; None where the whole file is meant.
    text
        What was expected, and what was found.
    """

    kind: Kind
    sequence: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Consistency:
    """That the records under a head that somebody held are the first ones of this ledger.

    Attributes
    ----------
    before, now
        Number of records under the head that was held, and now.
    root_before, root_now
        The roots, hexadecimal.
    proof
        The hashes of the proof (RFC 9162, section 2.1.4): whoever has both heads can check it without the ledger.
    """

    before: int
    now: int
    root_before: str
    root_now: str
    proof: list[str]


@dataclass(slots=True)
class Audit:
    """What an audit established.

    Attributes
    ----------
    records, rounds
        How many were read; rounds are those whose bids were opened.
    unopened
        Rounds that were committed to and never opened. A writer that ends between the two leaves some; a writer who
        looks at the bids and throws rounds away leaves more.
    certified, refused, counted
        Rounds whose rho passes again; rounds refused then and failing again; rounds that failed in audit mode.
    replayed, apart
        Rounds in which the selector was run again on other bids, and rounds whose selector ran in a process that was
        given the observations alone: both as told by the writer.
    witnessed
        Rounds whose commitment lies under a head that somebody else held before their bids were opened; of the others
        the order is told by the writer alone.
    rederived, near, underived
        Rounds whose rho came out again when the selector was run on the observations; those of them where the runner-up
        was within the error bound of the arithmetic, so that either price was accepted; rounds of selectors that cannot
        be run here. All 0 where nobody asked.
    theorems
        Hashes of the any-N theorems cited, with the number of rounds that each serves.
    head
        What is there, ``size:root``. Have somebody else note it: see ``--since``.
    signature
        Whose signature the head beside the ledger carries, or why that is not known.
    signed
        Whether the key that was asked for has signed that head; None where none was asked for or nothing is known.
    after_head
        Records after the acknowledged head: on the disk, though their writer ended before it could say so.
    since
        Proofs that the heads which others held are beginnings of this ledger.
    findings
        What is wrong, at most a hundred; empty if nothing is.
    found
        How many were found.
    """

    records: int = 0
    rounds: int = 0
    unopened: int = 0
    certified: int = 0
    refused: int = 0
    counted: int = 0
    replayed: int = 0
    apart: int = 0
    witnessed: int = 0
    rederived: int = 0
    near: int = 0
    underived: int = 0
    theorems: dict[str, int] = field(default_factory=dict)
    head: str = ""
    signature: str = "none"
    signed: bool | None = None
    after_head: int = 0
    since: list[Consistency] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    found: int = 0

    @property
    def whole(self) -> bool:
        """Tell whether nothing was found."""
        return not self.found

    def add(self, kind: Kind, sequence: int | None, text: str) -> None:
        """Note a finding."""
        self.found += 1
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(Finding(kind, sequence, text))


def audit(
    path: str | Path,
    *,
    since: Sequence[Head] = (),
    key: Verifier | None = None,
    rederive: Rederive | None = None,
) -> Audit:
    """Verify a ledger from its first byte to its last; the file is not written to.

    Parameters
    ----------
    path
        The ledger.
    since
        Heads that somebody else held. Each must be a beginning of the ledger: a ledger that was rewritten as a whole,
        head file included, is told from the one that was written by this alone. Rounds committed to under one of them
        and opened after it count as witnessed.
    key
        Whose signature the head beside the ledger must carry.
    rederive
        Runs the selector of a commitment again on its observations; see
        :data:`~strategyproof.proofs.ledger.rederive.Rederive`. Without it no rho is derived again, only judged.

    Raises
    ------
    LedgerError
        If there is no such file, or it may not be read.
    LedgerSchemaError
        If it is no ledger, or one of another version.
    LedgerDamaged
        If it cannot even be opened, or everything that was acknowledged is gone.
    FlushedToZero
        If this thread takes subnormal numbers for 0.
    """
    expect_subnormals()
    path, result = Path(path), Audit()
    kept = _kept_head(path, result)
    with reading(path, kept) as connection:
        try:
            foreign = strangers(connection)
            for each in foreign:
                result.add("schema", None, f"expected the tables that a ledger is made with, got {each}")
            if not any(f"{name!r}" in each for name in ("about", "records") for each in foreign):
                _follow(connection, identity(connection), kept, since, rederive, result)
        except sqlite3.Error as error:
            result.add("unreadable", result.records + 1, str(explained(error, path)))
    _check_signature(kept, key, result)
    return result


def _kept_head(path: Path, result: Audit) -> Head | None:
    try:
        kept = read_head(path)
    except LedgerDamaged as error:
        result.add("head", None, str(error))
        return None
    if kept is None and path.is_file():
        result.add(
            "head", None, f"expected the head of {path} beside it, got none: its end may have been cut off unseen"
        )
    return kept


def _follow(
    connection: sqlite3.Connection,
    about: Identity,
    kept: Head | None,
    since: Sequence[Head],
    rederive: Rederive | None,
    result: Audit,
) -> None:
    """Walk the records; the heads that were held must be beginnings of what is there."""
    held = [(head, "held by somebody else") for head in since]
    held += [] if kept is None else [(kept, "beside the ledger")]
    following = Following(about, [head.size for head, _ in held], result, rederive)
    try:
        for row in connection.execute("SELECT sequence, payload, hash, leaf FROM records ORDER BY sequence"):
            result.records += 1
            following.take(*row)
    finally:
        following.finish()
    borne_out = [head for head, whose in held if _bears_out(head, whose, about.ledger, following, result)]
    if kept is not None:
        result.after_head = max(result.records - kept.size, 0)
    theirs = [head for head in since if head in borne_out]
    result.witnessed = following.witnessed(head.size for head in theirs)
    result.since = [_consistency(head, following) for head in theirs if head.size]


def _bears_out(head: Head, whose: str, ledger: str, following: Following, result: Audit) -> bool:
    there = following.roots.get(head.size)
    if head.ledger not in ("", ledger):
        result.add("head", None, f"expected a head of ledger {ledger}, got that of {head.ledger}, {whose}")
    elif there is None or there.hex() != head.root:
        got = f"{result.records} records" if there is None else f"others, with root {there.hex()}"
        result.add("head", head.size, f"expected {head.size} records with root {head.root}, {whose}, got {got}")
    else:
        return True
    return False


def _consistency(head: Head, following: Following) -> Consistency:
    proof = [part.hex() for part in consistency_proof(following.leaves, head.size)]
    return Consistency(head.size, following.frontier.size, head.root, following.frontier.root().hex(), proof)


def _check_signature(kept: Head | None, key: Verifier | None, result: Audit) -> None:
    """Say whose signature the head beside the ledger carries; a signature that is asked for and lacks is a finding."""
    lines = () if kept is None else kept.signatures
    names = ", ".join(repr(line.split(" ")[1]) for line in lines if line.count(" ") > 1)
    result.signature = f"not verified: says to be by {names}; give its key" if names else "none"
    if key is None:
        return
    try:
        result.signed = kept is not None and key.has_signed(kept)
    except SigningMissing as error:
        result.signature = f"not verified: {error}"
        return
    if result.signed:
        result.signature = f"by {key.name}, verified"
    else:
        result.signature = f"none by {key.name}"
        result.add(
            "head", None, f"expected the head beside the ledger to be signed by {key.name}, got no such signature"
        )
