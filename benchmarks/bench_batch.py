"""A million MSB auctions against copying or scanning their bids, as ratios within one run.

Both sides of a ratio have the same layout, on the same machine, in one run. Validation is on. ``sales`` returns the
winner and the price of each auction, ``run`` the dense wins and payments of every bidder.

Targets: N = 4, at most 4 copies of the bids; N = 10, at most 3 times ``bids.max`` over the bidders.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from functools import partial

import numpy as np
import pytest

from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.run import run, sales

AUCTIONS = 1_000_000


def seconds(task: Callable[[], object], repeats: int = 7) -> float:
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        task()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


@pytest.mark.parametrize("layout", ["auction by auction", "bidder by bidder"])
@pytest.mark.parametrize(("bidders", "yardstick"), [(4, "copy"), (10, "max")])
def test_msb_against_its_bids(bidders: int, yardstick: str, layout: str) -> None:
    by_bidder = np.random.default_rng(0).random((bidders, AUCTIONS))
    bids = by_bidder.T if layout == "bidder by bidder" else np.ascontiguousarray(by_bidder.T)
    unit = seconds(bids.copy if yardstick == "copy" else lambda: bids.max(axis=-1))
    for name, task in (("sales", sales), ("run", run)):
        cost = seconds(partial(task, MECHANISMS["msb"], bids, rho=1.5))
        print(f"\nN = {bidders}, {layout}: {name} {cost / unit:.1f} x {yardstick} ({cost * 1e3:.1f} ms)", end="")
