"""``abc``: abstract classes, which cannot be made before their methods are defined."""

from __future__ import annotations

from typing import Any

from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.objects import Function
from strategyproof.proofs.evaluator.table import word


@word("abc.ABC", "abc.ABCMeta")
def _base(ev: Evaluator, *_: Any, **__: Any) -> Any:
    ev.no("calling a base class")


@word("abc.abstractmethod")
def _abstractmethod(ev: Evaluator, function: Any) -> Any:
    if not isinstance(function, Function):
        ev.no("abstractmethod() of what is no function")
    function.fields["__isabstractmethod__"] = True
    return function
