"""A counterexample as a story: who values what, does what, and what it changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from strategyproof.mechanism.verdict import Counterexample, Run, Verdict
from strategyproof.reports import space_story


def tell(verdict: Verdict) -> str:
    """Tell the counterexample of a verdict in a few sentences; bidders are counted from 0.

    A verdict without a counterexample is told by its reason.
    """
    found = verdict.counterexample
    if found is None:
        return _sentence(verdict.reason or "No counterexample was recorded.")
    if found.outcomes and found.outcomes[0].got:
        return space_story.tell(verdict.law, found)
    narrator = _NARRATORS.get(verdict.law, _any_law)
    try:
        story = narrator(found)
    except (
        IndexError,
        KeyError,
        StopIteration,
        TypeError,
        ValueError,
    ):  # recorded by a law that asks for its runs otherwise
        story = _any_law(found)
    return story if verdict.law == "not-vacuous" else f"{_setting(found)} {story}"


def _setting(found: Counterexample) -> str:
    names = ", ".join(f"{name} = {_shown(value)}" for name, value in found.parameters.items())
    bids = f"the bids are {_shown(found.bids)}." if len(found.bids) > 1 else f"the only bid is {_shown(found.bids[0])}."
    return f"With {names}, {bids}" if names else bids[0].upper() + bids[1:]


def _strategy_proof(found: Counterexample) -> str:
    i, lie = _place(found, "i"), _text(found, "lie")
    truth, lying = compared_runs(found)
    value = _shown(found.bids[i])
    gain = _utility(value, lying, i) - _utility(value, truth, i)
    return (
        f"Bidder {i} values the item at {value}. Bidding {value} it {_fate(truth, i)}. "
        f"Bidding {lie} it {_fate(lying, i)}: it gains {gain} by lying."
    )


def _individually_rational(found: Counterexample) -> str:
    i, run = _place(found, "i"), found.outcomes[0]
    loss = -_utility(found.bids[i], run, i)
    return f"Bidder {i} bids its value {found.bids[i]}, {_fate(run, i)}, and ends {loss} below zero."


def _single_winner(found: Counterexample) -> str:
    return f"{_result(found.outcomes[0])}: one item is sold {sum(found.outcomes[0].wins)} times."


def _own_fate(found: Counterexample) -> str:
    i = _place(found, "i")
    return f"Bidder {i} {_fate(found.outcomes[0], i)}."


def _critical_payment(found: Counterexample) -> str:
    i, bid = _place(found, "i"), _text(found, "bid")
    run, other = compared_runs(found)
    price = _shown(run.payments[i])
    wins = other.wins[i]
    side = "below" if Fraction(bid) < Fraction(price) else "above"
    verdict = f"wins, though {bid} is {side} that price" if wins else f"loses, though {bid} is {side} that price"
    return f"Bidder {i} {_fate(run, i)}. Bidding {bid} it {verdict}: {price} is not the least bid that wins."


def _monotone(found: Counterexample) -> str:
    i, higher = _place(found, "i"), _text(found, "higher")
    low, high = compared_runs(found)
    return f"Bidder {i} {_fate(low, i)}. Raising its bid to {higher} it {_fate(high, i)}."


def _scaled(found: Counterexample) -> str:
    before, after = compared_runs(found)
    return (
        f"{_result(before)}. Multiply every bid by {_text(found, 'theta')}, to {_shown(after.bids)}: "
        f"now {_lowered(_result(after))}."
    )


def _homogeneous(found: Counterexample) -> str:
    i = _place(found, "i")
    before, after = compared_runs(found)
    if before.wins[i] or after.wins[i]:
        return _scaled(found)
    many = f"Multiply every bid by {_text(found, 'theta')}, to {_shown(after.bids)}"
    return f"Bidder {i} {_fate(before, i)}. {many}: now it {_fate(after, i)}."


def _anonymous(found: Counterexample) -> str:
    i, j = _place(found, "i"), _place(found, "j")
    before, after = compared_runs(found)
    if before.bids == after.bids:
        return f"{_result(before)}, though bidders {i} and {j} bid the same: it matters who bids."
    exchange = f"{_result(before)}. Let bidders {i} and {j} exchange their bids, to {_shown(after.bids)}"
    return f"{exchange}: {_lowered(_result(after))}, so it matters who bids."


def _fake_names(found: Counterexample) -> str:
    i = _place(found, "i")
    honest, attack = compared_runs(found)
    added = _shown(attack.bids[len(found.bids) :])
    return f"Bidder {i} {_fate(honest, i)}. With further bids {added} under other names it {_fate(attack, i)}."


def _loser_profit(found: Counterexample) -> str:
    i = _place(found, "i")
    value, (honest, attack) = found.bids[i], compared_runs(found)
    added = _shown(attack.bids[len(found.bids) :])
    own = [n for n in (i, *range(len(found.bids), len(attack.bids))) if attack.wins[n]]
    paid = sum((Fraction(attack.payments[n]) for n in own), Fraction(0))
    return (
        f"Bidder {i} values the item at {value} and {_fate(honest, i)}. Bidding {attack.bids[i]} and adding "
        f"{added} under other names it wins and pays {paid}: it gains {Fraction(value) - paid}."
    )


def _consistent(found: Counterexample) -> str:
    i = _place(found, "i")
    everyone, duel = compared_runs(found)
    moved = f"it is moved from place {i} to place 0, and " if i else ""
    against = f"Against the highest rival alone, with bids {_shown(duel.bids)}, {moved}it {_fate(duel, 0)}."
    only = ": nothing but the place of a bidder has changed." if i and len(found.bids) == len(duel.bids) else "."
    return f"Bidder {i} {_fate(everyone, i)}. {against.removesuffix('.')}{only}"


def _rho_blind(found: Counterexample) -> str:
    i, j, bid = _place(found, "i"), _place(found, "j"), _text(found, "bid")
    return f"If bidder {j} bids {bid} in place of {found.bids[j]}, the rho that bidder {i} faces changes."


def _not_vacuous(found: Counterexample) -> str:
    return f"Whatever anybody bids, bidder {_place(found, 'i')} never wins."


def _any_law(found: Counterexample) -> str:
    choices = ", ".join(f"{name} = {_shown(value)}" for name, value in found.variables.items())
    runs = " ".join(f"Bids {_shown(run.bids)}: {_lowered(_result(run))}." for run in found.outcomes)
    return f"{f'The law fails at {choices}. ' if choices else ''}{runs}".strip()


_NARRATORS: dict[str, Callable[[Counterexample], str]] = {
    "strategy-proof": _strategy_proof,
    "individually-rational": _individually_rational,
    "single-winner": _single_winner,
    "losers-pay-nothing": _own_fate,
    "no-negative-payments": _own_fate,
    "critical-payment": _critical_payment,
    "monotone": _monotone,
    "homogeneous": _homogeneous,
    "adverse-selection-free": _scaled,
    "anonymous": _anonymous,
    "winner-false-name-proof": _fake_names,
    "loser-irrelevance": _fake_names,
    "loser-false-name-proof": _loser_profit,
    "consistent": _consistent,
    "not-vacuous": _not_vacuous,
    "rho-blind": _rho_blind,
}


def compared_runs(found: Counterexample) -> tuple[Run, Run]:
    """Return the run on the truthful bids and the run that is compared with it."""
    first = next((n for n, run in enumerate(found.outcomes) if run.bids == found.bids), 0)
    return found.outcomes[first], next(run for n, run in enumerate(found.outcomes) if n != first)


def _result(run: Run) -> str:
    winners = [n for n, wins in enumerate(run.wins) if wins]
    if not winners:
        return "Nobody wins"
    paid = " and ".join(_shown(run.payments[n]) for n in winners)
    who = " and ".join(map(str, winners))
    return f"Bidder {who} wins and pays {paid}" if len(winners) == 1 else f"Bidders {who} win and pay {paid}"


def _fate(run: Run, bidder: int) -> str:
    paid = _shown(run.payments[bidder])
    if run.wins[bidder]:
        return f"wins and pays {paid}"
    return "loses" if Fraction(paid) == 0 else f"loses and pays {paid}"


def _utility(value: str, run: Run, bidder: int) -> Fraction:
    return (Fraction(value) if run.wins[bidder] else Fraction(0)) - Fraction(run.payments[bidder])


def _place(found: Counterexample, name: str) -> int:
    return int(found.variables[name])  # type: ignore[arg-type]


def _text(found: Counterexample, name: str) -> str:
    return _shown(found.variables[name])


def _shown(value: Any) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"({', '.join(map(_shown, value))})"
    return str(value).removesuffix(".0")


def _lowered(text: str) -> str:
    return text[0].lower() + text[1:]


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + ("" if text.endswith(".") else ".")
