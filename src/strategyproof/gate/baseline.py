"""The baseline: refutations that are known and may stay, until they no longer occur."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from strategyproof.gate.settings import TABLE, Accepted, Settings, read_settings
from strategyproof.judging.events import Judged
from strategyproof.judging.request import RequestError
from strategyproof.reports.files import write_whole
from strategyproof.reports.verdicts_document import Stale


def reason_for(settings: Settings, target: str, law: str) -> str | None:
    """Return why a refutation is accepted, if it is."""
    return next((entry.reason for entry in settings.accepted if (entry.target, entry.law) == (target, law)), None)


def stale(settings: Settings, verdicts: Sequence[Judged]) -> list[Stale]:
    """Return the accepted refutations that no longer occur; a verdict of unknown does not tell."""
    told = [(entry, _now(entry, verdicts)) for entry in settings.accepted]
    return [
        Stale(entry.target, entry.law, entry.reason, now[0].verdict)
        for entry, now in told
        if now and not {verdict.verdict for verdict in now} & {"refuted", "unknown"}
    ]


def accept(path: Path, verdicts: Iterable[Judged], reason: str) -> list[Accepted]:
    """Write an entry for each refutation that keeps the gate shut, at the end of the configuration.

    Parameters
    ----------
    path
        The configuration.
    verdicts
        What the gate found.
    reason
        Why the refutations may stay.

    Returns
    -------
    list
        The entries that were written.

    Raises
    ------
    RequestError
        If the configuration cannot take them; it is left as it was.
    """
    pairs = dict.fromkeys((verdict.target, verdict.law) for verdict in verdicts if verdict.passage == "fails")
    entries = [Accepted(target, law, reason) for target, law in pairs]
    if not entries:
        return []
    before = path.read_text(encoding="utf-8")
    try:
        write_whole(path, before.rstrip("\n") + "\n" + "".join(map(_entry, entries)))
        read_settings(path)
    except RequestError as error:
        write_whole(path, before)
        raise RequestError(f"{path} cannot take entries at its end ({error}); write them by hand") from error
    except OSError as error:
        raise RequestError(f"cannot write to {path}: {error.strerror}; write the entries by hand") from error
    return entries


def _entry(accepted: Accepted) -> str:
    lines = [f"{name} = {_quoted(getattr(accepted, name))}" for name in ("target", "law", "reason")]
    return "\n".join(["", f"[[{TABLE}.accepted]]", *lines, ""])


def _quoted(text: str) -> str:
    r"""Write a string of TOML.

    >>> print(_quoted('say "so"'))
    "say \"so\""
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in escaped) + '"'


def _now(entry: Accepted, verdicts: Sequence[Judged]) -> list[Judged]:
    return [verdict for verdict in verdicts if (verdict.target, verdict.law) == (entry.target, entry.law)]
