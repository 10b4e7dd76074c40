"""The child process as its parent sees it: started when needed, ended when a request takes too long."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from typing import Any


class NoAnswer(Exception):
    """The process ended without an answer; the message says how."""


class Process:
    """A worker and its pipes."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def is_running(self) -> bool:
        """Tell whether the process lives."""
        return self._child is not None and self._child.poll() is None

    def ask(self, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Send a request and wait for the answer.

        Raises
        ------
        NoAnswer
            If the process crashes, or does not answer in time and is ended.
        """
        child = self._started()
        assert child.stdin is not None
        assert child.stdout is not None
        late = threading.Event()

        def end() -> None:
            late.set()
            child.kill()

        watchdog = threading.Timer(seconds, end)
        watchdog.start()
        try:
            child.stdin.write(json.dumps(request).encode() + b"\n")
            child.stdin.flush()
            line = child.stdout.readline()
        except OSError:
            line = b""
        finally:
            watchdog.cancel()
        if not line:
            self.close()
            raise NoAnswer(f"it took more than {seconds:g} s" if late.is_set() else "the process that runs it ended")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def close(self) -> None:
        """End the process."""
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is None or not self.is_running:
            self.close()
            self._child = subprocess.Popen(
                [sys.executable, "-m", "strategyproof.proofs.functions.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONHASHSEED": "0", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        return self._child
