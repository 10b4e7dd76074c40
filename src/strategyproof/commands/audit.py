"""The command ``strategyproof audit``."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command("audit", short_help="Verify a ledger of certificates.")
@click.argument("ledger", type=click.Path(path_type=Path))
@click.option("--head", help="A head noted elsewhere, sequence:hash; it must be on the ledger's chain.")
@click.option(
    "--weights",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    metavar="FILE",
    help="Weights of a selector, known by their SHA-256; those that ship, and those beside LEDGER, are found.",
)
@click.option("--json", "as_json", is_flag=True, help="Write the result as JSON.")
def audit(ledger: Path, head: str | None, weights: tuple[Path, ...], as_json: bool) -> None:  # fmt: skip
    """Verify LEDGER: recompute its chain of hashes, run its selectors again, and judge every rho in it again.

    Each selector runs on the observations that were committed to; its rho must come out, or another price that lies
    within the error bound of the arithmetic. What cannot be run here is counted, and is no finding.

    Exits with 0 if nothing is found, 1 if anything was changed, dropped, reordered or inserted or a certificate does
    not bear out, 2 if the file cannot be used at all. The theorem that the certificates cite is proved again, and its
    hash compared: another version of the rule, the laws or the solver has another hash, which is said, and no finding.
    """
    from strategyproof.learning.rederive import Rederiver
    from strategyproof.learning.trained import WEIGHTS
    from strategyproof.proofs.checker import TheoremMissing, establish
    from strategyproof.proofs.ledger.audit import audit as verify
    from strategyproof.proofs.ledger.errors import LedgerDamaged, LedgerError
    from strategyproof.proofs.ledger.head import parse_head

    try:
        beside = [path for path in (ledger.with_name(WEIGHTS),) if path.is_file()]
        since = [] if head is None else [parse_head(head)]
        result = verify(ledger, since=since, rederive=Rederiver([*beside, *weights]))
    except LedgerDamaged as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)
    except (LedgerError, ValueError) as error:
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
    sys.exit(0 if result.whole else 1)


def _text(ledger: Path, result: object, proved: str | None) -> str:
    from strategyproof.proofs.ledger.audit import Audit

    assert isinstance(result, Audit)
    lines = [
        f"{ledger}: {result.records} records, {result.rounds} rounds",
        f"  rho certified again: {result.certified}; refused: {result.refused}; counted in audit: {result.counted}",
        _derivation(result.rederived, result.near, result.underived),
        *(
            f"  theorem {theorem}: {rounds} rounds, {_proof(theorem, proved)}"
            for theorem, rounds in result.theorems.items()
        ),
        f"  head {result.head}",
    ]
    if result.after_head:
        lines.append(f"  {result.after_head} records after the acknowledged head: written, though not acknowledged")
    lines += [f"  {finding.kind}: {finding.text}" for finding in result.findings]
    if result.found > len(result.findings):
        lines.append(f"  ... and {result.found - len(result.findings)} more findings")
    lines.append("whole: nothing was found" if result.whole else f"NOT whole: {result.found} findings")
    return "\n".join(lines)


def _derivation(rederived: int, near: int, underived: int) -> str:
    """Say how many rhos came out again, and of how many that is not known."""
    told = f"  rho derived again by running the selector: {rederived}, of which near, either price accepted: {near}"
    return f"{told}; NOT derived again, selector not at hand: {underived}" if underived else told


def _proof(cited: str, proved: str | None) -> str:
    """Compare the theorem cited with the one that this version proves."""
    if proved is None:
        return "which is not proved here"
    return "proved again" if cited == proved else f"another than this version proves, {proved}"
