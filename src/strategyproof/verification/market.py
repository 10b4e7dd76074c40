"""Run the rules that need no learning on the rounds of a scenario."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from strategyproof.mechanism.market import baselines
from strategyproof.mechanism.market.contract import Contract, contract_price
from strategyproof.mechanism.market.equations import surplus
from strategyproof.mechanism.outcome import Outcome
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.rules.msb import critical_payment
from strategyproof.reports.document import (
    AuctionRound,
    ContractPrice,
    CurvePoint,
    Estimate,
    Market,
    RuleResult,
    Setting,
)
from strategyproof.scenarios.sample import Rounds, draw, draw_history
from strategyproof.scenarios.schema import Scenario

Floats = NDArray[np.float64]
SAMPLE = 12
CURVE = 61
BATCHES, BATCH = 50, 40
"""Rounds close in time share slots and scenes, so standard errors come from means of batches of many rounds."""


@dataclass(frozen=True, slots=True)
class Play:
    """One rule on all rounds: who won, and what it was worth; each array has one entry per round."""

    surplus: Floats
    winner: NDArray[np.intp]
    latency: Floats

    @property
    def uav_share(self) -> float:
        """Share of the rounds that the UAV won."""
        return float(np.mean(self.winner == 0))


@dataclass(frozen=True, slots=True)
class Stage:
    """The rounds of a scenario, and what an independent history says before them."""

    scenario: Scenario
    rounds: Rounds
    contract: Contract
    optimal_rho: float

    @property
    def zeta(self) -> float:
        """Weight of the UAV's surplus."""
        return self.scenario.uav.zeta

    def play(self, outcome: Outcome) -> Play:
        """Score an outcome on these rounds (eq. 12)."""
        wins = np.asarray(outcome.wins)
        winner = np.where(wins.any(axis=0), wins.argmax(axis=0) + 1, 0)
        worth = surplus(wins.T, self.rounds.values, self.rounds.brand_value, zeta=self.zeta)
        return Play(worth, winner, self.rounds.latency[winner, np.arange(winner.size)])

    def msb(self, rho: Any) -> Play:
        """Run MSB at a price scaling factor: one for all rounds, or one for each."""
        return self.play(MECHANISMS["msb"].bind(rho=rho)(self.rounds.bids))


def stage(scenario: Scenario, rounds: int, seed: int) -> Stage:
    """Draw the rounds, and take the contract price and Optimal MSB's rho from past ones."""
    drawn, past = draw(scenario, rounds, seed), draw_history(scenario, None, seed)
    top, second = past.top_two
    rho = float(baselines.optimal_rho(past.brand_value, second, zeta=scenario.uav.zeta))
    return Stage(scenario, drawn, contract_price(top, past.brand_value), rho)


def measure(on: Stage, settings: list[Setting], seed: int) -> Market:
    """Compare the rules on the rounds, and tell some of the rounds under MSB at Optimal MSB's rho."""
    base = on.msb(1.0)
    return Market(
        scenario=on.scenario.name,
        base_stations=on.scenario.market.base_stations,
        rounds=int(on.rounds.brand_value.size),
        seed=seed,
        zeta=on.zeta,
        settings=settings,
        rho=on.optimal_rho,
        totals=_totals(on, on.msb(on.optimal_rho)),
        sample=_sample(on),
        rules=[_result(base, *line) for line in _lines(on)],
        contract=_contract(on.contract),
        curve=_curve(on),
    )


def exogenous_by_scene(on: Stage) -> Floats:
    """Return, for each round, the rho that earned most over all rounds of its scene: a bound, known only afterwards."""
    (top, second), brand = on.rounds.top_two, on.rounds.brand_value
    rho = np.ones_like(brand)
    for scene in np.unique(on.rounds.scene):
        here = on.rounds.scene == scene
        rho[here] = baselines.best_exogenous_rho(brand[here], top[here], second[here], zeta=on.zeta).rho
    return rho


def estimate(values: Floats) -> Estimate:
    """Return the mean and its standard error from means of batches."""
    count = min(BATCHES, max(2, values.size // BATCH))
    if values.size < count:
        return Estimate(float(values.mean()), 0.0)
    means = np.array([batch.mean() for batch in np.array_split(values, count)])
    return Estimate(float(values.mean()), float(means.std(ddof=1) / np.sqrt(count)))


def _lines(on: Stage) -> Iterator[tuple[str, str, str, Play, float | None, bool]]:
    """Yield the rules: id, title, what it knows, how it played, its constant rho, whether it can be run."""
    (top, second), brand = on.rounds.top_two, on.rounds.brand_value
    best = float(baselines.best_exogenous_rho(brand, top, second, zeta=on.zeta).rho)
    bid, own = max(0.0, float(on.contract.price)), on.zeta * brand
    bids = on.rounds.bids
    exogenous = on.msb(exogenous_by_scene(on))
    yield "spa", "SPA", "bids", on.msb(1.0), 1.0, True
    yield "optimal-msb", "Optimal MSB", "bids, past rounds", on.msb(on.optimal_rho), on.optimal_rho, True
    myopic = on.play(MECHANISMS["myopic-brand-bid"].bind(brand_bid=bid)(bids))
    yield "myopic-brand-bid", "Myopic, brand-bid reading", "bids, b₀", myopic, None, True
    literal = on.play(MECHANISMS["myopic-literal"].bind()(bids))
    yield "myopic-literal", "Myopic, literal reading", "bids; never sells", literal, None, True
    value = on.play(MECHANISMS["myopic-brand-value"].bind(brand_value=own)(bids))
    yield "myopic-brand-value", "Myopic, brand-value reading", "v₀ of the round", value, None, False
    yield "best-constant-rho", "best constant ρ", "all rounds, in hindsight", on.msb(best), best, False
    yield (
        "best-exogenous-rho",
        "best exogenous ρ per scene",
        "all rounds, in hindsight",
        exogenous,
        None,
        False,
    )
    yield "first-best", "first best", "all values", _first_best(on), None, False


def _first_best(on: Stage) -> Play:
    """Give each task to the provider that values it most: the bound, and no mechanism."""
    best = np.asarray(baselines.first_best(on.rounds.brand_value, on.rounds.top_two[0], zeta=on.zeta))
    winner = np.where(on.zeta * on.rounds.brand_value >= best, 0, on.rounds.bids.argmax(axis=0) + 1)
    return Play(best, winner, on.rounds.latency[winner, np.arange(winner.size)])


def _result(
    base: Play, id: str, title: str, knows: str, play: Play, rho: float | None, is_mechanism: bool
) -> RuleResult:
    return RuleResult(
        id=id,
        title=title,
        knows=knows,
        surplus=estimate(play.surplus),
        uav_surplus=estimate(np.where(play.winner == 0, play.surplus, 0.0)),
        uav_share=play.uav_share,
        latency=estimate(play.latency),
        advantage=estimate(play.surplus - base.surplus),
        rho=rho,
        is_mechanism=is_mechanism,
    )


def _sample(on: Stage) -> list[AuctionRound]:
    """Tell rounds spread over the run."""
    count = on.rounds.brand_value.size
    places = np.unique(np.linspace(0, count - 1, min(SAMPLE, count)).astype(int))
    play = on.msb(on.optimal_rho)
    prices = critical_payment(on.rounds.bids, on.optimal_rho)
    told = []
    for place in places:
        winner, price = int(play.winner[place]), float(prices[on.rounds.bids[:, place].argmax(), place])
        told.append(
            AuctionRound(
                round=int(place),
                bids=[float(bid) for bid in on.rounds.bids[:, place]],
                brand_value=float(on.rounds.brand_value[place]),
                winner=winner,
                critical_payment=price,
                paid=price if winner else float(on.contract.price),
                surplus=float(play.surplus[place]),
                latency=float(play.latency[place]),
            )
        )
    return told


def _totals(on: Stage, play: Play) -> list[int]:
    """Count the rounds that each provider won, the UAV first."""
    return [int(count) for count in np.bincount(play.winner, minlength=on.scenario.market.base_stations + 1)]


def _curve(on: Stage) -> list[CurvePoint]:
    (top, second), brand = on.rounds.top_two, on.rounds.brand_value
    highest = baselines.price_grid(on.scenario.auction.actions)[-1]
    return [
        CurvePoint(
            rho=float(rho),
            surplus=float(baselines.msb_surplus(float(rho), brand, top, second, zeta=on.zeta)),
            uav_share=float(np.mean(top <= rho * second)),
        )
        for rho in np.geomspace(1.0, max(highest, 2.0), CURVE)
    ]


def _contract(contract: Contract) -> ContractPrice:
    price, mean = float(contract.price), float(contract.expected_value)
    warnings = {
        "never": "Bidding never pays for the UAV: b₀ = 0.",
        "always": "No sampled price is too dear for the UAV: b₀ is the largest sample, and any higher bid is as good.",
    }
    warning = warnings.get(contract.kind)
    if contract.loses_money:
        warning = (
            f"b₀ = {price:.4g} exceeds E[v₀] = {mean:.4g}: charged as a flat price it loses the UAV money on average."
        )
    return ContractPrice(price, float(contract.objective), mean, contract.kind, warning)
