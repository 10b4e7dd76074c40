"""Run a strategy under Hypothesis, quietly and deterministically, outside any test."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

Example = TypeVar("Example")


class _FoundError(Exception):
    """Carries a failing example out of Hypothesis, which raises it again for the smallest one that it finds."""

    def __init__(self, example: Any) -> None:
        super().__init__()
        self.example = example


def _independent(strategy: SearchStrategy[Example]) -> SearchStrategy[list[Example]]:
    """Return a strategy whose examples are drawn afresh each time.

    Left alone, Hypothesis makes five of six examples by copying one draw of the example before over another of the same
    kind, so that 200 examples are 35 families. It never copies inside a collection of unique elements.
    """
    return st.lists(strategy, min_size=1, max_size=1, unique_by=id)


def first_failure(
    strategy: SearchStrategy[Example], fails: Callable[[Example], bool], examples: int, seed: int, shrink: bool = True
) -> Example | None:
    """Return an example that fails, or None if none of them does. No deadline, no health check, no example database.

    Parameters
    ----------
    strategy
        Where the examples come from.
    fails
        Whether an example fails; a function of the example alone.
    examples
        How many to examine.
    seed
        Of the pseudo-random choices.
    shrink
        Whether to return the smallest failing example that Hypothesis finds, or else the first.
    """

    @seeded(seed)
    @settings(
        backend="hypothesis",
        max_examples=examples,
        database=None,
        deadline=None,
        derandomize=False,
        phases=(Phase.generate, Phase.shrink) if shrink else (Phase.generate,),
        print_blob=False,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
    )
    @given(_independent(strategy))
    def examine(examples: list[Example]) -> None:
        if fails(examples[0]):
            raise _FoundError(examples[0])

    try:
        examine()
    except _FoundError as found:
        return found.example  # type: ignore[no-any-return]
    return None
