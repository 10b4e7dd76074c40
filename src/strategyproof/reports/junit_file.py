"""``junit.xml``: a test suite for each mechanism, a test case for each law."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from strategyproof.judging.events import Judged, Refused
from strategyproof.mechanism.verdict import NUMBERS
from strategyproof.reports.verdicts_document import VerdictsDocument, scope, stale_sentence, story

_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write."""


def render(document: VerdictsDocument) -> str:
    """Write the answer as JUnit XML."""
    root = ET.Element("testsuites", {"name": "strategyproof"} | _counts(document.verdicts, len(document.refused)))
    for target in dict.fromkeys(verdict.target for verdict in document.verdicts):
        told = document.of(target)
        suite = ET.SubElement(root, "testsuite", {"name": target} | _counts(told))
        for verdict in told:
            _case(suite, verdict)
        gone = [stale_sentence(entry) for entry in document.stale if entry.target == target]
        if gone:
            ET.SubElement(suite, "system-out").text = "\n".join(map(_written, gone))
    for refused in document.refused:
        _refused(ET.SubElement(root, "testsuite", {"name": refused.target} | _counts([], 1)), refused)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _case(suite: ET.Element, verdict: Judged) -> None:
    seconds = f"{verdict.seconds:.3f}"
    case = ET.SubElement(
        suite,
        "testcase",
        classname=verdict.target,
        name=f"{verdict.law} ({NUMBERS[verdict.asked]})",
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


def _refused(suite: ET.Element, refused: Refused) -> None:
    place = {"file": refused.file, "line": str(refused.line), "time": "0.000"}
    case = ET.SubElement(suite, "testcase", {"classname": refused.target, "name": "loads"} | place)
    ET.SubElement(case, "error", type="refused", message=_written(refused.message))


def _counts(verdicts: Sequence[Judged], refused: int = 0) -> dict[str, str]:
    passages = [verdict.passage for verdict in verdicts]
    return {
        "tests": str(len(passages) + refused),
        "failures": str(passages.count("fails")),
        "errors": str(passages.count("inconclusive") + refused),
        "skipped": str(passages.count("accepted")),
        "time": f"{sum(verdict.seconds for verdict in verdicts):.3f}",
    }


def _written(text: str) -> str:
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)
