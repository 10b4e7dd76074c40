"""No test fails because a machine is busy: all run under one Hypothesis profile, without a deadline."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import settings

TESTS = Path(__file__).parents[1]


def test_the_profile_has_no_deadline() -> None:
    assert settings.get_current_profile_name() == "no-deadline"
    assert settings().deadline is None


def test_settings_of_a_test_have_none_either() -> None:
    assert settings(max_examples=7).deadline is None


def deadlines(source: str) -> list[int]:
    """Return the lines at which a source sets a deadline of Hypothesis's."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    named = [call for call in calls if getattr(call.func, "id", getattr(call.func, "attr", "")) == "settings"]
    return [call.lineno for call in named if any(keyword.arg == "deadline" for keyword in call.keywords)]


def test_no_test_sets_a_deadline_of_its_own() -> None:
    files = {path: path.read_text(encoding="utf-8") for path in TESTS.rglob("*.py") if path.parent != TESTS}
    assert {
        path.name: found for path, text in files.items() if "deadline=" in text and (found := deadlines(text))
    } == {}


@pytest.mark.parametrize("source", ["settings(deadline=200)", "hypothesis.settings(deadline=None, max_examples=1)"])
def test_the_guard_sees(source: str) -> None:
    assert deadlines(source) == [1]
