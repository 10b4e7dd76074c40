"""From verdicts and the baseline to what lets the gate pass."""

from __future__ import annotations

from collections.abc import Sequence

from strategyproof import __version__
from strategyproof.gate.decide import HOLDS, INCONCLUSIVE, REFUTED, counted
from strategyproof.gate.settings import Accepted, Required, Settings
from strategyproof.mechanism.verdict import Verdict
from strategyproof.reports.gate_document import GateDocument, GateVerdict, Passage, Stale


def passage(verdict: Verdict, reason: str | None, require: Required) -> Passage:
    """Say what a verdict means for the gate, given the reason for which a refutation is accepted."""
    if verdict.verdict == "refuted":
        return "fails" if reason is None else "accepted"
    held = {"proved"} if require == "proved" else {"proved", "tested"}
    return "holds" if verdict.verdict in held else "inconclusive"


def reason_for(settings: Settings, target: str, law: str) -> str | None:
    """Return why a refutation is accepted, if it is."""
    return next((entry.reason for entry in settings.accepted if (entry.target, entry.law) == (target, law)), None)


def stale(settings: Settings, verdicts: Sequence[GateVerdict]) -> list[Stale]:
    """Return the accepted refutations that no longer occur; a verdict of unknown does not tell."""
    told = [(entry, _now(entry, verdicts)) for entry in settings.accepted]
    return [
        Stale(entry.target, entry.law, entry.reason, now[0].verdict)
        for entry, now in told
        if now and not {verdict.verdict for verdict in now} & {"refuted", "unknown"}
    ]


def conclude(settings: Settings, verdicts: list[GateVerdict]) -> GateDocument:
    """Return the answer of the gate."""
    found = {verdict.passage for verdict in verdicts}
    code = REFUTED if "fails" in found else INCONCLUSIVE if "inconclusive" in found else HOLDS
    gone = stale(settings, verdicts)
    return GateDocument(
        version=__version__, exit_code=code, sentence=_sentence(verdicts, gone), verdicts=verdicts, stale=gone
    )


def _now(entry: Accepted, verdicts: Sequence[GateVerdict]) -> list[GateVerdict]:
    return [verdict for verdict in verdicts if (verdict.target, verdict.law) == (entry.target, entry.law)]


def _sentence(verdicts: Sequence[GateVerdict], gone: Sequence[Stale]) -> str:
    accepted = sum(verdict.passage == "accepted" for verdict in verdicts)
    sentence = counted(verdicts)
    if accepted:
        sentence += f" {accepted} refutation{'s are' if accepted > 1 else ' is'} accepted."
    if gone:
        sentence += (
            f" {len(gone)} accepted refutation{'s' if len(gone) > 1 else ''} no longer occur{'s'[: len(gone) == 1]}."
        )
    return sentence
