"""Rules and laws as Gallina definitions, and theorems that join them: each from the rule's or the law's own source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from strategyproof.mechanism.law import Bid, Bidder, Bids, Law, Name, Names, Scale
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.outcome import Outcome
from strategyproof.mechanism.parameter import Parameter
from strategyproof.proofs.any_bidders.concordance import inside
from strategyproof.proofs.kernel import words
from strategyproof.proofs.kernel.text import NOTES, REALS, Notes, NoText, Reals, Text, Vector, entry, texted

Row: TypeAlias = tuple[str, str, list[str]]
"""What is quantified over: a name, its type, and what is supposed of it."""
AND, ARROW = " /\\ ", " -> "
SIGNATURE = {"wins": "nat -> vector -> nat -> bool", **dict.fromkeys(("pays", "rho"), "nat -> vector -> nat -> R")}
"""What a law may ask of an auction: for a number of bidders, their bids and a bidder."""
NAME = re.compile(r"(?!(k|market|m_)[0-9_])[a-z][a-z0-9]*(_[a-z0-9]+)*")
TAKEN = {*vars(words), *["n", "wins", "pays", "at_least_zero", "rnd", "double", "doubles"]}
TAKEN |= {*["as", "at", "else", "end", "exists", "fix", "for", "forall", "fun", "if", "in", "let"]}


def named(text: str, taken: tuple[str, ...] = ()) -> str:
    """Return an id as a name in Coq; refuse one that may mean something else there."""
    name = text.replace("-", "_")
    if not NAME.fullmatch(name) or name in TAKEN or name in taken:
        raise NoText(f"expected a name of lower-case letters, digits and single '-' or '_', and no word, got {text!r}")
    return name


class AnyAuction:
    """An auction of which nothing is known: its runs are ``wins n bids i`` and ``pays n bids i``."""

    def __call__(self, bids: Vector) -> Outcome:
        """Run it."""
        asked = bids.size, _market(bids)
        return Outcome(Vector.named(bids.size, "wins", *asked, sort="bool"), Vector.named(bids.size, "pays", *asked))

    def rho(self, bids: Vector) -> Vector:
        """Return its price scaling factor, as each bidder faces it."""
        return Vector.named(bids.size, "rho", bids.size, _market(bids))


def _market(bids: Vector) -> str:
    """Return the name of a market; one that is not simply ``bids`` gets one."""
    whole, markets = bids.text(), NOTES.get().markets
    return markets.setdefault(whole, f"market{len(markets) + 1}") if " " in whole else whole


def definitions(mechanism: Mechanism, numbers: Reals = REALS) -> str:
    """Return what a rule decides, that its parameters can be had, and that it divides by no 0."""
    NOTES.set(notes := Notes(numbers))
    id, given, rows = named(mechanism.id), mechanism.parameters, [_parameter(p, numbers) for p in mechanism.parameters]
    values = {p.name: Vector.named("", p.name) if p.per_bidder else Text(p.name, "R") for p in given}
    auction, bids = mechanism.assume(**values), Vector.named("n", "bids")
    outcome = auction(bids)
    found = {"wins": outcome.wins, "pays": outcome.payments, **({"rho": auction.rho(bids)} if mechanism.rho else {})}
    if not (isinstance(outcome.wins, Vector) and isinstance(outcome.payments, Vector)):
        raise NoText("who wins, or what they pay, is no vector")
    lines = []
    for part, value in found.items():
        sort = "bool" if part == "wins" else "R"
        lines += [f"Definition {id}_{part}{_binders(rows)} (n : nat) (bids : vector) (i : nat) : {sort} :="]
        lines += [f"  {texted(entry(value, 'i'), sort).text}."]
    if given:
        lines += [f"Lemma {id}_has_parameters : exists{_binders(rows)}, {_supposed(rows, AND)}."]
        some = [("(fun _ => {})" if p.per_bidder else "{}").format(texted(inside(p.interval)).within(9)) for p in given]
        lines += [f"Proof. exists {', '.join(some)}. exist. Qed."]
    market = f"{_for_all(rows)}forall (n : nat) (bids : vector), at_least_zero n bids ->\n "
    for k, nonzero in enumerate(dict.fromkeys(notes.divisors), 1):
        lines += [f"Lemma {id}_divides_{k} : {market} {nonzero}.", "Proof. divides. Qed."]
    return "\n".join([*lines, ""])


def law_definition(law: Law, numbers: Reals = REALS) -> str:
    """Return what a law says of any auction, and that there is something that it speaks of."""
    NOTES.set(notes := Notes(REALS))  # amounts are compared exactly, whatever a rule computes with
    values, outer, inner = dict[str, Any](), [("n", "nat", [f"({law.min_bidders} <= n)%nat"])], list[Row]()
    for variable in law.variables:
        values[named(variable.name)], rows = _variable(variable)
        fitted = [(name, kind, [*numbers.kinds(name, kind, domains[0]), *domains[1:]]) for name, kind, domains in rows]
        (inner if variable.name in law.exists else outer).extend(fitted)
    holds = texted(law.holds(AnyAuction(), **values), "bool").text
    if notes.divisors:
        raise NoText(f"law {law.id!r} divides")
    markets = [f"let {name} := {whole[1:-1]} in" for whole, name in notes.markets.items()]
    some = [f"exists{_binders([row])}, {_supposed([row], AND)} /\\" for row in inner]
    takes = " ".join(f"({what} : {kind})" for what, kind in SIGNATURE.items() if what != "rho" or law.about_rho)
    head = [
        f"Definition {named(law.id)} {takes} : Prop :=",
        f"  forall{_binders(outer)},",
        f"  {_supposed(outer, ARROW)} ->",
    ]
    speaks = [
        f"Lemma {named(law.id)}_speaks : exists{_binders(outer)}, {_supposed(outer, AND)}.",
        "Proof. speaks. Qed.",
        "",
    ]
    return "\n".join([*head, *(f"  {line}" for line in (*markets, *some, f"({holds}) = true.")), *speaks])


def theorem(law: Law, mechanism: Mechanism, numbers: Reals = REALS) -> str:
    """Return that a rule satisfies a law, for every parameter, any number of bidders and all bids."""
    given = "".join(f" {p.name}" for p in mechanism.parameters)
    parts = [f"{named(mechanism.id)}_{part}" for part in SIGNATURE if part != "rho" or law.about_rho]
    says = " ".join([named(law.id), *(f"({part}{given})" if given else part for part in parts)])
    enough = "".join(f" * (1 + {p.name}{' i' if p.per_bidder else ''})" for p in mechanism.parameters)
    witness = f"wins_alone (1 + 1{enough}); " if law.exists else ""
    domains = _for_all([_parameter(p, numbers) for p in mechanism.parameters])
    head = f"Theorem {named(mechanism.id)}_is_{named(law.id)} : {domains}{says}."
    return "\n".join([head, f"Proof. unfold {', '.join([named(law.id), *parts])}; intros; {witness}law. Qed.", ""])


def _variable(variable: Any) -> tuple[Any, list[Row]]:
    """Return a law's variable as a value, and what it quantifies over."""
    name = variable.name
    match variable:
        case Bids():
            return Vector.named("n", name), [(name, "vector", [f"at_least_zero n {name}"])]
        case Bidder(_, other_than):
            return name, [(name, "nat", [f"({name} < n)%nat", *(f"{name} <> {other}" for other in other_than)])]
        case Bid() | Scale():
            return Text(name, "R"), [(name, "R", [f"0 {'<' if isinstance(variable, Scale) else '<='} {name}"])]
        case Names():
            many = (f"m_{name}", "nat", [f"(1 <= m_{name})%nat"])
            return Vector.named(many[0], name), [many, (name, "vector", [f"at_least_zero {many[0]} {name}"])]
        case Name(_, names):
            return name, [(name, "nat", [f"(n <= {name} < n + m_{names})%nat"])]
    raise NoText(f"a law's variable of the kind {type(variable).__name__}")


def _parameter(p: Parameter, numbers: Reals) -> Row:
    """Return what a parameter quantifies over."""
    one, ends, every = f"{p.name}{' k' * p.per_bidder}", p.interval, "(forall k, {})" if p.per_bidder else "{}"
    low = f"{texted(ends.low).text} {'<' if ends.open_low else '<='} {one}"
    high = "" if ends.high is None else f" {'<' if ends.open_high else '<='} {texted(ends.high).text}"
    claims = [every.format(claim) for claim in numbers.kinds(one, "R", f"{low}{high}")]
    return named(p.name, ("bids", "i")), "vector" if p.per_bidder else "R", claims


def _binders(rows: Iterable[Row]) -> str:
    return "".join(f" ({name} : {kind})" for name, kind, _ in rows)


def _supposed(rows: Iterable[Row], joined_by: str) -> str:
    return joined_by.join(domain for *_, domains in rows for domain in domains)


def _for_all(rows: Sequence[Row]) -> str:
    return f"forall{_binders(rows)}, {_supposed(rows, ARROW)} -> " if rows else ""
