"""A user's own rule in the vocabulary: the mechanism that a file defines, and the laws that are proved of it."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from strategyproof.mechanism.law import Law
from strategyproof.mechanism.mechanism import Mechanism

COVERS = "Coq covers rules in the vocabulary, given as a Mechanism"


class NoRule(ValueError):
    """A target names no rule in the vocabulary."""


def mechanism_at(target: str) -> Mechanism:
    """Return the mechanism that ``FILE.py:NAME`` names; the file is run, as an import does.

    Raises
    ------
    NoRule
        If there is no such file or name, the file does not run, or the name is no mechanism.
    """
    file, _, name = target.rpartition(":")
    path = Path(file)
    if not file or path.suffix != ".py":
        raise NoRule(f"expected FILE.py:NAME, got {target}; {COVERS}")
    if not path.is_file():
        raise NoRule(f"there is no file {file}")
    found = vars(_module(path)).get(name)
    if isinstance(found, Mechanism):
        return found
    if found is None:
        raise NoRule(f"{file} defines no {name}")
    what = "a plain function" if callable(found) else f"a {type(found).__name__}"
    raise NoRule(f"{target} is {what}: {COVERS}; see strategyproof check")


def _module(path: Path) -> Any:
    module_name = f"_strategyproof_own_{path.stem}"
    spec = importlib.util.spec_from_file_location(module_name, path.resolve())
    if spec is None or spec.loader is None:
        raise NoRule(f"{path} cannot be imported")
    module = sys.modules[module_name] = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(path.resolve().parent))
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        raise NoRule(f"{path} does not run: {type(error).__name__}: {error}".splitlines()[0]) from error
    finally:
        sys.path.pop(0)
    return module


def proved(mechanism: Mechanism, laws: Iterable[Law]) -> Iterator[tuple[Law, str | None]]:
    """Ask a solver which laws hold; of each that it does not prove, say why there is nothing to state."""
    from strategyproof.proofs.any_bidders.proving import prove
    from strategyproof.proofs.smt.solver import Solver

    with Solver() as solver:
        for law in laws:
            verdict = prove(law, mechanism, solver=solver)
            why = None if verdict.verdict == "proved" else f"{verdict.verdict} by {solver.name}"
            yield law, why if verdict.reason is None or why is None else f"{why} ({verdict.reason})"
