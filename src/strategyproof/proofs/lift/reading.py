"""One reading of a function over a market of any size: what is known, on which path, and what remains to be shown."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import z3

from strategyproof.proofs import terms
from strategyproof.proofs.lift.whole import merged
from strategyproof.proofs.plain.choice import NotMergeable
from strategyproof.proofs.plain.deciding import decide, deciding
from strategyproof.proofs.plain.faults import OutOfBudget, Unsupported
from strategyproof.proofs.plain.paths import Path
from strategyproof.proofs.plain.translate import Translator
from strategyproof.proofs.terms import Term
from strategyproof.proofs.theory import Theory, TooManyPositions

MOST_PATHS = 64
MOST_BRANCHES = 60
UNITS = 2_000_000
"""Solver resource units for a question on the way; where they run out, both sides of a branch are read."""


@dataclass(slots=True)
class Scope:
    """Where on which path the reading is: what was assumed to get there, and how many things were named so far.

    The name is the same whenever the same path is read again, so that what is named there has the same name.
    """

    name: str
    assumed: Term
    taken: list[Term] = field(default_factory=list)
    count: int = 0

    @property
    def guard(self) -> Term:
        """Return what holds here."""
        return terms.conjunction([self.assumed, *self.taken])


class Raised:
    """A path that ends in an exception of the function's own."""

    def __init__(self, error: BaseException) -> None:
        self.error = error


class Reading:
    """A market of any size, as a theory, and the function's way through it.

    Attributes
    ----------
    theory
        The positions and what is known of them.
    named
        What was named on the way, by its name: the same again when the same path is read again.
    never
        What must be impossible: the conditions under which the function raises.
    file
        The user's.
    notes
        What the reading rests on, for people.
    """

    def __init__(self, theory: Theory, file: str, deadline: float, notes: dict[str, None]) -> None:
        self.theory, self.file, self.deadline, self.notes = theory, file, deadline, notes
        self.named: dict[str, Any] = {}
        self.never: list[Term] = []
        self.depth = 0
        self.inside: set[tuple[Term, Term]] = set()
        self._scope = Scope("", terms.TRUE)
        self._numbers: dict[Term, int] = {}
        self._closing, self._asides, self._epochs = False, 0, [0]
        self._certain: dict[tuple[Term, Term], bool] = {}
        self._solver, self._translate = z3.SimpleSolver(), Translator()
        self._told: set[Term] = set()

    @property
    def guard(self) -> Term:
        """Return what holds where the reading is."""
        return self._scope.guard

    def note(self, text: str, line: int | None = None) -> None:
        """Note what the reading rests on, with the line of user code that is running."""
        frame = sys._getframe() if line is None else None
        while frame is not None and frame.f_code.co_filename != self.file:
            frame = frame.f_back
        line = frame.f_lineno if frame is not None else line
        self.notes[f"line {line}: {text}"] = None

    def fresh(self, what: str) -> str:
        """Return a new name, the same one when this path is read again."""
        self._scope.count += 1
        return f"{self._scope.name}{what} {self._scope.count}"

    def once(self, name: str, make: Callable[[], Any]) -> Any:
        """Return what was made under a name, or make it."""
        if name not in self.named:
            self.named[name] = make()
        return self.named[name]

    def number_of(self, position: Term) -> int:
        """Return a short name for a position."""
        return self._numbers.setdefault(position, len(self._numbers))

    def alias(self, position: Term) -> Term:
        """Return a position that is no constant, so that a step at bidder 0 looks as one at any other."""
        if position.op != "const":
            return position
        name = f"bidder {position.data}"

        def make() -> Term:
            other = self.theory.mention(terms.variable(name, "Int"))
            self.theory.assume(terms.equal(other, position))
            return other

        found: Term = self.once(name, make)
        return found

    def called(self, name: str, value: Term) -> Term:
        """Return a name for a real number, so that a bid looks like a bid whatever a law has put there."""
        if not value.args or value.op == "apply":
            return value

        def make() -> Term:
            own = terms.variable(name, "Real")
            self.theory.assume(terms.equal(own, value))
            return own

        found: Term = self.once(name, make)
        return found

    def probe(self) -> Term:
        """Return a position of which nothing is known: what is shown of it holds for every position."""
        name = f"any position {self.depth}"
        found: Term = self.once(name, lambda: self.theory.mention(terms.variable(name, "Int")))
        return found

    def refuse(self, when: Term) -> None:
        """Demand that something is impossible."""
        if when is not terms.FALSE:
            self.never.append(when)

    def certain(self, claim: Term) -> bool:
        """Tell whether a claim is shown to hold here; False also if that is not known."""
        if claim.op == "const":
            return bool(claim.data)
        asked = claim, self.guard
        if asked not in self._certain:
            self._certain[asked] = _parts(claim) <= _parts(self.guard) or not self.possible(terms.negation(claim))
        return self._certain[asked]

    def possible(self, claim: Term) -> bool:
        """Tell whether a claim may hold here; True also if that is not known."""
        here = [self.guard, claim]
        return self._satisfiable([], here) and self._satisfiable(self._facts(), here)

    def shown(self, claims: Sequence[Term], facts: Sequence[Term]) -> bool:
        """Tell whether claims follow from facts and what is known."""
        broken = terms.disjunction(map(terms.negation, claims))
        return not self._satisfiable(self._facts(), [self.guard, *facts, broken], units=20 * UNITS)

    def _facts(self) -> list[Term]:
        if self._closing:
            return list(self.theory.facts)
        self._closing = True
        try:
            with deciding(_no_branch):
                return self.theory.closed()
        except TooManyPositions as error:
            raise OutOfBudget(str(error)) from error
        finally:
            self._closing = False

    def _satisfiable(self, known: Sequence[Term], asked: Sequence[Term], units: int = UNITS) -> bool:
        """Ask the solver; what is known stays with it from question to question."""
        if time.monotonic() > self.deadline:
            raise OutOfBudget("the time is up")
        solver = self._solver if known else z3.SimpleSolver()
        for fact in known:
            if fact not in self._told:
                self._told.add(fact)
                solver.add(self._translate(fact))
        solver.set("rlimit", units)
        solver.push()
        try:
            for term in asked:
                solver.add(self._translate(term))
            return bool(solver.check() != z3.unsat)
        finally:
            solver.pop()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Name positions for a question of its own; afterwards they are forgotten, and what was computed meanwhile."""
        named = dict(self.named)
        self._asides += 1
        self._epochs.append(self._asides)
        try:
            with self.theory.aside():
                yield
        finally:
            self._epochs.pop()
            self.named = named

    def remembered(self, memory: dict[Any, Any], key: Any, make: Callable[[], Any]) -> Any:
        """Return what a memory has under a key, or make it; what is made aside is remembered there only."""
        for epoch in self._epochs:
            if (epoch, key) in memory:
                return memory[epoch, key]
        made = memory[self._epochs[-1], key] = make()
        return made

    def paths(self, name: str, assumed: Term, run: Callable[[], Any], *, pruned: bool = False) -> list[Path[Any]]:
        """Run once for each combination of branches; errors of the function end its path.

        Parameters
        ----------
        name
            Of the scope, unique and the same again when the same is read again.
        assumed
            What holds throughout.
        run
            What is run; it must have no effect beyond its value.
        pruned
            Whether sides of branches that cannot happen are left out. Reading them does no harm.
        """
        decisions: list[tuple[Term, bool, bool]] = []
        found: list[Path[Any]] = []
        while True:
            found.append(self._path(name, assumed, run, decisions, pruned=pruned))
            while decisions and not decisions[-1][2]:
                decisions.pop()
            if not decisions:
                return found
            condition, taken, _ = decisions.pop()
            decisions.append((condition, not taken, False))
            if len(found) >= MOST_PATHS:
                raise OutOfBudget(f"more than {MOST_PATHS} paths over a market of any size")

    def _path(
        self,
        name: str,
        assumed: Term,
        run: Callable[[], Any],
        decisions: list[tuple[Term, bool, bool]],
        *,
        pruned: bool,
    ) -> Path[Any]:
        scope, former = Scope(f"{name}/", assumed), self._scope
        known: dict[Term, bool] = {}

        def choose(condition: Term) -> bool:
            if condition.op == "not":
                return not choose(condition.args[0])
            if condition not in known:
                if len(known) == len(decisions):
                    decisions.append((condition, *self._sides(condition, pruned=pruned)))
                if len(known) > MOST_BRANCHES:
                    raise OutOfBudget(f"more than {MOST_BRANCHES} branches: a loop over a market of any size?")
                expected, taken, _ = decisions[len(known)]
                if expected is not condition:
                    raise Unsupported("the same path took other branches when it was read again")
                known[condition] = taken
                scope.taken.append(condition if taken else terms.negation(condition))
                scope.name += "+" if taken else "-"
            return known[condition]

        self._scope = scope
        try:
            with deciding(choose):
                leaf = run()
        except Exception as error:  # noqa: BLE001  # whatever user code raises ends its path
            leaf = Raised(error)
        finally:
            self._scope = former
        return Path(tuple((condition, taken) for condition, taken, _ in decisions), leaf)

    def _sides(self, condition: Term, *, pruned: bool) -> tuple[bool, bool]:
        """Return the side to read first, and whether the other is to be read too."""
        if not pruned:
            return True, True
        can_hold = self.possible(condition)
        return can_hold, can_hold and self.possible(terms.negation(condition))


def _no_branch(_: Term) -> bool:
    raise Unsupported("values of different kinds at different positions of a list of any length")


def _parts(term: Term) -> set[Term]:
    """Return what a conjunction consists of."""
    return set().union(*map(_parts, term.args)) if term.op == "and" else {term}


_current: ContextVar[Reading] = ContextVar("reading")


def reading() -> Reading:
    """Return the reading that runs."""
    return _current.get()


@contextmanager
def reads(current: Reading) -> Iterator[None]:
    """Make a reading the one that runs."""
    token = _current.set(current)
    try:
        yield
    finally:
        _current.reset(token)


def joined(paths: Sequence[Path[Any]]) -> Any:
    """Return the value over all paths: merged where it can be, chosen by branching where it cannot.

    Paths that raise have no value; that they cannot happen is shown elsewhere.
    """
    ended = [path for path in paths if not isinstance(path.leaf, Raised)]
    if not ended:
        error = paths[0].leaf.error
        raise Unsupported(f"a step that always raises {type(error).__name__}: {error}")
    if len(ended) == 1:
        return ended[0].leaf
    try:
        return merged([(path.condition, path.leaf) for path in ended])
    except NotMergeable:
        *others, last = ended
        return next((path.leaf for path in others if decide(path.condition)), last.leaf)


def raises(paths: Sequence[Path[Any]]) -> Term:
    """Return where a path raises."""
    return terms.disjunction(path.condition for path in paths if isinstance(path.leaf, Raised))
