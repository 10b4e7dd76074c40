"""The source of a rule as text: of a mechanism that ships, with what it calls, and of a function in a user's file."""

from __future__ import annotations

import ast
import inspect
import textwrap
from pathlib import Path
from types import FunctionType
from typing import Any

from strategyproof.mechanism import rules
from strategyproof.mechanism.mechanism import Mechanism

LONGEST = 200
"""Lines of a user's function that a page shows at most."""


def rule_text(mechanism: Mechanism) -> str:
    """Return the source of a rule and of the functions of its own room that it calls, in the order of their files."""
    found: dict[FunctionType, str] = {}
    _follow(inspect.unwrap(mechanism.rule), "", found)
    placed = sorted(found, key=lambda function: (function.__code__.co_filename, function.__code__.co_firstlineno))
    return "\n\n".join(filter(None, (_text(function, found[function]) for function in placed)))


def _follow(rule: Any, name: str, known: dict[FunctionType, str]) -> None:
    """Remember a function, and what it names: in its closure, and among its module's names."""
    if not isinstance(rule, FunctionType) or rule in known or not rule.__module__.startswith(rules.__name__):
        return
    known[rule] = name
    closed = inspect.getclosurevars(rule).nonlocals
    for called in rule.__code__.co_names:
        _follow(rule.__globals__.get(called), called, known)
    for called in rule.__code__.co_freevars:
        _follow(closed.get(called), called, known)


def _text(function: FunctionType, name: str) -> str:
    """Return the source of a function, and the name under which it is called where that is another."""
    try:
        text = textwrap.dedent(inspect.getsource(function)).strip().removesuffix(",")
    except (OSError, TypeError):
        return ""
    if function.__name__ == "<lambda>":
        return f"{name} = {text}" if name and text.startswith("lambda") else text
    return text if name in ("", function.__name__) else f"{text}\n\n{name} = {function.__name__}"


def function_text(file: Path, line: int) -> str:
    """Return the function that begins at a line of a file, decorators included; empty where there is none."""
    try:
        text = file.read_text(encoding="utf-8")
        tree = ast.parse(text)
    except (OSError, SyntaxError, ValueError):
        return ""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            if line in (first, node.lineno):
                return _shortened(text.splitlines()[first - 1 : node.end_lineno])
    return ""


def _shortened(lines: list[str]) -> str:
    left_out = len(lines) - LONGEST
    return "\n".join(lines if left_out <= 0 else [*lines[:LONGEST], f"# ... and {left_out} lines more"])
