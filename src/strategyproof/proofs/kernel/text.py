"""Numbers that are Gallina text: what a rule or a law computes with them is the definition that Coq reads.

A further interpreter of the vocabulary, beside arrays and symbols. What it has no text for is refused.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from contextvars import ContextVar
from fractions import Fraction
from types import ModuleType
from typing import Any

from strategyproof.proofs.symbolic.symbols import lift

LONGEST = 20_000
"""Characters of one text; a longer one nobody would read."""


class NoText(ValueError):
    """A rule or a law says something for which there is no Gallina text."""


class Reals:
    """The numbers that a text speaks of; others are subclasses.

    Attributes
    ----------
    prelude, laws, rules
        The module that defines them, the one of the laws, and with what the names of rules' modules begin.
    aside
        What is said of them beside a rule.
    """

    prelude, laws, rules, aside = "Tactics", "Laws", "Rule_", ""

    def result(self, exact: Text) -> Text:
        """Return what a sum, product or quotient is."""
        return exact

    def kinds(self, name: str, kind: str, domain: str) -> list[str]:  # noqa: ARG002  # doubles look at them
        """Return what is supposed of a variable: that it lies in its domain, and that it is such a number."""
        return [domain]


REALS = Reals()


class Notes:
    """What is noted while a rule or a law is read: names for positions, divisors, and the markets that were run."""

    def __init__(self, numbers: Reals) -> None:
        self.numbers, self.positions = numbers, (f"k{count}" for count in itertools.count(1))
        self.divisors, self.markets = list[str](), dict[str, str]()


NOTES: ContextVar[Notes] = ContextVar("NOTES")


class Value:
    """A number, a truth value or a vector of them, as text. Operators are defined at the end of this module."""

    __array_ufunc__ = None
    __hash__ = None  # type: ignore[assignment]

    def __vocabulary__(self) -> ModuleType:
        from strategyproof.proofs.kernel import words

        return words

    def __bool__(self) -> bool:
        raise NoText("a condition over any number of bidders cannot choose a branch")


class Text(Value):
    """A real number or a truth value; ``level`` is Coq's level of its outermost operator, 0 if it is an atom.

    A negation and a conjunction remember their parts.
    """

    def __init__(self, text: str, sort: str, level: int = 0, negated: Any = None, parts: Any = None) -> None:
        if len(text) > LONGEST:
            raise NoText(f"a definition has more than {LONGEST} characters")
        self.text, self.sort, self.level, self.negated, self.parts = text, sort, level, negated, parts

    def within(self, level: int) -> str:
        """Return the text as an operand of an operator that takes operands up to a level."""
        return self.text if self.level <= level else f"({self.text})"


class Vector(Value):
    """A vector: its size, the text of its entry at a position, and the text of the whole where it has a name."""

    __vector__ = True
    __iter__ = None

    def __init__(self, size: str, entry: Callable[[str], Any], name: str | None = None) -> None:
        self.size, self._entry, self._name = size, entry, name

    @classmethod
    def named(cls, size: str, *words: str, sort: str = "R") -> Vector:
        """Return the vector that a name or a word with its operands stands for."""
        return cls(size, lambda position: applied(*words, position, sort=sort), " ".join(words))

    def __getitem__(self, position: Any) -> Text:
        if not isinstance(position, str) and (self.size, position) not in (("2%nat", 0), ("2%nat", 1)):
            raise NoText(f"position {position!r} is not there in a market of any size")
        return texted(self._entry(position if isinstance(position, str) else f"{position}%nat"))

    def fitted(self, bids: Vector) -> Vector:
        """Return a per-bidder parameter for these bids."""
        return Vector.named(bids.size, str(self._name))

    def text(self) -> str:
        """Return the whole vector as an operand."""
        if self._name is not None:
            return f"({self._name})" if " " in self._name else self._name
        bound = next(NOTES.get().positions)
        return f"(fun {bound} => {self[bound].text})"


def entry(value: Any, position: str) -> Any:
    """Return a vector's entry, or the number that is the same for all positions."""
    return value[position] if isinstance(value, Vector) else value


def everywhere(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let a function of numbers apply to vectors, entry by entry; what is no vector is the same for all positions."""

    def mapped(*operands: Any) -> Any:
        sizes = {operand.size for operand in operands if isinstance(operand, Vector)}
        if len(sizes) > 1:
            raise NoText("vectors of markets of different sizes were combined")
        return (
            Vector(sizes.pop(), lambda k: function(*(entry(o, k) for o in operands))) if sizes else function(*operands)
        )

    return mapped


def texted(value: Any, sort: str | None = None) -> Text:
    """Return the text of a number or a truth value; refuse one of another sort than is wanted."""
    found = value if isinstance(value, Text) else _constant(lift(value).term.data)
    if sort is not None and found.sort != sort:
        raise NoText(f"expected a {'number' if sort == 'R' else 'truth value'} where `{found.text}` stands")
    return found


def _constant(data: Any) -> Text:
    if isinstance(data, bool):
        return Text(str(data).lower(), "bool")
    said = str(Fraction(data)).replace("/", " / ")
    return Text(said, "R", 40 if "/" in said else 35 if "-" in said else 0)


def applied(word: str, *operands: str, sort: str) -> Text:
    """Apply a word to operands that are atoms or in parentheses."""
    return Text(" ".join([word, *operands]), sort, 10)


def infix(sign: str, level: int, takes: str, gives: str) -> Callable[..., Any]:
    """Return an infix operator of Coq: of one level and left associative, or of level 70 and not associative."""

    def operation(a: Any, b: Any) -> Text:
        a, b = texted(a, takes), texted(b, takes)
        exact = Text(f"{a.within(min(level, 69))} {sign} {b.within(level - 1)}", gives, level, parts=(a, b))
        return NOTES.get().numbers.result(exact) if gives == "R" else exact

    return everywhere(operation)


both, divided = infix("&&", 40, "bool", "bool"), infix("/", 40, "R", "R")
greater, at_least = infix(">?", 70, "R", "bool"), infix(">=?", 70, "R", "bool")


@everywhere
def negation(a: Any) -> Text:
    """Return not a; not (a and not b) is written as the vocabulary's ``implies`` or ``either``, which are just that."""
    of = texted(a, "bool")
    if of.level != 40 or (last := of.parts[1].negated) is None:
        return Text(f"negb {of.within(9)}", "bool", 10, negated=of)
    first = of.parts[0]
    word, first = ("implies", first) if first.negated is None else ("either", first.negated)
    return Text(f"{word} {first.within(9)} {last.within(9)}", "bool", 10, negated=of)


@everywhere
def equal(a: Any, b: Any) -> Any:
    """Tell whether two numbers, or two truth values, are the same."""
    one, other = texted(a), texted(b, texted(a).sort)
    if one.sort == "R":
        return Text(f"{one.within(69)} =? {other.within(69)}", "bool", 70)
    return applied("Bool.eqb", one.within(9), other.within(9), sort="bool")


def quotient(a: Any, b: Any) -> Any:
    """Divide, and note that no divisor is 0, whether or not its entry is read: that is to be shown."""
    notes, sizes = NOTES.get(), [operand.size for operand in (a, b) if isinstance(operand, Vector)]
    k = next(notes.positions) if sizes else ""
    at = f"forall {k}, ({k} < {sizes[0]})%nat -> " if sizes else ""
    notes.divisors.append(f"{at}{texted(entry(b, k), 'R').within(69)} <> 0")
    return divided(a, b)


OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "add": infix("+", 50, "R", "R"),
    "sub": infix("-", 50, "R", "R"),
    "mul": infix("*", 40, "R", "R"),
    "truediv": quotient,
    "and": both,
    "gt": greater,
    "ge": at_least,
    "eq": equal,
    "lt": lambda a, b: greater(b, a),
    "le": lambda a, b: at_least(b, a),
    "ne": lambda a, b: negation(equal(a, b)),
    "or": lambda a, b: negation(both(negation(a), negation(b))),
}
UNARY = {"neg": everywhere(lambda a: Text(f"- {texted(a, 'R').within(35)}", "R", 35)), "invert": negation}
for _name, _binary in OPERATORS.items():
    setattr(Value, f"__{_name}__", lambda a, b, apply=_binary: apply(a, b))
    setattr(Value, f"__r{_name}__", lambda a, b, apply=_binary: apply(b, a))
for _name, _unary in UNARY.items():
    setattr(Value, f"__{_name}__", _unary)
