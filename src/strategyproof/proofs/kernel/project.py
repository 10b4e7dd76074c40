"""A directory that Coq can check: the prelude, the laws, and one file for each mechanism with its theorems."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import chain

from strategyproof import __version__
from strategyproof.mechanism.law import Law
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.proofs.kernel.record import SCHEMA, Manifest, pair
from strategyproof.proofs.kernel.statements import definitions, law_definition, named, theorem, theorem_name
from strategyproof.proofs.kernel.text import NoText
from strategyproof.proofs.kernel.theorems import AboutAll
from strategyproof.proofs.rule_source import refusal

PRELUDE = ("Vocabulary.v", "Prelude.v", "Words.v", "Tactics.v")
"""Files that no mechanism changes, in the order in which Coq reads them."""
LAWS_FILE = "Laws.v"
COMMON = (*PRELUDE, LAWS_FILE)
"""Files that every mechanism's file needs."""
RULE = "Rule_"
"""With what the name of a mechanism's file begins."""

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


def project(pairs: Iterable[tuple[Mechanism, Law]], theorems: Sequence[AboutAll] = ()) -> Export:
    """Return the files that state and prove laws of rules.

    Parameters
    ----------
    pairs
        Rules in the vocabulary, each with a law that holds of it.
    theorems
        Theorems about all rules; the pairs on which they rest are added.
    """
    asked: dict[str, list[Law]] = {}
    rules: dict[str, Mechanism] = {}
    left_out: dict[str, str] = {}
    for mechanism, law in dict.fromkeys(chain(pairs, *(about.pairs for about in theorems))):
        rules[mechanism.id] = mechanism
        if (mechanism.id, law.id) in BEYOND:
            left_out[pair(mechanism.id, law.id)] = "the tactic does not prove it within its time"
        else:
            asked.setdefault(mechanism.id, []).append(law)
    files = {name: written_once(name) for name in PRELUDE}
    files[LAWS_FILE] = laws_file()
    for id, laws in asked.items():
        try:
            files[file_of(rules[id])] = rule_file(rules[id], laws)
        except NoText as refused:
            left_out[id] = str(refused)
    for about in theorems:
        files |= {name: written_once(name) for name in about.files}
    kept = {id: [law.id for law in laws] for id, laws in asked.items() if id not in left_out}
    about_all = {about.id: list(about.files) for about in theorems}
    return Export(files, Manifest(SCHEMA, __version__, hashes(files), kept, about_all, left_out), rules)


def written_once(name: str) -> str:
    """Return the text of a file that no mechanism changes."""
    return resources.files(__package__).joinpath("coq", name).read_text("utf-8")


def hashes(files: Mapping[str, str]) -> dict[str, str]:
    """Return the SHA-256 of each file, in hexadecimal."""
    return {name: hashlib.sha256(text.encode()).hexdigest() for name, text in files.items()}


def file_of(mechanism: Mechanism) -> str:
    """Return the name of a mechanism's file."""
    return f"{RULE}{named(mechanism.id)}.v"


def laws_file() -> str:
    """Return what each law says, from its own source."""
    head = "(* The laws: what each says of any auction, from the predicate that runs. *)\nRequire Export Tactics.\n"
    return "\n".join([head, *map(law_definition, LAWS.values())])


def rule_file(mechanism: Mechanism, laws: Sequence[Law]) -> str:
    """Return a mechanism and its theorems; the last line asks which axioms they rest on.

    Raises
    ------
    NoText
        If the rule is none in the vocabulary, or says what has no text.
    """
    if (listed := refusal(mechanism)) is not None:
        raise NoText(f"Coq covers rules in the vocabulary: {listed}")
    says = definitions(mechanism)
    lemmas = [line.split()[1] for line in says.splitlines() if line.startswith("Lemma ")]
    names = [*lemmas, *(f"{named(law.id)}_speaks" for law in laws), *(theorem_name(law, mechanism) for law in laws)]
    together = " (conj ".join(names[:-1])
    everything = f"(conj {together} {names[-1]}{')' * (len(names) - 1)}" if names[:-1] else names[-1]
    head = f"(* {mechanism.title}: the rule, from the function that runs, and the laws that it satisfies. *)"
    rest = f"Definition {named(mechanism.id)}_everything := {everything}.\n"
    asks = f"Print Assumptions {named(mechanism.id)}_everything.\n"
    return "\n".join([head, "Require Import Laws.\n", says, *(theorem(law, mechanism) for law in laws), rest + asks])
