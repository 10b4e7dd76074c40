"""The tests of a suite: one for each law, sharing one child process."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from strategyproof.plugin.options import MARKER, cost_of
from strategyproof.plugin.record import properties

if TYPE_CHECKING:
    from pathlib import Path

    from strategyproof.judging.functions import Judge
    from strategyproof.judging.request import Request
    from strategyproof.mechanism.law import Law
    from strategyproof.plugin.suite import Suite


class LawFailed(Exception):
    """A law is refuted, or there is no verdict on it; the message is all that there is to read."""


class SuiteCollector(pytest.Collector):
    """The tests of one suite, and the child process that they share."""

    def __init__(self, *, suite: Suite, **settings: Any) -> None:
        super().__init__(**settings)
        self.suite = suite
        self._judge: Judge | None = None
        self._refusal: str | None = None

    def collect(self) -> Iterator[pytest.Item]:
        """Make a test of each law.

        Raises
        ------
        CollectError
            If what the suite asks cannot be asked.
        """
        from strategyproof.judging.laws import laws_of, space_of

        try:
            laws = laws_of(request := self._request(), space_of(request))
        except ValueError as error:
            raise self.CollectError(f"strategyproof_suite {self.name!r}: {error}") from error
        for law in laws:
            yield LawItem.from_parent(self, name=law.id, law=law)

    def judge(self) -> Judge:
        """Load the function, once.

        Raises
        ------
        LawFailed
            If it cannot be had.
        """
        from strategyproof.judging.functions import open_judge
        from strategyproof.judging.request import RequestError

        if self._judge is None and self._refusal is None:
            try:
                self._judge = open_judge(self._request())
            except RequestError as error:
                self._refusal = str(error)
        if self._judge is None:
            raise LawFailed(self._refusal)
        return self._judge

    def teardown(self) -> None:
        """End the child process."""
        if self._judge is not None:
            self._judge.session.close()
        self._judge = None

    def _request(self) -> Request:
        from strategyproof.judging import request as asked
        from strategyproof.judging.laws import check_law_names

        suite = self.suite
        return asked.Request(
            suite.target(self.path.parent),
            asked.checked_parameters(suite.parameters),
            check_law_names(suite.laws),
            asked.bidders(suite.bidders),
            suite.arithmetic,
            cost_of(self, suite),
        )


class LawItem(pytest.Item):
    """One law of one function."""

    def __init__(self, *, law: Law, **settings: Any) -> None:
        super().__init__(**settings)
        self.law = law
        self.add_marker(MARKER)

    def runtest(self) -> None:
        """Judge the law; what the verdict is goes into the report in any case.

        Raises
        ------
        LawFailed
            If it is refuted, or there is no verdict.
        """
        from strategyproof.reports.verdicts_document import story

        suite = self.getparent(SuiteCollector)
        assert suite is not None
        verdict = suite.judge().verdict(self.law)
        self.user_properties.extend(properties(verdict))
        if verdict.verdict == "unknown" and suite.suite.allow_unknown:
            pytest.skip(f"unknown: {verdict.reason}")
        if verdict.verdict == "unknown":
            raise LawFailed(f"It is unknown whether {verdict.mechanism} is {self.law.id}. {story(verdict)}")
        if verdict.verdict == "refuted":
            raise LawFailed(f"{verdict.mechanism} is not {self.law.id}. {story(verdict)}")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Show the story in place of a traceback."""
        if isinstance(excinfo.value, LawFailed):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Name the test as the report's headings do."""
        assert self.parent is not None
        return self.path, None, f"{self.parent.name}: {self.law.id}"
