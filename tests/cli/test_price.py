"""``strategyproof price``: what it says, how it ends, and what it writes."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from strategyproof.cli import main

FILE = """
def who_wins(bids, reserve):
    best = max(range(len(bids)), key=lambda i: bids[i])
    return best if bids[best] >= reserve else None


def second(bids):
    order = sorted(range(len(bids)), key=lambda i: bids[i])
    return [i == order[-2] for i in range(len(bids))]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.py"
    path.write_text(FILE)
    return path


def run(*arguments: object) -> tuple[int, str]:
    found = CliRunner().invoke(main, ["price", *map(str, arguments)], env={"COLUMNS": "120"})
    return found.exit_code, found.output


def test_no_price_is_shown_by_two_bids(file: Path) -> None:
    code, text = run(f"{file}:second", "--bidders", "3")
    assert code == 1
    told = r"raising a bid loses. At the bids \([01], [01], [01]\) bidder \d wins with 0, and loses with 1\."
    assert re.search(told, " ".join(text.split()))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere.py:f"], "no such file: nowhere.py"),
        (["{}:secnod"], "has no function 'secnod'; did you mean 'second'?"),
        (["{}:who_wins"], "who_wins needs a range for its parameter 'reserve', such as reserve=1.."),
        (["{}:second", "--bidders", "0"], "expected a number of bidders or a range such as 3 or 2-6"),
        (["{}:second", "--write", "{}"], "exists; add --force to replace it, or name another file"),
    ],
)
def test_wrong_usage(file: Path, arguments: list[str], message: str) -> None:
    code, text = run(*(argument.format(file) for argument in arguments))
    assert code == 2
    assert message in " ".join(text.split())


@pytest.mark.slow
def test_the_price_is_written_and_is_an_auction(file: Path, tmp_path: Path) -> None:
    out = tmp_path / "priced.py"
    code, text = run(f"{file}:who_wins", "--param", "reserve=0..", "--bidders", "2-3", "--write", out, "--json")
    document = json.loads(text.replace(f"Written: {out}\n", ""))
    assert code == document["exit_code"] == 0
    assert document["outcome"] == "priced"
    assert document["levels"][0]["price"] == "max(reserve, max(others, default=0))"
    assert {verdict["scope"]["bidders"] for verdict in document["verdicts"]} == {"any"}
    names: dict[str, object] = {}
    exec(out.read_text(), names)
    auction = names["who_wins_priced"]
    assert callable(auction)
    assert auction([5, 3], reserve=4) == ([True, False], [4, 0])


@pytest.mark.slow
def test_levels_are_written_and_proved(tmp_path: Path) -> None:
    (tmp_path / "slots.py").write_text(
        "def slots(bids):\n    order = sorted(range(len(bids)), key=lambda i: bids[i], reverse=True)\n"
        "    got = [0] * len(bids)\n    for clicks, i in zip((2, 1), order):\n        got[i] = clicks\n    return got\n"
    )
    code, text = run(f"{tmp_path}/slots.py:slots", "--bidders", "2-3")
    assert code == 0
    told = "A winner pays second highest of others for each unit from 0 to 1; max(others) for each unit from 1 to 2."
    assert told in " ".join(text.split())
