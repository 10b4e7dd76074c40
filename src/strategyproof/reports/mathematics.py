"""Formulas: LaTeX in, MathML that wraps or plain text out.

A browser never breaks a ``<math>`` element, so a formula wider than a phone is cut or makes the page wider than its
window. Here a formula is a row of small ``<math>`` elements, broken where a printer breaks one: before a relation or an
operator, and after a comma or a colon. What stands in a fraction or under a root stays together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

NAMESPACE = "http://www.w3.org/1998/Math/MathML"
INFIX = frozenset("=≠≥≤<>∈⟺⇒⇔∧∨+−∪⊆")
"""Relations and operators: a line may begin with one."""

STOPS = frozenset(",:;")
"""After one of these a line may end."""

SHORT = 12
"""Parentheses with fewer atoms than this are not broken."""

_MINUS = "−"
_OPENING, _CLOSING = frozenset("({["), frozenset(")}]")
_QUANTIFIERS = frozenset("∀∃∄")
_CALLED = frozenset("¬") | {"max", "min", "inf", "sup", "Pr"}
"""What is written in front of its argument without a space, if that is in parentheses."""


def mathml(latex: str) -> str:
    """Return a formula as MathML that wraps.

    >>> mathml("a = 1").count("<math")
    2
    """
    return "<wbr>".join(_element(piece) for piece in _pieces(latex))


def text(latex: str) -> str:
    r"""Return a formula as plain text.

    >>> text(r"x_i(b) = 1 \Rightarrow p_i(b) = \inf \{d : x_i(d, b_{-i}) = 1\}")
    'x_i(b) = 1 ⇒ p_i(b) = inf {d: x_i(d, b_-i) = 1}'
    """
    return _joined(list(_atoms(fromstring(_converted(latex)))))


def prose_html(words: str) -> str:
    """Return a sentence with formulas between dollar signs as HTML."""
    from markupsafe import escape

    return "".join(mathml(part) if odd else str(escape(part)) for odd, part in _parts(words))


def prose_text(words: str) -> str:
    r"""Return a sentence with formulas between dollar signs as plain text.

    >>> prose_text(r"The threshold $\psi(S) \ge \rho \max S$ exists.")
    'The threshold ψ(S) ≥ ρ max S exists.'
    """
    return "".join(text(part) if odd else part for odd, part in _parts(words))


def _parts(words: str) -> Iterator[tuple[bool, str]]:
    return ((place % 2 == 1, part) for place, part in enumerate(words.split("$")) if part)


def _converted(latex: str) -> str:
    from latex2mathml.converter import convert

    return str(convert(latex)).replace(f' xmlns="{NAMESPACE}"', "")


def _pieces(latex: str) -> Iterator[list[Element]]:
    """Cut a formula where a line may be broken: not in short parentheses, which a reader takes in at once."""
    atoms = [atom for atom in _atoms(fromstring(_converted(latex))) if atom.tag != "mspace"]
    whole, piece = _kept_whole(atoms), list[Element]()
    for place, atom in enumerate(atoms):
        sign = atom.text or ""
        if sign in INFIX and piece and place not in whole:
            yield piece
            piece = []
        piece.append(atom)
        if sign in STOPS and place not in whole:
            yield piece
            piece = []
    if piece:
        yield piece


def _kept_whole(atoms: list[Element]) -> set[int]:
    """Return the places in parentheses that hold few atoms."""
    opened, whole = list[int](), set[int]()
    for place, atom in enumerate(atoms):
        if atom.text in _OPENING:
            opened.append(place)
        elif atom.text in _CLOSING and opened and place - (first := opened.pop()) <= SHORT:
            whole.update(range(first, place))
    return whole


def _atoms(node: Element) -> Iterator[Element]:
    """Yield what a formula is a row of: rows in rows are opened, words are put together, signs are operators."""
    if node.tag in ("math", "mrow") and not _is_word(node):
        for child in node:
            yield from _atoms(child)
    elif _is_word(node):
        word = Element("mi")
        word.text = "".join(letter.text or "" for letter in node)
        yield word
    else:
        yield _operator(node)


def _is_word(node: Element) -> bool:
    return node.tag == "mrow" and len(node) > 1 and all(child.get("mathvariant") for child in node)


def _operator(node: Element) -> Element:
    """Return signs as operators that do not stretch, and that have their spaces also where a line begins."""
    sign = node.text or ""
    if node.tag not in ("mi", "mo") or sign not in INFIX | STOPS | _OPENING | _CLOSING:
        return node
    form = {"form": "infix"} if sign in INFIX else {}
    operator = Element("mo", {"stretchy": "false", **form})
    operator.text = sign
    if node.get("fence"):
        operator.set("fence", "true")
    return operator


def _element(piece: list[Element]) -> str:
    math = Element("math")
    row = SubElement(math, "mrow")
    row.extend(piece)
    return tostring(math, encoding="unicode")


def _joined(atoms: list[Element]) -> str:
    """Write atoms in a row, with a space where two of them would run together."""
    told = ""
    for before, atom in zip([None, *atoms], atoms, strict=False):
        sign = "" if atom.tag == "mspace" else _written(atom)
        told += (" " if told and _apart(before, atom) else "") + sign
    return re.sub(r" {2,}", " ", told).strip()


def _apart(before: Element | None, atom: Element) -> bool:
    """Tell whether a space belongs between two neighbours."""
    if before is None or before.tag == "mspace" or atom.tag == "mspace":
        return before is not None and atom.tag != "mspace"
    first, second = before.text or "", atom.text or ""
    if second in STOPS or second in _CLOSING or first in _OPENING:
        return False
    if second in _OPENING:
        called = before.tag in ("msub", "msup", "msubsup", "mi") or first in _CALLED or first in _CLOSING
        return not called or second != "(" or (atom.get("fence") == "true" and first not in _CALLED)
    return first != "¬"


def _written(node: Element) -> str:
    match node.tag, list(node):
        case "msub", [base, low]:
            return f"{_written(base)}_{_grouped(low)}"
        case "msup", [base, high]:
            return f"{_written(base)}^{_grouped(high)}"
        case ("msubsup", [base, low, high]):
            return f"{_written(base)}^{_grouped(high)}_{_grouped(low)}"
        case "mfrac", [over, under]:
            return f"{_grouped(over)}/{_grouped(under)}"
        case "mrow", _:
            return _joined(list(_atoms(node)))
        case _, []:
            return (node.text or "").replace("\xa0", " ")
        case tag, _:
            raise ValueError(f"expected a formula of rows, scripts and fractions, got <{tag}>; extend _written")


def _grouped(node: Element) -> str:
    """Write a script or a side of a fraction; in parentheses unless it is one name or a sign before one."""
    written = _written(node)
    if written.startswith(f"{_MINUS} "):
        written = f"-{written[2:]}"
    return written if re.fullmatch(r"-?[\w.]+|\(.*\)", written) else f"({written})"
