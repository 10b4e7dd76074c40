"""What a person sees while a run works: a bar for each of its stages, on the error stream."""

from __future__ import annotations

from types import TracebackType
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from strategyproof.judging.events import StageClosed, StageOpened


class ProgressView:
    """Bars of the stages of a run, on the error stream."""

    def __init__(self, console: Console) -> None:
        self._progress = Progress(
            SpinnerColumn(finished_text="[green]✓"),
            TextColumn("{task.description}"),
            BarColumn(bar_width=None),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> ProgressView:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def take(self, event: Any) -> None:
        """Advance the bar of the stage that an event names, if it names one."""
        match event:
            case StageOpened(name=name, title=title, steps=steps):
                self._tasks[name] = self._progress.add_task(title, total=steps)
            case StageClosed(stage=stage):
                self._progress.update(self._tasks[stage.name], completed=self._total(stage.name))
            case _ if hasattr(event, "stage"):
                self.advance(event.stage, getattr(event, "steps", 1))

    def advance(self, name: str, steps: int = 1) -> None:
        """Advance the bar of a stage."""
        self._progress.advance(self._tasks[name], steps)

    def _total(self, name: str) -> float | None:
        return self._progress.tasks[self._tasks[name]].total
