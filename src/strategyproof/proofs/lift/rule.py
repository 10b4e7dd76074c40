"""A user's function as a rule for every number of bidders at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from strategyproof.mechanism.outcome import Outcome
from strategyproof.proofs import terms
from strategyproof.proofs.lift.reading import Raised, Reading, reads
from strategyproof.proofs.lift.rows import ZERO, Column, Once, Row, View
from strategyproof.proofs.lift.source import foreign
from strategyproof.proofs.lift.whole import Whole
from strategyproof.proofs.plain import outcomes, state
from strategyproof.proofs.plain.adapter import ConcreteRule
from strategyproof.proofs.plain.faults import BadOutcome, Unsupported, line_of
from strategyproof.proofs.plain.paths import merged_term
from strategyproof.proofs.plain.quantity import Quantity
from strategyproof.proofs.plain.source import Loaded
from strategyproof.proofs.plain.summary import Summary
from strategyproof.proofs.symbols import Symbol, lift
from strategyproof.proofs.terms import Term
from strategyproof.proofs.theory import Theory
from strategyproof.proofs.vectors import AnyVector, FiniteVector


class NotLifted(Exception):
    """The function does something that cannot be read over a market of any size; says what, and on which line."""


class LiftedRule:
    """The function on a market of any size; on a market of a known size it is what its paths gave, or itself.

    Parameters
    ----------
    loaded, sized
        The function in the form that runs over lists of any length, and in that for lists of a known length.
    summary_of
        What its paths gave, by the number of bidders.
    seconds
        Wall clock for all readings.
    notes
        Where it is noted what the readings rest on.

    Attributes
    ----------
    is_unreadable
        Whether the function could not be read on bids of which a law says nothing, so that no law can be lifted.
    """

    def __init__(
        self,
        loaded: Loaded,
        sized: Loaded,
        summary_of: Callable[[int], Summary],
        seconds: float,
        notes: dict[str, None],
    ) -> None:
        self._loaded, self._concrete, self._summary_of = loaded, ConcreteRule(sized), summary_of
        self._deadline, self._notes = time.monotonic() + seconds, notes
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
        return self._concrete(bids, **parameters)

    def _of_known_size(self, bids: FiniteVector) -> Outcome:
        summary = self._summary_of(len(bids))
        if not summary.is_total:
            raise NotLifted(f"the function has no outcome for some {len(bids)} bids")
        wins, payments, _ = summary.at([bid.term for bid in bids])
        return Outcome(FiniteVector([*map(Symbol, wins)]), FiniteVector([*map(Symbol, payments)]))

    def _lifted(self, bids: AnyVector, parameters: dict[str, Any]) -> Outcome:
        theory: Theory = bids.theory
        if name := foreign(self._loaded):
            raise NotLifted(f"{name!r} is code of another module, or wrapped by one")
        reading = self._reading_of(theory)
        values = {name: Quantity(lift(value).term) for name, value in parameters.items()}
        self._runs += 1
        name = f"run {self._runs} "
        self._loaded.mode.symbolic = True
        Unsupported.raised.clear()
        try:
            with reads(reading):
                paths = reading.paths(name, terms.TRUE, lambda: self._run(reading, bids, values), pruned=True)
                if Unsupported.raised:
                    raise Unsupported.raised[0]
                return _over(paths, reading, bids)
        except Unsupported as error:
            self.is_unreadable = bids[terms.integer(0)].term.op == "apply"
            line = line_of(error.__traceback__, self._loaded.file)
            raise NotLifted(f"{error}{f' (line {line})' if line else ''}") from error
        finally:
            self._loaded.mode.symbolic = False

    def _reading_of(self, theory: Theory) -> Reading:
        """Return the reading of a theory: one for all runs that a law asks for."""
        if id(theory) not in self._readings:
            reading = Reading(theory, self._loaded.file, self._deadline, self._notes)
            self._readings[id(theory)] = reading
            theory.must_hold_at_all_positions(lambda _: terms.conjunction(map(terms.negation, reading.never)))
        return self._readings[id(theory)]

    def _run(self, reading: Reading, bids: AnyVector, values: dict[str, Quantity]) -> Outcome:
        name = reading.fresh("bids")

        def bid(at: Term) -> Quantity:
            return Quantity(reading.called(f"{name}[{reading.number_of(at)}]", bids[at].term))

        content = View(reading, name, ZERO, bids.extent, bid, reading.guard)
        given = Column(content)
        before = state.snapshot(self._loaded)
        result = self._loaded.function(given, **values)
        if remembered := state.changed(before, state.snapshot(self._loaded)):
            raise Unsupported(f"a run that changes {remembered}")
        if given.view is not content:
            raise BadOutcome("the function changes its argument")
        wins, payments = _columns(result)
        return Outcome(
            _entries(wins, bids, outcomes.win, "wins"), _entries(payments, bids, outcomes.payment, "payments")
        )


def _columns(result: Any) -> tuple[Any, Any]:
    if isinstance(result, Outcome):
        return result.wins, result.payments
    if isinstance(result, (tuple, list)) and len(result) == 2:
        return result[0], result[1]
    raise BadOutcome("expected (wins, payments) or an Outcome")


def _entries(row: Any, bids: AnyVector, read: Callable[[Any, int], Term], what: str) -> View:
    """Return a column of the outcome as terms; that it has one entry for each bidder is checked."""
    if isinstance(row, Once):
        raise BadOutcome(f"expected {what} to be a sequence, got a {row.kind.__name__}")
    if not isinstance(row, Row):
        raise Unsupported(f"{what} that are no list with an entry for each bidder of a market of any size")
    content = row.read()
    if content.mask is not None or content.low is not ZERO or content.high is not bids.extent:
        raise Unsupported(f"{what} whose number is not seen to be that of the bidders")
    current = content.reading
    made = View(current, current.fresh(what), ZERO, content.high, lambda at: _term(content.at(at), read), current.guard)
    return made.computed()


def _term(value: Any, read: Callable[[Any, int], Term]) -> Any:
    """Return an entry of the outcome as a term; 0 and 1 chosen by a condition are that condition."""
    if read is outcomes.win and isinstance(value, (Whole, Quantity)):
        found = _truth(value.term)
        if found is not None:
            return Symbol(found)
    return Symbol(read(value, 0))


def _truth(term: Term) -> Term | None:
    if term.op == "const":
        return terms.truth(term.data == 1) if term.data in (0, 1) else None
    if term.op != "ite":
        return None
    yes, no = _truth(term.args[1]), _truth(term.args[2])
    return None if yes is None or no is None else terms.if_then_else(term.args[0], yes, no)


def _over(paths: Sequence[Any], reading: Reading, bids: AnyVector) -> Outcome:
    """Return the outcome over all paths; that none raises is to be shown."""
    raised = [path for path in paths if isinstance(path.leaf, Raised)]
    if len(raised) == len(paths):
        error = raised[0].leaf.error
        raise Unsupported(f"it always raises {type(error).__name__}: {error}") from error
    for path in raised:
        reading.refuse(path.condition)

    def column(name: str, otherwise: Term) -> AnyVector:
        def entry(at: Term) -> Symbol:
            def value(leaf: Any) -> Term:
                return otherwise if isinstance(leaf, Raised) else _joined_term(getattr(leaf, name), at)

            with reads(reading):
                return Symbol(merged_term(paths, value, otherwise))

        return AnyVector(bids.theory, bids.extent, entry)

    return Outcome(column("wins", terms.FALSE), column("payments", terms.real(0)))


def _joined_term(content: View, at: Term) -> Term:
    """Return an entry of one path's outcome."""
    ended = [path for path in content.paths(at) if not isinstance(path.leaf, Raised)]
    if not ended:
        raise Unsupported("an outcome that always raises")
    *others, last = ended
    chosen: Term = last.leaf.term
    for path in reversed(others):
        chosen = terms.if_then_else(path.condition, path.leaf.term, chosen)
    return chosen
