"""Rules and laws as Gallina: the text says what the source says, refuses the rest, and Coq accepts only what holds."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest

from strategyproof.mechanism import vocabulary
from strategyproof.mechanism.arrays import exact
from strategyproof.mechanism.law import Bidder, Bids
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.outcome import Outcome
from strategyproof.mechanism.parameter import Interval, Parameter
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.paper.plan import BREAKS, expectations
from strategyproof.proofs.kernel import project, statements, text
from strategyproof.proofs.kernel.coqc import Coq
from strategyproof.proofs.kernel.record import ALLOWED, Checked

KERNEL = Path(text.__file__).parent
COQ = pytest.mark.skipif(shutil.which("coqc") is None, reason="needs coqc: apt-get install coq")


def rule(function: Callable[..., Any], *parameters: Parameter, id: str = "mine") -> Mechanism:
    return Mechanism(id, "Mine", function, "A rule of the tests.", "", parameters)


def test_the_strategy_proof_statement_has_six_lines_and_reads_as_the_law() -> None:
    said = statements.law_definition(LAWS["strategy-proof"]).splitlines()[:6]
    assert said[:5] == [
        "Definition strategy_proof (wins : nat -> vector -> nat -> bool) (pays : nat -> vector -> nat -> R) : Prop :=",
        "  forall (n : nat) (bids : vector) (i : nat) (lie : R),",
        "  (1 <= n)%nat -> at_least_zero n bids -> (i < n)%nat -> 0 <= lie ->",
        "  let market1 := replaced bids i lie in",
        "  ((if wins n bids i then bids i else 0) - pays n bids i >=? "
        "(if wins n market1 i then bids i else 0) - pays n market1 i) = true.",
    ]
    assert said[5].startswith("Lemma strategy_proof_speaks")


def test_msb_reads_as_equations_14_and_15() -> None:
    said = statements.definitions(MECHANISMS["msb"])
    assert "  bids i >? rho * max_of_others n bids i.\n" in said
    assert "  if bids i >? rho * max_of_others n bids i then rho * max_of_others n bids i else 0.\n" in said


def test_a_division_comes_with_a_lemma_that_the_divisor_is_never_0() -> None:
    said = statements.definitions(MECHANISMS["weighted-second-price"])
    assert "forall k1, (k1 < n)%nat -> weights k1 <> 0." in said


def _branches(bids: Any) -> Outcome:
    return Outcome(bids > 0, 0 * bids) if bids > 0 else Outcome(bids > 1, bids)


REFUSED: dict[str, tuple[Callable[..., Any], str]] = {
    "a branch": (_branches, "cannot choose a branch"),
    "an entry": (lambda bids: Outcome(bids > bids[0], bids), "position 0 is not there"),
    "a truth value as a number": (lambda bids: Outcome(bids > 0, (bids > 0) * bids), "expected a number"),
    "a number as a truth value": (lambda bids: Outcome(bids, bids), "expected a truth value"),
    "a payment that is no vector": (lambda bids: Outcome(bids > 0, 0), "is no vector"),
    "an odd rank": (lambda bids: Outcome(bids > vocabulary.highest(bids, 0), bids), "expected a rank"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_has_no_text_is_refused(case: str) -> None:
    function, why = REFUSED[case]
    with pytest.raises(text.NoText, match=why):
        statements.definitions(rule(function))


def test_an_unknown_word_is_refused_and_not_read_as_another() -> None:
    with pytest.raises((text.NoText, AttributeError, TypeError)):
        statements.definitions(rule(lambda bids: Outcome(bids > 0, abs(bids))))


@pytest.mark.parametrize("name", ["n", "bids", "forall", "Rho", "k1", "market1", "replaced", "ρ"])
def test_a_parameter_whose_name_may_mean_something_else_in_coq_is_refused(name: str) -> None:
    takes = rule(lambda bids, **values: Outcome(bids > 0, bids), Parameter(name, Interval(0), ""))
    with pytest.raises(text.NoText, match="expected a name of lower-case letters"):
        statements.definitions(takes)


def test_a_definition_that_nobody_would_read_is_refused() -> None:
    def doubles(bids: Any) -> Outcome:
        price = bids
        for _ in range(40):
            price = price + price
        return Outcome(bids > price, bids)

    with pytest.raises(text.NoText, match="more than 20000 characters"):
        statements.definitions(rule(doubles))


def test_a_law_that_divides_is_refused() -> None:
    divides = replace(
        LAWS["monotone"], holds=lambda auction, bids, i: bids[i] / bids[i] == 1, variables=(Bids(), Bidder("i"))
    )
    with pytest.raises(text.NoText, match="divides"):
        statements.law_definition(divides)


def test_a_rule_that_is_none_in_the_vocabulary_is_left_out_with_the_reason() -> None:
    spies = rule(lambda bids: Outcome(bids > len(str(type(bids))), bids), id="spies")
    export = project.project([(spies, LAWS["monotone"])])
    assert "Rule_spies.v" not in export.files
    assert "Coq covers rules in the vocabulary" in export.manifest.left_out["spies"]


@pytest.mark.parametrize("title", ["*) Axiom bad : False. (*", "one\nAxiom bad : False.\ntwo", 'a "quote', "(* nested"])
def test_a_title_says_nothing_to_coq(title: str) -> None:
    told = project.rule_file(replace(MECHANISMS["msb"], title=title), [LAWS["monotone"]]).splitlines()
    assert told[1:] == project.rule_file(MECHANISMS["msb"], [LAWS["monotone"]]).splitlines()[1:]
    assert told[0].startswith("(* ")
    assert told[0].count("*)") == told[0].count("(*") == 1
    assert '"' not in told[0]


def test_the_tracer_is_short() -> None:
    """It must be believed, with the prelude's definitions and Coq: what is traced, and the statements of it."""
    assert sum(_lines(KERNEL / name) for name in ("text.py", "words.py", "statements.py")) <= 250


def _lines(file: Path) -> int:
    """Count the lines of code: neither empty, nor a comment, nor a docstring, nor an import."""
    source = file.read_text("utf-8")
    told: set[int] = set()
    for node in ast.walk(ast.parse(source)):
        is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if isinstance(node, (ast.Expr, ast.Import, ast.ImportFrom)) and (is_text or not isinstance(node, ast.Expr)):
            told |= set(range(node.lineno, (node.end_lineno or 0) + 1))
    lines = enumerate(source.splitlines(), 1)
    return sum(1 for at, line in lines if line.strip() and not line.strip().startswith("#") and at not in told)


def test_no_file_of_ours_assumes_anything() -> None:
    said = "".join(file.read_text("utf-8") for file in (KERNEL / "coq").glob("*.v"))
    assert not re.search(r"\b(Admitted|admit|Axiom|Parameter|Conjecture|Hypotheses)\b", said)


def _project(directory: Path, *, everything: bool, extra: dict[str, str] | None = None) -> list[Checked]:
    claims = [claim for claim in expectations(everything=everything) if claim.expected == "holds"]
    export = project.project((MECHANISMS[c.mechanism], LAWS[c.law]) for c in claims)
    if everything:
        assert export.manifest.count == len(claims) - len(project.BEYOND) >= 220
    files = export.files | (extra or {})
    for name, content in files.items():
        (directory / name).write_text(content, "utf-8")
    with Coq() as coq:
        return coq.check(directory, list(files))


@COQ
@pytest.mark.slow
def test_coq_accepts_every_law_of_every_rule_but_those_listed_and_assumes_only_its_reals(tmp_path: Path) -> None:
    found = _project(tmp_path, everything=True)
    assert [checked for checked in found if not checked.is_proof] == []
    assert {axiom for checked in found for axiom in checked.axioms} <= ALLOWED


@COQ
@pytest.mark.slow
def test_coq_accepts_no_law_that_is_refuted(tmp_path: Path) -> None:
    tried = {}
    for id, laws in BREAKS.items():
        lines = ["Require Import Laws.\n", statements.definitions(MECHANISMS[id])]
        for law in laws:
            head, proof, _ = statements.theorem(LAWS[law], MECHANISMS[id]).split("\n")
            tactic = proof.removeprefix("Proof. ").removesuffix(". Qed.")
            lines.append(f"{head}\nProof. Fail timeout 5 (solve [{tactic}]). Abort.")
        tried[f"Refuted_{id.replace('-', '_')}.v"] = "\n".join(lines)
    assert sum(map(len, BREAKS.values())) == 39
    found = _project(tmp_path, everything=False, extra=tried)
    assert [checked for checked in found if checked.error] == []


@COQ
@pytest.mark.slow
def test_the_words_of_the_prelude_give_what_the_arrays_give_at_1000_markets(tmp_path: Path) -> None:
    random, rows = Random(20261125), []
    for _ in range(1000):
        n, rank, place = random.randint(1, 7), random.randint(1, 3), random.randint(0, 6)
        bids = [Fraction(random.randint(-2, 6), random.choice([1, 2, 3])) for _ in range(n)]
        values = exact(bids)
        others, first = vocabulary.highest_of_others(values, rank), vocabulary.first_of(values > 1)
        replaced = vocabulary.replaced(values, place % n, Fraction(5, 2))
        longer = vocabulary.extended(values, replaced)
        numbers = [vocabulary.highest(values, rank), *others, *replaced, *longer]
        numbers += [*vocabulary.swapped(values, 0, place % n), *vocabulary.alone(values, place % n, Fraction(5, 2))]
        truths = [bool(vocabulary.any_of(values > 1)), *map(bool, first)]
        rows.append(
            f"row {rank} {n} {place % n} [{_listed(map(_rational, bids))}] [{_listed(map(_rational, numbers))}]"
        )
        rows[-1] += f" [{_listed(str(truth).lower() for truth in truths)}]"
    markets = f"{MARKETS}\nExample agrees : forallb (fun b => b) [{_listed(rows)}] = true.\n"
    extra = {"Rationals.v": (KERNEL / "coq" / "Rationals.v").read_text("utf-8")}
    extra["Markets.v"] = markets + "Proof. vm_compute. reflexivity. Qed.\nPrint Assumptions agrees.\n"
    found = {checked.file: checked for checked in _project(tmp_path, everything=False, extra=extra)}
    assert found["Rationals.v"].error is None
    assert found["Markets.v"].error is None
    (tmp_path / "Wrong.v").write_text(re.sub(r"= true", "= false", markets) + "Proof. vm_compute. reflexivity. Qed.\n")
    ran = subprocess.run(["coqc", "Wrong.v"], cwd=tmp_path, capture_output=True, check=False)
    assert ran.returncode != 0


MARKETS = """Require Import Rationals.
Definition at_ (l : list Q) (k : nat) : Q := nth k l 0%Q.
Definition row (rank n i : nat) (bids numbers : list Q) (truths : list bool) : bool :=
  let v := at_ bids in
  let over := fun k => negb (Qle_bool (v k) 1%Q) in
  let new := replaced v i (5 # 2)%Q in
  let all := fun (m : nat) (f : nat -> Q) => map f (seq 0 m) in
  let said := Vocabulary.highest Q 0%Q geb_Q rank n v
    :: all n (Vocabulary.highest_of_others Q 0%Q geb_Q rank n v) ++ all n new
    ++ all (n + n)%nat (extended n v new) ++ all n (swapped v 0 i) ++ all n (Vocabulary.alone Q 0%Q i (5 # 2)%Q) in
  Nat.eqb (length said) (length numbers) && forallb (fun p => Qeq_bool (fst p) (snd p)) (combine said numbers)
  && Nat.eqb (length truths) (S n)
  && forallb (fun p => Bool.eqb (fst p) (snd p)) (combine (any_of n over :: map (first_of over) (seq 0 n)) truths)."""


def _rational(value: Any) -> str:
    number = Fraction(value)
    return f"({number.numerator} # {number.denominator})%Q"


def _listed(parts: Any) -> str:
    return "; ".join(parts)
