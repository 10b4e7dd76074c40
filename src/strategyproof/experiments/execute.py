"""Do jobs: what is done is read back, the rest runs here or on a cluster, and each result is kept at once."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

import msgspec

from strategyproof.experiments.jobs import Job, key_of
from strategyproof.experiments.store import Store

__all__ = ["Done", "JobFailed", "Local", "Place", "Progress", "execute"]

Progress: TypeAlias = Callable[[int, int, int], object]
"""Called with the jobs done, how many of them were read back, and how many there are."""


class JobFailed(Exception):
    """A job raised; every other result is kept."""


@dataclass(frozen=True, slots=True)
class Done:
    """A job's end: its result's JSON, or why there is none."""

    place: int
    result: bytes | None = None
    error: str = ""


class Place(Protocol):
    """Where jobs run."""

    def run(self, specifications: Sequence[bytes]) -> Iterator[Done]:
        """Yield the end of each job as it comes, in any order."""
        ...


@dataclass(frozen=True, slots=True)
class Local:
    """Processes on this machine.

    Attributes
    ----------
    processes
        How many; with 1, jobs run in this process.
    """

    processes: int = 1

    def run(self, specifications: Sequence[bytes]) -> Iterator[Done]:
        """Yield the end of each job as it comes, in any order."""
        from joblib import Parallel, delayed

        # loky replaces a worker whose memory grew, and warns of it; the job that it did is done.
        warnings.filterwarnings("ignore", "A worker stopped while some jobs were given", UserWarning)
        ends = Parallel(n_jobs=self.processes, return_as="generator_unordered", batch_size=1)(
            delayed(attempt)(place, specification) for place, specification in enumerate(specifications)
        )
        with closing(ends):
            yield from ends


def attempt(place: int, specification: bytes) -> Done:
    """Do a job, and say why if it cannot be done: an error of one must not cost the results of others."""
    try:
        from strategyproof.experiments.work import perform  # loads what learns, in the process that needs it

        return Done(place, perform(specification))
    except Exception as error:  # noqa: BLE001 - told with its job once all others are done
        return Done(place, error=f"{type(error).__name__}: {error}")


def execute(jobs: Sequence[Job], store: Store, place: Place, progress: Progress = lambda *_: None) -> dict[str, Any]:
    """Return the result of every job, by key.

    Parameters
    ----------
    jobs
        What to do; a job that stands twice is done once.
    store
        Where results are read from and kept.
    place
        Where the jobs run that have no result.
    progress
        Told after each job.

    Raises
    ------
    JobFailed
        If a job raised, once all others are done.
    OSError
        If a result cannot be written; those written before it are whole.
    """
    wanted = {key_of(job): job for job in jobs}
    found: dict[str, Any] = {}
    for key, job in wanted.items():
        result = store.read(job)
        if result is not None:
            found[key] = result
    # Seed after seed: a run that is cut short has some seeds whole, and `--seeds` makes its figures.
    lacking = sorted((job for key, job in wanted.items() if key not in found), key=lambda job: job.seed)
    known = len(found)
    progress(known, known, len(wanted))
    failures: list[tuple[Job, str]] = []
    with closing(place.run([msgspec.json.encode(job) for job in lacking])) as ends:  # type: ignore[type-var]
        for end in ends:
            job = lacking[end.place]
            if end.result is None:
                failures.append((job, end.error))
                continue
            store.write(job, end.result)
            found[key_of(job)] = msgspec.json.decode(end.result)
            progress(len(found), known, len(wanted))
    if failures:
        job, error = failures[0]
        raise JobFailed(
            f"{len(failures)} of {len(wanted)} jobs failed, the first ({type(job).__struct_config__.tag}, seed "
            f"{job.seed}) with {error}; the other results are kept, and the same command goes on from them"
        )
    return found
