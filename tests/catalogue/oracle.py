"""An oracle of its own for mechanisms with a type space: it runs the real function, and knows neither spaces nor laws.

Values, utilities and laws are written here once more, from the literature. Where there are finitely many profiles all
of them are tried, else random ones with many ties; lies, pairs and further names likewise.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import permutations, product
from typing import Any

from strategyproof.catalogue import Code

Reports = list[Any]
Share = tuple[Any, Any]
"""What an agent gets, and what it pays."""

PROFILES = 150
LIES = 3


def amount(chance: random.Random) -> Fraction:
    return Fraction(chance.choice((0, 0, 1, 1, 2, 3, 4, 6, 9)), chance.choice((1, 1, 1, 2)))


@dataclass
class Kind:
    """How the functions of a file are read.

    Attributes
    ----------
    draw
        A random type of an agent; None where ``all`` lists them.
    value
        What a share is worth.
    shares
        What each agent gets and pays, from what the function returned for so many agents.
    """

    value: Callable[[Any, Any], Any]
    shares: Callable[[Any, int], list[Share]]
    draw: Callable[[random.Random, int], Any] = lambda chance, _: amount(chance)
    all: Sequence[Any] | None = None
    priority: dict[str, tuple[int, ...]] = field(default_factory=dict)
    cost: Callable[[list[Share]], Any] = lambda _: 0
    burn: Callable[[list[Share], Any], Any] = lambda _shares, _base: 0


def columns(result: Any, _agents: int) -> list[Share]:
    return list(zip(*result, strict=True))


def free(result: Any, _agents: int) -> list[Share]:
    return [(got, 0) for got in result]


def public(result: Any, agents: int) -> list[Share]:
    return [(result, 0)] * agents


def chances(result: Any, agents: int) -> list[Share]:
    """Probabilities of each option, from what each agent eats, or from outcomes that are drawn."""
    if isinstance(result[0], dict):
        return [(own, 0) for own in result]
    totals: list[dict[Any, Any]] = [{} for _ in range(agents)]
    for chance, got in result:
        for own, option in zip(totals, got, strict=True):
            own[option] = own.get(option, 0) + chance
    return [(own, 0) for own in totals]


def place(order: Any, got: Any) -> Any:
    """Minus the place in an order; of chances, of the best one, of the two best, and so on."""
    if isinstance(got, dict):
        return tuple(sum(got.get(option, 0) for option in order[: k + 1]) for k in range(len(order)))
    return -order.index(got)


def ranks(shares: Callable[[Any, int], list[Share]], options: str = "abc", **more: Any) -> Kind:
    return Kind(place, shares, all=list(permutations(options)), **more)


def trade(result: Any, _agents: int) -> list[Share]:
    """Buyers at even places; a seller's share is what it gives away, and what it is paid it pays below 0."""
    signs = [1 if i % 2 == 0 else -1 for i in range(len(result[0]))]
    return [(sign * int(won), sign * paid) for sign, won, paid in zip(signs, *result, strict=True)]


def sold(result: Any, _agents: int) -> list[Share]:
    return [(-int(won), -paid) for won, paid in zip(*result, strict=True)]


def pair(chance: random.Random, _agent: int) -> Any:
    return amount(chance), amount(chance)


def falling(chance: random.Random, agent: int) -> Any:
    return tuple(sorted(pair(chance, agent), reverse=True))


def of_sets(chance: random.Random, _agent: int) -> Any:
    """A value for each set of two items, more for both than for either: a dict that finds its equals."""
    a, b, more = (chance.choice((0, 0, 1, 1, 2, 3)) for _ in range(3))
    return Valuation({frozenset(): 0, frozenset("a"): a, frozenset("b"): b, frozenset("ab"): max(a, b) + more})


class Valuation(dict[Any, Any]):
    def __hash__(self) -> int:  # type: ignore[override]  # never changed
        return hash(tuple(sorted((len(key), *sorted(key), value) for key, value in self.items())))


def owned(result: Any, agents: int) -> list[Share]:
    owners, payments = result
    return [(frozenset(item for item in owners if owners[item] == i), payments[i]) for i in range(agents)]


def win(t: Any, got: Any) -> Any:
    """Yes or no: under two names too, one place is enough."""
    return t if got else 0


def listed(t: Any, got: Any) -> Any:
    return sum(t[k] for k in got)


PRIORITY = {"a": (0, 1, 2), "b": (1, 2, 0), "c": (2, 0, 1)}
KINDS = {
    "clicks.py": Kind(lambda t, got: t * got, columns),
    "items.py": Kind(listed, columns, pair),
    "unit_demand.py": Kind(lambda t, got: max((t[k] for k in got), default=0), columns, pair),
    "any_sets.py": Kind(lambda t, got: t[got], owned, of_sets),
    "falling_values.py": Kind(lambda t, got: sum(t[:got]), columns, falling),
    "trade.py": Kind(lambda t, got: t * got, trade),
    "fees_kept.py": Kind(win, columns),
    "fees_burnt.py": Kind(win, columns, burn=lambda shares, base: base * sum(int(won) for won, _ in shares)),
    "fees_all_burnt.py": Kind(win, columns, burn=lambda shares, _: sum(paid for _, paid in shares)),
    "cost_sharing.py": Kind(win, columns, cost=lambda shares: 6 * any(won for won, _ in shares)),
    "transfers.py": Kind(win, columns),
    "knapsack.py": Kind(win, columns),
    "path.py": Kind(lambda t, got: t * got, sold),
    "tasks.py": Kind(lambda t, got: -listed(t, got), columns, pair),
    "points.py": Kind(lambda t, got: -abs(got - t), public, lambda chance, _: amount(chance) - 2),
    "schools.py": ranks(free, priority=PRIORITY),
    "assignment.py": ranks(free),
    "voting.py": ranks(public),
}
BASES = {"0..": Fraction(2), "1..": Fraction(2)}
"""A value from each range of a parameter."""
LOTTERIES = ("random_serial_dictatorship", "order_by_first_choice", "probabilistic_serial", "first_come_shares")


def kind_of(code: Code) -> Kind:
    if code.name in LOTTERIES:
        return ranks(chances)
    if code.name in ("majority", "minority"):
        return ranks(public, "ab")
    return KINDS[code.file]


def at_least(a: Any, b: Any) -> bool:
    """Compare utilities; of chances, a is better if no sum of the best ones is lower."""
    return all(x >= y for x, y in zip(a, b, strict=True)) if isinstance(a, tuple) else bool(a >= b)


def above(a: Any, b: Any) -> bool:
    return not at_least(b, a) if not isinstance(a, tuple) else at_least(a, b) and a != b


class Oracle:
    """A function with random or all profiles."""

    def __init__(self, code: Code, agents: int, seed: int = 0) -> None:
        self.code, self.kind, self.function, self.agents = code, kind_of(code), code.function, agents
        self.chance = random.Random(seed)
        self.parameters = {name: BASES[text] for name, text in code.parameters.items()}
        self._known: dict[tuple[Any, ...], list[Share]] = {}

    def drawn(self, agent: int) -> Any:
        return self.kind.draw(self.chance, agent)

    def profiles(self) -> Iterator[Reports]:
        if self.kind.all is not None:
            yield from map(list, product(self.kind.all, repeat=self.agents))
            return
        for _ in range(PROFILES):
            yield [self.drawn(i) for i in range(self.agents)]

    def lies(self, agent: int, truth: Reports) -> Iterator[Any]:
        """Yield lies of an agent: among the random ones, what another reports, and next to nothing."""
        if self.kind.all is not None:
            yield from self.kind.all
            return
        yield from (self.drawn(agent) for _ in range(LIES))
        yield self.chance.choice(truth)

    def others(self, truth: Reports) -> Iterator[Reports]:
        """Yield other reports of all."""
        if self.kind.all is not None:
            seen: dict[str, Reports] = {}
            for reports in self.profiles():
                seen.setdefault(str(self.run(reports)), reports)
            yield from seen.values()
            return
        for _ in range(LIES):
            yield [self.drawn(i) for i in range(len(truth))]
        yield [truth[0]] * len(truth)

    def run(self, reports: Reports) -> list[Share]:
        key = tuple(reports)
        if key not in self._known:
            self._known[key] = self.kind.shares(self.function(list(reports), **self.parameters), len(reports))
        return self._known[key]

    @cached_property
    def sellers(self) -> set[int]:
        """Who bears a cost at some profile."""
        drawn = Oracle(self.code, self.agents, seed=1)
        return {i for r in drawn.profiles() for i in range(self.agents) if drawn.worth(i, r, Fraction(1)) < 0}

    def worth(self, agent: int, reports: Reports, true: Any, share_of: int | None = None) -> Any:
        return self.kind.value(true, self.run(reports)[agent if share_of is None else share_of][0])

    def paid(self, agent: int, reports: Reports) -> Any:
        return self.run(reports)[agent][1]

    def utility(self, agent: int, reports: Reports, true: Any, share_of: int | None = None) -> Any:
        owner = agent if share_of is None else share_of
        worth, paid = self.worth(agent, reports, true, share_of), self.paid(owner, reports)
        return worth if isinstance(worth, tuple) else worth - paid

    def revenue(self, reports: Reports) -> Any:
        return sum(paid for _, paid in self.run(reports))

    def burned(self, reports: Reports) -> Any:
        return self.kind.burn(self.run(reports), self.parameters.get("base"))

    def welfare(self, reports: Reports, truth: Reports) -> Any:
        return sum(self.worth(i, reports, truth[i]) for i in range(len(truth))) - self.kind.cost(self.run(reports))


def put(reports: Reports, agent: int, report: Any) -> Reports:
    return [*reports[:agent], report, *reports[agent + 1 :]]


# ---- what breaks each law at a profile


def strategy_proof(m: Oracle, t: Reports) -> bool:
    return any(
        not at_least(m.utility(i, t, t[i]), m.utility(i, put(t, i, lie), t[i]))
        for i in range(m.agents)
        for lie in m.lies(i, t)
    )


def individually_rational(m: Oracle, t: Reports) -> bool:
    return any(m.utility(i, t, t[i]) < 0 for i in range(m.agents))


def losers_pay_nothing(m: Oracle, t: Reports) -> bool:
    return any(m.worth(i, t, Fraction(1)) == 0 != m.paid(i, t) for i in range(m.agents))


def no_negative_payments(m: Oracle, t: Reports) -> bool:
    """Tell whether who buys is paid, or who sells, whose costs are a worth below 0, pays."""
    return any(m.paid(i, t) * (-1 if i in m.sellers else 1) < 0 for i in range(m.agents))


def weakly_monotone(m: Oracle, t: Reports) -> bool:
    for i in range(m.agents):
        for other in m.lies(i, t):
            r = put(t, i, other)
            if m.worth(i, t, t[i]) - m.worth(i, r, t[i]) < m.worth(i, t, other) - m.worth(i, r, other):
                return True
    return False


def efficient(m: Oracle, t: Reports) -> bool:
    return any(m.welfare(r, t) > m.welfare(t, t) for r in m.others(t))


def no_deficit(m: Oracle, t: Reports) -> bool:
    return bool(m.revenue(t) < m.kind.cost(m.run(t)))


def budget_balanced(m: Oracle, t: Reports) -> bool:
    return bool(m.revenue(t) != m.kind.cost(m.run(t)))


def envy_free(m: Oracle, t: Reports) -> bool:
    return any(
        not at_least(m.utility(i, t, t[i]), m.utility(i, t, t[i], share_of=j))
        for i, j in permutations(range(m.agents), 2)
    )


def _together(m: Oracle, t: Reports) -> Iterator[tuple[Any, Any, Any, Any]]:
    for i, j in permutations(range(m.agents), 2):
        for lie in m.lies(i, t):
            for second in m.lies(j, t):
                r = put(put(t, i, lie), j, second)
                yield m.utility(i, t, t[i]), m.utility(i, r, t[i]), m.utility(j, t, t[j]), m.utility(j, r, t[j])


def pair_proof(m: Oracle, t: Reports) -> bool:
    return any(above(b, a) and above(d, c) for a, b, c, d in _together(m, t))


def strongly_pair_proof(m: Oracle, t: Reports) -> bool:
    return any(above(b, a) and at_least(d, c) for a, b, c, d in _together(m, t))


def revenue_monotone(m: Oracle, t: Reports) -> bool:
    return any(m.revenue(t) < m.revenue(t[:i] + t[i + 1 :]) for i in range(m.agents))


def both(a: Any, b: Any) -> Any:
    if isinstance(a, (str, set, frozenset, tuple, list)):
        return frozenset(a) | frozenset(b)
    return a + b


def false_name_proof(m: Oracle, t: Reports) -> bool:
    for i in range(m.agents):
        for lie in m.lies(i, t):
            for name in m.lies(i, t):
                r = [*put(t, i, lie), name]
                (got, paid), (more, price) = m.run(r)[i], m.run(r)[-1]
                if m.kind.value(t[i], both(got, more)) - paid - price > m.utility(i, t, t[i]):
                    return True
    return False


def pareto_efficient(m: Oracle, t: Reports) -> bool:
    here = [m.worth(i, t, t[i]) for i in range(m.agents)]
    there = ([m.worth(i, r, t[i]) for i in range(m.agents)] for r in m.others(t))
    return any(all(a >= b for a, b in zip(own, here, strict=True)) and own != here for own in there)


def unanimous(m: Oracle, t: Reports) -> bool:
    best = [0] * m.agents
    here = [m.worth(i, t, t[i]) for i in range(m.agents)]
    reachable = any([m.worth(i, r, t[i]) for i in range(m.agents)] == best for r in m.others(t))
    return reachable and here != best


def non_bossy(m: Oracle, t: Reports) -> bool:
    for i in range(m.agents):
        for lie in m.lies(i, t):
            before, after = m.run(t), m.run(put(t, i, lie))
            if before[i] == after[i] and before != after:
                return True
    return False


def stable(m: Oracle, t: Reports) -> bool:
    got = [share for share, _ in m.run(t)]
    for i, order in enumerate(t):
        for school in order[: order.index(got[i])]:
            line = m.kind.priority[school]
            if school not in got or line.index(i) < line.index(got.index(school)):
                return True
    return False


def fake_bid_proof(m: Oracle, t: Reports) -> bool:
    for fake in [*m.lies(0, t), *t]:
        shares = m.run([*t, fake])
        received = sum(paid for _, paid in shares[:-1]) - m.burned([*t, fake])
        if received > m.revenue(t) - m.burned(t):
            return True
    return False


def collusion_proof(m: Oracle, t: Reports) -> bool:
    def joint(reports: Reports) -> Any:
        return sum(m.worth(i, reports, t[i]) for i in range(m.agents)) - m.burned(reports)

    return any(joint(r) > joint(t) for r in m.others(t))


VIOLATED: dict[str, Callable[[Oracle, Reports], bool]] = {
    "strategy-proof": strategy_proof,
    "individually-rational": individually_rational,
    "losers-pay-nothing": losers_pay_nothing,
    "no-negative-payments": no_negative_payments,
    "weakly-monotone": weakly_monotone,
    "efficient": efficient,
    "no-deficit": no_deficit,
    "budget-balanced": budget_balanced,
    "envy-free": envy_free,
    "pair-proof": pair_proof,
    "strongly-pair-proof": strongly_pair_proof,
    "revenue-monotone": revenue_monotone,
    "false-name-proof": false_name_proof,
    "fake-bid-proof": fake_bid_proof,
    "collusion-proof": collusion_proof,
    "pareto-efficient": pareto_efficient,
    "unanimous": unanimous,
    "non-bossy": non_bossy,
    "stable": stable,
}


def breaks(code: Code, law: str, agents: int, seed: int = 0) -> bool:
    """Tell whether the oracle finds a violation."""
    oracle = Oracle(code, agents, seed)
    return any(VIOLATED[law](oracle, types) for types in oracle.profiles())
