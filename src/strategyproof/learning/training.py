"""Train a selector into a folder: curve, checkpoints, weights; stop at any time and go on bit for bit."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from strategyproof.learning.config import Config, PpoConfig
from strategyproof.learning.evaluate import Bench
from strategyproof.learning.files import read_arrays, scenario_hash, write_arrays, write_atomically
from strategyproof.learning.learners import Learner, make_learner
from strategyproof.learning.selectors.protocol import Selector
from strategyproof.learning.stream import Stream
from strategyproof.learning.trained import WEIGHTS, save_selector
from strategyproof.scenarios.schema import Scenario

__all__ = ["CHECKPOINT", "CURVE", "Point", "Run", "train"]

CHECKPOINT, CURVE = "checkpoint.safetensors", "curve.jsonl"


SEEDS = 2**32
"""Seeds are below this: what every library that is seeded takes."""


@dataclass(frozen=True, slots=True)
class Run:
    """What to train, on what, from which seed.

    Raises
    ------
    ValueError
        If the seed is not in 0..2^32 - 1.
    """

    scenario: Scenario
    information: str
    config: Config
    seed: int

    def __post_init__(self) -> None:
        if not 0 <= self.seed < SEEDS:
            raise ValueError(f"expected a seed in 0..{SEEDS - 1}, got {self.seed}; give --seed another")

    def facts(self) -> dict[str, Any]:
        """Return what identifies the run: a checkpoint of another run is refused."""
        return {
            "scenario_hash": scenario_hash(self.scenario),
            "information": self.information,
            "config": msgspec.to_builtins(self.config),
            "seed": self.seed,
        }


class Point(msgspec.Struct, frozen=True):
    """A point of the learning curve.

    Attributes
    ----------
    rounds
        Auctions trained on.
    surplus
        Mean surplus of the deterministic selector on held-out rounds, in value.
    of_best_exogenous
        The same as a share of the best exogenous rho's.
    seconds
        Time spent on training (not on evaluation) since the run or its last resumption began.
    """

    rounds: int
    surplus: float
    of_best_exogenous: float
    seconds: float


def train(
    run: Run,
    folder: Path | None = None,
    *,
    bench: Bench | None = None,
    points: int = 20,
    device: str = "cpu",
    resume: bool = False,
    watch: Callable[[Point, Bench], None] | None = None,
    stop_after: int | None = None,
) -> tuple[Selector, list[Point]]:
    """Train a selector.

    Parameters
    ----------
    run
        What to train.
    folder
        Where curve, checkpoint and weights go; nothing is written without one.
    bench
        Held-out rounds for the curve.
    points
        Points of the curve; a checkpoint is written at each.
    device
        ``cpu``, or ``cuda`` where there is one.
    resume
        Go on from the folder's checkpoint.
    watch
        Called at each point.
    stop_after
        Stop once so many rounds are done, as a user's interruption would.

    Raises
    ------
    FileExistsError
        If the folder holds a run and ``resume`` is off.
    OSError
        If the folder cannot be written to; nothing is trained then.
    ValueError
        If the checkpoint is truncated or belongs to another run.
    """
    if folder is not None:
        _open(folder, resume)
    learner = make_learner(run.scenario, run.information, run.config, run.seed, device)
    course = _Course(run, learner, bench or Bench(run.scenario), folder, watch)
    if isinstance(run.config, PpoConfig):
        course.fit_ppo(points, resume)
    else:
        if resume:
            course.resume()
        course.fit(max(run.config.rounds // points, run.config.batch), stop_after)
    if folder is not None and course.done >= course.total:
        save_selector(
            folder / WEIGHTS,
            learner.selector(),
            run.scenario,
            run.config,
            {
                "seed": run.seed,
                "surplus": course.curve[-1].surplus,
                "of_best_exogenous": course.curve[-1].of_best_exogenous,
            },
        )
    return learner.selector(), course.curve


def _open(folder: Path, resume: bool) -> None:
    """Make the folder and write to it, so that a run does not end where it would be kept."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"room?")
    except OSError as error:
        why = error.strerror or str(error)
        raise OSError(f"expected a folder to write the run to at {folder}, got: {why}; give --out another") from error
    if not resume and any((folder / name).exists() for name in (CHECKPOINT, WEIGHTS)):
        raise FileExistsError(f"{folder} holds a run already; pass --resume to go on with it, or another folder")
    if resume and not (folder / CHECKPOINT).exists():
        raise ValueError(f"expected {folder / CHECKPOINT} to resume from, got none; leave --resume out to start")


class _Course:
    """A training in progress."""

    def __init__(
        self,
        run: Run,
        learner: Learner,
        bench: Bench,
        folder: Path | None,
        watch: Callable[[Point, Bench], None] | None,
    ) -> None:
        self.run, self.learner, self.bench, self.folder, self.watch = run, learner, bench, folder, watch
        self.stream = Stream(run.scenario, run.seed)
        batch = run.config.batch
        self.total = max(run.config.rounds // batch, 1) * batch
        self.done, self.seconds = 0, 0.0
        self.curve: list[Point] = []

    def fit(self, every: int, stop_after: int | None) -> None:
        """Train to the end, with a point every so many rounds from the start of the run, resumed or not."""
        batch, due = self.run.config.batch, (self.done // every + 1) * every
        while self.done < self.total and (stop_after is None or self.done < stop_after):
            start = time.perf_counter()
            self.learner.learn(self.stream.take(batch), self.done / self.total)
            self.seconds += time.perf_counter() - start
            self.done += batch
            if self.done >= due or self.done >= self.total:
                due += every
                self.mark()

    def fit_ppo(self, points: int, resume: bool) -> None:
        """Train with the library's own loop, which keeps no state that could be resumed bit for bit."""
        if resume:
            raise ValueError("PPO runs cannot be resumed bit for bit; train again, it takes less than a minute")
        from strategyproof.learning.ppo import PpoLearner

        assert isinstance(self.learner, PpoLearner)
        start, marked = time.perf_counter(), 0.0
        every, due = max(self.total // points, 1), max(self.total // points, 1)

        def step(local: dict[str, Any], _: dict[str, Any]) -> bool:
            nonlocal due, marked
            self.done = int(local["self"].num_timesteps)
            if self.done >= due and self.done < self.total:
                due += every
                before = time.perf_counter()
                self.seconds = before - start - marked
                self.mark()
                marked += time.perf_counter() - before
            return True

        self.learner.fit(self.total, step)
        self.done, self.seconds = max(self.done, self.total), time.perf_counter() - start - marked
        self.mark()

    def mark(self) -> None:
        """Add a point to the curve, and keep everything."""
        surplus = self.bench.surplus(self.learner.selector())
        point = Point(self.done, surplus, surplus / self.bench.rivals["best-exogenous"], round(self.seconds, 3))
        self.curve.append(point)
        if self.folder is not None:
            lines = b"".join(msgspec.json.encode(point) + b"\n" for point in self.curve)
            write_atomically(self.folder / CURVE, lines)
            facts = {**self.run.facts(), "done": self.done, "place": self.stream.place}
            write_arrays(self.folder / CHECKPOINT, self.learner.arrays(), facts)
        if self.watch is not None:
            self.watch(point, self.bench)

    def resume(self) -> None:
        """Go on from the folder's checkpoint."""
        assert self.folder is not None
        arrays, facts = read_arrays(self.folder / CHECKPOINT)
        for name, value in self.run.facts().items():
            if facts.get(name) != msgspec.json.decode(msgspec.json.encode(value)):
                raise ValueError(
                    f"{self.folder}: expected a checkpoint with {name} {value}, got {facts.get(name)}; resume with the "
                    "scenario and the options that the run began with, or train into another folder"
                )
        self.learner.load(arrays)
        self.done, self.stream.place = facts["done"], tuple(facts["place"])
        lines = (self.folder / CURVE).read_bytes().splitlines()
        try:
            points = [msgspec.json.decode(line, type=Point) for line in lines]
        except msgspec.DecodeError as error:
            raise ValueError(
                f"{self.folder / CURVE}: expected the curve of a run of this version, got {error}; train into another "
                "folder"
            ) from error
        self.curve = [point for point in points if point.rounds <= self.done]
