"""Formulas as MathML that wraps, and as plain text, from one reading of the LaTeX."""

from __future__ import annotations

import html
import re

import pytest

from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.spaces.laws import SPACE_LAWS
from strategyproof.reports import mathematics

STATEMENTS = [law.statement for law in (*LAWS.values(), *SPACE_LAWS.values())]


@pytest.mark.parametrize(
    ("latex", "written"),
    [
        (r"p_i(b) = \inf \{d : x_i(d, b_{-i}) = 1\}", "p_i(b) = inf {d: x_i(d, b_-i) = 1}"),
        (r"\forall i \ne j: \neg (x_i \wedge x_j)", "∀ i ≠ j: ¬(x_i ∧ x_j)"),
        (r"\frac{a + b}{2} + \frac{c}{2}", "(a + b)/2 + c/2"),
        (r"x_n \left(a + b\right)", "x_n (a + b)"),
        (r"\max\left(\mathit{brand\ bid}, {\max_{j \ne n} b_{j}}\right)", "max(brand bid, max_(j ≠ n) b_j)"),
        (r"\Pr(k) \text{ does not depend on reports}", "Pr(k) does not depend on reports"),
    ],
)  # fmt: skip
def test_a_formula_as_text(latex: str, written: str) -> None:
    assert mathematics.text(latex) == written


@pytest.mark.parametrize("latex", STATEMENTS)
def test_no_law_shows_latex_and_all_of_it_is_shown(latex: str) -> None:
    written, shown = mathematics.text(latex), mathematics.mathml(latex)
    assert "\\" not in written
    letters = re.findall(r"[^\W\d_]", html.unescape(re.sub(r"<[^>]+>", "", shown)))
    assert sorted(letters) == sorted(re.findall(r"[^\W\d_]", written))


def test_a_long_formula_is_broken_before_relations_and_after_commas() -> None:
    shown = mathematics.mathml(LAWS["critical-payment"].statement)
    pieces = [re.sub(r"<[^>]+>", "", piece) for piece in shown.split("<wbr>")]
    assert pieces == ["xi(b)", "=1", "⇒pi(b)", "=inf{d:xi(d,b−i)=1},", "d", "&gt;pi(b)", "⇒xi(d,b−i)", "=1"]


def test_words_around_formulas_are_escaped() -> None:
    assert mathematics.prose_html("a < b, $x$") == "a &lt; b, <math><mrow><mi>x</mi></mrow></math>"
    assert mathematics.prose_text("a < b, $x$") == "a < b, x"


def test_what_cannot_be_written_is_named() -> None:
    with pytest.raises(ValueError, match=r"^expected a formula of rows, scripts and fractions, got <msqrt>"):
        mathematics.text(r"\sqrt{x}")
