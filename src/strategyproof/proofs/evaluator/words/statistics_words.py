"""``statistics``: on numbers without bids Python's own; on bids the same over the reals."""

from __future__ import annotations

import ast
import statistics
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from strategyproof.proofs.evaluator import ordering
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.errors import EXCEPTIONS
from strategyproof.proofs.evaluator.expressions import binary
from strategyproof.proofs.evaluator.iterating import unordered
from strategyproof.proofs.evaluator.numbers import (
    NUMBERS,
    IntOrFloat,
    Quantity,
    is_number,
    kind_of,
    real_term,
)
from strategyproof.proofs.evaluator.objects import Text
from strategyproof.proofs.evaluator.positions import position
from strategyproof.proofs.evaluator.table import constant, method_of, word
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term

constant("statistics.StatisticsError", EXCEPTIONS[statistics.StatisticsError])

SAMPLES: dict[type, Any] = {bool: True, int: 3, float: 3.5, Fraction: Fraction(7, 2), Decimal: Decimal("3.5")}


def _plain(values: Sequence[Any]) -> bool:
    return all(isinstance(value, NUMBERS) for value in values)


def _as_reals(ev: Evaluator, values: Sequence[Any]) -> list[Term]:
    found = []
    for value in values:
        if not is_number(value):
            ev.throw(TypeError)
        term = real_term(value)
        if term is None:
            ev.no("statistics of a bid and an infinite number")
        found.append(term)
    return found


def _kind(ev: Evaluator, run: Callable[[Any], Any], values: Sequence[Any]) -> type:
    """Return the type of the result, told by Python of numbers of these types; of whole numbers it is either."""
    kinds = [kind_of(value) for value in values]
    if set(kinds) <= {bool, int, IntOrFloat}:
        return IntOrFloat
    plain = [SAMPLES[float if kind is IntOrFloat else kind] for kind in kinds]
    found = type(ev.plainly(run, plain))
    return IntOrFloat if IntOrFloat in kinds and found is float and float not in kinds else found


def _sum(parts: Sequence[Term]) -> Term:
    total = terms.real(0)
    for part in parts:
        total = terms.add(total, part)
    return total


def _mean_of(parts: Sequence[Term]) -> Term:
    return terms.divide(_sum(parts), terms.real(len(parts)))


@word("statistics.mean")
def _mean(ev: Evaluator, data: Any) -> Any:
    row = method_of(data, "__mean__")
    if row is not None:
        return row(ev, data)
    values = unordered(ev, data)
    if not values:
        ev.throw(statistics.StatisticsError)
    if _plain(values):
        return ev.plainly(statistics.mean, values)
    return Quantity(_mean_of(_as_reals(ev, values)), _kind(ev, statistics.mean, values))


@word("statistics.fmean")
def _fmean(ev: Evaluator, data: Any, weights: Any = None) -> Any:
    values = unordered(ev, data)
    given = None if weights is None else ev.items(weights)
    if _plain(values) and (given is None or _plain(given)):
        return ev.plainly(statistics.fmean, values, given)
    parts = _as_reals(ev, values)
    if given is None:
        return Quantity(_mean_of(parts), float)
    if len(given) != len(values):
        ev.throw(statistics.StatisticsError)
    shares = _as_reals(ev, given)
    total = _sum(shares)
    if ev.decide(terms.equal(total, terms.real(0))):
        ev.throw(statistics.StatisticsError)
    weighted = [terms.multiply(share, part) for share, part in zip(shares, parts, strict=True)]
    return Quantity(terms.divide(_sum(weighted), total), float)


def _sorted(ev: Evaluator, data: Any) -> list[Any]:
    values = ordering.in_order(ev, unordered(ev, data), None, descending=False)
    if not values:
        ev.throw(statistics.StatisticsError)
    return values


@word("statistics.median")
def _median(ev: Evaluator, data: Any) -> Any:
    values = _sorted(ev, data)
    half = len(values) // 2
    if len(values) % 2:
        return values[half]
    return binary(ev, ast.Div, binary(ev, ast.Add, values[half - 1], values[half]), 2)


@word("statistics.median_low")
def _median_low(ev: Evaluator, data: Any) -> Any:
    values = _sorted(ev, data)
    return values[(len(values) - 1) // 2]


@word("statistics.median_high")
def _median_high(ev: Evaluator, data: Any) -> Any:
    values = _sorted(ev, data)
    return values[len(values) // 2]


@word("statistics.mode")
def _mode(ev: Evaluator, data: Any) -> Any:
    from strategyproof.proofs.evaluator.words.collections_words import counted

    pairs = list(counted(ev, data).entries.values())
    if not pairs:
        ev.throw(statistics.StatisticsError)
    most = max(count for _, count in pairs)
    return next(value for value, count in pairs if count == most)


@word("statistics.multimode")
def _multimode(ev: Evaluator, data: Any) -> Any:
    from strategyproof.proofs.evaluator.words.collections_words import counted

    pairs = list(counted(ev, data).entries.values())
    most = max((count for _, count in pairs), default=0)
    return ev.new_list([value for value, count in pairs if count == most])


def _variance_of(parts: Sequence[Term], divisor: int) -> Term:
    mean = _mean_of(parts)
    gaps = [terms.add(part, terms.negate(mean)) for part in parts]
    return terms.divide(_sum([terms.multiply(gap, gap) for gap in gaps]), terms.real(divisor))


def _spread(ev: Evaluator, data: Any, run: Callable[[Any], Any], missing: int) -> Any:
    values = ev.items(data)
    if len(values) <= missing:
        ev.throw(statistics.StatisticsError)
    if _plain(values):
        return ev.plainly(run, values)
    return Quantity(_variance_of(_as_reals(ev, values), len(values) - missing), _kind(ev, run, values))


@word("statistics.variance")
def _variance(ev: Evaluator, data: Any) -> Any:
    return _spread(ev, data, statistics.variance, 1)


@word("statistics.pvariance")
def _pvariance(ev: Evaluator, data: Any) -> Any:
    return _spread(ev, data, statistics.pvariance, 0)


def _on_plain_only(name: str) -> None:
    @word(f"statistics.{name}")
    def row(ev: Evaluator, data: Any) -> Any:
        values = ev.items(data)
        if values and not _plain(values):
            ev.no(f"statistics.{name}() of bids, which is no fraction of them")
        return ev.plainly(getattr(statistics, name), values)


for _name in ("stdev", "pstdev", "geometric_mean", "harmonic_mean"):
    _on_plain_only(_name)


@word("statistics.quantiles")
def _quantiles(ev: Evaluator, data: Any, *, n: Any = 4, method: Any = "exclusive") -> Any:
    count = position(ev, n)
    if count < 1:
        ev.throw(statistics.StatisticsError)
    values = ordering.in_order(ev, unordered(ev, data), None, descending=False)
    if len(values) < 2:
        ev.throw(statistics.StatisticsError)
    if isinstance(method, Text):
        method = ev.resolved(method)
    if method not in ("exclusive", "inclusive"):
        ev.throw(ValueError)
    size = len(values)
    found = []
    for k in range(1, count):
        if method == "inclusive":
            j, delta = divmod(k * (size - 1), count)
            low, high = values[j], values[min(j + 1, size - 1)]
        else:
            j = min(max(k * (size + 1) // count, 1), size - 1)
            delta = k * (size + 1) - j * count
            low, high = values[j - 1], values[j]
        left = binary(ev, ast.Mult, low, count - delta)
        right = binary(ev, ast.Mult, high, delta)
        found.append(binary(ev, ast.Div, binary(ev, ast.Add, left, right), count))
    return ev.new_list(found)
