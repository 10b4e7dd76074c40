"""CPU seconds to prove or refute plain Python auctions, per number of bidders: one row for each, inside one process.

Run: python benchmarks/plain_growth.py
"""

from __future__ import annotations

from pathlib import Path

from strategyproof.mechanism.laws import LAWS
from strategyproof.proofs.plain.judge import Subject, judge
from strategyproof.proofs.plain.ranges import declared
from strategyproof.proofs.plain.source import load_function

FILE = Path(__file__).parent.parent / "tests" / "quality" / "plain_auctions.py"
CURVES: tuple[tuple[str, dict[str, str], bool, range], ...] = (
    ("first_price", {}, True, range(2, 6)),
    ("vickrey", {}, True, range(2, 11)),
    ("vickrey", {}, False, range(2, 6)),
    ("vickrey_by_fold", {}, True, range(2, 7)),
    ("msb", {"rho": "1.."}, True, range(2, 7)),
)


def main() -> None:
    law = LAWS["strategy-proof"]
    print(f"{'auction':<18}{'engine':<10}{'bidders':>8}{'verdict':>10}{'seconds':>9}")
    for name, parameters, merging, sizes in CURVES:
        for bidders in sizes:
            loaded = load_function(f"{FILE}:{name}")
            loaded.mode.merging = merging
            verdict = judge(Subject(loaded, name, declared(parameters)), law, [bidders])
            engine = "merging" if merging else "forking"
            print(f"{name:<18}{engine:<10}{bidders:>8}{verdict.verdict:>10}{verdict.seconds:>9.3f}")


if __name__ == "__main__":
    main()
