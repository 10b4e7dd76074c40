"""Rules and laws as Gallina definitions, and theorems that join them: each from the rule's or the law's own source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from strategyproof.mechanism.law import Bid, Bidder, Bids, Law, Name, Names, Scale
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.outcome import Outcome
from strategyproof.mechanism.parameter import Parameter
from strategyproof.proofs.any_bidders.concordance import inside
from strategyproof.proofs.kernel import words
from strategyproof.proofs.kernel.text import NOTES, Notes, NoText, Sort, Text, Vector, entry, texted

AND, ARROW = " /\\ ", " -> "
NUMBERS = "nat -> vector -> nat -> R"
SIGNATURE = {"wins": "nat -> vector -> nat -> bool", "pays": NUMBERS, "rho": NUMBERS}
"""What a law may ask of an auction: for a number of bidders, their bids and a bidder."""
NAME = re.compile(r"(?!(k|market|m_)[0-9_])[a-z][a-z0-9]*(_[a-z0-9]+)*")
KEYWORDS = ("as", "at", "else", "end", "exists", "fix", "for", "forall", "fun", "if", "in", "let")
TAKEN = {*vars(words), *KEYWORDS, "n", "wins", "pays", "at_least_zero"}
LARGEST = 3
"""Bidders of the market at which a law is shown to speak of something; a law names at most so many bidders."""


def named(text: str, taken: tuple[str, ...] = ()) -> str:
    """Return an id as a name in Coq; refuse one that may mean something else there."""
    name = text.replace("-", "_")
    if not NAME.fullmatch(name) or name in TAKEN or name in taken:
        raise NoText(f"expected a name of lower-case letters, digits and single '-' or '_', and no word, got {text!r}")
    return name


class PerBidder:
    """A per-bidder parameter: a vector that is as long as the bids are."""

    def __init__(self, name: str) -> None:
        self.name = name

    def fitted(self, bids: Vector) -> Vector:
        """Return it for these bids."""
        return Vector.named(bids.size, self.name)


class AnyAuction:
    """An auction of which nothing is known: its runs are ``wins n bids i`` and ``pays n bids i``."""

    def __call__(self, bids: Vector) -> Outcome:
        """Run it; a market that is not simply ``bids`` gets a name."""
        market = _market(bids)
        return Outcome(
            Vector.named(bids.size, "wins", bids.size, market, sort="bool"),
            Vector.named(bids.size, "pays", bids.size, market),
        )

    def rho(self, bids: Vector) -> Vector:
        """Return its price scaling factor, as each bidder faces it."""
        return Vector.named(bids.size, "rho", bids.size, _market(bids))


def _market(bids: Vector) -> str:
    whole, markets = bids.text(), NOTES.get().markets
    return markets.setdefault(whole, f"market{len(markets) + 1}") if " " in whole else whole


@contextmanager
def noting() -> Iterator[Notes]:
    """Note what a rule or a law says while it is read."""
    token = NOTES.set(Notes())
    try:
        yield NOTES.get()
    finally:
        NOTES.reset(token)


def definitions(mechanism: Mechanism) -> str:
    """Return what a rule decides, that its parameters can be had, and that it divides by no 0."""
    id, binders = named(mechanism.id), _binders(mechanism)
    values = {p.name: PerBidder(p.name) if p.per_bidder else Text(p.name, "R") for p in mechanism.parameters}
    auction, bids, lines = mechanism.assume(**values), Vector.named("n", "bids"), []
    with noting() as notes:
        outcome = auction(bids)
        found = {"wins": outcome.wins, "pays": outcome.payments} | ({"rho": auction.rho(bids)} if mechanism.rho else {})
        for part, value in found.items():
            if part != "rho" and not isinstance(value, Vector):
                raise NoText(f"what the rule says of who {part} is no vector")
            sort: Sort = "bool" if part == "wins" else "R"
            lines += [f"Definition {id}_{part}{binders} (n : nat) (bids : vector) (i : nat) : {sort} :="]
            lines += [f"  {texted(entry(value, 'i'), sort).text}."]
    if mechanism.parameters:
        domains = AND.join(map(_domain, mechanism.parameters))
        insides = " ".join(f"exists {_inside(p)}." for p in mechanism.parameters)
        lines += [
            f"Lemma {id}_has_parameters : exists{_binders(mechanism)}, {domains}.",
            f"Proof. {insides} exist. Qed.",
        ]
    for k, nonzero in enumerate(dict.fromkeys(notes.divisors), 1):
        market = "forall (n : nat) (bids : vector), at_least_zero n bids ->"
        lines += [f"Lemma {id}_divides_{k} : {_for_all(mechanism)}{market}", f"  {nonzero}.", "Proof. divides. Qed."]
    return "\n".join([*lines, ""])


def law_definition(law: Law) -> str:
    """Return what a law says of any auction, and that there is something that it speaks of."""
    outer = [("n", "nat", f"({law.min_bidders} <= n)%nat", f"{LARGEST}%nat")]
    inner: list[tuple[str, str, str, str]] = []
    values: dict[str, Any] = {}
    for variable in law.variables:
        values[named(variable.name)], rows = _variable(variable)
        (inner if variable.name in law.exists else outer).extend(rows)
    with noting() as notes:
        holds = texted(law.holds(AnyAuction(), **values), "bool").text
    if notes.divisors:
        raise NoText(f"law {law.id!r} divides")
    binders = " ".join(f"({name} : {kind})" for name, kind, _, _ in outer)
    supposed = [part for _, _, said, _ in outer for part in said.split(ARROW)]
    markets = [f"let {name} := {whole[1:-1]} in" for whole, name in notes.markets.items()]
    some = [f"exists ({name} : {kind}), {said} /\\" for name, kind, said, _ in inner]
    id, asked = named(law.id), [what for what in SIGNATURE if what != "rho" or law.about_rho]
    takes = " ".join(f"({what} : {SIGNATURE[what]})" for what in asked)
    head = [f"Definition {id} {takes} : Prop :=", f"  forall {binders},", f"  {ARROW.join(supposed)} ->"]
    speaks = f"Lemma {id}_speaks : exists {binders}, {AND.join(supposed)}."
    proof = f"Proof. exists {', '.join(value for *_, value in outer)}. exist. Qed."
    return "\n".join([*head, *(f"  {line}" for line in (*markets, *some, f"({holds}) = true.")), speaks, proof, ""])


def theorem(law: Law, mechanism: Mechanism) -> str:
    """Return that a rule satisfies a law, for every parameter, any number of bidders and all real bids."""
    id, given = named(mechanism.id), _given(mechanism)
    parts = [f"{id}_{part}" for part in SIGNATURE if part != "rho" or law.about_rho]
    says = " ".join([named(law.id), *(f"({part}{given})" if given else part for part in parts)])
    head = f"Theorem {theorem_name(law, mechanism)} : {_for_all(mechanism)}{says}."
    enough = "".join(f" * (1 + {p.name}{' i' if p.per_bidder else ''})" for p in mechanism.parameters)
    witness = f"wins_alone (1 + 1{enough}); " if law.exists else ""
    return "\n".join([head, f"Proof. unfold {', '.join([named(law.id), *parts])}; intros; {witness}law. Qed.", ""])


def theorem_name(law: Law, mechanism: Mechanism) -> str:
    """Return the name of the theorem that a rule satisfies a law."""
    return f"{named(mechanism.id)}_is_{named(law.id)}"


def _variable(variable: Any) -> tuple[Any, list[tuple[str, str, str, str]]]:
    """Return a law's variable as a value, and its binders: name, type, domain, and a value inside that domain."""
    name = variable.name
    match variable:
        case Bids():
            return Vector.named("n", name), [(name, "vector", f"at_least_zero n {name}", "(fun _ => 1)")]
        case Bidder(_, other_than):
            apart = [f"({name} < n)%nat", *(f"{name} <> {other}" for other in other_than)]
            return name, [(name, "nat", ARROW.join(apart), f"{len(other_than)}%nat")]
        case Bid() | Scale():
            return Text(name, "R"), [(name, "R", f"0 {'<' if isinstance(variable, Scale) else '<='} {name}", "1")]
        case Names():
            count, domain = f"m_{name}", f"(1 <= m_{name})%nat"
            entries = (name, "vector", f"at_least_zero {count} {name}", "(fun _ => 1)")
            return Vector.named(count, name), [(count, "nat", domain, "1%nat"), entries]
        case Name(_, names):
            return name, [(name, "nat", f"(n <= {name} < n + m_{names})%nat", f"{LARGEST}%nat")]
    raise NoText(f"a law's variable of the kind {type(variable).__name__}")


def _binders(mechanism: Mechanism) -> str:
    kinds = {named(p.name, ("bids", "i")): "vector" if p.per_bidder else "R" for p in mechanism.parameters}
    return "".join(f" ({name} : {kind})" for name, kind in kinds.items())


def _given(mechanism: Mechanism) -> str:
    return "".join(f" {p.name}" for p in mechanism.parameters)


def _for_all(mechanism: Mechanism) -> str:
    domains = "".join(f"{_domain(p)} -> " for p in mechanism.parameters)
    return f"forall{_binders(mechanism)}, {domains}" if domains else ""


def _domain(parameter: Parameter) -> str:
    one, ends = parameter.name + (" k" if parameter.per_bidder else ""), parameter.interval
    low = f"{texted(ends.low).text} {'<' if ends.open_low else '<='} {one}"
    high = "" if ends.high is None else f" {'<' if ends.open_high else '<='} {texted(ends.high).text}"
    return f"(forall k, {low}{high})" if parameter.per_bidder else f"{low}{high}"


def _inside(parameter: Parameter) -> str:
    value = texted(inside(parameter.interval)).within(9)
    return f"(fun _ => {value})" if parameter.per_bidder else value
