"""What is read of a user's function: the space of its agents, and what its result is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, get_args, get_origin

from strategyproof.mechanism.spaces.numbers import OneNumber, Point
from strategyproof.mechanism.spaces.outcomes import Amounts, Lottery, Public
from strategyproof.mechanism.spaces.roles import Roles
from strategyproof.mechanism.spaces.space import Side, Space

SIDES: dict[Side, str] = {"buyer": "a value per buyer", "seller": "a cost per seller"}
"""What a type is, by the side of who has it."""

HELPERS = ("value", "cost", "burn", "PRIORITY")
"""Names of the user's file that say more of the market than the function does."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A function whose agents, or whose result, are more than one number and yes or no.

    Attributes
    ----------
    space
        Of each agent; or who buys and who sells.
    amounts, lottery, public
        What its result is annotated as.
    helpers
        Which of :data:`HELPERS` its file has.
    """

    space: Space | Roles
    amounts: bool = False
    lottery: bool = False
    public: bool = False
    helpers: frozenset[str] = frozenset()

    def spaces(self, agents: int) -> list[Space]:
        """Return the space of each agent."""
        return [*self.space.spaces(agents)] if isinstance(self.space, Roles) else [self.space] * agents

    @property
    def one(self) -> Space:
        """The space of the first agent: what all agents have in common but their side."""
        return self.spaces(1)[0]

    @property
    def is_one_number(self) -> bool:
        """Whether each agent has one number, which is what each unit of what it gets is worth, or costs, to it."""
        is_number = isinstance(self.space, Roles) or type(self.space) is OneNumber
        return is_number and not (self.lottery or self.public or "value" in self.helpers)

    def told(self) -> str:
        """Say what was read, in one line."""
        space = self.space
        types = {
            "OneNumber": "one number per agent",
            "Point": "a point per agent",
            "Roles": ", ".join(SIDES[side] for side in SIDES if isinstance(space, Roles) and side in space.sides),
        }.get(type(space).__name__, f"{space!r} per agent")
        if isinstance(space, Roles):
            types = f"{space!r}: {types}"
        result = "an amount each" if self.amounts else "one outcome for all" if self.public else None
        value = "value of the file" if "value" in self.helpers else None
        parts = [types, "a lottery" if self.lottery else None, result, value]
        if not self.one.has_money:
            parts.append("no payments")
        return "; ".join(part for part in parts if part)


def reading_of(function: Callable[..., Any], first: Any, result: Any, names: dict[str, Any]) -> Reading | None:
    """Return what the annotations of a function say; None where it has one number per bidder and yes-or-no wins.

    Parameters
    ----------
    function
        For messages.
    first, result
        The annotations of its first parameter and of its result, as objects or as text.
    names
        Of its module.

    Raises
    ------
    ValueError
        If a space is named without its arguments.
    """
    space = _space(getattr(function, "__name__", "the function"), _resolved(first, names))
    words = _words(_resolved(result, names))
    if space is None and not words:
        return None
    helpers = frozenset(name for name in HELPERS if name in names)
    return Reading(space or OneNumber(), Amounts in words, Lottery in words, Public in words, helpers)


def _resolved(annotation: Any, names: dict[str, Any]) -> Any:
    """Return what an annotation written as text stands for; None where it stands for nothing."""
    if not isinstance(annotation, str):
        return annotation
    try:
        return eval(annotation, dict(names))  # the user's file has run already, and this is a part of it
    except (NameError, AttributeError, TypeError, SyntaxError):
        return None


def _space(function: str, annotation: Any) -> Space | Roles | None:
    for part in get_args(annotation)[1:] if get_origin(annotation) is Annotated else [annotation]:
        if isinstance(part, (Space, Roles)):
            return part
        if part is Point:
            return Point()
        if isinstance(part, type) and issubclass(part, (Space, Roles)):
            example = {"Vector": "Vector(2)", "Roles": 'Roles("buyer", "seller")', "Single": 'Single("a", "ab")'}
            name = part.__name__
            wanted = example.get(name, f'{name}("abc")')
            raise ValueError(
                f"{function}: expected {wanted} as the annotation of its first parameter, got {name} alone"
            )
    return None


def _words(annotation: Any) -> set[Any]:
    """Return the words in an annotation."""
    if annotation in (Amounts, Lottery, Public):
        return {annotation}
    found = {get_origin(annotation)} & {Amounts, Lottery, Public}
    for inner in get_args(annotation):
        found |= _words(inner)
    return found
