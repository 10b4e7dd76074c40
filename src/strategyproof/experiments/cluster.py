"""Jobs on an existing dask.distributed cluster: the same functions, the same results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from strategyproof import __version__
from strategyproof.experiments.execute import Done, attempt
from strategyproof.experiments.jobs import REVISION

__all__ = ["Cluster", "ClusterError"]

_PATIENCE = 10.0
"""Seconds that a scheduler has to answer."""


class ClusterError(Exception):
    """There is no cluster to work on; the message says what to do."""


def versions() -> dict[str, str]:
    """Return what must be the same everywhere for results to be: asked of every worker."""
    import platform
    from importlib.metadata import version

    libraries = {name: version(name) for name in ("numpy", "torch", "distributed")}
    return {"python": platform.python_version(), "strategyproof": f"{__version__}.r{REVISION}", **libraries}


@dataclass(frozen=True, slots=True)
class Cluster:
    """A scheduler that runs already.

    Attributes
    ----------
    address
        As dask gives it: ``tcp://HOST:8786``.
    """

    address: str

    def run(self, specifications: Sequence[bytes]) -> Iterator[Done]:
        """Yield the end of each job as it comes, in any order; a job whose worker dies goes to another.

        Raises
        ------
        ClusterError
            If there is no scheduler at the address, it has no worker, a worker runs other versions, the connection
            breaks, or a job has killed its workers again and again. What was yielded before stays.
        """
        if not specifications:
            return
        with closing(self._client()) as client:
            _check(self.address, client)
            yield from _ends(self.address, client, specifications)

    def _client(self) -> Any:
        try:
            from distributed import Client
        except ImportError as error:
            raise ClusterError(
                "expected dask.distributed to be installed, which --cluster needs; the extra `distributed` is: "
                'pip install "dask[distributed]"'
            ) from error
        if not _is_address(self.address):  # a client that was half made waits for itself before it complains
            raise ClusterError(_nobody_at(self.address, "no address"))
        try:
            return Client(self.address, timeout=_PATIENCE, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            raise ClusterError(_nobody_at(self.address, type(error).__name__)) from error


def _is_address(address: str) -> bool:
    """Tell whether there is a host and a port; the scheme is tcp where there is none."""
    try:
        parts = urlsplit(address if "://" in address else f"tcp://{address}")
        return parts.scheme in ("tcp", "tls", "ws", "wss") and bool(parts.hostname) and bool(parts.port)
    except ValueError:
        return False


def _nobody_at(address: str, got: str) -> str:
    return (
        f"expected a dask scheduler at {address}, got {got}; start one with `dask scheduler`, and give its address, "
        "like tcp://HOST:8786"
    )


def _check(address: str, client: Any) -> None:
    """Refuse a cluster without workers, or with others' versions."""
    try:
        found: dict[str, Any] = client.run(versions, on_error="return")
    except (OSError, ValueError) as error:
        raise ClusterError(f"expected workers behind {address}, got {type(error).__name__}: {error}") from error
    if not found:
        raise ClusterError(
            f"expected a worker behind {address}, got none; start one with `dask worker {address} --nthreads 1`"
        )
    ours = versions()
    for worker, theirs in sorted(found.items()):
        if not isinstance(theirs, dict):
            raise ClusterError(f"expected strategyproof on {worker}, got {theirs!r}; install what this machine has")
        for name, version in ours.items():
            if theirs.get(name) != version:
                raise ClusterError(
                    f"expected {name} {version} on {worker}, as here, got {theirs.get(name)}; results would differ: "
                    "install the same versions"
                )


def _ends(address: str, client: Any, specifications: Sequence[bytes]) -> Iterator[Done]:
    from distributed import CancelledError, as_completed
    from distributed.scheduler import KilledWorker

    futures = client.map(attempt, range(len(specifications)), specifications, pure=False)
    try:
        for future in as_completed(futures, loop=client.loop):
            yield future.result()
    except KilledWorker as error:
        raise ClusterError(
            f"a job lost one worker after another, {error.last_worker.address} the last; give workers more memory: "
            "what was done is kept, and the same command goes on from it"
        ) from error
    except (CancelledError, OSError) as error:
        raise ClusterError(
            f"the scheduler at {address} went away ({type(error).__name__}); what was done is kept, and the same "
            "command goes on from it"
        ) from error
    finally:
        client.cancel(futures)
