"""A user's function as a rule for every number of bidders at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from strategyproof.mechanism.grounds import Ground
from strategyproof.mechanism.outcome import Outcome
from strategyproof.proofs.any_bidders.theory import Theory
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.faults import Unsupported
from strategyproof.proofs.evaluator.numbers import Quantity
from strategyproof.proofs.evaluator.rows import outcomes
from strategyproof.proofs.evaluator.rows.reading import Chooser, Path, Raised, Reading
from strategyproof.proofs.evaluator.rows.rows import Column, Row
from strategyproof.proofs.evaluator.rows.views import ZERO, View
from strategyproof.proofs.evaluator.states import Restart, States
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term
from strategyproof.proofs.symbolic.symbols import Symbol, lift
from strategyproof.proofs.symbolic.vectors import AnyVector, FiniteVector


class NotLifted(Exception):
    """The function does something that cannot be read over a market of any size; says what, and on which line."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(str(ground))
        self.ground = ground


@dataclass(frozen=True, slots=True)
class Code:
    """A function as the evaluator has loaded it.

    Attributes
    ----------
    value
        The function.
    kind
        How it takes its bids: ``list``, ``tuple``, or ``dict`` by position.
    files, states
        Of the evaluator that loaded it.
    gives_amounts
        Whether what a bidder gets is a number.
    """

    value: Any
    states: States = field(default_factory=States)
    files: Any = None
    kind: str = "list"
    gives_amounts: bool = False


Summary = Any
"""What the paths of the function gave for a number of bidders: ``is_total``, and ``at(bids)``."""


class LiftedRule:
    """The function on a market of any size; on a market of a known size it is what its paths gave, or itself.

    Parameters
    ----------
    code
        The function.
    itself
        The rule that runs the function on numbers.
    summary_of
        What its paths gave, by the number of bidders.
    seconds
        CPU time for all readings.
    notes
        Where it is noted what the readings rest on.

    Attributes
    ----------
    is_unreadable
        Whether the function could not be read on bids of which a law says nothing, so that no law can be lifted.
    """

    def __init__(
        self,
        code: Code,
        itself: Callable[..., Outcome],
        summary_of: Callable[[int], Summary],
        seconds: float,
        notes: dict[Ground, None],
    ) -> None:
        self._code, self._itself, self._summary_of = code, itself, summary_of
        self._deadline, self._notes = time.process_time() + seconds, notes
        self._readings: dict[int, Reading] = {}
        self._runs = 0
        self.is_unreadable = False

    def __call__(self, bids: Any, **parameters: Any) -> Outcome:
        """Run the rule.

        Raises
        ------
        NotLifted
            If the function does something that cannot be read over a market of any size.
        """
        if isinstance(bids, AnyVector):
            return self._lifted(bids, parameters)
        if isinstance(bids, FiniteVector):
            return self._of_known_size(bids)
        return self._itself(bids, **parameters)

    def _of_known_size(self, bids: FiniteVector) -> Outcome:
        summary = self._summary_of(len(bids))
        if not summary.is_total:
            raise NotLifted(Ground("no-outcome", f"the function has no outcome for some {len(bids)} bids"))
        wins, payments, _ = summary.at([bid.term for bid in bids])
        return Outcome(FiniteVector([*map(Symbol, wins)]), FiniteVector([*map(Symbol, payments)]))

    def _lifted(self, bids: AnyVector, parameters: dict[str, Any]) -> Outcome:
        reading = self._reading_of(bids.theory)
        values = {name: Quantity(lift(value).term) for name, value in parameters.items()}
        try:
            return _over(self._paths(reading, bids, values), reading, bids, self._code.gives_amounts)
        except Unsupported as error:
            self.is_unreadable = bids[terms.integer(0)].term.op == "apply"
            line = error.line or reading.ev.line
            raise NotLifted(Ground(error.cause, str(error), (line,) if line else ())) from error

    def _paths(self, reading: Reading, bids: AnyVector, values: dict[str, Quantity]) -> list[Path]:
        """Return the ways in which the function goes; again from the start, where a state shows that was not known."""
        never = list(reading.never)
        while True:
            self._runs += 1
            try:
                run = f"run {self._runs} "
                return reading.paths(run, terms.TRUE, lambda: self._run(reading, bids, values), pruned=True)
            except Restart:
                reading.never[:] = never

    def _reading_of(self, theory: Theory) -> Reading:
        """Return the reading of a theory: one for all runs that a law asks for."""
        if id(theory) not in self._readings:
            ev = Evaluator(states=self._code.states)
            ev.files, ev.journal = self._code.files, Chooser()
            reading = ev.market = Reading(ev, theory, self._deadline, self._notes)
            self._readings[id(theory)] = reading
            theory.must_hold_at_all_positions(lambda _: terms.conjunction(map(terms.negation, reading.never)))
        return self._readings[id(theory)]

    def _run(self, reading: Reading, bids: AnyVector, values: dict[str, Quantity]) -> Outcome:
        name, ev, kind = reading.fresh("bids"), reading.ev, self._code.kind
        ev.steps, reading.extent = 0, bids.extent

        def bid(at: Term) -> Quantity:
            return Quantity(reading.called(f"{name}[{reading.number_of(at)}]", bids[at].term))

        content = View(reading, name, ZERO, bids.extent, bid, reading.guard)
        given = Row(content, kind) if kind == "tuple" else Column(content, ev.born, kind)
        result = ev.call(self._code.value, [given], dict(values))
        if given.view is not content:
            ev.no("a function that changes its argument")
        read = outcomes.amounts if self._code.gives_amounts else outcomes.read
        return read(ev, result, bids.extent)


def _over(paths: Sequence[Path], reading: Reading, bids: AnyVector, gives_amounts: bool) -> Outcome:
    """Return the outcome over all paths; that none raises is to be shown."""
    if all(isinstance(path.leaf, Raised) for path in paths):
        reading.ev.no(f"it always raises {paths[0].leaf}")
    for path in paths:
        if isinstance(path.leaf, Raised):
            reading.refuse(path.condition)

    def column(name: str, otherwise: Term) -> AnyVector:
        def of_path(path: Path, at: Term) -> Term:
            if isinstance(path.leaf, Raised):
                return otherwise
            return _chosen(getattr(path.leaf, name).paths(at), lambda inner: inner.leaf.term, otherwise)

        return AnyVector(
            bids.theory, bids.extent, lambda at: Symbol(_chosen(paths, lambda path: of_path(path, at), otherwise))
        )

    nothing = terms.real(0) if gives_amounts else terms.FALSE
    return Outcome(column("wins", nothing), column("payments", terms.real(0)))


def _chosen(paths: Sequence[Path], value: Callable[[Path], Term], otherwise: Term) -> Term:
    """Return the value of the path that is taken."""
    ended = [path for path in paths if not isinstance(path.leaf, Raised)]
    if not ended:
        return otherwise
    *others, last = ended
    chosen = value(last)
    for path in reversed(others):
        chosen = terms.if_then_else(path.condition, value(path), chosen)
    return chosen
