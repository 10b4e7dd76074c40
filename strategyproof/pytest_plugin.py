"""What the test files that ``check --write-test`` writes import; it loads nothing heavy until a test runs."""

from __future__ import annotations

from strategyproof.plugin.direct import assert_law, function_at

__all__ = ["assert_law", "function_at"]
