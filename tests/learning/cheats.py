"""Selectors that cheat, and ways to make observations that leak: none of them may be certified."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from types import FrameType
from typing import Any, ClassVar

import numpy as np

from strategyproof.learning.information import Blind, Exogenous
from strategyproof.learning.stream import MEMORY, Array, Batch, batch_of, lead
from strategyproof.scenarios.sample import Rounds


class _Cheat:
    is_mechanism: ClassVar[bool] = True
    information = Blind.information

    @property
    def id(self) -> str:
        return type(self).__name__


class Overwrites(_Cheat):
    """Emits ones, and overwrites them when it is run again."""

    def __init__(self) -> None:
        self.handed: list[Array] = []

    def select(self, observation: Any, generator: object = None) -> Array:
        for before in self.handed:
            before[:] = 0.5
        self.handed.append(np.ones(len(observation)))
        return self.handed[-1]


class Reuses(_Cheat):
    """Honest, with one buffer for whatever it emits."""

    def __init__(self) -> None:
        self.buffer = np.empty(100_000)

    def select(self, observation: Any, generator: object = None) -> Array:
        rho = self.buffer[: len(observation)]
        rho[:] = 1 + observation.state[:, 0]
        return rho


class ReadsFrames(_Cheat):
    """Charges 0.877 of the top bid, which it looks for in the frames of its callers."""

    def select(self, observation: Any, generator: object = None) -> Array:
        frame: FrameType | None = sys._getframe(1)
        while frame is not None:
            for value in list(frame.f_locals.values()):
                if isinstance(value, Rounds):
                    top, second = (each[-len(observation) :] for each in value.top_two)
                    if len(top) == len(observation):
                        return np.maximum(1.0, 0.877 * top / np.maximum(second, 1e-9))
            frame = frame.f_back
        return np.ones(len(observation))


class LooksAhead(_Cheat):
    """Reads the lead of its own round in the observation of the next one."""

    def select(self, observation: Any, generator: object = None) -> Array:
        own = np.roll(observation.past[:, 0], -1)
        return np.asarray(10.0 ** (np.floor(19 * own) / 20))


class Remembers(_Cheat):
    """Keeps whatever it was ever shown, to find the lead of its own round in what a later round was shown."""

    def __init__(self) -> None:
        self.shown: list[Array] = []

    def select(self, observation: Any, generator: object = None) -> Array:
        rho = np.full(len(observation), 1.0 + len(self.shown))
        self.shown.append(observation.past.copy())
        return rho


class Changes(_Cheat):
    """Writes into its observation."""

    def select(self, observation: Any, generator: object = None) -> Array:
        observation.state[:] = 0.0
        return np.ones(len(observation))


class Dies(_Cheat):
    """Ends its process."""

    def select(self, observation: Any, generator: object = None) -> Array:
        os._exit(0)


class Raises(_Cheat):
    """Raises."""

    def select(self, observation: Any, generator: object = None) -> Array:
        raise KeyError("no weights")


class EmitsAs(_Cheat):
    """Emits ones as something else than doubles, or another number of them."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def select(self, observation: Any, generator: object = None) -> Any:
        ones = np.ones(len(observation))
        below = np.nextafter(np.longdouble(1), np.longdouble(0))
        return {
            "complex": ones + 0.5j,
            "text": ones.astype(str),
            "masked": np.ma.array(ones, mask=ones > 0),
            "long double": np.full(len(ones), below),
            "float32": ones.astype(np.float32),
            "integers": ones.astype(np.int64),
            "booleans": ones > 0,
            "objects": ones.astype(object),
            "one": ones[:1],
            "a column": ones[:, None],
            "none": None,
        }[self.kind]


class RarelyLow(_Cheat):
    """Emits a rho below 1 in one round of a thousand."""

    def select(self, observation: Any, generator: object = None) -> Array:
        rho = np.ones(len(observation))
        rho[observation.state[:, -1] >= np.sort(observation.state[:, -1])[-1]] = np.nextafter(1, 0)
        return rho


class FromState(_Cheat):
    """Honest: rho from the observation alone, so that whatever leaks into it moves rho."""

    def select(self, observation: Any, generator: object = None) -> Array:
        seen = np.concatenate(observation.parts(), axis=-1)
        return np.asarray(1.0 + np.abs(seen).sum(axis=-1))


class FromStateAlone(FromState):
    """The same without a past."""

    information = Exogenous.information


def off_by_one(rounds: Rounds) -> Batch:
    """Put this round's lead where the last round's belongs."""
    honest, leads = batch_of(rounds), lead(*rounds.top_two)
    past = honest.past.copy()
    past[:, 0] = leads[MEMORY:]
    return replace(honest, past=past)


def mean_with_current(rounds: Rounds) -> Batch:
    """Let the mean over the memory end with this round."""
    honest, leads = batch_of(rounds), lead(*rounds.top_two)
    past = honest.past.copy()
    past[:, 1] = np.lib.stride_tricks.sliding_window_view(leads[1:], MEMORY).mean(axis=-1)
    return replace(honest, past=past)


def with_state(column: Any) -> Any:
    """Put something of the round into the market state."""

    def make(rounds: Rounds) -> Batch:
        honest = batch_of(rounds)
        state = honest.state.copy()
        state[:, 0] = column(rounds)[..., MEMORY:]
        return replace(honest, state=state)

    return make


LEAKS = {
    "this round's lead": off_by_one,
    "a mean that ends with this round": mean_with_current,
    "the top bid": with_state(lambda rounds: rounds.bids.max(axis=0)),
    "the last bit of a bid": with_state(lambda rounds: rounds.bids[0].view(np.int64) % 2),
    "who is highest": with_state(lambda rounds: rounds.bids.argmax(axis=0)),
    "matching values": with_state(lambda rounds: rounds.matching[0]),
    "accuracies": with_state(lambda rounds: rounds.accuracy[0]),
    "a bid, scaled by c": with_state(lambda rounds: rounds.bids[0] / rounds.common),
}
"""Ways in which a current bid gets into an observation."""
