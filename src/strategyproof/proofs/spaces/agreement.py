"""The evaluator and CPython, compared on the composite: on what the function returns, and on what it is worth."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from fractions import Fraction

from strategyproof.mechanism.grounds import Cause, Ground
from strategyproof.mechanism.spaces import Space, Type
from strategyproof.mechanism.spaces.law import View
from strategyproof.mechanism.spaces.space import ZERO
from strategyproof.proofs.functions import agreement
from strategyproof.proofs.functions.agreement import EXACT_POINTS, POINTS, Point
from strategyproof.proofs.functions.faults import Fault
from strategyproof.proofs.functions.summary import parameter_terms, terms_at
from strategyproof.proofs.smt import terms
from strategyproof.proofs.spaces.markets import alike, constant, converted, exact_at
from strategyproof.proofs.spaces.program import Gained
from strategyproof.proofs.spaces.subject import SpacedSubject

Sampled = tuple[list[Type], list[Type], dict[str, Fraction]]
"""Reports, true types, and parameters."""


def within(space: Space, variant: int, numbers: Sequence[Fraction]) -> Type:
    """Return a type with numbers near the given ones, moved into the bounds of the space."""
    own = list(numbers)
    for low, high in space.bounds:
        own[high] = max(own[high], Fraction(0) if low == ZERO else own[low])
    return Type(space, variant, tuple(own))


def points(spaces: Sequence[Space], count: int, subject: SpacedSubject) -> Iterator[Sampled]:
    """Yield reports and true types from the numbers that the file mentions; half of the true types are the reports."""
    constants = agreement.constants(subject.program.program)
    needed = sum(space.count for space in spaces)
    chance = random.Random(needed + len(spaces))
    whole = subject.arithmetic == "integer"
    drawn = agreement.points(2 * needed, count, constants, subject.parameters, whole=whole)
    for step, point in enumerate(drawn):
        numbers = iter(point.bids)
        reports, trues = (
            [within(space, chance.randrange(space.variants), _signed(space, numbers, step)) for space in spaces]
            for _ in range(2)
        )
        yield reports, (reports if step % 2 else trues), point.parameters


def _signed(space: Space, numbers: Iterator[Fraction], step: int) -> list[Fraction]:
    """Return the next numbers; of a space without bounds, some below 0."""
    sign = -1 if not space.bounds and step % 3 == 1 else 1
    return [sign * next(numbers) for _ in range(space.count)]


def difference(subject: SpacedSubject, sizes: Sequence[tuple[int, View]]) -> Ground | None:
    """Return where the evaluator, or the paths of a proof, and CPython differ; None if they agree everywhere."""
    wanted = sorted(set(sizes) - subject.compared)
    if not wanted:
        return None
    states, agreed = len(subject.program.program.states), 0
    each = -(-POINTS // len(wanted)) + 4
    for agents, view in wanted:
        spaces = subject.program.reading.spaces(agents)
        for step, sampled in enumerate(points(spaces, each, subject)):
            kind = int if subject.kind is int else (float, float, Fraction)[step % 3]
            found = _differs(subject, sampled, kind, view)
            if isinstance(found, Ground):
                return found
            agreed += found
            if step % (each // EXACT_POINTS) == 0 and (told := _exactly_differs(subject, sampled, view)) is not None:
                return told
    if len(subject.program.program.states) != states:
        return Ground("stateful", "a run of the function changes what the proof took for constant")
    if agreed < POINTS:
        few = f"the evaluator and CPython could be compared at {agreed} points only, of {POINTS}"
        return Ground("differs-from-python", few)
    subject.compared |= set(wanted)
    return None


def _differs(subject: SpacedSubject, sampled: Sampled, kind: type, view: View) -> bool | Ground:
    """Compare both at a point; True if they agree, False if the evaluator does not read such numbers."""
    reports, trues, parameters = sampled
    own = [converted(report, kind) for report in reports]
    true = [[converted(entry, kind)] for entry in trues]
    values = {name: value if kind is Fraction else float(value) for name, value in parameters.items()}
    real = subject.program.natively(own, true, values, view)
    ours = subject.program.at(own, true, values, view)
    if isinstance(ours, Fault):
        if ours.kind != "raises":
            return False
        if isinstance(real, Fault) and real.error == ours.error:
            return True
    if isinstance(ours, Gained):
        ours = constant(ours)
        if isinstance(real, Gained) and (real == ours or (kind is float and alike(ours, real))):
            return True
    cause: Cause = "endless" if isinstance(real, Fault) and real.kind == "endless" else "differs-from-python"
    return Ground(cause, f"on {_shown(sampled)} the evaluator gives {_told(ours)}, CPython {_told(real)}")


def _exactly_differs(subject: SpacedSubject, sampled: Sampled, view: View) -> Ground | None:
    """Compare what the paths of a proof say at a point with the function itself, rounding apart."""
    reports, trues, parameters = sampled
    summary = subject.summary(tuple(report.variant for report in reports), view)
    symbols = parameter_terms(subject.parameters)
    values = {t: terms.real(parameters[name]) for name, t in symbols.items() if t.op == "var"}
    for variables, own in ((summary.reports, reports), (summary.trues, trues)):
        for names, entry in zip(variables, own, strict=True):
            values |= {name: terms.real(number) for name, number in zip(names, entry.numbers, strict=True)}
    exact = exact_at(subject.program, reports, trues, parameters, view, subject.kind)
    if isinstance(exact, Fault):
        return None
    asked = [key for key in exact.numbers if key in summary.numbers]
    defined, *told = terms_at([summary.defined, *(summary.numbers[key] for key in asked)], values)
    if defined is not terms.TRUE or any(term.op != "const" for term in told):
        return None
    paths = Gained({key: Fraction(term.data) for key, term in zip(asked, told, strict=True)})
    if paths != exact:
        differs = f"on {_shown(sampled)} the paths of the proof give {_told(paths)}, the evaluator {_told(exact)}"
        return Ground("differs-from-python", differs)
    return None


def _shown(sampled: Sampled) -> str:
    reports, _, parameters = sampled
    return f"the reports {Point([], parameters)}".replace("()", "; ".join(map(str, reports)))


def _told(found: Gained | Fault) -> str:
    if isinstance(found, Fault):
        return str(found)
    return ", ".join(f"{' '.join(map(str, key))} {number}" for key, number in found.numbers.items())
