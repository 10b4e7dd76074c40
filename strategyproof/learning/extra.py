"""The optional libraries of this room: said once, in one error."""

from __future__ import annotations

import importlib
from types import ModuleType

__all__ = ["MissingExtra", "load"]


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
        if error.name != name.partition(".")[0]:
            raise
        raise MissingExtra(
            f"expected {error.name} to be installed, which learning needs; install the extra `learn`: "
            'pip install "strategyproof[learn]" (everything but learning works without it)'
        ) from error
