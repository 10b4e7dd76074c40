"""However a solver's process misbehaves, no verdict is wrong: it is ``unknown``, for the reason that is true."""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path

import pytest

from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.verdict import Verdict
from strategyproof.proofs import Budget, Solver, prove
from strategyproof.proofs.smt import terms
from tests.proofs.smt.fake_solver import MODES

FAKE = Path(__file__).with_name("fake_solver.py")
PATIENT = Budget(seconds=120.0)
HASTY = Budget(seconds=0.1)
"""For what never answers: the clock must run out, and on a busy machine it does so all the more."""

TRUE = {
    ("second-price", "strategy-proof"): "proved",
    ("first-price", "strategy-proof"): "refuted",
    ("first-price", "not-vacuous"): "proved",
}

MORE = "expected one line, got more after it"
NO_MESSAGE = "expected an object of number, sha256 and reply"
LATE = "did not answer within 0.1 s and was ended"

EXPECTED = {
    "says_one_line_too_many": ("protocol", f"{MORE}|{NO_MESSAGE}"),
    "says_one_line_before_it_answers": ("protocol", f"{NO_MESSAGE}|{MORE}"),
    "answers_the_next_question_in_advance": (
        "protocol",
        f"expected the reply to the text with SHA-256|{MORE}",
    ),
    "answers_twice": ("protocol", f"expected the reply to question 3, got one to 2|{MORE}"),
    "repeats_its_first_reply": ("protocol", "expected the reply to question 3, got one to 2"),
    "swaps_two_replies": ("protocol", "expected the reply to question 2, got one to 3"),
    "echoes_a_wrong_hash": ("protocol", "expected the reply to the text with SHA-256 [0-9a-f]{64}, got '0000"),
    "echoes_a_wrong_number": ("protocol", "expected the reply to question 2, got one to 1"),
    "echoes_the_number_as_text": ("protocol", "expected the reply to question 2, got one to '2'"),
    "echoes_nothing": ("protocol", NO_MESSAGE),
    "says_maybe": ("protocol", "Invalid enum value 'maybe'"),
    "says_no_status": ("protocol", "missing required field `status`"),
    "says_more_than_it_may": ("protocol", "unknown field `certain`"),
    "replies_with_a_list": ("protocol", "expected a reply that is an object"),
    "says_a_list": ("protocol", NO_MESSAGE),
    "says_no_json": ("protocol", r"expected one JSON object, got 'unsat' \(JSONDecodeError\)"),
    "says_no_utf8": ("protocol", r"expected one JSON object, got .* \(UnicodeDecodeError\)"),
    "says_an_empty_line": ("protocol", r"expected one JSON object, got '' \(JSONDecodeError\)"),
    "says_a_key_twice": ("protocol", r"expected one JSON object, got .* \(ValueError\)"),
    "says_a_hundred_thousand_brackets": ("protocol", r"99920 bytes more \(RecursionError\)"),
    "says_a_number_of_ten_thousand_digits": ("protocol", r"expected one JSON object, got .* \(ValueError\)"),
    "took_less_than_no_time": ("protocol", r"Expected `float` >= 0.0"),
    "took_no_number_of_seconds": ("protocol", r"Expected `float` >= 0.0|expected one JSON object"),
    "gives_a_cause_with_unsat": ("protocol", "expected a cause with unknown alone, got unsat with budget"),
    "gives_no_cause_with_unknown": ("protocol", "expected a cause with unknown alone, got unknown with None"),
    "gives_a_cause_of_its_own": ("protocol", "Invalid enum value 'tired'"),
    "gives_a_model_with_unsat": ("protocol", "expected values of .* with sat alone, got unsat"),
    "gives_a_model_of_something_else": ("protocol", "expected values of .* with sat alone, got sat"),
    "gives_a_model_without_values": ("protocol", "expected values of .* with sat alone, got sat, {}"),
    "gives_values_that_are_no_numerals": ("protocol", "expected a numeral as the value of .*, got '1e999999999'"),
    "refutes_everything": (None, "none that replays on the real code was found|no bids were found"),
    "hangs": ("time", LATE),
    "spins": ("time", LATE),
    "spins_and_never_lets_go_of_the_lock": ("time", LATE),
    "stops_itself": ("time", LATE),
    "answers_late": ("time", LATE),
    "answers_only_half": ("time", LATE),
    "leaves_half_an_answer": ("crash", r"ended before it answered \(exit code 0\)"),
    "ends": ("crash", r"ended before it answered \(exit code 0\)"),
    "ends_with_an_error": ("crash", r"ended before it answered \(exit code 3\)"),
    "is_killed": ("killed", r"was killed \(SIGKILL\) before it answered"),
    "aborts": ("crash", r"ended before it answered \(SIGABRT\)"),
    "reads_where_nothing_is": ("crash", r"ended before it answered \(SIGSEGV\)"),
    "eats_memory": ("crash", r"ended before it answered \(exit code 1\)"),
    "closes_its_output": ("protocol", "expected a reply, got the end of its output while it runs on"),
    "leaves_a_process_that_holds_the_pipe": ("time", LATE),
    "floods_its_output": ("protocol", "expected a line of at most 16777216 bytes, got 'unsat unsat"),
    "floods_its_output_with_lines": ("protocol", MORE),
    "floods_its_errors": ("time", LATE),
    "ends_before_it_is_up": ("start", "does not start: exit code 1"),
    "greets_as_something_else": ("protocol", "expected a solver's name, got {'prover': 'fake'}"),
    "reads_nothing": ("time", LATE),
}
"""Each way of misbehaving, with the cause and the words that must be found."""

SECONDS_EACH = ("closes_its_output",)
"""Whose end is waited for before it is said that it did not end."""

OF_MODELS = ("gives_a_model_without_values", "gives_values_that_are_no_numerals")
"""Which show only where a model is asked for: small markets on the real code refute these rules without one."""

HARMLESS = ("floods_its_errors_and_answers",)
BEYOND_ONE_SOLVER = ("proves_everything",)


def fake(mode: str, budget: Budget, tag: Path) -> Solver:
    memory = "1073741824" if mode == "eats_memory" else "0"
    return Solver(budget, command=[sys.executable, "-P", str(FAKE), mode, memory, str(tag)])


def gone(tag: Path) -> bool:
    """Wait until no process with this argument lives: what a child leaves behind is killed, not waited for."""
    until = time.monotonic() + 30
    while living(tag):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def living(tag: Path) -> list[str]:
    """Return the processes that were started with this argument and live."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command, state = (process / "cmdline").read_bytes(), (process / "stat").read_text().rpartition(")")[2]
        except OSError:
            continue
        if str(tag).encode() in command and state.split()[0] != "Z":
            found.append(process.name)
    return found


def verdicts(solver: Solver, most: int = len(TRUE)) -> dict[tuple[str, str], Verdict]:
    return {(rule, law): prove(LAWS[law], MECHANISMS[rule], solver=solver) for rule, law in list(TRUE)[:most]}


def test_each_way_of_misbehaving_is_tried() -> None:
    assert set(MODES) == {*EXPECTED, *HARMLESS, *BEYOND_ONE_SOLVER}
    assert len(EXPECTED) >= 14


@pytest.mark.parametrize("mode", OF_MODELS)
def test_a_model_that_is_none_is_no_answer(mode: str, tmp_path: Path) -> None:
    cause, words = EXPECTED[mode]
    x = terms.variable("x", "Real")
    with fake(mode, PATIENT, tmp_path) as solver:
        answer = solver.ask([terms.less(terms.real(0), x)], {"x": x})
        found = verdicts(solver)
    assert (answer.status, answer.cause) == ("unknown", cause)
    assert re.search(words, answer.detail), answer.detail
    assert {key: verdict.verdict for key, verdict in found.items()} == TRUE
    assert gone(tmp_path)


@pytest.mark.parametrize("mode", [mode for mode in EXPECTED if mode not in OF_MODELS])
def test_no_misbehaviour_ends_in_a_wrong_verdict(mode: str, tmp_path: Path) -> None:
    cause, words = EXPECTED[mode]
    with fake(mode, HASTY if cause == "time" else PATIENT, tmp_path) as solver:
        found = verdicts(solver, 1 if mode in SECONDS_EACH else len(TRUE))
    assert {verdict.verdict for key, verdict in found.items() if verdict.verdict != TRUE[key]} == {"unknown"}
    unknown = [verdict for verdict in found.values() if verdict.verdict == "unknown"]
    assert all(verdict.reason for verdict in unknown)
    if cause is not None:
        assert {answer.cause for answer in solver.answers if answer.status == "unknown"} == {cause}
    for verdict in unknown:
        assert re.search(words, verdict.reason or ""), verdict.reason
    assert gone(tmp_path)


def test_a_flood_of_errors_is_no_harm(tmp_path: Path) -> None:
    with fake("floods_its_errors_and_answers", PATIENT, tmp_path) as solver:
        found = verdicts(solver)
    assert {key: verdict.verdict for key, verdict in found.items()} == TRUE


def test_a_single_solver_that_always_lies_is_believed(tmp_path: Path) -> None:
    """One solver's word for "unsatisfiable" is all there is: a second solver, or a proof that is checked, must tell."""
    with fake("proves_everything", PATIENT, tmp_path) as solver:
        assert prove(LAWS["strategy-proof"], MECHANISMS["first-price"], solver=solver).verdict == "proved"


def test_a_program_that_is_not_there_does_not_start() -> None:
    with Solver(command=["/no/such/solver"]) as solver:
        answer = solver.ask_text("(assert true)")
    assert (answer.status, answer.cause) == ("unknown", "start")
    assert answer.reason == "z3 does not start: [Errno 2] No such file or directory: '/no/such/solver'"


def test_a_question_longer_than_a_pipe_holds_does_not_block(tmp_path: Path) -> None:
    with fake("reads_nothing", HASTY, tmp_path) as solver:
        assert solver.ask_text("; comment\n" * 1_000_000).cause == "time"
    assert gone(tmp_path)


@pytest.mark.parametrize("law", ["strategy-proof", "not-vacuous"])
def test_a_reason_names_what_stopped_the_search_for_a_counterexample(law: str, tmp_path: Path) -> None:
    with fake("is_killed", PATIENT, tmp_path) as solver:
        reason = prove(LAWS[law], MECHANISMS["first-price"], solver=solver).reason
    assert reason is not None
    assert reason.endswith("z3 fake was killed (SIGKILL) before it answered")
