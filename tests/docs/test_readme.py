"""The README's Python runs as printed."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from strategyproof.cli import main

README = Path(__file__).parents[2] / "README.md"
EXAMPLES = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)

CONSOLE = re.search(
    r"\$ cat my_auction.py\n(.*?)\$ strategyproof (check .*?)\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL
)


def test_there_are_examples() -> None:
    assert len(EXAMPLES) == 2


@pytest.mark.parametrize(("code", "printed"), EXAMPLES, ids=lambda text: text.strip().splitlines()[0][:40])
def test_an_example_prints_what_it_says(code: str, printed: str) -> None:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        before = README.read_text(encoding="utf-8").partition(code)[0]
        exec(compile("\n" * before.count("\n") + code, str(README), "exec"), {"__name__": "readme"})
    assert out.getvalue() == printed


def test_the_check_in_the_console_prints_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Times apart, and the blanks with which a terminal line is filled."""
    assert CONSOLE is not None
    source, command, printed = CONSOLE.groups()
    (tmp_path / "my_auction.py").write_text(source, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    run = CliRunner().invoke(main, command.split(), env={"COLUMNS": "80"})
    assert without_times(run.stdout) == without_times(printed)


def without_times(text: str) -> list[str]:
    return [" ".join(re.sub(r"[0-9.]+ m?s\b", "", line).split()) for line in text.splitlines()]
