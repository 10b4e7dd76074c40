"""Numbers that are Gallina text: what a rule or a law computes with them is the definition that Coq reads.

A further interpreter of the vocabulary, beside arrays and symbols. What it has no text for is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from fractions import Fraction
from types import ModuleType
from typing import Any, Literal, TypeAlias

from strategyproof.proofs.symbolic.symbols import lift

Sort: TypeAlias = Literal["R", "bool"]
LONGEST = 20_000
"""Characters of one text; a longer one nobody would read."""


class NoText(ValueError):
    """A rule or a law says something for which there is no Gallina text."""


@dataclass(slots=True)
class Notes:
    """What is noted while a rule or a law is read: names given out, divisors, and the markets that were run."""

    bound: int = 0
    divisors: list[str] = field(default_factory=list)
    markets: dict[str, str] = field(default_factory=dict)

    def position(self) -> str:
        """Return a new name for a position."""
        self.bound += 1
        return f"k{self.bound}"


NOTES: ContextVar[Notes] = ContextVar("NOTES")


def words() -> ModuleType:
    """Return the vocabulary on text."""
    from strategyproof.proofs.kernel import words as on_text

    return on_text


class Text:
    """A real number or a truth value; ``level`` is Coq's level of its outermost operator, 0 if it is an atom.

    A negation and a conjunction remember their parts.
    """

    __array_ufunc__ = None
    __hash__ = None  # type: ignore[assignment]
    negated: Text | None = None
    parts: tuple[Text, Text] | None = None

    def __init__(self, text: str, sort: Sort, level: int = 0) -> None:
        if len(text) > LONGEST:
            raise NoText(f"a definition has more than {LONGEST} characters")
        self.text, self.sort, self.level = text, sort, level

    def __vocabulary__(self) -> ModuleType:
        return words()

    def __bool__(self) -> bool:
        raise NoText("a condition over any number of bidders cannot choose a branch")

    def within(self, level: int) -> str:
        """Return the text as an operand of an operator that takes operands up to a level."""
        return self.text if self.level <= level else f"({self.text})"


def texted(value: Any, sort: Sort | None = None) -> Text:
    """Return the text of a number or a truth value; refuse one of another sort than is wanted."""
    found = value if isinstance(value, Text) else _constant(lift(value).term.data)
    if sort is not None and found.sort != sort:
        raise NoText(f"expected a {'number' if sort == 'R' else 'truth value'} where `{found.text}` stands")
    return found


def _constant(data: Any) -> Text:
    if isinstance(data, bool):
        return Text(str(data).lower(), "bool")
    value = Fraction(data)
    below = "" if value.denominator == 1 else f" / {value.denominator}"
    return Text(f"{value.numerator}{below}", "R", 40 if below else 35 if value < 0 else 0)


def applied(word: str, *operands: str, sort: Sort) -> Text:
    """Apply a word to operands that are atoms or in parentheses."""
    return Text(" ".join([word, *operands]), sort, 10)


def infix(sign: str, level: int, takes: Sort, gives: Sort) -> Callable[[Any, Any], Text]:
    """Return an infix operator of Coq: of one level and left associative, or of level 70 and not associative."""
    left = level if level < 70 else level - 1

    def operation(a: Any, b: Any) -> Text:
        return Text(f"{texted(a, takes).within(left)} {sign} {texted(b, takes).within(level - 1)}", gives, level)

    return operation


divided, greater, at_least = infix("/", 40, "R", "R"), infix(">?", 70, "R", "bool"), infix(">=?", 70, "R", "bool")


def conjunction(a: Any, b: Any) -> Text:
    """Return a and b."""
    found = infix("&&", 40, "bool", "bool")(a, b)
    found.parts = texted(a), texted(b)
    return found


def negation(a: Any) -> Text:
    """Return not a; not (a and not b) is written as the vocabulary's ``implies`` or ``either``, which are just that."""
    of = texted(a, "bool")
    found = applied("negb", of.within(9), sort="bool")
    if of.parts is not None and (last := of.parts[1].negated) is not None:
        word, first = ("implies", of.parts[0]) if of.parts[0].negated is None else ("either", of.parts[0].negated)
        found = applied(word, first.within(9), last.within(9), sort="bool")
    found.negated = of
    return found


def equal(a: Any, b: Any) -> Text:
    """Tell whether two numbers, or two truth values, are the same."""
    if texted(a).sort == "R":
        return infix("=?", 70, "R", "bool")(a, b)
    return applied("Bool.eqb", texted(a).within(9), texted(b, "bool").within(9), sort="bool")


def quotient(a: Any, b: Any) -> Text:
    """Divide, and note that the divisor is to be shown not to be 0."""
    NOTES.get().divisors.append(f"{texted(b, 'R').within(69)} <> 0")
    return divided(a, b)


class Vector:
    """A vector: its size, the text of its entry at a position, and the text of the whole where it has a name."""

    __vector__ = True
    __array_ufunc__ = None
    __hash__ = None  # type: ignore[assignment]
    __iter__ = None
    __vocabulary__ = Text.__vocabulary__
    __bool__ = Text.__bool__

    def __init__(self, size: str, entry: Callable[[str], Text], name: str | None = None) -> None:
        self.size, self._entry, self._name = size, entry, name
        self.extent = size  # what a per-bidder parameter is fitted to

    @classmethod
    def named(cls, size: str, *words: str, sort: Sort = "R") -> Vector:
        """Return the vector that a name or a word with its operands stands for."""
        return cls(size, lambda position: applied(*words, position, sort=sort), " ".join(words))

    def __getitem__(self, position: Any) -> Text:
        if isinstance(position, str):
            return self._entry(position)
        if self.size == "2%nat" and position in (0, 1):
            return self._entry(f"{position}%nat")
        raise NoText(f"position {position!r} is not there in a market of any size")

    def text(self) -> str:
        """Return the whole vector as an operand."""
        if self._name is not None:
            return f"({self._name})" if " " in self._name else self._name
        bound = NOTES.get().position()
        return f"(fun {bound} => {self[bound].text})"

    def mapped(self, function: Callable[..., Any], *others: Any) -> Vector:
        """Apply a function entry by entry; what is no vector is the same for all positions."""
        if any(isinstance(other, Vector) and other.size != self.size for other in others):
            raise NoText("vectors of markets of different sizes were combined")
        return Vector(self.size, lambda k: texted(function(self[k], *(entry(other, k) for other in others))))

    def quotient(self, dividend: Any, divisor: Any) -> Vector:
        """Divide entry by entry; that no bidder's divisor is 0 is to be shown, whether or not its entry is read."""
        notes = NOTES.get()
        k = notes.position()
        below = texted(entry(divisor, k), "R").within(69)
        notes.divisors.append(f"forall {k}, ({k} < {self.size})%nat -> {below} <> 0")
        return self.mapped(lambda _, a, b: divided(a, b), dividend, divisor)


def entry(value: Any, position: str) -> Any:
    """Return a vector's entry, or the number that is the same for all positions."""
    return value[position] if isinstance(value, Vector) else value


OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "add": infix("+", 50, "R", "R"),
    "sub": infix("-", 50, "R", "R"),
    "mul": infix("*", 40, "R", "R"),
    "truediv": quotient,
    "and": conjunction,
    "gt": greater,
    "ge": at_least,
    "eq": equal,
    "lt": lambda a, b: greater(b, a),
    "le": lambda a, b: at_least(b, a),
    "ne": lambda a, b: negation(equal(a, b)),
    "or": lambda a, b: negation(conjunction(negation(a), negation(b))),
}
UNARY = {"neg": lambda a: Text(f"- {texted(a, 'R').within(35)}", "R", 35), "pos": lambda a: a, "invert": negation}


def _give(name: str, function: Callable[[Any, Any], Any]) -> None:
    def on_texts(a: Any, b: Any) -> Any:
        return NotImplemented if isinstance(b, Vector) else function(a, b)

    def on_vectors(a: Any, b: Any) -> Any:
        return a.quotient(a, b) if function is quotient else a.mapped(function, b)

    def reflected(a: Any, b: Any) -> Any:
        return a.quotient(b, a) if function is quotient else a.mapped(lambda own, other: function(other, own), b)

    setattr(Text, f"__{name}__", on_texts)
    setattr(Text, f"__r{name}__", lambda a, b: function(b, a))
    setattr(Vector, f"__{name}__", on_vectors)
    setattr(Vector, f"__r{name}__", reflected)


for _name, _function in OPERATORS.items():
    _give(_name, _function)
for _name, _change in UNARY.items():
    setattr(Text, f"__{_name}__", _change)
    setattr(Vector, f"__{_name}__", lambda a, change=_change: a.mapped(change))
