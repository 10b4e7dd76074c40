"""What rho may know: one type of observation for each information class of the specification's section 4.

An observation does not contain what its class does not carry, so a selector cannot read it. The same source builds
observations from NumPy arrays and from torch tensors.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Self, TypeAlias

import numpy as np
from array_api_compat import array_namespace

from strategyproof.learning.stream import MEMORY, PAST_FIELDS, Array, Batch
from strategyproof.mechanism.vocabulary import highest, where

__all__ = [
    "INFORMATION",
    "Blind",
    "Exogenous",
    "Field",
    "Full",
    "History",
    "LeaveOneOut",
    "Observation",
    "Oracle",
    "fields_of",
    "information_class",
    "observe",
]

_DECADES = 3.0


@dataclass(frozen=True, slots=True)
class Field:
    """One column of an observation: its name, its unit, and its range."""

    name: str
    unit: str
    low: float = 0.0
    high: float = 1.0


class _Observation:
    """What all observations share.

    ``remembers``: whether a later round's observation says something of the bids of an earlier one.
    """

    information: ClassVar[str]
    breaks: ClassVar[str]
    sees_current_bids: ClassVar[bool]
    remembers: ClassVar[bool] = False

    def __len__(self) -> int:
        return int(next(iter(self.parts())).shape[0])

    def parts(self) -> list[Array]:
        """Return everything that the observation holds, in the order of its fields, each (B, columns)."""
        return [getattr(self, field.name) for field in fields(self)]  # type: ignore[arg-type]

    def part(self, rounds: slice | Array) -> Self:
        """Return some of the rounds."""
        return type(self)(*(part[rounds] for part in self.parts()))

    def array(self) -> Array:
        """Return the columns that :func:`fields_of` describes, (B, F)."""
        parts = self.parts()
        return array_namespace(*parts).concat(parts, axis=-1)

    def digest(self) -> str:
        """Return the SHA-256 of the class name and of every number held, for the record of a round."""
        return hashlib.sha256(self.information.encode() + self.content()).hexdigest()

    def content(self) -> bytes:
        """Return every number held, as the bytes of contiguous float64."""
        return b"".join(np.ascontiguousarray(part, dtype=np.float64).tobytes() for part in self.parts())


@dataclass(frozen=True, slots=True, eq=False)
class Exogenous(_Observation):
    """The market state without any bid, past or present: strategy-proof across rounds too."""

    information: ClassVar[str] = "exogenous"
    breaks: ClassVar[str] = "nothing"
    sees_current_bids: ClassVar[bool] = False
    state: Array

    @classmethod
    def of(cls, batch: Batch) -> Exogenous:
        """Take the market state."""
        return cls(batch.state)


@dataclass(frozen=True, slots=True, eq=False)
class Blind(_Observation):
    """The market state and the leads of past rounds, free of scale.

    Strategy-proof in each round, but a patient bidder can gain across rounds.
    """

    information: ClassVar[str] = "blind"
    breaks: ClassVar[str] = "strategy-proofness across rounds: today's bids move tomorrow's rho"
    sees_current_bids: ClassVar[bool] = False
    remembers: ClassVar[bool] = True
    state: Array
    past: Array

    @classmethod
    def of(cls, batch: Batch) -> Blind:
        """Take the market state and the leads of past rounds."""
        return cls(batch.state, batch.past[:, : len(PAST_FIELDS)])


@dataclass(frozen=True, slots=True, eq=False)
class History(_Observation):
    """The market state, and leads and levels of past rounds: log10(b_n / v_0), that is log10(m_n / m_0).

    Slots overlap from round to round, so who was far above the UAV will be so again: where the scene is hidden from the
    auctioneer, this is what it can know of it. Strategy-proof in each round, as no bid of the round itself is in it.
    """

    information: ClassVar[str] = "history"
    breaks: ClassVar[str] = "strategy-proofness across rounds: today's bids move tomorrow's rho"
    sees_current_bids: ClassVar[bool] = False
    state: Array
    past: Array

    @classmethod
    def of(cls, batch: Batch) -> History:
        """Take the market state and everything of past rounds."""
        return cls(batch.state, batch.past)


@dataclass(frozen=True, slots=True, eq=False)
class LeaveOneOut(_Observation):
    """The market state and the bids below the highest, divided by the largest of them.

    Only the top bidder can win where rho >= 1, so what it faces is its own leave-one-out view: rho_n = phi(b_{-n}).
    Sorted, hence anonymous; divided, hence scale-invariant. With ties at the top nobody wins, whatever rho is.
    """

    information: ClassVar[str] = "leave-one-out"
    breaks: ClassVar[str] = "false-name-proofness: a fake low bid can lower the price"
    sees_current_bids: ClassVar[bool] = True
    state: Array
    others: Array

    @classmethod
    def of(cls, batch: Batch) -> LeaveOneOut:
        """Sort the bids, drop the highest, divide by the second highest (all 0 where it is 0)."""
        ranked = _ranked(batch.bids)[1:]
        top = where(ranked[0] > 0, ranked[0], 1.0)
        return cls(batch.state, _columns([bid / top for bid in ranked]))


@dataclass(frozen=True, slots=True, eq=False)
class Full(_Observation):
    """The paper's state: the market condition and the current bids, each bidder's own among them."""

    information: ClassVar[str] = "full"
    breaks: ClassVar[str] = (
        "strategy-proofness (a bidder's own bid moves its price), false-name-proofness, and adverse-selection freedom "
        "unless rho is scale-invariant; the paper's theorem 5.1 does not hold for it"
    )
    sees_current_bids: ClassVar[bool] = True
    state: Array
    bids: Array

    @classmethod
    def of(cls, batch: Batch) -> Full:
        """Take the bids, highest first, as log10 in decades around 1, cut at 3 decades."""
        xp = array_namespace(batch.bids)
        logs = [xp.log10(xp.clip(bid, 10.0**-_DECADES, 10.0**_DECADES)) / _DECADES for bid in _ranked(batch.bids)]
        return cls(batch.state, _columns(logs))


@dataclass(frozen=True, slots=True, eq=False)
class Oracle(_Observation):
    """The values of this very round, the UAV's included: what no mechanism has. For bounds only."""

    information: ClassVar[str] = "oracle"
    breaks: ClassVar[str] = "everything: it knows what the UAV itself cannot know"
    sees_current_bids: ClassVar[bool] = True
    bids: Array
    brand: Array

    @classmethod
    def of(cls, batch: Batch) -> Oracle:
        """Take everything."""
        return cls(_columns(list(batch.bids)), batch.brand[:, None])


Observation: TypeAlias = Exogenous | Blind | History | LeaveOneOut | Full | Oracle

INFORMATION: dict[str, type[Exogenous] | type[Blind] | type[History] | type[LeaveOneOut] | type[Full]] = {
    kind.information: kind for kind in (Exogenous, Blind, History, LeaveOneOut, Full)
}
"""The information classes by name; ``exogenous`` comes first and is the default: it alone breaks nothing."""


def information_class(name: str, warn: Callable[[str], None] | None = None) -> type[Any]:
    """Return an information class, and say what ``full`` breaks.

    Raises
    ------
    ValueError
        If there is no such class.
    """
    if name not in INFORMATION:
        raise ValueError(f"expected an information class out of {', '.join(INFORMATION)}, got {name!r}")
    kind = INFORMATION[name]
    if kind is Full and warn is not None:
        warn(f"information `full` breaks {kind.breaks}.")
    return kind


def observe(information: str, batch: Batch) -> Observation:
    """Return what a selector of an information class is given of each round.

    Raises
    ------
    ValueError
        If there is no such class.
    """
    kept: Observation = information_class(information).of(batch)
    return kept


def fields_of(information: str, state_names: tuple[str, ...], bidders: int) -> tuple[Field, ...]:
    """Return what each column of an observation's array holds, with its unit and its range."""
    columns = [Field(name, "ratio: 0 and 1 are the ends of the scenario's range") for name in state_names]
    if information in (Blind.information, History.information):
        columns += [Field(name, "ratio: log10(b_(1) / b_(2)), cut at 1") for name in PAST_FIELDS]
    if information == History.information:
        who = [f"level {k} rounds ago of who had rank {n} in the last" for k, n in _past_ranks(bidders)]
        columns += [Field(name, "decade: log10(b / v_0), cut at -1 and 1", -1.0) for name in who]
    elif information == LeaveOneOut.information:
        columns += [Field(f"bid of rank {n}", "ratio to the bid of rank 2") for n in range(2, bidders + 1)]
    elif information == Full.information:
        unit = "3 decades: log10(b / 1 value) / 3, cut at -1 and 1"
        columns += [Field(f"bid of rank {n}", unit, -1.0) for n in range(1, bidders + 1)]
    return tuple(columns)


def _past_ranks(bidders: int) -> list[tuple[int, int]]:
    """Return the age and the rank of each level, in the order of ``stream.levels_of``."""
    return [(age, rank) for age in range(1, MEMORY + 1) for rank in range(1, bidders + 1)]


def _ranked(bids: Array) -> list[Array]:
    """Return the bids of each round, highest first."""
    return [highest(bids, rank) for rank in range(1, int(bids.shape[0]) + 1)]


def _columns(values: list[Array]) -> Array:
    return array_namespace(*values).stack(values, axis=-1)
