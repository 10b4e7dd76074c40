"""A report of ``check`` on a file that imports another one, made once."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from strategyproof.cli import main

AUCTION = """
from pricing.rules import winner


def first_price(bids, share=1):
    best = winner(bids)
    return [i == best for i in range(len(bids))], [share * b if i == best else 0 for i, b in enumerate(bids)]
"""
RULES = """
def winner(bids):
    return max(range(len(bids)), key=lambda i: bids[i])
"""
LAWS = ("total", "strategy-proof", "individually-rational", "anonymous")


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an auction and its report."""
    folder = tmp_path_factory.mktemp("written")
    (folder / "auction.py").write_text(AUCTION)
    (folder / "unused.py").write_text("x = 1\n")
    (folder / "pricing").mkdir()
    (folder / "pricing" / "__init__.py").write_text("")
    (folder / "pricing" / "rules.py").write_text(RULES)
    before = Path.cwd()
    os.chdir(folder)
    try:
        asked = ["check", "auction.py:first_price", "--json", "--param", "share=1/2..1", "--no-lift", "--bidders", "2"]
        found = CliRunner().invoke(main, [*asked, *(word for law in LAWS for word in ("--law", law))])
    finally:
        os.chdir(before)
    assert found.exit_code == 1, found.output
    (folder / "report.json").write_text(found.stdout)
    return folder


@pytest.fixture
def folder(written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that folder, which is the working directory."""
    copy = tmp_path / "copy"
    shutil.copytree(written, copy)
    monkeypatch.chdir(copy)
    return copy


@pytest.fixture
def recheck() -> Callable[..., Result]:
    """Run the command."""
    return lambda *arguments: CliRunner().invoke(main, ["recheck", *map(str, arguments)])


@pytest.fixture
def report(folder: Path) -> dict[str, Any]:
    """The report, parsed."""
    return dict(json.loads((folder / "report.json").read_text()))
