"""The price of truthfulness: what the best of each class keeps of first best, beside the laws that it keeps."""

from __future__ import annotations

from dataclasses import dataclass

from strategyproof.experiments.contestants import CLASSES, Contestant, direct
from strategyproof.experiments.figure import Figure, jobs_of
from strategyproof.experiments.jobs import Job, PatienceJob
from strategyproof.experiments.markets import has_filter, hidden
from strategyproof.experiments.plan import Measured, Plan
from strategyproof.experiments.sheet import Cell, Line, Panel, Sheet, Table, line
from strategyproof.experiments.spread import Spread, gain, spread_of
from strategyproof.scenarios.schema import Scenario

LEARNED = {information: direct(information) for information in CLASSES}
PATIENT = ("exogenous", "blind", "history")
"""Classes whose price in patience is a question: no bid of the round moves rho in it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A class of mechanisms, its best member, and what it keeps (spec section 4)."""

    title: str
    who: Contestant | str
    truthful: str
    across: str
    false_names: str
    adverse_selection: str


ROWS = (
    Row("MSB, constant rho", "best-constant", "yes", "yes", "yes", "yes"),
    Row("MSB, exogenous", LEARNED["exogenous"], "yes", "yes", "yes", "given the state"),
    Row("MSB, blind (leads)", LEARNED["blind"], "yes", "no", "in the round", "given the state"),
    Row("MSB, history (levels)", LEARNED["history"], "yes", "no", "in the round", "given the past"),
    Row("MSB, leave-one-out", LEARNED["leave-one-out"], "yes", "yes", "no", "given the state"),
    Row("second price, flat reserve", "flat-reserve", "yes", "yes", "yes", "no"),
    Row("MSB, sees every bid", LEARNED["full"], "no", "no", "no", "no"),
    Row("best of the true filter (bound of history)", "true-filter", "bound", "bound", "bound", "bound"),
    Row("first best", "first-best", "no mechanism", "no mechanism", "no mechanism", "no mechanism"),
)
COLUMNS = (
    "mechanism", "share of first best", "surplus per round", "gain over the best exogenous rho, %",
    "truthful in the round", "truthful across rounds", "proof against false names", "free of adverse selection",
    "patience: markets with a gain", "patience: mean of the largest gain, % of a round's surplus",
)  # fmt: skip


def markets(scenario: Scenario) -> dict[str, Scenario]:
    """Return the market as it is, and with the scene hidden from the auctioneer, where it is seen."""
    found = {f"{scenario.name}, as given": scenario}
    if "scene" in scenario.state.features:
        found[f"{scenario.name}, scene hidden"] = hidden(scenario)
    return found


def jobs(plan: Plan) -> list[Job]:
    """Return every class on both markets, the filter, and the patient bidders."""
    both = list(markets(plan.scenario).values())
    filters = [plan.filter(market, seed) for market in both if has_filter(market) for seed in plan.seeds]
    patience = [_patience(plan, market, name, seed) for market in both for name in PATIENT for seed in plan.seeds]
    return [*jobs_of(plan, both, LEARNED.values()), *filters, *patience]


def _patience(plan: Plan, market: Scenario, information: str, seed: int) -> PatienceJob:
    ours = LEARNED[information]
    return PatienceJob(
        scenario=market,
        seed=seed,
        held_out=plan.budget.patience,
        selector=ours.selector,
        information=information,
        settings={"rounds": plan.budget.rounds, **ours.settings},
    )


def sheet(measured: Measured) -> Sheet:
    """Draw the shares, and make a table of each market."""
    tables, lines = [], list[Line]()
    for n, (name, market) in enumerate(markets(measured.plan.scenario).items()):
        rows = [row for row in ROWS if row.who != "true-filter" or has_filter(market)]
        shares = [_share(measured, market, row.who) for row in rows]
        tables.append(Table(f"market-{n}", name, COLUMNS, tuple(_cells(measured, market, row) for row in rows)))
        lines.append(line(name, range(len(rows)), [share.values for share in shares]))
        labels = "; ".join(f"{place}: {row.title}" for place, row in enumerate(rows))
    return Sheet(
        id="price-of-truthfulness",
        title="The price of truthfulness",
        says="Surplus of the best mechanism of each class as a share of first best, beside the laws that it keeps.",
        panels=(Panel("share of first best", labels, "share of first best", tuple(lines), joined=False),),
        tables=tuple(tables),
        notes=(
            "The learned members are the exact-feedback learner without diffusion (an MLP), at its most likely price: "
            "what was found, which the best of a class can pass. The flat reserve and the constant come from an "
            "independent history.",
            f"Patience: {measured.plan.budget.patience} exact markets of 3 rounds per seed; a bidder that lies in "
            "earlier rounds, by exhaustive search over a menu, so a bound from below. Empty: no past bid moves rho.",
        ),
    )


def _share(measured: Measured, market: Scenario, who: Contestant | str) -> Spread:
    total, first = measured.earned(market, who), measured.rule(market, "first-best")
    return spread_of([a / b for a, b in zip(total, first, strict=True)])


def _cells(measured: Measured, market: Scenario, row: Row) -> tuple[Cell, ...]:
    total = measured.earned(market, row.who)
    over = gain(total, measured.rule(market, "best-exogenous"))
    share = _share(measured, market, row.who).text(4)
    laws = (row.truthful, row.across, row.false_names, row.adverse_selection)
    return (row.title, share, spread_of(total).text(), over.text(2), *laws, *_patient(measured, market, row, total))


def _patient(measured: Measured, market: Scenario, row: Row, total: list[float]) -> tuple[Cell, Cell]:
    """Return in how many markets a patient bidder gains, and the mean gain as a share of a round's surplus."""
    information = "" if isinstance(row.who, str) else row.who.information
    if information not in PATIENT:
        return "", ""
    plan = measured.plan
    gains = [
        measured.found(_patience(plan, market, information, seed))["largest_gains"] for seed in plan.seeds
    ]  # fmt: skip
    flat = [value for each in gains for value in each]
    shares = [100 * sum(each) / len(each) / worth for each, worth in zip(gains, total, strict=True)]
    return f"{sum(value > 0 for value in flat)} of {len(flat)}", spread_of(shares).text(1)


FIGURE = Figure("price-of-truthfulness", jobs, sheet)
