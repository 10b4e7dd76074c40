"""A counterexample over types of any kind as a story, in the words of their space."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from strategyproof.mechanism.verdict import Counterexample, Run


def tell(law: str, found: Counterexample) -> str:
    """Tell a counterexample; agents are counted from 0, and reports are written as their space writes them."""
    narrate = _NARRATORS.get(law, _any_law)
    return f"{_setting(found)} {narrate(found)}"


def _setting(found: Counterexample) -> str:
    given = ", ".join(f"{name} = {value}" for name, value in found.parameters.items())
    types = "; ".join(found.bids)
    sides = set(found.outcomes[0].sides if found.outcomes else [])
    what = "costs" if sides == {"seller"} else "values and costs" if sides else "types"
    return f"{f'With {given}, the' if given else 'The'} {what} are {types}."


def _strategy_proof(found: Counterexample) -> str:
    i, lie = _agent(found), str(found.variables["lie"])
    truth, lying = _compared(found)
    gain = Fraction(lying.utilities[i]) - Fraction(truth.utilities[i])
    if truth.sides[i:] and truth.sides[i] == "seller":
        return (
            f"Seller {i} has the cost {found.bids[i]}. Asking that, it {_fate(truth, i)}, which leaves it "
            f"{truth.utilities[i]}. If it asks {lie}, it {_fate(lying, i)}, which leaves it {lying.utilities[i]}: "
            f"it gains {gain} by lying."
        )
    return (
        f"{_who(truth, i)} has {found.bids[i]}. Reporting that, it {_fate(truth, i)}, "
        f"which is worth {truth.utilities[i]} to it. If it reports {lie}, it {_fate(lying, i)}, worth "
        f"{lying.utilities[i]}: it gains {gain} by lying."
    )


def _prefers(found: Counterexample) -> str:
    """Tell a lie where only the order counts: there are no amounts."""
    i, lie = _agent(found), str(found.variables["lie"])
    truth, lying = _compared(found)
    first = found.bids[i].partition(" > ")[0]
    return (
        f"Agent {i} ranks {first} first ({found.bids[i]}), and gets {truth.got[i]}. "
        f"If it reports {lie}, it gets {lying.got[i]}."
    )


def _individually_rational(found: Counterexample) -> str:
    i, run = _agent(found), found.outcomes[0]
    loss = -Fraction(run.utilities[i])
    type_ = "cost" if run.sides[i:] and run.sides[i] == "seller" else "value" if run.sides else "type"
    return f"{_who(run, i)} reports its {type_} {found.bids[i]}, {_fate(run, i)}, and ends {loss} below zero."


def _welfare(found: Counterexample) -> str:
    chosen, other = _compared(found)
    return (
        f"{_all(chosen)}: worth {_worth(chosen)} to all together. Of the outcomes that it ever chooses, "
        f"{_lowered(_all(other))} would be worth {_worth(other)}."
    )


def _money(found: Counterexample) -> str:
    run = found.outcomes[0]
    total = sum(map(Fraction, run.payments))
    return f"{_all(run)}. What is paid sums to {total}."


def _pair(found: Counterexample) -> str:
    i, j = _agent(found), _agent(found, "j")
    truth, lying = _compared(found)
    first, second = _lowered(_who(truth, i)), _lowered(_who(truth, j))
    told = (
        f"If {first} reports {found.variables['lie']} and {second} {found.variables['second']}, "
        f"{first} {_fate(lying, i)} and {second} {_fate(lying, j)}"
    )
    if _is_order(found):
        return f"Agent {i} gets {truth.got[i]} and agent {j} {truth.got[j]}. {told}."
    return (
        f"{_who(truth, i)} {_fate(truth, i)} and {second} {_fate(truth, j)}: worth {truth.utilities[i]} and "
        f"{truth.utilities[j]}. {told}: worth {lying.utilities[i]} and {lying.utilities[j]}."
    )


def _envy(found: Counterexample) -> str:
    i, j, run = _agent(found), _agent(found, "j"), found.outcomes[0]
    other = _lowered(_who(run, j))
    return f"{_who(run, i)} {_fate(run, i)}, and would rather have what {other} has: it {_fate(run, j)}."


def _without(found: Counterexample) -> str:
    i = _agent(found)
    everybody, fewer = _compared(found)
    less, more = (sum(map(Fraction, run.payments)) for run in (everybody, fewer))
    return f"All together pay {less}. Without agent {i} the others would pay {more}."


def _false_name(found: Counterexample) -> str:
    i = _agent(found)
    honest, attack = _compared(found)
    alias = len(attack.bids) - 1
    return (
        f"Agent {i} {_fate(honest, i)}, worth {honest.utilities[i]} to it. If it reports {attack.bids[i]} and, under "
        f"a second name, {attack.bids[alias]}, it {_fate(attack, i)}, and as the second {_fate(attack, alias)}."
    )


def _fake(found: Counterexample) -> str:
    truth, faked = _compared(found)
    before = sum(map(Fraction, truth.payments))
    after = sum(map(Fraction, faked.payments[: len(truth.payments)]))
    return (
        f"The agents pay {before}. If the operator adds a bid of its own, {faked.bids[-1]}, they pay {after}: "
        "it gains, less what is burned."
    )


def _bossy(found: Counterexample) -> str:
    i, j = _agent(found), _agent(found, "j")
    truth, lying = _compared(found)
    return (
        f"If agent {i} reports {found.variables['lie']}, it gets {lying.got[i]} as before, but agent {j} gets "
        f"{lying.got[j]} instead of {truth.got[j]}."
    )


def _better_for_one(found: Counterexample) -> str:
    i = _agent(found)
    chosen, other = _compared(found)
    return (
        f"{_all(chosen)}. {_all(other)}, which it chooses for other reports, would be at least as good for all, and "
        f"better for agent {i}."
    )


def _blocked(found: Counterexample) -> str:
    i, run = _agent(found), found.outcomes[0]
    return f"{_all(run)}. Agent {i} prefers an option that would rather have it than what it has, or is free."


def _any_law(found: Counterexample) -> str:
    choices = ", ".join(f"{name} = {value}" for name, value in found.variables.items())
    runs = " ".join(f"For the reports {'; '.join(run.bids)}: {_lowered(_all(run))}." for run in found.outcomes)
    return f"{f'The law fails at {choices}. ' if choices else ''}{runs}".strip()


_NARRATORS: dict[str, Callable[[Counterexample], str]] = {
    "strategy-proof": lambda found: (_prefers if _is_order(found) else _strategy_proof)(found),
    "individually-rational": _individually_rational,
    "efficient": _welfare,
    "no-deficit": _money,
    "budget-balanced": _money,
    "pair-proof": _pair,
    "strongly-pair-proof": _pair,
    "envy-free": _envy,
    "revenue-monotone": _without,
    "false-name-proof": _false_name,
    "fake-bid-proof": _fake,
    "pareto-efficient": _better_for_one,
    "unanimous": _better_for_one,
    "non-bossy": _bossy,
    "stable": _blocked,
}


def _is_order(found: Counterexample) -> bool:
    return " > " in found.bids[0]


def _compared(found: Counterexample) -> tuple[Run, Run]:
    """Return the run on the true types, and the other one."""
    first = next((n for n, run in enumerate(found.outcomes) if run.bids == found.bids), 0)
    return found.outcomes[first], next(run for n, run in enumerate(found.outcomes) if n != first)


def _agent(found: Counterexample, name: str = "i") -> int:
    return int(str(found.variables[name]))


def _who(run: Run, agent: int) -> str:
    """Return what an agent is called, at the start of a sentence."""
    return f"{run.sides[agent].capitalize() if run.sides[agent:] else 'Agent'} {agent}"


_FATES = {
    "": ("wins", "loses", "gets"),
    "buyer": ("buys", "buys nothing", "buys"),
    "seller": ("sells", "sells nothing", "sells"),
}
"""What is said of a win, of none, and of an amount, by the side of who has it."""


def _fate(run: Run, agent: int) -> str:
    win, loss, amount = _FATES[run.sides[agent] if run.sides[agent:] else ""]
    got = {"True": win, "False": loss}.get(run.got[agent], f"{amount} {run.got[agent]}")
    paid = Fraction(run.payments[agent])
    return got if paid == 0 else f"{got} and pays {paid}" if paid > 0 else f"{got} and is paid {-paid}"


def _all(run: Run) -> str:
    if len(set(run.got)) == 1 and not any(map(Fraction, run.payments)) and len(run.got) > 1:
        return {"True": "All win", "False": "Nobody wins"}.get(run.got[0], f"The outcome is {run.got[0]}")
    told = [f"{_who(run, agent)} {_fate(run, agent)}" for agent in range(len(run.got))]
    return "; ".join([told[0], *map(_lowered, told[1:])])


def _worth(run: Run) -> Fraction:
    return sum((Fraction(u) + Fraction(p) for u, p in zip(run.utilities, run.payments, strict=True)), Fraction(0))


def _lowered(text: str) -> str:
    return text[0].lower() + text[1:]
