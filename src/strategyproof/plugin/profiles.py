"""Hypothesis profiles for tests of auctions. ``ci`` is Hypothesis's own, and no profile of a project's is replaced."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from strategyproof.plugin.options import PROFILE

if TYPE_CHECKING:
    import pytest

NAMES = ("dev", "ci", "nightly", "symbolic")
PROFILES: dict[str, dict[str, Any]] = {
    "dev": {"max_examples": 25, "deadline": None},
    "nightly": {"max_examples": 10_000, "deadline": None},
    "symbolic": {"backend": "crosshair", "max_examples": 100, "deadline": None},
}
NEEDS = "Hypothesis profile 'symbolic' needs hypothesis-crosshair: pip install hypothesis-crosshair"


def configure(config: pytest.Config) -> None:
    """Register the profiles if Hypothesis is there already or one of them is asked for; load the one of the ini option.

    Raises
    ------
    pytest.UsageError
        If the ini option names none of them, or what is asked for needs a package that is not installed.
    """
    wanted, chosen = config.getini(PROFILE), config.getoption("--hypothesis-profile", default=None)
    if wanted and wanted not in NAMES:
        _refuse(f"{PROFILE}: expected one of {', '.join(NAMES)}, got {wanted!r}")
    if not wanted and chosen not in NAMES and "hypothesis" not in sys.modules:
        return
    registered = register()
    asked = chosen or wanted
    if asked == "symbolic" and "symbolic" not in registered:
        _refuse(NEEDS)
    if wanted and not chosen:
        from hypothesis import settings

        settings.load_profile(wanted)


def register() -> set[str]:
    """Register the profiles that are not there yet; return the names of those that are there then."""
    from hypothesis import settings

    for name, values in PROFILES.items():
        if not _is_there(name) and (name != "symbolic" or _has_crosshair()):
            settings.register_profile(name, **values)
    return {name for name in NAMES if _is_there(name)}


def _is_there(name: str) -> bool:
    from hypothesis import settings
    from hypothesis.errors import InvalidArgument

    try:
        settings.get_profile(name)
    except InvalidArgument:
        return False
    return True


def _has_crosshair() -> bool:
    """Ask Hypothesis itself: it refuses a backend that no installed package provides."""
    from hypothesis import settings
    from hypothesis.errors import InvalidArgument

    try:
        settings(backend="crosshair")
    except InvalidArgument:
        return False
    return True


def _refuse(message: str) -> None:
    import pytest

    raise pytest.UsageError(message)
