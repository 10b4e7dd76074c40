"""What one more bidder costs: CPU seconds to prove or refute that a plain Python auction is strategy-proof.

Run: python benchmarks/plain_growth.py [--runs 3] [--svg docs/growth.svg]

Each figure is the median over runs of the judge inside one process, interpreter and imports apart; a curve ends where a
run takes more than MOST seconds, or has no verdict.
"""

from __future__ import annotations

import argparse
import os
import statistics
from dataclasses import dataclass, field
from pathlib import Path

from bench_plain import cost

from strategyproof.reports.figures import ACCENT, INK, SECOND, STYLE, as_svg

FILE = Path(__file__).parent.parent / "tests" / "functions" / "known_auctions.py"
MOST, LARGEST = 5.0, 12
COLOURS = """svg { --ink: #1c1e21; --faint: #b9bec5; --accent: #1f6feb; --second: #b42318; background: #fff; }
@media (prefers-color-scheme: dark) {
svg { --ink: #e6e8eb; --faint: #555b63; --accent: #6ea8fe; --second: #ff8a80; background: #15171a; } }"""


@dataclass
class Curve:
    """One auction by one engine; ``seconds`` holds the median for each number of bidders."""

    title: str
    auction: str
    parameters: dict[str, str] = field(default_factory=dict)
    merging: bool = True
    seconds: dict[int, float] = field(default_factory=dict)


CURVES = (
    Curve("first price, refuted", "first_price"),
    Curve("second price (sorted, key)", "vickrey"),
    Curve("second price by a fold", "vickrey_by_fold"),
    Curve("MSB, any rho >= 1", "msb", {"rho": "1.."}),
    Curve("second price, forking on every order", "vickrey", merging=False),
)


def drawn() -> str:
    """Draw the curves as an SVG file that needs no page around it."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(7.2, 4.2), layout="constrained")
        axes = figure.add_subplot()
        for curve, marker, colour in zip(CURVES, "o^sDx", (INK, ACCENT, ACCENT, ACCENT, SECOND), strict=True):
            axes.plot(*zip(*curve.seconds.items(), strict=True), marker=marker, color=colour, label=curve.title)
        axes.set_yscale("log")
        axes.set_xticks(range(2, LARGEST + 1))
        axes.set_xlabel("bidders")
        axes.set_ylabel("CPU seconds (log scale)")
        figure.legend(loc="outside upper left", frameon=False, ncols=2)
        text = as_svg(figure, "CPU seconds to judge strategy-proofness against the number of bidders")
    start = text.index(">") + 1
    return f"{text[:start]}<style>{COLOURS}</style>{text[start:]}\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--svg", type=Path, help="write the curves here")
    asked = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f} at the start, {os.cpu_count()} cores, medians of {asked.runs} runs")
    print("| auction | bidders | verdict | CPU | min to max |\n|---|---|---|---|---|")
    for curve in CURVES:
        for bidders in range(2, LARGEST + 1):
            target = f"{FILE}:{curve.auction}"
            found = [cost(target, bidders, curve.parameters, merging=curve.merging) for _ in range(asked.runs)]
            verdict, seconds = found[0][0], [spent for _, spent in found]
            spread = f"{min(seconds):.3f} to {max(seconds):.3f} s"
            print(
                f"| {curve.title} | {bidders} | {verdict} | {statistics.median(seconds):.3f} s | {spread} |", flush=True
            )
            if verdict == "unknown":
                break
            curve.seconds[bidders] = statistics.median(seconds)
            if max(seconds) > MOST:
                break
    print(f"load {os.getloadavg()[0]:.1f} at the end")
    if asked.svg:
        asked.svg.write_text(drawn(), encoding="utf-8")


if __name__ == "__main__":
    main()
