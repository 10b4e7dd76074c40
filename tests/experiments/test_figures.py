"""Every figure asks for what it reads, draws it, and says no more than it found."""

import csv
import io
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from strategyproof.commands import experiments as command
from strategyproof.experiments.drawing import svg_of
from strategyproof.experiments.execute import Local
from strategyproof.experiments.figures import claims
from strategyproof.experiments.jobs import AdverseJob, FilterJob, Job, JointJob, LearnedJob, PatienceJob, key_of
from strategyproof.experiments.plan import Measured, Plan
from strategyproof.experiments.publish import publish
from strategyproof.experiments.registry import FIGURES, figure
from strategyproof.experiments.sheet import Sheet
from strategyproof.experiments.spread import Spread, gain, spread_of, student
from strategyproof.experiments.store import Store
from strategyproof.experiments.tables import csv_of, json_of, page_of
from strategyproof.scenarios.load import load_scenario, with_settings

RULES = (
    "random", "spa", "myopic-brand-bid", "myopic-literal", "optimal", "best-constant", "best-exogenous", "flat-reserve",
    "best-price", "first-best",
)  # fmt: skip


def parts(rng: np.random.Generator) -> dict[str, float]:
    return dict(zip(("total", "uav", "bs", "delay", "uav_share"), rng.random(5) + 1, strict=True))


def made_up(job: Job) -> dict[str, Any]:
    """A result of the right form."""
    rng = np.random.default_rng(int(key_of(job)[:8], 16))
    found: Any
    if isinstance(job, LearnedJob):
        curve = [[100 * n, *(rng.random(2) + 1)] for n in range(1, 4)]
        found = {"curve": curve, "argmax": parts(rng), "drawn": parts(rng)}
    elif isinstance(job, PatienceJob):
        found = {"largest_gains": [0.0, 0.5]}
    elif isinstance(job, AdverseJob):
        found = dict.fromkeys(RULES, 0.9)
    elif isinstance(job, JointJob):
        found = {"argmax": 1.0 + rng.random(), "drawn": 1.0, "first_best": 2.5, "sell_all": 0.9}
    elif isinstance(job, FilterJob):
        found = {"true-filter": parts(rng)}
    else:
        found = {name: parts(rng) for name in RULES}
    return {"found": found, "cpu_seconds": 1.0}


def sheet_of(name: str, plan: Plan) -> Sheet:
    made = figure(name)
    return made.sheet(Measured(plan, {key_of(job): made_up(job) for job in made.jobs(plan)}))


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_asks_for_all_that_it_reads(name: str, plan: Plan) -> None:
    sheet = sheet_of(name, plan)
    assert sheet.id == name
    assert sheet.panels or sheet.tables
    for table in sheet.tables:
        assert all(len(row) == len(table.columns) for row in table.rows)


@pytest.mark.parametrize("name", FIGURES)
def test_what_is_written_can_be_read(name: str, plan: Plan) -> None:
    sheet = sheet_of(name, plan)
    document = msgspec.json.decode(json_of(sheet, {"command": "c"}))
    assert msgspec.convert(document["sheet"], Sheet) == sheet
    for text in csv_of(sheet).values():
        rows = list(csv.reader(io.StringIO(text)))
        assert len({len(row) for row in rows}) == 1
    if sheet.panels:
        assert svg_of(sheet) == svg_of(sheet)
        ET.fromstring(svg_of(sheet))
    page = page_of(sheet, "strategyproof experiments x", "What was run.")
    assert page.startswith(f"# {sheet.title}\n\n{sheet.says}\n\n")
    assert "\n\n* " in page or not sheet.notes


def test_every_seed_is_in_the_table_of_a_figure(plan: Plan) -> None:
    (text,) = csv_of(sheet_of("fig5a", plan)).values()
    rows = list(csv.DictReader(io.StringIO(text)))
    for row in rows:
        values = [float(row["seed 0"]), float(row["seed 1"])]
        assert float(row["mean"]) == pytest.approx(np.mean(values))
        assert float(row["half_width"]) == pytest.approx(student(1) * np.std(values, ddof=1) / 2**0.5)


def test_the_command_offers_the_figures_that_there_are() -> None:
    assert command.NAMES == FIGURES


@pytest.mark.parametrize("freedom", [1, 2, 9, 29])
def test_the_quantile_leaves_a_fortieth_above_it(freedom: int) -> None:
    known = {1: 12.706205, 2: 4.302653, 9: 2.262157, 29: 2.045230}
    assert student(freedom) == pytest.approx(known[freedom], rel=1e-6)


def test_nothing_is_said_of_the_spread_of_one_seed() -> None:
    assert spread_of([3.0]) == Spread(3.0, 0.0, (3.0,))


@pytest.mark.parametrize(
    ("gained", "half", "room", "finding"),
    [
        (6.0, 0.5, 7.0, "impossible as stated"),
        (6.0, 0.5, 30.0, "not reproduced"),
        (22.9, 0.2, 30.0, "reproduced"),
        (33.0, 4.0, 40.0, "reproduced"),
        (10.0, 20.0, 12.0, claims.UNDECIDED),
    ],
)
def test_a_claim_is_judged_by_its_interval(gained: float, half: float, room: float, finding: str) -> None:
    assert claims.finding_of(Spread(gained, half, ()), Spread(room, 0.5, ()), 23.0) == finding


def test_gains_are_paired_by_seed() -> None:
    assert gain([2.0, 20.0], [1.0, 10.0]).text(1) == "100.0 ± 0.0"


@pytest.mark.parametrize("name", ["fig3", "fig5a", "claims", "joint", "price-of-truthfulness"])
def test_a_market_with_one_price_makes_a_figure_impossible(name: str, plan: Plan, tmp_path: Path) -> None:
    one = Plan(with_settings(plan.scenario, {"auction.actions": 1}), plan.budget)
    words = rf"{name} cannot be made of the scenario 'default': expected auction.actions >= 2, got 1"
    with pytest.raises(ValueError, match=words):
        publish(figure(name), one, tmp_path, Store(tmp_path), Local(), "", lambda *_: None)
    assert list(tmp_path.iterdir()) == []


def test_a_market_that_shows_the_scene_alone_cannot_hide_it(plan: Plan) -> None:
    alone = Plan(load_scenario("default", {"state.features": ["scene"]}), plan.budget)
    with pytest.raises(
        ValueError, match=r"more than the scene, which is to be hidden, got state.features = \['scene'\]"
    ):
        figure("price-of-truthfulness").jobs(alone)


def test_no_filter_is_asked_for_where_each_provider_has_its_own_common_value(plan: Plan) -> None:
    each = Plan(load_scenario("default", {"valuation.common_value": "each"}), plan.budget)
    for name in ("claims", "price-of-truthfulness"):
        assert not any(isinstance(job, FilterJob) for job in figure(name).jobs(each))
        sheet_of(name, each)


def test_an_unknown_figure_is_named_with_the_nearest() -> None:
    with pytest.raises(ValueError, match="expected a figure, got 'fig5d'; did you mean fig5"):
        figure("fig5d")


def test_figures_share_jobs(plan: Plan) -> None:
    keys = {name: {key_of(job) for job in figure(name).jobs(plan)} for name in ("fig5a", "fig5b", "fig6", "claims")}
    assert keys["fig5a"] <= keys["fig6"] <= keys["claims"]
    assert keys["fig5b"] <= keys["fig6"]
