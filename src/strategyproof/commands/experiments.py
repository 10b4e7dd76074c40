"""``strategyproof experiments``: the paper's figures and claims, and ours; jobs that resume, here or on a cluster."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from strategyproof.commands.errors import INTERRUPTED
from strategyproof.commands.listings import DEBUG
from strategyproof.judging.answers import EXIT_CODES

if TYPE_CHECKING:
    from strategyproof.experiments.execute import Place
    from strategyproof.experiments.plan import Plan

__all__ = ["experiments"]

NAMES = (
    "fig3", "fig4", "fig5a", "fig5b", "fig5c", "fig6", "claims", "price-of-truthfulness", "algorithm1", "common-value",
    "joint",
)  # fmt: skip
INCONCLUSIVE = EXIT_CODES["inconclusive"]


@click.command("experiments")
@click.argument("figures", nargs=-1, required=True, metavar="FIGURE...")
@click.option("--scenario", default="default", metavar="NAME|FILE", show_default=True, help="The market to start from.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("build/experiments"), show_default=True,
              help="Figures, tables and pages; RESULTS in it is what a later run goes on from.")  # fmt: skip
@click.option("--quick", is_flag=True, help="Three seeds and short trainings: minutes, and nothing to quote.")
@click.option("--seeds", type=click.IntRange(1, 1000), help="How many seeds; 10 by default, 3 with --quick.")
@click.option("--jobs", type=click.IntRange(1, 1024), default=1, show_default=True, help="Processes on this machine.")
@click.option("--cluster", metavar="tcp://HOST:PORT", help="Run on this dask.distributed cluster instead.")
@click.option("--json", "as_json", is_flag=True, help="Write each figure's JSON to standard output, one a line.")
@DEBUG
def experiments(
    figures: tuple[str, ...], scenario: str, out: Path, quick: bool, seeds: int | None, jobs: int, cluster: str | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Make figures of the paper: pictures, CSV, JSON and a page each.

    FIGURE is one of fig3, fig4, fig5a, fig5b, fig5c, fig6, claims, price-of-truthfulness, algorithm1, common-value and
    joint, or all.

    Every result is kept as soon as it is there, under the hash of all that it depends on: the same command goes on
    after an interruption, and figures share what they have in common. Exits with 3 if a job fails or the cluster goes
    away; what was done is kept.
    """
    from strategyproof.experiments.cluster import Cluster, ClusterError
    from strategyproof.experiments.execute import JobFailed, Local
    from strategyproof.experiments.plan import FULL, QUICK, Plan
    from strategyproof.experiments.store import Occupied
    from strategyproof.learning.extra import load, named
    from strategyproof.scenarios.load import load_scenario

    try:
        chosen = _figures(figures)
        plan = Plan(load_scenario(scenario), QUICK if quick else FULL)
        load("torch")
        place: Place = Cluster(cluster) if cluster else Local(jobs)
        _publish(chosen, plan if seeds is None else plan.with_seeds(seeds), out, place, as_json)
    except KeyboardInterrupt:
        click.echo(f"Interrupted: what {out} holds is whole; the same command goes on from it.", err=True)
        sys.exit(INTERRUPTED)
    except ImportError as error:
        raise click.UsageError(str(named(error))) from error
    except (JobFailed, ClusterError) as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(INCONCLUSIVE)
    except (ValueError, OSError, Occupied) as error:
        raise click.UsageError(str(error)) from error


def _figures(names: Sequence[str]) -> list[str]:
    from strategyproof.commands.errors import unknown

    for name in names:
        if name not in (*NAMES, "all"):
            raise unknown("figure", name, (*NAMES, "all"), click.get_current_context())
    return list(NAMES) if "all" in names else list(dict.fromkeys(names))


def _publish(names: Sequence[str], plan: Plan, out: Path, place: Place, as_json: bool) -> None:
    from strategyproof.experiments.publish import RESULTS, publish
    from strategyproof.experiments.registry import figure
    from strategyproof.experiments.store import Store

    store = Store(out / RESULTS, lambda text: click.echo(f"warning: {text}", err=True))
    made = [figure(name) for name in names]
    with store.held(), _stoppable():
        for each in made:
            told = _Told(each.id)
            _, files = publish(each, plan, out, store, place, _command(each.id), told)
            if as_json:
                import msgspec

                document = msgspec.json.decode((out / f"{each.id}.json").read_bytes())
                click.echo(msgspec.json.encode(document).decode())
            click.echo(f"{each.id}: {', '.join(str(path) for path in files)}", err=as_json)


@contextmanager
def _stoppable() -> Iterator[None]:
    """Take SIGTERM as an interruption: processes that work for this one would go on without it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _command(name: str) -> str:
    """Return the command that makes this figure alone, as it was given."""
    given = click.get_current_context().params
    words = ["strategyproof experiments", name]
    if given["scenario"] != "default":
        words.append(f"--scenario {given['scenario']}")
    words += ["--quick"] * given["quick"]
    words += [f"--seeds {given['seeds']}"] if given["seeds"] else []
    return " ".join(words)


class _Told:
    """Say how far a figure is, on standard error, at most every few seconds."""

    def __init__(self, name: str, every: float = 5.0) -> None:
        self.name, self.every, self.last, self.begun = name, every, -1e9, time.monotonic()

    def __call__(self, done: int, known: int, total: int) -> None:
        now = time.monotonic()
        if done < total and now - self.last < self.every:
            return
        self.last = now
        read = f", {known} of them read back" if known else ""
        new, left = done - known, total - done
        pace = f", about {(now - self.begun) / new * left:,.0f} s left" if new and left else ""
        click.echo(f"{self.name}: {done} of {total} jobs{read}{pace}", err=True)
