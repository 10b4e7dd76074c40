"""Where an answer goes: the options that every command that judges has, and the writers behind them."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import click

from strategyproof.commands.listings import JSON
from strategyproof.commands.overwriting import refuse_to_overwrite

if TYPE_CHECKING:
    from strategyproof.judging.curve import Curve
    from strategyproof.reports.provenance import Provenance
    from strategyproof.reports.verdicts_document import VerdictsDocument

STEP_SUMMARY = "GITHUB_STEP_SUMMARY"
WRITERS = {
    "html": "a page",
    "junit": "JUnit XML",
    "sarif": "SARIF 2.1.0: what does not hold, for code scanning",
    "summary": "Markdown",
}
"""The files that can be asked for."""

Format: TypeAlias = Literal["text", "github"]


@dataclass(frozen=True, slots=True)
class Outputs:
    """What was asked for.

    Attributes
    ----------
    files
        Paths by writer.
    as_json, output_format
        What goes to standard output.
    force
        Whether files may be replaced.
    """

    files: Mapping[str, Path]
    as_json: bool
    output_format: Format
    force: bool

    def refuse(self, others: Iterable[Path | None] = ()) -> None:
        """Refuse what cannot be written, before anything is judged.

        Raises
        ------
        UsageError
            If a file exists and may not be replaced, or its folder is not there or cannot be written to.
        """
        for path in (*self.files.values(), *others):
            refuse_to_overwrite(path, force=self.force)

    def write(
        self, document: VerdictsDocument, curves: Sequence[Curve] = (), page: Callable[[], str] | None = None
    ) -> None:
        """Write the files asked for, and the summary of the job where there is one.

        Parameters
        ----------
        document
            The answer.
        curves
            What bidders gain by lying, for the page.
        page
            Another page than that of the verdicts.
        """
        from strategyproof.reports.files import write_whole

        for name, path in self.files.items():
            if name == "html":
                from strategyproof.reports import check_page

                write_whole(path, check_page.render(document, curves, _found(document)) if page is None else page())
            else:
                write_whole(path, rendered(name, document))
            click.echo(f"{name}: {path}", err=True)
        if self.output_format == "github" and (summary := os.environ.get(STEP_SUMMARY)):
            append_summary(Path(summary), document)

    def tell(self, document: VerdictsDocument) -> None:
        """Print the verdicts and the answer."""

        def show(console: Any) -> None:
            from strategyproof.reports.verdicts_terminal import show_verdicts

            show_verdicts(document, console)

        self.answer(document, lambda: rendered("json", document), show)

    def answer(self, document: VerdictsDocument, text: Callable[[], str], show: Callable[[Any], None]) -> None:
        """Print the answer: as JSON, as the runner's annotations, or for people."""
        if self.as_json:
            click.echo(text(), nl=False)
        elif self.output_format == "github":
            from strategyproof.reports import github_file

            click.echo(github_file.render(document), nl=False)
        else:
            from rich.console import Console

            show(Console(highlight=False, markup=False))


def outputs(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options; it gets them as one argument, ``outputs``."""

    @functools.wraps(command)
    def collected(*args: Any, as_json: bool, output_format: Format, force: bool, **options: Any) -> Any:
        files = {name: path for name in WRITERS if (path := options.pop(f"to_{name}")) is not None}
        return command(*args, outputs=Outputs(files, as_json, output_format, force), **options)

    wrapped: Callable[..., Any] = JSON(collected)
    wrapped = click.option("--force", is_flag=True, help="Replace files that are there.")(wrapped)
    choice = click.Choice(["text", "github"])
    about = "What standard output is for: people, or the annotations of a job on GitHub."
    wrapped = click.option("--output-format", type=choice, default="text", show_default=True, help=about)(wrapped)
    for name, what in reversed(WRITERS.items()):
        kind, about = click.Path(path_type=Path), f"Write the verdicts as {what}."
        wrapped = click.option(f"--{name}", f"to_{name}", type=kind, metavar="PATH", help=about)(wrapped)
    return wrapped


def _found(document: VerdictsDocument) -> Provenance:
    """Return where the verdicts come from; the commit is that of the folder of what was judged."""
    from strategyproof.commands.reproducing import found_by

    return found_by(Path(document.subjects[0].file).parent if document.subjects else Path.cwd())


def rendered(name: str, document: VerdictsDocument) -> str:
    """Write a document as JUnit XML, SARIF, Markdown or JSON."""
    from strategyproof.reports import junit_file, sarif_file, summary_file, verdicts_document

    writers: dict[str, Callable[[VerdictsDocument], str]] = {
        "json": verdicts_document.render,
        "junit": junit_file.render,
        "sarif": sarif_file.render,
        "summary": summary_file.render,
    }
    return writers[name](document)


def append_summary(path: Path, document: VerdictsDocument) -> None:
    """Append to the summary of the job."""
    with path.open("a", encoding="utf-8") as file:
        file.write(rendered("summary", document))


def watched(events: Iterable[Any], *consumers: Any) -> None:
    """Pass every event to each consumer, with progress on the error stream."""
    from rich.console import Console

    from strategyproof.reports.progress import ProgressView

    with ProgressView(Console(stderr=True)) as progress:
        for event in events:
            for consumer in (*consumers, progress):
                consumer.take(event)
