"""What a law asks of a function, answered by terms, or by runs of the function itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from strategyproof.mechanism.counterexample.gain import amount
from strategyproof.mechanism.spaces import Point, Type
from strategyproof.mechanism.spaces.law import Profile, View
from strategyproof.mechanism.verdict import Run, numeral
from strategyproof.proofs.functions.concrete import Faulty
from strategyproof.proofs.functions.exact import Exact
from strategyproof.proofs.functions.faults import Fault
from strategyproof.proofs.smt.terms import Term
from strategyproof.proofs.spaces.program import Gained, Key, SpacedProgram
from strategyproof.proofs.spaces.summary import Composite, Numbers
from strategyproof.proofs.symbolic.symbols import Symbol


class Answering:
    """The questions of :class:`~strategyproof.mechanism.spaces.law.Market`, all by one number of the composite."""

    view: View = "own"

    def number(self, key: Key, reports: Profile, agent: int | None = None, true: Type | None = None) -> Any:
        """Return a number of the composite, where an agent's true type is another than what it reports."""
        raise NotImplementedError

    def view_of(self, key: Key) -> View:
        """Return the view in which a number is looked up: the law's, but that of one name where it asks for none."""
        return "own" if self.view == "joined" and key[0] != "joined" else self.view

    def worth(self, agent: int, reports: Profile, true: Type, share_of: int | None = None) -> Any:
        """Return v(true, got)."""
        if share_of in (None, agent):
            return self.number(("worth", agent, true.variant), reports, agent, true)
        return self.number(("crossed", agent, share_of, true.variant), reports, agent, true)

    def payment(self, agent: int, reports: Profile) -> Any:
        """Return what the agent pays."""
        return self.number(("payment", agent), reports)

    def utility(self, agent: int, reports: Profile, true: Type) -> Any:
        """Return worth - payment."""
        return self.worth(agent, reports, true) - self.payment(agent, reports)

    def joint_utility(self, agent: int, alias: int, reports: Profile, true: Type) -> Any:
        """Return what an agent has under its own name and the last one."""
        assert alias == len(reports) - 1
        return self.number(("joined", agent, true.variant), reports, agent, true)

    def cost(self, reports: Profile) -> Any:
        """Return what the outcome costs."""
        return self.number(("cost",), reports)

    def burn(self, reports: Profile) -> Any:
        """Return what is burned."""
        return self.number(("burn",), reports)

    def best(self, _agent: int, true: Type) -> int:
        """Return what its own place is worth to a point; no other type has a best outcome that is known."""
        assert isinstance(true.space, Point)
        return 0

    def draw_utilities(self, agent: int, reports: Profile, true: Type) -> list[tuple[Any, Any]]:
        """Return the probability and utility of each draw."""
        found = []
        for draw in range(self.draws(reports)):
            worth = self.number(("draw", draw, "worth", agent, true.variant), reports, agent, true)
            paid = self.number(("draw", draw, "payment", agent), reports)
            found.append((self.number(("chance", draw), reports), worth - paid))
        return found

    def draws(self, reports: Profile) -> int:
        """Return how many draws a lottery has."""
        raise NotImplementedError


class SymbolicMarket(Answering):
    """Looks the numbers up in what the function's paths gave.

    Attributes
    ----------
    defined
        Where each run that was asked for is defined, by its reports.
    """

    def __init__(self, summary_of: Callable[[tuple[int, ...], View], Composite], view: View) -> None:
        self._summary_of, self.view = summary_of, view
        self.defined: dict[tuple[Any, ...], Term] = {}

    def number(self, key: Key, reports: Profile, agent: int | None = None, true: Type | None = None) -> Any:
        """Return a symbol."""
        summary = self._summary(reports, self.view_of(key))
        numbers: Numbers = tuple(report.numbers for report in reports)
        trues = tuple(own if place != agent or true is None else true.numbers for place, own in enumerate(numbers))
        found, defined = summary.at(key, numbers, trues)
        self.defined[(numbers, trues)] = defined
        return Symbol(found)

    def draws(self, reports: Profile) -> int:
        """Return the most draws on any path."""
        return sum(key[0] == "chance" for key in self._summary(reports, self.view).numbers)

    def _summary(self, reports: Profile, view: View) -> Composite:
        return self._summary_of(tuple(report.variant for report in reports), view)


@dataclass(slots=True)
class ConcreteMarket(Answering):
    """Runs the function itself, at a point, and records the runs.

    The outcome is that of CPython on exact rationals where the evaluator gives the same; of a function that asks for
    floats, that of the evaluator, where CPython's on doubles is the same, rounding apart.

    Attributes
    ----------
    program, parameters, view
        What is run.
    kind
        The numbers that types are made of: ``float`` for reals, ``int`` for whole numbers.
    quick
        Whether CPython alone is asked, for examples.
    """

    program: SpacedProgram
    parameters: Mapping[str, Fraction]
    view: View = "own"
    kind: type = float
    quick: bool = False
    _known: dict[Any, Gained] = field(default_factory=dict)
    asked: list[Profile] = field(default_factory=list)

    def number(self, key: Key, reports: Profile, agent: int | None = None, true: Type | None = None) -> Any:
        """Return an exact number.

        Raises
        ------
        Faulty
            If the function has no outcome there.
        """
        trues = [own if place != agent or true is None else true for place, own in enumerate(reports)]
        return self.gained(reports, trues, self.view_of(key)).numbers.get(key, Fraction(0))

    def draws(self, reports: Profile) -> int:
        """Return how many draws there are."""
        return sum(key[0] == "chance" for key in self.gained(reports, reports, self.view).numbers)

    def gained(self, reports: Profile, trues: Profile, view: View = "own") -> Gained:
        """Return the composite at a point.

        Raises
        ------
        Faulty
            If the function has no outcome there.
        """
        place = (tuple(map(_same, reports)), tuple(map(_same, trues)), view)
        if place not in self._known:
            if list(reports) not in self.asked:
                self.asked.append(list(reports))
            self._known[place] = self._run(reports, trues, view)
        return self._known[place]

    def _run(self, reports: Profile, trues: Profile, view: View) -> Gained:
        exactly = int if self.kind is int else Exact
        real = self.natively(reports, trues, exactly, view)
        if self.quick:
            return _gained(real)
        ours = exact_at(self.program, reports, trues, self.parameters, view, self.kind)
        if isinstance(ours, Fault):
            if ours.kind == "raises" or isinstance(real, Fault):
                raise Faulty(ours if ours.kind == "raises" else real)  # type: ignore[arg-type]  # one of both
            return real
        if real == ours:
            return _gained(real)
        rounded = _gained(self.natively(reports, trues, int if self.kind is int else float, view))
        if not alike(ours, rounded):
            raise Faulty(Fault("differs-from-python", "the function itself gives another outcome than the evaluator"))
        return ours

    def natively(
        self, reports: Profile, trues: Profile, kind: Callable[[Any], Any], view: View = "own"
    ) -> Gained | Fault:
        """Run the function on numbers of a kind."""
        other = kind if kind in (Exact, Fraction) else float
        values = {name: other(value) for name, value in self.parameters.items()}
        of_kind = [converted(own, kind) for own in reports], [[converted(own, kind)] for own in trues]
        return self.program.natively(*of_kind, values, view)

    def runs(self, truth: Profile) -> list[Run]:
        """Return the runs in the order in which they were asked for, with the utilities at the true types."""
        return [self._told(reports, truth) for reports in self.asked]

    def _told(self, reports: Profile, truth: Profile) -> Run:
        agents = len(reports)
        trues = [truth[i] if i < len(truth) and len(truth) <= agents else reports[i] for i in range(agents)]
        found = self.gained(reports, trues)
        seen = self.natively(reports, trues, int if self.kind is int else Exact)
        shown = seen if isinstance(seen, Gained) else self.natively(reports, trues, float)
        told = [_told_got(shown, i, report) for i, report in enumerate(reports)]
        paid = [found.numbers[("payment", i)] for i in range(agents)]
        worth = [found.numbers[("worth", i, trues[i].variant)] for i in range(agents)]
        utilities = [numeral(w - p) for w, p in zip(worth, paid, strict=True)]
        sides = [own.space.side for own in reports]
        return Run(
            [str(own) for own in reports],
            [],
            list(map(numeral, paid)),
            got=told,
            utilities=utilities,
            sides=[*sides] if "seller" in sides else [],
        )


class MeasuredMarket(Answering):
    """A market whose amounts keep by how much a comparison of them fails."""

    def __init__(self, market: ConcreteMarket) -> None:
        self._market, self.view = market, market.view

    def number(self, key: Key, reports: Profile, agent: int | None = None, true: Type | None = None) -> Any:
        """Return an amount."""
        return amount(self._market.number(key, reports, agent, true))

    def draws(self, reports: Profile) -> int:
        """Return how many draws there are."""
        return self._market.draws(reports)


def exact_at(
    program: SpacedProgram,
    reports: Profile,
    trues: Profile,
    parameters: Mapping[str, Fraction],
    view: View = "own",
    kind: type = float,
) -> Gained | Fault:
    """Evaluate the composite at a point in the arithmetic of a proof: every number is the real that it is."""
    from strategyproof.proofs.evaluator.numbers import Quantity
    from strategyproof.proofs.smt import terms

    def symbolic(own: Type) -> Type:
        return Type(own.space, own.variant, tuple(Quantity(terms.real(number), kind) for number in own.numbers))

    values = {name: Quantity(terms.real(value)) for name, value in parameters.items()}
    found = program.at([symbolic(own) for own in reports], [[symbolic(own)] for own in trues], values, view)
    return found if isinstance(found, Fault) else constant(found)


def constant(found: Gained) -> Gained:
    """Return a composite of plain numbers that the evaluator computed as terms."""
    return Gained({key: Fraction(_data(number)) for key, number in found.numbers.items()}, found.got)


def alike(exact: Gained, rounded: Gained) -> bool:
    """Tell whether numbers on doubles are the exact ones, rounding apart."""
    import math

    return exact.numbers.keys() == rounded.numbers.keys() and all(
        math.isclose(exact.numbers[key], rounded.numbers[key], rel_tol=1e-9, abs_tol=1e-9) for key in exact.numbers
    )


def converted(own: Type, kind: Callable[[Any], Any]) -> Type:
    """Return a type with its numbers of another kind."""
    return Type(own.space, own.variant, tuple(kind(number) for number in own.numbers))


def _data(number: Any) -> Any:
    return number.term.data if isinstance(number, Symbol) else number


def _gained(found: Gained | Fault) -> Gained:
    if isinstance(found, Fault):
        raise Faulty(found)
    return found


def _same(own: Type) -> tuple[Any, ...]:
    return own.variant, own.numbers


def _told_got(found: Gained | Fault, agent: int, report: Type) -> str:
    if isinstance(found, Fault):
        return "?"
    if len(found.got) == 1:
        return report.space.told_got(found.got[0][1][agent])
    chances: dict[str, Fraction] = {}
    for chance, got in found.got:
        told = report.space.told_got(got[agent])
        chances[told] = chances.get(told, Fraction(0)) + chance
    return " or ".join(f"{told} ({numeral(chance)})" for told, chance in chances.items() if chance)


def profile(spaces: Sequence[Any], variants: Sequence[int], numbers: Sequence[Sequence[Any]]) -> list[Type]:
    """Return a type for each agent."""
    return [Type(*own) for own in zip(spaces, variants, map(tuple, numbers), strict=True)]
