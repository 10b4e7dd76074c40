"""Rules that are one auction to a proof and another to their users: none may be proved, and each honest twin must be.

Every deceptive rule is a second-price auction as long as it is looked at, and something else on arrays, in larger
markets, at another time or when run again. Its twin is the code without the trick. They are kept by the kind of trick.
"""

from __future__ import annotations

import builtins
import contextlib
import copy
import functools
import gc
import inspect
import itertools
import operator
import random
import sys
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.mechanism import Auction, Mechanism
from strategyproof.mechanism.outcome import Outcome, Vector
from strategyproof.mechanism.parameter import Interval, Parameter
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.vocabulary import highest, highest_of_others, max_of_others, maximum, replaced, where
from strategyproof.proofs import Solver, prove
from strategyproof.proofs.rule_source import refusal

Rule = Callable[..., Outcome]
PAIRS: list[tuple[str, Rule, Rule]] = []


def sold(bids: Vector, price: Vector, paid: Vector) -> Outcome:
    """Sell to who bids above the price; the winner pays."""
    wins = bids > price
    return Outcome(wins, where(wins, paid, 0))


def pair(kind: str, honest: Rule) -> Callable[[Rule], Rule]:
    """Enter a deceptive rule with its honest twin."""

    def entered(deceptive: Rule) -> Rule:
        PAIRS.append((kind, deceptive, honest))
        return deceptive

    return entered


def second_price(bids: Vector) -> Outcome:
    price = max_of_others(bids)
    return sold(bids, price, price)


# --- how many bidders there are


@pair("size", second_price)
def by_getattr(bids: Vector) -> Outcome:
    m = getattr(bids, "shape", (3,))[0]
    return sold(bids, max_of_others(bids), max_of_others(bids) if m < 6 else 0)


@pair("size", second_price)
def by_hasattr(bids: Vector) -> Outcome:
    m = bids.shape[0] if hasattr(bids, "shape") else 3
    return sold(bids, max_of_others(bids), max_of_others(bids) if m < 6 else 0)


@pair("size", second_price)
def by_len_in_try(bids: Vector) -> Outcome:
    try:
        m = len(bids)
    except TypeError:
        m = 3
    return sold(bids, max_of_others(bids), max_of_others(bids) if m < 6 else 0)


@pair("size", second_price)
def by_len_and_finally(bids: Vector) -> Outcome:
    m = 3
    try:
        m = len(bids)
    finally:
        return sold(bids, max_of_others(bids), max_of_others(bids) if m < 6 else 0)  # noqa: B012


@pair("size", second_price)
def by_len_and_base_exception(bids: Vector) -> Outcome:
    try:
        m = len(bids)
    except BaseException:  # noqa: BLE001
        m = 3
    return sold(bids, max_of_others(bids), max_of_others(bids) if m < 6 else 0)


@pair("size", second_price)
def by_suppress(bids: Vector) -> Outcome:
    m = 3
    with contextlib.suppress(TypeError):
        m = len(bids)
    return sold(bids, max_of_others(bids), max_of_others(bids) if m < 6 else 0)


@pair("size", second_price)
def by_iteration(bids: Vector) -> Outcome:
    m = 0
    try:
        for _ in bids:
            m = m + 1
    except TypeError:
        m = 3
    return sold(bids, max_of_others(bids), max_of_others(bids) if m < 6 else 0)


@pair("size", second_price)
def by_length_hint(bids: Vector) -> Outcome:
    m = operator.length_hint(bids, 3)
    return sold(bids, max_of_others(bids), max_of_others(bids) if m < 6 else 0)


@pair("size", second_price)
def by_last_position(bids: Vector) -> Outcome:
    try:
        return sold(bids, max_of_others(bids), 0 * bids[5])
    except (TypeError, IndexError):
        return second_price(bids)


@pair("size", second_price)
def by_size_of_object(bids: Vector) -> Outcome:
    m = sys.getsizeof(bids)
    return sold(bids, max_of_others(bids), max_of_others(bids) if m < 160 else 0)


@pair("size", second_price)
def by_text(bids: Vector) -> Outcome:
    return sold(bids, max_of_others(bids), max_of_others(bids) if f"{bids}".count(" ") < 6 else 0)


# --- what kind of thing the bids are


@pair("type", second_price)
def by_isinstance(bids: Vector) -> Outcome:
    return sold(bids, max_of_others(bids), 0 if isinstance(bids, np.ndarray) else max_of_others(bids))


@pair("type", second_price)
def by_type(bids: Vector) -> Outcome:
    return sold(bids, max_of_others(bids), 0 if type(bids) is np.ndarray else max_of_others(bids))


@pair("type", second_price)
def by_class(bids: Vector) -> Outcome:
    named = bids.__class__.__name__
    return sold(bids, max_of_others(bids), 0 if named == "ndarray" else max_of_others(bids))


@pair("type", second_price)
def by_dtype(bids: Vector) -> Outcome:
    is_float = getattr(bids, "dtype", None) == np.float64
    return sold(bids, max_of_others(bids), 0 if is_float else max_of_others(bids))


@pair("type", second_price)
def by_kind_of_entry(bids: Vector) -> Outcome:
    is_float = isinstance(highest(bids), float)
    return sold(bids, max_of_others(bids), 0 if is_float else max_of_others(bids))


@pair("type", second_price)
def by_match(bids: Vector) -> Outcome:
    match bids:
        case np.ndarray():
            return sold(bids, max_of_others(bids), 0)
        case _:
            return second_price(bids)


@pair("type", second_price)
def by_callable_attributes(bids: Vector) -> Outcome:
    return sold(bids, max_of_others(bids), 0 if "tolist" in dir(bids) else max_of_others(bids))


@pair("type", second_price)
def by_tolist_in_try(bids: Vector) -> Outcome:
    try:
        bids.tolist()
    except Exception:  # noqa: BLE001
        return second_price(bids)
    return sold(bids, max_of_others(bids), 0)


@pair("type", second_price)
def by_sum_in_try(bids: Vector) -> Outcome:
    try:
        return sold(bids, max_of_others(bids), 0 * bids.sum())
    except TypeError:
        return second_price(bids)


@pair("type", second_price)
def by_asarray_in_try(bids: Vector) -> Outcome:
    try:
        np.asarray(bids).sum()
    except TypeError:
        return second_price(bids)
    return sold(bids, max_of_others(bids), 0)


@pair("type", second_price)
def by_array_function(bids: Vector) -> Outcome:
    try:
        return sold(bids, max_of_others(bids), 0 * np.sum(bids))
    except TypeError:
        return second_price(bids)


@pair("type", second_price)
def by_ufunc(bids: Vector) -> Outcome:
    try:
        return sold(bids, max_of_others(bids), np.minimum(bids, 0))
    except TypeError:
        return second_price(bids)


@pair("type", second_price)
def by_hash(bids: Vector) -> Outcome:
    try:
        hash(highest(bids))
    except TypeError:
        return second_price(bids)
    return sold(bids, max_of_others(bids), 0)


@pair("type", second_price)
def by_truth_of_a_number(bids: Vector) -> Outcome:
    try:
        free = bool(highest(bids) > 10)
    except TypeError:
        free = False
    return sold(bids, max_of_others(bids), 0 if free else max_of_others(bids))


@pair("type", second_price)
def by_float(bids: Vector) -> Outcome:
    try:
        free = float(highest(bids)) > 10
    except TypeError:
        free = False
    return sold(bids, max_of_others(bids), 0 if free else max_of_others(bids))


@pair("type", second_price)
def by_subclass_of_the_vocabulary(bids: Vector) -> Outcome:
    return sold(bids, max_of_others(bids), max_of_others(bids) if hasattr(bids, "__vocabulary__") else 0)


@pair("type", second_price)
def by_builtins_dictionary(bids: Vector) -> Outcome:
    ask = vars(builtins)["isinstance"]
    return sold(bids, max_of_others(bids), 0 if ask(bids, np.ndarray) else max_of_others(bids))


# --- which object the bids are


@pair("identity", second_price)
def by_is_not(bids: Vector) -> Outcome:
    other = bids + 0
    return sold(bids, max_of_others(bids), max_of_others(bids) if highest(bids) is not highest(other) else 0)


@pair("identity", second_price)
def by_membership(bids: Vector) -> Outcome:
    return sold(bids, max_of_others(bids), max_of_others(bids) if bids in (bids,) else 0)


@pair("identity", second_price)
def by_id(bids: Vector) -> Outcome:
    return sold(bids, max_of_others(bids), max_of_others(bids) if id(bids) % 32 else 0)


@pair("identity", second_price)
def by_reference_count(bids: Vector) -> Outcome:
    return sold(bids, max_of_others(bids), 0 if sys.getrefcount(bids) < 5 else max_of_others(bids))


@pair("identity", second_price)
def by_referrers(bids: Vector) -> Outcome:
    return sold(bids, max_of_others(bids), max_of_others(bids) if len(gc.get_referrers(bids)) > 1 else 0)


@pair("identity", second_price)
def by_copy(bids: Vector) -> Outcome:
    try:
        copy.copy(bids)
    except TypeError:
        return second_price(bids)
    return sold(bids, max_of_others(bids), 0)


# --- who asks, and when


@pair("surroundings", second_price)
def by_frame(bids: Vector) -> Outcome:
    caller = sys._getframe(2).f_globals.get("__name__", "")
    return sold(bids, max_of_others(bids), max_of_others(bids) if "proofs" in caller else 0)


@pair("surroundings", second_price)
def by_stack(bids: Vector) -> Outcome:
    proving = any("any_bidders" in frame.filename for frame in inspect.stack(0))
    return sold(bids, max_of_others(bids), max_of_others(bids) if proving else 0)


@pair("surroundings", second_price)
def by_loaded_modules(bids: Vector) -> Outcome:
    return sold(bids, max_of_others(bids), max_of_others(bids) if "strategyproof.proofs" in sys.modules else 0)


@pair("surroundings", second_price)
def by_clock(bids: Vector) -> Outcome:
    return sold(bids, max_of_others(bids), max_of_others(bids) if time.time() < 4e9 else 0)


@pair("surroundings", second_price)
def by_dice(bids: Vector) -> Outcome:
    return sold(bids, max_of_others(bids), max_of_others(bids) if random.random() < 0.999 else 0)


@pair("surroundings", second_price)
def by_exec(bids: Vector) -> Outcome:
    found: dict[str, Any] = {"bids": bids}
    exec("m = getattr(bids, 'shape', (3,))[0]", found)
    return sold(bids, max_of_others(bids), max_of_others(bids) if found["m"] < 6 else 0)


# --- what it kept from before


calls: list[int] = []
count = 0


def surcharge(bids: Vector, extra: Any = Fraction(0)) -> Outcome:
    price = max_of_others(bids) + extra
    return sold(bids, price, price)


@pair("state", surcharge)
def by_list(bids: Vector) -> Outcome:
    calls.append(1)
    return sold(bids, max_of_others(bids), max_of_others(bids) if len(calls) < 2000 else 0)


@pair("state", surcharge)
def by_global(bids: Vector) -> Outcome:
    global count  # noqa: PLW0603
    count = count + 1
    return sold(bids, max_of_others(bids), max_of_others(bids) if count < 2000 else 0)


@pair("state", surcharge)
def by_default_argument(bids: Vector, seen: list[int] = [0]) -> Outcome:  # noqa: B006
    seen[0] = seen[0] + 1
    return sold(bids, max_of_others(bids), max_of_others(bids) if seen[0] < 2000 else 0)


@pair("state", surcharge)
def by_function_attribute(bids: Vector) -> Outcome:
    by_function_attribute.runs = getattr(by_function_attribute, "runs", 0) + 1  # type: ignore[attr-defined]
    few = by_function_attribute.runs < 2000  # type: ignore[attr-defined]
    return sold(bids, max_of_others(bids), max_of_others(bids) if few else 0)


class Memory:
    runs = 0


@pair("state", surcharge)
def by_class_attribute(bids: Vector) -> Outcome:
    Memory.runs += 1
    return sold(bids, max_of_others(bids), max_of_others(bids) if Memory.runs < 2000 else 0)


counter = itertools.count()


@pair("state", surcharge)
def by_counter(bids: Vector) -> Outcome:
    return sold(bids, max_of_others(bids), max_of_others(bids) if next(counter) < 2000 else 0)


def _closed_over() -> Rule:
    runs = 0

    def by_closure(bids: Vector) -> Outcome:
        nonlocal runs
        runs = runs + 1
        return sold(bids, max_of_others(bids), max_of_others(bids) if runs < 2000 else 0)

    return by_closure


pair("state", surcharge)(_closed_over())


def _helped() -> Rule:
    kept: list[Any] = []

    def price_of(bids: Vector) -> Vector:
        kept.append(bids)
        return max_of_others(bids) if len(kept) < 2000 else 0

    def by_helper(bids: Vector) -> Outcome:
        return sold(bids, max_of_others(bids), price_of(bids))

    return by_helper


def _helped_honestly() -> Rule:
    def price_of(bids: Vector) -> Vector:
        return max_of_others(bids)

    def with_helper(bids: Vector) -> Outcome:
        return sold(bids, max_of_others(bids), price_of(bids))

    return with_helper


pair("state", _helped_honestly())(_helped())


@pair("state", surcharge)
@functools.lru_cache(maxsize=None)  # noqa: UP033
def by_cache(bids: Vector) -> Outcome:
    return second_price(bids)


class Remembering:
    """A rule that is an object."""

    __name__ = "by_object"

    def __init__(self) -> None:
        self.runs = 0

    def __call__(self, bids: Vector) -> Outcome:
        self.runs += 1
        return sold(bids, max_of_others(bids), max_of_others(bids) if self.runs < 2000 else 0)


pair("state", surcharge)(Remembering())


class Number(int):
    """A number whose multiplication counts."""

    runs = 0

    def __mul__(self, other: Any) -> Any:
        Number.runs += 1
        return other if Number.runs < 2000 else 0 * other


ONE = Number(1)
TWICE = 1


def times_one(bids: Vector) -> Outcome:
    return sold(bids, max_of_others(bids), TWICE * max_of_others(bids))


@pair("state", times_one)
def by_number_of_its_own(bids: Vector) -> Outcome:
    return sold(bids, max_of_others(bids), ONE * max_of_others(bids))


RATES = [1]
FIXED = (1, 2)


def first_rate(bids: Vector) -> Outcome:
    return sold(bids, max_of_others(bids), FIXED[0] * max_of_others(bids))


@pair("state", first_rate)
def by_list_of_rates(bids: Vector) -> Outcome:
    return sold(bids, max_of_others(bids), RATES[0] * max_of_others(bids))


# --- code that is not what it seems


def _decorated(rule: Rule) -> Rule:
    @functools.wraps(rule)
    def wrapper(bids: Vector) -> Outcome:
        return sold(bids, max_of_others(bids), 0) if hasattr(bids, "dtype") else rule(bids)

    return wrapper


def _plainly_decorated(rule: Rule) -> Rule:
    @functools.wraps(rule)
    def wrapper(bids: Vector) -> Outcome:
        return rule(bids)

    return wrapper


pair("disguise", _plainly_decorated(second_price))(_decorated(second_price))


def _disguised() -> Rule:
    def shown(bids: Vector) -> Outcome:
        return second_price(bids)

    shown.__code__ = by_getattr.__code__
    return shown


pair("disguise", second_price)(_disguised())


def _named_as_a_word() -> Rule:
    def max_of_others(bids: Vector) -> Vector:  # a name is no proof of what it means
        m = getattr(bids, "shape", (3,))[0]
        return highest_of_others(bids) if m < 6 else 0 * bids

    def by_name(bids: Vector) -> Outcome:
        return sold(bids, highest_of_others(bids), max_of_others(bids))

    return by_name


pair("disguise", second_price)(_named_as_a_word())


class Changing:
    """A value from outside with operators of its own."""

    def __radd__(self, other: Any) -> Any:
        return 0 * other if hasattr(other, "dtype") else other


ZERO: Any = Changing()
NOUGHT = 0


def plus_nought(bids: Vector) -> Outcome:
    return sold(bids, max_of_others(bids), max_of_others(bids) + NOUGHT)


@pair("disguise", plus_nought)
def by_value_with_operators(bids: Vector) -> Outcome:
    return sold(bids, max_of_others(bids), max_of_others(bids) + ZERO)


@pair("disguise", second_price)
def by_change_in_place(bids: Vector) -> Outcome:
    price = max_of_others(bids)
    bids *= 2
    return sold(bids, 2 * price, price)


@pair("disguise", second_price)
def by_key(bids: Vector) -> Outcome:
    chosen = max((0, 1), key=lambda k: k if hasattr(bids, "dtype") else -k)
    return sold(bids, max_of_others(bids), max_of_others(bids) if chosen == 0 else 0)


@pair("disguise", second_price)
def by_operator_module(bids: Vector) -> Outcome:
    m = operator.attrgetter("shape")
    try:
        size = m(bids)[0]
    except TypeError:
        size = 3
    return sold(bids, max_of_others(bids), max_of_others(bids) if size < 6 else 0)


@pytest.fixture(scope="module")
def solver() -> Iterator[Solver]:
    with Solver() as shared:
        yield shared


def _named(rule: Rule) -> Mechanism:
    return Mechanism(rule.__name__, rule.__name__, rule, "", "")


IDS = [f"{kind}-{deceptive.__name__}" for kind, deceptive, _ in PAIRS]


@pytest.mark.parametrize(("kind", "deceptive", "honest"), PAIRS, ids=IDS)
def test_a_deceptive_rule_is_not_proved_and_its_honest_twin_is(
    kind: str, deceptive: Rule, honest: Rule, solver: Solver
) -> None:
    for law in ("strategy-proof", "critical-payment"):
        verdict = prove(LAWS[law], _named(deceptive), solver=solver)
        assert verdict.verdict != "proved", kind
        assert verdict.reason or verdict.counterexample
    assert prove(LAWS["strategy-proof"], _named(honest), solver=solver).verdict == "proved"


@pytest.mark.parametrize(("kind", "deceptive", "honest"), PAIRS, ids=IDS)
def test_the_source_alone_refuses_the_deception(kind: str, deceptive: Rule, honest: Rule) -> None:
    """The second net is not needed: each is refused before it runs, with the place and a reason."""
    told = refusal(_named(deceptive))
    assert told is not None, kind
    assert refusal(_named(honest)) is None


def test_every_kind_is_there() -> None:
    assert {kind for kind, *_ in PAIRS} == {"size", "type", "identity", "surroundings", "state", "disguise"}
    assert len(PAIRS) >= 50


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (
            by_getattr,
            "`getattr`: a rule calls the words of strategyproof.mechanism.vocabulary and plain functions made",
        ),
        (by_len_in_try, "`try:`: Try is not on the list of what a proof can read"),
        (by_is_not, "`is` and `in` ask what an object is, not what it is worth; compare with `==`"),
        (by_list, "`calls.append`: a rule calls the words of"),
        (by_global, "`global count`: Global is not on the list"),
        (
            by_default_argument,
            "`by_default_argument` of test_deceptive_rules.py has a default argument that can",
        ),
        (by_cache, "`by_cache` is no plain function, and may hold a state: write the rule as a `def`"),
        (by_list_of_rates, "`RATES`: a list from outside may change; use a number or a tuple of numbers"),
        (by_change_in_place, "`bids *= 2`: AugAssign is not on the list"),
        (by_class_attribute, "AugAssign is not on the list"),
        (_disguised(), "line "),
    ],
)
def test_the_refusal_names_the_construct(rule: Rule, told: str) -> None:
    found = refusal(_named(rule))
    assert found is not None
    assert told in found


def test_the_place_of_a_refusal_is_the_line() -> None:
    found = refusal(_named(by_getattr))
    assert found is not None
    line = by_getattr.__code__.co_firstlineno + 2
    assert found.startswith(f"line {line} of test_deceptive_rules.py: ")


def test_a_rule_without_source_is_not_proved(solver: Solver) -> None:
    names: dict[str, Any] = {"max_of_others": max_of_others, "sold": sold}
    exec("def unseen(bids):\n    return sold(bids, max_of_others(bids), max_of_others(bids))\n", names)
    verdict = prove(LAWS["strategy-proof"], _named(names["unseen"]), solver=solver)
    assert verdict.verdict == "unknown"
    assert verdict.reason is not None
    assert "its source is not at hand: define it in a file" in verdict.reason


def test_builtins_of_its_own_are_refused(solver: Solver) -> None:
    names: dict[str, Any] = {"__builtins__": {"max": len}, "second_price": second_price}
    exec(compile("def shadowed(bids):\n    return second_price(bids)\n", __file__, "exec"), names)
    assert prove(LAWS["strategy-proof"], _named(names["shadowed"]), solver=solver).verdict == "unknown"


class Two(Mechanism):
    """A mechanism that binds another rule than it assumes."""

    __slots__ = ()

    def bind(self, **parameters: Any) -> Auction:
        return MECHANISMS["first-price"].bind(**parameters)


class Loose(Interval):
    """An interval that contains what it does not show."""

    __slots__ = ()

    def __contains__(self, value: Any) -> bool:
        return True


def test_a_mechanism_or_a_domain_of_its_own_kind_is_not_proved(solver: Solver) -> None:
    two = Two("two", "two", second_price, "", "")
    loose = Mechanism("l", "l", MECHANISMS["msb"].rule, "", "", (Parameter("rho", Loose(1), "a factor"),))
    for mechanism, kind in ((two, "Two"), (loose, "Loose")):
        verdict = prove(LAWS["strategy-proof"], mechanism, solver=solver)
        assert verdict.verdict == "unknown"
        assert f"a {kind} may run otherwise than it is read: use Mechanism, Parameter and Interval" in str(
            verdict.reason
        )


@pytest.mark.parametrize("place", [-1, 1, 5, True, False, 0.0, Fraction(0)])
def test_a_position_that_not_every_market_has_is_not_proved(place: Any, solver: Solver) -> None:
    def rule(bids: Vector) -> Outcome:
        return second_price(replaced(bids, place, 2))

    assert prove(LAWS["no-negative-payments"], _named(rule), solver=solver).verdict == "unknown"


def test_a_rule_that_sells_to_numbers_only_is_not_called_vacuous(solver: Solver) -> None:
    """That nobody ever wins is a proof as well: it needs the source, and a search on numbers that finds no winner."""

    def shy(bids: Vector) -> Outcome:
        shut = bids > bids
        return Outcome(bids > max_of_others(bids), 0 * bids) if type(bids) is np.ndarray else Outcome(shut, 0 * bids)

    def large(bids: Vector) -> Outcome:
        shut = bids > bids
        is_open = type(bids) is np.ndarray and len(bids) > 8
        return Outcome(bids > max_of_others(bids), 0 * bids) if is_open else Outcome(shut, 0 * bids)

    def never(bids: Vector) -> Outcome:
        return Outcome(bids > bids, 0 * bids)

    verdicts = {rule.__name__: prove(LAWS["not-vacuous"], _named(rule), solver=solver) for rule in (shy, large, never)}
    assert {name: verdict.verdict for name, verdict in verdicts.items()} == {
        "shy": "unknown",
        "large": "unknown",
        "never": "refuted",
    }
    assert verdicts["shy"].reason == ("no bidder wins is what was proved, and yet at bids (1) it does")


def test_more_ways_of_writing_an_honest_rule_are_proved(solver: Solver) -> None:
    from strategyproof.mechanism import vocabulary as words

    def loops(bids: Vector) -> Outcome:
        price = words.max_of_others(bids)
        for rank in range(2, 4):
            price = price + words.highest_of_others(bids, rank) / (2 * rank)
        return sold(bids, price, price)

    def several(bids: Vector, share: Any = Fraction(1, 2)) -> Outcome:
        def rank(k: int) -> Vector:
            return words.highest_of_others(bids, k)

        half: Callable[[Any], Any] = lambda x: share * x  # noqa: E731
        first, second = [rank(k) for k in (1, 2)]
        price: Vector = first + half(second)
        wins = bids > price if share is not None else bids > first
        return Outcome(wins=wins, payments=where(wins, price, 0))

    def with_numpy_scalar(bids: Vector) -> Outcome:
        price = maximum(SCALE * max_of_others(bids), max_of_others(bids) * SCALE)
        return sold(bids, price, price)

    for rule in (loops, several, with_numpy_scalar):
        verdict = prove(LAWS["strategy-proof"], _named(rule), solver=solver)
        assert verdict.verdict == "proved", (rule.__name__, verdict.reason)


SCALE = np.float64(1.5)
