"""The paper's numbers, each reproduced, not reproduced or impossible as stated, per class and per reading of Myopic."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from strategyproof.experiments.contestants import CLASSES, DMSB, GREEDY, PPO, PUBLISHED_BY_CLASS, RULES, Contestant
from strategyproof.experiments.figure import Figure, jobs_of
from strategyproof.experiments.figures import fig6
from strategyproof.experiments.jobs import Job
from strategyproof.experiments.markets import by_bandwidth, by_size, by_stations, has_filter
from strategyproof.experiments.plan import Measured, Plan
from strategyproof.experiments.sheet import Cell, Sheet, Table
from strategyproof.experiments.spread import Spread, gain, spread_of

REPRODUCED, NOT, IMPOSSIBLE = "reproduced", "not reproduced", "impossible as stated"
UNDECIDED = "undecided: the interval holds the number and less than half of it"
GAINS = {
    "random": 63.0,
    "spa": 30.0,
    "myopic-brand-bid": 27.0,
    "myopic-brand-value": 27.0,
    "myopic-literal": 27.0,
    "optimal": 23.0,
}
"""Section 6.2: by how many percent DMSB's total surplus exceeds each rule's; Myopic by reading."""
OVER_PPO, OVER_GREEDY, SETTLES = 13.0, 45.0, 500_000
BOUNDS = {
    "exogenous": "best-exogenous",
    "blind": "true-filter",
    "history": "true-filter",
    "leave-one-out": "best-price",
    "full": "best-price",
}
"""What no selector of a class can pass: for classes that see bids, the best price with v_0 known."""
PUBLISHED = PUBLISHED_BY_CLASS["full"]
"""The paper's algorithm on the paper's state; `strategyproof experiments algorithm1` has other forms."""
WITHIN = 0.01
FLAT = 0.10


def _contestants() -> list[Contestant]:
    return [*DMSB.values(), *PPO.values(), GREEDY, PUBLISHED]


def jobs(plan: Plan) -> list[Job]:
    """Return every class on the scenario, and the sweeps of figs. 5 and 6."""
    filters = [plan.filter(plan.scenario, seed) for seed in plan.seeds if has_filter(plan.scenario)]
    return [*jobs_of(plan, [plan.scenario], _contestants()), *filters, *fig6.jobs(plan)]


def finding_of(gained: Spread, room: Spread, claimed: float) -> str:
    """Judge a gain, percent, by what was gained and by what no selector of its class can pass.

    Examples
    --------
    >>> one = lambda mean: Spread(mean, 0.5, (mean,))
    >>> [finding_of(one(gained), one(room), 23.0) for gained, room in [(6.0, 7.0), (6.0, 30.0), (33.0, 40.0)]]
    ['impossible as stated', 'not reproduced', 'reproduced']
    """
    if gained.high < claimed:
        return IMPOSSIBLE if room.high < claimed else NOT
    return REPRODUCED if gained.low >= claimed / 2 else UNDECIDED


def sheet(measured: Measured) -> Sheet:
    """Make the tables."""
    return Sheet(
        id="claims",
        title="The paper's claims",
        says="Each number of section 6.2, and each trend of figs. 3 to 6, against what was measured.",
        tables=(_gain_table(measured), _trend_table(measured)),
        notes=(
            "Gains are of the deterministic policy, seed by seed; ± is the 95 % interval over seeds. `room` is what "
            "the best selector of the class gains: best exogenous rho; the best policy of the true filter for classes "
            "that remember (first best with common_value = each); the best price in each round with v_0 known for "
            "those that see bids. A claim is reproduced if the interval reaches the number and "
            "leaves out its half, impossible as stated if even the room does not reach it.",
            "`full` is the paper's own state. It is not strategy-proof: its surplus is what it would earn if nobody "
            "used that. Myopic, brand-value is first best, which nothing exceeds; Myopic, literal sells nothing.",
            "As published: emitted as drawn, 500,000 auctions, an update per 512.",
        ),
    )


def _gain_table(measured: Measured) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for information in CLASSES:
        rows += _rows_of(measured, DMSB[information])
    rows += _rows_of(measured, PUBLISHED)
    columns = ("selector", "against", "paper, %", "measured, %", "room, %", "finding")
    return Table("gains", "Gain in total surplus over each rival", columns, tuple(rows))


def _rows_of(measured: Measured, ours: Contestant) -> list[tuple[Cell, ...]]:
    scenario = measured.plan.scenario
    total = measured.learned(scenario, ours)
    bound = measured.rule(scenario, _bound(measured, ours.information))
    rivals: list[tuple[str, float, Sequence[float]]] = [
        (PPO[ours.information].title, OVER_PPO, measured.learned(scenario, PPO[ours.information])),
        (GREEDY.title, OVER_GREEDY, measured.learned(scenario, GREEDY)),
        *((RULES[rule], claimed, measured.rule(scenario, rule)) for rule, claimed in GAINS.items()),
    ]
    rows: list[tuple[Cell, ...]] = []
    for title, claimed, theirs in rivals:
        gained, room = gain(total, theirs), gain(bound, theirs)
        finding = finding_of(gained, room, claimed)
        rows.append((ours.title, title, claimed, gained.text(1), room.text(1), finding))
    return rows


def _bound(measured: Measured, information: str) -> str:
    bound = BOUNDS[information]
    return "first-best" if bound == "true-filter" and not has_filter(measured.plan.scenario) else bound


def _trend_table(measured: Measured) -> Table:
    plan, rows = measured.plan, list[tuple[Cell, ...]]()
    for information in ("exogenous", "full"):
        ours = DMSB[information]
        over_mhz = [measured.learned(market, ours) for market in by_bandwidth(plan).values()]
        over_bs = [measured.learned(market, ours) for market in by_stations(plan).values()]
        over_mb = [measured.learned(market, ours) for market in by_size(plan).values()]
        uav = [measured.learned(market, ours, "uav") for market in by_bandwidth(plan).values()]
        rows += [
            _trend("total surplus rises with bandwidth (5a)", ours.title, over_mhz, up=True),
            _trend("total surplus falls slightly with base stations (5b)", ours.title, over_bs, up=False),
            _trend("total surplus falls with task size (5c)", ours.title, over_mb, up=False),
            _flat("the UAV's surplus is flat over bandwidth (5a)", ours.title, uav),
            _lowest(measured, ours),
        ]
    rows += [_settled(measured, contestant) for contestant in (*DMSB.values(), PUBLISHED)]
    columns = ("claim", "selector", "measured", "finding")
    return Table("trends", "Trends and convergence", columns, tuple(rows))


def _trend(claim: str, who: str, values: Sequence[Sequence[float]], *, up: bool) -> tuple[Cell, ...]:
    """Judge a rise or a fall: every step of the means in its direction, and the whole beyond chance."""
    means = [spread_of(at).mean for at in values]
    change = gain(values[-1], values[0])
    steps = all((b > a) == up for a, b in pairwise(means))
    clear = change.low > 0 if up else change.high < 0
    return claim, who, f"{change.text(1)} % from end to end", REPRODUCED if steps and clear else NOT


def _flat(claim: str, who: str, values: Sequence[Sequence[float]]) -> tuple[Cell, ...]:
    change = gain(values[-1], values[0])
    flat = max(abs(change.low), abs(change.high)) < 100 * FLAT
    words = f"{change.text(1)} % from end to end (flat: below {FLAT:.0%})"
    return claim, who, words, REPRODUCED if flat else NOT


def _lowest(measured: Measured, ours: Contestant) -> tuple[Cell, ...]:
    """Judge whether DMSB's delay is the lowest at every task size, beyond chance."""
    rivals = [other for other in fig6.SHOWN if isinstance(other, str) or other.selector != "diffusion"]
    lead = []
    for market in by_size(measured.plan).values():
        mine = measured.learned(market, ours, "delay")
        for other in rivals:
            theirs = measured.earned(market, other, "delay")
            lead.append(spread_of([b - a for a, b in zip(mine, theirs, strict=True)]))
    least = min(lead, key=lambda spread: spread.low)
    words = f"{least.text(4, ' s')} below a rival where it leads least"
    claim = "DMSB's mean delay is the lowest at every task size (6d)"
    return claim, ours.title, words, REPRODUCED if least.low > 0 else NOT


def _settled(measured: Measured, contestant: Contestant) -> tuple[Cell, ...]:
    """Judge when the curve stays within 1 % of its end: about 500,000 is 250,000 to 1,000,000."""
    curve = measured.curve(measured.plan.scenario, contestant)
    places, values = [x for x, _ in curve], [y for _, y in curve]
    settled = spread_of([_settles(places, [at[seed] for at in values]) for seed in range(len(values[0]))])
    words = f"within {WITHIN:.0%} of its end from {settled.mean:,.0f} ± {settled.half:,.0f} auctions on"
    near = SETTLES / 2 <= settled.mean <= 2 * SETTLES
    return "it settles after about 500,000 steps (3)", contestant.title, words, REPRODUCED if near else NOT


def _settles(places: Sequence[float], values: Sequence[float]) -> float:
    """Return the first place from which every value is within 1 % of the last.

    Examples
    --------
    >>> _settles([1, 2, 3, 4], [1.0, 2.0, 1.0, 1.0])
    3
    """
    far = [n for n, value in enumerate(values) if abs(value / values[-1] - 1) > WITHIN]
    return places[far[-1] + 1] if far else places[0]


FIGURE = Figure("claims", jobs, sheet)
