"""A name that has no value that could be spoken of: unbound, or left behind by a loop over a market of any size."""

from __future__ import annotations

from typing import Any, NoReturn

from strategyproof.proofs.plain.faults import Unsupported
from strategyproof.proofs.plain.quantity import Symbolic


class Unbound(Symbolic):
    """Whatever is done with it is not supported."""

    __slots__ = ()

    def as_real(self) -> NoReturn:
        """Refuse."""
        raise Unsupported("a name that a loop over all bidders left behind")

    __bool__ = __copy__ = as_real

    def __deepcopy__(self, _: object) -> NoReturn:
        self.as_real()

    def __iter__(self) -> NoReturn:
        self.as_real()

    def __getitem__(self, _: object) -> NoReturn:
        self.as_real()

    def __call__(self, *_: object) -> NoReturn:
        """Refuse."""
        self.as_real()


UNBOUND = Unbound()


def bound(value: Any) -> Any:
    """Return a value whose identity is asked for, which that of an unbound name must not be."""
    return value.as_real() if value is UNBOUND else value
