"""Read a scenario from TOML, strictly: a key that nobody reads is an error, and so is a value out of range."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, get_args, get_type_hints

import msgspec

from strategyproof.scenarios.schema import CommonValue, Feature, Scenario, Scene, Table, conflicts

__all__ = ["PAPER_BASE_STATIONS", "load_scenario", "paper_variants", "scenario_names", "with_settings"]

PAPER_BASE_STATIONS = (3, 5, 7, 9)
"""How many base stations the paper's figures compare."""

_PLACE = re.compile(r"^(?P<why>.*?)(?: - at `\$(?:\.(?P<key>.+))?`)?$", re.DOTALL)


def scenario_names() -> tuple[str, ...]:
    """Return the names of the scenarios that ship with the package."""
    files = resources.files("strategyproof.scenarios").iterdir()
    return tuple(sorted(Path(file.name).stem for file in files if file.name.endswith(".toml")))


def load_scenario(source: str | Path = "default", settings: Mapping[str, Any] | None = None) -> Scenario:
    """Read a scenario.

    Parameters
    ----------
    source
        The name of a scenario that ships with the package, or the path of a TOML file. A file that starts with
        ``extends = "default"`` states only what differs from that scenario.
    settings
        Values to change, by dotted key, e.g. ``{"market.base_stations": 7}``.

    Raises
    ------
    ValueError
        If there is no such scenario, the file is no TOML, a key is unknown or missing, or a value is out of range; the
        message names the file, the full key, the value, what was expected and a fix.

    Examples
    --------
    >>> load_scenario("default", {"market.base_stations": 7}).market.base_stations
    7
    """
    where, data = _read(source)
    for key, value in (settings or {}).items():
        _set(data, key, value, where)
    return _build(data, where)


def with_settings(scenario: Scenario, settings: Mapping[str, Any]) -> Scenario:
    """Return a copy of a scenario with values changed by dotted key, as strictly checked as a file.

    Raises
    ------
    ValueError
        As :func:`load_scenario`.
    """
    data: dict[str, Any] = msgspec.to_builtins(scenario)
    where = f"scenario {scenario.name}"
    for key, value in settings.items():
        _set(data, key, value, where)
    return _build(data, where)


def paper_variants() -> tuple[Scenario, ...]:
    """Return the default scenario with each number of base stations of the paper's figures."""
    return tuple(
        load_scenario("default", {"market.base_stations": n, "name": f"default-{n}"}) for n in PAPER_BASE_STATIONS
    )


def _read(source: str | Path) -> tuple[str, dict[str, Any]]:
    """Return what errors call the source, and its data with everything it extends."""
    if str(source) in scenario_names():
        return f"scenario {source}", _shipped(str(source))
    path = Path(source)
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        near = _nearest(str(source), scenario_names())
        raise ValueError(
            f"expected the path of a scenario file or one of {', '.join(scenario_names())}, got {source} "
            f"({error.strerror}){near}"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path}: expected TOML in UTF-8, got {error}; mend the file there") from error
    return str(path), _extended(data, str(path))


def _shipped(name: str) -> dict[str, Any]:
    text = resources.files("strategyproof.scenarios").joinpath(f"{name}.toml").read_text("utf-8")
    return _extended(tomllib.loads(text), f"scenario {name}")


def _extended(data: dict[str, Any], where: str) -> dict[str, Any]:
    """Return the data with everything of the scenario that they extend."""
    base = data.pop("extends", None)
    if base is None:
        return data
    if base not in scenario_names():
        expected = f"expected one of {', '.join(scenario_names())}"
        raise ValueError(f"{where}: extends: {expected}, got {base!r}{_nearest(str(base), scenario_names())}")
    _refuse_unknown(data, Scenario, where)
    return _merged(_shipped(base), data)


def _merged(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        both = isinstance(value, dict) and isinstance(base.get(key), dict)
        merged[key] = _merged(base[key], value) if both else value
    return merged


def _set(data: dict[str, Any], key: str, value: Any, where: str) -> None:
    """Change one value by its dotted key."""
    *tables, last = key.split(".")
    struct: Any = Scenario
    for depth, name in enumerate([*tables, last]):
        prefix = "".join(f"{table}." for table in tables[:depth])
        if not _is_table(struct):
            raise ValueError(
                f"{where}: {prefix}{name}: {prefix[:-1]} is a value, not a table; set {prefix[:-1]} itself"
            )
        if name not in _fields(struct):
            raise ValueError(_unknown(where, prefix, name, _fields(struct)))
        struct = _fields(struct)[name]
    for table in tables:
        data = data.setdefault(table, {})
    data[last] = list(value) if isinstance(value, tuple) else value


def _build(data: dict[str, Any], where: str) -> Scenario:
    """Check the data and turn them into a scenario."""
    _refuse_unknown(data, Scenario, where)
    for key, value in _leaves(data, ""):
        if isinstance(value, float) and not math.isfinite(value):
            raise ValueError(f"{where}: {key}: expected a finite number, got {value}; {_advice(key)}")
    try:
        scenario = msgspec.convert(data, Scenario)
    except msgspec.ValidationError as error:
        raise ValueError(_out_of_range(str(error), data, where)) from error
    for key, expected, got, fix in conflicts(scenario):
        raise ValueError(f"{where}: {key}: expected {expected}, got {got}; {fix}")
    return scenario


@cache
def _fields(struct: type[Table]) -> dict[str, Any]:
    """Return the keys of a table and their types."""
    return dict(get_type_hints(struct))


def _is_table(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Table)


def _refuse_unknown(data: Any, struct: type[Table], where: str, prefix: str = "") -> None:
    """Refuse a key that no struct has, at any depth."""
    fields = _fields(struct)
    for key, value in data.items():
        if key not in fields:
            raise ValueError(_unknown(where, prefix, key, fields))
        if _is_table(fields[key]) and isinstance(value, dict):
            _refuse_unknown(value, fields[key], where, f"{prefix}{key}.")
        elif fields[key] == tuple[Scene, ...] and isinstance(value, list | tuple):
            for place, scene in enumerate(value):
                if isinstance(scene, dict):
                    _refuse_unknown(scene, Scene, where, f"{prefix}{key}[{place}].")


def _unknown(where: str, prefix: str, key: str, fields: Mapping[str, Any]) -> str:
    near = _nearest(key, fields, prefix)
    known = f" (known: {', '.join(prefix + field for field in fields)})" if fields and not near else ""
    return f"{where}: {prefix}{key}: unknown key{near or known}; rename it or remove it"


def _nearest(word: str, words: Any, prefix: str = "") -> str:
    near = get_close_matches(word, list(words), n=1, cutoff=0.5)
    return f"; did you mean {prefix}{near[0]}?" if near else ""


def _leaves(data: Any, key: str) -> Iterator[tuple[str, Any]]:
    """Yield every value with its full key."""
    if isinstance(data, dict):
        for name, value in data.items():
            yield from _leaves(value, f"{key}.{name}" if key else name)
    elif isinstance(data, list | tuple):
        for place, value in enumerate(data):
            yield from _leaves(value, f"{key}[{place}]")
    else:
        yield key, data


def _out_of_range(message: str, data: dict[str, Any], where: str) -> str:
    """Say which value is wrong, in our words."""
    match = _PLACE.match(message)
    why, key = (match["why"], match["key"] or "") if match else (message, "")
    missing = re.search(r"missing required field `(\w+)`", why)
    if missing:
        full = f"{key}.{missing[1]}" if key else missing[1]
        return (
            f'{where}: {full}: expected a value, got none; {_advice(full)}, or start the file with extends = "default"'
        )
    why = why.split(", got")[0].replace("`object`", "a table")
    if why.startswith("Invalid enum value"):
        kind = CommonValue if key.endswith("common_value") else Feature
        why = f"Expected one of {', '.join(get_args(kind))}"
    return f"{where}: {key}: {why[:1].lower()}{why[1:]}, got {_value_at(data, key)!r}; {_advice(key)}"


def _value_at(data: Any, key: str) -> Any:
    """Return the value of a full key."""
    for step in re.findall(r"[^.\[\]]+", key):
        data = data[int(step) if isinstance(data, list | tuple) else step]
    return data


def _advice(key: str) -> str:
    """Say what a key stands for and what the default scenario has."""
    steps = re.findall(r"[^.\[\]]+", key)
    kind: Any = Scenario
    meaning = ""
    for step in steps:
        if kind == tuple[Scene, ...]:
            kind = Scene
        elif _is_table(kind) and step in _fields(kind):
            hint = get_type_hints(kind, include_extras=True)[step]
            meaning = next(
                (m.description for m in get_args(hint)[1:] if isinstance(m, msgspec.Meta) and m.description), ""
            )
            kind = _fields(kind)[step]
    try:
        example = _value_at(_shipped("default"), key)
    except (KeyError, IndexError, TypeError):
        return f"it is {meaning}" if meaning else "see the default scenario"
    return f"it is {meaning}, and {example!r} in the default scenario" if meaning else "see the default scenario"
