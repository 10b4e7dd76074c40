"""What Coq said, checked again: the statements are traced from the reader's own source before Coq is asked."""

from __future__ import annotations

from collections.abc import Iterator

from strategyproof import __version__
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.rules.information import RULES
from strategyproof.proofs.kernel.checking import changed, checked, traced
from strategyproof.proofs.kernel.coqc import Coq, NoCoq
from strategyproof.proofs.kernel.project import Export
from strategyproof.proofs.kernel.record import Kernel, Manifest
from strategyproof.reports.recheck_document import Check


def statements(manifest: Manifest) -> tuple[Export | None, list[Check]]:
    """Trace an export again; return it if every text is what is traced here, and what was compared.

    Parameters
    ----------
    manifest
        What an export or a report says of its files.
    """
    if manifest.version != __version__:
        told = f"expected an export of strategyproof {__version__}, got one of {manifest.version}; make it again"
        return None, [Check("kernel", "statements", "contradicted", told)]
    try:
        export = traced(manifest, {**MECHANISMS, **RULES})
    except ValueError as error:
        return None, [Check("kernel", "statements", "contradicted", str(error))]
    other = changed(manifest, export)
    here, there = export.manifest.files, manifest.files
    if not other:
        return export, [Check("kernel", "statements", "confirmed", f"{len(here)} files, traced again")]
    hashes = {name: f"SHA-256 {there.get(name, 'none')}, traced here {here.get(name, 'none')}" for name in other}
    return None, [Check("kernel", name, "contradicted", told) for name, told in hashes.items()]


def asked_again(export: Export, said: Kernel | None, *, asks: bool | None) -> Iterator[Check]:
    """Let Coq read the export that was traced here, and compare what it says with what the report says.

    Parameters
    ----------
    export
        From :func:`statements`.
    said
        What Coq is said to have said; None of an export alone, whose every theorem must be accepted.
    asks
        Whether Coq is asked; None: where it is there.
    """
    if asks is False:
        yield Check("kernel", "proofs", "not rechecked", "Coq was not asked")
        return
    try:
        with Coq() as coq:
            found = checked(export, coq)
    except NoCoq as error:
        yield Check("kernel", "proofs", "not rechecked", str(error))
        return
    pairs = [(rule, law) for rule, laws in export.manifest.theorems.items() for law in laws]
    for rule, law in pairs:
        if said is None or said.accepts(rule, law):
            yield _compared(f"{rule} / {law}", found.accepts(rule, law), found.refused.get(f"{rule}: {law}"), found)
    for id in export.manifest.about_all:
        if said is None or said.accepts_theorem(id):
            yield _compared(id, found.accepts_theorem(id), found.refused.get(id), found)


def _compared(about: str, is_accepted: bool, why: str | None, found: Kernel) -> Check:
    told = found.by if is_accepted else f"{found.by} does not accept it: {why}"
    return Check("kernel", about, "confirmed" if is_accepted else "contradicted", told)
