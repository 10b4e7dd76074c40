"""Doubles as text: a rule's operations are rounded, and what a law supposes of its numbers is that they are doubles."""

from __future__ import annotations

from fractions import Fraction

from strategyproof.mechanism.law import Law, Scale
from strategyproof.proofs.kernel.text import NoText, Reals, Text

ROUNDED = "rnd "
"""The word for rounding, with its space."""


class Doubles(Reals):
    """Numbers of float64, as ``Doubles.v`` defines them with Flocq."""

    prelude, laws, rules, aside = "Doubles", "Double_laws", "Double_", " in doubles"

    def result(self, exact: Text) -> Text:
        """Round; refuse an operation on a result, which may be an infinity and then have no number for an answer."""
        for operand in exact.parts:
            if ROUNDED in operand.text:
                raise NoText(f"an operation on what was computed, `{operand.text}`, which may have overflowed")
            if not _is_double(operand.text):
                raise NoText(f"{operand.text} is no double")
        return Text(f"{ROUNDED}{exact.within(9)}", "R", 10)

    def kinds(self, name: str, kind: str, domain: str) -> list[str]:
        """Suppose of a number, or of each entry of a vector, that it is a double too."""
        if kind == "vector":
            return [domain, domain.replace("at_least_zero", "doubles")]
        return [domain, f"double {name if ' ' not in name else f'({name})'}"] if kind == "R" else [domain]


DOUBLES = Doubles()


def speaks_of_doubles(law: Law) -> bool:
    """Tell whether a law can be stated of doubles: one that scales bids moves them off the doubles."""
    return not any(isinstance(variable, Scale) for variable in law.variables)


def _is_double(text: str) -> bool:
    try:
        value = Fraction(text.replace(" ", ""))
    except ValueError:
        return True  # no constant
    return Fraction(float(value)) == value
