"""The fuzzer as an interface: what it refuses, what it admits not to know, that it repeats itself."""

from __future__ import annotations

import math
import re
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import configuration, settings
from hypothesis.internal.conjecture import providers

import strategyproof.property_tests
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.outcome import Outcome, Rule, Vector
from strategyproof.mechanism.parameter import Interval
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.verdict import Verdict
from strategyproof.mechanism.vocabulary import max_of_others, where
from strategyproof.property_tests import fuzz, fuzz_batches

MSB = MECHANISMS["msb"]
SP = LAWS["strategy-proof"]


def mechanism(rule: Rule) -> Mechanism:
    return Mechanism("mine", "Mine", rule, "a rule of this test", "this test")


def second_price(bids: Vector, payments: Any = None) -> Outcome:
    price = max_of_others(bids)
    wins = bids > price
    return Outcome(wins, where(wins, price, 0) if payments is None else payments)


def test_the_fuzzer_draws_by_itself_whatever_profile_is_loaded() -> None:
    """A profile such as ``symbolic`` names a backend; the seed of a verdict speaks of Hypothesis's own."""
    providers.AVAILABLE_PROVIDERS["of-a-profile"] = "no_such_module.Provider"
    before = settings.get_current_profile_name()
    settings.register_profile("other-backend", backend="of-a-profile")
    settings.load_profile("other-backend")
    try:
        assert fuzz(SP, MSB, examples=5).verdict == "tested"
        assert fuzz(SP, MECHANISMS["first-price"]).verdict == "refuted"
    finally:
        settings.load_profile(before)
        del providers.AVAILABLE_PROVIDERS["of-a-profile"]


def test_the_public_names_are_those_exported() -> None:
    public = {name for name in vars(strategyproof.property_tests) if name in strategyproof.property_tests.__all__}
    assert public == set(strategyproof.property_tests.__all__)
    assert strategyproof.property_tests.__all__ == sorted(strategyproof.property_tests.__all__)


@pytest.mark.parametrize(
    ("kind", "message", "options"),
    [
        (ValueError, "expected arithmetic 'rational' or 'float64', got 'real'", {"arithmetic": "real"}),
        (ValueError, "expected at least 1 example, got 0", {"examples": 0}),
        (ValueError, "expected bidders=(low, high) with 1 <= low <= high, got (3, 2)", {"bidders": (3, 2)}),
        (TypeError, "mechanism 'msb' has no parameter 'r'; its parameters: rho", {"parameters": {"r": 2}}),
        (ValueError, "msb: expected rho within [1, inf), got [0, 2]", {"parameters": {"rho": Interval(0, 2)}}),
        (ValueError, "msb: expected rho finite and in [1, inf), got 0.5", {"parameters": {"rho": 0.5}}),
        (TypeError, "an Interval or one number, the same for each bidder, got [1, 2]", {"parameters": {"rho": [1, 2]}}),
    ],
)
def test_bad_arguments_are_named(kind: type[Exception], message: str, options: dict[str, Any]) -> None:
    with pytest.raises(kind, match=re.escape(message)):
        fuzz(SP, MSB, **options)


def test_a_law_about_rho_is_not_asked_of_a_mechanism_without_one() -> None:
    with pytest.raises(TypeError, match="law 'rho-blind' speaks of rho, and mechanism 'first-price' has none"):
        fuzz(LAWS["rho-blind"], MECHANISMS["first-price"])


def test_markets_are_as_large_as_the_law_needs() -> None:
    assert fuzz(LAWS["single-winner"], MSB, bidders=(1, 3), examples=5).scope.bidders == [2, 3]
    with pytest.raises(ValueError, match="law 'single-winner' speaks of markets of 2 or more bidders"):
        fuzz(LAWS["single-winner"], MSB, bidders=(1, 1))


def test_a_verdict_says_what_was_examined() -> None:
    verdict = fuzz(SP, MSB, arithmetic="float64", bidders=(1, 3), examples=30, seed=7, parameters={"rho": 1.5})

    assert (verdict.mechanism, verdict.law, verdict.verdict, verdict.examples) == (
        "msb",
        "strategy-proof",
        "tested",
        30,
    )
    assert verdict.scope.bidders == [1, 2, 3]
    assert verdict.scope.arithmetic == "float64"
    assert verdict.scope.parameters == {"rho": "3/2"}
    assert re.fullmatch(r"hypothesis [\d.]+, seed 7", verdict.by)
    assert re.fullmatch(r"a bidder won in \d+ of 30 examples", str(verdict.reason))


@pytest.mark.parametrize("arithmetic", ["rational", "float64"])
def test_the_same_seed_gives_the_same_verdict(arithmetic: Any) -> None:
    def run(seed: int) -> list[Any]:
        verdicts = [
            fuzz(SP, MECHANISMS[m], arithmetic=arithmetic, seed=seed, examples=60)
            for m in ("msb-pays-second-bid", "msb")
        ]
        return [(v.verdict, v.examples, v.counterexample, v.reason) for v in verdicts]

    assert run(3) == run(3)
    assert run(3) != run(4)


def test_nothing_is_kept_on_disk_for_the_next_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(configuration, "__hypothesis_home_directory", tmp_path)
    fuzz(SP, MECHANISMS["first-price"])
    assert not (tmp_path / "examples").exists()


def test_a_rule_that_never_sells_is_not_praised() -> None:
    assert fuzz(SP, MECHANISMS["myopic-literal"], examples=50).reason == (
        "nearly vacuous: a bidder won in 0 of 50 examples"
    )
    verdict = fuzz(LAWS["not-vacuous"], MECHANISMS["myopic-literal"], examples=50)
    assert verdict.verdict == "unknown"
    assert verdict.reason == "no witness among 12 profiles of 2 bidders for i = 0"


def test_witnesses_are_found_for_every_position() -> None:
    verdict = fuzz(LAWS["not-vacuous"], MECHANISMS["serial-dictator"], bidders=(1, 3), examples=12)
    assert verdict.verdict == "tested"
    assert verdict.reason == "a witness was found for each of 6 positions, at 2 values of the parameters"


def raises_above_7(bids: Vector) -> Outcome:
    if (bids > 7).any():
        raise RuntimeError("too high")
    return second_price(bids)


RAISED = r"the mechanism raised RuntimeError: too high \(line \d+ of test_property_tests.py\) for bids \[.*\]"


def is_nan_at_0(bids: Vector) -> Outcome:
    return second_price(bids, np.where(bids > 0, 0.0, np.nan))


def halves_in_floats(bids: Vector) -> Outcome:
    return second_price(bids, 0.5 * (0 * bids))


def counts_winners(bids: Vector) -> Outcome:
    outcome = second_price(bids)
    return Outcome(np.where(outcome.wins, 1, 0), outcome.payments)


def forgets_a_bidder(bids: Vector) -> Outcome:
    outcome = second_price(bids)
    return Outcome(outcome.wins[1:], outcome.payments[1:])


@pytest.mark.parametrize(
    ("rule", "arithmetic", "reason"),
    [
        (
            raises_above_7,
            "rational",
            RAISED,
        ),
        (
            raises_above_7,
            "float64",
            RAISED,
        ),
        (is_nan_at_0, "float64", r"the mechanism returned payments \[.*nan.*\], not all finite, for bids \[.*0\.0.*\]"),
        (counts_winners, "float64", r"the mechanism returned wins .* that are no booleans for bids .*"),
        (forgets_a_bidder, "rational", r"the mechanism returned wins and payments of shapes \(1,\) and \(1,\) for .*"),
        (lambda bids: None, "rational", r"the mechanism returned None instead of an Outcome for bids .*"),
    ],
)
def test_no_usable_answer_is_unknown_and_names_the_bids(rule: Rule, arithmetic: Any, reason: str) -> None:
    verdict = fuzz(LAWS["no-negative-payments"], mechanism(rule), arithmetic=arithmetic)

    assert verdict.verdict == "unknown"
    assert re.fullmatch(reason, str(verdict.reason)), verdict.reason


def test_what_answers_exact_bids_with_floats_is_examined_on_doubles() -> None:
    verdict = fuzz(LAWS["no-negative-payments"], mechanism(halves_in_floats))

    assert (verdict.verdict, verdict.scope.arithmetic) == ("tested", "float64")
    assert str(verdict.reason).startswith(
        "exact bids are answered with floats, so the examples were drawn in float64; a bidder won in "
    )


def vickrey_in_zeros(bids: Vector) -> Outcome:
    """A correct second price, whose payments are put into an array of floats."""
    payments = np.zeros(len(bids))
    winner = int(np.argmax(bids))
    payments[winner] = max([bid for n, bid in enumerate(bids) if n != winner], default=0)
    return Outcome(np.arange(len(bids)) == winner, payments)


def geometric_mean(bids: Vector) -> Outcome:
    """The winner pays the root of the product of the two highest bids; the root is rounded."""
    second, first = sorted(bids)[-2:]
    wins = np.arange(len(bids)) == int(np.argmax(bids))
    return Outcome(wins, np.where(wins, math.sqrt(first * second), 0.0))


def test_a_rounding_of_floats_is_no_refutation_in_rationals() -> None:
    truthful = fuzz(LAWS["strategy-proof"], mechanism(vickrey_in_zeros))
    assert (truthful.verdict, truthful.scope.arithmetic) == ("tested", "float64")
    scaled = fuzz(LAWS["homogeneous"], mechanism(geometric_mean))
    assert (scaled.verdict, scaled.scope.arithmetic) == ("tested", "float64")
    sold = fuzz(LAWS["not-vacuous"], mechanism(vickrey_in_zeros))
    assert (sold.verdict, sold.scope.arithmetic) == ("tested", "float64")
    false = fuzz(LAWS["strategy-proof"], mechanism(geometric_mean))
    assert (false.verdict, false.scope.arithmetic) == ("refuted", "float64")


def pays_in_decimals(bids: Vector) -> Outcome:
    outcome = second_price(bids)
    payments = np.empty(len(bids), dtype=object)
    payments[:] = [Decimal(float(payment)) for payment in outcome.payments]
    return Outcome(outcome.wins, payments)


def mixes_decimals(bids: Vector) -> Outcome:
    return second_price(bids, np.array([Decimal(1)] * len(bids)) + bids)


def leaves(bids: Vector) -> Outcome:
    sys.exit("closed")


def is_ragged(bids: Vector) -> Outcome:
    return Outcome([[True], True], bids)


@pytest.mark.parametrize("arithmetic", ["rational", "float64"])
@pytest.mark.parametrize("law", ["strategy-proof", "homogeneous", "anonymous", "not-vacuous", "losers-pay-nothing"])
@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (pays_in_decimals, "the mechanism returned a payment of type Decimal, Decimal("),
        (mixes_decimals, "the mechanism raised TypeError: unsupported operand type(s) for +: 'decimal.Decimal' and "),
        (leaves, "the mechanism raised SystemExit: closed (line "),
        (is_ragged, "the mechanism returned what cannot be read as an outcome (ValueError: "),
    ],
)
def test_fuzzing_survives_whatever_a_function_does(rule: Rule, told: str, law: str, arithmetic: Any) -> None:
    verdict = fuzz(LAWS[law], mechanism(rule), arithmetic=arithmetic, examples=40)
    assert verdict.verdict == "unknown"
    assert told in str(verdict.reason)


def test_fuzzing_in_batches_survives_what_a_function_raises() -> None:
    verdict = fuzz_batches(LAWS["strategy-proof"], mechanism(raises_above_7), examples=10_000)
    assert verdict.verdict == "unknown"
    assert re.fullmatch(
        r"the mechanism raised RuntimeError: too high \(line \d+ of test_property_tests.py\) "
        r"for a batch of bids of shape \(\d, 4096\)",
        str(verdict.reason),
    )


def test_a_violation_outweighs_bids_without_an_answer() -> None:
    def rule(bids: Vector) -> Outcome:
        if (bids > 7).any():
            raise RuntimeError("too high")
        return Outcome(bids > max_of_others(bids), bids)

    assert fuzz(LAWS["losers-pay-nothing"], mechanism(rule)).verdict == "refuted"


def test_a_rule_with_a_memory_is_no_mechanism() -> None:
    calls: list[int] = []

    def rule(bids: Vector) -> Outcome:
        calls.append(1)
        outcome = second_price(bids)
        return outcome if len(calls) % 5 else Outcome(outcome.wins, bids)

    verdict = fuzz(LAWS["losers-pay-nothing"], mechanism(rule))
    assert verdict.verdict in {"unknown", "refuted"}


class TestBatches:
    def test_existential_laws_are_refused(self) -> None:
        with pytest.raises(ValueError, match="law 'not-vacuous' is existential; seek its witnesses with fuzz"):
            fuzz_batches(LAWS["not-vacuous"], MSB)

    def test_the_same_seed_gives_the_same_verdict(self) -> None:
        def run(seed: int) -> Verdict:
            return fuzz_batches(SP, MECHANISMS["msb-pays-second-bid"], seed=seed)

        first, second = run(2), run(2)
        assert (first.counterexample, first.examples) == (second.counterexample, second.examples)

    def test_a_counterexample_is_shrunk_and_replayed(self) -> None:
        verdict = fuzz_batches(SP, MECHANISMS["first-price"])
        assert verdict.verdict == "refuted"
        assert verdict.counterexample is not None
        assert [Fraction(bid) for bid in verdict.counterexample.bids] == [2, 0]
        assert re.fullmatch(r"numpy [\d.]+ batches, seed 0", verdict.by)

    def test_payments_that_are_not_finite_are_unknown(self) -> None:
        verdict = fuzz_batches(LAWS["monotone"], mechanism(is_nan_at_0))
        assert verdict.verdict == "unknown"
        assert "not all finite" in str(verdict.reason)
