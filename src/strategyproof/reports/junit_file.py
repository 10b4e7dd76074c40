"""``junit.xml``: a test suite for each mechanism, a test case for each law."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from strategyproof.reports.check_document import scope, story
from strategyproof.reports.gate_document import GateDocument, GateVerdict, stale_sentence

_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write."""


def render(document: GateDocument) -> str:
    """Write the gate's answer as JUnit XML."""
    root = ET.Element("testsuites", {"name": "strategyproof"} | _counts(document.verdicts))
    for target in dict.fromkeys(verdict.target for verdict in document.verdicts):
        told = [verdict for verdict in document.verdicts if verdict.target == target]
        suite = ET.SubElement(root, "testsuite", {"name": target} | _counts(told))
        for verdict in told:
            _case(suite, verdict)
        gone = [stale_sentence(entry) for entry in document.stale if entry.target == target]
        if gone:
            ET.SubElement(suite, "system-out").text = "\n".join(map(_written, gone))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _case(suite: ET.Element, verdict: GateVerdict) -> None:
    seconds = f"{verdict.seconds:.3f}"
    case = ET.SubElement(
        suite,
        "testcase",
        classname=verdict.target,
        name=f"{verdict.law} ({verdict.scope.arithmetic})",
        file=verdict.file,
        line=str(verdict.line),
        time=seconds,
    )
    told = _written(f"{story(verdict)}\n{scope(verdict)}; {verdict.by}")
    if verdict.passage == "accepted":
        ET.SubElement(case, "skipped", message=_written(f"refuted, accepted: {verdict.accepted}")).text = told
    elif verdict.passage == "fails":
        ET.SubElement(case, "failure", type="refuted", message=f"{verdict.law} is refuted").text = told
    elif verdict.passage == "inconclusive":
        message = f"{verdict.law} is {verdict.verdict}, not proved"
        ET.SubElement(case, "error", type=verdict.verdict, message=message).text = told
    else:
        ET.SubElement(case, "system-out").text = f"{verdict.verdict}: {scope(verdict)}; {verdict.by}"


def _counts(verdicts: Sequence[GateVerdict]) -> dict[str, str]:
    passages = [verdict.passage for verdict in verdicts]
    return {
        "tests": str(len(passages)),
        "failures": str(passages.count("fails")),
        "errors": str(passages.count("inconclusive")),
        "skipped": str(passages.count("accepted")),
        "time": f"{sum(verdict.seconds for verdict in verdicts):.3f}",
    }


def _written(text: str) -> str:
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)
