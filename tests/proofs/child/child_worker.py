"""A child process that does, as code of a user might, what its request says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from typing import Any

from strategyproof.proofs.child.serving import serve

FOR_EVER = 600.0


def answer(request: dict[str, Any]) -> dict[str, Any]:
    match request["do"]:
        case "print":
            print("42", flush=True)  # noqa: T201  # what it prints must go nowhere
            os.write(1, b"43\n")
            sys.stderr.write("44\n")
            os.system("echo 45")
            return {"read": sys.stdin.read()}
        case "raise":
            raise ValueError(request["do"])
        case "recurse":
            return answer(request)
        case "sleep":
            time.sleep(FOR_EVER)
        case "spin":
            while True:
                pass
        case "start":
            return {"pid": subprocess.Popen(["sleep", str(int(FOR_EVER))]).pid}
        case "lock":
            re.fullmatch(r"(a|a)+b", "a" * 60)
        case "flood":
            return {"flood": "x" * request["length"]}
    return request


if __name__ == "__main__":
    serve(answer, memory=int(sys.argv[1]))
