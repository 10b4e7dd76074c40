"""The learned rho in words: what every writer of a report says of it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from strategyproof.mechanism.verdict import Verdict
from strategyproof.reports import numbers
from strategyproof.reports.rho_document import Rho, SeesBids
from strategyproof.reports.story import compared_runs, tell

TITLE = "The learned ρ"
SKIPPED = (
    "Skipped: no rho was emitted and verified again, its surplus and its regret were not measured, and the selector "
    "that sees the bids was not refuted. "
)
SEES_BIDS = "The same policy trained on the paper's state, which holds the current bids (class full)"
FOUND = (
    "It was found by fuzzing this policy in the market state of the first round, shrunk, and replayed on MSB's own "
    "rule, in rationals of the ρ that the policy emits"
)


def counts(rho: Rho) -> str:
    """Say how many were emitted, verified again and refused, or what was skipped and why."""
    if rho.skipped is not None:
        return f"{SKIPPED}Why: {rho.skipped}."
    return (
        f"{rho.emitted:,} rhos emitted for {rho.rounds:,} rounds by {_an(rho.information)} selector: "
        f"{rho.reverified:,} verified again, {rho.rederived:,} derived again, {rho.refused:,} refused."
    )


def evidence(rho: Rho) -> str:
    """Say how they were verified; empty where nothing was, or not every one."""
    if rho.skipped is not None or rho.problems:
        return ""
    return (
        "Each was certified when it was emitted, and judged again by another process from the ledger, which ran the "
        f"selector again on what it had been given.{_near(rho)} In {rho.replayed:,} rounds the selector ran again on "
        f"other current bids: its ρ stayed.{_reads(rho)}"
    )


def _an(word: str) -> str:
    return f"an {word}" if word[0] in "aeiou" else f"a {word}"


def _near(rho: Rho) -> str:
    if not rho.near:
        return ""
    return f" In {rho.near:,} rounds two prices lie within the error bound of the arithmetic, and either was accepted."


def _reads(rho: Rho) -> str:
    if rho.reads is None:
        return ""
    told = " and ".join(rho.reads) or "nothing of the market"
    return f" Run on arrays that remember their origins, the function that emits ρ reads {told}."


def regret(rho: Rho) -> str:
    """Say what a lie can gain against the selector; empty where a rho was refused."""
    if rho.regret is None:
        return ""
    return (
        f"Regret: {numbers.number(rho.regret)}. It is the most that any bidder gains from any lie in any of these "
        "rounds, in closed form."
    )


def broken(sees: SeesBids) -> Iterator[str]:
    """Tell what the counterpart that sees the bids earns, and what it breaks."""
    yield _worth(sees)
    found = f" {FOUND}: a gain of {_gain(sees.refutation)}." if sees.refutation.counterexample else ""
    yield f"{tell(sees.refutation)}{found}"
    best = sees.best
    if best is None:
        yield f"No lie gained in {sees.rounds:,} rounds."
        return
    value, lie, gained = (numbers.number(x) for x in (best.value, best.lie, best.gain))
    yield (
        f"Over {sees.rounds:,} rounds a lie gains in {numbers.percent(sees.share)} of them, and "
        f"{numbers.number(sees.mean_gain)} per round on average. The best lie found, in round {best.round}: bidder "
        f"{best.bidder} values the task at {value} and bids {lie}; ρ moves from {numbers.number(best.rho_truth)} to "
        f"{numbers.number(best.rho_lie)}, and it gains {gained}."
    )


def _worth(sees: SeesBids) -> str:
    honest, lied = sees.truthful.over_optimal, sees.manipulated.over_optimal
    return (
        f"If everybody bids its value it earns {numbers.estimate(sees.truthful.surplus)} per round, "
        f"{numbers.signed(honest)} against Optimal MSB: it {_against(honest.mean, honest.standard_error)}. But then it "
        f"pays to lie. If in each round the bidder with the most to gain lies, that is {numbers.signed(lied)}: it "
        f"{_against(lied.mean, lied.standard_error)}."
    )


def _against(mean: float, error: float) -> str:
    """Compare with twice the standard error."""
    if abs(mean) <= 2 * error:
        return "cannot be told from Optimal"
    return "beats Optimal" if mean > 0 else "falls behind Optimal"


def _gain(refutation: Verdict) -> str:
    """Write the gain of the lie as a decimal: its exact form is long."""
    found = refutation.counterexample
    assert found is not None
    bidder = int(str(found.variables["i"]))
    truth, lie = (
        Fraction(found.bids[bidder]) * run.wins[bidder] - Fraction(run.payments[bidder]) for run in compared_runs(found)
    )
    return numbers.number(float(lie - truth))
