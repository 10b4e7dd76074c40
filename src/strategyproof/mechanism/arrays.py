"""The vocabulary on arrays: NumPy and torch floats in batches, and exact rationals as NumPy object arrays.

Axis 0 is the bidder; every other axis is a batch. Nothing here imports torch: the namespace is asked of the array.
"""

from __future__ import annotations

from fractions import Fraction
from numbers import Rational
from typing import Any

from array_api_compat import array_namespace, is_array_api_obj

from strategyproof.mechanism.outcome import Number, Truth, Vector


def _namespace(*operands: Any) -> Any:
    """Return the array namespace of the operands that are arrays.

    NumPy is one itself; to wrap it as ``array_api_compat`` does, all of it must be imported.
    """
    if len(operands) == 1 and hasattr(operands[0], "__array_namespace__"):
        return operands[0].__array_namespace__()
    arrays = [x for x in operands if is_array_api_obj(x)]
    own = {x.__array_namespace__() if hasattr(x, "__array_namespace__") else None for x in arrays}
    (namespace,) = own if len(own) == 1 else (None,)
    return namespace or array_namespace(*arrays)


def _is_scalar(x: Any) -> bool:
    return not getattr(x, "shape", ())


_MANY = 1024
"""Entries from which on two more passes cost less than a branch per entry that nobody can predict."""


def where(condition: Truth, yes: Any, no: Any) -> Any:
    """Choose elementwise; plain Python scalars stay plain Python scalars."""
    if _is_scalar(condition) and _is_scalar(yes) and _is_scalar(no):
        return yes if condition else no
    if type(condition).__module__ == "numpy" and condition.size >= _MANY:
        from strategyproof.mechanism.doubles import chosen  # NumPy, which a vector of rationals needs only to be made

        return chosen(condition, yes, no)
    return _namespace(condition, yes, no).where(condition, yes, no)


def both(a: Truth, b: Truth) -> Truth:
    """Conjunction."""
    return bool(a) and bool(b) if _is_scalar(a) and _is_scalar(b) else a & b


def negation(a: Truth) -> Truth:
    """Negation."""
    return not a if _is_scalar(a) else ~a


def ranked(values: Vector, count: int) -> list[Any]:
    """Return the ``count`` highest values along axis 0, highest first, each of the batch's shape; absent ones are 0."""
    xp = _namespace(values)
    top: list[Any] = []
    for value in values:
        carried = value
        for rank, held in enumerate(top):
            top[rank] = xp.maximum(held, carried)
            if rank + 1 < count:  # what falls off the last rank is nobody's
                carried = xp.minimum(held, carried)
        if len(top) < count:
            top.append(carried)
    return top + [0 * values[0]] * (count - len(top))


def highest(values: Vector, rank: int) -> Number:
    """Return the ``rank``-th highest value of each auction."""
    return ranked(values, rank)[rank - 1]


def highest_of_others(values: Vector, rank: int) -> Vector:
    """Return, for each bidder, the ``rank``-th highest value among the others.

    A bidder that ties with the ``rank``-th highest value without holding that place holds a later one, so the next
    value is the same: comparing values, not places, is exact.
    """
    if rank == 1:
        return _max_of_others(values)
    *_, held, following = ranked(values, rank + 1)
    return _namespace(values).where(values >= held, following, held)


def _max_of_others(values: Vector) -> Vector:
    """Return the highest of those before a bidder and those after it, two running maxima: no comparison decides."""
    xp, last = _namespace(values), len(values) - 1
    if last == 0:
        return 0 * values
    after = [values[last]]
    for n in range(last - 1, 0, -1):
        after.append(xp.maximum(values[n], after[-1]))
    before, found = values[0], [after.pop()]
    for n in range(1, last):
        found.append(xp.maximum(before, after.pop()))
        before = xp.maximum(before, values[n])
    return xp.stack([*found, before])


def any_of(mask: Vector) -> Truth:
    """Tell whether the mask holds for some bidder."""
    return _namespace(mask).any(mask, axis=0)


def first_of(mask: Vector) -> Vector:
    """Keep the mask only at the first bidder for whom it holds."""
    xp = _namespace(mask)
    return mask & (xp.cumulative_sum(xp.astype(mask, xp.int64), axis=0) == 1)


def replaced(values: Vector, index: int, value: Number) -> Vector:
    """Copy the vector with one entry changed."""
    copy = _namespace(values).asarray(values, copy=True)
    copy[index] = value
    return copy


def swapped(values: Vector, first: int, second: int) -> Vector:
    """Copy the vector with two entries exchanged."""
    return replaced(replaced(values, first, values[second]), second, values[first])


def extended(values: Vector, extra: Vector) -> Vector:
    """Append the entries of ``extra``."""
    return _namespace(values).concat([values, extra])


def pair(like: Vector, first: Number, second: Number) -> Vector:
    """Build a market of two bidders, in the arithmetic of ``like``."""
    two = _namespace(like).stack([like[0], like[0]])
    return replaced(replaced(two, 0, first), 1, second)


def alone(like: Vector, index: int, value: Number) -> Vector:
    """Build a market of the size of ``like`` in which all bid 0 but one."""
    return replaced(_namespace(like).zeros_like(like), index, value)


def rational(value: Any) -> Fraction:
    """Return the rational number that a value is: an integer of any library, a fraction, or a float as it stands.

    >>> import numpy as np
    >>> rational(np.int64(3)), rational(0.5)
    (Fraction(3, 1), Fraction(1, 2))
    """
    if isinstance(value, Rational):
        return Fraction(int(value.numerator), int(value.denominator))
    return Fraction(float(value))


def exact(values: Any) -> Vector:
    """Return a vector of exact rationals (a NumPy object array) from any sequence of numbers."""
    import numpy as np  # here, as a check of a plain function that finds nothing wrong needs none of it

    vector = np.empty(len(values), dtype=object)
    vector[:] = [rational(value) for value in values]
    return vector


def is_exact(values: Vector) -> bool:
    """Tell whether an array holds exact rationals."""
    return bool(values.dtype == object)
