"""A real scheduler over loopback: the same results as at home, also where a worker is killed; and what goes wrong."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest

pytest.importorskip("distributed", reason="--cluster needs the extra `distributed`")

from strategyproof.experiments import cluster
from strategyproof.experiments.cluster import Cluster, ClusterError
from strategyproof.experiments.execute import Done, Local, execute
from strategyproof.experiments.jobs import Job, LearnedJob, RulesJob
from strategyproof.experiments.store import Store

pytestmark = pytest.mark.slow


def started(kind: str, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", f"distributed.cli.dask_{kind}", *words], stderr=subprocess.DEVNULL)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(workers: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and its workers, each with one process of its own, so that a SIGKILL leaves nobody to restart it."""
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    processes = [started("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")]
    try:
        one = ("--nthreads", "1", "--no-dashboard", "--no-nanny")
        processes += [started("worker", address, *one) for _ in range(workers)]
        from distributed import Client

        with Client(address, timeout=120, set_as_default=False) as client:
            if workers:
                client.wait_for_workers(workers, timeout=120)
        yield address, processes[1:]
    finally:
        for process in reversed(processes):
            process.kill()
            process.wait()


class KillsAWorker:
    """A cluster of which a worker dies once the first result is there."""

    def __init__(self, address: str, victim: subprocess.Popen[bytes]) -> None:
        self.cluster, self.victim = Cluster(address), victim

    def run(self, specifications: Sequence[bytes]) -> Iterator[Done]:
        for end in self.cluster.run(specifications):
            if self.victim.poll() is None:
                os.kill(self.victim.pid, signal.SIGKILL)
                self.victim.wait()
            yield end


@pytest.fixture
def jobs(rules: RulesJob, learned: LearnedJob) -> list[Job]:
    diffusion = {"rounds": 4096, "hidden": (16, 16)}
    return [
        *(msgspec.structs.replace(rules, seed=seed, history=20_000) for seed in range(8)),
        *(msgspec.structs.replace(learned, seed=seed, selector="diffusion", settings=diffusion) for seed in range(4)),
        msgspec.structs.replace(learned, selector="ppo", settings={"rounds": 16_384}),
    ]


def results(jobs: list[Job], folder: Path, place: Any) -> dict[str, Any]:
    store = Store(folder)
    with store.held():
        return {key: result["found"] for key, result in execute(jobs, store, place).items()}


def test_a_cluster_finds_what_one_process_finds_though_a_worker_dies(jobs: list[Job], tmp_path: Path) -> None:
    home = results(jobs, tmp_path / "home", Local(1))
    with running(2) as (address, workers):
        assert results(jobs, tmp_path / "away", KillsAWorker(address, workers[0])) == home
        assert workers[0].poll() == -signal.SIGKILL
        assert workers[1].poll() is None


def test_a_cluster_without_workers_is_said(tmp_path: Path, jobs: list[Job]) -> None:
    with running(0) as (address, _):
        words = rf"expected a worker behind {re.escape(address)}, got none; start one with `dask worker"
        with pytest.raises(ClusterError, match=words):
            results(jobs, tmp_path, Cluster(address))


def test_a_worker_of_another_version_is_named(tmp_path: Path, jobs: list[Job], monkeypatch: pytest.MonkeyPatch) -> None:
    with running(1) as (address, _):
        monkeypatch.setattr(cluster, "__version__", "99.0")
        words = r"expected strategyproof 99.0.r2 on tcp://127.0.0.1:\d+, as here, got 0[^;]*; results would differ"
        with pytest.raises(ClusterError, match=words):
            results(jobs, tmp_path, Cluster(address))


def test_what_was_done_stays_when_the_scheduler_goes(tmp_path: Path, jobs: list[Job]) -> None:
    class LosesTheScheduler(Cluster):
        def run(self, specifications: Sequence[bytes]) -> Iterator[Done]:
            for number, end in enumerate(super().run(specifications)):
                yield end
                if number == 1:
                    context.__exit__(None, None, None)

    context = running(1)
    address, _ = context.__enter__()
    with pytest.raises(
        ClusterError, match=r"went away .*; what was done is kept, and the same command goes on from it"
    ):
        results(jobs, tmp_path, LosesTheScheduler(address))
    assert len(list(tmp_path.glob("*.json"))) >= 2
