"""What ``price`` found, as data: the document that the terminal shows and ``--json`` prints."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby
from typing import Literal

import msgspec

from strategyproof import __version__
from strategyproof.judging.events import Subject
from strategyproof.mechanism.verdict import Verdict
from strategyproof.proofs.pricing.answer import Level, NotMonotone, Place, Priced, Unpriced
from strategyproof.proofs.pricing.pricing import Pricing
from strategyproof.proofs.pricing.source import with_scope
from strategyproof.reports import verdicts_document
from strategyproof.reports.story import tell

PRICE_SCHEMA = "strategyproof/price/1"

Outcome = Literal["priced", "not monotone", "unknown"]


class PriceDocument(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of ``price``.

    Attributes
    ----------
    outcome
        ``priced`` only where the source is proved.
    levels, places, sellers
        The price: an expression for each level, or for each bidder; and whether the bidders are sellers.
    source, function
        Python source that charges it, and the name of the auction in it.
    verdicts
        What is proved of the source; where there is no price, the refuted law ``monotone``.
    seconds
        CPU seconds for finding the price, before the check.
    """

    schema: str = PRICE_SCHEMA
    version: str = __version__
    subject: Subject
    exit_code: int
    outcome: Outcome
    sentence: str
    levels: list[Level] = []
    places: list[Place] = []
    sellers: bool = False
    source: str | None = None
    function: str | None = None
    verdicts: list[Verdict] = []
    seconds: float = 0.0


def document_of(found: Pricing, target: str, parameters: dict[str, str]) -> PriceDocument:
    """Return the document of a pricing."""
    file, _, name = target.rpartition(":")
    made = PriceDocument(
        subject=Subject(target, name, file, name, found.line, parameters),
        exit_code=found.exit_code,
        outcome="unknown",
        sentence=sentence(found),
        source=with_scope(found.source, _proved(found)) if found.source and found.is_proved else None,
        function=found.function if found.is_proved else None,
        verdicts=found.verdicts,
        seconds=found.seconds,
    )
    match found.answer:
        case NotMonotone(verdict=verdict):
            return msgspec.structs.replace(made, outcome="not monotone", verdicts=[verdict])
        case Priced() as priced if found.is_proved:
            return msgspec.structs.replace(
                made, outcome="priced", levels=priced.levels, places=priced.places, sellers=priced.sells
            )
    return made


def render(document: PriceDocument) -> str:
    """Write a document as JSON, one key a line."""
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def sentence(found: Pricing) -> str:
    """Say in one sentence what came out."""
    match found.answer:
        case NotMonotone(level="") as answer:
            return f"No price can make these agents truthful: the rule is not weakly monotone. {tell(answer.verdict)}"
        case NotMonotone(sells=True) as answer:
            return f"No payment can make these sellers truthful: asking for more sells. {story(answer)}"
        case NotMonotone() as answer:
            return f"No price can make these winners truthful: raising a bid loses. {story(answer)}"
        case Unpriced(reason=reason):
            return f"No price was found: {reason}."
        case Priced() as priced if found.is_proved:
            laws = ", ".join(verdict.law for verdict in found.verdicts)
            return f"{charged(priced)} Proved: {laws} ({scope(found.verdicts)})."
    last = found.verdicts[-1]
    return (
        f"A price fits every point that was tried, but {last.law} of it is {last.verdict}: {last.reason or tell(last)}"
    )


def as_repair(found: Pricing) -> str:
    """Say what an auction must charge to be strategy-proof, in one sentence, or why that is not known."""
    if not isinstance(found.answer, Priced) or not found.is_proved:
        return sentence(found)
    does = "Pay who sells" if found.answer.sells else "Charge"
    if found.answer.sides:
        does = "Charge each buyer and pay each seller"
    laws = ", ".join(verdict.law for verdict in found.verdicts)
    return f"{does} {price_of(found.answer)} and it is strategy-proof. Proved: {laws} ({scope(found.verdicts)})."


def charged(priced: Priced) -> str:
    """Say what a winner pays."""
    who = "Who sells is paid" if priced.sells else "A winner pays"
    if priced.sides:
        who = "Who buys pays, and who sells is paid,"
    return f"{who} {price_of(priced)}."


def price_of(priced: Priced) -> str:
    """Return a price in words and expressions."""
    if priced.places and not priced.levels:
        return "for each part of an amount the bid from which on it gets that much (the source adds them up)"
    if priced.places:
        return "its critical bid (one for each bidder: the source writes them)"
    if not priced.gives_amounts:
        return readable(priced.levels[0].price or "")
    return "; ".join(
        f"{readable(price or '')} for each unit from {short(steps[0].below)} to {short(steps[-1].got)}"
        for price, steps in ((price, list(steps)) for price, steps in groupby(priced.levels, lambda level: level.price))
    )


def short(numeral: str) -> str:
    """Return a number as people read it.

    >>> short("1/3"), short("6004799503160661/18014398509481984")
    ('1/3', '0.333333')
    """
    value = Fraction(numeral)
    return numeral if value.denominator < 10**9 else f"{float(value):.6g}"


def readable(price: str) -> str:
    """Return an expression as people read it.

    >>> readable("max(reserve, max(others, default=0))")
    'max(reserve, max(others))'
    """
    return price.replace(", default=0", "").replace("kth_highest(others, 2)", "second highest of others")


def story(answer: NotMonotone) -> str:
    """Tell the two bids that show that raising a bid gets less."""
    found = answer.verdict.counterexample
    assert found is not None
    i, higher = int(str(found.variables["i"])), found.variables["higher"]
    given = "".join(f", {name} = {value}" for name, value in found.parameters.items())
    bids = ", ".join(found.bids)
    if answer.sells:
        return (
            f"At the costs ({bids}){given} seller {i} sells nothing asking {found.bids[i]}, and sells asking {higher}."
        )
    gets = "wins" if answer.level == "1" else f"gets {answer.level}"
    then = "loses" if answer.level == "1" else "gets less"
    return f"At the bids ({bids}){given} bidder {i} {gets} with {found.bids[i]}, and {then} with {higher}."


def _proved(found: Pricing) -> str:
    """Say of which markets which laws are proved, as the source says it."""
    return f"for {scope(found.verdicts)}:\n{', '.join(verdict.law for verdict in found.verdicts)}"


def scope(verdicts: Sequence[Verdict]) -> str:
    """Return the markets for which all is proved."""
    return verdicts_document.scope(next((v for v in verdicts if v.scope.bidders != "any"), verdicts[0]))
