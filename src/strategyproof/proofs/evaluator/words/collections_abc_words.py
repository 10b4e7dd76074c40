"""``collections.abc``: the abstract classes of containers, for ``isinstance`` and annotations."""

from __future__ import annotations

from typing import Any

from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.table import word

NAMES = ("Sequence", "MutableSequence", "Mapping", "MutableMapping", "Set", "Iterable")
"""Those that ``isinstance`` knows."""

FOR_ANNOTATIONS = ("Iterator", "Generator", "Callable", "Collection", "Hashable", "Sized", "Awaitable", "Coroutine")


def _register(name: str) -> None:
    @word(f"collections.abc.{name}")
    def row(ev: Evaluator, *_: Any) -> Any:
        ev.throw(TypeError)


for _name in (*NAMES, *FOR_ANNOTATIONS):
    _register(_name)
