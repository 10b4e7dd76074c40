"""The settings of a scenario as lines of a report: value, meaning, and where the value comes from."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from importlib import resources
from typing import Any, get_args, get_type_hints

import msgspec

from strategyproof.reports.document import Setting
from strategyproof.scenarios.load import load_scenario
from strategyproof.scenarios.schema import Scenario

_LINE = re.compile(r"^(?P<key>\w+)\s*=.*?\s#\s*(?P<source>.+)$")
_TABLE = re.compile(r"^\[+(?P<table>[\w.]+)\]+")


def settings(scenario: Scenario) -> list[Setting]:
    """Return every setting; one that differs from the default scenario is marked as the file's own."""
    default, sources, meanings = flat(load_scenario("default")), _sources(), _meanings()
    return [
        Setting(
            name=key,
            value=_shown(value),
            meaning=meanings.get(_plain(key), ""),
            source=sources.get(key, "") if default.get(key) == value else f"scenario {scenario.name}",
        )
        for key, value in flat(scenario).items()
    ]


def flat(scenario: Scenario) -> dict[str, Any]:
    """Return the settings by dotted key."""
    return dict(_leaves(msgspec.to_builtins(scenario), ""))


def _leaves(data: Any, prefix: str) -> list[tuple[str, Any]]:
    if isinstance(data, dict):
        return [leaf for name, value in data.items() for leaf in _leaves(value, f"{prefix}.{name}" if prefix else name)]
    if isinstance(data, list | tuple) and data and isinstance(data[0], dict):
        return [leaf for place, value in enumerate(data) for leaf in _leaves(value, f"{prefix}[{place}]")]
    return [(prefix, data)]


def _plain(key: str) -> str:
    return re.sub(r"\[\d+\]", "", key)


def _shown(value: Any) -> str:
    if isinstance(value, list | tuple):
        numbers = len(value) == 2 and all(isinstance(entry, int | float) for entry in value)
        return f"{value[0]:g} to {value[1]:g}" if numbers else ", ".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


@cache
def _sources() -> dict[str, str]:
    """Read the sources from the comments of the scenario that ships."""
    text = resources.files("strategyproof.scenarios").joinpath("default.toml").read_text("utf-8")
    table, entries = "", Counter[str]()
    found: dict[str, str] = {}
    for line in text.splitlines():
        if heading := _TABLE.match(line):
            name = heading["table"]
            table = f"{name}[{entries[name]}]." if line.startswith("[[") else f"{name}."
            entries[name] += 1
        elif setting := _LINE.match(line):
            found[f"{table}{setting['key']}"] = setting["source"]
    return found


def _meanings() -> dict[str, str]:
    return dict(_described(Scenario, ""))


def _described(struct: Any, prefix: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, hint in get_type_hints(struct, include_extras=True).items():
        key = f"{prefix}{name}"
        kind = get_args(hint)[0] if get_args(hint) else hint
        inner = get_args(kind)[0] if get_args(kind) else kind
        found += [(key, m.description) for m in get_args(hint)[1:] if isinstance(m, msgspec.Meta) and m.description]
        if isinstance(inner, type) and issubclass(inner, msgspec.Struct):
            found += _described(inner, f"{key}.")
    return found
