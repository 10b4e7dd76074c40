"""A directory that Coq can check: the prelude, the laws, and one file for each mechanism with its theorems."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import chain
from typing import TypeAlias

from msgspec.structs import replace

from strategyproof import __version__
from strategyproof.mechanism.law import Law
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.proofs.kernel.doubles import DOUBLES, speaks_of_doubles
from strategyproof.proofs.kernel.record import SCHEMA, Manifest, pair
from strategyproof.proofs.kernel.statements import definitions, law_definition, named, theorem
from strategyproof.proofs.kernel.text import REALS, NoText, Reals
from strategyproof.proofs.kernel.theorems import AboutAll
from strategyproof.proofs.rule_source import refusal

PRELUDE = ("Vocabulary.v", "Prelude.v", "Words.v", "Tactics.v")
"""Files that no mechanism changes, in the order in which Coq reads them."""
LAWS_FILE, DOUBLES_FILE, DOUBLE_LAWS_FILE = f"{REALS.laws}.v", f"{DOUBLES.prelude}.v", f"{DOUBLES.laws}.v"
COMMON = (*PRELUDE, LAWS_FILE)
"""Files that every mechanism's file needs."""
PRODUCT_FILE = "Double_product.v"
COMMON_IN_DOUBLES = (*COMMON, DOUBLES_FILE, PRODUCT_FILE, DOUBLE_LAWS_FILE)
"""Those that it needs in doubles."""

BEYOND = frozenset(
    {
        *(("msb-own-bid-rho", law) for law in ("homogeneous", "loser-false-name-proof", "loser-irrelevance")),
        *(("msb-leave-one-out-rho", law) for law in ("strategy-proof", "critical-payment", "anonymous")),
        *(("msb-leave-one-out-rho", law) for law in ("homogeneous", "adverse-selection-free")),
        ("msb-rho-of-each", "single-winner"),
    }
)
"""Laws that hold of a rule and that the one tactic does not prove within its time; they are left out, and named."""


@dataclass(frozen=True)
class Export:
    """Files that state and prove laws of rules.

    Attributes
    ----------
    files
        Their texts, in the order in which Coq reads them.
    manifest
        What they are.
    rules
        The rules that they speak of, by id.
    """

    files: dict[str, str]
    manifest: Manifest
    rules: dict[str, Mechanism]


Pairs: TypeAlias = Iterable[tuple[Mechanism, Law]]


def project(pairs: Pairs, theorems: Sequence[AboutAll] = (), doubles: Pairs = ()) -> Export:
    """Return the files that state and prove laws of rules.

    Parameters
    ----------
    pairs
        Rules in the vocabulary, each with a law that holds of it.
    theorems
        Theorems about all rules; the pairs on which they rest are added.
    doubles
        Rules with laws that hold of them in doubles too; a law that cannot be stated of these is passed over.
    """
    left_out: dict[str, str] = {}
    asked = _by_rule(chain(pairs, *(about.pairs for about in theorems)), left_out)
    rounded = _by_rule(((rule, law) for rule, law in doubles if speaks_of_doubles(law)), left_out)
    files = {name: written_once(name) for name in PRELUDE}
    files[LAWS_FILE] = laws_file(LAWS.values())
    files |= _rule_files(asked, REALS, left_out)
    for about in theorems:
        files |= {name: written_once(name) for name in about.files}
    if rounded:
        files |= {name: written_once(name) for name in (DOUBLES_FILE, PRODUCT_FILE)}
        files[DOUBLE_LAWS_FILE] = laws_file(filter(speaks_of_doubles, LAWS.values()), DOUBLES)
        files |= _rule_files(rounded, DOUBLES, left_out)
    manifest = Manifest(
        SCHEMA,
        __version__,
        hashes(files),
        _stated(asked, REALS, left_out),
        {about.id: list(about.files) for about in theorems},
        _stated(rounded, DOUBLES, left_out),
        left_out,
    )
    return Export(files, manifest, {id: rule for id, (rule, _) in (asked | rounded).items()})


def _by_rule(pairs: Pairs, left_out: dict[str, str]) -> dict[str, tuple[Mechanism, list[Law]]]:
    """Gather the laws of each rule; leave out, with the reason, those that the tactic does not prove."""
    found: dict[str, tuple[Mechanism, list[Law]]] = {}
    for mechanism, law in dict.fromkeys(pairs):
        laws = found.setdefault(mechanism.id, (mechanism, []))[1]
        if (mechanism.id, law.id) in BEYOND:
            left_out[pair(mechanism.id, law.id)] = "the tactic does not prove it within its time"
        else:
            laws.append(law)
    return found


def _rule_files(
    asked: Mapping[str, tuple[Mechanism, list[Law]]], numbers: Reals, left_out: dict[str, str]
) -> dict[str, str]:
    """Return the file of each rule; name those that have none."""
    files = {}
    for id, (mechanism, laws) in asked.items():
        try:
            files[file_of(mechanism, numbers)] = rule_file(mechanism, laws, numbers)
        except NoText as refused:
            left_out[f"{id}{numbers.aside}"] = str(refused)
    return files


def _stated(
    asked: Mapping[str, tuple[Mechanism, list[Law]]], numbers: Reals, left_out: Mapping[str, str]
) -> dict[str, list[str]]:
    """Return the laws that are stated of rules."""
    return {id: [law.id for law in laws] for id, (_, laws) in asked.items() if f"{id}{numbers.aside}" not in left_out}


def with_left_out(export: Export, reasons: Mapping[str, str]) -> Export:
    """Return an export that also says why something else is not stated."""
    left_out = {**export.manifest.left_out, **reasons}
    return Export(export.files, replace(export.manifest, left_out=left_out), export.rules)


def without_doubles(export: Export, why: str) -> Export:
    """Return an export without what it states of doubles, with the reason."""
    files = {name: text for name, text in export.files.items() if not name.startswith((DOUBLES.prelude, DOUBLES.rules))}
    left_out = {**export.manifest.left_out, "doubles": why}
    manifest = replace(export.manifest, files=hashes(files), doubles={}, left_out=left_out)
    return Export(files, manifest, export.rules)


def written_once(name: str) -> str:
    """Return the text of a file that no mechanism changes."""
    return resources.files(__package__).joinpath("coq", name).read_text("utf-8")


def hashes(files: Mapping[str, str]) -> dict[str, str]:
    """Return the SHA-256 of each file, in hexadecimal."""
    return {name: hashlib.sha256(text.encode()).hexdigest() for name, text in files.items()}


def file_of(mechanism: Mechanism, numbers: Reals = REALS) -> str:
    """Return the name of a mechanism's file."""
    return f"{numbers.rules}{named(mechanism.id)}.v"


def laws_file(laws: Iterable[Law], numbers: Reals = REALS) -> str:
    """Return what each law says, from its own source."""
    head = "(* The laws: what each says of any auction, from the predicate that runs. *)"
    return "\n".join([head, f"Require Export {numbers.prelude}.\n", *(law_definition(law, numbers) for law in laws)])


def rule_file(mechanism: Mechanism, laws: Sequence[Law], numbers: Reals = REALS) -> str:
    """Return a mechanism and its theorems; the last line asks which axioms they rest on.

    Raises
    ------
    NoText
        If the rule is none in the vocabulary, or says what has no text.
    """
    if (listed := refusal(mechanism)) is not None:
        raise NoText(f"Coq covers rules in the vocabulary: {listed}")
    says = definitions(mechanism, numbers)
    stated = [theorem(law, mechanism, numbers) for law in laws]
    lines = "\n".join([says, *stated]).splitlines()
    names = [line.split()[1] for line in lines if line.startswith(("Lemma ", "Theorem "))]
    names += [f"{named(law.id)}_speaks" for law in laws]
    together = " (conj ".join(names[:-1])
    everything = f"(conj {together} {names[-1]}{')' * (len(names) - 1)}" if names[:-1] else names[-1]
    title = re.sub(r"[^\w ,.:'-]", " ", mechanism.title)  # what a comment says must not end it
    head = f"(* {title}: the rule, from the function that runs, and the laws that it satisfies. *)"
    rest = f"Definition {named(mechanism.id)}_everything := {everything}.\n"
    asks = f"Print Assumptions {named(mechanism.id)}_everything.\n"
    return "\n".join([head, f"Require Import {numbers.laws}.\n", says, *stated, rest + asks])
