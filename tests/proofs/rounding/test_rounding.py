"""Laws in doubles, for any number of bidders: what is proved, what is refuted, and what must never be proved."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from strategyproof.mechanism.arrays import exact
from strategyproof.mechanism.counterexample import replay
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.outcome import Number, Outcome, Rule, Vector
from strategyproof.mechanism.parameter import Interval, Parameter
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.verdict import Counterexample, Verdict
from strategyproof.mechanism.vocabulary import first_of, highest, highest_of_others, max_of_others, where
from strategyproof.proofs import Solver, prove
from strategyproof.proofs.any_bidders.concordance import disagreement
from strategyproof.proofs.rounding.arithmetic import Doubles
from strategyproof.proofs.rounding.numbers import Double, nearest
from strategyproof.proofs.rounding.running import in_doubles
from strategyproof.proofs.rounding.search import replayed
from strategyproof.proofs.smt.terms import real, variable
from strategyproof.proofs.symbolic.symbols import Symbol

MSB = MECHANISMS["msb"]
BROKEN_BY_ROUNDING = {"homogeneous", "adverse-selection-free"}
RHO = Parameter("rho", Interval(1), "a price scaling factor")


@pytest.fixture(scope="module")
def solver() -> Iterator[Solver]:
    with Solver() as shared:
        yield shared


def in_float64(law: str, mechanism: Mechanism, solver: Solver, **numbers: bool) -> Verdict:
    return prove(LAWS[law], mechanism, solver=solver, numbers=Doubles(**numbers))


def found_in(verdict: Verdict) -> Counterexample:
    assert verdict.verdict == "refuted"
    assert verdict.counterexample is not None
    return verdict.counterexample


def rule_of(rule: Rule) -> Mechanism:
    return Mechanism("rule", "rule", rule, "", "", (RHO,))


@pytest.mark.parametrize("law", [law for law in LAWS if law not in BROKEN_BY_ROUNDING])
def test_every_law_of_order_holds_of_msb_in_doubles(law: str, solver: Solver) -> None:
    verdict = in_float64(law, MSB, solver)
    assert (verdict.verdict, verdict.scope.bidders, verdict.scope.arithmetic) == ("proved", "any", "float64")


@pytest.mark.parametrize("law", sorted(BROKEN_BY_ROUNDING))
def test_a_scale_that_rounds_loses_the_winner(law: str, solver: Solver) -> None:
    verdict = in_float64(law, MSB, solver)
    found = found_in(verdict)
    assert (found.bids, found.parameters["rho"], found.variables["theta"]) == (
        ["1.3500000000000003", "0.9"],
        "1.5",
        "3.0",
    )
    bids = np.array([float(bid) for bid in found.bids])
    assert MSB.bind(rho=1.5)(bids).wins.tolist() == [True, False]
    assert MSB.bind(rho=1.5)(3.0 * bids).wins.tolist() == [False, False]


@pytest.mark.parametrize(
    "law",
    ["homogeneous", pytest.param("adverse-selection-free", marks=pytest.mark.slow)],  # half a second of a solver
)
def test_a_scale_that_is_a_power_of_two_keeps_the_winner(law: str, solver: Solver) -> None:
    verdict = in_float64(law, MSB, solver, powers_of_two=True)
    assert verdict.verdict == "proved"
    assert verdict.scope.parameters["theta"] == "2^k without under- or overflow"


def test_a_reserve_does_not_scale_by_powers_of_two_either(solver: Solver) -> None:
    verdict = in_float64("homogeneous", MECHANISMS["second-price-reserve"], solver, powers_of_two=True)
    assert verdict.verdict == "refuted"
    assert float(str(found_in(verdict).variables["theta"])) in (0.25, 0.5, 2.0, 4.0)


def there_and_back(bids: Vector, rho: Number) -> Outcome:
    price = (rho * max_of_others(bids)) / rho
    wins = bids > price
    return Outcome(wins, where(wins, price, 0))


def two_orders(bids: Vector, rho: Number) -> Outcome:
    first, second = max_of_others(bids), highest_of_others(bids, 2)
    wins = bids > (first + 0.1 * rho) + second
    return Outcome(wins, where(wins, first + (0.1 * rho + second), 0))


def two_products(bids: Vector, rho: Number) -> Outcome:
    top = max_of_others(bids)
    wins = bids > rho * rho * top
    return Outcome(wins, where(wins, rho * (rho * top), 0))


def with_an_offset(bids: Vector, rho: Number) -> Outcome:
    wins = first_of(bids + rho >= highest(bids) + rho)
    return Outcome(wins, where(wins, max_of_others(bids), 0))


@pytest.mark.parametrize(
    ("rule", "law"),
    [
        (there_and_back, "single-winner"),
        pytest.param(two_orders, "critical-payment", marks=pytest.mark.slow),
        pytest.param(two_products, "critical-payment", marks=pytest.mark.slow),
        (with_an_offset, "individually-rational"),
    ],
)
def test_a_law_that_only_reals_have_is_never_proved_in_doubles(rule: Rule, law: str, solver: Solver) -> None:
    mechanism = rule_of(rule)
    verdict = in_float64(law, mechanism, solver)
    found = found_in(verdict)
    variables: dict[str, Any] = {"bids": exact([Fraction(float(bid)) for bid in found.bids])}
    variables |= {n: v if isinstance(v, int) else Fraction(float(str(v))) for n, v in found.variables.items()}
    rho = Fraction(float(str(found.parameters["rho"])))
    assert replay.counterexample(LAWS[law], in_doubles(mechanism), {"rho": rho}, variables) is not None


@pytest.mark.parametrize(("rule", "law"), [(there_and_back, "single-winner"), (two_products, "critical-payment")])
def test_the_same_laws_hold_over_the_reals(rule: Rule, law: str, solver: Solver) -> None:
    assert prove(LAWS[law], rule_of(rule), solver=solver).verdict == "proved"


def test_two_winners_of_a_weighted_auction_exist_in_doubles_alone(solver: Solver) -> None:
    weighted = MECHANISMS["weighted-second-price"]
    assert prove(LAWS["single-winner"], weighted, solver=solver).verdict == "proved"
    verdict = in_float64("single-winner", weighted, solver)
    assert verdict.verdict == "refuted"
    assert found_in(verdict).outcomes[0].wins == [True, True]


def overflows(bids: Vector, rho: Number) -> Outcome:
    price = (rho * rho) * max_of_others(bids)  # infinity times 0 where rho is 1e200 and nobody else bids
    wins = bids > price
    return Outcome(wins, where(wins, price, 0))


def test_what_may_be_no_number_is_not_proved(solver: Solver) -> None:
    assert in_float64("single-winner", rule_of(overflows), solver).verdict == "unknown"


def test_what_is_no_number_for_no_rho_of_the_domain_is_proved(solver: Solver) -> None:
    bounded = Mechanism("m", "m", overflows, "", "", (Parameter("rho", Interval(1, 10), "bounded"),))
    assert in_float64("single-winner", bounded, solver).verdict == "proved"


def test_a_price_that_overflows_wins_for_nobody() -> None:
    with np.errstate(over="ignore"):
        outcome = MSB.bind(rho=1e200)(np.array([1e300, 1e299]))
    assert outcome.wins.tolist() == [False, False]
    assert outcome.payments.tolist() == [0, 0]


def a_third(bids: Vector, rho: Number) -> Outcome:
    price = rho * max_of_others(bids) * Fraction(1, 3)
    wins = bids > price
    return Outcome(wins, where(wins, price, 0))


def test_a_constant_that_is_no_double_is_refused(solver: Solver) -> None:
    verdict = in_float64("individually-rational", rule_of(a_third), solver)
    assert verdict.verdict == "unknown"
    assert "expected doubles in a rounded operation, and 0.3333333333333333 is not exactly one" in (
        verdict.reason or ""
    )


def test_a_rule_that_reads_itself_has_no_doubles() -> None:
    with pytest.raises(ValueError, match="expected the reals for a rule that reads itself, got float64"):
        prove(LAWS["monotone"], MSB, differs=lambda _: None, numbers=Doubles())


@pytest.mark.parametrize("id", MECHANISMS)
def test_symbols_round_as_numpy_does(id: str) -> None:
    mechanism = in_doubles(MECHANISMS[id])
    assert disagreement(mechanism, mechanism, Doubles().inside) is None


@pytest.mark.parametrize("seed", range(3))
def test_constant_symbols_compute_what_numpy_computes(seed: int) -> None:
    random = np.random.default_rng(seed)
    for _ in range(200):
        a, b = random.lognormal(0, 20, 2)
        x, y = Double(real(a)), Double(real(b))
        for symbol, double in ((x + y, a + b), (x - y, a - b), (x * y, a * b), (x / y, a / b), (2 * x, 2 * a)):
            assert type(symbol) is Double
            assert symbol.term.data == Fraction(double)


def test_a_double_among_reals_stays_one() -> None:
    x, one = Double(variable("x", "Real")), Symbol(variable("y", "Real"))
    for number in (x + one, one + x, one * x, one / x, x / one, 1 - x, -x):
        assert type(number) is Double


def test_nearest_ties_to_even_and_overflows() -> None:
    assert nearest(Fraction(2**53 + 1)) == 2**53
    assert nearest(-(Fraction(10) ** 400)) == -nearest(Fraction(10) ** 400) < -(2**1024)


def test_an_infinite_payment_is_compared_with_nothing() -> None:
    def doubled(bids: Vector, rho: Number) -> Outcome:
        return Outcome(bids > max_of_others(bids), bids * rho)

    bids = {"bids": exact([Fraction(1e300), Fraction(1)]), "i": 0}
    assert replayed(LAWS["individually-rational"], rule_of(doubled), {"rho": Fraction(1e200)}, bids) is None
    assert replayed(LAWS["individually-rational"], rule_of(doubled), {"rho": Fraction(2)}, bids) is not None
