"""What a rule sees of a symbol: a face that computes, and that answers no question an array would answer otherwise.

A rule may calculate and compare with its bids, and hand them to the words of the vocabulary. Whatever else it asks
(its length, an attribute, an entry, a text, an iterator, a truth value) is refused, and the refusal is *kept*: a rule
that catches the error and goes on has still asked, and nothing is proved of it. What no object can notice (``type``,
``id``, ``is``) is refused from the rule's source, see :mod:`strategyproof.proofs.rule_source`.
"""

from __future__ import annotations

import abc
import fractions
import operator
import sys
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, NoReturn

from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.outcome import Outcome
from strategyproof.proofs.symbolic import words
from strategyproof.proofs.symbolic.symbols import VOCABULARY, Symbol, lift
from strategyproof.proofs.symbolic.vectors import SymbolicVector


class Refused(TypeError):
    """A rule asked of its bids what a proof over any number of bidders cannot answer."""


class Face:
    """A number, a truth value or a vector of them, as a rule sees it."""

    __slots__ = ("_given",)

    def __init__(self, behind: Any, refusals: list[str]) -> None:
        _GIVEN.__set__(self, (behind, refusals))

    def __getattribute__(self, name: str) -> Any:
        if name != "__class__" or not _is_asked_by_a_fraction():
            _refuse(self, f"the attribute {name!r} of a symbol")
        return Face

    def __vocabulary__(self) -> Any:
        return WORDS

    def __array_ufunc__(self, ufunc: Any, method: str, *operands: Any, **options: Any) -> Any:
        """Compute with NumPy's scalars, which ask this instead of deferring; refuse every other function of NumPy."""
        name = OPERATORS_OF_NUMPY.get(ufunc.__name__)
        if name is None or method != "__call__" or options:
            _refuse(self, f"numpy.{ufunc.__name__}() of a symbol", whole=True)
        return _computed(getattr(operator, name), operands)

    def __getitem__(self, index: Any) -> Any:
        position = "a position" if issubclass(type(index), Face) else f"position {index!r}"
        _refuse(self, f"{position} is not there in a market of any size", whole=True)


_GIVEN: Any = vars(Face)["_given"]
del Face._given  # type: ignore[attr-defined]  # from here on only this module sees behind a face, and no attribute tells one


def faced(behind: Any, refusals: list[str]) -> Any:
    """Return what a rule may see: symbols and vectors of them behind a face, anything else as it is."""
    return Face(behind, refusals) if issubclass(type(behind), (Symbol, SymbolicVector)) else behind


def bare(value: Any) -> Any:
    """Return what is behind a face, or the value itself."""
    return _GIVEN.__get__(value)[0] if issubclass(type(value), Face) else value


def guarded(mechanism: Mechanism, refusals: list[str]) -> Mechanism:
    """Return the mechanism with a rule and a rho that see faces where they are run on symbols.

    Parameters
    ----------
    mechanism
        The mechanism; on numbers its own functions run.
    refusals
        Where the questions that were refused are kept, whatever the rule does with the error.
    """
    rho = mechanism.rho
    return replace(
        mechanism,
        rule=_guarded(mechanism.rule, refusals, _bare_outcome),
        rho=None if rho is None else _guarded(rho, refusals, lambda value, _: bare(value)),
    )


def _guarded(
    function: Callable[..., Any], refusals: list[str], answer: Callable[[Any, list[str]], Any]
) -> Callable[..., Any]:
    def on_faces(bids: Any, **parameters: Any) -> Any:
        if not issubclass(type(bids), SymbolicVector):
            return function(bids, **parameters)
        seen = {name: faced(value, refusals) for name, value in parameters.items()}
        return answer(function(faced(bids, refusals), **seen), refusals)

    return on_faces


def _bare_outcome(outcome: Any, refusals: list[str]) -> Outcome:
    if type(outcome) is not Outcome:
        refusals.append(f"the rule returned a {type(outcome).__name__}, and no Outcome")
        raise Refused(refusals[-1])
    return Outcome(bare(outcome.wins), bare(outcome.payments))


def _is_asked_by_a_fraction() -> bool:
    """Tell whether a fraction asks for a class, as it does before it leaves an operation to the other operand."""
    frame = sys._getframe(2)
    while frame.f_back is not None and frame.f_globals is vars(abc):
        frame = frame.f_back
    return frame.f_globals is vars(fractions) and frame.f_code.co_name != "__new__"


def _refuse(face: Face, question: str, *, whole: bool = False) -> NoReturn:
    told = question if whole else f"{question} was asked for"
    _GIVEN.__get__(face)[1].append(f"{told}; use the words of {VOCABULARY}")
    raise Refused(_GIVEN.__get__(face)[1][-1])


def _computed(operation: Callable[..., Any], operands: tuple[Any, ...]) -> Any:
    """Apply an operation to what is behind the operands; what it cannot do is a refusal, kept as the others are."""
    refusals: list[str] = next(_GIVEN.__get__(x)[1] for x in operands if issubclass(type(x), Face))
    try:
        for operand in operands:
            if not issubclass(type(operand), Face):
                lift(operand)  # a vector of any size computes its entries late, and would refuse late
        return faced(operation(*map(bare, operands)), refusals)
    except Exception as error:
        refusals.append(str(error))
        raise


def _operator(operation: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *operands: _computed(operation, operands)


def _reflected(operation: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda own, other: _computed(operation, (other, own))


def _refusal(name: str) -> Callable[..., NoReturn]:
    def refuses(self: Face, *_: Any, **__: Any) -> NoReturn:
        _refuse(self, f"the `{name}` of a symbol")

    return refuses


COMPUTED = ("add", "sub", "mul", "truediv", "and", "or")
COMPARED = ("lt", "le", "gt", "ge", "eq", "ne")
OPERATORS_OF_NUMPY = {
    "add": "add",
    "subtract": "sub",
    "multiply": "mul",
    "divide": "truediv",
    "less": "lt",
    "less_equal": "le",
    "greater": "gt",
    "greater_equal": "ge",
    "equal": "eq",
    "not_equal": "ne",
}
UNARY = ("neg", "pos", "invert")
REFUSED = (
    *("len", "iter", "next", "contains", "reversed", "length_hint", "setitem", "delitem", "bool", "hash", "index"),
    *("int", "float", "complex", "abs", "round", "trunc", "floor", "ceil", "str", "repr", "format", "bytes", "dir"),
    *("copy", "deepcopy", "reduce", "reduce_ex", "getstate", "sizeof", "enter", "exit", "fspath", "setattr", "delattr"),
    *("array", "array_function", "array_namespace", "buffer", "dlpack"),
    *(f"{side}{name}" for side in ("", "r", "i") for name in ("pow", "mod", "floordiv", "matmul", "lshift", "rshift")),
    *("divmod", "rdivmod", "xor", "rxor", "ixor"),
    *(f"i{name}" for name in COMPUTED),  # arrays would be changed in place
)

for _name in COMPUTED:
    setattr(Face, f"__{_name}__", _operator(getattr(operator, f"__{_name}__")))
    setattr(Face, f"__r{_name}__", _reflected(getattr(operator, f"__{_name}__")))
for _name in (*COMPARED, *UNARY):
    setattr(Face, f"__{_name}__", _operator(getattr(operator, f"__{_name}__")))
for _name in REFUSED:
    setattr(Face, f"__{_name}__", _refusal(f"__{_name}__"))

WORDS = SimpleNamespace(
    **{
        word.__name__: _operator(word)
        for word in (
            *(words.where, words.both, words.negation, words.highest, words.highest_of_others, words.any_of),
            *(words.first_of, words.replaced, words.swapped, words.alone, words.extended, words.pair),
        )
    }
)
"""The words on faces: those on symbols, applied to what is behind."""
