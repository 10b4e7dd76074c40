"""Theorems about all rules of a kind (spec section 3, theorems 2 to 4), as chains of lemmas that a solver checks.

A rule about which nothing is known is a mechanism whose allocation and payments are unknown functions. For duels the
premises are the laws' own predicates, evaluated on that rule at the bids that the argument needs; for markets of any
size they are written out below. The solver shows that premises and the negated conclusion cannot hold together; that
the lemmas add up to the theorem is the reader's to see. Lemmas that are used further on are stated as facts, instance
by instance.

Where a lemma speaks of markets of any size, the rivals of a bidder are one unknown *profile* S: what an anonymous rule
does to a bidder is a function of its own bid and of S alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec

from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.mechanism import Auction, Mechanism
from strategyproof.mechanism.outcome import Outcome
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.verdict import Asked, Verdict
from strategyproof.proofs.any_bidders.proving import prove
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.solver import Solver
from strategyproof.proofs.symbolic.symbols import Symbol, lift
from strategyproof.proofs.symbolic.vectors import FiniteVector


class Step(msgspec.Struct, frozen=True):
    """One lemma, what was found of it, and what solvers were asked and answered."""

    statement: str
    verdict: Literal["proved", "unknown", "refuted"]
    reason: str | None = None
    questions: list[Asked] = []


class TheoremVerdict(msgspec.Struct, frozen=True):
    """A theorem with its lemmas; it is proved if each of them is. Formulas stand between dollar signs, in LaTeX."""

    id: str
    statement: str
    source: str
    steps: list[Step]
    by: str

    @property
    def verdict(self) -> Literal["proved", "unknown"]:
        """Return ``proved`` if every step is."""
        return "proved" if all(step.verdict == "proved" for step in self.steps) else "unknown"


@dataclass(frozen=True, slots=True)
class Lemma:
    """A statement, the facts that it rests on, and its conclusion."""

    statement: str
    premises: Sequence[Symbol]
    conclusion: Symbol

    def check(self, solver: Solver) -> Step:
        """Ask the solver for a case in which the premises hold and the conclusion fails.

        The premises alone must be satisfiable: a lemma with contradictory premises says nothing.
        """
        facts = [premise.term for premise in self.premises]
        if (alone := solver.ask(facts)).status != "sat":
            why = alone.reason or alone.status
            return Step(self.statement, "unknown", f"the premises were not shown to be satisfiable: {why}")
        answer = solver.ask([*facts, terms.negation(self.conclusion.term)])
        verdicts: dict[str, Literal["proved", "unknown", "refuted"]] = {"unsat": "proved", "sat": "refuted"}
        rests_on = [alone.asked, answer.asked] if answer.status == "unsat" else []
        return Step(self.statement, verdicts.get(answer.status, "unknown"), answer.reason, rests_on)


def _x(bid: Symbol, rivals: Symbol) -> Symbol:
    return Symbol(terms.apply("x", bid.term, rivals.term, sort="Bool"))


def _p(bid: Symbol, rivals: Symbol) -> Symbol:
    return Symbol(terms.apply("p", bid.term, rivals.term))


def _unknown_rule(bids: FiniteVector) -> Outcome:
    """Any anonymous rule for two bidders: x and p of one's own bid and the rival's."""
    first, second = bids
    return Outcome(
        FiniteVector([_x(first, second), _x(second, first)]), FiniteVector([_p(first, second), _p(second, first)])
    )


RULE = Auction(Mechanism("any-rule", "Any anonymous rule", _unknown_rule, "x and p are unknown functions.", ""))


def _says(law: str, bids: Sequence[Symbol], **variables: object) -> Symbol:
    """Return what a law says of the unknown rule at these bids, from the law's own source."""
    said: Symbol = lift(LAWS[law].holds(RULE, bids=FiniteVector(bids), **variables))
    return said


def _reals(*names: str) -> tuple[Symbol, ...]:
    return tuple(Symbol(terms.variable(name, "Real")) for name in names)


def _implies(premise: Symbol, conclusion: Symbol) -> Symbol:
    return Symbol(terms.implication(premise.term, conclusion.term))


def _all(*parts: Symbol) -> Symbol:
    return Symbol(terms.conjunction(part.term for part in parts))


def _threshold(d: Symbol, e: Symbol, rivals: Symbol) -> list[Symbol]:
    """State lemma 1 for two own bids against the same rivals."""
    return [
        _implies(_x(d, rivals) & _x(e, rivals), _p(d, rivals) == _p(e, rivals)),
        _implies(_x(d, rivals) & (e > _p(d, rivals)), _x(e, rivals)),
        _implies(_x(d, rivals), _p(d, rivals) <= d),
    ]


def _above_rival(d: Symbol, s: Symbol) -> Symbol:
    """State lemma 2: whoever wins pays at least the rival's bid."""
    return _implies(_x(d, s), _p(d, s) >= s)


def _threshold_lemma() -> Lemma:
    d, e, s = _reals("d", "e", "s")
    premises = [d >= 0, e >= 0, s >= 0, _says("single-winner", [s, s], i=0, j=1)]
    for own in (d, e, s):
        premises += [_says("losers-pay-nothing", [own, s], i=0)]
        premises += [_says("strategy-proof", [own, s], i=0, lie=lie) for lie in (d, e, s)]
    return Lemma(
        r"All winning bids pay the same price, every bid above it wins, none below it does: the rule has a threshold "
        r"$\psi(s)$. $x(d, s) \wedge x(e, s) \Rightarrow p(d, s) = p(e, s) = \psi(s)$, "
        r"$e > \psi(s) \Rightarrow x(e, s)$, $x(d, s) \Rightarrow \psi(s) \le d$.",
        premises,
        _all(*_threshold(d, e, s)),
    )


def _above_rival_lemma() -> Lemma:
    d, s = _reals("d", "s")
    premises = [d >= 0, s >= 0, _says("single-winner", [s, s], i=0, j=1), *_threshold(d, s, s)]
    told = r"The threshold is at least the rival's bid, $\psi(s) \ge s$: $\rho \ge 1$."
    return Lemma(told, premises, _above_rival(d, s))


def _won_by_first(bid: Symbol, s: Symbol) -> list[Symbol]:
    """State lemmas 1 and 2 for both bidders of a market: a sale above the threshold is then the first bidder's."""
    return [*_threshold(bid, bid, s), *_threshold(s, s, bid), _above_rival(bid, s), _above_rival(s, bid)]


def _scale_lemma() -> Lemma:
    d, e, s, theta = _reals("d", "e", "s", "theta")
    scaled = theta * s
    between = (_p(e, scaled) + theta * _p(d, s)) / 2
    below = Symbol(terms.variable("below", "Real"))
    premises = [d >= 0, e >= 0, s > 0, theta > 0, below * theta == between, below >= 0]
    premises += _threshold(d, below, s) + _threshold(e, between, scaled)
    premises += (
        _won_by_first(below, s) + _won_by_first(between, scaled) + _won_by_first(d, s) + _won_by_first(e, scaled)
    )
    premises += [_says("adverse-selection-free", [below, s], theta=theta)]
    premises += [theta * below == between, *(_same_market(theta * below, between, scaled))]
    return Lemma(
        r"The threshold is homogeneous: $\psi(\theta s) = \theta \psi(s)$ where both exist.",
        premises,
        _implies(_x(d, s) & _x(e, scaled), _p(e, scaled) == theta * _p(d, s)),
    )


def _same_market(a: Symbol, b: Symbol, s: Symbol) -> list[Symbol]:
    """Spell out that equal bids are treated equally (congruence), which spares the solver a search."""
    same = [_x(a, s) == _x(b, s), _p(a, s) == _p(b, s), _x(s, a) == _x(s, b), _p(s, a) == _p(s, b)]
    return [_implies(a == b, _all(*same))]


def _existence_lemma() -> Lemma:
    d, e, s, theta = _reals("d", "e", "s", "theta")
    scaled, below = theta * s, Symbol(terms.variable("below", "Real"))
    premises = [d >= 0, e >= 0, s > 0, theta > 0, theta * below == e, below >= 0]
    premises += _threshold(d, below, s) + _won_by_first(d, s) + _won_by_first(below, s) + _won_by_first(e, scaled)
    premises += [_says("adverse-selection-free", [below, s], theta=theta), *_same_market(theta * below, e, scaled)]
    return Lemma(
        r"If some bid wins against $s$, all bids $e > \theta \psi(s)$ win against $\theta s$: one at each "
        r"scale or at none.",
        premises,
        _implies(_x(d, s) & (e > theta * _p(d, s)), _x(e, scaled)),
    )


def _linear_lemma() -> Lemma:
    d, s, one = _reals("d", "s", "unit bid")
    rho, unit = _p(one, lift(1)), lift(1)
    premises = [d >= 0, s > 0, one >= 0, _x(one, unit), _above_rival(one, unit)]
    premises += [_implies(_x(one, unit) & _x(d, s), _p(d, s) == s * _p(one, unit))]
    premises += [_implies(_x(one, unit) & (d > s * _p(one, unit)), _x(d, s)), *_threshold(d, d, s)]
    msb = _all(rho >= 1, _implies(_x(d, s), _all(d >= rho * s, _p(d, s) == rho * s)), _implies(d > rho * s, _x(d, s)))
    return Lemma(
        r"With $\rho = \psi(1)$ the rule is MSB with $\rho$ for every rival $s > 0$, up to the threshold itself: "
        r"$\psi(s) = \rho s$.",
        premises,
        msb,
    )


def _profile(name: str) -> Symbol:
    return Symbol(terms.variable(name, "Int"))


def _max(profile: Symbol) -> Symbol:
    return Symbol(terms.apply("max", profile.term))


def _union(s: Symbol, t: Symbol) -> Symbol:
    return Symbol(terms.apply("union", s.term, t.term, sort="Int"))


def _market_lemma() -> Lemma:
    """Reduce a market of any size to two bidders: S = {max S} + T, with T the rest, none of which is above max S."""
    (d,) = _reals("d")
    everyone, highest, rest = _profile("S"), _profile("{max S}"), _profile("T")
    together = _union(highest, rest)
    irrelevant = _all(_x(d, together) == _x(d, highest), _p(d, together) == _p(d, highest))
    premises = [
        d >= 0,
        everyone == together,
        _max(highest) == _max(everyone),
        _max(rest) <= _max(everyone),
        _implies(_max(rest) <= _max(highest), irrelevant),
    ]
    return Lemma(
        r"A market of any size is decided as the duel with its highest rival: by loser-irrelevance with "
        r"$S = \{\max S\} + T$, $x(d, S) = x(d, \{\max S\})$ and $p(d, S) = p(d, \{\max S\})$.",
        premises,
        _all(_x(d, everyone) == _x(d, highest), _p(d, everyone) == _p(d, highest)),
    )


def _converse() -> Iterator[Lemma]:
    yield _market_lemma()
    yield _threshold_lemma()
    yield _above_rival_lemma()
    yield _existence_lemma()
    yield _scale_lemma()
    yield _linear_lemma()


def _never_cheaper() -> Iterator[Lemma]:
    d, e, value = _reals("d", "e", "v")
    everyone, highest = _profile("S"), _profile("{max S}")
    both_win = _x(d, everyone) & _x(e, highest)
    cheaper = _p(d, everyone) < _p(e, highest)
    yield Lemma(
        r"Winner-false-name-proofness with $S = \{\max S\} + T$: $\psi(S) \ge \psi(\{\max S\})$.",
        [
            d >= 0,
            e >= 0,
            *_threshold(d, e, everyone),
            *_threshold(e, d, highest),
            *(_implies(_x(b, highest) & _x(b, everyone), _p(b, everyone) >= _p(b, highest)) for b in (d, e)),
        ],
        _implies(both_win, ~cheaper),
    )
    no_profit = _implies(~_x(value, highest) & _x(d, everyone), _p(d, everyone) >= value)
    yield Lemma(
        r"The profit reading: if $\psi(S) < \psi(\{\max S\})$, a value between the two would win at a profit with the "
        r"rest as false names.",
        [
            d >= 0,
            e >= 0,
            2 * value == _p(d, everyone) + _p(e, highest),
            no_profit,
            *_threshold(e, value, highest),
            *_threshold(value, e, highest),
        ],
        _implies(both_win, ~cheaper),
    )


THEOREMS: tuple[tuple[str, str, str, Callable[[], Iterator[Lemma]]], ...] = (
    (
        "converse",
        r"Anonymous, strategy-proof, losers pay nothing, single winner, adverse-selection free and loser-irrelevant "
        r"together imply MSB with one $\rho \in [1, \infty]$, $\psi(S) = \rho \max S$, for rivals not all 0 and up to "
        r"the threshold itself.",
        "spec section 3, theorem 2",
        _converse,
    ),
    (
        "never-cheaper",
        r"For rules with a threshold, under either reading of false-name-proofness: $\psi(S) \ge \psi(\{\max S\})$ "
        r"wherever somebody can win against $\{\max S\}$.",
        "spec section 3, theorem 4",
        _never_cheaper,
    ),
)


COUNTER_THEOREM_HOLDS = (
    "anonymous",
    "strategy-proof",
    "losers-pay-nothing",
    "single-winner",
    "adverse-selection-free",
    "winner-false-name-proof",
    "loser-false-name-proof",
)


def check_theorems(solver: Solver) -> list[TheoremVerdict]:
    """Check every lemma of every theorem."""
    return [*(_chain(solver, *theorem) for theorem in THEOREMS), _counter_theorem(solver)]


def _chain(
    solver: Solver, id: str, statement: str, source: str, lemmas: Callable[[], Iterator[Lemma]]
) -> TheoremVerdict:
    before = len(solver.answers)
    steps = [lemma.check(solver) for lemma in lemmas()]
    return TheoremVerdict(id, statement, source, steps, f"lemmas, {solver.authors(solver.answers[before:])}")


def _counter_theorem(solver: Solver) -> TheoremVerdict:
    """Prove the premises of the profit reading for psi(S) = s_1 + s_2 / 2, and refute that it is rho max S."""
    rule = MECHANISMS["half-second-surcharge"]
    steps, before = [], len(solver.answers)
    for id in COUNTER_THEOREM_HOLDS:
        verdict = prove(LAWS[id], rule, solver=solver)
        told = f"{rule.id} satisfies {id}, for any number of bidders"
        steps.append(Step(told, _step(verdict), verdict.reason, verdict.questions))
    no_msb = prove(LAWS["consistent"], rule, solver=solver)
    steps.append(
        Step(
            f"{rule.id} is no MSB: its price is not a function of the highest rival bid",
            "proved" if no_msb.verdict == "refuted" else "unknown",
            f"counterexample: bids {', '.join(no_msb.counterexample.bids)}" if no_msb.counterexample else no_msb.reason,
        )
    )
    statement = (
        r"With the profit reading in place of loser-irrelevance the converse is false: "
        r"$\psi(S) = s_1 + \frac{s_2}{2}$ keeps every premise and is no MSB."
    )
    by = f"any-N proofs, {solver.authors(solver.answers[before:])}"
    return TheoremVerdict("profit-reading-is-weaker", statement, "spec section 3, theorem 3", steps, by)


def _step(verdict: Verdict) -> Literal["proved", "unknown", "refuted"]:
    return "unknown" if verdict.verdict == "tested" else verdict.verdict
