"""``uuid``: an identifier that is another in each run: it may be shown and kept, and decides nothing."""

from __future__ import annotations

from typing import Any

from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.leftovers import PLAIN
from strategyproof.proofs.evaluator.table import word


@word("uuid.uuid1")
def _uuid1(ev: Evaluator) -> Any:
    return ev.drawn("it draws uuid.uuid1()", PLAIN)


@word("uuid.uuid4")
def _uuid4(ev: Evaluator) -> Any:
    return ev.drawn("it draws uuid.uuid4()", PLAIN)


@word("uuid.UUID")
def _of(ev: Evaluator, *_: Any, **__: Any) -> Any:
    ev.no("uuid.UUID()", "take the identifier as text")
