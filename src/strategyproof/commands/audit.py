"""The command ``strategyproof audit``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from strategyproof.commands.holding import head_of, key_of

if TYPE_CHECKING:
    from strategyproof.proofs.ledger import Audit


@click.command("audit", short_help="Verify a ledger of certificates.")
@click.argument("ledger", type=click.Path(path_type=Path))
@click.option(
    "--since",
    "--head",
    "since",
    multiple=True,
    metavar="HEAD",
    help="A head that somebody else held, as size:root or a file; it must be a beginning of LEDGER. May be repeated.",
)
@click.option(
    "--key", metavar="KEY", help="Whose signature the head beside LEDGER must carry: a verifier key or a file."
)
@click.option(
    "--weights",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    metavar="FILE",
    help="Weights of a selector, known by their SHA-256; those that ship, and those beside LEDGER, are found.",
)
@click.option("--json", "as_json", is_flag=True, help="Write the result as JSON.")
def audit(
    ledger: Path, since: tuple[str, ...], key: str | None, weights: tuple[Path, ...], as_json: bool
) -> None:  # fmt: skip
    """Verify LEDGER: recompute its chain and its tree, run its selectors again, and judge every rho in it again.

    Each selector runs on the observations that were committed to; its rho must come out, or another price that lies
    within the error bound of the arithmetic. What cannot be run here is counted, and is no finding. A head that
    somebody else held is proved to be a beginning of LEDGER (--json has the proof), and shows which rounds had their
    rho fixed before their bids were opened.

    Exits with 0 if nothing is found, 1 if anything was changed, dropped, reordered or inserted or a certificate does
    not bear out, 2 if the file cannot be used at all, or a signature was asked for and cannot be checked here. The
    theorem that the certificates cite is proved again, and its hash compared: another version of the rule, the laws or
    the solver has another hash, which is said, and no finding.
    """
    from strategyproof.learning.rederive import Rederiver
    from strategyproof.learning.trained import WEIGHTS
    from strategyproof.proofs.checker import FlushedToZero, TheoremMissing, establish
    from strategyproof.proofs.ledger import LedgerDamaged, LedgerError
    from strategyproof.proofs.ledger import audit as verify

    try:
        heads = [head_of(each) for each in since]
        verifier = None if key is None else key_of(key)
        beside = [path for path in (ledger.with_name(WEIGHTS),) if path.is_file()]
        result = verify(ledger, since=heads, key=verifier, rederive=Rederiver([*beside, *weights]))
    except LedgerDamaged as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)
    except (LedgerError, ValueError, FlushedToZero) as error:
        raise click.UsageError(str(error)) from error
    try:
        proved = establish().hash
    except TheoremMissing:
        proved = None
    if as_json:
        import msgspec

        body = {
            "schema": "strategyproof/audit/1",
            "verdicts": [],
            "ledger": str(ledger),
            "whole": result.whole,
            "proved": proved,
            **msgspec.to_builtins(result),
        }
        click.echo(msgspec.json.encode(body).decode())
    else:
        click.echo(_text(ledger, result, proved))
    unchecked = verifier is not None and result.signed is None
    sys.exit(1 if not result.whole else 2 if unchecked else 0)


def _text(ledger: Path, result: Audit, proved: str | None) -> str:
    lines = [
        f"{ledger}: {result.records} records, {result.rounds} rounds",
        f"  rho certified again: {result.certified}; refused: {result.refused}; counted in audit: {result.counted}",
        _derivation(result.rederived, result.near, result.underived),
        _order(result),
        f"  as told by the writer: replayed on other bids in {result.replayed} rounds; selector in a process without "
        f"the bids in {result.apart}",
        *(
            f"  theorem {theorem}: {rounds} rounds, {_proof(theorem, proved)}"
            for theorem, rounds in result.theorems.items()
        ),
        *(
            f"  since {each.before}:{each.root_before}: a beginning of this ledger, proved by {len(each.proof)} hashes"
            for each in result.since
        ),
        f"  signature of the head: {result.signature}",
        f"  head {result.head}",
    ]
    if result.unopened:
        lines.append(f"  {result.unopened} rounds committed to and never opened: ask why")
    if result.after_head:
        lines.append(f"  {result.after_head} records after the acknowledged head: written, though not acknowledged")
    lines += [f"  {finding.kind}: {finding.text}" for finding in result.findings]
    if result.found > len(result.findings):
        lines.append(f"  ... and {result.found - len(result.findings)} more findings")
    lines.append("whole: nothing was found" if result.whole else f"NOT whole: {result.found} findings")
    return "\n".join(lines)


def _order(result: Audit) -> str:
    """Say in how many rounds somebody else can tell that rho was fixed before the bids were opened."""
    told = f"{result.rounds - result.witnessed} order as told by the writer"
    return f"  rho fixed before the bids: {result.witnessed} rounds under a head held in between; {told}"


def _derivation(rederived: int, near: int, underived: int) -> str:
    """Say how many rhos came out again, and of how many that is not known."""
    told = f"  rho derived again by running the selector: {rederived}, of which near, either price accepted: {near}"
    return f"{told}; NOT derived again, selector not at hand: {underived}" if underived else told


def _proof(cited: str, proved: str | None) -> str:
    """Compare the theorem cited with the one that this version proves."""
    if proved is None:
        return "which is not proved here"
    return "proved again" if cited == proved else f"another than this version proves, {proved}"
