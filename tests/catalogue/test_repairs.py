"""What it takes to repair the catalogue: the table of docs/prices.md, and an oracle that knows nothing of proofs."""

from __future__ import annotations

import random
import re
import runpy
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from strategyproof.proofs.pricing.answer import NotMonotone, Priced
from strategyproof.proofs.pricing.pricing import Pricing

ROOT = Path(__file__).parents[2]
TABLE = runpy.run_path(str(ROOT / "benchmarks" / "prices_table.py"))
PAGE = (ROOT / "docs" / "prices.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(\w+)` of (\w+\.py) \| (.*?) \| (.*?) ?\|$", re.MULTILINE)
CODES = {(code.name, code.file): (code, bidders) for code, bidders in TABLE["functions"]()}


def test_the_table_adds_up_and_settles_four_in_five() -> None:
    told = re.search(r"Of (\d+) functions .*, (\d+) are not .* (\d+) get .*, (\d+) are shown .*, (\d+) stay open", PAGE)
    assert told is not None, "run: python benchmarks/prices_table.py --write"
    asked, broken, priced, none, still = map(int, told.groups())
    listed = ROW.findall(PAGE)
    assert len(listed) == broken == priced + none + still
    assert {(name, file) for name, file, _, _ in listed} <= CODES.keys()
    assert asked == len(CODES), "run: python benchmarks/prices_table.py --write"
    assert 5 * (priced + none) >= 4 * broken


@pytest.mark.parametrize(
    ("name", "file"),
    [("hard_floor_for_the_price_only", "one_item.py"), ("smallest_wish_first", "one_item.py")],
)
def test_a_row_is_what_the_command_says(name: str, file: str) -> None:
    [row] = TABLE["rows"]([CODES[name, file]])
    assert str(row) in PAGE


@pytest.mark.slow
def test_the_table_is_what_the_command_says_and_no_lie_pays_on_what_it_writes() -> None:
    found = []
    for row in TABLE["rows"](list(CODES.values())):
        found.append(str(row))
        bidders = CODES[row.code.name, row.code.file][1]
        if row.found.is_proved:
            assert not gains_by_lying(row.found, row.code.parameters, bidders), row
        elif isinstance(row.found.answer, NotMonotone):
            assert row.found.answer.verdict.counterexample is not None
    assert found == [listed.group() for listed in ROW.finditer(PAGE)]


def gains_by_lying(found: Pricing, ranges: Any, sizes: Sequence[int]) -> list[Any]:
    """Return lies that pay on what is written, at random bids."""
    answer, module, chance, gains = found.answer, ModuleType("priced"), random.Random(3), []
    assert isinstance(answer, Priced)
    exec(compile(str(found.source), "<priced>", "exec"), vars(module))
    auction = getattr(module, str(found.function))
    for _ in range(300):
        bids = [Fraction(chance.randrange(0, 17), chance.choice((1, 2, 3))) for _ in range(chance.choice(sizes))]
        given = {name: _inside(text, chance) for name, text in ranges.items()}
        i = chance.randrange(len(bids))
        lie = max(Fraction(0), chance.choice(bids) + chance.choice((0, 0, 1, -1)) * Fraction(1, 16))
        (got, pays), (then, paid) = (auction(own, **given) for own in (bids, [*bids[:i], lie, *bids[i + 1 :]]))
        sells = answer.sells or (answer.sides and answer.sides[i % len(answer.sides)] == "seller")
        sign = -1 if sells else 1
        truthful, lying = (sign * (bids[i] * x[i] - p[i]) for x, p in ((got, pays), (then, paid)))
        if lying > truthful or (truthful < 0 and i not in answer.sellers):
            gains.append((bids, i, lie, truthful, lying))
    return gains


def _inside(text: str, chance: random.Random) -> Fraction:
    """Return a value in a range as the command line writes it."""
    low, _, high = str(text).strip("()[]").partition("..")
    least = Fraction(low or 0)
    most = Fraction(high) if high.strip("()[]") else least + 8
    return least + (most - least) * Fraction(chance.randrange(1, 8), 8)
