"""Why a question has no answer: a closed set of causes, each with its sentence."""

from __future__ import annotations

from strategyproof.mechanism.grounds import Unanswered

SENTENCES: dict[Unanswered, str] = {
    "budget": "{by} used up its {detail}",
    "time": "{by} did not answer within {detail} and was ended",
    "memory": "{by} ran out of memory, of which it may use {detail}",
    "killed": "{by} was killed ({detail}) before it answered",
    "crash": "{by} ended before it answered ({detail})",
    "protocol": "{by} broke the protocol, so its answer does not count: {detail}",
    "start": "{by} does not start: {detail}",
    "text": "{by} cannot read the question: {detail}",
    "incomplete": "{by} cannot decide the question: {detail}",
    "solvers-disagree": "{by} contradict each other: {detail}",
}


def sentence(cause: Unanswered, by: str, detail: str) -> str:
    """Say what happened.

    >>> sentence("time", "z3 5.4.1", "30 s")
    'z3 5.4.1 did not answer within 30 s and was ended'
    """
    return SENTENCES[cause].format(by=by, detail=detail)


class NoAnswer(Exception):
    """A child process gave no answer that counts.

    Attributes
    ----------
    cause
        What happened.
    detail
        The signal, the exit code, the deadline, or where the protocol was broken.
    """

    def __init__(self, cause: Unanswered, detail: str) -> None:
        super().__init__(sentence(cause, "the process", detail))
        self.cause, self.detail = cause, detail
