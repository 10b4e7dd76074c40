"""How a judgement looks: one mark and one colour each, in the terminal and on every page.

``tested`` shares neither with ``proved``: examples prove nothing, and a reader who sees a green tick reads a proof.
"""

from __future__ import annotations

from strategyproof.mechanism.verdict import Judgement

MARKS: dict[Judgement, str] = {"proved": "✓", "tested": "~", "refuted": "✗", "unknown": "?"}
STYLES: dict[Judgement, str] = {"proved": "green", "tested": "yellow", "refuted": "red", "unknown": "yellow"}
"""Colours of the terminal; those of pages are the classes of these names in ``report.css``."""
