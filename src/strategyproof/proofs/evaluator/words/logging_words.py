"""``logging``: muted, as ``print`` is. What a program logs changes no outcome; what it asks its loggers might.

Whether a message is made at all hangs on levels that are set elsewhere, so an object whose own method would make it is
refused: that method could do more than write.
"""

from __future__ import annotations

import logging
from typing import Any

from strategyproof.proofs.evaluator import text
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.table import constant, method, word
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term


class Logger:
    """A logger, handler or formatter: nothing comes back from it."""


LOGGER = Logger()
LEVELS = ("debug", "info", "warning", "warn", "error", "critical", "exception", "fatal")

for _level in ("CRITICAL", "FATAL", "ERROR", "WARNING", "WARN", "INFO", "DEBUG", "NOTSET"):
    constant(f"logging.{_level}", getattr(logging, _level))


@word("logging.getLogger", "logging.StreamHandler", "logging.NullHandler", "logging.Formatter")
def _logger(_ev: Evaluator, *_args: Any, **_named: Any) -> Any:
    return LOGGER


@word("logging.basicConfig", "logging.disable", "logging.captureWarnings")
def _configured(_ev: Evaluator, *_args: Any, **_named: Any) -> None:
    return None


@method(Logger, name="setLevel")
@method(Logger, name="addHandler")
@method(Logger, name="removeHandler")
@method(Logger, name="setFormatter")
def _set(ev: Evaluator, _own: Logger, part: Any) -> None:
    if not isinstance(part, (Logger, int, str)):
        ev.no(f"a logger that uses {ev.described(part)}")


@method(Logger, name="getChild")
def _child(_ev: Evaluator, _own: Logger, _name: Any) -> Any:
    return LOGGER


@method(Logger, name="__bool__")
def _bool(_ev: Evaluator, _own: Logger) -> Term:
    return terms.TRUE


def _logged(ev: Evaluator, message: Any, args: tuple[Any, ...], named: dict[str, Any]) -> None:
    for value in (message, *args, *named.values()):
        if text.runs_code(value):
            ev.no("logging an object by a method of its own", "log its fields")


def _registered(level: str) -> None:
    @word(f"logging.{level}")
    def function(ev: Evaluator, message: Any, *args: Any, **named: Any) -> None:
        _logged(ev, message, args, named)

    @method(Logger, name=level)
    def row(ev: Evaluator, _own: Logger, message: Any, *args: Any, **named: Any) -> None:
        _logged(ev, message, args, named)


for _level in LEVELS:
    _registered(_level)


@word("logging.log")
def _log(ev: Evaluator, _level: Any, message: Any, *args: Any, **named: Any) -> None:
    _logged(ev, message, args, named)


@method(Logger, name="log")
def _log_of(ev: Evaluator, _own: Logger, _level: Any, message: Any, *args: Any, **named: Any) -> None:
    _logged(ev, message, args, named)
