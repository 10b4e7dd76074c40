"""What is known of each mechanism of the catalogue, one table for each file of functions."""

from __future__ import annotations

from strategyproof.catalogue.entry import Entry
from strategyproof.catalogue.tables import (
    bundles,
    digital_goods,
    many_units,
    one_item,
    positions,
    public_goods,
    reserves,
    shipped,
    trade,
    transfers,
)

TABLES = (shipped, one_item, transfers, positions, reserves, many_units, digital_goods, public_goods, trade, bundles)

CATALOGUE: dict[str, Entry] = {entry.id: entry for table in TABLES for entry in table.ENTRIES}
"""The catalogue by id: first what ships, then the plain functions."""
