"""The live view of a training: the surplus so far beside every bound, the speed, and the time left."""

from __future__ import annotations

from types import TracebackType
from typing import Any

import click
import msgspec

from strategyproof.learning.evaluate import Bench
from strategyproof.learning.training import Point, Run

__all__ = ["Live"]

_SHOWN = ("spa", "optimal", "best-constant", "best-exogenous", "first-best")


class Live:
    """Show a training: a table that renews itself on a terminal, a line per point elsewhere.

    Parameters
    ----------
    run
        What is trained.
    as_json
        Write points as JSON lines to standard output, and nothing else.
    """

    def __init__(self, run: Run, as_json: bool = False) -> None:
        self.run, self.as_json = run, as_json
        self._view: Any = None
        self._start: Point | None = None

    def __enter__(self) -> Live:
        if not self.as_json:
            from rich.console import Console
            from rich.live import Live as RichLive

            console = Console(stderr=True)
            if console.is_terminal:
                self._view = RichLive(console=console, refresh_per_second=4)
                self._view.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._view is not None:
            self._view.__exit__(kind, error, trace)

    def show(self, point: Point, bench: Bench) -> None:
        """Show a point of the curve."""
        if self.as_json:
            click.echo(msgspec.json.encode(point).decode())
            return
        speed, left = self._pace(point)
        pace = f"{point.rounds:,} rounds, {speed:,.0f}/s, {left:.0f} s left"
        if self._view is None:
            click.echo(
                f"{pace}: surplus {point.surplus:.4f}, {point.of_best_exogenous:.4f} of best exogenous", err=True
            )
        else:
            self._view.update(self._table(point, bench, pace))

    def _pace(self, point: Point) -> tuple[float, float]:
        """Return rounds per second since the first point shown (or the start), and seconds left."""
        first = self._start or Point(0, 0.0, 0.0, 0.0)
        self._start = self._start or point
        speed = (point.rounds - first.rounds) / max(point.seconds - first.seconds, 1e-9)
        return speed, max(self.run.config.rounds - point.rounds, 0) / max(speed, 1e-9)

    def _table(self, point: Point, bench: Bench, pace: str) -> Any:
        from rich.table import Table

        table = Table(title=f"{self.run.scenario.name}, {self.run.information}, seed {self.run.seed}", caption=pace)
        table.add_column("")
        table.add_column("mean surplus", justify="right")
        table.add_column("this selector / it", justify="right")
        table.add_row("this selector", f"{point.surplus:.4f}", "")
        for name in _SHOWN:
            value = bench.rivals[name]
            table.add_row(name, f"{value:.4f}", f"{point.surplus / value:.4f}")
        return table
