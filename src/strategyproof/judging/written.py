"""A function as ``FILE.py:NAME``; one typed at a prompt or in a notebook is written to a file, with its names."""

from __future__ import annotations

import ast
import builtins
import inspect
import sys
import textwrap
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any

CONSTANTS = (bool, int, float, complex, str, bytes, type(None), Fraction)


def target_of(function: Callable[..., Any], folder: Path) -> str:
    """Return where a function is, as ``FILE.py:NAME``.

    Parameters
    ----------
    function
        Of a module's file, or with a source that Python still has.
    folder
        Where a file is written for a function of the second kind.

    Raises
    ------
    TypeError
        If it has no name or no source, or uses what no file can hold.
    """
    plain = inspect.unwrap(function)
    name = getattr(plain, "__qualname__", "")
    if not isinstance(plain, (FunctionType, type)) or name.endswith("<lambda>"):
        raise TypeError(f"expected a function that def or class has named, got {function!r}; name it")
    if function is not (plain if "<locals>" in name else _found(plain, name)):
        raise TypeError(
            f"expected what {plain.__module__} calls {name!r}, got another object of that name; give it its own"
        )
    file = inspect.getsourcefile(plain)
    if file is not None and file.endswith(".py") and Path(file).is_file() and "<locals>" not in name:
        return f"{file}:{name}"
    path = folder / "written.py"
    path.write_text(_Source().of(plain), encoding="utf-8")
    return f"{path}:{plain.__name__}"


def _found(plain: Any, name: str) -> Any:
    """Return what the module of a function calls by its name."""
    first, *rest = name.split(".")
    names = getattr(plain, "__globals__", None) or vars(sys.modules[plain.__module__])
    found: Any = names.get(first)
    for part in rest:
        found = getattr(found, part, None)
    return found


class _Source:
    """The text of a function and of all that it names, each once, what is needed first."""

    def __init__(self) -> None:
        self._parts: dict[str, str] = {}

    def of(self, function: Any) -> str:
        self._add(function.__name__, function, function.__name__)
        fractions = ["from fractions import Fraction"] if "Fraction(" in "".join(self._parts.values()) else []
        return "\n\n\n".join([*fractions, *self._parts.values()]) + "\n"

    def _add(self, name: str, value: Any, asked: str) -> None:
        if name in self._parts:
            return
        if isinstance(value, ModuleType):
            self._parts[name] = f"import {value.__name__} as {name}"
        elif isinstance(value, (FunctionType, BuiltinFunctionType, type)):
            self._add_definition(name, value, asked)
        elif _is_constant(value):
            self._parts[name] = f"{name} = {value!r}"
        else:
            raise TypeError(
                f"{asked} uses {name!r}, a {type(value).__name__}, which is not written to a file; put both into a file"
            )

    def _add_definition(self, name: str, value: Any, asked: str) -> None:
        home = sys.modules.get(value.__module__)
        if value.__module__ != "__main__" and hasattr(home, value.__name__) and hasattr(home, "__file__"):
            self._parts[name] = f"from {value.__module__} import {value.__name__} as {name}"
            return
        try:
            text = textwrap.dedent(inspect.getsource(value))
        except (OSError, TypeError) as error:
            raise TypeError(f"the source of {name!r} is not there any more; put {asked} into a file") from error
        self._parts[name] = ""  # a function may name itself
        known = _known(value)
        for other in dict.fromkeys(part.id for part in ast.walk(ast.parse(text)) if isinstance(part, ast.Name)):
            if other in known:
                self._add(other, known[other], asked)
        del self._parts[name]
        self._parts[name] = text.strip()


def _known(value: Any) -> dict[str, Any]:
    """Return what the names of a definition stand for."""
    if isinstance(value, type):
        methods = [own for own in vars(value).values() if isinstance(own, FunctionType)]
        module = vars(sys.modules.get(value.__module__, builtins))
        return {**module, **{name: found for method in methods for name, found in _known(method).items()}}
    return {**value.__globals__, **inspect.getclosurevars(value).nonlocals}


def _is_constant(value: Any) -> bool:
    if isinstance(value, (tuple, list, set, frozenset)):
        return all(map(_is_constant, value))
    if isinstance(value, dict):
        return all(map(_is_constant, value)) and all(map(_is_constant, value.values()))
    return isinstance(value, CONSTANTS) and type(value) in CONSTANTS
