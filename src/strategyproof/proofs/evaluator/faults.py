"""How a run in the evaluator can end other than with a value."""

from __future__ import annotations

from typing import Any, ClassVar

from strategyproof.mechanism.grounds import Cause


class Unsupported(BaseException):
    """The code does what the evaluator has no row for; the verdict is ``unknown``, with the line and the construct.

    Parameters
    ----------
    construct
        What stands in the way, for people.
    line
        Of the user's file; filled in by the evaluator.

    Attributes
    ----------
    cause
        What a verdict that ends here is unknown for.
    """

    cause: ClassVar[Cause] = "unsupported"

    def __init__(self, construct: str, line: int | None = None) -> None:
        super().__init__(construct)
        self.construct, self.line = construct, line


class Stateful(Unsupported):
    """The outcome depends on something that a run changes and a later run finds changed."""

    cause = "stateful"


class OutOfBudget(Unsupported):
    """The code, or the exploration of its paths, went on for longer than allowed."""

    cause: ClassVar[Cause] = "budget"


class OutOfTime(OutOfBudget):
    """The clock ran out."""

    cause = "time"

    def __init__(self, line: int | None = None) -> None:
        super().__init__("the time is up", line)


class Effect(Exception):
    """Both sides of a branch cannot be evaluated side by side: something shows that cannot be taken back."""


class PyError(Exception):
    """An exception of the user's program.

    Attributes
    ----------
    instance
        The exception as a value of the evaluator.
    line
        Where it was raised.
    """

    def __init__(self, instance: Any, line: int | None = None) -> None:
        super().__init__()
        self.instance, self.line = instance, line


class Returned(Exception):
    """A ``return``."""

    def __init__(self, value: Any) -> None:
        super().__init__()
        self.value = value


class Broke(Exception):
    """A ``break``."""


class Continued(Exception):
    """A ``continue``."""


class BadOutcome(Exception):
    """The function returned something that is no outcome, or changed its argument."""
