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
"""What an export, and a reader's Coq beside it, leaves in a directory."""


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

    By default: MSB and its kin with all their laws, and the theorems about all rules. RULE is a rule that ships
    (`strategyproof mechanisms` lists them), or FILE.py:NAME, a Mechanism of yours: what Z3 proves of it is stated.
    The exit code is 1 if Coq refuses a proof, and 3 if Coq was asked for and is not there.

    \b
    strategyproof export --coq build/coq
    strategyproof export second-price-reserve --law strategy-proof --coq build/coq
    strategyproof export my_auction.py:AUCTION --coq build/coq
    """
    from strategyproof.paper.plan import in_doubles
    from strategyproof.proofs.kernel.checking import checked
    from strategyproof.proofs.kernel.coqc import Coq, NoCoq
    from strategyproof.proofs.kernel.project import project, with_left_out
    from strategyproof.proofs.kernel.theorems import ABOUT_ALL
    from strategyproof.reports import kernel_text

    pairs, unproved = _pairs(rules, laws, everything=everything)
    export = with_left_out(project(pairs, () if rules or laws else ABOUT_ALL, in_doubles(pairs)), unproved)
    if not export.manifest.count:
        raise click.UsageError("; ".join(kernel_text.left_out(export.manifest)))
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
        kernel = checked(export, coq)
    click.echo(kernel_text.evidence(kernel))
    for gap in kernel_text.refused(kernel):
        click.echo(gap)
    click.get_current_context().exit(1 if kernel.refused else 0)


def _pairs(
    rules: tuple[str, ...], laws: tuple[str, ...], *, everything: bool
) -> tuple[list[tuple[Mechanism, Law]], dict[str, str]]:
    """Return what holds of the rules and laws that were asked for; and of what is not stated, why."""
    from strategyproof.mechanism.laws import LAWS
    from strategyproof.mechanism.rules import MECHANISMS

    for law in laws:
        if law not in LAWS:
            raise unknown("law", law, LAWS)
    own = [rule for rule in rules if ":" in rule or rule.endswith(".py")]
    for rule in rules:
        if rule not in MECHANISMS and rule not in own:
            raise unknown("rule", rule, MECHANISMS)
    asked, unproved = _own(own, laws or tuple(LAWS), taken=[rule for rule in rules if rule not in own])
    if len(own) < len(rules) or not rules:
        asked += _claimed([rule for rule in rules if rule not in own], laws, everything=everything)
    return asked, unproved


def _claimed(rules: list[str], laws: tuple[str, ...], *, everything: bool) -> list[tuple[Mechanism, Law]]:
    """Return what is claimed to hold of rules that ship."""
    from strategyproof.mechanism.laws import LAWS
    from strategyproof.mechanism.rules import MECHANISMS
    from strategyproof.paper.plan import expectations

    claims = [c for c in expectations(everything=everything or bool(rules)) if c.expected == "holds"]
    found = [c for c in claims if (not rules or c.mechanism in rules) and (not laws or c.law in laws)]
    if not found:
        raise click.UsageError("none of these laws is claimed to hold of these rules, so there is nothing to state")
    return [(MECHANISMS[claim.mechanism], LAWS[claim.law]) for claim in found]


def _own(
    targets: list[str], laws: tuple[str, ...], taken: list[str]
) -> tuple[list[tuple[Mechanism, Law]], dict[str, str]]:
    """Return what is proved of the user's own rules, and why the rest is not stated."""
    from strategyproof.mechanism.laws import LAWS
    from strategyproof.proofs.kernel.own import NoRule, mechanism_at, proved
    from strategyproof.proofs.kernel.record import pair

    asked, unproved, ids = list[tuple["Mechanism", "Law"]](), dict[str, str](), list(taken)
    for target in targets:
        try:
            mechanism = mechanism_at(target)
        except NoRule as error:
            raise click.UsageError(str(error)) from error
        if mechanism.id in ids:
            raise click.UsageError(f"two rules have the id {mechanism.id!r}; give each an export of its own")
        ids.append(mechanism.id)
        for law, why in proved(mechanism, [LAWS[law] for law in laws if LAWS[law].applies_to(mechanism)]):
            if why is None:
                asked.append((mechanism, law))
            else:
                unproved[pair(mechanism.id, law.id)] = why
    return asked, unproved


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
