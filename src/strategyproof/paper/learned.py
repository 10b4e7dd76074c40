"""Let the selector that ships emit rho for the rounds, verify each a second time, and show what seeing the bids breaks.

The checker certifies every rho while it is emitted, and writes commitments and certificates to a ledger. Another
process then reads the ledger back, runs the selector again on the observations in it, and judges every rho again; only
what that process bears out counts as derived and as verified again.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from strategyproof.judging.pool import pool
from strategyproof.mechanism.laws import LAWS
from strategyproof.reports.document import Estimate, RunSettings
from strategyproof.reports.events import Event, LieMeasured, RhoMeasured
from strategyproof.reports.rho_document import BestLie, Earned, Rho, SeesBids
from strategyproof.scenarios.load import load_scenario
from strategyproof.scenarios.schema import Scenario

if TYPE_CHECKING:
    from strategyproof.learning.best_lie import Lie
    from strategyproof.learning.emit import Emission
    from strategyproof.learning.stream import Array
    from strategyproof.proofs.checker import Certificates
    from strategyproof.proofs.ledger import Audit

LIES = 2_000
"""Rounds that are searched for lies at most."""

EXAMPLES = 1_000
"""Auctions that the fuzzer tries at most; it stops at the first in which somebody gains."""

TITLES = {
    "selector": "diffusion selector",
    "spa": "SPA",
    "optimal": "Optimal MSB",
    "random": "Random-MSB",
    "myopic-brand-bid": "Myopic, brand-bid reading",
    "myopic-literal": "Myopic, literal reading",
    "best-exogenous": "best exogenous ρ per scene",
    "first-best": "first best",
}
BOUNDS = ("best-exogenous", "best-constant", "first-best")
BESIDE = {"flat-reserve": "second price with the best flat reserve", "best-constant": "best constant ρ, in hindsight"}
"""What else :func:`strategyproof.learning.emit.emit` plays on the same rounds."""


def learned(scenario: Scenario, settings: RunSettings, ledger: Path) -> Generator[Event, None, Rho]:
    """Emit, verify again, refute; or say why this is skipped. Return what is known of the rho.

    Parameters
    ----------
    scenario
        The market; weights ship for the default one.
    settings
        Rounds, examples and seed.
    ledger
        Where the certificates go; a new file.
    """
    why = skipped(scenario)
    rho = Rho(skipped=why) if why is not None else _emitted(scenario, settings, ledger)
    if why is not None or rho.problems:
        yield RhoMeasured(rho)
    else:
        yield from _sees_bids(scenario, settings, rho)
    return rho


def skipped(scenario: Scenario) -> str | None:
    """Say why no rho can be emitted; None if it can."""
    from strategyproof.learning.files import scenario_hash

    if scenario_hash(scenario) != scenario_hash(load_scenario("default")):
        return (
            f"the weights that ship are the default scenario's, and {scenario.name!r} is another. Train a selector on "
            "it, and let it emit: strategyproof train FILE --out RUN, then strategyproof simulate RUN --scenario FILE"
        )
    return None


def _emitted(scenario: Scenario, settings: RunSettings, path: Path) -> Rho:
    """Let the selector emit behind the checker, and let another process audit the ledger."""
    from strategyproof.learning.apart import SelectorFailed
    from strategyproof.learning.emit import emit
    from strategyproof.proofs.checker import Checker, RhoRefused
    from strategyproof.proofs.ledger import Ledger

    emission, problems = None, []
    with Ledger(path) as ledger:
        checker = Checker(scenario.auction.actions, ledger=ledger)
        try:
            emission = emit(scenario, settings.rounds, seed=settings.seed, checker=checker)
            certificates = emission.certificates
        except RhoRefused as refusal:
            problems.append(str(refusal))
            certificates = refusal.certificates
        except (SelectorFailed, TypeError) as failure:
            return Rho(rounds=settings.rounds, problems=[str(failure)])
    audited = _audited(path)
    problems += [f"read back from the ledger, {finding.kind}: {finding.text}" for finding in audited.findings]
    if audited.rounds != certificates.size:
        problems.append(f"expected {certificates.size} rounds in the ledger, got {audited.rounds}")
    if audited.underived:
        problems.append(f"expected every rho derived again, got {audited.underived} whose selector cannot be run again")
    problems += [] if emission is None else _leaks(emission)
    return _summary(settings, certificates, audited, emission, problems)


def _audited(path: Path) -> Audit:
    """Derive and judge every rho again in another process, from the file and the weights that ship alone."""
    with pool() as other:
        return other.submit(_derived_and_judged, path).result()


def _derived_and_judged(path: Path) -> Audit:
    """Audit a ledger; called in the other process."""
    from strategyproof.learning.rederive import Rederiver
    from strategyproof.proofs.ledger.audit import audit

    return audit(path, rederive=Rederiver())


def _leaks(emission: Emission) -> list[str]:
    """Say what the function that emits rho reads, and should not by its class."""
    from strategyproof.learning.blindness import WITHOUT_CURRENT_BIDS
    from strategyproof.learning.information import INFORMATION

    leaked = sorted(set(emission.reads or ()) - WITHOUT_CURRENT_BIDS)
    if INFORMATION[emission.information].sees_current_bids or not leaked:
        return []
    return [f"expected a rho of class {emission.information!r} computed without current bids, it reads {leaked}"]


def _summary(
    settings: RunSettings, certificates: Certificates, audited: Audit, emission: Emission | None, problems: list[str]
) -> Rho:
    rho = Rho(
        information=certificates.information,
        rounds=settings.rounds,
        emitted=certificates.size,
        reverified=audited.certified,
        rederived=audited.rederived,
        near=audited.near,
        refused=audited.refused,
        replayed=certificates.replayed,
        theorem=certificates.theorem,
        problems=problems,
    )
    if emission is None:
        return rho
    rewards = emission.rewards
    earned = [
        _earned(id, title, rewards[id], rewards["optimal"], _estimate(rewards["selector"] - rewards[id]))
        for id, title in TITLES.items()
    ]
    return msgspec.structs.replace(rho, earned=earned, regret=emission.regret, reads=emission.reads)


def beside_rivals(emission: Emission) -> list[Earned]:
    """Return the selector's surplus with that of every rival and bound on the same rounds, the highest first."""
    titles = {**TITLES, **BESIDE, "selector": f"this selector ({emission.information})"}
    optimal = emission.rewards["optimal"]
    rows = [_earned(id, titles[id], rewards, optimal) for id, rewards in emission.rewards.items()]
    return sorted(rows, key=lambda row: -row.surplus.mean)


def _earned(id: str, title: str, rewards: Array, optimal: Array, behind: Estimate | None = None) -> Earned:
    return Earned(id, title, _estimate(rewards), _estimate(rewards - optimal), id not in BOUNDS, behind)


def _estimate(values: Array) -> Estimate:
    from strategyproof.paper.market import estimate

    return estimate(values)


def _sees_bids(scenario: Scenario, settings: RunSettings, rho: Rho) -> Iterator[Event]:
    """Ask the fuzzer for a lie against the selector that sees the bids, and search the best one over many rounds."""
    from strategyproof.judging.utility_curve import curves
    from strategyproof.learning.best_lie import best_lies
    from strategyproof.learning.evaluate import rho_of
    from strategyproof.learning.learned_rule import learned_rule
    from strategyproof.learning.reward import reward
    from strategyproof.learning.selectors.optimal import OptimalSelector
    from strategyproof.learning.stream import MEMORY, batch_of
    from strategyproof.learning.trained import load_selector, shipped_weights
    from strategyproof.property_tests import fuzz
    from strategyproof.scenarios.sample import draw

    path = shipped_weights(scenario, "full")
    assert path is not None, "weights of class full ship beside the default ones"
    selector = load_selector(path, scenario)
    batch = batch_of(draw(scenario, min(settings.rounds, LIES) + MEMORY, settings.seed))
    rule, bidders = learned_rule(selector, batch), len(batch.bids)
    refutation = fuzz(LAWS["strategy-proof"], rule, bidders=(bidders, bidders), examples=EXAMPLES, seed=settings.seed)
    lies, zeta = best_lies(selector, batch), scenario.uav.zeta
    optimal = reward(batch, rho_of(OptimalSelector(scenario), batch), zeta)
    truthful = reward(batch, rho_of(selector, batch), zeta)
    manipulated = reward(lies.told, rho_of(selector, lies.told), zeta, values=batch.bids)
    found = SeesBids(
        rounds=len(batch),
        truthful=_earned("full", "selector that sees the bids, if all are truthful", truthful, optimal),
        manipulated=_earned("full-manipulated", "selector that sees the bids, if one lies", manipulated, optimal),
        refutation=refutation,
        share=lies.share,
        mean_gain=lies.mean,
        best=_best(lies.best),
    )
    yield RhoMeasured(msgspec.structs.replace(rho, sees_bids=found))
    yield from (LieMeasured(curve) for curve in curves(rule, [refutation]))


def _best(lie: Lie | None) -> BestLie | None:
    if lie is None:
        return None
    numbers = (lie.value, lie.lie, lie.truthful, lie.gained, lie.rho_truth, lie.rho_lie)
    return BestLie(lie.round, lie.bidder, *map(float, numbers))
