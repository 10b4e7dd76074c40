"""Nothing that is proved for any number of bidders is broken: traps written by hand, and functions drawn at random."""

from __future__ import annotations

import importlib.util
import itertools
from pathlib import Path
from types import FunctionType
from typing import Any

import numpy as np
import pytest

from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.verdict import Verdict
from strategyproof.proofs.functions.budget import Budget
from strategyproof.proofs.functions.judge import Subject, judge
from strategyproof.proofs.functions.lift import Lift
from strategyproof.proofs.functions.program import Program
from tests.quality import lifted_traps

TRAPS = [n for n, f in vars(lifted_traps).items() if isinstance(f, FunctionType) and not n.startswith("_")]
SIZES = (2, 3, 4)


def verdicts(file: Path, name: str, laws: list[str]) -> dict[str, Verdict]:
    """Return what is found of a function, lifted where it is proved for a few bidders."""
    target = f"{file}:{name}"
    subject = Subject(Program(target), name, (), "real", Budget(seconds=20))
    lift, found = Lift(subject), {}
    for law in laws:
        found[law] = judge(subject, LAWS[law], SIZES)
        if found[law].verdict == "proved":
            found[law] = lift.verdict(LAWS[law], found[law])
    return found


@pytest.mark.parametrize("name", TRAPS)
def test_no_trap_is_proved_for_any_number(name: str) -> None:
    """Each is proved for few bidders and breaks for more: its counterexample is found, or the reason says why not."""
    found = verdicts(Path(lifted_traps.__file__), name, ["losers-pay-nothing"])["losers-pay-nothing"]
    if found.verdict == "refuted":
        assert found.counterexample is not None
        wins, payments = getattr(lifted_traps, name)([*map(float, found.counterexample.bids)])
        assert any(paid != 0 and not won for won, paid in zip(wins, payments, strict=True))
    else:
        assert found.scope.bidders == list(SIZES), found.reason
        assert found.verdict == "unknown" or "not lifted to more bidders" in str(found.reason)


WINNERS = [
    "w = bids.index(max(bids))",
    "w = sorted(range(n), key=lambda i: bids[i], reverse=True)[0]",
    "w = max(range(n), key=bids.__getitem__)",
    "w = min(range(n), key=lambda i: -bids[i])",
    "w = next(i for i, b in enumerate(bids) if b == max(bids))",
    "best, w = -1, -1\n    for i, b in enumerate(bids):\n        if b {more} best:\n            best, w = b, i",
    "best, w = bids[0], 0\n    for i in range(1, n):\n        if bids[i] {more} best:\n            best = bids[i]\n"
    "            w = i",
    "w = -1\n    for i, b in enumerate(bids):\n        if {odd}:\n            continue\n        if b == max(bids):\n"
    "            w = i\n            break",
]
PRICES = [
    "p = sorted(bids)[-2]",
    "p = sorted(bids, reverse=True)[1]",
    "p = max([b for i, b in enumerate(bids) if i != w], default=0)",
    "top = second = 0\n    for b in bids:\n        if b {more} top:\n            top, second = b, top\n"
    "        elif b > second:\n            second = b\n    p = second",
    "p = max(bids[:w] + bids[w + 1:])",
    "p = sorted(bids, reverse=True)[:3][1 if {odd_n} else -1 if n < 3 else 1]",
]
TWISTS = [
    "", "", "",
    "if {odd_n}:\n        p = {wrong}",
    "if w == {k}:\n        p = {wrong}",
    "if bids[-1] == {k} and n > {k}:\n        w = n - 1",
    "for i, b in enumerate(bids):\n        if i == {k}:\n            p = {wrong}",
    "late = False\n    for i, b in enumerate(bids):\n        late = late or i > {k}\n    if late:\n        p = {wrong}",
    "if n > {k} and any(b == max(bids) for b in bids[{k}:]):\n        p = {wrong}",
    "order = sorted(bids, reverse=True)\n    if n > {k} and order[2] == order[3]:\n        p = {wrong}",
    "if n > {k}:\n        w = max(range(n), key=lambda i: (bids[i], {tie}))",
]  # fmt: skip
RETURNS = [
    "return [i == w for i in range(n)], [p if i == w else 0 for i in range(n)]",
    "wins, pays = [0] * n, [0] * n\n    if w >= 0:\n        wins[w], pays[w] = 1, p\n    return wins, pays",
    "wins, pays = [0] * n, [0.0] * n\n    for i in range(n):\n        if i == w:\n            wins[i] = 1\n"
    "            pays[i] = p\n    return wins, pays",
]


def drawn(rng: np.random.Generator) -> str:
    """Return the source of an auction put together from idioms."""
    parts = [str(rng.choice(part)) for part in (WINNERS, PRICES, TWISTS, RETURNS)]
    k = int(rng.integers(4, 7))
    filled = {
        "more": rng.choice([">", ">="]),
        "odd": rng.choice([f"i == {k}", f"n > {k} and i == 0", "b < 0"]),
        "odd_n": rng.choice([f"n == {k + 1}", f"n > {k}"]),
        "wrong": rng.choice(["max(bids)", "min(bids)", "bids[0]", "bids[-1]", "p", "p + 1", "0"]),
        "tie": rng.choice(["i", "-i", "0"]),
        "k": k,
    }
    body = "\n    ".join(part for part in ["n = len(bids)", *parts] if part)
    for name, text in filled.items():
        body = body.replace("{" + name + "}", str(text))
    return f"def auction(bids):\n    {body}\n"


def broken(function: Any, law: str, rng: np.random.Generator) -> list[int] | None:
    """Return bids, of up to nine bidders, at which a function breaks a law, by the law's words alone."""
    for size, _ in itertools.product(range(2, 10), range(60)):
        bids = [*map(int, rng.integers(0, int(rng.integers(2, 9)), size))]
        wins, payments = function(list(bids))
        if law == "losers-pay-nothing" and any(p != 0 and not w for w, p in zip(wins, payments, strict=True)):
            return bids
        if law == "single-winner" and sum(map(bool, wins)) > 1:
            return bids
        if law == "strategy-proof":
            for i, lie in itertools.product(range(size), {0, 1, *bids, max(bids) + 1}):
                other = function([*bids[:i], lie, *bids[i + 1 :]])
                if bids[i] * other[0][i] - other[1][i] > bids[i] * wins[i] - payments[i]:
                    return bids
    return None


def sweep(folder: Path, seed: int, count: int) -> tuple[int, int, list[str]]:
    """Return how many laws were proved for any number, how many were refuted far out, and what is broken."""
    rng, proved, refuted, wrong = np.random.default_rng(seed), 0, 0, list[str]()
    laws = ["strategy-proof", "single-winner", "losers-pay-nothing"]
    for number in range(count):
        file, source = folder / f"drawn_{seed}_{number}.py", drawn(rng)
        file.write_text(source)
        spec = importlib.util.spec_from_file_location(file.stem + "_native", file)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        for law, found in verdicts(file, "auction", laws).items():
            refuted += found.counterexample is not None and len(found.counterexample.bids) > 4
            if found.verdict == "proved" and found.scope.bidders == "any":
                proved += 1
                try:
                    where = broken(module.auction, law, rng)
                except (IndexError, ValueError, TypeError) as error:
                    where = [type(error).__name__]  # type: ignore[list-item]  # for the message
                if where is not None:
                    wrong.append(f"{law} at {where} of\n{source}")
    return proved, refuted, wrong


@pytest.mark.slow
def test_nothing_proved_of_a_random_auction_is_broken(tmp_path: Path) -> None:
    proved, refuted, wrong = sweep(tmp_path, seed=0, count=25)
    assert not wrong, wrong[0]
    assert proved >= 10
    assert refuted >= 1
