"""Arrays that remember which inputs each entry was computed from.

The function that emits rho is run on them as it stands: no copy of it and no export is looked at. Every operation
unites the origins of what it reads, so the origins of a result can only be too many: multiplying by 0 counts, and so
does every entry of a row that a matrix is applied to. What would lose them (a branch on a value, a conversion to NumPy
or to a number) is an error, never an empty set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, NoReturn, TypeAlias

import numpy as np

__all__ = ["CannotBeFollowed", "Origins", "Traced"]

Array: TypeAlias = Any


class CannotBeFollowed(TypeError):
    """A function looked at a traced value in a way that loses its origins."""


class Origins:
    """The inputs of a run: hands out traced arrays, and reads off results what they came from.

    Examples
    --------
    >>> origins = Origins()
    >>> bids = origins.traced(np.array([[5.0, 3.0]]), lambda place: f"bid {place[1]}")
    >>> origins.of(bids[:, 0] + 1)
    [{'bid 0'}]
    """

    def __init__(self) -> None:
        self._names: list[Any] = []

    def traced(self, values: Array, name: Callable[[tuple[int, ...]], Any]) -> Traced:
        """Return an array each entry of which is an input, called ``name(place)``."""
        values = np.asarray(values, dtype=np.float64)
        marks = np.empty(values.shape, dtype=object)
        for place in np.ndindex(values.shape):
            marks[place] = 1 << len(self._names)
            self._names.append(name(place))
        return Traced(values, marks)

    def of(self, result: Any) -> list[set[Any]]:
        """Return the origins of each entry; none where the result was computed from no traced array."""
        if not isinstance(result, Traced):
            return [set() for _ in range(np.size(result))]
        return [set(self._named(int(marks))) for marks in result.marks.reshape(-1)]

    def _named(self, marks: int) -> Iterator[Any]:
        for place in range(marks.bit_length()):
            if marks >> place & 1:
                yield self._names[place]


def _binary(operation: Callable[[Any, Any], Any], swap: bool = False) -> Callable[[Any, Any], Any]:
    def apply(self: Traced, other: Any) -> Traced:
        ours, theirs = self.values, _values(other)
        values = operation(theirs, ours) if swap else operation(ours, theirs)
        return Traced(values, _united(self, other, shape=values.shape))

    return apply


@dataclass(frozen=True, slots=True, eq=False)
class Traced:
    """Values, and for each the bits of the inputs that it was computed from.

    Attributes
    ----------
    values
        NumPy's.
    marks
        Of the same shape: Python integers, bit n for input n.
    """

    __array_ufunc__: ClassVar[None] = None
    __hash__: ClassVar[None] = None  # type: ignore[assignment]
    values: Array
    marks: Array

    __add__, __radd__ = _binary(np.add), _binary(np.add, swap=True)
    __sub__, __rsub__ = _binary(np.subtract), _binary(np.subtract, swap=True)
    __mul__, __rmul__ = _binary(np.multiply), _binary(np.multiply, swap=True)
    __truediv__, __rtruediv__ = _binary(np.true_divide), _binary(np.true_divide, swap=True)
    __and__, __or__ = _binary(np.logical_and), _binary(np.logical_or)
    __gt__, __ge__ = _binary(np.greater), _binary(np.greater_equal)
    __lt__, __le__ = _binary(np.less), _binary(np.less_equal)
    __eq__, __ne__ = _binary(np.equal), _binary(np.not_equal)  # type: ignore[assignment]

    def __array_namespace__(self, api_version: str | None = None) -> Any:
        return _Namespace

    def __neg__(self) -> Traced:
        return Traced(-self.values, self.marks)

    def __invert__(self) -> Traced:
        return Traced(~self.values, self.marks)

    def __matmul__(self, matrix: Array) -> Traced:
        if isinstance(matrix, Traced):
            raise CannotBeFollowed("expected a product with a matrix of weights, got one of two traced arrays")
        values = self.values @ matrix
        row = np.bitwise_or.reduce(self.marks, axis=-1, keepdims=True)
        return Traced(values, np.broadcast_to(row, values.shape))

    def __getitem__(self, place: Any) -> Traced:
        if isinstance(place, Traced):
            raise CannotBeFollowed("expected a place that is known, got a traced one; use the namespace's take")
        return Traced(self.values[place], np.asarray(self.marks[place], dtype=object))

    def __len__(self) -> int:
        return len(self.values)

    def __iter__(self) -> Iterator[Traced]:
        return (self[n] for n in range(len(self)))

    @property
    def T(self) -> Traced:
        """Transpose."""
        return Traced(self.values.T, self.marks.T)

    @property
    def shape(self) -> tuple[int, ...]:
        """Extent along each axis."""
        return tuple(self.values.shape)

    @property
    def ndim(self) -> int:
        """Number of axes."""
        return int(self.values.ndim)

    @property
    def dtype(self) -> Any:
        """Kind of the values."""
        return self.values.dtype

    def _lost(self, *_: Any, **__: Any) -> NoReturn:
        raise CannotBeFollowed(
            "expected a function that computes with its arrays only, got one that branches on a value or converts it; "
            "say it with where, or with the words of the array's own namespace"
        )

    __bool__ = __int__ = __float__ = __index__ = __complex__ = __array__ = tolist = item = _lost


class _Namespace:
    """The words of the array standard that observations and selectors use."""

    float64 = np.float64

    @staticmethod
    def astype(x: Traced, dtype: Any, **_: Any) -> Traced:
        return Traced(x.values.astype(dtype), x.marks)

    @staticmethod
    def tanh(x: Traced) -> Traced:
        return Traced(np.tanh(x.values), x.marks)

    @staticmethod
    def log10(x: Traced) -> Traced:
        return Traced(np.log10(x.values), x.marks)

    @staticmethod
    def isfinite(x: Traced) -> Traced:
        return Traced(np.isfinite(x.values), x.marks)

    @staticmethod
    def clip(x: Traced, low: Any, high: Any) -> Traced:
        return _elementwise(np.clip, x, low, high)

    @staticmethod
    def maximum(a: Any, b: Any) -> Traced:
        return _elementwise(np.maximum, a, b)

    @staticmethod
    def minimum(a: Any, b: Any) -> Traced:
        return _elementwise(np.minimum, a, b)

    @staticmethod
    def where(condition: Any, yes: Any, no: Any) -> Traced:
        return _elementwise(np.where, condition, yes, no)

    @staticmethod
    def take(x: Array, places: Traced, axis: int = 0) -> Traced:
        if isinstance(x, Traced):
            raise CannotBeFollowed("expected to take from a table that is known, got a traced one")
        return Traced(np.take(x, places.values, axis), places.marks)

    @staticmethod
    def concat(parts: Any, axis: int = 0) -> Traced:
        return _joined(np.concatenate, parts, axis)

    @staticmethod
    def stack(parts: Any, axis: int = 0) -> Traced:
        return _joined(np.stack, parts, axis)

    @staticmethod
    def argmax(x: Traced, axis: int = -1) -> Traced:
        return _reduced(np.argmax, x, axis)

    @staticmethod
    def sum(x: Traced, axis: int = -1) -> Traced:
        return _reduced(np.sum, x, axis)

    @staticmethod
    def all(x: Traced, axis: int = -1) -> Traced:
        return _reduced(np.all, x, axis)


def _values(x: Any) -> Any:
    return x.values if isinstance(x, Traced) else x


def _marks(x: Any) -> Any:
    return x.marks if isinstance(x, Traced) else 0


def _united(*parts: Any, shape: tuple[int, ...]) -> Array:
    marks = np.zeros(shape, dtype=object)
    for part in parts:
        marks = marks | _marks(part)
    return np.asarray(marks, dtype=object)


def _elementwise(operation: Callable[..., Any], *parts: Any) -> Traced:
    values = operation(*map(_values, parts))
    return Traced(values, _united(*parts, shape=values.shape))


def _joined(operation: Callable[..., Any], parts: Any, axis: int) -> Traced:
    parts = list(parts)
    marks = [p.marks if isinstance(p, Traced) else np.zeros(np.shape(p), dtype=object) for p in parts]
    return Traced(operation([_values(p) for p in parts], axis=axis), operation(marks, axis=axis))


def _reduced(operation: Callable[..., Any], x: Traced, axis: int) -> Traced:
    return Traced(operation(x.values, axis=axis), np.bitwise_or.reduce(x.marks, axis=axis))
