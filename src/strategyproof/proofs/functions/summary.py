"""The outcome of a user's function for every profile of a given size, as terms over the bids."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from strategyproof.mechanism.parameter import Parameter
from strategyproof.proofs.any_bidders.theory import within
from strategyproof.proofs.evaluator.numbers import Quantity
from strategyproof.proofs.evaluator.states import Restart
from strategyproof.proofs.functions.budget import Budget
from strategyproof.proofs.functions.faults import Decided, Fault
from strategyproof.proofs.functions.paths import Explorer, Path, merged_term
from strategyproof.proofs.functions.program import Program
from strategyproof.proofs.functions.ranges import fixed
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term
from strategyproof.proofs.symbolic.symbols import Symbol


@dataclass(slots=True)
class Summary:
    """Wins and payments over all paths, and where there are none.

    Attributes
    ----------
    bids
        The variables that stand for the bids.
    wins, payments
        One term for each bidder.
    defined
        Where the function returns an outcome; the other terms mean nothing elsewhere.
    faults
        The paths without an outcome, each with its condition.
    early
        Why the exploration ended before all paths were seen, if it did.
    paths
        How many runs it took.
    left_out
        A question: whether anything can happen that was left out as impossible. Empty if nothing was.
    """

    bids: list[Term]
    wins: list[Term]
    payments: list[Term]
    defined: Term
    faults: list[tuple[Term, Fault]]
    early: Fault | None
    paths: int
    left_out: list[Term] = field(default_factory=list)
    _known: dict[tuple[int, ...], tuple[list[Term], Sequence[Term]]] = field(default_factory=dict)

    @property
    def is_total(self) -> bool:
        """Tell whether every profile has an outcome."""
        return not self.faults and self.early is None

    def at(self, bids: Sequence[Term]) -> tuple[Sequence[Term], Sequence[Term], Term]:
        """Return wins, payments and definedness at other bids."""
        key = tuple(map(id, bids))
        if key not in self._known:
            wanted = [*self.wins, *self.payments, self.defined]
            replaced = terms_at(wanted, dict(zip(self.bids, bids, strict=True)))
            self._known[key] = replaced, list(bids)
        values, count = self._known[key][0], len(self.bids)
        return values[:count], values[count : 2 * count], values[-1]


def terms_at(roots: Sequence[Term], values: Mapping[Term, Term]) -> list[Term]:
    """Return the terms with variables replaced."""
    known = {id(variable): value for variable, value in values.items()}
    kept = list(values)
    for term in terms.subterms(roots):
        if id(term) not in known:
            known[id(term)] = _rebuilt(term, [known[id(arg)] for arg in term.args]) if term.args else term
            kept.append(term)
    return [known[id(root)] for root in roots]


def _rebuilt(term: Term, args: list[Term]) -> Term:
    if all(new is old for new, old in zip(args, term.args, strict=True)):
        return term
    build = _BUILD.get(term.op)
    return Term(term.op, tuple(args), term.sort, term.data) if build is None else build(*args)


_BUILD: dict[str, Callable[..., Term]] = {
    "+": terms.add,
    "*": terms.multiply,
    "/": terms.divide,
    "<=": terms.less_equal,
    "=": terms.equal,
    "not": terms.negation,
    "and": lambda *parts: terms.conjunction(parts),
    "ite": terms.if_then_else,
    "to_real": terms.as_real,
    "to_int": terms.whole_part,
    "div": terms.whole_quotient,
}
"""The constructor of each operator, which simplifies where the arguments are constants."""


def bid_variables(count: int, prefix: str, arithmetic: str) -> tuple[list[Term], list[Term]]:
    """Return bids as variables, and what is known of them."""
    values = [numeric_variable(f"{prefix}{k}", arithmetic) for k in range(count)]
    return values, [terms.less_equal(terms.real(0), value) for value in values]


def numeric_variable(name: str, arithmetic: str) -> Term:
    """Return a real variable, or a whole one read as a real."""
    if arithmetic == "integer":
        return terms.Term("to_real", (terms.variable(name, "Int"),), "Real")
    return terms.variable(name, "Real")


def parameter_terms(parameters: Sequence[Parameter]) -> dict[str, Term]:
    """Return parameters as variables, those with one value as constants."""
    values = {p.name: fixed(p) for p in parameters}
    return {
        name: terms.variable(f"parameter {name}", "Real") if value is None else terms.real(value)
        for name, value in values.items()
    }


def domain(parameters: Sequence[Parameter]) -> list[Term]:
    """Return what is known of the parameters."""
    symbols = parameter_terms(parameters)
    return [within(Symbol(symbols[p.name]), p.interval) for p in parameters]


def summarise(
    program: Program, parameters: Sequence[Parameter], bidders: int, arithmetic: str, budget: Budget, deadline: float
) -> Summary:
    """Explore the function for a number of bidders; anew where a run shows a state that was not known."""
    bids, known = bid_variables(bidders, "b", arithmetic)
    given = {name: Quantity(term) for name, term in parameter_terms(parameters).items()}
    kind = int if arithmetic == "integer" else float
    symbols = [Quantity(bid, kind) for bid in bids]
    while True:
        explorer = Explorer([*known, *domain(parameters)], budget, deadline)
        try:
            paths, end = explorer.explore(partial(program.evaluated, symbols, given, explorer.decide, explorer.certain))
        except Restart:
            continue
        early = None if end is None else Fault(end.cause, str(end), end.line)
        return _merged(bids, paths, early, explorer.left_out())


def _merged(bids: list[Term], paths: Sequence[Path[Any]], early: Fault | None, left_out: list[Term]) -> Summary:
    def over_paths(value: Any, otherwise: Term) -> Term:
        return merged_term(paths, lambda leaf: value(leaf) if isinstance(leaf, Decided) else otherwise, otherwise)

    places = range(len(bids))
    decided = next((path.leaf for path in paths if isinstance(path.leaf, Decided)), None)
    is_amount = decided is not None and any(win.sort != "Bool" for win in decided.wins)
    nothing = terms.real(0) if is_amount else terms.FALSE
    return Summary(
        bids,
        [over_paths(lambda leaf, k=k: leaf.wins[k], nothing) for k in places],
        [over_paths(lambda leaf, k=k: leaf.payments[k], terms.real(0)) for k in places],
        over_paths(lambda leaf: terms.TRUE, terms.FALSE),
        [(path.condition, path.leaf) for path in paths if isinstance(path.leaf, Fault)],
        early,
        len(paths),
        left_out,
    )
