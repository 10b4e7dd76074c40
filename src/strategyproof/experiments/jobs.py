"""Jobs: the pieces of work that experiments are made of, each named by the hash of all that its result depends on."""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import Annotated, Any, TypeAlias

import msgspec

from strategyproof.scenarios.load import with_settings
from strategyproof.scenarios.schema import Scenario

__all__ = [
    "REVISION",
    "AdverseJob",
    "FilterJob",
    "Job",
    "JointJob",
    "LearnedJob",
    "PatienceJob",
    "RulesJob",
    "key_of",
]

REVISION = 2
"""Raised by whoever changes what a job computes: results of another revision are not found again."""


class _Job(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", dict=True):
    """What all jobs have.

    Attributes
    ----------
    scenario
        The market. Its name and what it says of sampling do not matter here, and are set to one value.
    seed
        Seed of everything that is random in the job: training, held-out rounds, history.
    held_out
        Rounds that results are measured on.
    revision
        :data:`REVISION`.
    """

    scenario: Scenario
    seed: Annotated[int, msgspec.Meta(ge=0, lt=2**32)]
    held_out: Annotated[int, msgspec.Meta(ge=1)]
    revision: int = REVISION

    @cached_property
    def market(self) -> Scenario:
        """The scenario with what the job's seed decides."""
        return with_settings(self.scenario, {"name": "market", "sampling.seed": self.seed, "sampling.rounds": 1})


class RulesJob(_Job, frozen=True, tag="rules"):
    """Everything that needs no learning, with the bounds.

    Attributes
    ----------
    history
        Rounds that bounds and the flat reserve are computed from.
    """

    history: Annotated[int, msgspec.Meta(ge=1)]


class AdverseJob(_Job, frozen=True, tag="adverse"):
    """What the UAV's value is in the rounds that it gets, as a share of its value in all: 1 without adverse selection.

    Attributes
    ----------
    history
        As for :class:`RulesJob`.
    """

    history: Annotated[int, msgspec.Meta(ge=1)]


class FilterJob(_Job, frozen=True, tag="filter"):
    """The best policy of the true filter, which bounds every selector that sees no bid of the round."""


class LearnedJob(_Job, frozen=True, tag="learned"):
    """A selector in training: its curve, and what it earns at the end.

    Attributes
    ----------
    selector, information, settings
        As for ``strategyproof train``; ``settings`` holds ``rounds``.
    points
        Points of the curve.
    curve_rounds
        The first of the held-out rounds, which the curve is measured on.
    """

    selector: str
    information: str
    settings: dict[str, Any]
    points: Annotated[int, msgspec.Meta(ge=1)] = 10
    curve_rounds: Annotated[int, msgspec.Meta(ge=1)] = 1000


class PatienceJob(_Job, frozen=True, tag="patience"):
    """What a patient bidder gains against a trained selector, on ``held_out`` small markets of 3 rounds."""

    selector: str
    information: str
    settings: dict[str, Any]


class JointJob(_Job, frozen=True, tag="joint"):
    """A policy over joint actions: one price for each of several tasks, and one UAV for all.

    Attributes
    ----------
    tasks
        J.
    policy
        ``factored``, ``autoregressive``, ``diffusion`` or ``ppo``.
    rounds
        Rounds to train on.
    """

    tasks: Annotated[int, msgspec.Meta(ge=1, le=6)]
    policy: str
    rounds: Annotated[int, msgspec.Meta(ge=1)]


Job: TypeAlias = RulesJob | AdverseJob | FilterJob | LearnedJob | PatienceJob | JointJob


def key_of(job: Job) -> str:
    """Return the SHA-256 of the job's full specification, the market's every setting included."""
    return hashlib.sha256(msgspec.json.encode(_canonical(job), order="sorted")).hexdigest()


def _canonical(job: Job) -> Any:
    return msgspec.to_builtins(msgspec.structs.replace(job, scenario=job.market))
