"""A second-price auction with the best flat reserve: no scale-free price, and the strongest simple rival."""

from __future__ import annotations

from typing import ClassVar

from strategyproof.learning.selectors.myopic import MyopicBrandBid
from strategyproof.learning.stream import Batch
from strategyproof.mechanism.market.contract import contract_price
from strategyproof.mechanism.vocabulary import highest

__all__ = ["FlatReserveSelector"]


class FlatReserveSelector(MyopicBrandBid):
    r"""The reserve that earns most on past rounds, the same for every round.

    :math:`r = \arg\max_r E[v_{(1)} 1\{v_{(1)} > r\} + \zeta v_0 1\{v_{(1)} \le r\}]`, which is eq. 13 with
    :math:`\zeta v_0` for v_0: a reserve and the UAV's best fixed bid in a second-price auction are one number. As a
    price scaling factor it is max(1, r / b_(2)). Strategy-proof, and not free of adverse selection: the UAV gets the
    rounds in which the common value, and so its own, is low.

    Parameters
    ----------
    history
        Past rounds.
    zeta
        Weight of the UAV's surplus.
    """

    id: ClassVar[str] = "flat-reserve"

    def __init__(self, history: Batch, zeta: float) -> None:
        super().__init__(float(contract_price(highest(history.bids, 1), zeta * history.brand).price))
