"""What every page shares: the templates, their filters, and what they say of where they come from."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import quote

from strategyproof.reports import mathematics, matrix, numbers, outcome_table
from strategyproof.reports.marks import MARKS
from strategyproof.reports.story import tell

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

WORKS = (
    (
        "paper",
        "the paper",
        "J. Kang, Y. Tong, Y. Zhong, J. Chen, M. Xu, D. Niyato, R. Deng, S. Mao, Diffusion-based Auction Mechanism for "
        "Efficient Resource Management in 6G-enabled Vehicular Metaverses, 2024",
    ),
    ("spec", "the specification", "docs/specification.md, in the source of this version of strategyproof"),
)
"""What sources cite by a word: the word, its name, the work."""

_DOI = re.compile(r"doi:(10\.\d{4,9}/[^\s,;]*[^\s,;.])")
_WORK = re.compile(rf"\b({'|'.join(word for word, _, _ in WORKS)})\b(?=,? (?:eqs?|section|theorem|figs?|algorithm)\b)")
_PUBLISHED = re.compile(r"^[^;]*\b(?:19|20)\d\d\b[^;]*$")
_ID, _REFERENCE = re.compile(r' id="'), re.compile(r'(url\(#|href="#)')
_SEARCH = "https://search.crossref.org/?q="


def environment() -> Environment:
    """Return the environment in which every page is rendered."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    made = Environment(
        loader=PackageLoader("strategyproof.reports", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    made.filters.update(
        bidders=matrix.bidders,
        cell=matrix.cell,
        cited=cited,
        dictvalues=lambda cells: list(cells.values()),
        duration=matrix.duration,
        estimate=numbers.estimate,
        ingroups=matrix.in_groups,
        math=lambda latex: Markup(mathematics.mathml(latex)),
        number=numbers.number,
        outcomes=outcome_table.lines,
        percent=numbers.percent,
        prose=lambda words: Markup(mathematics.prose_html(words)),
        provider=numbers.provider,
        signed=numbers.signed,
        tell=tell,
    )
    made.globals.update(MARKS=MARKS, outcome_table=outcome_table.written)
    return made


def pictures() -> Callable[[str], Markup]:
    """Return what puts pictures on one page: each gets ids of its own, which two of them may have had in common."""
    from markupsafe import Markup

    numbers = itertools.count()

    def placed(svg: str) -> Markup:
        own = f"p{next(numbers)}-"
        return Markup(_REFERENCE.sub(rf"\1{own}", _ID.sub(rf' id="{own}', svg)))

    return placed


def cited(source: str) -> Markup:
    """Return a source with links: to what a DOI names, to the page's own list of works, else to a search for it.

    >>> print(cited("paper, eq. 9; Myerson 1981, doi:10.1287/moor.6.1.58"))  # doctest: +NORMALIZE_WHITESPACE
    <a href="#work-paper">paper</a>, eq. 9; Myerson 1981,
    <a href="https://doi.org/10.1287/moor.6.1.58">doi:10.1287/moor.6.1.58</a>
    """
    from markupsafe import Markup, escape

    return Markup("; ".join(_linked(str(escape(part)), part) for part in source.split("; ")))


def _linked(shown: str, source: str) -> str:
    named = _DOI.sub(r'<a href="https://doi.org/\1">doi:\1</a>', _WORK.sub(r'<a href="#work-\1">\1</a>', shown))
    if named == shown and _PUBLISHED.match(source):
        return f'{shown} (<a href="{_SEARCH}{quote(source)}">look it up</a>)'
    return named
