"""One reading of a function over a market of any size: what is known, on which path, and what remains to be shown."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any

import z3

from strategyproof.mechanism.grounds import Ground
from strategyproof.proofs.any_bidders.theory import Theory, TooManyPositions
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.faults import Effect, OutOfBudget, OutOfTime, PyError, Unsupported
from strategyproof.proofs.evaluator.merging import Journal
from strategyproof.proofs.evaluator.numbers import NotMergeable, merged
from strategyproof.proofs.evaluator.rows.moments import Moment
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term
from strategyproof.proofs.smt.translate import Translator

MOST_PATHS = 64
MOST_BRANCHES = 60
UNITS = 2_000_000
"""Solver resource units for a question on the way; where they run out, both sides of a branch are read."""


class Chooser(Journal):
    """The journal of a reading: a branch is chosen, never tried on both sides, so that what holds on a path is known.

    What a branch names on its way, such as a highest bid, is then there on that path alone.
    """

    def both(self, *_: Any) -> Any:
        """Let the branch be chosen."""
        raise Effect


@dataclass(frozen=True, slots=True)
class Path:
    """The branches that distinguish one way of computing a value from the others, and the value."""

    branches: tuple[tuple[Term, bool], ...]
    leaf: Any

    @property
    def condition(self) -> Term:
        """Return what holds on the path."""
        return terms.conjunction(c if taken else terms.negation(c) for c, taken in self.branches)


class Raised:
    """A path that ends in an exception of the function's own."""

    def __init__(self, error: PyError) -> None:
        self.error = error

    def __str__(self) -> str:
        line = f" (line {self.error.line})" if self.error.line else ""
        return f"{self.error.instance.cls.name}{line}"


@dataclass(slots=True)
class Place:
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
    notes
        What the reading rests on, for people.
    written
        What each loop was seen to write to.
    sums
        The sums that were named.
    asked
        The positions that the law speaks of.
    extent
        The number of bidders of the run that is read.
    steps
        The steps of loops that are being taken, each with its loop and its position.
    """

    def __init__(self, ev: Evaluator, theory: Theory, deadline: float, notes: dict[Ground, None]) -> None:
        self.ev, self.theory, self.deadline, self.notes = ev, theory, deadline, notes
        self.named: dict[str, Any] = {}
        self.never: list[Term] = []
        self.written: dict[Any, Any] = {}
        self.steps: list[Any] = []
        self.sums: list[Any] = []
        self.asked = [position for position in theory.positions if position.op != "const"]
        self.extent = terms.integer(0)
        self.depth = 0
        self.inside: set[tuple[Term, Term]] = set()
        self._place = Place("", terms.TRUE)
        self._numbers: dict[Term, int] = {}
        self._closing, self._asides, self._epochs = False, 0, [0]
        self._certain: dict[tuple[Term, Term], bool] = {}
        self._solver, self._translate = z3.SimpleSolver(), Translator()
        self._told: set[Term] = set()
        self._lost: dict[Term, list[Term]] = {}

    @property
    def guard(self) -> Term:
        """Return what holds where the reading is."""
        return self._place.guard

    def note(self, text: str, line: int | None = None) -> None:
        """Note what the reading rests on, with the line of user code that is evaluated."""
        self.notes[Ground("reading", text, (self.ev.line if line is None else line,))] = None

    def fresh(self, what: str) -> str:
        """Return a new name, the same one when this path is read again."""
        self._place.count += 1
        return f"{self._place.name}{what} {self._place.count}"

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

    @contextmanager
    def probe(self) -> Iterator[Term]:
        """Give a position of which nothing is known: what is shown of it holds for every position."""
        name = f"any position {self.depth}"

        def make() -> Term:
            position = self.theory.mention(terms.variable(name, "Int"))
            for fact in self._lost.pop(position, ()):
                self.theory.assume(fact)
            return position

        self.depth += 1
        try:
            yield self.once(name, make)
        finally:
            self.depth -= 1

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
            return self.closed()
        except TooManyPositions as error:
            raise OutOfBudget(str(error), self.ev.line) from error
        finally:
            self._closing = False

    def closed(self) -> list[Term]:
        """Return all facts, the universal ones stated at every mentioned position."""
        with self.unbranched():
            return self.theory.closed()

    @contextmanager
    def unbranched(self) -> Iterator[None]:
        """Refuse branches: what is said of a name must hold on every path, not on the one that is read."""
        former, self.ev.decide_term = self.ev.decide_term, self._refuse_branch
        try:
            yield
        finally:
            self.ev.decide_term = former

    def _refuse_branch(self, _: Term) -> bool:
        self.ev.no("values of different kinds at different positions of a list of any length")

    def _satisfiable(self, known: Sequence[Term], asked: Sequence[Term], units: int = UNITS) -> bool:
        """Ask the solver; what is known stays with it from question to question."""
        if time.process_time() > self.deadline:
            raise OutOfTime(self.ev.line)
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
                try:
                    yield
                finally:
                    facts = list(self.theory.facts)
        finally:
            self._keep(facts)
            self._epochs.pop()
            self.named = named

    def _keep(self, facts: Sequence[Term]) -> None:
        """Keep what was said of the bid at any position: a vector says it once."""
        for fact in set(facts) - set(self.theory.facts):
            free = {term for term in terms.subterms([fact]) if term.op == "var"}
            if len(free) == 1 and not free & set(self.theory.positions):
                self._lost.setdefault(free.pop(), []).append(fact)

    def remembered(self, memory: dict[Any, Any], key: Any, make: Callable[[], Any]) -> Any:
        """Return what a memory has under a key, or make it; what is made aside is remembered there only."""
        for epoch in self._epochs:
            if (epoch, key) in memory:
                return memory[epoch, key]
        made = memory[self._epochs[-1], key] = make()
        return made

    def paths(
        self,
        name: str,
        assumed: Term,
        run: Callable[[], Any],
        *,
        moment: Moment | None = None,
        pruned: bool = False,
    ) -> list[Path]:
        """Evaluate once for each combination of branches; exceptions of the function end its path.

        Parameters
        ----------
        name
            Of the place, unique and the same again when the same is read again.
        assumed
            What holds throughout.
        run
            What is evaluated; it must have no effect beyond its value.
        moment
            To which to go back for it.
        pruned
            Whether sides of branches that cannot happen are left out. Reading them does no harm.
        """
        decisions: list[tuple[Term, bool, bool]] = []
        found: list[Path] = []
        while True:
            with nullcontext() if moment is None else moment.again():
                found.append(self._path(name, assumed, run, decisions, pruned=pruned))
            while decisions and not decisions[-1][2]:
                decisions.pop()
            if not decisions:
                return found
            condition, taken, _ = decisions.pop()
            decisions.append((condition, not taken, False))
            if len(found) >= MOST_PATHS:
                raise OutOfBudget(f"more than {MOST_PATHS} paths over a market of any size", self.ev.line)

    def _path(
        self,
        name: str,
        assumed: Term,
        run: Callable[[], Any],
        decisions: list[tuple[Term, bool, bool]],
        *,
        pruned: bool,
    ) -> Path:
        ev, place, former = self.ev, Place(f"{name}/", assumed), self._place
        known: dict[Term, bool] = {}

        def choose(condition: Term) -> bool:
            if condition.op == "not":
                return not choose(condition.args[0])
            if condition not in known:
                if len(known) == len(decisions):
                    decisions.append((condition, *self._sides(condition, pruned=pruned)))
                if len(known) > MOST_BRANCHES:
                    raise OutOfBudget(f"more than {MOST_BRANCHES} branches over a market of any size", ev.line)
                expected, taken, _ = decisions[len(known)]
                if expected is not condition:
                    ev.no("the same path took other branches when it was read again")
                known[condition] = taken
                place.taken.append(condition if taken else terms.negation(condition))
                place.name += "+" if taken else "-"
            return known[condition]

        outer = ev.decide_term, ev.certain_term, ev.line, ev.depth
        self._place, ev.decide_term, ev.certain_term = place, choose, self.certain
        try:
            leaf = self._without_effect(run)
        except PyError as error:
            leaf = Raised(error)
        except Unsupported as error:
            error.line = error.line or ev.line
            raise
        finally:
            self._place = former
            ev.decide_term, ev.certain_term, ev.line, ev.depth = outer
        return Path(tuple((condition, taken) for condition, taken, _ in decisions), leaf)

    def _without_effect(self, run: Callable[[], Any]) -> Any:
        """Evaluate what must have no effect on anything that was there before."""
        ev, clock = self.ev, self.ev.journal.clock
        try:
            value, written = ev.journal.tried(run)
        except Effect:
            ev.no("a change, for every bidder of a market of any size, of a list or an iterator that was there before")
        for holder, _ in written.values():
            if holder.born <= clock:
                ev.no(f"an assignment to {ev.described(holder)}, for every bidder of a market of any size")
        return value

    def _sides(self, condition: Term, *, pruned: bool) -> tuple[bool, bool]:
        """Return the side to read first, and whether the other is to be read too."""
        if not pruned:
            return True, True
        can_hold = self.possible(condition)
        return can_hold, can_hold and self.possible(terms.negation(condition))

    def joined(self, paths: Sequence[Path]) -> Any:
        """Return the value over all paths: merged where it can be, chosen by branching where it cannot.

        Paths that raise have no value; that they cannot happen is shown elsewhere.
        """
        ended = [path for path in paths if not isinstance(path.leaf, Raised)]
        if not ended:
            self.ev.no(f"what always raises {paths[0].leaf}")
        if len(ended) == 1:
            return ended[0].leaf
        try:
            return merged([(path.condition, path.leaf) for path in ended])
        except NotMergeable:
            *others, last = ended
            return next((path.leaf for path in others if self.ev.decide(path.condition)), last.leaf)


def _parts(term: Term) -> set[Term]:
    """Return what a conjunction consists of."""
    return set().union(*map(_parts, term.args)) if term.op == "and" else {term}


def raises(paths: Sequence[Path]) -> Term:
    """Return where a path raises."""
    return terms.disjunction(path.condition for path in paths if isinstance(path.leaf, Raised))


__all__ = ["Path", "Raised", "Reading", "Unsupported", "raises"]
