"""The smallest expression over what a bidder cannot change that gives its critical bid at every point.

Expressions are made from atoms (the order statistics and the sum of the others' bids, parameters, constants, where
that is not enough the bidder's position and the number of bidders) by ``+ - * /``, ``max`` and ``min``. Of all
expressions with the same values at the leading points the smallest is kept, so that what is combined are values, of
which there are few, not texts. The last operation is found from its goal: where ``a + e`` is to be t, e is t - a, and
the parts of a maximum are at most t everywhere and equal to it somewhere. An expression that fits all points is a
guess; what makes it a price is the check of the law.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from strategyproof.proofs.pricing.critical import Seen

LEADING = 8
"""Points at which expressions are told apart to begin with; one at which a guess fails joins them."""

LONG = 10**9
"""A fraction with a larger denominator is written as the double that it is, if it is one."""

MOST_PARTS = 90
"""Parts of a maximum of three that are tried, the smallest."""

Values = tuple[Fraction | None, ...]


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression in Python.

    Attributes
    ----------
    text
        Its source.
    size
        How many atoms and operations it has.
    binds
        How tightly its last operation binds: 0 a sum, 1 a product, 2 an atom or a call.
    value
        Its value at a point; None where it divides by 0.
    values
        Its values at the leading points.
    """

    text: str
    size: int
    binds: int
    value: Callable[[Seen], Fraction | None]
    values: Values = ()

    @property
    def is_number(self) -> bool:
        """Tell whether it is a constant."""
        return self.text.isdigit() or (self.text.startswith("Fraction(") and self.size == 2)

    def inside(self, binds: int) -> str:
        """Return the source as an operand."""
        return self.text if self.binds >= binds else f"({self.text})"


def smallest(
    points: Sequence[Seen], constants: Sequence[Fraction], *, by_place: bool, lowest_first: bool = False
) -> Expression | None:
    """Return the smallest expression that gives the critical bid at every point, or None if none is found.

    Parameters
    ----------
    points
        Critical bids; those that are None are passed over.
    constants
        Numbers that the expression may hold.
    by_place
        Whether it may hold the bidder's position and the number of bidders.
    lowest_first
        Whether of expressions of one size that of the lowest bid is preferred, as sellers look at it.
    """
    known = [point for point in points if point.bid is not None]
    if not known:
        return _number(Fraction(0))
    atoms = [*_atoms(known, constants, by_place=by_place)]
    if lowest_first:
        atoms.sort(key=lambda atom: not atom.text.startswith("min("))
    leading = list(known[:: -(-len(known) // LEADING)])
    while True:
        found = next(_candidates(_at(leading, atoms), tuple(point.bid for point in leading)), None)
        wrong = None if found is None else next((at for at in known if found.value(at) != at.bid), None)
        if wrong is None:
            return found
        leading.append(wrong)


def cover(points: Sequence[Seen], parts: Sequence[Expression]) -> Expression | None:
    """Return the critical bid as a maximum or minimum of at most three of the given parts, or None."""
    known = [point for point in points if point.bid is not None]
    if not known:
        return _number(Fraction(0))
    goal = tuple(point.bid for point in known)
    given = _at(known, parts)
    single = (part for part in given if part.values == goal)
    return next(itertools.chain(single, _extremes(given, goal, 2), _extremes(given, goal, 3)), None)


# --- atoms ------------------------------------------------------------------------------------------------------------


def _atoms(points: Sequence[Seen], constants: Sequence[Fraction], *, by_place: bool) -> Iterator[Expression]:
    most = max(point.bidders for point in points) - 1
    for rank in range(1, most + 1):
        text = "max(others, default=0)" if rank == 1 else f"kth_highest(others, {rank})"
        yield Expression(text, 1, 2, partial(_ranked, rank))
    yield from (_parameter(name) for name in points[0].parameters)
    yield _number(Fraction(0))
    for number in constants:
        yield _number(number)
    yield Expression("min(others, default=0)", 1, 2, lambda at: min(at.others, default=Fraction(0)))
    yield Expression("sum(others)", 1, 2, lambda at: sum(at.others, Fraction(0)))
    if by_place:
        yield Expression("place", 1, 2, lambda at: Fraction(at.bidder))
        yield Expression("place + 1", 1, 0, lambda at: Fraction(at.bidder + 1))
        yield Expression("len(others)", 1, 2, lambda at: Fraction(len(at.others)))
        yield Expression("len(others) + 1", 1, 0, lambda at: Fraction(len(at.others) + 1))


def _ranked(rank: int, at: Seen) -> Fraction:
    return kth_highest(at.others, rank)


def kth_highest(values: Sequence[Fraction], rank: int) -> Fraction:
    """Return the k-th highest value; 0 if there are fewer."""
    return sorted(values, reverse=True)[rank - 1] if rank <= len(values) else Fraction(0)


def _parameter(name: str) -> Expression:
    return Expression(name, 1, 2, lambda at: at.parameters[name])


def _number(value: Fraction) -> Expression:
    return Expression(numeral(value), 1 if value.denominator == 1 else 2, 2, lambda at: value)


def numeral(value: Fraction) -> str:
    """Return the source of an exact number; one that a float has made, as a float.

    >>> numeral(Fraction(3)), numeral(Fraction(1, 3)), numeral(Fraction(2 / 3))
    ('3', 'Fraction(1, 3)', '0.6666666666666666')
    """
    if value.denominator > LONG and Fraction(float(value)) == value:
        return repr(float(value))
    return str(value) if value.denominator == 1 else f"Fraction({value.numerator}, {value.denominator})"


def _at(points: Sequence[Seen], expressions: Iterable[Expression]) -> list[Expression]:
    made: dict[Values, Expression] = {}
    for e in expressions:
        values = tuple(e.value(point) for point in points)
        if None not in values:
            made.setdefault(values, Expression(e.text, e.size, e.binds, e.value, values))
    return list(made.values())


# --- combinations -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation on two numbers: how it is written, what it gives, and its second operand from its goal."""

    sign: str
    binds: int
    gives: Callable[[Fraction, Fraction], Fraction]
    missing: Callable[[Fraction, Fraction], Fraction]

    def __call__(self, a: Expression, b: Expression) -> Expression | None:
        """Return the expression, None where it divides by 0."""
        try:
            values = tuple(map(self.gives, a.values, b.values))  # type: ignore[arg-type]  # no leading value is None
        except ZeroDivisionError:
            return None
        left, right = _constants_first((a, b)) if self.sign in "+*" else (a, b)
        text = f"{left.inside(self.binds)} {self.sign} {right.inside(self.binds + (self.sign in '-/'))}"
        return Expression(text, a.size + b.size + 1, self.binds, _pointwise(self.gives, a, b), values)


def _pointwise(
    gives: Callable[[Fraction, Fraction], Fraction], a: Expression, b: Expression
) -> Callable[[Seen], Fraction | None]:
    def value(at: Seen) -> Fraction | None:
        x, y = a.value(at), b.value(at)
        try:
            return None if x is None or y is None else gives(x, y)
        except ZeroDivisionError:
            return None

    return value


OPERATIONS = (
    Operation("*", 1, lambda a, b: a * b, lambda goal, a: goal / a),
    Operation("/", 1, lambda a, b: a / b, lambda goal, a: a / goal),
    Operation("+", 0, lambda a, b: a + b, lambda goal, a: goal - a),
    Operation("-", 0, lambda a, b: a - b, lambda goal, a: a - goal),
)


def _candidates(atoms: Sequence[Expression], goal: Values) -> Iterator[Expression]:
    """Yield expressions with the wanted values at the leading points, roughly the smallest first."""
    yield from (atom for atom in atoms if atom.values == goal)
    bank = {atom.values: atom for atom in atoms}
    for made in _pairs(atoms):
        if made.values not in bank or made.size < bank[made.values].size:
            bank[made.values] = made
    both = sorted(bank.values(), key=lambda e: e.size)
    yield from (made for made in both if made.size > 1 and made.values == goal)
    found = [*_extremes(both, goal, 2), *_from_goal(both, bank, goal)]
    yield from sorted(found, key=lambda e: e.size)
    yield from _extremes(both, goal, 3)


def _pairs(atoms: Sequence[Expression]) -> Iterator[Expression]:
    for a, b in itertools.product(atoms, repeat=2):
        if not (a.is_number and b.is_number) and "0" not in (a.text, b.text):
            useful = OPERATIONS if a is not b else OPERATIONS[:1]
            yield from (made for operation in useful if (made := operation(a, b)) is not None)
    for a, b in itertools.combinations(atoms, 2):
        yield _extreme(max, [a, b])
        yield _extreme(min, [a, b])


def _from_goal(parts: Sequence[Expression], bank: Mapping[Values, Expression], goal: Values) -> Iterator[Expression]:
    """Yield ``a op e`` for which the bank has the missing operand e."""
    for a, operation in itertools.product(parts, OPERATIONS):
        try:
            wanted = tuple(map(operation.missing, goal, a.values))  # type: ignore[arg-type]
        except ZeroDivisionError:
            continue
        other = bank.get(wanted)
        made = None if other is None else operation(a, other)
        if made is not None and made.values == goal:
            yield made


def _extremes(parts: Sequence[Expression], goal: Values, count: int) -> Iterator[Expression]:
    """Yield maxima and minima of parts with the wanted values: every point needs a part that is equal there."""
    for extreme in (max, min):
        fits = [part for part in parts if _stays(part.values, goal, above=extreme is min)]
        equal = [sum(1 << k for k, (v, t) in enumerate(zip(p.values, goal, strict=True)) if v == t) for p in fits]
        useful = [(part, mask) for part, mask in zip(fits, equal, strict=True) if mask]
        whole = (1 << len(goal)) - 1
        for chosen in itertools.combinations(useful[: MOST_PARTS if count > 2 else None], count):
            covered = 0
            for _, mask in chosen:
                covered |= mask
            if covered == whole:
                yield _extreme(extreme, [part for part, _ in chosen])


def _stays(values: Values, goal: Values, *, above: bool) -> bool:
    return all((v >= t) if above else (v <= t) for v, t in zip(values, goal, strict=True))  # type: ignore[operator]


def _extreme(extreme: Callable[..., Fraction], parts: Sequence[Expression]) -> Expression:
    text = f"{extreme.__name__}({', '.join(part.text for part in _constants_first(parts))})"
    values = tuple(map(extreme, *(part.values for part in parts)))

    def value(at: Seen) -> Fraction | None:
        found = [part.value(at) for part in parts]
        return None if None in found else extreme(found)

    return Expression(text, sum(part.size for part in parts) + 1, 2, value, values)


def _constants_first(parts: Sequence[Expression]) -> list[Expression]:
    """Order the parts of a maximum as people write them: the plain ones first."""
    return sorted(parts, key=lambda part: ("others" in part.text, part.size))
