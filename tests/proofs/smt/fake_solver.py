"""A solver that misbehaves in the way its argument names. It speaks the protocol by hand, to be able to break it."""

from __future__ import annotations

import ctypes
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from strategyproof.proofs.child.messages import Question, read_question, reply_line

UNSAT: dict[str, Any] = {"status": "unsat", "spent": 1, "seconds": 0.0}
UNKNOWN: dict[str, Any] = {**UNSAT, "status": "unknown"}
FOR_EVER = 600.0

Misbehaviour = Callable[[Question], None]
MODES: dict[str, Misbehaviour] = {}
asked_before: list[Question] = []


def mode(behave: Misbehaviour) -> Misbehaviour:
    MODES[behave.__name__] = behave
    return behave


def honest(asked: Question) -> dict[str, Any]:
    from strategyproof.proofs.smt import z3_worker

    return z3_worker.answer(json.loads(asked.text))


def observed(asked: Question) -> list[str]:
    names: list[str] = json.loads(asked.text)["observe"]
    return names


def say(*lines: bytes) -> None:
    os.write(1, b"".join(lines))


def line(message: Any) -> bytes:
    return json.dumps(message).encode() + b"\n"


def reply(asked: Question, content: Any) -> None:
    say(line({"number": asked.number, "sha256": asked.sha256, "reply": content}))


# --- another answer than the one asked for ---------------------------------------------------------------------------


@mode
def says_one_line_too_many(asked: Question) -> None:
    say(reply_line(asked, honest(asked)), line(UNSAT))


@mode
def says_one_line_before_it_answers(asked: Question) -> None:
    say(line(UNSAT))
    time.sleep(0.2)
    reply(asked, honest(asked))


@mode
def answers_the_next_question_in_advance(asked: Question) -> None:
    reply(asked, honest(asked))
    time.sleep(0.05)
    say(reply_line(asked._replace(number=asked.number + 1), UNSAT))


@mode
def answers_twice(asked: Question) -> None:
    reply(asked, honest(asked))
    time.sleep(0.05)
    reply(asked, UNSAT)


@mode
def repeats_its_first_reply(asked: Question) -> None:
    reply(asked_before[0] if asked_before else asked, UNSAT if asked_before else honest(asked))


@mode
def swaps_two_replies(asked: Question) -> None:
    if asked_before:
        reply(asked, honest(asked_before[-1]))
    else:
        reply(asked._replace(number=asked.number + 1), UNSAT)


@mode
def echoes_a_wrong_hash(asked: Question) -> None:
    reply(asked._replace(sha256="0" * 64), UNSAT)


@mode
def echoes_a_wrong_number(asked: Question) -> None:
    reply(asked._replace(number=asked.number - 1), UNSAT)


@mode
def echoes_the_number_as_text(asked: Question) -> None:
    say(line({"number": str(asked.number), "sha256": asked.sha256, "reply": UNSAT}))


@mode
def echoes_nothing(asked: Question) -> None:
    say(line(UNSAT))


# --- no such message -------------------------------------------------------------------------------------------------


@mode
def says_maybe(asked: Question) -> None:
    reply(asked, {**UNSAT, "status": "maybe"})


@mode
def says_no_status(asked: Question) -> None:
    reply(asked, {"spent": 1, "seconds": 0.0})


@mode
def says_more_than_it_may(asked: Question) -> None:
    reply(asked, {**UNSAT, "certain": True})


@mode
def replies_with_a_list(asked: Question) -> None:
    reply(asked, ["unsat"])


@mode
def says_a_list(asked: Question) -> None:
    say(line([asked.number, asked.sha256, UNSAT]))


@mode
def says_no_json(asked: Question) -> None:
    say(b"unsat\n")


@mode
def says_no_utf8(asked: Question) -> None:
    say(b'{"status": "\xff\xfeunsat"}\n')


@mode
def says_an_empty_line(asked: Question) -> None:
    say(b"\n")


@mode
def says_a_key_twice(asked: Question) -> None:
    text = reply_line(asked, UNSAT).decode()
    say(text.replace('"status": "unsat"', '"status": "sat", "status": "unsat"').encode())


@mode
def says_a_hundred_thousand_brackets(asked: Question) -> None:
    say(b"[" * 100_000 + b"\n")


@mode
def says_a_number_of_ten_thousand_digits(asked: Question) -> None:
    say(b'{"number": ' + b"1" * 10_000 + b"}\n")


@mode
def took_less_than_no_time(asked: Question) -> None:
    reply(asked, {**UNSAT, "seconds": -1.0})


@mode
def took_no_number_of_seconds(asked: Question) -> None:
    reply(asked, {**UNSAT, "seconds": float("nan")})


@mode
def gives_a_cause_with_unsat(asked: Question) -> None:
    reply(asked, {**UNSAT, "cause": "budget"})


@mode
def gives_no_cause_with_unknown(asked: Question) -> None:
    reply(asked, UNKNOWN)


@mode
def gives_a_cause_of_its_own(asked: Question) -> None:
    reply(asked, {**UNKNOWN, "cause": "tired"})


# --- models ----------------------------------------------------------------------------------------------------------


@mode
def gives_a_model_with_unsat(asked: Question) -> None:
    reply(asked, {**UNSAT, "model": {"observed x": "1"}})


@mode
def gives_a_model_of_something_else(asked: Question) -> None:
    reply(asked, {**UNSAT, "status": "sat", "model": {"x": "1"}})


@mode
def gives_a_model_without_values(asked: Question) -> None:
    said = honest(asked)
    reply(asked, {**said, "model": {}} if said["status"] == "sat" and observed(asked) else said)


@mode
def gives_values_that_are_no_numerals(asked: Question) -> None:
    said = honest(asked)
    values = dict.fromkeys(observed(asked), "1e999999999")
    reply(asked, {**said, "model": values} if said["status"] == "sat" else said)


@mode
def refutes_everything(asked: Question) -> None:
    reply(asked, {**UNSAT, "status": "sat", "model": dict.fromkeys(observed(asked), "0")})


@mode
def proves_everything(asked: Question) -> None:
    reply(asked, UNSAT)


# --- no answer -------------------------------------------------------------------------------------------------------


@mode
def hangs(asked: Question) -> None:
    time.sleep(FOR_EVER)


@mode
def spins(asked: Question) -> None:
    while True:
        pass


@mode
def spins_and_never_lets_go_of_the_lock(asked: Question) -> None:
    re.fullmatch(r"(a|a)+b", "a" * 60)


@mode
def stops_itself(asked: Question) -> None:
    os.kill(os.getpid(), signal.SIGSTOP)


@mode
def answers_late(asked: Question) -> None:
    time.sleep(asked.seconds + 0.2)
    reply(asked, UNSAT)


@mode
def answers_only_half(asked: Question) -> None:
    say(reply_line(asked, UNSAT)[:-1])
    time.sleep(FOR_EVER)


@mode
def leaves_half_an_answer(asked: Question) -> None:
    say(reply_line(asked, UNSAT)[:-1])
    sys.exit(0)


@mode
def ends(asked: Question) -> None:
    sys.exit(0)


@mode
def ends_with_an_error(asked: Question) -> None:
    sys.exit(3)


@mode
def is_killed(asked: Question) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@mode
def aborts(asked: Question) -> None:
    os.abort()


@mode
def reads_where_nothing_is(asked: Question) -> None:
    ctypes.string_at(0)


@mode
def eats_memory(asked: Question) -> None:
    say(reply_line(asked, {"status": "unsat", "padding": bytes(2 << 30).decode()}))


@mode
def closes_its_output(asked: Question) -> None:
    os.close(1)
    time.sleep(FOR_EVER)


@mode
def leaves_a_process_that_holds_the_pipe(asked: Question) -> None:
    subprocess.Popen([sys.executable, "-c", f"import time; time.sleep({FOR_EVER})", *sys.argv[1:]])
    sys.exit(0)


@mode
def floods_its_output(asked: Question) -> None:
    while True:
        say(b"unsat " * 10_000)


@mode
def floods_its_output_with_lines(asked: Question) -> None:
    while True:
        say(line(UNSAT) * 1000)


@mode
def floods_its_errors(asked: Question) -> None:
    while True:
        os.write(2, b"error\n" * 10_000)


@mode
def floods_its_errors_and_answers(asked: Question) -> None:
    os.write(2, b"error\n" * 1_000_000)
    reply(asked, honest(asked))


# --- no start --------------------------------------------------------------------------------------------------------


@mode
def ends_before_it_is_up(asked: Question) -> None:
    raise AssertionError("never asked")


@mode
def greets_as_something_else(asked: Question) -> None:
    raise AssertionError("never asked")


@mode
def reads_nothing(asked: Question) -> None:
    raise AssertionError("never asked")


def main(name: str, memory: int) -> None:
    if memory:
        from strategyproof.proofs.child.serving import limit_memory

        limit_memory(memory)
    if name == "ends_before_it_is_up":
        sys.exit(1)
    for text in sys.stdin.buffer:
        asked = read_question(text)
        if json.loads(asked.text)["do"] == "hello":
            reply(asked, {"prover": "fake"} if name == "greets_as_something_else" else {"solver": "z3 fake"})
            if name == "reads_nothing":
                time.sleep(FOR_EVER)
            continue
        MODES[name](asked)
        asked_before.append(asked)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
