"""Terms as SMT-LIB 2 text: what is sent to a solver, and what can be kept beside a verdict."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from fractions import Fraction

from strategyproof.proofs.smt.terms import Term, subterms
from strategyproof.proofs.smt.whole import Whole

OBSERVED = "observed "
"""What precedes the names of observed terms, so that none is the name of a variable."""

LOGIC = "QF_UFNIRA"
"""Unknown functions over integers and reals with products, and no quantifier."""


def sha256_of(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal: the name of a question."""
    return hashlib.sha256(text.encode()).hexdigest()


def script(assertions: Sequence[Term], observed: Mapping[str, Term]) -> str:
    """Write a satisfiability question in standard SMT-LIB 2.6, which any solver can be given as it stands.

    Parameters
    ----------
    assertions
        What is asserted; the question is whether all can hold together.
    observed
        Terms whose values are wanted in a model, by the name under which the model shall give them.
    """
    integral = Whole()
    assertions = [integral(term) for term in assertions]
    lines = {f"(set-logic {LOGIC})": None}
    names: dict[int, str] = {}
    for term in subterms([*assertions, *observed.values()]):
        declared = _declaration(term)
        if declared is not None:
            lines[declared] = None
        if term.args and term.op != "apply":
            names[id(term)] = name = f"|term {len(names)}|"
            lines[f"(define-fun {name} () {term.sort} {_application(term, names)})"] = None
    lines |= {f"(assert {_written(term, names)})": None for term in assertions}
    for name, term in observed.items():
        lines[f"(declare-const |{OBSERVED}{name}| {term.sort})"] = None
        lines[f"(assert (= |{OBSERVED}{name}| {_written(term, names)}))"] = None
    return "\n".join([*lines, "(check-sat)"]) + "\n"


def _declaration(term: Term) -> str | None:
    if term.op == "var":
        return f"(declare-const |{term.data}| {term.sort})"
    if term.op == "apply":
        sorts = " ".join(arg.sort for arg in term.args)
        return f"(declare-fun |{term.data}| ({sorts}) {term.sort})"
    return None


def _application(term: Term, names: Mapping[int, str]) -> str:
    return f"({term.op} {' '.join(_written(arg, names) for arg in term.args)})"


def _written(term: Term, names: Mapping[int, str]) -> str:
    if id(term) in names:
        return names[id(term)]
    if term.op == "apply":
        return f"(|{term.data}| {' '.join(_written(arg, names) for arg in term.args)})"
    return f"|{term.data}|" if term.op == "var" else _constant(term)


def _constant(term: Term) -> str:
    if term.sort == "Bool":
        return "true" if term.data else "false"
    value = Fraction(term.data)
    unsigned = str(abs(value.numerator))
    if term.sort == "Real":
        unsigned = f"(/ {unsigned}.0 {value.denominator}.0)" if value.denominator != 1 else f"{unsigned}.0"
    return f"(- {unsigned})" if value < 0 else unsigned
