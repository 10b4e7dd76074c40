"""A child process that runs Coq on one file after another, each within limits of CPU time and memory.

Coq is in the group of this process, and ends with it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import Any

from strategyproof.proofs.child.serving import serve

LONGEST = 1 << 20
"""Characters of what Coq may say; more is refused, as a part of it could hide an axiom."""


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """Run a program in a directory; say how it ended, what it said, and the CPU time that it took."""
    before = os.times()
    try:
        ran = subprocess.run(
            question["command"], cwd=question["directory"], capture_output=True, stdin=subprocess.DEVNULL, check=False
        )
    except OSError as error:
        return {"code": None, "said": "", "complained": str(error), "seconds": 0.0}
    after = os.times()
    said, complained = (text.decode(errors="replace") for text in (ran.stdout, ran.stderr))
    return {
        "code": ran.returncode if len(said) <= LONGEST else None,
        "said": said[:LONGEST],
        "complained": complained[:LONGEST] if len(said) <= LONGEST else f"it says more than {LONGEST} characters",
        "seconds": after.children_user + after.children_system - before.children_user - before.children_system,
    }


def limit_cpu(seconds: int) -> None:
    """Let no process that this one starts compute for longer, where the system can limit it."""
    if sys.platform == "win32":
        return
    import resource

    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    own = seconds + int(time.process_time())
    resource.setrlimit(resource.RLIMIT_CPU, (own if hard == resource.RLIM_INFINITY else min(own, hard), hard))


if __name__ == "__main__":
    os.environ.pop("COQPATH", None)  # no file of another place is taken for one of the export
    limit_cpu(int(sys.argv[2]))
    serve(answer, memory=int(sys.argv[1]))
