"""Audit one auction with MechAudit on a finite grid of types, and print its answer.

Run: python audit.py AUCTION BIDDERS TYPES
"""

from __future__ import annotations

import sys

import auctions
from mechaudit import DSIC, DirectMechanism, FiniteEnvironment, PrivateValues

RHO = 1.5
"""MechAudit tabulates a mechanism, so a parameter has one value."""


def main() -> None:
    name, bidders, types = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    agents = [f"bidder {i}" for i in range(bidders)]
    market = FiniteEnvironment(
        agents={agent: list(range(types)) for agent in agents},
        outcomes=[*agents, "nobody"],
        values=PrivateValues(lambda agent, value, outcome: float(value) if outcome == agent else 0.0),
    )

    def run(report):  # type: ignore[no-untyped-def]  # MechAudit's profile of reports
        bids = [report[agent] for agent in agents]
        return auctions.msb(bids, RHO) if name == "msb" else getattr(auctions, name)(bids)

    def allocation(report):  # type: ignore[no-untyped-def]  # likewise
        wins, _ = run(report)
        sold = {agent: float(won) for agent, won in zip(agents, wins, strict=True)}
        return {**sold, "nobody": 1.0 - sum(sold.values())}

    def payments(report):  # type: ignore[no-untyped-def]  # likewise
        return dict(zip(agents, map(float, run(report)[1]), strict=True))

    found = market.audit(DirectMechanism.from_functions(allocation=allocation, payments=payments), [DSIC()])
    print("refuted" if not found.passed else f"no lie on the grid of {types}^{bidders} types")


if __name__ == "__main__":
    main()
