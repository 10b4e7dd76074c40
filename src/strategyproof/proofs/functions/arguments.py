"""What a function takes its bids as, by the annotation of its first parameter; without one, a list of numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

Numbers = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """How bids are handed over, and what the bidders are called in the answer.

    Attributes
    ----------
    what
        For people.
    made
        Builds the argument from the bids, as a plain Python value.
    name
        What a bidder is called.
    """

    what: str
    made: Callable[[Numbers], Any]
    name: Callable[[int], Any]

    def names(self, bidders: int) -> list[Any]:
        """Return what the bidders are called."""
        return [self.name(k) for k in range(bidders)]


def _position(bidder: int) -> int:
    return bidder


def _letter(bidder: int) -> str:
    """Return a, b, ..., z, bidder26, ..."""
    return chr(ord("a") + bidder) if bidder < 26 else f"bidder{bidder}"


def _array(bids: Numbers) -> Any:
    import numpy as np

    plain = all(isinstance(bid, (int, float)) for bid in bids)
    return np.array(bids) if plain else np.array(bids, dtype=object)


LIST = Shape("a list", list, _position)
SHAPES: tuple[tuple[str, Shape], ...] = (
    (r"^(np\.|numpy\.)?(ndarray|typing\.NDArray|NDArray)\b", Shape("an array", _array, _position)),
    (r"^(dict|Dict|Mapping)\[ *str\b", Shape("a dict by name", lambda b: dict(zip(map(_letter, range(len(b))), b,
     strict=True)), _letter)),
    (r"^(dict|Dict|Mapping)\[ *int\b", Shape("a dict by position", lambda b: dict(enumerate(b)), _position)),
    (r"^(dict|Dict|Mapping)$", Shape("a dict by position", lambda b: dict(enumerate(b)), _position)),
    (r"^(list|List|Sequence|Iterable)\[ *(tuple|Tuple)\[ *str\b", Shape("a list of (name, bid)",
     lambda b: [(_letter(k), bid) for k, bid in enumerate(b)], _letter)),
    (r"^(list|List|Sequence|Iterable)\[ *(tuple|Tuple)\[ *int\b", Shape("a list of (position, bid)",
     lambda b: list(enumerate(b)), _position)),
    (r"^(tuple|Tuple)\b", Shape("a tuple", tuple, _position)),
)  # fmt: skip
"""The first pattern that an annotation fits tells the shape."""


def shape_of(annotation: str) -> Shape:
    """Return how a function takes its bids, from its annotation as it is written."""
    text = annotation.strip().strip("'\"")
    text = re.sub(r"\b(typing|collections\.abc|t)\.(?=[A-Z])", "", text)
    return next((shape for pattern, shape in SHAPES if re.match(pattern, text)), LIST)
