"""The pytest plugin, and what test files import from it. It loads nothing heavy until pytest collects a suite."""

from __future__ import annotations

from typing import Any

import pytest

from strategyproof.plugin.direct import assert_law, function_at
from strategyproof.plugin.suite import Suite, strategyproof_suite

__all__ = ["assert_law", "function_at", "strategyproof_suite"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the ini options."""
    from strategyproof.plugin.options import add_options

    add_options(parser)


@pytest.hookimpl(tryfirst=True)  # before Hypothesis's own plugin loads the profile that its option names
def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker, and the Hypothesis profiles where they can matter."""
    from strategyproof.plugin.options import DESCRIPTION
    from strategyproof.plugin.profiles import configure

    config.addinivalue_line("markers", DESCRIPTION)
    configure(config)


def pytest_pycollect_makeitem(collector: pytest.Collector, name: str, obj: object) -> Any:
    """Make tests of a suite."""
    if not isinstance(obj, Suite):
        return None
    from strategyproof.plugin.items import SuiteCollector

    return SuiteCollector.from_parent(collector, name=name, suite=obj)


def pytest_report_teststatus(report: Any) -> Any:
    """Show the verdict as a test's status."""
    from strategyproof.plugin.summary import status

    return status(report)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List the verdicts with what they speak about."""
    from strategyproof.plugin.summary import write_summary

    write_summary(terminalreporter)
