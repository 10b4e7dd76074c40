"""The evaluator and CPython, compared: a law is called proved only if they agree at all of these points.

The points are made from what the file itself mentions: each of its numbers c gives c, c ± 1/2, 3c/2 and c + 10; ties of
two and three, zeros, and decimals of three digits come with them. The evaluator runs on the same plain numbers as
CPython does, and must give the same outcome to the last bit, or raise the same exception. At some of the points the
paths of the proof are asked too, in exact arithmetic.
"""

from __future__ import annotations

import ast
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from strategyproof.mechanism.grounds import Cause, Ground
from strategyproof.mechanism.parameter import Parameter
from strategyproof.proofs.functions.faults import Decided, Fault, alike
from strategyproof.proofs.functions.program import Program
from strategyproof.proofs.functions.summary import Summary, parameter_terms, terms_at
from strategyproof.proofs.smt import terms

POINTS = 150
"""How many points are compared at least, over all numbers of bidders."""

EXACT_POINTS = 6
"""At how many points, for each number of bidders, the paths of a proof are asked."""

MOST_CONSTANTS = 24


@dataclass(frozen=True, slots=True)
class Point:
    """Bids and parameters."""

    bids: list[Fraction]
    parameters: dict[str, Fraction]

    def __str__(self) -> str:
        shown = ", ".join(map(str, self.bids))
        return f"({shown})" + "".join(f", {name} = {value}" for name, value in self.parameters.items())


def constants(program: Program) -> list[Fraction]:
    """Return the numbers that the program's files mention, the smallest first."""
    found: set[Fraction] = set()
    for path in program.files:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            value = node.value if isinstance(node, ast.Constant) else None
            if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
                found.add(abs(Fraction(str(value))))
    return sorted(found)[:MOST_CONSTANTS]


def points(
    size: int, count: int, numbers: Sequence[Fraction], parameters: Sequence[Parameter], *, whole: bool
) -> Iterator[Point]:
    """Yield points for a number of bidders."""
    chance = random.Random(size)
    near = [v for c in numbers for v in (c, c - Fraction(1, 2), c + Fraction(1, 2), 3 * c / 2, c + 10) if v >= 0]
    pool = [Fraction(k) for k in (0, 1, 2, 3, 5, 8)] + near
    for step in range(count):
        bids = [_bid(chance, pool, step) for _ in range(size)]
        for tied in range(1, min(size, (1, 1, 2, 3)[step % 4])):
            bids[tied - 1] = bids[size - 1]
        chance.shuffle(bids)
        if step == 0:
            bids = [Fraction(0)] * size
        values = {p.name: _inside(p, chance) for p in parameters}
        yield Point([Fraction(math.floor(bid)) for bid in bids] if whole else bids, values)


def _bid(chance: random.Random, pool: Sequence[Fraction], step: int) -> Fraction:
    if step % 3 == 2:
        return Fraction(chance.randrange(0, 20_000), 1000)
    return chance.choice(pool)


def _inside(parameter: Parameter, chance: random.Random) -> Fraction:
    low, high = Fraction(parameter.interval.low), parameter.interval.high
    share = Fraction(chance.randrange(1, 8), 8)
    return low + 4 * share * share if high is None else low + (Fraction(high) - low) * share


def difference(
    program: Program, parameters: Sequence[Parameter], summaries: dict[int, Summary], *, whole: bool
) -> Ground | None:
    """Return where the evaluator, or the paths of a proof, and CPython differ; None if they agree everywhere."""
    numbers, agreed = constants(program), 0
    each = -(-POINTS // max(1, len(summaries))) + 4
    for size, summary in sorted(summaries.items()):
        for step, point in enumerate(points(size, each, numbers, parameters, whole=whole)):
            found = _differs(program, point, int if whole else (float, float, Fraction)[step % 3])
            if isinstance(found, Ground):
                return found
            agreed += found
            if step % (each // EXACT_POINTS) == 0:
                told = _exactly_differs(program, parameters, summary, point, whole=whole)
                if told is not None:
                    return told
    if agreed < POINTS:
        few = f"the evaluator and CPython could be compared at {agreed} points only, of {POINTS}"
        return Ground("differs-from-python", few)
    return None


def _differs(program: Program, point: Point, kind: type) -> bool | Ground:
    """Compare both at a point; True if they agree, False if the evaluator does not read such numbers."""
    real = program.natively(point.bids, point.parameters, kind)
    values: dict[str, Any] = {name: v if kind is Fraction else float(v) for name, v in point.parameters.items()}
    bids = [int(b) if kind is int else float(b) if kind is float else b for b in point.bids]
    ours = program.at(bids, values)
    if isinstance(ours, Fault) and ours.kind != "raises":
        return False
    if isinstance(ours, Fault) and isinstance(real, Fault) and ours.error == real.error:
        return True
    if ours == real:
        return True
    cause: Cause = "endless" if isinstance(real, Fault) and real.kind == "endless" else "differs-from-python"
    return Ground(cause, f"on the bids {point} the evaluator gives {_shown(ours)}, CPython {_shown(real)}")


def _exactly_differs(
    program: Program, parameters: Sequence[Parameter], summary: Summary, point: Point, *, whole: bool
) -> Ground | None:
    """Compare what the paths of a proof say at a point with the function itself, rounding apart."""
    constant = dict(zip(summary.bids, map(terms.real, point.bids), strict=True))
    symbols = parameter_terms(parameters)
    constant |= {t: terms.real(point.parameters[name]) for name, t in symbols.items() if t.op == "var"}
    count = len(point.bids)
    defined, *told = terms_at([summary.defined, *summary.wins, *summary.payments], constant)
    if defined is not terms.TRUE or any(term.op != "const" for term in told):
        return None
    paths = Decided(tuple(told[:count]), tuple(told[count:]))
    exact = program.exactly(point.bids, point.parameters, int if whole else float)
    if isinstance(exact, Decided) and exact != paths:
        return _unlike(point, paths, "the evaluator", exact)
    if any(bid.denominator > 2 for bid in point.bids):
        return None
    real = program.natively(point.bids, point.parameters, int if whole else float)
    if isinstance(real, Decided) and not alike(paths, real):
        return _unlike(point, paths, "CPython", real)
    return None


def _unlike(point: Point, paths: Decided, who: str, other: Decided) -> Ground:
    told = f"on the bids {point} the paths of the proof give {_shown(paths)}, {who} {_shown(other)}"
    return Ground("differs-from-python", told)


def _shown(found: Decided | Fault) -> str:
    if isinstance(found, Fault):
        return str(found)
    wins = [k for k, win in enumerate(found.wins) if win is terms.TRUE]
    return f"wins {wins}, payments ({', '.join(str(p.data) for p in found.payments)})"
