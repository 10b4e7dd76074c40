"""The commands ``prove-round``, ``check-round`` and ``ledger-key``: what a bidder can check, and who signed it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from strategyproof.commands.holding import head_of, key_of

__all__ = ["check_round", "ledger_key", "prove_round"]


@click.command("prove-round", short_help="Prove one round of a ledger to one bidder.")
@click.argument("ledger", type=click.Path(path_type=Path))
@click.argument("number", type=click.IntRange(0))
@click.option("--bidder", type=click.IntRange(0), required=True, help="Who is told, from 0: the proof holds its bid.")
@click.option("--out", type=click.Path(path_type=Path), help="A file for the proof; standard output by default.")
def prove_round(ledger: Path, number: int, bidder: int, out: Path | None) -> None:
    """Prove to one bidder what came of round NUMBER of LEDGER, without its rivals' bids.

    The proof is JSON: the bid with its salt, rho, winner and price, and the hashes that lead to the head beside LEDGER.
    `strategyproof check-round` checks it. Exits with 1 if the ledger does not bear it out.
    """
    import msgspec

    from strategyproof.proofs.ledger import LedgerDamaged, LedgerError
    from strategyproof.proofs.ledger import prove_round as prove

    try:
        proof = msgspec.json.format(msgspec.json.encode(prove(ledger, number, bidder))) + b"\n"
        if out is None:
            click.echo(proof.decode(), nl=False)
        else:
            out.write_bytes(proof)
    except LedgerDamaged as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)
    except (LedgerError, OSError) as error:
        raise click.UsageError(str(error)) from error


@click.command("check-round", short_help="Check a proof of one round, as its bidder.")
@click.argument("proof", type=click.Path(path_type=Path))
@click.option("--head", metavar="HEAD", help="The head that somebody else held, as size:root or a file.")
@click.option("--key", metavar="KEY", help="Whose signature the head must carry: a verifier key, or a file with one.")
def check_round(proof: Path, head: str | None, key: str | None) -> None:
    """Check PROOF, made by `strategyproof prove-round`, without the ledger.

    Exits with 0 if it holds, 1 if it does not, 2 if it cannot be read or a signature cannot be checked here.
    """
    import msgspec

    from strategyproof.proofs.ledger import LedgerError, RoundProof
    from strategyproof.proofs.ledger import check_round as check
    from strategyproof.proofs.ledger.head import read_checkpoint

    try:
        told = msgspec.json.decode(proof.read_bytes(), type=RoundProof)
        wrong = check(told, None if head is None else head_of(head))
        if key is not None and not wrong and not key_of(key).has_signed(read_checkpoint(told.head.encode())):
            wrong = [f"expected a head signed by {key_of(key).name}, got no such signature"]
    except (msgspec.DecodeError, ValueError, OSError, LedgerError) as error:
        raise click.UsageError(f"{proof}: {error}") from error
    if wrong:
        click.echo("\n".join(f"{proof}: {text}" for text in wrong), err=True)
        sys.exit(1)
    whose = "the one that was held" if head is not None else "as told: compare it with one that somebody else holds"
    outcome = "nobody wins" if told.winner < 0 else f"bidder {told.winner} wins and pays {told.price!r}"
    click.echo(f"round {told.round}: rho {told.rho!r}, bidder {told.bidder} bid {told.bid!r}, {outcome}")
    click.echo(f"rho was committed to in record {told.committed.record}, the bids were opened in {told.opened.record}")
    signed = "none was asked for" if key is None else f"by {key_of(key).name}, verified"
    click.echo(f"head: {whose}; signature: {signed}")


@click.command("ledger-key", short_help="Make a key that signs heads of ledgers.")
@click.argument("name")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="A new file for the secret signer key.")
def ledger_key(name: str, out: Path) -> None:
    """Make a key called NAME: the secret half goes into a file, the verifier key to standard output."""
    from strategyproof.proofs.ledger import LedgerError, new_signer

    try:
        signer = new_signer(name)
        with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(signer.private_text() + "\n")
    except FileExistsError as error:
        raise click.UsageError(f"{out} is there already; a key is never overwritten: name another file") from error
    except (ValueError, OSError, LedgerError) as error:
        raise click.UsageError(str(error)) from error
    click.echo(str(signer.verifier()))
