"""What an export holds, and what Coq said of it: for files, reports, and those who check again."""

from __future__ import annotations

from typing import Literal

import msgspec

SCHEMA: Literal["strategyproof/coq/1"] = "strategyproof/coq/1"

ALLOWED = frozenset(
    {
        "ClassicalDedekindReals.sig_forall_dec",
        "ClassicalDedekindReals.sig_not_dec",
        "FunctionalExtensionality.functional_extensionality_dep",
    }
)
"""What Coq's own construction of the real numbers rests on."""

ALLOWED_WITH_FLOCQ = ALLOWED | {"Classical_Prop.classic"}
"""What Flocq's formats rest on: excluded middle besides, as Coq's own logarithm does, by which they find exponents."""


class Manifest(msgspec.Struct, frozen=True):
    """What a directory holds.

    Attributes
    ----------
    files
        The SHA-256 of each file, in the order in which Coq reads them.
    theorems
        For each rule, the laws that its file states and proves of it.
    about_all
        For each theorem about all rules, the files that state and prove it.
    doubles
        For each rule, the laws that its file states and proves of it in doubles.
    left_out
        Why a law of a rule is not among them, or a rule with all its laws.
    """

    schema: str
    version: str
    files: dict[str, str]
    theorems: dict[str, list[str]]
    about_all: dict[str, list[str]] = {}
    doubles: dict[str, list[str]] = {}
    left_out: dict[str, str] = {}

    def text(self) -> str:
        """Return it as JSON."""
        return msgspec.json.format(msgspec.json.encode(self), indent=2).decode() + "\n"

    @property
    def count(self) -> int:
        """Return how many theorems that a rule satisfies a law there are, over the reals."""
        return sum(map(len, self.theorems.values()))


class Checked(msgspec.Struct, frozen=True):
    """What Coq said of one file.

    Attributes
    ----------
    error
        Its first complaint; None if every proof in the file is one.
    axioms
        What the file's theorems rest on, beside Coq's logic.
    seconds
        CPU time.
    flocq
        Whether it speaks of Flocq's formats, and so may rest on what these do.
    """

    file: str
    error: str | None
    axioms: list[str] = []
    seconds: float = 0.0
    flocq: bool = False

    @property
    def is_proof(self) -> bool:
        """Tell whether Coq accepts every proof in the file, and none rests on an axiom of other than Coq's reals."""
        return self.error is None and set(self.axioms) <= (ALLOWED_WITH_FLOCQ if self.flocq else ALLOWED)

    @property
    def complaint(self) -> str:
        """Say why it is no proof."""
        return self.error or f"axioms {', '.join(self.axioms)}"


class Kernel(msgspec.Struct, frozen=True):
    """What Coq said of an export.

    Attributes
    ----------
    by
        Coq and its version.
    manifest
        The export: the hashes of its texts, and what it states.
    refused
        What Coq does not accept, by ``rule: law`` or the name of a theorem about all rules, and why.
    axioms
        What the accepted theorems rest on, beside Coq's logic.
    axioms_in_doubles
        What those about doubles rest on.
    seconds
        CPU time.
    """

    by: str
    manifest: Manifest
    refused: dict[str, str] = {}
    axioms: list[str] = []
    axioms_in_doubles: list[str] = []
    seconds: float = 0.0

    def accepts(self, rule: str, law: str) -> bool:
        """Tell whether Coq accepted the theorem that the rule satisfies the law."""
        return law in self.manifest.theorems.get(rule, ()) and pair(rule, law) not in self.refused

    def accepts_in_doubles(self, rule: str, law: str) -> bool:
        """Tell whether Coq accepted the theorem that the rule satisfies the law in doubles."""
        return law in self.manifest.doubles.get(rule, ()) and f"{pair(rule, law)} in doubles" not in self.refused

    @property
    def accepted_in_doubles(self) -> int:
        """Return how many theorems about doubles Coq accepted."""
        return sum(self.accepts_in_doubles(rule, law) for rule, laws in self.manifest.doubles.items() for law in laws)

    def accepts_theorem(self, id: str) -> bool:
        """Tell whether Coq accepted a theorem about all rules."""
        return id in self.manifest.about_all and id not in self.refused

    def silence(self, rule: str, law: str) -> str | None:
        """Say why there is no theorem that the rule satisfies the law; None if there is, or if it was not asked for."""
        asked = {**self.manifest.left_out, **self.refused}
        return asked.get(pair(rule, law), asked.get(rule))

    @property
    def accepted(self) -> int:
        """Return how many theorems Coq accepted."""
        return sum(self.accepts(rule, law) for rule, laws in self.manifest.theorems.items() for law in laws)


def pair(rule: str, law: str) -> str:
    """Name a law of a rule.

    >>> pair("msb", "monotone")
    'msb: monotone'
    """
    return f"{rule}: {law}"
