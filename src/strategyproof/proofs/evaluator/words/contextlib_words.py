"""``contextlib``: ``suppress``, ``nullcontext``, and context managers made of generators."""

from __future__ import annotations

from typing import Any

from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.iterating import END, advance
from strategyproof.proofs.evaluator.objects import Builtin, Class, GeneratedMethod, Instance
from strategyproof.proofs.evaluator.table import word


def _suppressed(_ev: Evaluator, own: Any, kind: Any, *_: Any) -> Any:
    return kind is not None and any(kind.is_a(wanted) for wanted in own.fields["kinds"])


def _given(_ev: Evaluator, own: Any) -> Any:
    return own.fields["given"]


SUPPRESS = Class(
    "suppress",
    namespace={
        "__enter__": GeneratedMethod("suppress.__enter__", _given),
        "__exit__": GeneratedMethod("suppress.__exit__", _suppressed),
    },
)
NULL = Class(
    "nullcontext",
    namespace={
        "__enter__": GeneratedMethod("nullcontext.__enter__", _given),
        "__exit__": GeneratedMethod("nullcontext.__exit__", lambda ev, own, *_: None),
    },
)


@word("contextlib.suppress")
def _suppress(ev: Evaluator, *kinds: Any) -> Any:
    if not all(isinstance(kind, Class) for kind in kinds):
        ev.no("suppress() of what is no exception")
    return Instance(SUPPRESS, {"kinds": kinds, "given": None}, ev.born)


@word("contextlib.nullcontext")
def _nullcontext(ev: Evaluator, enter_result: Any = None) -> Any:
    return Instance(NULL, {"given": enter_result}, ev.born)


def _enter(ev: Evaluator, own: Any) -> Any:
    found = advance(ev, own.fields["gen"])
    if found is END:
        ev.throw(RuntimeError)
    return found


def _exit(ev: Evaluator, own: Any, kind: Any, *_: Any) -> Any:
    if kind is not None:
        ev.no("an exception inside of a context manager made of a generator")
    if advance(ev, own.fields["gen"]) is not END:
        ev.throw(RuntimeError)
    return False


MANAGER = Class(
    "_GeneratorContextManager",
    namespace={
        "__enter__": GeneratedMethod("contextmanager.__enter__", _enter),
        "__exit__": GeneratedMethod("contextmanager.__exit__", _exit),
    },
)


@word("contextlib.contextmanager")
def _contextmanager(_ev: Evaluator, function: Any) -> Any:
    def make(ev: Evaluator, *args: Any, **named: Any) -> Any:
        return Instance(MANAGER, {"gen": ev.call(function, list(args), named)}, ev.born)

    return Builtin("contextlib.contextmanager()", make)
