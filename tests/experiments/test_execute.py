"""Nothing that is done is done again, and one failure costs no other result."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import pytest

from strategyproof.experiments.execute import Done, JobFailed, Local, attempt, execute
from strategyproof.experiments.jobs import Job, LearnedJob, RulesJob, key_of
from strategyproof.experiments.store import Store
from strategyproof.scenarios.load import with_settings


class Counting:
    """Runs jobs here, and remembers how many."""

    def __init__(self, stop_after: int | None = None) -> None:
        self.done, self.stop_after = 0, stop_after

    def run(self, specifications: Sequence[bytes]) -> Iterator[Done]:
        for place, specification in enumerate(specifications):
            if self.done == self.stop_after:
                raise KeyboardInterrupt
            self.done += 1
            yield attempt(place, specification)


@pytest.fixture
def jobs(rules: RulesJob) -> list[Job]:
    return [msgspec.structs.replace(rules, seed=seed) for seed in range(4)]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path)
    with store.held():
        yield store


def test_a_run_goes_on_after_an_interruption(store: Store, jobs: list[Job]) -> None:
    with pytest.raises(KeyboardInterrupt):
        execute(jobs, store, Counting(stop_after=3))
    rest = Counting()
    found = execute(jobs, store, rest)
    assert rest.done == 1
    assert set(found) == {key_of(job) for job in jobs}
    again = Counting()
    assert execute(jobs, store, again) == found
    assert again.done == 0


def test_a_job_that_stands_twice_is_done_once(store: Store, jobs: list[Job]) -> None:
    place = Counting()
    execute([*jobs, *jobs], store, place)
    assert place.done == len(jobs)


def test_a_failure_costs_no_other_result(store: Store, jobs: list[Job], learned: LearnedJob) -> None:
    hopeless = msgspec.structs.replace(
        learned, seed=7, scenario=with_settings(learned.scenario, {"auction.actions": 1})
    )
    with pytest.raises(JobFailed, match=r"1 of 5 jobs failed, the first \(learned, seed 7\) with ValueError: expected"):
        execute([hopeless, *jobs], store, Counting())
    assert all(store.read(job) is not None for job in jobs)


def test_two_processes_find_what_one_finds(tmp_path: Path, jobs: list[Job], learned: LearnedJob) -> None:
    ends = []
    for processes in (1, 2):
        store = Store(tmp_path / str(processes))
        with store.held():
            found = execute([*jobs, learned], store, Local(processes))
        ends.append({key: result["found"] for key, result in found.items()})
    assert ends[0] == ends[1]


def test_progress_is_told(store: Store, jobs: list[Job]) -> None:
    told: list[tuple[int, int, int]] = []
    execute(jobs[:1], store, Counting())
    execute(jobs, store, Counting(), lambda *all: told.append(all))
    assert told == [(1, 1, 4), (2, 1, 4), (3, 1, 4), (4, 1, 4)]
