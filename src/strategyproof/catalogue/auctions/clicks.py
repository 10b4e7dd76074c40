"""Advertising slots of different click rates: a win is a number of clicks."""

# mypy: ignore-errors
# Without types, as such functions are written.

from strategyproof import Amounts

CLICKS = (4, 2, 1)
"""Clicks per hour of the slots, the best first."""


def ranked(bids):
    """The bidders from the highest bid to the lowest; on a tie the smaller index first."""
    return sorted(range(len(bids)), key=lambda i: bids[i], reverse=True)


def gsp(bids) -> Amounts:
    """Slots go by rank; each pays, for every click, the bid of the next."""
    order = ranked(bids)
    clicks, payments = [0] * len(bids), [0] * len(bids)
    for k, i in enumerate(order[: len(CLICKS)]):
        clicks[i] = CLICKS[k]
        payments[i] = CLICKS[k] * (bids[order[k + 1]] if k + 1 < len(order) else 0)
    return clicks, payments


def gsp_charging_the_slot_above(bids) -> Amounts:
    """As GSP, but every slot below the first is charged the clicks of the one above it."""
    order = ranked(bids)
    clicks, payments = [0] * len(bids), [0] * len(bids)
    for k, i in enumerate(order[: len(CLICKS)]):
        clicks[i] = CLICKS[k]
        payments[i] = CLICKS[max(k - 1, 0)] * (bids[order[k + 1]] if k + 1 < len(order) else 0)
    return clicks, payments


def vcg_ladder(bids) -> Amounts:
    """Slots go by rank; each pays what the clicks that it takes from those below are worth to them."""
    order, rates = ranked(bids), [*CLICKS, *[0] * len(bids)]
    clicks, payments = [0] * len(bids), [0] * len(bids)
    for k, i in enumerate(order[: len(CLICKS)]):
        clicks[i] = rates[k]
        payments[i] = sum((rates[j - 1] - rates[j]) * bids[order[j]] for j in range(k + 1, len(bids)))
    return clicks, payments


def ladder_without_its_last_step(bids) -> Amounts:
    """As the ladder, but the first bid without a slot is forgotten."""
    order, rates = ranked(bids), [*CLICKS, *[0] * len(bids)]
    clicks, payments = [0] * len(bids), [0] * len(bids)
    for k, i in enumerate(order[: len(CLICKS)]):
        clicks[i] = rates[k]
        payments[i] = sum((rates[j - 1] - rates[j]) * bids[order[j]] for j in range(k + 1, min(len(bids), len(CLICKS))))
    return clicks, payments


def ladder_one_step_only(bids) -> Amounts:
    """As the ladder, but each pays for what it takes from the next alone."""
    order, rates = ranked(bids), [*CLICKS, *[0] * len(bids)]
    clicks, payments = [0] * len(bids), [0] * len(bids)
    for k, i in enumerate(order[: len(CLICKS)]):
        clicks[i] = rates[k]
        payments[i] = (rates[k] - rates[k + 1]) * (bids[order[k + 1]] if k + 1 < len(bids) else 0)
    return clicks, payments
