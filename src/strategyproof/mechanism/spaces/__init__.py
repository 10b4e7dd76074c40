"""Type spaces and outcomes beyond one number per bidder and yes-or-no wins; each is an annotation of a user's function.

The composite that every law reads is what agent i, whose true type is t_i, has when the reports are r:
``U_i(r; t_i) = v(t_i, got_i(r)) - p_i(r)``; of a seller, ``p_i(r) - v(t_i, got_i(r))`` with v its cost.
"""

from __future__ import annotations

from strategyproof.mechanism.spaces.numbers import OneNumber, Point
from strategyproof.mechanism.spaces.outcomes import Amounts, Lottery, Public
from strategyproof.mechanism.spaces.ranking import Ranking
from strategyproof.mechanism.spaces.reading import Reading, reading_of
from strategyproof.mechanism.spaces.roles import Roles
from strategyproof.mechanism.spaces.sets import Sets, Single
from strategyproof.mechanism.spaces.space import Space, Type, read_type
from strategyproof.mechanism.spaces.vector import Vector

__all__ = [
    "Amounts",
    "Lottery",
    "OneNumber",
    "Point",
    "Public",
    "Ranking",
    "Reading",
    "Roles",
    "Sets",
    "Single",
    "Space",
    "Type",
    "Vector",
    "read_type",
    "reading_of",
]
