"""The optional libraries of this room: said once, in one error."""

from __future__ import annotations

import importlib
from types import ModuleType

__all__ = ["MissingExtra", "load", "named"]

_LIBRARIES = ("gymnasium", "stable_baselines3", "torch")


class MissingExtra(ImportError):
    """A library that only ``learning`` needs is not installed."""


def load(name: str) -> ModuleType:
    """Import an optional library.

    Raises
    ------
    MissingExtra
        If it is not installed; the message names the extra that installs it.
    """
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise named(error) from error


def named(error: ImportError) -> ImportError:
    """Return the error that names the extra, if one of its libraries is what lacks; any other error as it is."""
    if isinstance(error, MissingExtra) or error.name not in _LIBRARIES:
        return error
    return MissingExtra(
        f"expected {error.name} to be installed, which learning needs; the extra `learn` is: "
        "pip install gymnasium joblib stable-baselines3 torch (everything but learning works without it)",
        name=error.name,
    )
