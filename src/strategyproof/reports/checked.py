"""The library call: laws of a plain function, as ``strategyproof check`` asks them."""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from strategyproof.judging.events import Judged
from strategyproof.judging.laws import check_law_names
from strategyproof.judging.request import Cost, Request, RequestError, checked_parameters
from strategyproof.judging.request import bidders as bidders_of
from strategyproof.judging.stream import checked
from strategyproof.judging.written import target_of
from strategyproof.mechanism.law import Law
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.verdict import Provable
from strategyproof.reports.gathering import Gathering
from strategyproof.reports.verdicts_document import VerdictsDocument

WORKER = "strategyproof.proofs.functions.worker"
WIDTH = 100


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found of one function; printed, it is what ``strategyproof check`` prints.

    Attributes
    ----------
    document
        The answer: verdicts, stories, a sentence, and the exit code that the command would end with.
    """

    document: VerdictsDocument

    @property
    def verdicts(self) -> list[Judged]:
        """The verdicts, one for each law."""
        return self.document.verdicts

    @property
    def holds(self) -> bool:
        """Whether every law asked is proved."""
        return self.document.exit_code == 0

    def verdict(self, law: str) -> Judged:
        """Return the verdict on one law.

        Raises
        ------
        KeyError
            If it was not asked.
        """
        found = next((verdict for verdict in self.verdicts if verdict.law == law), None)
        if found is None:
            raise KeyError(f"{law!r} was not asked; asked: {', '.join(v.law for v in self.verdicts)}")
        return found

    def __str__(self) -> str:
        return self._shown().getvalue().rstrip("\n")

    __repr__ = __str__

    def _repr_html_(self) -> str:
        page: str = self._console(io.StringIO()).export_html(inline_styles=True, code_format="<pre>{code}</pre>")
        return page

    def _shown(self) -> io.StringIO:
        text = io.StringIO()
        self._console(text)
        return text

    def _console(self, file: io.StringIO) -> Any:
        from rich.console import Console

        from strategyproof.reports.verdicts_terminal import show_verdicts

        console = Console(file=file, width=WIDTH, record=True, highlight=False, markup=False)
        show_verdicts(self.document, console)
        return console


def check(
    function: Callable[..., Any],
    laws: str | Law | Sequence[str | Law] | None = None,
    *,
    bidders: str | int | Sequence[int] = "2-4",
    parameters: Mapping[str, Any] | None = None,
    arithmetic: Provable = "real",
    seconds: float = 60.0,
    examples: int = 60,
) -> Checked:
    """Prove or refute laws of a plain function.

    Parameters
    ----------
    function
        Takes a sequence of bids and returns wins and payments. One of a file, or typed at a prompt or in a notebook:
        then its source is written to a file of its own, with the names that it uses.
    laws
        Ids or laws; by default the core of :data:`strategyproof.judging.laws.CORE`; ``"all"`` for every law that speaks
        about the function.
    bidders
        The numbers of bidders: ``"2-4"``, ``3``, or several.
    parameters
        Ranges of keyword parameters: ``{"rho": "1..", "reserve": 5}``.
    arithmetic
        ``"real"``, or ``"integer"`` for bids in whole units.
    seconds
        Budget of each law, in wall clock.
    examples
        How many are drawn where nothing can be proved or refuted.

    Returns
    -------
    Checked
        Verdicts, with their stories.

    Raises
    ------
    TypeError
        If it is no plain function.
    ValueError
        If a law is unknown (the nearest is named), a range is none, or the function cannot be loaded.

    Examples
    --------
    >>> def pay_your_bid(bids):
    ...     best = max(range(len(bids)), key=lambda i: bids[i])
    ...     return [i == best for i in range(len(bids))], [b if i == best else 0 for i, b in enumerate(bids)]
    >>> found = check(pay_your_bid, "strategy-proof")  # doctest: +SKIP
    >>> found.verdict("strategy-proof").verdict  # doctest: +SKIP
    'refuted'
    """
    main = sys.modules.get("__main__")
    if getattr(getattr(main, "__spec__", None), "name", None) == WORKER:
        raise RuntimeError(
            "check() runs while the file that it checks is loaded: call it under if __name__ == '__main__'"
        )
    if isinstance(function, Mechanism):
        raise TypeError(f"{function.id!r} is a mechanism in the vocabulary; use strategyproof.prove(law, mechanism)")
    if not callable(function):
        raise TypeError(f"expected a function of the bids, got {type(function).__name__}")
    asked = [laws] if isinstance(laws, (str, Law)) else list(laws or ())
    if laws is not None and not asked:
        raise RequestError("laws = [] asks nothing; leave it out for the core, or give 'all'")
    with tempfile.TemporaryDirectory() as folder:
        request = Request(
            target_of(function, Path(folder)),
            checked_parameters(parameters or {}),
            check_law_names([law if isinstance(law, str) else law.id for law in asked]),
            bidders_of(bidders),
            arithmetic,
            Cost(seconds=seconds, examples=examples),
        )
        gathering = Gathering()
        for event in checked(request):
            gathering.take(event)
        return Checked(gathering.document("check"))
