"""What user code computes with in place of numbers and truth values: terms that decide branches when asked to."""

from __future__ import annotations

import math
import numbers
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any, NoReturn, Self

from strategyproof.proofs import terms
from strategyproof.proofs.plain.deciding import decide
from strategyproof.proofs.plain.faults import Unsupported
from strategyproof.proofs.terms import Term

ZERO, ONE = terms.real(0), terms.real(1)


def number(value: Any) -> Term | float | None:
    """Return the term of a number, a float if it is infinite, and None if it is no number.

    Raises
    ------
    Unsupported
        If the number has no place among the reals (NaN, complex, decimal).
    """
    if isinstance(value, Symbolic):
        return value.as_real()
    if isinstance(value, (int, Fraction)):
        return terms.real(value)
    if isinstance(value, float):
        if math.isnan(value):
            raise Unsupported("NaN")
        return value if math.isinf(value) else terms.real(value)
    if hasattr(value, "item") and getattr(value, "shape", None) == ():
        return number(value.item())
    if isinstance(value, (Decimal, complex)):
        raise Unsupported(f"a {type(value).__name__} next to a bid")
    return None


def finite(value: Any) -> Term | None:
    """Return the term of a number that is finite; None if it is no number."""
    found = number(value)
    if isinstance(found, float):
        raise Unsupported("arithmetic with an infinite number")
    return found


def truth(term: Term) -> Any:
    """Return a condition, or a plain bool where it is decided already."""
    return bool(term.data) if term.op == "const" else Condition(term)


def compare(relation: Callable[[Any, Any], Any], a: Any, b: Any) -> Any:
    """Compare two numbers of any kind; infinite ones are compared with 0, beyond which every bid lies."""
    left, right = number(a), number(b)
    if left is None or right is None:
        return NotImplemented
    if isinstance(left, float) or isinstance(right, float):
        sides = (x if isinstance(x, float) else 0.0 for x in (left, right))
        return bool(_ON_FLOATS[relation](*sides))
    return truth(relation(left, right))


def _greater(a: Term, b: Term) -> Term:
    return terms.less(b, a)


def _greater_equal(a: Term, b: Term) -> Term:
    return terms.less_equal(b, a)


def _different(a: Term, b: Term) -> Term:
    return terms.negation(terms.equal(a, b))


_ON_FLOATS: dict[Any, Callable[[float, float], bool]] = {
    terms.less: float.__lt__,
    terms.less_equal: float.__le__,
    terms.equal: float.__eq__,
    _greater: float.__gt__,
    _greater_equal: float.__ge__,
    _different: float.__ne__,
}


def divided(a: Term, b: Term) -> Term:
    """Divide, as Python does: by zero it raises, so whether the denominator is zero is a branch."""
    if decide(terms.equal(b, ZERO)):
        raise ZeroDivisionError("division by zero")
    return terms.divide(a, b)


def _arithmetic(operation: Callable[[Term, Term], Term], a: Any, b: Any) -> Any:
    left, right = finite(a), finite(b)
    if left is None or right is None:
        return NotImplemented
    return Quantity(operation(left, right))


def product(a: Term, b: Term) -> Term:
    """Multiply case by case: a parameter times the highest bid becomes a few products of variables.

    Solvers then meet the same products again and again, instead of a new nonlinear term for each set of rivals.
    """
    known: dict[tuple[int, int], Term] = {}

    def times(x: Term, y: Term) -> Term:
        key = id(x), id(y)
        if key not in known:
            if x.op == "ite" and y.op != "const":
                known[key] = terms.if_then_else(x.args[0], times(x.args[1], y), times(x.args[2], y))
            elif y.op == "ite" and x.op != "const":
                known[key] = terms.if_then_else(y.args[0], times(x, y.args[1]), times(x, y.args[2]))
            else:
                known[key] = terms.multiply(x, y)
        return known[key]

    return times(a, b)


def _power(base: Any, exponent: Any) -> Any:
    if not isinstance(exponent, int) or not 0 <= exponent <= 16:
        raise Unsupported("a power other than a small natural one")
    result, factor = ONE, finite(base)
    for _ in range(exponent):
        assert factor is not None
        result = product(result, factor)
    return Quantity(result)


_OF_NUMBERS = {name for kind in (int, float, Fraction) for name in dir(kind)}


class _Kind(type):
    """The type of a symbolic value, which user code must not tell from the type of the number that it stands for."""

    def __eq__(cls, other: object) -> bool:
        if isinstance(other, type) and not isinstance(other, _Kind):
            raise Unsupported("the type of a symbolic bid")
        return cls is other

    __hash__ = type.__hash__


class Symbolic(metaclass=_Kind):
    """A value that depends on the bids. Refuses what would need its digits."""

    __slots__ = ()

    def as_real(self) -> Term:
        """Return the value as a real number."""
        raise NotImplementedError

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, _memo: Any) -> Self:
        return self

    def __getattr__(self, name: str) -> Any:
        if name in _OF_NUMBERS:
            raise Unsupported(f".{name} of a symbolic bid")
        raise AttributeError(name)

    def __add__(self, other: Any) -> Any:
        return _arithmetic(terms.add, self, other)

    def __radd__(self, other: Any) -> Any:
        return _arithmetic(terms.add, other, self)

    def __sub__(self, other: Any) -> Any:
        return _arithmetic(lambda a, b: terms.add(a, terms.negate(b)), self, other)

    def __rsub__(self, other: Any) -> Any:
        return _arithmetic(lambda a, b: terms.add(a, terms.negate(b)), other, self)

    def __mul__(self, other: Any) -> Any:
        return _arithmetic(product, self, other)

    def __rmul__(self, other: Any) -> Any:
        return _arithmetic(product, other, self)

    def __truediv__(self, other: Any) -> Any:
        return _arithmetic(divided, self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return _arithmetic(divided, other, self)

    def __pow__(self, exponent: Any) -> Any:
        return _power(self, exponent)

    def __neg__(self) -> Any:
        return Quantity(terms.negate(self.as_real()))

    def __pos__(self) -> Any:
        return Quantity(self.as_real())

    def __abs__(self) -> Any:
        own = self.as_real()
        return Quantity(terms.if_then_else(terms.less_equal(ZERO, own), own, terms.negate(own)))

    def __lt__(self, other: Any) -> Any:
        return compare(terms.less, self, other)

    def __le__(self, other: Any) -> Any:
        return compare(terms.less_equal, self, other)

    def __gt__(self, other: Any) -> Any:
        return compare(_greater, self, other)

    def __ge__(self, other: Any) -> Any:
        return compare(_greater_equal, self, other)

    def __eq__(self, other: object) -> Any:
        return compare(terms.equal, self, other)

    def __ne__(self, other: object) -> Any:
        return compare(_different, self, other)

    def __bool__(self) -> bool:
        return decide(terms.negation(terms.equal(self.as_real(), ZERO)))

    def __hash__(self) -> int:
        raise Unsupported("hashing a symbolic bid (a set, or a dictionary by bids)")


def _refusal(construct: str) -> Callable[..., NoReturn]:
    def refuse(*_: Any) -> NoReturn:
        raise Unsupported(construct)

    return refuse


REFUSED = {
    "__int__": "int() of a symbolic bid",
    "__trunc__": "truncating a symbolic bid",
    "__index__": "a symbolic bid as a position",
    "__float__": "float() of a symbolic bid, or a function of floats",
    "__complex__": "complex() of a symbolic bid",
    "__round__": "rounding a symbolic bid",
    "__floor__": "the floor of a symbolic bid",
    "__ceil__": "the ceiling of a symbolic bid",
    "__floordiv__": "floor division of a symbolic bid",
    "__rfloordiv__": "floor division by a symbolic bid",
    "__mod__": "the remainder of a symbolic bid",
    "__rmod__": "the remainder by a symbolic bid",
    "__divmod__": "divmod() of a symbolic bid",
    "__rdivmod__": "divmod() by a symbolic bid",
    "__rpow__": "a power with a symbolic exponent",
    "__str__": "formatting a symbolic bid",
    "__repr__": "formatting a symbolic bid",
    "__format__": "formatting a symbolic bid",
    "__reduce_ex__": "pickling or copying a symbolic bid",
    "__sizeof__": "the size of a symbolic bid",
}
for _name, _construct in REFUSED.items():
    setattr(Symbolic, _name, _refusal(_construct))


class Quantity(Symbolic):
    """A real number that depends on the bids."""

    __slots__ = ("term",)

    def __init__(self, term: Term) -> None:
        self.term = term

    def as_real(self) -> Term:
        """Return the term."""
        return self.term


class Condition(Symbolic):
    """A truth value that depends on the bids; as a number it is 0 or 1."""

    __slots__ = ("term",)

    def __init__(self, term: Term) -> None:
        self.term = term

    def as_real(self) -> Term:
        """Return 1 where it holds and 0 elsewhere."""
        return terms.if_then_else(self.term, ONE, ZERO)

    def __bool__(self) -> bool:
        return decide(self.term)

    def __int__(self) -> int:
        return int(decide(self.term))

    __index__ = __int__

    def __float__(self) -> float:
        return float(decide(self.term))

    def __hash__(self) -> int:
        return hash(decide(self.term))

    def __and__(self, other: Any) -> Any:
        return _logical(terms.conjunction, self, other)

    __rand__ = __and__

    def __or__(self, other: Any) -> Any:
        return _logical(terms.disjunction, self, other)

    __ror__ = __or__

    def __xor__(self, other: Any) -> Any:
        return _logical(lambda pair: terms.negation(terms.equal(*pair)), self, other)

    __rxor__ = __xor__


def condition(value: Any) -> Term | None:
    """Return the term of a truth value; None if it is none."""
    if isinstance(value, Condition):
        return value.term
    if hasattr(value, "item") and getattr(value, "shape", None) == ():
        value = value.item()
    return terms.truth(value) if isinstance(value, bool) else None


def _logical(operation: Callable[[Any], Term], a: Condition, b: Any) -> Any:
    other = condition(b)
    if other is None:
        return NotImplemented
    return truth(operation((a.term, other)))


numbers.Real.register(Quantity)
