"""``random``: a generator with a seed runs as it is; one without a seed gives another outcome in each run.

What it gives holds no bid, and where something of the bids is drawn from, the generator draws positions: Python's own
does the same, whatever stands there.
"""

from __future__ import annotations

import random
from typing import Any

from strategyproof.proofs.evaluator import natives
from strategyproof.proofs.evaluator.containers import List
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.objects import Native
from strategyproof.proofs.evaluator.positions import item, position
from strategyproof.proofs.evaluator.table import method, word

natives.changing(
    random.Random,
    (
        *("random", "randint", "randrange", "uniform", "triangular", "betavariate", "expovariate", "gammavariate"),
        *("gauss", "lognormvariate", "normalvariate", "vonmisesvariate", "paretovariate", "weibullvariate"),
        *("getrandbits", "seed", "randbytes"),
    ),
)


@word("random.Random")
def _generator(ev: Evaluator, seed: Any = None) -> Any:
    if seed is None:
        ev.no("a generator of random numbers without a seed", "seed it: random.Random(7)")
    return natives.run(ev, random.Random, seed, changes=True)


def _unseeded(name: str) -> None:
    @word(f"random.{name}")
    def row(ev: Evaluator, *_: Any, **__: Any) -> Any:
        ev.no(f"random.{name}(), which is another in each run", "seed it: random.Random(7)")


for _name in (
    *("random", "randint", "randrange", "uniform", "triangular", "gauss", "normalvariate", "lognormvariate"),
    *("expovariate", "betavariate", "gammavariate", "paretovariate", "choice", "choices", "shuffle", "sample"),
    *("seed", "getrandbits", "randbytes", "SystemRandom", "getstate", "setstate"),
):
    _unseeded(_name)


def _drawing(ev: Evaluator, own: Native) -> random.Random:
    if not isinstance(own.value, random.Random):
        ev.throw(AttributeError)
    if not ev.changing(own):
        ev.no("a generator of the file, which changes when it is used")
    return own.value


@method(Native, name="shuffle")
def _shuffle(ev: Evaluator, own: Native, values: Any) -> None:
    if not isinstance(values, List) or values.kind != "list":
        ev.no("shuffle() of what is no list")
    places = list(range(len(ev.known(values))))
    _drawing(ev, own).shuffle(places)
    if ev.changing(values):
        values[:] = [values[place] for place in places]


def _sequence(ev: Evaluator, values: Any) -> int:
    if not isinstance(values, (List, tuple, str, range)):
        ev.no(f"drawing from {ev.described(values)}")
    if isinstance(values, List) and values.is_unordered:
        ev.no("drawing from what has the order of a set", "sort it first")
    return len(ev.known(values))


@method(Native, name="choice")
def _choice(ev: Evaluator, own: Native, values: Any) -> Any:
    size, generator = _sequence(ev, values), _drawing(ev, own)
    return item(ev, values, ev.plainly(generator.choice, range(size)))


@method(Native, name="sample")
def _sample(ev: Evaluator, own: Native, values: Any, k: Any) -> Any:
    size, count, generator = _sequence(ev, values), position(ev, k), _drawing(ev, own)
    places = ev.plainly(generator.sample, range(size), count)
    return ev.new_list([item(ev, values, place) for place in places])


@method(Native, name="choices")
def _choices(ev: Evaluator, own: Native, values: Any, weights: Any = None, *, k: Any = 1) -> Any:
    size, count, generator = _sequence(ev, values), position(ev, k), _drawing(ev, own)
    given = None if weights is None else natives.plain(ev, weights)
    places = ev.plainly(generator.choices, range(size), given, k=count)
    return ev.new_list([item(ev, values, place) for place in places])
