"""``sys``: the constants that are the same in every run."""

from __future__ import annotations

import sys
from typing import Any

from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.table import constant, method, word

constant("sys.maxsize", sys.maxsize)


class FloatInfo:
    """``sys.float_info``."""


constant("sys.float_info", FloatInfo())


def _register(name: str) -> None:
    @method(FloatInfo, name=f".{name}")
    def row(_ev: Evaluator, _own: FloatInfo) -> Any:
        return getattr(sys.float_info, name)


for _name in ("max", "min", "epsilon", "dig", "mant_dig"):
    _register(_name)


@word("sys.stdout", "sys.stderr", "sys.stdin", "sys.argv", "sys.exit", "sys.setrecursionlimit")
def _refused(ev: Evaluator, *_: Any) -> Any:
    ev.no("the process's own surroundings", "take them as a parameter")
