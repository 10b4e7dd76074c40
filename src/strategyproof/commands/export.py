"""``strategyproof export``: the same rules and laws as files that another program checks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from strategyproof.commands.errors import unknown
from strategyproof.commands.listings import DEBUG

if TYPE_CHECKING:
    from strategyproof.mechanism.law import Law
    from strategyproof.mechanism.mechanism import Mechanism

MANIFEST = "manifest.json"
WRITTEN = (".v", ".vo", ".vok", ".vos", ".glob", ".json")
"""What an export, and Coq beside it, leaves in a directory."""


@click.command()
@click.argument("rules", nargs=-1, metavar="[RULE]...")
@click.option("--coq", "directory", type=click.Path(path_type=Path), required=True, metavar="DIR", help="Write here.")
@click.option("--law", "laws", multiple=True, metavar="ID", help="State this law only; repeatable.")
@click.option("--all", "everything", is_flag=True, help="State every law that holds of every rule.")
@click.option(
    "--check/--no-check", "checks", default=None, help="Let Coq read the files.  [default: where it is there]"
)
@click.option("--force", is_flag=True, help="Replace an export that DIR holds.")
@DEBUG
def export(
    rules: tuple[str, ...], directory: Path, laws: tuple[str, ...], everything: bool, checks: bool | None, force: bool
) -> None:
    r"""Write rules in the vocabulary, and the laws that hold of them, as definitions and theorems of Coq.

    By default: MSB and its kin with all their laws, and the theorems about all rules. RULE is a rule that ships;
    `strategyproof mechanisms` lists them.
    The exit code is 1 if Coq refuses a proof, and 3 if Coq was asked for and is not there.

    \b
    strategyproof export --coq build/coq
    strategyproof export second-price-reserve --law strategy-proof --coq build/coq
    """
    from strategyproof.proofs.kernel.checking import checked
    from strategyproof.proofs.kernel.coqc import Coq, NoCoq
    from strategyproof.proofs.kernel.project import project
    from strategyproof.proofs.kernel.theorems import ABOUT_ALL
    from strategyproof.reports import kernel_text

    export = project(_pairs(rules, laws, everything=everything), () if rules or laws else ABOUT_ALL)
    _write(directory, {**export.files, MANIFEST: export.manifest.text()}, force=force)
    click.echo(f"{kernel_text.contents(export.manifest)}: {directory}")
    for gap in kernel_text.left_out(export.manifest):
        click.echo(gap)
    if checks is False:
        return
    try:
        coq = Coq()
    except NoCoq as error:
        click.echo(str(error), err=True)
        click.get_current_context().exit(3 if checks else 0)
    with coq:
        kernel = checked(export, coq, directory)
    click.echo(kernel_text.evidence(kernel))
    for gap in kernel_text.refused(kernel):
        click.echo(gap)
    click.get_current_context().exit(1 if kernel.refused else 0)


def _pairs(rules: tuple[str, ...], laws: tuple[str, ...], *, everything: bool) -> list[tuple[Mechanism, Law]]:
    """Return what is claimed to hold, of the rules and laws that were asked for."""
    from strategyproof.mechanism.laws import LAWS
    from strategyproof.mechanism.rules import MECHANISMS
    from strategyproof.paper.plan import expectations

    for rule in rules:
        if ":" in rule or rule.endswith(".py"):
            raise click.UsageError(
                f"Coq covers rules in the vocabulary that ship; {rule} is a plain function: see check"
            )
        if rule not in MECHANISMS:
            raise unknown("rule", rule, MECHANISMS)
    for law in laws:
        if law not in LAWS:
            raise unknown("law", law, LAWS)
    claims = [c for c in expectations(everything=everything or bool(rules)) if c.expected == "holds"]
    found = [c for c in claims if (not rules or c.mechanism in rules) and (not laws or c.law in laws)]
    if not found:
        raise click.UsageError("none of these laws is claimed to hold of these rules, so there is nothing to state")
    return [(MECHANISMS[claim.mechanism], LAWS[claim.law]) for claim in found]


def _write(directory: Path, files: dict[str, str], *, force: bool) -> None:
    """Write the files into a directory that holds nothing, or an export that may be replaced."""
    from strategyproof.reports.files import write_whole

    try:
        directory.mkdir(parents=True, exist_ok=True)
        held = {entry.name for entry in directory.iterdir()}
        if held and MANIFEST not in held:
            raise click.UsageError(f"{directory} holds files that are no export; give --coq a new or empty directory")
        if held and not force:
            raise click.UsageError(f"{directory} holds another export; add --force to replace it")
        for entry in directory.iterdir():
            if entry.suffix in WRITTEN:
                entry.unlink()
        for name, text in files.items():
            write_whole(directory / name, text)
    except OSError as error:
        raise click.UsageError(
            f"cannot write to {directory}: {error.strerror}; give --coq another directory"
        ) from error
