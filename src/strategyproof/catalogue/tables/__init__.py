"""What is known of each mechanism of the catalogue, one table for each file of functions."""

from __future__ import annotations

from strategyproof.catalogue.entry import Entry
from strategyproof.catalogue.tables import (
    assignment,
    bundles,
    clicks,
    digital_goods,
    fees,
    items,
    many_units,
    one_item,
    points,
    positions,
    procurement,
    public_goods,
    reserves,
    schools,
    sharing,
    shipped,
    trade,
    transfers,
    voting,
)

OF_ONE_NUMBER = (one_item, transfers, positions, reserves, many_units, digital_goods, public_goods, bundles)
OF_SPACES = (clicks, items, trade, fees, sharing, procurement, points, schools, assignment, voting)
TABLES = (shipped, *OF_ONE_NUMBER, *OF_SPACES)

CATALOGUE: dict[str, Entry] = {entry.id: entry for table in TABLES for entry in table.ENTRIES}
"""The catalogue by id: first what ships, then plain functions of one number per bidder, then those of other types."""
