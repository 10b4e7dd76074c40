"""The page of all figures in a folder: it stands alone, says how each was made, and takes nothing else for a figure."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import msgspec

from strategyproof.experiments.html_page import PAGE, Published, published_in, render
from strategyproof.experiments.sheet import Panel, Sheet, Table, line

SHEET = Sheet(
    id="fig4",
    title="Fig. 4 <b>",
    says="What is seen.",
    panels=(Panel("panel", "x", "y", (line("a line", [1.0], [[1.0, 2.0]]),)),),
    tables=(Table("rows", "A table", ("who", "how many"), (("<script>alert(1)</script>", 65_536), ("| other", 0.5))),),
    notes=("A note.",),
)


def put(folder: Path, sheet: Sheet, name: str = "fig4", *, quick: bool = False) -> None:
    figure = Published(name, f"strategyproof experiments {name}", "Seeds 0 to 1.", quick, sheet)
    (folder / f"{name}.json").write_bytes(msgspec.json.encode(figure))


def test_a_page_shows_picture_table_notes_command_and_files(tmp_path: Path) -> None:
    put(tmp_path, SHEET)
    (tmp_path / "fig4.svg").write_text("<svg/>")
    page = render(published_in(tmp_path), tmp_path)
    picture = base64.b64encode(b"<svg/>").decode()
    assert f'src="data:image/svg+xml;base64,{picture}"' in page
    assert "<h2>Fig. 4 &lt;b&gt;</h2>" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script" not in page
    assert "<td>65,536</td>" in page
    assert "A note." in page
    assert "Seeds 0 to 1. <code>strategyproof experiments fig4</code>" in page
    assert re.findall(r'href="(fig4[^"]+)"', page) == ["fig4.json", "fig4.svg", "fig4.csv", "fig4-rows.csv"]
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)
    assert "nothing to quote" not in page


def test_a_quick_figure_says_so(tmp_path: Path) -> None:
    put(tmp_path, SHEET, quick=True)
    page = render(published_in(tmp_path), tmp_path)
    assert '<span class="chip">quick run: nothing to quote</span>' in page
    assert "<img" not in page  # there is no picture in the folder


def test_figures_come_in_the_order_of_the_command_and_nothing_else_is_one(tmp_path: Path) -> None:
    put(tmp_path, SHEET, "joint")
    put(tmp_path, SHEET, "fig4")
    put(tmp_path, SHEET, "strange")
    (tmp_path / "fig3.json").write_text("{}")
    (tmp_path / "fig6.json").write_bytes(b"\xff{")
    (tmp_path / "claims.json").write_text('{"figure": "claims"')
    assert [figure.figure for figure in published_in(tmp_path)] == ["fig4", "joint"]
    assert PAGE == "experiments.html"
