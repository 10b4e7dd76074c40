"""Every law, by id. One file each."""

from __future__ import annotations

from strategyproof.mechanism.law import Law
from strategyproof.mechanism.laws import (
    adverse_selection_free,
    anonymous,
    consistent,
    critical_payment,
    homogeneous,
    individually_rational,
    loser_false_name_proof,
    loser_irrelevance,
    losers_pay_nothing,
    monotone,
    no_negative_payments,
    not_vacuous,
    rho_blind,
    single_winner,
    strategy_proof,
    winner_false_name_proof,
)

LAWS: dict[str, Law] = {
    module.LAW.id: module.LAW
    for module in (
        single_winner,
        strategy_proof,
        individually_rational,
        losers_pay_nothing,
        no_negative_payments,
        monotone,
        critical_payment,
        anonymous,
        homogeneous,
        adverse_selection_free,
        winner_false_name_proof,
        loser_false_name_proof,
        loser_irrelevance,
        consistent,
        not_vacuous,
        rho_blind,
    )
}
"""The laws of the specification, in its order."""
