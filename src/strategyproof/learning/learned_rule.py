"""The auction that a trained selector makes of MSB in one market state: a mechanism that every interpreter can run.

In a fixed state a selector that sees the bids is a function from bids to a price of the grid. The network computes in
float32 on the bids rounded to doubles; the price that it picks is a double, and from there on the auction is MSB's own
rule in the arithmetic of the bids, exact for rationals.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import numpy as np

from strategyproof.learning.evaluate import rho_of
from strategyproof.learning.selectors.protocol import Selector
from strategyproof.learning.stream import Batch
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.outcome import Number, Vector
from strategyproof.mechanism.rules.msb import with_selector

__all__ = ["learned_rule"]


def learned_rule(selector: Selector, batch: Batch, place: int = 0) -> Mechanism:
    """Return MSB at the selector's rho, with the market state and the past of one round.

    Parameters
    ----------
    selector
        Emits rho; deterministic.
    batch
        Rounds of the market.
    place
        Which of them gives the state. The rule runs markets of as many bidders as the round has.
    """
    state, past, brand = (part[place : place + 1] for part in (batch.state, batch.past, batch.brand))

    @cache
    def emitted(bids: tuple[float, ...]) -> float:
        return float(rho_of(selector, Batch(state, past, np.array(bids)[:, None], brand))[0])

    def rho(bids: Vector) -> Number:
        price = emitted(tuple(float(bid) for bid in bids))
        return price if isinstance(bids[0], float) else Fraction(price)

    return with_selector(
        f"msb-learned-{selector.information}",
        f"MSB with the learned rho of class `{selector.information}`",
        rho,
        f"rho is picked by a trained policy of the information class `{selector.information}`, in one market state.",
        "paper, algorithm 1, eqs. 16 to 18",
    )
