"""Laws and mechanisms as a report shows them: copied, so that a report can be read without the program."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from pathlib import Path

from strategyproof.judging.events import seen_from_here
from strategyproof.mechanism.law import Law
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.reports.document import LawCard, MechanismCard, Role
from strategyproof.reports.source_text import rule_text


def law_card(law: Law) -> LawCard:
    """Copy a law into the report's form."""
    return LawCard(
        id=law.id,
        title=law.title,
        statement=law.statement,
        source=law.source,
        breaks=law.breaks,
        remedy=law.remedy,
        exact_in_float64=law.exact_in_float64,
        min_bidders=law.min_bidders,
    )


LONGEST_FORMULA = 220


def mechanism_card(
    mechanism: Mechanism, role: Role, breaks: Sequence[str], *, with_formula: bool = False
) -> MechanismCard:
    """Copy a mechanism into the report's form; its formula, which loads SymPy, and its source only if asked."""
    file, line = _place(mechanism)
    return MechanismCard(
        id=mechanism.id,
        title=mechanism.title,
        summary=mechanism.summary,
        source=mechanism.source,
        role=role,
        parameters={p.name: f"{p.meaning}, in {p.interval}" for p in mechanism.parameters},
        breaks=list(breaks),
        formula=_formula(mechanism) if with_formula else "",
        file=file,
        line=line,
        code=rule_text(mechanism) if with_formula else "",
    )


def _place(mechanism: Mechanism) -> tuple[str, int]:
    """Return the file of a rule, as seen from here, and its line."""
    code = getattr(inspect.unwrap(mechanism.rule), "__code__", None)
    return ("", 1) if code is None else (seen_from_here(Path(code.co_filename)), code.co_firstlineno)


def _formula(mechanism: Mechanism) -> str:
    """Return the rule in LaTeX, from its own source; nothing where it would be longer than a line."""
    from strategyproof.proofs.symbolic.formula import formula

    shown = formula(mechanism)
    return shown if len(shown) < LONGEST_FORMULA else ""
