"""Every example in a docstring gives what it says."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

import strategyproof

ROOT = Path(strategyproof.__file__).parent
OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
SHOWN = sorted(file for file in ROOT.rglob("*.py") if ">>> " in file.read_text(encoding="utf-8"))


def _name(file: Path) -> str:
    parts = file.relative_to(ROOT.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@pytest.mark.parametrize("file", SHOWN, ids=_name)
def test_the_examples_of_a_module_give_what_they_say(file: Path) -> None:
    try:
        module = importlib.import_module(_name(file))
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("strategyproof"):
            raise
        pytest.skip(f"needs an extra: {error.name}")
    found = doctest.testmod(module, optionflags=OPTIONS)
    assert not found.failed
