"""The evaluator: Python's semantics for what is in its tables, on numbers, on symbols, and on rows of any length.

It is an interpreter over the syntax tree. Nothing of the user's runs natively; a word of Python's own means what its
row in :mod:`strategyproof.proofs.evaluator.words` says. On plain numbers it computes what CPython computes, which is
compared at every proof; on symbols the same code gives the outcome for all bids.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar, NoReturn

from strategyproof.proofs.evaluator import arithmetic, containers, leftovers, table
from strategyproof.proofs.evaluator.containers import Dict, List, Set
from strategyproof.proofs.evaluator.errors import is_ours, knows_our_values, throw, throw_like
from strategyproof.proofs.evaluator.faults import Effect, OutOfBudget, PyError, Stateful, Unsupported
from strategyproof.proofs.evaluator.merging import CANNOT_BE_TAKEN_BACK, Journal
from strategyproof.proofs.evaluator.numbers import Choice, Condition, NotMergeable, Quantity, is_number, kind_of, truth
from strategyproof.proofs.evaluator.objects import (
    METHOD,
    Bound,
    Builtin,
    Class,
    Function,
    Instance,
    Items,
    Module,
    Native,
    Opaque,
    Scope,
    Text,
    Unreadable,
)
from strategyproof.proofs.evaluator.states import States
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term

Node = Callable[["Evaluator", Any, Scope], Any]

STEPS = 400_000
"""Expressions and statements that one run may evaluate: what a loop that does not end runs into."""

DEPTH = 900
"""Calls within calls."""


class Evaluator:
    """One reading of a user's file.

    Parameters
    ----------
    decide
        Chooses a branch of a condition on bids.
    certain
        Tells whether a condition is shown to hold on this path; False also if that is not known.
    states
        What runs are known to change, shared by all runs of a function.

    Attributes
    ----------
    nodes
        The table of syntax: one row for each kind of node that is known.
    line
        Of the user's file, where evaluation is.
    is_loading
        Whether the file itself is being evaluated, before any run.
    merges
        Whether both sides of a branch are tried; if not, each is chosen, as Python itself runs.
    market
        The reading of a market of any size, where the bids are one.
    tasks
        How many tasks of ``asyncio`` wait for their turn; None where no loop runs.
    fresh
        The iterator that the expression evaluated last has made; None if it made none.
    clock
        What the next reading of the clock gives.
    observers
        How many parts of the program wait for exceptions, to go on another way.
    handled
        The exceptions that are being handled, the latest last: what a bare ``raise`` raises again.
    """

    nodes: ClassVar[dict[type[ast.AST], Node]] = {}

    def __init__(
        self,
        decide: Callable[[Term], bool] | None = None,
        certain: Callable[[Term], bool] | None = None,
        states: States | None = None,
    ) -> None:
        self.decide_term = decide or _nothing_to_decide
        self.certain_term = certain or _nothing_to_decide
        self.states = States() if states is None else states
        self.journal = Journal()
        self.line, self.steps, self.depth = 0, 0, 0
        self.is_loading = False
        self.merges = True
        self.files: Any = None
        self.market: Any = None
        self.tasks: int | None = None
        self.fresh: Any = None
        self.clock: Any = Opaque("it reads the clock", leftovers.NUMBER)
        self.observers = 0
        self.handled: list[PyError] = []

    # ---- faults

    def no(self, construct: str, remedy: str = "") -> NoReturn:
        """Say that something is not in the tables."""
        raise Unsupported(construct + (f"; {remedy}" if remedy else ""), self.line)

    def throw(self, kind: type[BaseException]) -> NoReturn:
        """Raise an exception of Python's own in the user's program."""
        throw(kind, self.line)

    def plainly(self, function: Callable[..., Any], /, *given: Any, **options: Any) -> Any:
        """Run something of Python's own; what it raises is raised in the user's program.

        It is so only where all that it was given is Python's own too: what it raises over a value of the evaluator's,
        say a text in which a bid stands, it may not raise over what stands there in Python. Functions of the evaluator
        know its values, and raise what Python does.
        """
        try:
            return function(*given, **options)
        except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as error:
            if not knows_our_values(function) and any(map(is_ours, (*given, *options.values()))):
                name = getattr(function, "__name__", type(function).__name__)
                self.no(f"`{name}` of {self.described(*given, *options.values())}, where Python's own raises")
            throw_like(error, self.line)

    # ---- evaluating

    def evaluate(self, node: ast.expr, scope: Scope) -> Any:
        """Return the value of an expression."""
        row = self.nodes.get(type(node))
        if row is None:
            self.line = getattr(node, "lineno", self.line)
            self.no(f"`{type(node).__name__}`, which the evaluator does not know")
        self.steps += 1
        return row(self, node, scope)

    @property
    def born(self) -> int:
        """Return when what is made now is made."""
        return -1 if self.is_loading else self.journal.clock

    def tick(self, line: int) -> None:
        """Count a step at a line."""
        self.line = line
        self.steps += 1
        if self.steps > STEPS:
            raise OutOfBudget(f"a run of more than {STEPS} steps: a loop that may not end?", line)

    # ---- branches

    def decide(self, term: Term) -> bool:
        """Choose a branch."""
        return bool(term.data) if term.op == "const" else self.decide_term(term)

    def is_certain(self, term: Term) -> bool:
        """Tell whether a condition is shown to hold on this path."""
        return bool(term.data) if term.op == "const" else self.certain_term(term)

    def is_true(self, value: Any) -> bool:
        """Tell whether a value is true; where it depends on the bids, choose."""
        return self.decide(self.truth(value))

    def branch(self, when: Term, yes: Callable[[], Any], no: Callable[[], Any]) -> Any:
        """Evaluate what a condition chooses: both sides, merged, or the one that is decided on."""
        if when.op == "const":
            return yes() if when.data else no()
        if not self.merges:
            return yes() if self.decide(when) else no()
        line = self.line
        try:
            return self.journal.both(when, yes, no)
        except CANNOT_BE_TAKEN_BACK:
            self.line = line
            return yes() if self.decide(when) else no()

    def truth(self, value: Any) -> Term:
        """Return the truth of a value as a condition on the bids."""
        if value is None or value is True or value is False:
            return terms.truth(bool(value))
        if is_number(value):
            return arithmetic.nonzero(value)
        row = table.method_of(value, "__bool__")
        if row is not None:
            found: Term = row(self, value)
            return found
        if isinstance(value, (str, bytes, tuple, range, List, Dict, Set)):
            return terms.truth(len(self.known(value)) > 0)
        if isinstance(value, Text):
            return self.truth(self.resolved(value))
        if isinstance(value, Instance):
            return self._truth_of_object(value)
        if isinstance(value, Opaque):
            self.stateful(value)
        if isinstance(value, (Function, Builtin, Bound, Class, Module, Items)):
            return terms.TRUE
        self.no(f"the truth of {self.described(value)}")

    def _truth_of_object(self, value: Instance) -> Term:
        for name in ("__bool__", "__len__"):
            found = value.cls.find(name)
            if isinstance(found, METHOD):
                return self.truth(self._answer_of(name, self.call(Bound(found, value), [], {})))
        return terms.TRUE

    def _answer_of(self, name: str, answer: Any) -> Any:
        """Return what ``__bool__`` or ``__len__`` answers; Python takes no other type, and no length below zero."""
        if isinstance(answer, Opaque):
            return answer
        kinds = (bool,) if name == "__bool__" else (bool, int)
        if not is_number(answer) or kind_of(answer) not in kinds:
            self.throw(TypeError)
        if name == "__len__" and self.is_true(arithmetic.compare(ast.Lt, answer, 0)):
            self.throw(ValueError)
        return answer

    # ---- states

    def stateful(self, value: Opaque) -> NoReturn:
        """Say that an outcome depends on a state."""
        raise Stateful(
            f"{value.cause}, and what the function returns depends on it: it is not a function of its input", self.line
        )

    def opaque(self, holder: Any) -> Opaque | None:
        """Return the opaque value of what is read from a container that runs change; None for any other."""
        return self.states.opaque(holder, None) if getattr(holder, "born", 0) < 0 else None

    def drawn(self, cause: str, kind: str) -> Opaque:
        """Return a value that is another in each run."""
        self.states.leaves = True
        return Opaque(cause, kind)

    @contextmanager
    def observed(self, *, really: bool = True) -> Iterator[None]:
        """Run something whose exceptions the program catches."""
        self.observers += really
        try:
            yield
        finally:
            self.observers -= really

    def known(self, holder: Any) -> Any:
        """Return a container, to be read as a whole; one that runs change is not known."""
        found = self.opaque(holder)
        if found is not None:
            self.stateful(found)
        return holder

    def changing(self, holder: Any, kind: str | None = None) -> bool:
        """Prepare the change of a container that cannot be taken back; False if the change is to be left out.

        A container of the file itself is a state: what runs write to it nobody reads; ``kind`` is what they write.
        """
        if self.is_loading:
            return True
        if holder.born < 0:
            joined = leftovers.joined(leftovers.content(holder), kind)
            self.states.writes(holder, None, f"a run changes {self.name_of(holder)}", joined)
            return False
        self.journal.forbid(holder.born)
        return True

    def setting(self, holder: Any, key: Any, what: str, kind: str | None = None) -> bool:
        """Prepare the change of one place, which can be taken back; False if the change is to be left out."""
        if self.is_loading:
            return True
        if holder.born < 0 and isinstance(holder, (List, Dict)):
            return self.changing(holder, kind)
        if holder.born < 0:
            self.states.writes(holder, key, f"a run changes {what}", kind)
            return False
        self.journal.note(holder, key)
        return True

    def name_of(self, holder: Any) -> str:
        """Return what the file calls something that it made."""
        from strategyproof.proofs.evaluator import modules

        return modules.name_of(self.files, holder) or f"{self.described(holder)} of the file"

    # ---- words

    def described(self, *values: Any) -> str:
        """Describe values for people."""
        return " and ".join(dict.fromkeys(map(_described, values)))

    def new_list(self, items: Iterable[Any] = (), kind: str = "list") -> List:
        """Return a new list."""
        return List(items, self.born, kind)

    def function(self, name: str) -> Any:
        """Return a word of Python's own."""
        return table.FUNCTIONS[name]

    # ---- to be found in the other files of this room

    def call(self, function: Any, args: Sequence[Any], keywords: dict[str, Any]) -> Any:
        """Call a value."""
        from strategyproof.proofs.evaluator import calls

        return calls.call(self, function, list(args), keywords)

    def same(self, a: Any, b: Any) -> Term:
        """Return whether two values are equal, as a condition on the bids."""
        from strategyproof.proofs.evaluator import comparing

        return comparing.same(self, a, b)

    def are_same(self, a: Any, b: Any) -> bool:
        """Tell whether two values are equal; where it depends on the bids, choose."""
        return self.decide(self.same(a, b))

    def resolved(self, text: Text) -> str:
        """Return text without numbers in it that depend on the bids; positions in it are decided."""
        from strategyproof.proofs.evaluator import text as texts

        return texts.resolved(self, text)

    def hashable(self, key: Any) -> Any:
        """Return a value that is to be a key.

        Raises
        ------
        PyError
            A TypeError, of a list for example.
        """
        if not containers.hashable(key):
            if isinstance(key, Instance) and key.cls.find("__hash__") is not None:
                self.no(f"{self.described(key)} with an equality of its own as a key")
            self.throw(TypeError)
        return self.resolved(key) if isinstance(key, Text) else key

    def iterate(self, value: Any) -> Iterator[Any]:
        """Go through a value, item by item, as ``for`` does."""
        from strategyproof.proofs.evaluator import iterating

        return iterating.iterate(self, value)

    def items(self, value: Any) -> list[Any]:
        """Return all items of a value, in their order."""
        return list(self.iterate(value))


def _nothing_to_decide(term: Term) -> bool:
    raise AssertionError(f"a branch on plain numbers depends on {term!r}")


def _described(value: Any) -> str:
    match value:
        case Quantity():
            return "a number that depends on the bids"
        case Condition():
            return "a condition on the bids"
        case Choice():
            return "a whole number that depends on the bids"
        case Text():
            return "text made from a bid"
        case Unreadable():
            return value.reason
        case Instance():
            return f"an object of {value.cls.name}"
        case Class():
            return f"the class {value.name}"
        case Function():
            return f"the function {value.name}"
        case Builtin():
            return value.name
        case Module():
            return f"the module {value.name}"
        case List() | Items():
            return f"a {value.kind}"
        case Dict():
            return f"a {value.kind}"
        case Set():
            return "a set"
        case Native():
            return f"a {type(value.value).__name__}"
        case Opaque():
            return "a state"
        case None:
            return "None"
        case int() | float() | Fraction() | Decimal() | str() | tuple():
            return f"a {type(value).__name__}"
    described = getattr(value, "described", None)
    return described if isinstance(described, str) else f"a {type(value).__name__}"


__all__ = ["DEPTH", "STEPS", "Effect", "Evaluator", "NotMergeable", "PyError", "truth"]
