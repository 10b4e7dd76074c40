"""An export, given to Coq; and one that somebody else checked, traced again from the source that is here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.proofs.kernel.coqc import FLOCQ, Coq
from strategyproof.proofs.kernel.doubles import DOUBLES
from strategyproof.proofs.kernel.project import (
    COMMON,
    COMMON_IN_DOUBLES,
    Export,
    file_of,
    project,
    rule_file,
    without_doubles,
)
from strategyproof.proofs.kernel.record import SCHEMA, Checked, Kernel, Manifest, pair
from strategyproof.proofs.kernel.text import REALS, Reals
from strategyproof.proofs.kernel.theorems import ABOUT_ALL

ALONE = "Alone.v"
"""One theorem of a rule, by itself."""


def checked(export: Export, coq: Coq) -> Kernel:
    """Let Coq read an export, in a directory for the time being that holds nothing else.

    Where it refuses the file of a rule, each of its theorems is tried by itself, so that a proof that fails costs no
    other.

    Parameters
    ----------
    export
        What :func:`~strategyproof.proofs.kernel.project.project` made.
    coq
        Coq.
    """
    if export.manifest.doubles and not coq.has_flocq:
        export = without_doubles(export, FLOCQ)
    with TemporaryDirectory() as scratch:
        for name, text in export.files.items():
            Path(scratch, name).write_text(text, "utf-8")
        return _checked(export, coq, Path(scratch))


def _checked(export: Export, coq: Coq, directory: Path) -> Kernel:
    found = {one.file: one for one in coq.check(directory, list(export.files))}
    everything, refused = list(found.values()), dict[str, str]()
    sets = (export.manifest.theorems, COMMON, REALS), (export.manifest.doubles, COMMON_IN_DOUBLES, DOUBLES)
    for stated, common, numbers in sets:
        broken = next((found[name] for name in common if name in found and not found[name].is_proof), None)
        for rule, laws in stated.items():
            told = broken or found[file_of(export.rules[rule], numbers)]
            alone = [told] * len(laws)
            if not told.is_proof and broken is None and len(laws) > 1:
                alone = _alone(export.rules[rule], laws, numbers, coq, directory)
                everything += alone
            judged = zip(laws, alone, strict=True)
            refused |= {f"{pair(rule, law)}{numbers.aside}": one.complaint for law, one in judged if not one.is_proof}
    for id, files in export.manifest.about_all.items():
        if (failed := next((found[file] for file in files if not found[file].is_proof), None)) is not None:
            refused[id] = failed.complaint
    of_reals, of_doubles = (
        sorted({axiom for one in everything if one.is_proof and one.flocq == flocq for axiom in one.axioms})
        for flocq in (False, True)
    )
    spent = sum(one.seconds for one in everything)
    return Kernel(coq.name, export.manifest, refused, of_reals, of_doubles, spent)


def _alone(mechanism: Mechanism, laws: Sequence[str], numbers: Reals, coq: Coq, directory: Path) -> list[Checked]:
    """Let Coq read each theorem of a rule by itself, beside files that it has read."""
    found, place = [], directory / ALONE
    for law in laws:
        place.write_text(rule_file(mechanism, [LAWS[law]], numbers), "utf-8")
        found += coq.check(directory, [ALONE])
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
    stated = [*manifest.theorems.items(), *manifest.doubles.items()]
    unknown = [rule for rule, _ in stated if rule not in rules]
    unknown += [id for id in manifest.about_all if id not in {theorem.id for theorem in ABOUT_ALL}]
    unknown += [law for _, laws in stated for law in laws if law not in LAWS]
    if unknown:
        raise ValueError(
            f"the export states something of {unknown[0]!r}, which is no rule, law or theorem of this version"
        )
    pairs, doubles = (
        [(rules[rule], LAWS[law]) for rule, laws in stated.items() for law in laws]
        for stated in (manifest.theorems, manifest.doubles)
    )
    return project(pairs, [theorem for theorem in ABOUT_ALL if theorem.id in manifest.about_all], doubles)


def changed(manifest: Manifest, export: Export) -> list[str]:
    """Return the files of an export whose text is not what is traced here: other, missing, or too many."""
    here, there = export.manifest.files, manifest.files
    return [name for name in {**there, **here} if here.get(name) != there.get(name)]
