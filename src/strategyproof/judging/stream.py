"""The questions about one function as a stream of events."""

from __future__ import annotations

from collections.abc import Iterator

from strategyproof.judging.answers import passage
from strategyproof.judging.events import Event, LieMeasured, StageOpened, SubjectLoaded, VerdictReached, placed
from strategyproof.judging.functions import open_judge
from strategyproof.judging.request import Request
from strategyproof.mechanism.verdict import Verdict


def checked(request: Request, *, pictures: bool = False) -> Iterator[Event]:
    """Load a function and judge each law that is asked of it.

    Parameters
    ----------
    request
        The function and the questions.
    pictures
        Whether to measure what a bidder gains at every bid, around each lie that gains.

    Raises
    ------
    RequestError
        If the function cannot be had, or a law does not speak about it.
    """
    with open_judge(request) as judge:
        yield StageOpened("check", f"Checking {judge.mechanism.id}", len(judge.laws))
        yield SubjectLoaded(judge.subject, judge.sources)
        found: list[Verdict] = []
        for verdict in judge.verdicts():
            found.append(verdict)
            yield from judge.asked(verdict)
            yield VerdictReached("check", placed(verdict, judge.subject, passage(verdict), request.arithmetic))
        if pictures:
            from strategyproof.judging.utility_curve import curves

            yield from (LieMeasured(curve) for curve in curves(judge.mechanism, found))
