"""The Python of the documentation runs, prints what it shows, and every link between its pages has a target."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOP = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")]
PAGES = sorted([*TOP, *(ROOT / "docs").rglob("*.md")])
BLOCK = re.compile(r"^```(python|pycon)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
SHOWN = [page for page in PAGES if page.name != "README.md" and BLOCK.search(page.read_text(encoding="utf-8"))]
EXTRAS = {"learning.md": "torch"}  # pages whose Python needs an extra: what is imported to see that it is there
OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", SHOWN, ids=named)
def test_the_blocks_of_a_page_run_in_order(page: Path) -> None:
    """Later blocks see what earlier ones defined, as a reader does."""
    if page.name in EXTRAS:
        pytest.importorskip(EXTRAS[page.name], reason="this page needs an extra")
    text, names = page.read_text(encoding="utf-8"), {"__name__": "snippets"}
    runner = doctest.DocTestRunner(optionflags=OPTIONS, verbose=False)
    failures: list[str] = []
    for block in BLOCK.finditer(text):
        kind, code = block.groups()
        if code.startswith("# test_"):  # a test file of the reader's own, beside an auction of the reader's own
            continue
        line = text[: block.start(2)].count("\n")
        if kind == "python":
            exec(compile("\n" * line + code, str(page), "exec"), names)
            continue
        example = doctest.DocTestParser().get_doctest(code, names, named(page), str(page), line)
        runner.run(example, out=failures.append, clear_globs=False)
        names = example.globs
    assert not failures, "".join(failures)


def test_pages_with_python_are_found() -> None:
    assert {"proofs.md", "fuzzing.md", "scenarios.md"} <= {page.name for page in SHOWN}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8"))
    local = [target for target in targets if "://" not in target and target != "NNNN"]
    assert [target for target in local if not (page.parent / target).exists()] == []


def test_every_section_that_the_code_cites_is_in_the_specification() -> None:
    page = (ROOT / "docs" / "specification.md").read_text(encoding="utf-8")
    sections = set(re.findall(r"^## (\d)\. ", page, re.MULTILINE))
    eighth = set(re.findall(r"^(\d)\. ", page.split("## 8.")[1], re.MULTILINE))
    cited = set()
    for source in (ROOT / "src").rglob("*.py"):
        cited |= set(re.findall(r"spec(?:ification's)? section (\d(?:\.\d)?)", source.read_text(encoding="utf-8")))
    assert cited
    assert {c for c in cited if c not in sections and not (c[:2] == "8." and c[2:] in eighth)} == set()
