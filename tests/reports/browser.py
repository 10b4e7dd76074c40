"""A page in headless Chromium, at several widths at once: what is wider than its window, and what axe finds."""

from __future__ import annotations

import html
import importlib.util
import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
WIDTHS = (320, 375, 800, 1024, 1400)
A4 = 688
"""Pixels between the margins of a printed page: 182 mm."""

_LOOK = """<script>
addEventListener("load", async () => {
  const asked = __ASKED__, root = document.documentElement, wide = root.clientWidth, cut = [];
  const colours = getComputedStyle(document.body).backgroundColor;
  const shut = root.scrollHeight;
  if (asked.unfold) document.querySelectorAll("details").forEach(part => { part.open = true; });
  for (const part of document.querySelectorAll("math, svg, table, pre, img")) {
    const box = part.getBoundingClientRect();
    if (box.width && (asked.printed || !part.closest(".scroll")) && box.right > wide + 1)
      cut.push(`${part.tagName} ${part.textContent.trim().slice(0, 40)} ends at ${Math.round(box.right)} of ${wide}`);
  }
  for (const part of document.querySelectorAll("math, p, pre, td, th, dd, li, summary, h1, h2, h3")) {
    if (getComputedStyle(part).overflowX !== "visible" && part.scrollWidth > part.clientWidth + 1)
      cut.push(`${part.tagName} ${part.textContent.trim().slice(0, 40)} hides a part of itself`);
  }
  const unfolded = root.scrollHeight;
  const told = {shut, unfolded, width: root.scrollWidth, window: wide, cut, colours, violations: []};
  if (asked.axe) {
    const found = await axe.run(document, {iframes: false});
    told.violations = found.violations.map(one => `${one.id}: ${one.nodes[0].html.slice(0, 200)}`);
    told.rules = found.passes.length;
  }
  parent.postMessage([asked.width, told], "*");
});
</script>"""
_FRAMES = """<!doctype html><html><head><meta name="color-scheme" content="light dark"></head><body>
<pre id="told">{}</pre><script>
const told = {};
addEventListener("message", one => { told[one.data[0]] = one.data[1];
  document.getElementById("told").textContent = JSON.stringify(told); });
</script>__FRAMES__</body></html>"""


@dataclass(frozen=True, slots=True)
class Seen:
    """A page at one width.

    Attributes
    ----------
    shut, unfolded
        Height with every part folded, and unfolded, in pixels.
    width, window
        Of the document, and of the window.
    cut
        What reaches beyond the window, or hides a part of itself, with every part unfolded.
    colours
        The background.
    violations, rules
        What axe found, and how many of its rules the page passes.
    """

    shut: int
    unfolded: int
    width: int
    window: int
    cut: list[str]
    colours: str
    violations: list[str] = field(default_factory=list)
    rules: int = 0


def axe_source() -> str | None:
    """Return the source of axe-core: of the file that $AXE names, or of the package axe-core-python; None without."""
    if named := os.environ.get("AXE"):
        return Path(named).read_text(encoding="utf-8")
    found = importlib.util.find_spec("axe_core_python")
    if found is None or found.origin is None:
        return None
    return Path(found.origin).with_name("axe.min.js").read_text(encoding="utf-8")


def printed(page: str, folder: Path) -> Seen:
    """Show a page under its print style, as wide as a sheet of A4 between its margins, nothing unfolded."""
    as_print = page.replace("@media print", "@media all").replace("@media screen and", "@media not all and")
    return _shown(as_print, folder, (A4,), {"axe": False, "unfold": False, "printed": True})[A4]


def seen(
    page: str, folder: Path, widths: tuple[int, ...] = WIDTHS, *, dark: bool = False, axe: str | None = None
) -> dict[int, Seen]:
    """Show a page at several widths, all of its parts unfolded."""
    asked = {"axe": axe is not None, "unfold": True, "printed": False}
    return _shown(page, folder, widths, asked, dark=dark, axe=axe)


def _shown(
    page: str,
    folder: Path,
    widths: tuple[int, ...],
    asked: dict[str, bool],
    *,
    dark: bool = False,
    axe: str | None = None,
) -> dict[int, Seen]:
    """Give each width a frame of its own: a window is never narrower than 500 pixels."""
    folder.mkdir(parents=True, exist_ok=True)
    for width in widths:
        script = f"<script>{axe.replace('</script>', '')}</script>" if axe is not None else ""
        look = script + _LOOK.replace("__ASKED__", json.dumps({**asked, "width": width}))
        (folder / f"{width}.html").write_text(page.replace("</body>", look + "</body>"), encoding="utf-8")
    frames = "".join(
        f'<iframe src="{width}.html" style="border: 0; width: {width}px; height: 900px"></iframe>' for width in widths
    )
    (folder / "frames.html").write_text(_FRAMES.replace("__FRAMES__", frames), encoding="utf-8")
    command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--dump-dom"]
    command += ["--allow-file-access-from-files", "--virtual-time-budget=60000", "--window-size=1600,1000"]
    command += [f"--user-data-dir={folder / 'profile'}", *(["--blink-settings=preferredColorScheme=0"] if dark else [])]
    run = subprocess.run([*command, f"file://{folder / 'frames.html'}"], capture_output=True, text=True, check=True)
    told = re.search(r'<pre id="told">(.*?)</pre>', run.stdout, re.DOTALL)
    assert told is not None, run.stderr[-2000:]
    found = json.loads(html.unescape(told[1]))
    assert sorted(map(int, found)) == sorted(widths), f"expected an answer from every frame, got {sorted(found)}"
    return {int(width): Seen(**each) for width, each in found.items()}
