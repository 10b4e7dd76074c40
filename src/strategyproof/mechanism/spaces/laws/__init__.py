"""The laws over composites, by id. One file each."""

from __future__ import annotations

from strategyproof.mechanism.spaces.law import SpaceLaw
from strategyproof.mechanism.spaces.laws import (
    budget_balanced,
    collusion_proof,
    efficient,
    envy_free,
    fake_bid_proof,
    false_name_proof,
    individually_rational,
    losers_pay_nothing,
    no_deficit,
    no_negative_payments,
    non_bossy,
    pair_proof,
    pareto_efficient,
    revenue_monotone,
    stable,
    strategy_proof,
    strongly_pair_proof,
    truthful_in_every_draw,
    unanimous,
    weakly_monotone,
)

SPACE_LAWS: dict[str, SpaceLaw] = {
    module.LAW.id: module.LAW
    for module in (
        strategy_proof,
        individually_rational,
        losers_pay_nothing,
        no_negative_payments,
        weakly_monotone,
        efficient,
        no_deficit,
        budget_balanced,
        envy_free,
        pair_proof,
        strongly_pair_proof,
        revenue_monotone,
        false_name_proof,
        truthful_in_every_draw,
        fake_bid_proof,
        collusion_proof,
        pareto_efficient,
        unanimous,
        non_bossy,
        stable,
    )
}
"""The laws of functions whose types or outcomes are more than one number and yes or no."""
