"""What a selector costs in truth: 0 where it is blind, found and replayed where it sees the bids."""

from fractions import Fraction

import numpy as np

from strategyproof.learning.best_lie import best_lies
from strategyproof.learning.dynamic import dynamic_gain, second_bid_rho
from strategyproof.learning.evaluate import Bench
from strategyproof.learning.information import Full, LeaveOneOut, Observation
from strategyproof.learning.regret import regret, regret_against
from strategyproof.learning.selectors.constant import ConstantSelector
from strategyproof.learning.stream import Array, Batch
from strategyproof.scenarios.schema import Scenario


class LeadRho:
    """Raises rho with the lead of the top bid: it sees the winner's own bid."""

    id = "lead"
    information = Full.information
    is_mechanism = True

    def select(self, observation: Observation, generator: object = None) -> Array:  # noqa: ARG002
        assert isinstance(observation, Full)
        return np.clip(1 + 0.5 * (observation.bids[:, 0] - observation.bids[:, 1]) * 3, 1.0, 9.0)


class RunnerUpRho:
    """rho from the third bid over the second: a leave-one-out selector."""

    id = "runner-up"
    information = LeaveOneOut.information
    is_mechanism = True

    def select(self, observation: Observation, generator: object = None) -> Array:  # noqa: ARG002
        assert isinstance(observation, LeaveOneOut)
        return 1 + observation.others[:, 1]


def test_a_blind_rho_leaves_no_regret(batch: Batch) -> None:
    assert regret(ConstantSelector(1.3), batch).gain.max() == 0


def test_a_leave_one_out_rho_leaves_no_regret(batch: Batch) -> None:
    assert regret(RunnerUpRho(), batch).gain.max() == 0  # type: ignore[arg-type]


def test_the_closed_form_sees_a_rule_that_favours_a_bid(batch: Batch) -> None:
    emitted, faced = np.full(len(batch), 2.0), np.full(len(batch), 1.0)
    assert regret_against(batch.bids, emitted, faced).max() > 0


def test_a_rho_that_sees_the_bids_is_refuted_and_replayed(batch: Batch) -> None:
    lies = best_lies(LeadRho(), batch)  # type: ignore[arg-type]
    assert lies.share > 0.1
    best = lies.best
    assert best is not None
    assert best.gained > 0
    assert float(best.gained) == lies.gain.max() or abs(float(best.gained) - lies.gain.max()) < 1e-9


def test_a_patient_bidder_gains_four_on_the_example() -> None:
    values = [(Fraction(10), Fraction(4)), (Fraction(6), Fraction(10))]
    response = dynamic_gain(second_bid_rho, values, 1, [Fraction(b) for b in range(1, 11)])
    assert response.gain == 4
    assert response.bids[0] == 8


def test_a_rho_that_reads_no_past_bid_leaves_a_patient_bidder_nothing() -> None:
    menu = [Fraction(b, 2) for b in range(21)]
    values = [(Fraction(10), Fraction(4)), (Fraction(6), Fraction(10))]
    for bidder in (0, 1):
        assert dynamic_gain(lambda past: Fraction(3, 2), values, bidder, menu).gain == 0


def test_the_bench_keeps_training_rounds_out(scenario: Scenario, bench: Bench) -> None:
    assert len(bench.batch) == bench.rounds - 4
