"""What Coq said, beside the verdicts of the solvers."""

from __future__ import annotations

import msgspec

from strategyproof.mechanism.verdict import Verdict
from strategyproof.proofs.kernel.record import Kernel, Manifest
from strategyproof.reports.document import Theorem

TITLE = "Coq"


def with_kernel(verdict: Verdict, kernel: Kernel | None) -> Verdict:
    """Name Coq among those who say that a law is proved, where it accepts the theorem."""
    is_proof = verdict.verdict == "proved" and verdict.scope.bidders == "any" and verdict.scope.arithmetic == "real"
    if kernel is None or not is_proof or not kernel.accepts(verdict.mechanism, verdict.law):
        return verdict
    return msgspec.structs.replace(verdict, by=f"{verdict.by}, and {kernel.by}")


def theorem_with_kernel(theorem: Theorem, kernel: Kernel | None) -> Theorem:
    """Name Coq among those who say that a theorem about all rules is proved, where it accepts it."""
    if kernel is None or theorem.verdict != "proved" or not kernel.accepts_theorem(theorem.id):
        return theorem
    return msgspec.structs.replace(theorem, by=f"{theorem.by}, and {kernel.by}")


def cell(kernel: Kernel, rule: str, law: str) -> str:
    """Say in a word what Coq said of a law of a rule.

    >>> from strategyproof.proofs.kernel.record import SCHEMA, Manifest
    >>> left_out = {"msb: homogeneous": "too slow"}
    >>> manifest = Manifest(SCHEMA, "1", {}, {"msb": ["monotone", "anonymous"]}, left_out=left_out)
    >>> told = Kernel("Coq 8.16.1", manifest, refused={"msb: anonymous": "Error: No such goal."})
    >>> [cell(told, "msb", law) for law in ("monotone", "anonymous", "homogeneous", "single-winner")]
    ['✓ Qed', '? refused', '– left out', '–']
    """
    if kernel.accepts(rule, law):
        return "✓ Qed, doubles too" if kernel.accepts_in_doubles(rule, law) else "✓ Qed"
    why = kernel.silence(rule, law)
    return "–" if why is None else "? refused" if law in kernel.manifest.theorems.get(rule, ()) else "– left out"


def evidence(kernel: Kernel) -> str:
    """Say how many theorems were accepted, and on which axioms they rest."""
    manifest = kernel.manifest
    axioms = ", ".join(kernel.axioms) or "none"
    more = [axiom for axiom in kernel.axioms_in_doubles if axiom not in kernel.axioms]
    besides = f"; of doubles also {', '.join(more)}" if more else ""
    told = f"{kernel.by} accepts {kernel.accepted} of {manifest.count} theorems about {len(manifest.theorems)} rules"
    if manifest.about_all:
        accepted = sum(map(kernel.accepts_theorem, manifest.about_all))
        told += f", and {accepted} of {len(manifest.about_all)} about all rules"
    if manifest.doubles:
        told += f", and {kernel.accepted_in_doubles} of {sum(map(len, manifest.doubles.values()))} about doubles"
    return f"{told}, from {len(manifest.files)} files; axioms: {axioms}{besides}."


def contents(manifest: Manifest) -> str:
    """Say how many theorems an export has."""
    told = f"{manifest.count} theorems about {len(manifest.theorems)} rules"
    if manifest.about_all:
        told += f", {len(manifest.about_all)} about all rules"
    return f"{told}, {sum(map(len, manifest.doubles.values()))} about doubles" if manifest.doubles else told


def refused(kernel: Kernel) -> list[str]:
    """Name what Coq does not accept, and why."""
    return [f"refused, {what}: {why}" for what, why in kernel.refused.items()]


def left_out(manifest: Manifest) -> list[str]:
    """Name what Coq was not given, and why."""
    return [f"left out, {what}: {why}" for what, why in manifest.left_out.items()]


def gaps(kernel: Kernel) -> list[str]:
    """Name what was refused or left out, and why."""
    return refused(kernel) + left_out(kernel.manifest)
