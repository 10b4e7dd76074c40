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
from fractions import Fraction
from pathlib import Path
from typing import Any

from strategyproof.proofs.plain.builtins_for_bids import Mode, shadowed
from strategyproof.proofs.plain.exact import Exact
from strategyproof.proofs.plain.faults import Unsupported
from strategyproof.proofs.plain.quantity import Symbolic
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
    """How a user's module is loaded: what its builtins are, and what is rewritten beyond :class:`_Rewrite`.

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
    vars(module).update(
        __builtins__=dict(dialect.builtins),
        __sort__=_sorter(module),
        __refuse_is__=refuse_is,
        __refuse_match__=_refuse_match,
        __type__=dialect.mode.type_of,
        __meant__=_meaning(dialect.mode),
        __array__=_array(dialect.mode),
        __caught__=_catcher(dialect.mode, module),
    )
    vars(module)["__imported__"] = [name for node in ast.walk(tree) for name in _imported(node)]
    further = None if dialect.rewrite is None else dialect.rewrite(tree)
    tree = _Rewrite(tree).visit(tree)
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
    return "__sort__" in variables


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


class _Rewrite(ast.NodeTransformer):
    """Rewrite what would stop a proof without need: texts of errors, sorting in place; mark tests of what a bid is."""

    def __init__(self, module: ast.Module) -> None:
        classes = [node for node in ast.walk(module) if isinstance(node, ast.ClassDef)]
        self._classes = {node.name for node in classes if not node.bases and not node.keywords}

    def visit_Raise(self, node: ast.Raise) -> ast.AST:
        """Leave out the text of an error, which formats bids and does not change the outcome."""
        if isinstance(node.exc, ast.Call):
            node.exc.args = [self._quiet(arg) for arg in node.exc.args]
        return self.generic_visit(node)

    @staticmethod
    def _quiet(argument: ast.expr) -> ast.expr:
        if isinstance(argument, ast.JoinedStr):
            return ast.copy_location(ast.Constant(ast.unparse(argument)), argument)
        return argument

    def visit_Assert(self, node: ast.Assert) -> ast.AST:
        """Leave out the message of an assertion, likewise."""
        if isinstance(node.msg, ast.JoinedStr):
            node.msg = self._quiet(node.msg)
        return self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """Sort lists in place by merging; a bid is a float already, and its type is that of a number."""
        self.generic_visit(node)
        if isinstance(node.func, ast.Attribute) and node.func.attr == "sort":
            return _call(node, "__sort__", [node.func.value, *node.args], node.keywords)
        if isinstance(node.func, ast.Name) and node.func.id == "map" and node.args and _is_kind(node.args[0]):
            node.args[0] = _meant(node.args[0])
        if _is_kind(node.func) and len(node.args) == 1 and not node.keywords:
            node.func = _meant(node.func)
        return node

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        """Let another name for ``type`` mean what ``type`` means."""
        self.generic_visit(node)
        if isinstance(node.value, ast.Name) and node.value.id == "type":
            node.value = _meant(node.value)
        return node

    def visit_With(self, node: ast.With) -> ast.AST:
        """Look at the errors that leave a context, which may catch them."""
        self.generic_visit(node)
        inner = ast.parse("try: pass\nexcept BaseException:\n    __caught__()\n    raise").body[0]
        assert isinstance(inner, ast.Try)
        inner.body = node.body
        node.body = [ast.copy_location(inner, node)]
        return node

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> ast.AST:
        """Look at the error that is caught: a number might not have raised it."""
        self.generic_visit(node)
        mark = ast.Expr(ast.Call(ast.Name("__caught__", ast.Load()), [], []))
        node.body.insert(0, ast.copy_location(mark, node.body[0]))
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        """Ask for the class of a bid as for its type; let no array of bids tell what it holds."""
        self.generic_visit(node)
        if node.attr in ("dtype", "itemsize", "nbytes", "strides") and isinstance(node.ctx, ast.Load):
            node.value = _call(node.value, "__array__", [node.value])
        if node.attr == "__class__" and isinstance(node.ctx, ast.Load):
            return _call(node, "__type__", [node.value])
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        """Mark identity tests of anything but None: a symbolic number has no identity."""
        self.generic_visit(node)
        if any(isinstance(op, (ast.Is, ast.IsNot)) for op in node.ops):
            sides = [node.left, *node.comparators]
            if not any(isinstance(side, ast.Constant) and side.value is None for side in sides):
                checked: list[ast.expr] = [_call(node, "__refuse_is__", [side]) for side in sides]
                node.left, *node.comparators = checked
        return node

    def visit_Match(self, node: ast.Match) -> ast.AST:
        """Mark what is matched with True, False or a type not defined here: a symbolic number is none of these."""
        self.generic_visit(node)
        if any(map(self._asks_for_a_type, ast.walk(node))):
            node.subject = _call(node.subject, "__refuse_match__", [node.subject])
        return node

    def _asks_for_a_type(self, pattern: ast.AST) -> bool:
        match pattern:
            case ast.MatchSingleton(value=bool()):
                return True
            case ast.MatchClass(cls=ast.Name(id=name)):
                return name not in self._classes
        return isinstance(pattern, ast.MatchClass)


_KINDS = ("type", "float", "Fraction")


def _is_kind(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in _KINDS


def _meant(kind: ast.expr) -> ast.expr:
    """Let ``type``, ``float`` and ``Fraction`` take symbolic bids, where these names mean what they do in Python."""
    return _call(kind, "__meant__", [kind])


def _call(at: ast.expr, helper: str, args: list[ast.expr], keywords: list[ast.keyword] | None = None) -> ast.Call:
    name = ast.copy_location(ast.Name(helper, ast.Load()), at)
    return ast.copy_location(ast.Call(name, args, keywords or []), at)


def _to_float(value: Any) -> Any:
    return value if isinstance(value, (Symbolic, Exact)) else float(value)


def _to_fraction(value: Any) -> Any:
    return value if isinstance(value, (Symbolic, Exact)) else Fraction(value)


def _meaning(mode: Mode) -> Callable[[Any], Any]:
    meant = {type: mode.type_of, float: _to_float, Fraction: _to_fraction}
    return lambda kind: meant.get(kind, kind) if isinstance(kind, type) else kind


def _array(mode: Mode) -> Callable[[Any], Any]:
    def told(value: Any) -> Any:
        if mode.symbolic and getattr(getattr(value, "dtype", None), "kind", "") == "O":
            raise Unsupported("the type of an array's entries")
        return value

    return told


def _catcher(mode: Mode, module: types.ModuleType) -> Callable[[], None]:
    """Return what refuses a caught error that numbers in place of symbolic ones might not raise.

    Such errors name a symbolic type; and those of NumPy, whose floats warn where Python's raise.
    """

    def caught() -> None:
        error = sys.exc_info()[1]
        with_numpy = any(getattr(value, "__name__", "") == "numpy" for value in list(vars(module).values()))
        if mode.symbolic and isinstance(error, (TypeError, AttributeError, ArithmeticError)):
            named = any(name in str(error) for name in ("Quantity", "Condition", "Choice", "BidList"))
            if named or with_numpy:
                raise Unsupported(f"{type(error).__name__} that is caught, which bids that are numbers may not raise")

    return caught


def _sorter(module: types.ModuleType) -> Callable[..., Any]:
    def sort(values: Any, *arguments: Any, **named: Any) -> Any:
        if getattr(type(values), "sort", None) is list.sort and not arguments:
            values[:] = vars(module)["__builtins__"]["sorted"](values, **named)
            return None
        return values.sort(*arguments, **named)

    return sort


def refuse_is(value: Any) -> Any:
    """Return a value whose identity is asked for, which a symbolic one does not have."""
    if isinstance(value, Symbolic) or (isinstance(value, type) and issubclass(value, Symbolic)):
        raise Unsupported("`is` on a value that depends on the bids")
    return value


def _refuse_match(value: Any) -> Any:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
    own = getattr(value, "__dict__", None)
    for part in (*inside, *(own.values() if isinstance(own, dict) and not isinstance(value, type) else ())):
        _refuse_match(part)
    if isinstance(value, (Symbolic, Exact)):
        raise Unsupported("`match` of a symbolic bid with a type, or of a symbolic truth value with True or False")
    return value


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
