"""Whether the evaluator has read what the function does at its profiles: only then is an enumeration a proof."""

from __future__ import annotations

import ast
import random
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import CodeType, FrameType
from typing import Any

from strategyproof.mechanism.grounds import Ground
from strategyproof.mechanism.spaces import Space, Type
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.functions.agreement import POINTS
from strategyproof.proofs.functions.faults import Fault
from strategyproof.proofs.spaces.finite.enumeration import frozen, variants_at
from strategyproof.proofs.spaces.markets import constant
from strategyproof.proofs.spaces.program import SpacedProgram

ALL = 1500
"""So many profiles, or fewer, are all read by the evaluator."""
MORE = 60
"""How often a line that the sample has not met may send one more profile to the evaluator."""

HARMLESS = (ast.Constant, ast.Name, ast.Tuple, ast.List)
"""Expressions that have no effect, whether they were read or not."""


class Reader:
    """Evaluates profiles beside the runs of CPython, and knows which expressions the evaluator has met.

    A profile at which both disagree, or which the evaluator cannot read, makes ``doubt``.
    """

    def __init__(self, program: SpacedProgram, space: Space, agents: int, parameters: Mapping[str, Any]) -> None:
        self._program, self._space, self._agents, self._parameters = program, space, agents, parameters
        self._met: set[Any] = set()
        self._traced: dict[CodeType, bool] = {}
        self._more = MORE
        self.doubt: Ground | None = None
        self.read = 0
        count = space.variants**agents
        chance = random.Random(agents)
        whole = count <= ALL
        self.sample = range(count) if whole else sorted(chance.sample(range(count), 2 * POINTS))
        agreed = all(self._agrees(place) for place in self.sample)
        self._unread: dict[str, set[int]] = self._unread_lines() if agreed and not whole else {}

    def watched(self, place: int, run: Callable[[], Any]) -> Any:
        """Run one call; where it comes to a line that was not read, let the evaluator read the profile too."""
        if not self._unread or self.doubt is not None:
            return run()
        hit: set[tuple[str, int]] = set()

        def local(frame: FrameType, event: str, _: Any) -> Any:
            if event == "line" and frame.f_lineno in self._unread.get(frame.f_code.co_filename, ()):
                hit.add((frame.f_code.co_filename, frame.f_lineno))
            return local

        def entered(frame: FrameType, _event: str, _: Any) -> Any:
            return local if self._is_traced(frame.f_code) else None

        former = sys.gettrace()
        sys.settrace(entered)
        try:
            found = run()
        finally:
            sys.settrace(former)
        if hit:
            self._read_more(place, hit)
        return found

    def _read_more(self, place: int, hit: set[tuple[str, int]]) -> None:
        self._more -= 1
        self._evaluate(place)
        self._unread = self._unread_lines()
        left = [line for file, line in sorted(hit) if line in self._unread.get(file, ())]
        if left and self._more <= 0 and self.doubt is None:
            told = "a part of the line was not met by the evaluator at the profiles that it read"
            self.doubt = Ground("unsupported", told, (left[0],))

    def _agrees(self, place: int) -> bool:
        """Evaluate a profile, and compare it with CPython; a difference makes ``doubt``."""
        self._evaluate(place)
        return self.doubt is None

    def _evaluate(self, place: int) -> None:
        program, met = self._program, self._met
        types = [Type(self._space, v, ()) for v in variants_at(place, self._space.variants, self._agents)]
        asked = [[own] for own in types]
        with _recording(met):
            ours = program.at(types, asked, self._parameters)
        real = program.natively(types, asked, self._parameters)
        self.read += 1
        if isinstance(ours, Fault):
            if ours.kind != "raises":
                lead = "" if ours.kind == "stateful" else "the evaluator cannot follow the code: "
                self.doubt = ours.ground(lead)
            elif not (isinstance(real, Fault) and real.error == ours.error):
                self._differ(types, ours, real)
            return
        if isinstance(real, Fault) or constant(ours) != real:
            self._differ(types, ours, real)

    def _differ(self, types: list[Type], ours: Any, real: Any) -> None:
        told = [str(own) if isinstance(own, Fault) else str(frozen(own.got[0][1])) for own in (ours, real)]
        shown = "; ".join(map(str, types))
        text = f"on the reports {shown} the evaluator gives {told[0]}, CPython {told[1]}"
        self.doubt = Ground("differs-from-python", text)

    def _unread_lines(self) -> dict[str, set[int]]:
        """Return the lines of functions with an expression that the evaluator has not met, by file."""
        self._traced.clear()
        found: dict[str, set[int]] = {}
        for path in self._program.program.files:
            lines = {
                node.lineno
                for node in _inside_functions(ast.parse(path.read_text(encoding="utf-8")))
                if not isinstance(node, HARMLESS) and (path.stem, *_position(node)) not in self._met
            }
            if lines:
                found[str(path)] = lines
        return found

    def _is_traced(self, code: CodeType) -> bool:
        if code not in self._traced:
            unread = self._unread.get(code.co_filename, set())
            self._traced[code] = any(line in unread for _, _, line in code.co_lines())
        return self._traced[code]


def _inside_functions(tree: ast.AST) -> Iterator[ast.expr]:
    """Yield the expressions in the bodies of functions: what a run may evaluate."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            for statement in node.body if isinstance(node.body, list) else [node.body]:
                yield from (part for part in ast.walk(statement) if isinstance(part, ast.expr) and _is_read(part))


def _is_read(node: ast.expr) -> bool:
    """Tell whether an expression is evaluated where it stands; what is assigned to is not, only its parts are."""
    return isinstance(getattr(node, "ctx", None), (ast.Load, type(None)))


def _position(node: ast.expr) -> tuple[Any, ...]:
    return node.lineno, node.col_offset, node.end_lineno, node.end_col_offset


@contextmanager
def _recording(met: set[Any]) -> Iterator[None]:
    """Note each expression that any evaluator meets, by its file and position."""
    former = Evaluator.evaluate

    def evaluate(ev: Evaluator, node: ast.expr, scope: Any) -> Any:
        met.add((scope.module.name.rpartition(".")[2], *_position(node)))
        return former(ev, node, scope)

    setattr(Evaluator, "evaluate", evaluate)  # noqa: B010  # one run of this process, put back below
    try:
        yield
    finally:
        setattr(Evaluator, "evaluate", former)  # noqa: B010
