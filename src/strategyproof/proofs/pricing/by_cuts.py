"""The critical bid of one bidder in its own market, where no expression serves them all: from its cuts."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from strategyproof.proofs.pricing.answer import Place
from strategyproof.proofs.pricing.critical import HigherDegree, Seen
from strategyproof.proofs.pricing.cuts import Cut
from strategyproof.proofs.pricing.expressions import Expression, cover, numeral
from strategyproof.proofs.pricing.polynomials import Polynomial


def place(bidders: int, bidder: int, cuts: Sequence[Cut], seen: Sequence[Seen]) -> Place:
    """Return the cuts of a bidder as source, and its critical bid as a maximum or minimum of them if it is one.

    Raises
    ------
    HigherDegree
        If a cut is no quotient of what the others bid.
    """
    if any(not cut.is_linear for cut in cuts):
        raise HigherDegree("a square root")
    parts = [_root(cut, bidders, bidder) for cut in cuts]
    zero = Expression("0", 1, 2, lambda at: Fraction(0))
    own = [point for point in seen if (point.bidders, point.bidder) == (bidders, bidder)]
    levels = {point.level for point in own}
    price = cover(own, [zero, *parts]) if len(levels) == 1 else None
    return Place(bidders, bidder, [part.text for part in parts], None if price is None else price.text)


def _root(cut: Cut, bidders: int, bidder: int) -> Expression:
    """Return the bid at which a linear cut is."""
    constant, slope = cut.coefficients
    alone = slope.parts[0] if len(slope.parts) == 1 and not slope.parts[0][0] else None
    top, bottom = (
        (constant * Polynomial.constant(-1 / alone[1]), None)
        if alone is not None
        else (constant * Polynomial.constant(Fraction(-1)), slope)
    )
    places = [k for k in range(bidders) if k != bidder]

    def value(at: Seen) -> Fraction | None:
        values = {f"b{k}": bid for k, bid in zip(places, at.others, strict=True)}
        values |= {f"parameter {name}": number for name, number in at.parameters.items()}
        below = Fraction(1) if bottom is None else bottom.at(values)
        return top.at(values) / below if below else None

    text = source(top) if bottom is None else f"({source(top)}) / ({source(bottom)})"
    return Expression(text, len(top.parts), 2 if _is_plain(top) and bottom is None else 0, value)


def _is_plain(polynomial: Polynomial) -> bool:
    return len(polynomial.parts) == 1 and len(polynomial.parts[0][0]) <= 1


def source(polynomial: Polynomial) -> str:
    """Return a polynomial in bids and parameters as Python.

    >>> source(Polynomial.of({("b0",): Fraction(2), ("b1", "parameter rho"): Fraction(-1), (): Fraction(1, 3)}))
    'Fraction(1, 3) + 2 * bids[0] - bids[1] * rho'
    """
    text = ""
    for monomial, coefficient in polynomial.parts:
        factors = [_name(variable) for variable in monomial]
        if abs(coefficient) != 1 or not factors:
            factors.insert(0, numeral(abs(coefficient)))
        sign = ("-" if coefficient < 0 else "") if not text else (" - " if coefficient < 0 else " + ")
        text += sign + " * ".join(factors)
    return text or "0"


def _name(variable: str) -> str:
    return variable.removeprefix("parameter ") if " " in variable else f"bids[{variable[1:]}]"
