"""The vocabulary on batches of doubles: vectors that stay unwritten until someone reads them.

In each auction, most vectors of a single-item rule take two values: one at the holders of the highest bid, one at all
the others. :class:`Split` keeps these two, and applies every elementwise function to them instead of to N entries.
A rule runs on :class:`Bids` as it stands; whatever does not split is computed on plain arrays, by the words for them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from strategyproof.mechanism import arrays
from strategyproof.mechanism.outcome import Number, Truth, Vector

_SAME_SIZE = {2: np.int16, 4: np.int32, 8: np.int64}


class Unwritten(NDArrayOperatorsMixin):
    """A vector over the bidders of each auction, as an operand of NumPy."""

    def dense(self) -> Any:
        """Write the vector out, bidder on axis 0."""
        raise NotImplementedError

    def __vocabulary__(self) -> Any:
        return sys.modules[__name__]

    def __array_ufunc__(self, ufunc: Any, method: str, *operands: Any, **options: Any) -> Any:
        if "out" in options:
            return NotImplemented
        if method == "__call__" and not options and ufunc.nout == 1:
            split = _mapped(ufunc, operands)
            if split is not None:
                return split
        return getattr(ufunc, method)(*map(dense, operands), **options)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        return np.asarray(self.dense(), dtype=dtype, copy=copy)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.dense(), name)

    def __getitem__(self, key: Any) -> Any:
        return self.dense()[key]

    def __len__(self) -> int:
        return len(self.dense())


@dataclass(eq=False)
class Bids(Unwritten):
    """The bids of a block of auctions, and their two highest.

    Attributes
    ----------
    values
        b_n, of shape (N, B).
    top, following
        The highest and the second highest bid of each auction, of shape (B,); 0 if there is no second.
    """

    values: Any
    top: Any
    following: Any

    @classmethod
    def of(cls, values: Any) -> Bids:
        """Rank the bids by running maxima; a NaN anywhere in an auction makes its ``top`` NaN."""
        if len(values) == 1:
            return cls(values, values[0], np.zeros_like(values[0]))
        top, following = np.maximum(values[0], values[1]), np.minimum(values[0], values[1])
        lower = np.empty_like(top)
        for bid in values[2:]:
            np.minimum(top, bid, out=lower)
            np.maximum(following, lower, out=following)
            np.maximum(top, bid, out=top)
        return cls(values, top, following)

    @cached_property
    def at_top(self) -> Any:
        """Whether a bidder bids the highest bid, of shape (N, B)."""
        return self.values == self.top

    def dense(self) -> Any:
        """Return the bids."""
        return self.values


@dataclass(eq=False)
class Split(Unwritten):
    """A vector with one value at the highest bids of an auction, and another at all lower ones.

    Attributes
    ----------
    bids
        Which bids are the highest.
    top, others
        The two values: one number, or one per auction, of shape (B,).
    """

    bids: Bids
    top: Any
    others: Any

    def dense(self) -> Any:
        """Write both values to their bidders."""
        return np.where(self.bids.at_top, self.top, self.others)


def dense(x: Any) -> Any:
    """Return a plain array or number."""
    return x.dense() if isinstance(x, Unwritten) else x


def kept(mask: Any, values: Any, out: Any = None) -> Any:
    """Return the values where the mask holds and 0 elsewhere, as ``np.where`` does, by an and of bits: no branch."""
    integer = _SAME_SIZE.get(values.dtype.itemsize)
    if integer is None:
        return np.copyto(out, np.where(mask, values, 0)) if out is not None else np.where(mask, values, 0)
    bits = np.negative(mask.view(np.int8)).astype(integer)
    words = np.bitwise_and(bits, values.view(integer), out=bits if out is None else out.view(integer))
    return words.view(values.dtype)


def where(condition: Truth, yes: Any, no: Any) -> Any:
    """Choose elementwise; between the bids and something else, only where lower bids are never chosen."""
    operands = (condition, yes, no)
    if not isinstance(condition, Split) or not _is_split(condition.bids, operands):
        return arrays.where(*map(dense, operands))
    top = _chosen(*map(_at_top, operands))
    if condition.others is False and not isinstance(no, Bids):
        return Split(condition.bids, top, _at_others(no))
    if any(isinstance(x, Bids) for x in operands):
        return arrays.where(*map(dense, operands))
    return Split(condition.bids, top, arrays.where(*map(_at_others, operands)))


def _chosen(condition: Any, yes: Any, no: Any) -> Any:
    """Choose between the values at the highest bids."""
    if np.ndim(no) == 0 and no == 0 and np.ndim(condition) and getattr(yes, "shape", ()) == condition.shape:
        return kept(condition, yes)
    return arrays.where(condition, yes, no)


def highest(values: Vector, rank: int) -> Number:
    """Return the ``rank``-th highest value of each auction."""
    if isinstance(values, Bids) and rank <= 2:
        return values.top if rank == 1 else values.following
    return arrays.highest(dense(values), rank)


def highest_of_others(values: Vector, rank: int) -> Vector:
    """Return, for each bidder, the ``rank``-th highest value among the others: two values for rank 1."""
    if isinstance(values, Bids) and rank == 1:
        alone = len(values.values) == 1
        return Split(values, values.following, values.following if alone else values.top)
    return arrays.highest_of_others(dense(values), rank)


def __getattr__(name: str) -> Callable[..., Any]:
    """Every other word is the one for plain arrays."""
    word = getattr(arrays, name)
    return lambda *operands: word(*map(dense, operands))


def _mapped(ufunc: Any, operands: tuple[Any, ...]) -> Split | None:
    """Apply an elementwise function to both values, if its operands have no more."""
    bids = next(x if isinstance(x, Bids) else x.bids for x in operands if isinstance(x, Unwritten))
    if not _is_split(bids, operands):
        return None
    if any(isinstance(x, Bids) for x in operands):
        return _only_top_exceeds(ufunc, bids, operands)
    return Split(bids, ufunc(*map(_at_top, operands)), ufunc(*map(_at_others, operands)))


def _only_top_exceeds(ufunc: Any, bids: Bids, operands: tuple[Any, ...]) -> Split | None:
    """Compare ``bids > price`` at the highest bids only, once it is checked that no lower bid exceeds its price.

    Lower bids are at most the second highest one: if that does not exceed their price, none of them does.
    """
    if ufunc not in (np.greater, np.less):
        return None
    larger, smaller = operands if ufunc is np.greater else operands[::-1]
    if larger is not bids or isinstance(smaller, Bids):
        return None
    if not np.all(_at_others(smaller) >= bids.following):
        return None
    return Split(bids, bids.top > _at_top(smaller), False)


def _is_split(bids: Bids, operands: tuple[Any, ...]) -> bool:
    """Tell whether the operands are these bids, vectors split by them, single numbers, or one number per auction."""
    return all(_splits(bids, x) for x in operands)


def _splits(bids: Bids, x: Any) -> bool:
    if isinstance(x, Unwritten):
        return x is bids or (isinstance(x, Split) and x.bids is bids)
    return getattr(x, "shape", ()) in ((), bids.top.shape)


def _at_top(x: Any) -> Any:
    return x.top if isinstance(x, (Bids, Split)) else x


def _at_others(x: Any) -> Any:
    return x.others if isinstance(x, Split) else x
