"""A user's function: its syntax for the evaluator, and the function itself for CPython."""

from __future__ import annotations

import ast
import difflib
import inspect
import linecache
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

from strategyproof.proofs.evaluator import Evaluator, modules
from strategyproof.proofs.evaluator.attributes import attribute
from strategyproof.proofs.evaluator.containers import Array
from strategyproof.proofs.evaluator.faults import BadOutcome, OutOfBudget, PyError, Unsupported
from strategyproof.proofs.evaluator.numbers import Quantity
from strategyproof.proofs.evaluator.objects import Function, Scope, Unreadable
from strategyproof.proofs.evaluator.states import Restart, States
from strategyproof.proofs.functions import auction_class, clock, native, outcomes
from strategyproof.proofs.functions.arguments import LIST, Shape, shape_of
from strategyproof.proofs.functions.faults import Decided, Fault
from strategyproof.proofs.functions.ranges import CLOCK
from strategyproof.proofs.functions.target import LoadError, split
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term

Decider = Callable[[Term], bool]


class Program:
    """A function of a file.

    Parameters
    ----------
    target
        ``FILE.py:NAME``.

    Attributes
    ----------
    file, name, line
        Where it is.
    native
        The function itself.
    names
        Of its file, as CPython has them.
    value
        The function as the evaluator reads it.
    shape
        How it takes its bids.
    reads
        How what it returns is read.
    states
        What runs are known to change.
    merges
        Whether both sides of a branch are evaluated and merged.

    Raises
    ------
    LoadError
        If the file does not import, or has no such function.
    """

    def __init__(self, target: str) -> None:
        file, self.name = split(target)
        self.file = str(Path(file).resolve())
        module = native.module_at(Path(self.file))
        self.names = vars(module)
        self.native = _named(module, self.name, target)
        self.states, self.merges = States(), True
        self._loader = Evaluator(states=self.states)
        self._scope: Scope | None = None
        self._cls = self.native if isinstance(self.native, type) else None
        self._adapter = None if self._cls is None else auction_class.adapter(self._cls, target)
        self.value = self._read()
        if self._cls is not None and self._adapter is not None:
            self.native = _defined(self._adapter, vars(module))
        self.signature = _signature(self.native, target) if self._cls is None else auction_class.signature(self._cls)
        first = next(iter(self.signature.parameters.values()), None)
        self.shape: Shape = LIST if first is None else shape_of(written(first.annotation))
        self.reads: outcomes.Reader = partial(
            outcomes.read, lists_winners="Winners" in written(self.signature.return_annotation)
        )

    def take_clock(self, parameters: Mapping[str, Fraction]) -> bool:
        """Take the time as a parameter from now on, if a few runs show that the function reads the clock."""
        names_it = any("time" in file.read_text(encoding="utf-8") for file in self.files)
        if names_it and CLOCK not in self.signature.parameters:
            for bids in ((2,), (0, 0), (3, 1), (100, 50), (1, 3, 2)):
                self.exactly([*map(Fraction, bids)], parameters, float)
            if self.states.reads_clock:
                self.native = clock.stopped(self.native, {str(file) for file in self.files})
                self.signature = inspect.signature(self.native)
                self.value = clock.given(self.value)
        return CLOCK in self.signature.parameters and self.states.reads_clock

    @property
    def line(self) -> int:
        """Return the line on which the function starts."""
        if self._cls is not None:
            return inspect.getsourcelines(self._cls)[1]
        if isinstance(self.value, Function) and not isinstance(self.value.node, ast.Lambda):
            return self.value.node.lineno
        code = getattr(inspect.unwrap(self.native), "__code__", None)
        return 1 if code is None else int(code.co_firstlineno)

    @property
    def source(self) -> str:
        """Return the text of that line."""
        return linecache.getline(self.file, self.line).strip()

    @property
    def annotations(self) -> tuple[Any, Any] | None:
        """Return what its first parameter and its result are annotated as; None where neither is."""
        first = next(iter(self.signature.parameters.values()), None)
        found = (inspect.Parameter.empty if first is None else first.annotation), self.signature.return_annotation
        return None if all(annotation is inspect.Parameter.empty for annotation in found) else found

    @property
    def parameters(self) -> dict[str, inspect.Parameter]:
        """Return the parameters after the bids."""
        return dict(list(self.signature.parameters.items())[1:])

    @property
    def files(self) -> list[Path]:
        """Return the files that were read."""
        read: list[Path] = self._loader.files.read if self._loader.files is not None else []
        return read

    def evaluator(self, decide: Decider | None = None, certain: Decider | None = None) -> Evaluator:
        """Return an evaluator for one run of the function."""
        ev = Evaluator(decide, certain, self.states)
        ev.files, ev.merges = self._loader.files, self.merges
        return ev

    def helper(self, name: str) -> Any:
        """Return another name of the file, as the evaluator reads it."""
        unknown = Unreadable(f"`{name}`, which the evaluator cannot find")
        return unknown if self._scope is None else self._scope.get(name, unknown)

    def _read(self) -> Any:
        """Return the function as the evaluator sees it; what it cannot read says so when it is used."""
        try:
            self._scope = modules.load(self._loader, Path(self.file))
            if self._adapter is not None:
                return modules.defined(self._loader, self._adapter, self._scope)
            first, *rest = self.name.split(".")
            value = self._scope.get(first, Unreadable(f"`{first}`, which the evaluator cannot find"))
            for part in rest:
                value = attribute(self._loader, value, part)
        except (Unsupported, PyError, RecursionError) as error:
            return Unreadable(str(error) or type(error).__name__, getattr(error, "line", None))
        return value

    def evaluated(
        self,
        bids: Sequence[Any],
        parameters: Mapping[str, Any],
        decide: Decider | None = None,
        certain: Decider | None = None,
    ) -> Decided | Fault:
        """Evaluate the function on numbers or on symbols.

        Raises
        ------
        OutOfBudget
            If the run is too long.
        Restart
            If the run writes to a state that was not known to be one.
        """
        ev = self.evaluator(decide, certain)
        given, before = (adopted(ev, self.shape.made(list(bids))) for _ in range(2))
        try:
            result = ev.call(self.value, [given], dict(parameters))
            wins, payments = self.reads(ev, result, self.shape.names(len(bids)))
            if is_changed(ev, given, before):
                return Fault("raises", "the function changes its argument")
        except ENDINGS as ending:
            return fault_of(ev, ending)
        return Decided(wins, payments)

    def exactly(self, bids: Sequence[Fraction], parameters: Mapping[str, Fraction], kind: type) -> Decided | Fault:
        """Evaluate the function at a point, in the arithmetic of a proof: every number is the real that it is."""
        values = {name: Quantity(terms.real(value)) for name, value in parameters.items()}
        return self.at([Quantity(terms.real(bid), kind) for bid in bids], values)

    def at(self, bids: Sequence[Any], parameters: Mapping[str, Any]) -> Decided | Fault:
        """Evaluate the function at a point; again, where the run shows a state that was not known."""
        while True:
            try:
                return self.evaluated(bids, parameters)
            except Restart:
                continue
            except OutOfBudget as error:
                return Fault(error.cause, str(error), error.line)

    def natively(self, bids: Sequence[Fraction], parameters: Mapping[str, Fraction], kind: type) -> Decided | Fault:
        """Run the function itself at a point: on doubles, on Python's ints, or on exact rationals."""
        other = kind if issubclass(kind, Fraction) else float
        values = {name: other(value) for name, value in parameters.items()}
        numbers = [int(bid) if kind is int else kind(bid) for bid in bids]
        return native.run(self.native, self.shape, numbers, values, self.file, self.reads)


def adopted(ev: Evaluator, value: Any) -> Any:
    """Return an argument as a value of the evaluator; numbers in it stay as they are."""
    if isinstance(value, list):
        return ev.new_list(adopted(ev, entry) for entry in value)
    if isinstance(value, tuple):
        return tuple(adopted(ev, entry) for entry in value)
    if isinstance(value, dict):
        made = ev.call(ev.function("dict"), [], {})
        for key, entry in value.items():
            made.put(adopted(ev, key), adopted(ev, entry), ev.are_same)
        return made
    if isinstance(value, frozenset):
        return ev.call(ev.function("frozenset"), [ev.new_list(sorted(value))], {})
    if hasattr(value, "dtype"):
        module = modules.module_named(ev, "numpy")
        return ev.call(attribute(ev, module, "array"), [ev.new_list(value.tolist())], {})
    return value


ENDINGS = (PyError, BadOutcome, Unsupported, RecursionError)
"""How a run in the evaluator can end without an outcome."""


def fault_of(ev: Evaluator, ending: BaseException) -> Fault:
    """Return why a run has no outcome.

    Raises
    ------
    OutOfBudget
        If it is too long, which says nothing about the run.
    """
    match ending:
        case PyError():
            return Fault("raises", _message(ending), ending.line)
        case BadOutcome():
            return Fault("raises", str(ending))
        case OutOfBudget():
            raise ending
        case Unsupported():
            return Fault(ending.cause, str(ending), ending.line or ev.line)
    return Fault("budget", "recursion that goes too deep", ev.line)


def is_changed(ev: Evaluator, given: Any, before: Any) -> bool:
    """Tell whether a run has changed its argument."""
    return not ev.are_same(_held(ev, given), _held(ev, before))


def _held(ev: Evaluator, argument: Any) -> Any:
    """Return what an argument holds, to be compared as a whole: arrays compare entry by entry."""
    return ev.new_list(argument.items) if isinstance(argument, Array) else argument


def _message(error: PyError) -> str:
    name: str = error.instance.cls.name
    args = error.instance.fields.get("args", ())
    return f"{name}: {args[0]}" if len(args) == 1 and isinstance(args[0], str) else name


def _named(module: Any, name: str, target: str) -> Callable[..., Any]:
    found = module
    for part in name.split("."):
        if not hasattr(found, part):
            near = difflib.get_close_matches(part, [n for n in dir(found) if callable(getattr(found, n))], 1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise LoadError(f"{target.rpartition(':')[0]} has no function {part!r}{hint}")
        found = getattr(found, part)
    if not callable(found):
        raise LoadError(f"expected {name!r} to be a function, got {type(found).__name__}")
    return found  # type: ignore[no-any-return]


def _defined(source: str, names: dict[str, Any]) -> Callable[..., Any]:
    """Return the function that a source defines, among the names of a module."""
    own = dict(names)
    exec(compile(source, "<adapter>", "exec"), own)
    found: Callable[..., Any] = own[next(name for name in own if name not in names)]
    return found


def _signature(function: Callable[..., Any], target: str) -> inspect.Signature:
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError) as error:
        raise LoadError(f"{target} has no signature: {error}") from error
    return signature


def written(annotation: Any) -> str:
    """Return an annotation as it is written."""
    if annotation is inspect.Parameter.empty:
        return ""
    return annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
