"""An export, given to Coq; and one that somebody else checked, traced again from the source that is here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.proofs.kernel.coqc import Coq
from strategyproof.proofs.kernel.project import COMMON, Export, file_of, project, rule_file
from strategyproof.proofs.kernel.record import SCHEMA, Checked, Kernel, Manifest, pair
from strategyproof.proofs.kernel.theorems import ABOUT_ALL

ALONE = "Alone.v"
"""One theorem of a rule, by itself."""


def checked(export: Export, coq: Coq, directory: Path | None = None) -> Kernel:
    """Let Coq read an export.

    Where it refuses the file of a rule, each of its theorems is tried by itself, so that a proof that fails costs no
    other.

    Parameters
    ----------
    export
        What :func:`~strategyproof.proofs.kernel.project.project` made.
    coq
        Coq.
    directory
        Where the files are, and where Coq may write; without one they are written to a place for the time being.
    """
    if directory is None:
        with TemporaryDirectory() as scratch:
            for name, text in export.files.items():
                Path(scratch, name).write_text(text, "utf-8")
            return checked(export, coq, Path(scratch))
    found = {one.file: one for one in coq.check(directory, list(export.files))}
    broken = next((found[name] for name in COMMON if not found[name].is_proof), None)
    everything, refused = list(found.values()), dict[str, str]()
    for rule, laws in export.manifest.theorems.items():
        told = broken or found[file_of(export.rules[rule])]
        alone = [told] * len(laws)
        if not told.is_proof and broken is None and len(laws) > 1:
            alone = _alone(export.rules[rule], laws, coq, directory)
            everything += alone
        judged = zip(laws, alone, strict=True)
        refused |= {pair(rule, law): one.complaint for law, one in judged if not one.is_proof}
    for id, files in export.manifest.about_all.items():
        if (failed := next((found[file] for file in files if not found[file].is_proof), None)) is not None:
            refused[id] = failed.complaint
    axioms = sorted({axiom for one in everything if one.is_proof for axiom in one.axioms})
    return Kernel(coq.name, export.manifest, refused, axioms, sum(one.seconds for one in everything))


def _alone(mechanism: Mechanism, laws: Sequence[str], coq: Coq, directory: Path) -> list[Checked]:
    """Let Coq read each theorem of a rule by itself, beside files that it has read."""
    found, place = [], directory / ALONE
    for law in laws:
        place.write_text(rule_file(mechanism, [LAWS[law]]), "utf-8")
        found += coq.check(directory, [ALONE])
    for left in directory.glob(f"*{place.stem}.*"):
        left.unlink()
    return found


def traced(manifest: Manifest, rules: Mapping[str, Mechanism] = MECHANISMS) -> Export:
    """Trace the statements of an export again, from the rules and laws that are here.

    Parameters
    ----------
    manifest
        Of the other export.
    rules
        The rules that it may name.

    Raises
    ------
    ValueError
        If it names a rule, a law or a theorem that is not here, or another form of export than this version makes.
    """
    if manifest.schema != SCHEMA:
        raise ValueError(f"expected an export of schema {SCHEMA!r}, got {manifest.schema!r}; make it again")
    unknown = [rule for rule in manifest.theorems if rule not in rules]
    unknown += [id for id in manifest.about_all if id not in {theorem.id for theorem in ABOUT_ALL}]
    unknown += [law for laws in manifest.theorems.values() for law in laws if law not in LAWS]
    if unknown:
        raise ValueError(
            f"the export states something of {unknown[0]!r}, which is no rule, law or theorem of this version"
        )
    pairs = ((rules[rule], LAWS[law]) for rule, laws in manifest.theorems.items() for law in laws)
    return project(pairs, [theorem for theorem in ABOUT_ALL if theorem.id in manifest.about_all])


def changed(manifest: Manifest, export: Export) -> list[str]:
    """Return the files of an export whose text is not what is traced here: other, missing, or too many."""
    here, there = export.manifest.files, manifest.files
    return [name for name in {**there, **here} if here.get(name) != there.get(name)]
