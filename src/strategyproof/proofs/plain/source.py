"""Load a function from a user's file, with builtins that merge cases and rewritten spots that would format or sort."""

from __future__ import annotations

import ast
import difflib
import functools
import importlib.abc
import importlib.machinery
import inspect
import math
import sys
import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from strategyproof.proofs.plain.builtins_for_bids import Mode, shadowed
from strategyproof.proofs.plain.quantity import Symbolic
from strategyproof.proofs.plain.rewrite import Rewrite, marks
from strategyproof.proofs.plain.target import LoadError, split


@dataclass(frozen=True, slots=True)
class Loaded:
    """A user's function.

    Attributes
    ----------
    function
        The function, defined over the shadowed builtins.
    file, line
        Where it is defined.
    mode
        How it runs.
    module
        Its module.
    """

    function: Callable[..., Any]
    file: str
    line: int
    mode: Mode
    module: types.ModuleType

    @property
    def parameters(self) -> dict[str, inspect.Parameter]:
        """Return the parameters after the bids."""
        return dict(list(inspect.signature(self.function).parameters.items())[1:])


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a user's module is loaded: what its builtins are, and what is rewritten beyond :class:`Rewrite`.

    Attributes
    ----------
    mode
        How its functions run.
    builtins
        The builtins that they see.
    rewrite
        Takes the module's tree, before anything else was rewritten, to what rewrites it afterwards.
    """

    mode: Mode
    builtins: Mapping[str, Any]
    rewrite: Callable[[ast.Module], ast.NodeTransformer] | None = None


def load_function(target: str, dialect: Dialect | None = None) -> Loaded:
    """Load ``FILE.py:NAME``.

    Raises
    ------
    LoadError
        If the file does not exist or does not import, or the name is not there or is no function of bids.
    """
    file, name = split(target)
    if dialect is None:
        mode = Mode()
        dialect = Dialect(mode, shadowed(mode))
    module = _module(Path(file), dialect)
    function = _named(module, name, file)
    line = getattr(getattr(function, "__code__", None), "co_firstlineno", 1)
    return Loaded(function, str(Path(file).resolve()), line, dialect.mode, module)


def _module(path: Path, dialect: Dialect) -> types.ModuleType:
    file = str(path.resolve())
    module = types.ModuleType(path.stem)
    module.__file__ = file
    sys.path.insert(0, str(path.resolve().parent))
    sys.modules[path.stem] = module
    _let_symbols_pass()
    try:
        _execute(module, path, dialect)
    except (Exception, SystemExit) as error:
        line = _error_line(error, file)
        raise LoadError(f"{path} does not import: {type(error).__name__}: {error}{line}") from error
    return module


def _execute(module: types.ModuleType, path: Path, dialect: Dialect) -> None:
    """Run a file as a module, over the builtins of a dialect."""
    file = str(path.resolve())
    tree = ast.parse(path.read_text(encoding="utf-8"), file)
    vars(module).update(marks(dialect.mode, module), __builtins__=dict(dialect.builtins))
    vars(module)["__imported__"] = [name for node in ast.walk(tree) for name in _imported(node)]
    further = None if dialect.rewrite is None else dialect.rewrite(tree)
    tree = Rewrite(tree).visit(tree)
    tree = tree if further is None else further.visit(tree)
    exec(compile(ast.fix_missing_locations(tree), file, "exec", dont_inherit=True), vars(module))


def _imported(node: ast.AST) -> Sequence[str]:
    """Return the modules that a statement imports, wherever in the file it stands."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


class HelperFinder(importlib.abc.MetaPathFinder):
    """Lets the modules that a user's file imports from its own folder run as the file itself does.

    Parameters
    ----------
    target
        ``FILE.py:NAME``.
    dialect
        How that file is loaded.
    """

    def __init__(self, target: str, dialect: Dialect) -> None:
        self._folder, self._dialect = Path(split(target)[0]).resolve().parent, dialect

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Find a module of the user's; leave all others to Python."""
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec is None or spec.origin is None or not is_users(spec.origin, self._folder):
            return None
        if spec.origin.endswith(".py"):
            spec.loader = _HelperLoader(spec.name, spec.origin, self._dialect)
        return spec


class _HelperLoader(importlib.machinery.SourceFileLoader):
    def __init__(self, fullname: str, path: str, dialect: Dialect) -> None:
        super().__init__(fullname, path)
        self._dialect = dialect

    def exec_module(self, module: types.ModuleType) -> None:
        _execute(module, Path(self.path), self._dialect)


def is_users_own(variables: Mapping[str, Any]) -> bool:
    """Tell whether global variables are those of a module that was loaded here."""
    return "__imported__" in variables


@functools.cache
def is_users(file: str, folder: Path) -> bool:
    """Tell whether a module's file is the user's own: in the folder, and no package that was installed there."""
    inside = Path(file).resolve()
    return inside.is_relative_to(folder) and not {"site-packages", "strategyproof"} & set(inside.parts)


def _error_line(error: BaseException, file: str) -> str:
    from strategyproof.proofs.plain.faults import line_of

    line = error.lineno if isinstance(error, SyntaxError) else line_of(error.__traceback__, file)
    return f" (line {line})" if line else ""


def _named(module: types.ModuleType, name: str, file: str) -> Callable[..., Any]:
    found: Any = module
    for part in name.split("."):
        if not hasattr(found, part):
            functions = [n for n, value in vars(module).items() if callable(value) and not n.startswith("__")]
            near = difflib.get_close_matches(name, functions, 1, cutoff=0.4)
            hint = f"did you mean {near[0]!r}?" if near else f"its functions: {', '.join(functions) or 'none'}"
            raise LoadError(f"{file} has no function {name!r}; {hint}")
        found = getattr(found, part)
    if not callable(found) or not inspect.signature(found).parameters:
        raise LoadError(
            f"{file}:{name} is no function of a sequence of bids: {type(found).__name__};"
            " expected a function whose first argument is the bids, such as def auction(bids)"
        )
    return found  # type: ignore[no-any-return]  # checked just above


def _let_symbols_pass() -> None:
    """Let the tests of floats that validate bids answer for symbolic ones: these are finite numbers."""
    for name, answer in (("isfinite", True), ("isnan", False), ("isinf", False)):
        native = getattr(math, name)
        if not hasattr(native, "__wrapped__"):
            setattr(math, name, _answering(native, answer))


def _answering(native: Callable[[Any], bool], answer: bool) -> Callable[[Any], bool]:
    def test(value: Any, /) -> bool:
        return answer if isinstance(value, Symbolic) else native(value)

    test.__wrapped__ = native  # type: ignore[attr-defined]  # marks it as done
    return test
