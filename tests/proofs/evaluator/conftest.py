"""Runs the same source by CPython and by the evaluator, and brings what they return into one form."""

from __future__ import annotations

import ast
import collections
import dataclasses
import enum
import itertools
import sys
import textwrap
import types
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from strategyproof.proofs.evaluator import Evaluator, modules
from strategyproof.proofs.evaluator.containers import Dict, List, Set
from strategyproof.proofs.evaluator.faults import PyError, Unsupported
from strategyproof.proofs.evaluator.numbers import Choice, Condition, IntOrFloat, Quantity
from strategyproof.proofs.evaluator.objects import Builtin, Class, Function, Instance, Items, Named, Native, Text
from strategyproof.proofs.functions.summary import terms_at
from strategyproof.proofs.smt import terms

SAMPLES = Path(__file__).with_name("samples")
LONGEST = 50
"""How many items of an iterator are compared; some do not end."""


def samples(file: Path) -> Iterator[tuple[str, str]]:
    """Yield the header of a file of samples, and each sample as the body of a function of ``bids``.

    Samples are separated by empty lines; the first part is the header. A sample that is one expression is returned.
    """
    header, *bodies = file.read_text(encoding="utf-8").split("\n\n")
    for body in bodies:
        stripped = body.strip("\n")
        if stripped and not all(line.startswith("#") for line in stripped.splitlines()):
            yield header, stripped


def source_of(header: str, body: str) -> str:
    """Return the source of a module with a function ``run`` of the bids."""
    statements = ast.parse(body).body
    if len(statements) == 1 and isinstance(statements[0], ast.Expr):
        body = f"return (\n{body}\n)"
    return f"{header}\n\n\ndef run(bids):\n{textwrap.indent(body, '    ')}\n"


def natively(source: str, bids: list[Any]) -> Any:
    """Run a source by CPython; the exception's type is returned in place of an exception."""
    module = types.ModuleType("sample")
    sys.modules["sample"] = module  # where dataclasses look for it
    try:
        exec(compile(source, "sample", "exec", dont_inherit=True), module.__dict__)  # the tests' own samples
        return of_python(module.run(bids))
    except (Exception, SystemExit) as error:  # noqa: BLE001  # whatever it raises is what the evaluator must raise
        return "raises", type(error).__name__
    finally:
        del sys.modules["sample"]


def evaluated(source: str, bids: list[Any]) -> Any:
    """Run a source by the evaluator; ``("unsupported", why)`` where it does not read it."""
    loader = Evaluator()
    scope = modules.load_source(loader, source, "sample")
    ev = Evaluator(states=loader.states)
    ev.files = loader.files
    return _outcome(lambda: of_evaluator(ev, ev.call(scope["run"], [_given(ev, bids)], {})))


def _outcome(run: Callable[[], Any]) -> Any:
    try:
        return run()
    except PyError as error:
        return "raises", error.instance.cls.name
    except Unsupported as error:
        return "unsupported", f"{error.construct} (line {error.line})"
    except RecursionError:
        return "unsupported", "recursion that goes too deep"


class Followed:
    """A run on variables in place of numbers: where it must choose, it follows the numbers.

    Attributes
    ----------
    decisions
        How often it had to choose.
    """

    def __init__(self, bids: list[Any]) -> None:
        self.decisions = 0
        self.variables = [terms.variable(f"b{k}", "Real") for k in range(len(bids))]
        self.symbols = [Quantity(v, type(bid)) for v, bid in zip(self.variables, bids, strict=True)]
        self._values = {v: terms.real(bid) for v, bid in zip(self.variables, bids, strict=True)}

    def at(self, term: terms.Term) -> terms.Term:
        """Return a term at the numbers."""
        [found] = terms_at([term], self._values)
        assert found.op == "const"
        return found

    def decide(self, term: terms.Term) -> bool:
        """Choose as the numbers do."""
        self.decisions += 1
        return bool(self.at(term).data)

    def run(self, source: str) -> Any:
        """Run a source; return what it gives at the numbers."""
        loader = Evaluator()
        scope = modules.load_source(loader, source, "sample")
        ev = Evaluator(self.decide, lambda term: False, loader.states)
        ev.files = loader.files
        return _outcome(lambda: of_evaluator(ev, ev.call(scope["run"], [ev.new_list(self.symbols)], {}), self.at))


def _given(ev: Evaluator, value: Any) -> Any:
    return ev.new_list([_given(ev, part) for part in value]) if isinstance(value, list) else value


def symbols(bids: list[Any]) -> list[Any]:
    """Return numbers as symbols whose terms are constants."""
    return [Quantity(terms.real(bid), type(bid)) for bid in bids]


def of_python(value: Any) -> Any:  # noqa: C901  # one case for each type
    """Return a value of CPython's in the form in which it is compared."""
    match value:
        case enum.Enum():
            return "member", type(value).__name__, value.name
        case bool() | int() | float() | Fraction() | Decimal() | str() | bytes() | None | range():
            return type(value).__name__, repr(value)
        case tuple() if hasattr(value, "_fields"):
            return "named", type(value).__name__, [of_python(part) for part in value]
        case collections.deque():
            return "deque", value.maxlen, [of_python(part) for part in value]
        case list() | tuple():
            return type(value).__name__, [of_python(part) for part in value]
        case dict():
            return type(value).__name__, [(of_python(k), of_python(v)) for k, v in value.items()]
        case set() | frozenset():
            return type(value).__name__, sorted(map(repr, map(of_python, value)))
        case type():
            return "class", value.__name__
        case types.FunctionType():
            return "function", value.__name__
        case BaseException():
            return "exception", type(value).__name__
    if hasattr(value, "__next__"):
        return "iterator", [of_python(part) for part in itertools.islice(value, LONGEST)]
    if dataclasses.is_dataclass(value) or hasattr(value, "__dict__"):
        return "object", type(value).__name__, {k: of_python(v) for k, v in vars(value).items()}
    return "native", type(value).__name__


def _itself(term: terms.Term) -> terms.Term:
    return term


def of_evaluator(ev: Evaluator, value: Any, at: Callable[[terms.Term], terms.Term] = _itself) -> Any:  # noqa: C901  # one case for each type
    """Return a value of the evaluator's in the form in which it is compared."""

    def inner(part: Any) -> Any:
        return of_evaluator(ev, part, at)

    match value:
        case Condition() if at(value.term).op == "const":
            return of_python(bool(at(value.term).data))
        case Choice():
            return of_python(next(option for when, option in value.cases if at(when) is terms.TRUE))
        case Quantity(kind=kind) if kind is IntOrFloat and at(value.term).op == "const":
            return "IntOrFloat", repr(float(at(value.term).data))
        case Quantity() if at(value.term).op == "const":
            return of_python(_of_kind(value.kind, at(value.term).data))
        case Condition() | Quantity() | Text():
            return "unsupported", f"{value!r} as a result"
        case Instance() if value.cls.members is not None:
            return "member", value.cls.name, value.fields["name"]
        case Instance() if value.cls.native is not None:
            return "exception", value.cls.name
        case Instance():
            return "object", value.cls.name, {k: inner(v) for k, v in value.fields.items()}
        case Named():
            return "named", value.cls.name, [inner(part) for part in value]
        case List() if value.is_unordered:
            return "unsupported", "the order of a set as a result"
        case List() if value.kind == "deque":
            return "deque", value.maxlen, [inner(part) for part in value]
        case List() | tuple():
            return ("list" if isinstance(value, List) else "tuple"), [inner(part) for part in value]
        case Dict():
            return value.kind, [(inner(k), inner(v)) for k, v in value.entries.values()]
        case Set():
            return ("frozenset" if value.is_frozen else "set"), sorted(map(repr, (inner(part) for part in value)))
        case Class():
            return "class", value.name
        case Builtin():
            return "class", value.name.rpartition(".")[2]
        case Function():
            return "function", value.name
        case Items():
            return "iterator", [inner(part) for part in itertools.islice(ev.iterate(value), LONGEST)]
        case Native():
            return "native", type(value.value).__name__
    return of_python(value)


def _of_kind(kind: type, value: Fraction) -> Any:
    if kind is Decimal:
        return Decimal(value.numerator) / Decimal(value.denominator)
    if kind is int:
        assert value.denominator == 1
        return int(value)
    return kind(value)


def agree(real: Any, ours: Any) -> bool:
    """Compare, where a part that symbols leave open may be anything, and floats are rounded results of exact ones."""
    if isinstance(ours, tuple) and ours and ours[0] == "unsupported":
        return True
    if isinstance(real, (tuple, list)) and isinstance(ours, (tuple, list)) and len(real) == len(ours):
        if len(ours) == 2 and ours[0] in ("float", "IntOrFloat") and isinstance(ours[1], str):
            if real[0] not in ("float", "int"):
                return False
            return float(real[1]) == pytest.approx(float(ours[1]), rel=1e-12, abs=1e-12, nan_ok=True)
        if len(ours) == 2 and real[0] == ours[0] == "Decimal" and "NaN" not in real[1]:
            return Decimal(real[1][9:-2]) == Decimal(ours[1][9:-2])
        return all(agree(a, b) for a, b in zip(real, ours, strict=True))
    if isinstance(real, dict) and isinstance(ours, dict):
        return real.keys() == ours.keys() and all(agree(real[k], ours[k]) for k in real)
    return bool(real == ours)


@dataclasses.dataclass(frozen=True)
class Reading:
    """The two ways to run a source."""

    natively: Callable[[str, list[Any]], Any] = natively
    evaluated: Callable[[str, list[Any]], Any] = evaluated
    symbols: Callable[[list[Any]], list[Any]] = symbols
    samples: Callable[[Path], Iterator[tuple[str, str]]] = samples
    source_of: Callable[[str, str], str] = source_of
    followed: type[Followed] = Followed
    agree: Callable[[Any, Any], bool] = agree
    folder: Path = SAMPLES


@pytest.fixture(scope="session")
def reading() -> Reading:
    """Return the two ways to run a source."""
    return Reading()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Ask for each file of samples in its own test."""
    if "sample_file" in metafunc.fixturenames:
        files = sorted(SAMPLES.glob("*.txt"))
        metafunc.parametrize("sample_file", files, ids=[file.stem for file in files])
