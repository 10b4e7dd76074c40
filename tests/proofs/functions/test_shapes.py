"""Arguments as people take them, results as people return them, auctions written as classes."""

from __future__ import annotations

from pathlib import Path

import pytest

from strategyproof.mechanism.laws import LAWS
from strategyproof.proofs.functions import TOTAL, LoadError, check, load

ORDER = "order = sorted(range(len(bids)), key=lambda i: bids[i], reverse=True)\n    w, price = order[0], bids[order[1]]"
NAMED = "order = sorted(bids, key=lambda n: (-bids[n], n))\n    w, price = order[0], bids[order[1]]"
PAIRS = "order = sorted(bids, key=lambda p: p[1], reverse=True)\n    w, price = order[0][0], order[1][1]"
SHAPES = {
    "a position and a price": ("bids", "", ORDER, "w, price"),
    "dicts by position": ("bids", "", ORDER, "{w: True}, {w: price}"),
    "an array": ("bids: np.ndarray", "", ORDER, "w, price"),
    "names": ("bids: dict[str, float]", "", NAMED, "{w: 1}, {w: price}"),
    "a name and a price": ("bids: dict[str, float]", "", NAMED, "w, price"),
    "pairs": ("bids: list[tuple[str, float]]", "", PAIRS, "w, price"),
    "a list of winners": (
        "bids",
        " -> 'tuple[Winners, list]'",
        ORDER,
        "[w], [price * (i == w) for i in order_of(bids)]",
    ),
    "an object": ("bids", "", ORDER, "Sale(w, price)"),
    "a named tuple": ("bids", "", ORDER, "Deal(w, price)"),
}
HEAD = (
    "from dataclasses import dataclass\nfrom typing import NamedTuple\nimport numpy as np\n\n\n"
    "@dataclass\nclass Sale:\n    winner: int\n    price: float\n\n\n"
    "class Deal(NamedTuple):\n    winner: int\n    price: float\n\n\n"
    "def order_of(bids):\n    return range(len(bids))\n\n\n"
)


@pytest.mark.parametrize("pays", ["price", "price / 2"])
@pytest.mark.parametrize("shape", SHAPES)
def test_second_price_is_read_in_every_shape_and_half_of_it_is_refuted(shape: str, pays: str, tmp_path: Path) -> None:
    taken, returned, body, result = SHAPES[shape]
    (tmp_path / "shaped.py").write_text(
        f"{HEAD}def auction({taken}){returned}:\n    {body}\n    price = {pays}\n    return {result}\n"
    )
    verdict = check(load(f"{tmp_path}/shaped.py:auction"), LAWS["strategy-proof"], bidders=[2, 3])
    assert verdict.verdict == ("proved" if pays == "price" else "refuted"), verdict


@pytest.mark.parametrize(
    ("result", "text"),
    [
        ("3", "return ([True, False], [price, 0])"),
        ("5, 0", "expected the winner to be one of 0, 1, or None"),
        ("True, 0", "expected the position of the winner, got a bool"),
        ("{0: 1}, {7: 1}", "expected the keys of payments to be bidders (0, 1)"),
    ],
)
def test_a_wrong_result_is_shown_what_to_return(result: str, text: str, tmp_path: Path) -> None:
    (tmp_path / "wrong.py").write_text(f"def auction(bids):\n    return {result}\n")
    verdict = check(load(f"{tmp_path}/wrong.py:auction"), TOTAL, bidders=[2])
    assert verdict.verdict == "refuted"
    assert text in (verdict.reason or "")


def test_winners_that_read_two_ways_are_not_guessed(tmp_path: Path) -> None:
    two = "order = sorted(range(len(bids)), key=lambda i: bids[i], reverse=True)[:2]"
    (tmp_path / "two.py").write_text(
        f"def auction(bids) -> 'tuple[Winners, list]':\n    {two}\n    return order, [0] * len(bids)\n"
    )
    mechanism = load(f"{tmp_path}/two.py:auction")
    unread = check(mechanism, LAWS["losers-pay-nothing"], bidders=[2])
    assert unread.verdict == "unknown"
    assert "bidders 0 and 1 by position, and bidder 1 alone by one entry for each" in (unread.reason or "")
    assert check(mechanism, LAWS["losers-pay-nothing"], bidders=[3, 4]).verdict == "proved"


SEALED = (
    "class Sealed:\n    def __init__(self, reserve=1):\n        self.reserve, self.bids = reserve, []\n\n"
    "    def {place}(self, who, amount):\n        if amount >= self.reserve:\n"
    "            self.bids.append((who, amount))\n\n"
    "    def close(self):\n        if not self.bids:\n            return None, 0\n"
    "        ranked = sorted(self.bids, key=lambda b: b[1], reverse=True)\n"
    "        return ranked[0][0], {price} if len(ranked) > 1 else self.reserve\n"
)


@pytest.mark.parametrize(("price", "verdict"), [("ranked[1][1]", "proved"), ("ranked[0][1]", "refuted")])
def test_a_class_is_read_as_an_auction(price: str, verdict: str, tmp_path: Path) -> None:
    (tmp_path / "sealed.py").write_text(SEALED.format(place="place_bid", price=price))
    found = check(load(f"{tmp_path}/sealed.py:Sealed", {"reserve": "0..10"}), LAWS["strategy-proof"], bidders=[2])
    assert found.verdict == verdict, found


def test_a_class_that_does_not_read_one_way_shows_an_adapter(tmp_path: Path) -> None:
    (tmp_path / "odd.py").write_text(SEALED.format(place="whisper", price="0"))
    with pytest.raises(LoadError, match=r"do not read one way. Write\ndef sealed_auction\(bids\):"):
        load(f"{tmp_path}/odd.py:Sealed")
