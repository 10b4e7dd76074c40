"""The syntax tree of a function that is at hand: of the very code that runs, or of nothing."""

from __future__ import annotations
import __future__

import ast
import inspect
import linecache
import tokenize
from collections.abc import Iterator
from functools import lru_cache
from types import CodeType, FunctionType
from typing import TypeAlias

Definition: TypeAlias = ast.FunctionDef | ast.Lambda


class NotRead(Exception):
    """The source of a function is not at hand, or is not what runs."""


_FUTURE = sum({getattr(__future__, name).compiler_flag for name in __future__.all_feature_names})
"""The flags of a function's code that say which language its file was written in."""

_known: dict[CodeType, Definition] = {}


def definition(function: FunctionType) -> Definition:
    """Return the syntax tree that the function's code was compiled from.

    Raises
    ------
    NotRead
        If no source is at hand, or compiling it does not give this code.
    """
    code = function.__code__
    if code not in _known:
        lines = linecache.getlines(code.co_filename, function.__globals__)
        if not lines:
            raise NotRead("its source is not at hand: define it in a file")
        found = _defined("".join(lines), code) or _defined(_by_itself(lines, code), code)
        if found is None:
            raise NotRead("its source, compiled again, is not the code that runs: was the file changed since?")
        _known[code] = found
    return _known[code]


def read_from(tree: ast.Module, features: int) -> CodeType:
    """Compile a tree that is in no file, and remember which of its definitions each function's code came from."""
    code: CodeType = compile(tree, "<a tree>", "exec", flags=features, dont_inherit=True)
    for found in _all_code(code):
        if (node := _narrowest(tree, found)) is not None:
            _known[found] = node
    return code


def _by_itself(lines: list[str], code: CodeType) -> str:
    """Return the text of one definition on its own lines, for a file that is not Python from end to end (a page)."""
    first = code.co_firstlineno - 1
    try:
        return "\n" * first + "".join(inspect.getblock(lines[first:]))
    except (SyntaxError, tokenize.TokenError):
        return ""


def _defined(text: str, code: CodeType) -> Definition | None:
    compiled = _compiled(text, code.co_flags & _FUTURE)
    if compiled is None or code not in compiled[1]:
        return None
    tree, again = compiled
    return _narrowest(
        tree, again[code]
    )  # the lines and columns of what was compiled here, not what the code says of itself


@lru_cache(maxsize=32)
def _compiled(text: str, features: int) -> tuple[ast.Module, dict[CodeType, CodeType]] | None:
    """Return a module's tree and the code of every function in it; None if it is no Python."""
    try:
        tree = ast.parse(text)
        code = compile(text, "<read again>", "exec", flags=features, dont_inherit=True)
    except (SyntaxError, ValueError):
        return None
    return tree, {found: found for found in _all_code(code)}


def _all_code(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _all_code(constant)


def _narrowest(tree: ast.Module, code: CodeType) -> Definition | None:
    """Return the definition on the code's first line that spans all of its instructions, the innermost of several."""
    named = [node for node in ast.walk(tree) if isinstance(node, Definition) and _may_be(node, code)]
    spanning = [node for node in named if isinstance(node, ast.FunctionDef) or _spans(node.body, code)]
    return spanning[-1] if spanning else None  # walked from the outside in


def _may_be(node: Definition, code: CodeType) -> bool:
    if isinstance(node, ast.Lambda):
        return code.co_name == "<lambda>" and node.lineno == code.co_firstlineno
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    return code.co_name == node.name and first == code.co_firstlineno


def _spans(body: ast.expr, code: CodeType) -> bool:
    """Tell whether every instruction of the code comes from within an expression."""
    start, end = (body.lineno, body.col_offset), (body.end_lineno, body.end_col_offset)
    places = [place for place in code.co_positions() if None not in place and place[2:] != (0, 0)]
    return all(start <= (line, first) and (last, final) <= end for line, last, first, final in places)
