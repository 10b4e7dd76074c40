"""Every interpreter of the vocabulary answers every word, and those that compute give what exact arrays give."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sympy

import strategyproof
from strategyproof.mechanism import arrays, batches, vocabulary
from strategyproof.mechanism.arrays import exact
from strategyproof.mechanism.parameter import Interval
from strategyproof.proofs.any_bidders.faces import WORDS, bare, faced
from strategyproof.proofs.any_bidders.theory import Theory
from strategyproof.proofs.kernel import words as on_text
from strategyproof.proofs.kernel.text import NOTES, REALS, Notes, Text
from strategyproof.proofs.kernel.text import Vector as TextVector
from strategyproof.proofs.rounding.numbers import Double
from strategyproof.proofs.smt import terms
from strategyproof.proofs.symbolic import formula
from strategyproof.proofs.symbolic import words as on_symbols
from strategyproof.proofs.symbolic.formula import Expression
from strategyproof.proofs.symbolic.symbols import Symbol
from strategyproof.proofs.symbolic.vectors import FiniteVector

BIDS = [Fraction(3), Fraction(5), Fraction(5), Fraction(1, 2)]
WORDS_OF_ALL: dict[str, Any] = {
    "arrays": arrays,
    "batches": batches,
    "symbols": on_symbols,
    "faces": WORDS,
    "formulas": formula,
    "Gallina": on_text,
}
"""Every module of words; a symbol of doubles is a symbol."""

ANSWERING = {
    "mechanism/batches.py",
    "proofs/any_bidders/faces.py",
    "proofs/kernel/text.py",
    "proofs/symbolic/formula.py",
    "proofs/symbolic/symbols.py",
    "proofs/symbolic/vectors.py",
}
"""The modules that answer ``__vocabulary__``: a new one belongs in the tables of this test."""


def primitive_words() -> dict[str, int]:
    """Return the words that an interpreter is asked for, with how many operands each gets."""
    asked = [
        node
        for node in ast.walk(ast.parse(inspect.getsource(vocabulary)))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    found = {
        node.func.attr: len(node.args)
        for node in asked
        if isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Call)
        and getattr(node.func.value.func, "id", "") == "_words"
    }
    assert {"where", "highest_of_others", "pair"} <= set(found)
    return found


def test_no_interpreter_is_left_out() -> None:
    root = Path(strategyproof.__file__).parent
    own = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if "def __vocabulary__" in (text := path.read_text(encoding="utf-8")) or "\n    __vocabulary__ =" in text
    }
    assert own == ANSWERING


@pytest.mark.parametrize("word", primitive_words())
@pytest.mark.parametrize("interpreter", WORDS_OF_ALL)
def test_every_interpreter_has_every_word_with_its_operands(interpreter: str, word: str) -> None:
    answer = getattr(WORDS_OF_ALL[interpreter], word)
    inspect.signature(answer).bind(*range(primitive_words()[word]))


EXPRESSIONS: dict[str, Callable[[Any], Any]] = {
    "where": lambda b: vocabulary.where(b > 1, b, 0),
    "both": lambda b: vocabulary.where(vocabulary.both(b > 1, b < 4), b, 0),
    "negation": lambda b: vocabulary.where(vocabulary.negation(b > 1), b, 0),
    "either": lambda b: vocabulary.where(vocabulary.either(b > 4, b < 1), b, 0),
    "implies": lambda b: vocabulary.where(vocabulary.implies(b > 1, b > 4), b, 0),
    "maximum": lambda b: vocabulary.maximum(b, 2 + 0 * b),
    "minimum": lambda b: vocabulary.minimum(b, 2 + 0 * b),
    "highest": lambda b: b - b + vocabulary.highest(b, 2),
    "highest_of_others": lambda b: vocabulary.highest_of_others(b, 2),
    "max_of_others": vocabulary.max_of_others,
    "lowest_of_others": vocabulary.lowest_of_others,
    "any_of": lambda b: vocabulary.where(vocabulary.any_of(b > 4), b, 0),
    "first_of": lambda b: vocabulary.where(vocabulary.first_of(b > 2), b, 0),
    "replaced": lambda b: vocabulary.replaced(b, 1, b[0]),
    "swapped": lambda b: vocabulary.swapped(b, 0, 3),
    "extended": lambda b: vocabulary.extended(b, b),
    "pair": lambda b: vocabulary.pair(b, b[0], b[3]),
    "alone": lambda b: vocabulary.alone(b, 1, b[1]),
    "at": lambda b: vocabulary.where(b > vocabulary.at(b, 0), b, 0),
}
"""One use of each word that a rule can write; ``utility`` and ``unsold`` read an outcome."""


def entries(value: Any) -> list[Fraction]:
    """Return the entries of a vector of any kind as rationals."""
    value = bare(value)
    if isinstance(value, FiniteVector):
        return [term_value(entry) for entry in value.entries]
    value = value.dense() if hasattr(value, "dense") else value
    return [Fraction(entry.item() if hasattr(entry, "item") else entry) for entry in value]


def term_value(symbol: Symbol) -> Fraction:
    assert symbol.term.op == "const", symbol.term
    return Fraction(symbol.term.data)


COMPUTING: dict[str, Callable[[], Any]] = {
    "fractions": lambda: exact(BIDS),
    "doubles": lambda: np.array([float(bid) for bid in BIDS]),
    "symbols": lambda: FiniteVector([Symbol(terms.real(bid)) for bid in BIDS]),
    "symbols of doubles": lambda: FiniteVector([Double(terms.real(bid)) for bid in BIDS]),
}


def test_every_word_is_used_here() -> None:
    assert set(EXPRESSIONS) | {"utility", "unsold"} == set(vocabulary.__all__)


@pytest.mark.parametrize("word", EXPRESSIONS)
@pytest.mark.parametrize("kind", COMPUTING)
def test_what_computes_gives_what_exact_arrays_give(kind: str, word: str) -> None:
    assert entries(EXPRESSIONS[word](COMPUTING[kind]())) == entries(EXPRESSIONS[word](exact(BIDS)))


@pytest.mark.parametrize("word", sorted(set(EXPRESSIONS) - {"replaced", "swapped", "pair", "alone", "at"}))
def test_a_rule_sees_every_word_that_names_no_position_behind_its_face(word: str) -> None:
    behind = FiniteVector([Symbol(terms.real(bid)) for bid in BIDS])
    refusals: list[str] = []
    assert entries(EXPRESSIONS[word](faced(behind, refusals))) == entries(EXPRESSIONS[word](exact(BIDS)))
    assert refusals == []


@pytest.mark.parametrize("word", sorted(set(EXPRESSIONS) - {"extended"}))
def test_a_batch_answers_every_word(word: str) -> None:
    block = batches.Bids.of(np.array([[float(bid)] for bid in BIDS]))
    found = EXPRESSIONS[word](block)
    found = found.dense() if hasattr(found, "dense") else found
    assert [Fraction(float(entry[0])) for entry in found] == entries(EXPRESSIONS[word](exact(BIDS)))


@pytest.mark.parametrize("word", sorted(set(EXPRESSIONS) - {"replaced", "swapped", "pair", "alone", "at"}))
def test_a_formula_is_written_of_every_word(word: str) -> None:
    written = EXPRESSIONS[word](Expression(sympy.Symbol("b_{n}", real=True)))
    assert "b_{" in sympy.latex(written.value)


@pytest.mark.parametrize(
    ("word", "operands", "written"),
    [
        ("replaced", (1, 7), r"\begin{cases} 7 & \text{for}\: n = 1 \\b_{n} & \text{otherwise} \end{cases}"),
        ("alone", (1, 7), r"\begin{cases} 7 & \text{for}\: n = 1 \\0 & \text{otherwise} \end{cases}"),
        ("pair", (7, 8), r"\begin{cases} 7 & \text{for}\: n = 0 \\8 & \text{otherwise} \end{cases}"),
        (
            "swapped",
            (0, 3),
            r"\begin{cases} b_{3} & \text{for}\: n = 0 \\\begin{cases} b_{0} & \text{for}\: n = 3 \\"
            r"b_{n} & \text{otherwise} \end{cases} & \text{otherwise} \end{cases}",
        ),
    ],
)
def test_a_formula_tells_positions_apart(word: str, operands: tuple[int, ...], written: str) -> None:
    bids = Expression(sympy.Symbol("b_{n}", real=True))
    found = getattr(vocabulary, word)(bids, *operands).value
    names = {symbol: symbol.name for symbol in found.free_symbols}
    assert sympy.latex(found, symbol_names=names) == written


POSITIONS: dict[str, Callable[[Any], Any]] = {
    "replaced": lambda b: vocabulary.replaced(b, "i", b["j"]),
    "swapped": lambda b: vocabulary.swapped(b, "i", "j"),
    "pair": lambda b: vocabulary.pair(b, b["i"], b["j"]),
    "alone": lambda b: vocabulary.alone(b, "i", b["i"]),
    "at": lambda b: vocabulary.at(b, "i"),
}
"""Where a market has any size, positions are names."""


@pytest.mark.parametrize("word", EXPRESSIONS)
def test_gallina_is_written_of_every_word(word: str) -> None:
    token = NOTES.set(Notes(REALS))
    try:
        found = {**EXPRESSIONS, **POSITIONS}[word](TextVector.named("N", "b"))
        shown = found if isinstance(found, Text) else found["k"]
    finally:
        NOTES.reset(token)
    assert isinstance(shown, Text)
    assert "b" in shown.text


@pytest.mark.parametrize("word", EXPRESSIONS)
def test_a_market_of_any_size_answers_every_word(word: str) -> None:
    theory = Theory()
    bids = theory.vector("b", terms.variable("N", "Int"), Interval(0))
    i, j = theory.position("i"), theory.position("j")
    of_positions: dict[str, Callable[[Any], Any]] = {
        "replaced": lambda b: vocabulary.replaced(b, i, b[j]),
        "swapped": lambda b: vocabulary.swapped(b, i, j),
        "pair": lambda b: vocabulary.pair(b, b[i], b[j]),
        "alone": lambda b: vocabulary.alone(b, i, b[i]),
        "at": lambda b: vocabulary.at(b, i),
    }
    assert {**EXPRESSIONS, **of_positions}[word](bids) is not None
    assert theory.refusals == []


def test_numbers_answer_as_arrays_do() -> None:
    assert vocabulary.maximum(Fraction(1), Fraction(2)) == 2
    assert sys.modules["strategyproof.mechanism.arrays"] is arrays
