"""Every mechanism that ships, by id."""

from __future__ import annotations

from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.rules import classics, msb, myopic

MECHANISMS: dict[str, Mechanism] = {
    value.id: value
    for module in (msb, myopic, classics)
    for value in vars(module).values()
    if isinstance(value, Mechanism)
}
"""The catalogue, in the order in which the modules define it."""
