"""What a test file asks of one function; pytest makes a test of each law."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from strategyproof.mechanism.verdict import Provable


@dataclass(frozen=True)
class Suite:
    """The arguments of :func:`strategyproof_suite`, read when pytest collects the file."""

    subject: Callable[..., Any] | str
    laws: tuple[str, ...]
    bidders: str | int | Sequence[int]
    parameters: Mapping[str, object]
    arithmetic: Provable
    seconds: float | None
    examples: int | None
    allow_unknown: bool

    def target(self, folder: Path) -> str:
        """Return ``FILE.py:FUNCTION``; a file named by the test is looked for beside it.

        Raises
        ------
        ValueError
            If the function has no name that its file can be asked for.
        """
        if isinstance(self.subject, str):
            file, _, name = self.subject.rpartition(":")
            return f"{folder / file}:{name}" if file else self.subject
        name = getattr(self.subject, "__qualname__", "")
        if not name or "<" in name:
            raise ValueError(f"expected a function that its file can be asked for by name, got {self.subject!r}")
        return f"{inspect.getsourcefile(self.subject)}:{name}"


def strategyproof_suite(
    function: Callable[..., Any] | str,
    *,
    laws: str | Sequence[str] = (),
    bidders: str | int | Sequence[int] = "2-4",
    parameters: Mapping[str, object] | None = None,
    arithmetic: Provable = "real",
    seconds: float | None = None,
    examples: int | None = None,
    allow_unknown: bool = False,
) -> Suite:
    """Ask laws of a function: assigned to a name in a test file, it becomes one test for each law.

    Parameters
    ----------
    function
        From a sequence of bids, and keyword parameters, to ``(wins, payments)``: a function of a module, or
        ``"FILE.py:FUNCTION"`` with the file beside the test. It runs in a child process.
    laws
        Ids; all that speak about the function by default.
    bidders
        The numbers of bidders: ``3``, ``"2-6"`` or a list.
    parameters
        Ranges of its keyword parameters, such as ``{"rho": "1.."}``.
    arithmetic
        ``"real"``, or ``"integer"`` for bids in whole units.
    seconds, examples
        Budget of each law, before the marker and the ini options.
    allow_unknown
        Skip a law on which there is no verdict, in place of failing.

    Returns
    -------
    Suite
        For pytest to collect; any name does.

    Raises
    ------
    TypeError
        If that is no function.
    """
    if not callable(function) and not isinstance(function, str):
        raise TypeError(f'expected a function or "FILE.py:FUNCTION", got {function!r}')
    named = (laws,) if isinstance(laws, str) else tuple(laws)
    return Suite(function, named, bidders, dict(parameters or {}), arithmetic, seconds, examples, allow_unknown)
