"""What it takes to repair the catalogue: the table of docs/prices.md.

Run ``python benchmarks/prices_table.py`` to print it, with ``--write`` to put it into the page. Every function of one
number per bidder of the catalogue is judged, the broken siblings with it; of those that are not strategy-proof the
price is looked for that makes the same winners truthful.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from strategyproof.catalogue.entry import Code
from strategyproof.catalogue.evidence import file_of
from strategyproof.catalogue.tables import CATALOGUE
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.spaces.laws import SPACE_LAWS
from strategyproof.proofs.functions import check, load
from strategyproof.proofs.functions.client import rule_of
from strategyproof.proofs.pricing.answer import NotMonotone, Priced
from strategyproof.proofs.pricing.pricing import Pricing, price
from strategyproof.reports.price_document import price_of, scope, sentence

PAGE = Path(__file__).parents[1] / "docs" / "prices.md"
BEGIN, END = "<!-- made by benchmarks/prices_table.py -->\n", "<!-- end -->\n"
BIDDERS = (2, 3)
"""Numbers of bidders for siblings of what ships, which is proved for any number."""


@dataclass(frozen=True, slots=True)
class Row:
    """A function that is not strategy-proof, and what repairs it.

    Attributes
    ----------
    code
        The function.
    found
        The price, or that there is none.
    """

    code: Code
    found: Pricing

    @property
    def is_settled(self) -> bool:
        """Whether a price is proved, or two bids show that none exists."""
        return self.found.exit_code in (0, 1)

    def __str__(self) -> str:
        name = f"`{self.code.name}` of {self.code.file}"
        answer = self.found.answer
        if isinstance(answer, NotMonotone):
            return f"| {name} | none: raising a bid loses | a counterexample |"
        if isinstance(answer, Priced) and self.found.is_proved:
            return f"| {name} | {price_of(answer)} | {scope(self.found.verdicts)} |"
        return f"| {name} | not found: {sentence(self.found)} | |"


def functions() -> list[tuple[Code, tuple[int, ...]]]:
    """Return the functions of the catalogue whose bidders have one number each, with numbers of bidders."""
    found = {
        (code.file, code.name): (code, entry.bidders or BIDDERS)
        for entry in CATALOGUE.values()
        for code in (entry.code, *(sibling.code for sibling in entry.siblings))
        if not code.ships and (code.reading is None or code.reading.is_one_number)
    }
    return list(found.values())


def rows(codes: list[tuple[Code, tuple[int, ...]]]) -> Iterator[Row]:
    """Yield a row for each function that is not strategy-proof."""
    for code, bidders in codes:
        target = f"{file_of(code)}:{code.name}"
        mechanism = load(target, dict(code.parameters))
        session = rule_of(mechanism).session
        assert session is not None
        law = LAWS["strategy-proof"] if code.reading is None else SPACE_LAWS["strategy-proof"]
        with session:
            judgement = check(mechanism, law, bidders=bidders, session=session).verdict
        if judgement == "refuted":
            yield Row(code, price(target, code.parameters, sizes=bidders, repairs=True))


def table(found: list[Row], asked: int) -> str:
    """Return the table, with what it comes to."""
    priced, none = (sum(row.found.exit_code == code for row in found) for code in (0, 1))
    lines = [
        f"Of {asked} functions of one number per bidder, {len(found)} are not strategy-proof. {priced} get a price "
        f"that is proved, {none} are shown to have none, {len(found) - priced - none} stay open.",
        "",
        "| function | what its winners must pay | proved for |",
        "|---|---|---|",
        *map(str, found),
    ]
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> None:
    """Print the table, or write it."""
    codes, found = functions(), list[Row]()
    for row in rows(codes):
        found.append(row)
        print(f"{row}  {row.found.seconds:.2f} s", file=sys.stderr, flush=True)
    seconds = [row.found.seconds for row in found]
    print(
        f"CPU before the check: median {statistics.median(seconds):.2f} s, most {max(seconds):.2f} s", file=sys.stderr
    )
    text = table(found, len(codes))
    if "--write" not in arguments:
        print(text, end="")
        return
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}{text}{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
