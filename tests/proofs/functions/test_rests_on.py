"""What a proof rests on beyond the code is said in its reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from strategyproof.mechanism.laws import LAWS
from strategyproof.proofs.functions import check, load

TOP = "w = max(range(len(bids)), key=lambda i: bids[i])\n    rival = max(b for i, b in enumerate(bids) if i != w)\n"
RESTS = {
    "digits of decimals": ("from decimal import Decimal", "price = Decimal(str(rival))", "real", "digits of a Decimal"),
    "64 bits": ("import numpy as np", "price = (np.array(bids) + 0)[w] - bids[w] + rival", "integer", "fit 64 bits"),
}


@pytest.mark.parametrize("kind", RESTS)
def test_a_supposition_stands_in_the_reason(kind: str, tmp_path: Path) -> None:
    head, line, arithmetic, words = RESTS[kind]
    told = "[i == w for i in range(len(bids))], [price if i == w else 0 for i in range(len(bids))]"
    body = f"    {TOP}    {line}\n    return {told}\n"
    (tmp_path / "resting.py").write_text(f"{head}\n\n\ndef auction(bids):\n{body}")
    verdict = check(
        load(f"{tmp_path}/resting.py:auction"),
        LAWS["strategy-proof"],
        bidders=[2, 3],
        arithmetic=arithmetic,  # type: ignore[arg-type]
    )
    assert verdict.verdict == "proved", verdict
    assert words in (verdict.reason or "")
