"""Read bids and parameters from outside: into one arithmetic, with every refusal naming the value and its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf
from numbers import Integral, Rational, Real
from typing import Any

import numpy as np
from array_api_compat import array_namespace, device, is_array_api_obj

from strategyproof.mechanism.arrays import exact, is_exact, rational
from strategyproof.mechanism.mechanism import Auction, Mechanism
from strategyproof.mechanism.outcome import Vector
from strategyproof.mechanism.parameter import Parameter

EXACT_INTEGERS = 2**53
"""Every integer up to here is a double."""

Place = tuple[int, ...]
"""Where a bid stands: the auction's indices, then the bidder."""


def read_bids(bids: Any) -> Vector:
    """Return the bids as an array of floats or of exact rationals, the bidder on the last axis.

    NumPy float arrays come back as they are, their values unchecked: see :func:`check_bids`.

    Raises
    ------
    TypeError
        If a bid is no real number, or Fractions and floats are mixed.
    ValueError
        If there is no bidder, the rows are ragged, or a float batch has an integer beyond 2^53.
    """
    array = bids if is_array_api_obj(bids) else _from_sequence(bids)
    if array.ndim == 0:
        raise TypeError(f"expected a vector of bids, one per bidder, got the single number {bids!r}; write [{bids!r}]")
    if array.shape[-1] == 0:
        raise ValueError(f"expected at least one bidder, got bids of shape {tuple(array.shape)}; skip an empty round")
    if array.dtype == object:
        return _exact_array(array)
    xp = array_namespace(array)
    if xp.isdtype(array.dtype, "real floating"):
        return array
    if xp.isdtype(array.dtype, "integral"):
        return _integers_as_floats(array)
    raise TypeError(f"expected bids of a real number type, got an array of dtype {array.dtype}; convert it to float64")


def check_bids(bids: Vector) -> None:
    """Refuse a NaN, infinite or negative bid.

    Raises
    ------
    ValueError
        Naming the first such bid, its bidder and its auction.
    """
    valid = bids >= 0 if is_exact(bids) else (bids >= 0) & (bids < inf)
    if not bool(valid.all()):
        place = _first(~valid)
        raise ValueError(
            f"expected every bid finite and >= 0, got {_shown(bids[place])} from {named(place)}; "
            "leave that bidder out or bid 0"
        )


def fit(mechanism: Mechanism, parameters: dict[str, Any], bids: Vector) -> Auction:
    """Check the parameters and bring them into the arithmetic of the bids, the bidder first.

    Raises
    ------
    TypeError
        If a parameter is unknown, missing or no number.
    ValueError
        If a value is outside its domain, or an array of them has a shape that does not belong to the bids.
    """
    mechanism.bind(**parameters)
    fitted = {}
    for parameter in mechanism.parameters:
        value = _converted(parameter.name, parameters[parameter.name], bids)
        parameter.check(value, mechanism.id)  # once more: rounding can leave an open domain, or reach infinity
        fitted[parameter.name] = _bidder_first(parameter, value, bids)
    return mechanism.assume(**fitted)


def named(place: Place) -> str:
    """Name the bidder, and the auction in a batch.

    >>> named((2,)), named((7, 2)), named((1, 7, 2))
    ('bidder 2', 'bidder 2 of auction 7', 'bidder 2 of auction (1, 7)')
    """
    auction, bidder = place[:-1], place[-1]
    if not auction:
        return f"bidder {bidder}"
    return f"bidder {bidder} of auction {_index(auction)}"


def _index(place: Place) -> str:
    return str(place[0] if len(place) == 1 else place)


def _from_sequence(bids: Any) -> Vector:
    """Read nested sequences: exactly if every bid is rational, as doubles otherwise."""
    if not _is_row(bids):
        raise TypeError(f"expected a sequence or an array of bids, got {type(bids).__name__}: {bids!r}")
    shape = _shape(bids)
    leaves = list(_leaves(bids, shape, ()))
    values = [bid for _, bid in leaves]
    if all(isinstance(bid, Rational) for bid in values):
        return exact(values).reshape(shape)
    for place, bid in leaves:
        _check_rounding(place, bid)
    return np.asarray(values, dtype=np.float64).reshape(shape)


def _is_row(bids: Any) -> bool:
    is_array = is_array_api_obj(bids) and bids.ndim > 0
    return is_array or (isinstance(bids, Sequence) and not isinstance(bids, (str, bytes)))


def _shape(bids: Any) -> tuple[int, ...]:
    """Return the shape that the first bids of every axis suggest."""
    if not _is_row(bids):
        return ()
    return (len(bids), *(_shape(bids[0]) if len(bids) else ()))


def _leaves(bids: Any, shape: tuple[int, ...], place: Place) -> Iterator[tuple[Place, Any]]:
    """Walk over the bids with their places, refusing rows of another shape and what is no number."""
    if not shape:
        yield place, _number(bids, place)
        return
    if not _is_row(bids) or len(bids) != shape[0]:
        got = len(bids) if _is_row(bids) else f"no row but {bids!r}"
        entries, first = "bids" if len(shape) == 1 else "auctions", tuple(0 for _ in place)
        raise ValueError(
            f"expected {shape[0]} {entries} in row {_index(place)} as in row {_index(first)}, got {got}; "
            "run markets of different sizes separately"
        )
    for index, entry in enumerate(bids):
        yield from _leaves(entry, shape[1:], (*place, index))


def _number(bid: Any, place: Place) -> Any:
    bid = bid.item() if is_array_api_obj(bid) and bid.ndim == 0 else bid
    if isinstance(bid, bool) or not isinstance(bid, Real):
        raise TypeError(
            f"expected a real number from {named(place)}, got {type(bid).__name__}: {bid!r}; "
            "bids are ints and Fractions, or floats"
        )
    return bid


def _check_rounding(place: Place, bid: Any) -> None:
    """Refuse what a float batch would round."""
    if isinstance(bid, Integral):
        if abs(int(bid)) > EXACT_INTEGERS:
            raise ValueError(_beyond(int(bid), place))
    elif isinstance(bid, Rational):
        raise TypeError(
            f"expected exact bids or floats, got both: the Fraction {bid} from {named(place)} beside floats; "
            "make every bid a Fraction, or every bid a float"
        )


def _beyond(bid: int, place: Place) -> str:
    return (
        f"expected integers up to 2^53 in a float batch, got {bid} from {named(place)}, which a double may round; "
        "pass a list of ints to compute exactly"
    )


def _exact_array(array: Any) -> Vector:
    for place, bid in np.ndenumerate(array):
        if isinstance(bid, bool) or not isinstance(bid, Rational):
            raise TypeError(
                f"expected ints and Fractions in an object array, got {type(bid).__name__}: {bid!r} from "
                f"{named(place)}; make it a Fraction, or the array float64"
            )
    return exact(array.reshape(-1)).reshape(array.shape)


def _integers_as_floats(array: Any) -> Vector:
    size = int(np.prod(array.shape))
    if size and int(array.min()) < 0:
        check_bids(array)
    if size and int(array.max()) > EXACT_INTEGERS:
        place = _first(array > EXACT_INTEGERS)
        raise ValueError(_beyond(int(array[place]), place))
    xp = array_namespace(array)
    return xp.astype(array, xp.float64)


def _first(mask: Any) -> Place:
    """Return the first place, auction by auction, where a mask holds."""
    return tuple(int(axis[0]) for axis in array_namespace(mask).nonzero(mask))


def _shown(bid: Any) -> str:
    return str(bid.item() if hasattr(bid, "item") else bid)


def _converted(name: str, value: Any, bids: Vector) -> Any:
    """Bring a parameter, already checked, into the arithmetic of the bids."""
    is_array = is_array_api_obj(value)
    if is_array and value.ndim == 0:
        return _converted(name, value.item(), bids)
    if not is_array and not isinstance(value, Sequence):
        return rational(value) if is_exact(bids) else _as_float(name, value)
    if is_exact(bids):
        return exact(np.ravel(value)).reshape(np.shape(value))
    xp = array_namespace(bids)
    if is_array and value.dtype != object and array_namespace(value) is xp:
        return xp.astype(value, bids.dtype, copy=False)
    if not is_array or value.dtype == object:
        value = np.reshape([_as_float(name, entry) for entry in np.ravel(value)], np.shape(value))
    return xp.asarray(value, dtype=bids.dtype, device=device(bids))


def _as_float(name: str, value: Any) -> float:
    try:
        return float(value)
    except OverflowError:
        digits = len(str(int(value)))
        raise ValueError(
            f"expected {name} within the doubles in a float batch, got a number of {digits} digits; "
            "pass exact bids to compute exactly"
        ) from None


def _bidder_first(parameter: Parameter, value: Any, bids: Vector) -> Any:
    """Turn a parameter's shape into that of the bids as the rules see them, the bidder on axis 0."""
    shape, bidders = tuple(getattr(value, "shape", ())), bids.shape[-1]
    batch = tuple(bids.shape[:-1])
    if parameter.per_bidder:
        if shape == (bidders,):
            return value
        raise ValueError(
            f"expected {parameter.name} as one number for each of the {bidders} bidders, got shape {shape}"
        )
    if shape in ((), batch):
        return value
    if len(shape) == bids.ndim and all(n in (1, m) for n, m in zip(shape, bids.shape, strict=True)):
        return array_namespace(value).moveaxis(value, -1, 0)
    raise ValueError(
        f"expected {parameter.name} as one number, one per auction (shape {batch}) or one per bidder "
        f"(shape {(*[1] * len(batch), bidders)}), got shape {shape} for bids of shape {tuple(bids.shape)}"
    )
