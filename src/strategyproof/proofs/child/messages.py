"""What parent and child say: one JSON object per line, a numbered question and a reply that echoes number and hash.

A reply counts only for the question that it names. So a child that says one line too many, answers in the wrong order
or answers late cannot have a line taken for the answer to another question.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, NamedTuple

LONGEST = 1 << 24
"""Bytes of the longest reply that is read."""

SHOWN = 80
"""Bytes of a reply that an error shows."""


class Malformed(Exception):
    """A line is no message, or answers another question; the text says what was expected and what came."""


class Question(NamedTuple):
    """A question on its way.

    Attributes
    ----------
    number
        1 for the first question that a process is asked.
    sha256
        Of the text, in hexadecimal.
    seconds
        What the answer may take, by the clock.
    text
        The request as JSON.
    """

    number: int
    sha256: str
    seconds: float
    text: str


def question(number: int, request: dict[str, Any], seconds: float) -> Question:
    """Number a request and hash its text."""
    text = json.dumps(request)
    return Question(number, _hash(text), seconds, text)


def question_line(asked: Question) -> bytes:
    """Write a question."""
    return json.dumps(asked._asdict()).encode() + b"\n"


def read_question(line: bytes) -> Question:
    """Read a question, in the child.

    Raises
    ------
    Malformed
        If the text is not the one that was hashed.
    """
    asked = Question(**json.loads(line))
    if asked.sha256 != _hash(asked.text):
        raise Malformed(f"expected a text whose SHA-256 is {asked.sha256}, got one with {_hash(asked.text)}")
    return asked


def reply_line(asked: Question, reply: dict[str, Any]) -> bytes:
    """Write the reply to a question."""
    return json.dumps({"number": asked.number, "sha256": asked.sha256, "reply": reply}).encode() + b"\n"


def read_reply(line: bytes, asked: Question) -> dict[str, Any]:
    """Read the reply to a question, in the parent.

    Raises
    ------
    Malformed
        If the line is no reply, or the reply to another question.
    """
    try:
        message = json.loads(line, object_pairs_hook=_without_doubles)
    except (ValueError, RecursionError) as error:  # not UTF-8, no JSON, a number of 5,000 digits, 100,000 brackets
        raise Malformed(f"expected one JSON object, got {shown(line)} ({type(error).__name__})") from None
    if not isinstance(message, dict) or message.keys() != {"number", "sha256", "reply"}:
        raise Malformed(f"expected an object of number, sha256 and reply, got {shown(line)}")
    if type(message["number"]) is not int or message["number"] != asked.number:
        raise Malformed(f"expected the reply to question {asked.number}, got one to {message['number']!r}")
    if message["sha256"] != asked.sha256:
        raise Malformed(f"expected the reply to the text with SHA-256 {asked.sha256}, got {message['sha256']!r}")
    if not isinstance(message["reply"], dict):
        raise Malformed(f"expected a reply that is an object, got {shown(line)}")
    reply: dict[str, Any] = message["reply"]
    return reply


def shown(line: bytes) -> str:
    """Show the beginning of a line that was not expected."""
    return repr(bytes(line[:SHOWN]))[1:] + (f" and {len(line) - SHOWN} bytes more" if len(line) > SHOWN else "")


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse an object that says a thing twice: which one counts is not for the reader to choose."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
