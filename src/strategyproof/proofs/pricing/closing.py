"""The check that makes a guess a price: the laws of the emitted source, each proved by the ordinary prover."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from strategyproof.mechanism.law import Law
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.spaces.laws import SPACE_LAWS
from strategyproof.mechanism.verdict import Verdict
from strategyproof.proofs.functions import TOTAL, Budget, Session, check, load
from strategyproof.proofs.pricing.answer import Priced
from strategyproof.proofs.pricing.excerpt import modules_in
from strategyproof.proofs.pricing.source import Emitted

CLOSING = ("strategy-proof", "individually-rational", "critical-payment")
"""The laws that a price of buyers must keep."""
OF_SELLERS = ("strategy-proof", "individually-rational")
"""Those of amounts, and of sellers: the critical payment is that of a win, and the price of a unit is one per level."""


def laws_of(answer: Priced) -> list[Law]:
    """Return the laws that a price must keep."""
    if answer.gives_amounts or answer.sells or answer.sides:
        return [TOTAL, *(SPACE_LAWS[id] for id in OF_SELLERS)]
    return [TOTAL, *(LAWS[id] for id in (OF_SELLERS if answer.sellers else CLOSING))]


def closed(
    emitted: Emitted,
    parameters: Mapping[str, str],
    laws: Sequence[Law],
    sizes: Sequence[int],
    budget: Budget,
    *,
    lift: bool,
    told: Callable[[Verdict], None],
) -> list[Verdict]:
    """Judge an emitted auction law by law, and end at the first law that is not proved.

    Parameters
    ----------
    emitted
        The source.
    parameters
        Ranges of the parameters.
    laws, sizes, budget
        As in :func:`strategyproof.proofs.functions.check`.
    lift
        Whether what is proved is asked for any number of bidders too.
    told
        Told of each verdict.
    """
    found: list[Verdict] = []
    with _written(emitted) as file:
        mechanism = load(f"{file}:{emitted.function}", dict(parameters))
        session: Session = mechanism.rule.session  # type: ignore[attr-defined]  # a rule made by load()
        with session:
            for law in laws:
                found.append(check(mechanism, law, bidders=sizes, budget=budget, session=session, lift=lift))
                told(found[-1])
                if found[-1].verdict != "proved":
                    break
    return found


@contextmanager
def _written(emitted: Emitted) -> Iterator[Path]:
    """Write a source to a file for a while: next to the user's if it imports what is there."""
    folder = emitted.file.parent
    own = {path.stem for path in folder.iterdir() if path.is_dir() or path.suffix == ".py"}
    beside = not modules_in(emitted.text).isdisjoint({*own, "."})
    with tempfile.TemporaryDirectory(prefix="priced_") as elsewhere:
        unique = f"{emitted.function}_{Path(elsewhere).name}" if beside else emitted.function
        file = (folder if beside else Path(elsewhere)) / f"{unique}.py"
        file.write_text(emitted.text, encoding="utf-8")
        try:
            yield file
        finally:
            file.unlink(missing_ok=True)
