"""Budgets and profiles as pytest is told them: by the suite, the nearest marker, or the configuration file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pytest

    from strategyproof.judging.request import Cost
    from strategyproof.plugin.suite import Suite

MARKER = "strategyproof"
SECONDS, EXAMPLES, PROFILE = "strategyproof_seconds", "strategyproof_examples", "strategyproof_profile"
DESCRIPTION = f"{MARKER}(seconds=..., examples=...): a law of an auction; the budget of each law of its suites."


def add_options(parser: pytest.Parser) -> None:
    """Declare the ini options."""
    import pytest

    number: Any = "float" if pytest.version_tuple >= (8, 4) else "string"
    count: Any = "int" if pytest.version_tuple >= (8, 4) else "string"
    parser.addini(SECONDS, "Seconds for the proof of a law.", type=number, default=None)
    parser.addini(EXAMPLES, "Examples where nothing is proved.", type=count, default=None)
    parser.addini(PROFILE, "Hypothesis profile to load: dev, ci, nightly, symbolic.", type="string", default="")


def cost_of(node: pytest.Collector, suite: Suite) -> Cost:
    """Return what each law of a suite may cost.

    Raises
    ------
    ValueError
        If a marker or an option says what no budget can be.
    """
    from strategyproof.judging.request import Cost

    marked = _marked(node)
    seconds = _first(suite.seconds, marked.get("seconds"), _configured(node.config, SECONDS), Cost().seconds)
    examples = _first(suite.examples, marked.get("examples"), _configured(node.config, EXAMPLES), Cost().examples)
    return Cost(seconds=_positive(SECONDS, float, seconds), examples=_positive(EXAMPLES, int, examples))


def _marked(node: pytest.Collector) -> dict[str, Any]:
    """Return the arguments of the markers above a suite, the nearest first."""
    values: dict[str, Any] = {}
    for marker in node.iter_markers(MARKER):
        unknown = set(marker.kwargs) - {"seconds", "examples"}
        if marker.args or unknown:
            given = ", ".join([*map(repr, marker.args), *sorted(unknown)])
            raise ValueError(f"expected the marker {MARKER}(seconds=..., examples=...), got {given}")
        values = {**marker.kwargs, **values}
    return values


def _configured(config: pytest.Config, name: str) -> Any:
    import pytest

    try:
        return config.getini(name)
    except (TypeError, ValueError, pytest.UsageError) as error:
        raise ValueError(f"ini option {name}: expected a positive number; {error}") from error


def _first(*values: Any) -> Any:
    return next(value for value in values if value not in (None, ""))


def _positive(name: str, kind: type[float] | type[int], value: Any) -> Any:
    try:
        number = kind(value)
    except (TypeError, ValueError):
        number = kind(0)
    if not 0 < number < float("inf"):
        raise ValueError(f"expected a positive number of {name.rpartition('_')[2]}, got {value!r}")
    return number
