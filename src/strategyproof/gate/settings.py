"""What a project asks of its mechanisms: ``[tool.strategyproof]``, read strictly."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import msgspec

from strategyproof.judging.answers import Required
from strategyproof.judging.laws import ALL, check_law_names, laws_of
from strategyproof.judging.request import (
    Cost,
    Request,
    RequestError,
    bidders,
    checked_parameters,
)
from strategyproof.mechanism.laws import OF_FUNCTIONS
from strategyproof.mechanism.spaces.laws import SPACE_LAWS
from strategyproof.mechanism.verdict import Provable
from strategyproof.proofs.smt.choice import SolverChoice

TABLE = "tool.strategyproof"
_MISSING = re.compile(r"missing required field `(?P<field>\w+)`(?: - at `\$\.?(?P<place>[^`]*)`)?")
_WRONG = re.compile(r"^(?P<why>.*) - at `\$\.?(?P<place>[^`]*)`$")


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A strict table of the configuration."""


class Claim(Table, frozen=True):
    """One mechanism and what is asked of it.

    Attributes
    ----------
    target
        ``FILE.py:FUNCTION``, the file relative to the configuration.
    bidders, parameters, laws, arithmetic
        As the options of ``check``.
    require
        The least that lets the gate pass: ``"proved"``, or ``"tested"`` for examples without a proof.
    """

    target: str
    bidders: str | int | list[int] = "2-4"
    parameters: dict[str, str | int | float] = {}
    laws: list[str] | None = None
    arithmetic: Provable = "real"
    require: Required = "proved"


class Accepted(Table, frozen=True):
    """A refutation that is known, and why it may stay."""

    target: str
    law: str
    reason: str


class Settings(Table, frozen=True):
    """The table ``[tool.strategyproof]``."""

    mechanisms: list[Claim]
    budget: Cost = Cost()
    accepted: list[Accepted] = []


_INNER: dict[str, type[msgspec.Struct]] = {"mechanisms": Claim, "budget": Cost, "accepted": Accepted}


def found_above(folder: Path) -> Path:
    """Return the nearest ``pyproject.toml`` with the table, in a folder or above it.

    Raises
    ------
    RequestError
        If there is none.
    """
    places = [place / "pyproject.toml" for place in (folder, *folder.parents)]
    held = [Path(os.path.relpath(path)) for path in places if path.is_file()]
    for path in held:
        try:
            _table(path)
        except RequestError:
            continue
        return path
    if held:
        _table(held[0])  # says what is wrong with the nearest
    raise RequestError(
        f"expected a pyproject.toml with a table [{TABLE}] in {folder} or above it, got none; give --config its path"
    )


def read_settings(path: Path) -> Settings:
    """Read the table of a TOML file.

    Raises
    ------
    RequestError
        If there is none, a key is unknown (the nearest is named) or missing, or a value is not what it must be.
    """
    data = _table(path)
    _refuse_unknown(data, Settings, f"{path}: {TABLE}")
    try:
        settings = msgspec.convert(data, Settings)
    except msgspec.ValidationError as error:
        raise RequestError(f"{path}: {_told(str(error))}") from error
    try:
        _check(settings)
    except RequestError as error:
        raise RequestError(f"{path}: {error}") from error
    return settings


def request_of(claim: Claim, cost: Cost, root: Path, solver: SolverChoice = "z3") -> Request:
    """Return what is asked of one mechanism, its file as seen from here."""
    file, colon, function = claim.target.rpartition(":")
    return Request(
        f"{root / file}{colon}{function}" if colon else claim.target,
        checked_parameters(claim.parameters),
        check_law_names(claim.laws or []),
        bidders(claim.bidders),
        claim.arithmetic,
        cost,
        solver=solver,
    )


def _table(path: Path) -> dict[str, Any]:
    try:
        data: Any = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RequestError(f"expected a TOML file, got {path} ({error.strerror}); give --config its path") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RequestError(f"{path}: expected TOML in UTF-8, got {error}") from error
    for key in TABLE.split("."):
        data = data.get(key) if isinstance(data, dict) else None
    if not isinstance(data, dict):
        raise RequestError(f"{path} has no table [{TABLE}]; name a mechanism under [[{TABLE}.mechanisms]]")
    return data


def _refuse_unknown(data: Mapping[str, Any], struct: type[msgspec.Struct], place: str) -> None:
    known = [field.name for field in msgspec.structs.fields(struct)]
    inner = _INNER if struct is Settings else {}
    for key, value in data.items():
        if key not in known:
            near = get_close_matches(key, known, n=1, cutoff=0.5)
            hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known)}"
            raise RequestError(f"{place}: unknown key {key!r}; {hint}")
        entries = [(f"{place}.{key}", value)]
        if isinstance(value, list):
            entries = [(f"{place}.{key}[{index}]", entry) for index, entry in enumerate(value)]
        for where, entry in entries:
            if key in inner and isinstance(entry, dict):
                _refuse_unknown(entry, inner[key], where)


def _told(message: str) -> str:
    """Say which key is missing or wrong, by its full name."""
    if missing := _MISSING.search(message):
        place = f"{TABLE}.{missing['place']}" if missing["place"] else TABLE
        return f"{place}: expected a key {missing['field']!r}, got none; add it"
    if wrong := _WRONG.match(message):
        return f"{TABLE}.{wrong['place']}: {wrong['why'][:1].lower()}{wrong['why'][1:]}"
    return f"{TABLE}: {message}"


def _check(settings: Settings) -> None:
    """Refuse values whose types are right and that still say nothing."""
    if not settings.mechanisms:
        raise RequestError(f"{TABLE}.mechanisms: expected at least one mechanism, got none")
    for name, value in msgspec.structs.asdict(settings.budget).items():
        if name != "seed" and value <= 0:
            raise RequestError(f"{TABLE}.budget.{name}: expected a number above 0, got {value}")
    asked: dict[str, set[str]] = {}
    for index, claim in enumerate(settings.mechanisms):
        if claim.laws is not None and not claim.laws:
            place = f"{TABLE}.mechanisms[{index}].laws"
            raise RequestError(f"{place}: expected at least one law, got none; leave the key out for the core")
        try:
            request = request_of(claim, settings.budget, Path())
            of_space = not OF_FUNCTIONS.keys() >= {*request.laws} - {ALL}  # whether it speaks is seen on loading
            laws = request.laws if of_space else [law.id for law in laws_of(request)]
            asked.setdefault(claim.target, set()).update(laws)
        except RequestError as error:
            raise RequestError(f"{TABLE}.mechanisms[{index}]: {error}") from error
    for index, accepted in enumerate(settings.accepted):
        _check_accepted(accepted, asked, f"{TABLE}.accepted[{index}]")


def _check_accepted(accepted: Accepted, asked: Mapping[str, set[str]], place: str) -> None:
    if not accepted.reason.strip():
        raise RequestError(f"{place}: expected a reason why {accepted.law!r} may fail, got an empty one")
    _check_known("target", accepted.target, list(asked), place)
    if accepted.law not in SPACE_LAWS:
        _check_known("law", accepted.law, sorted(asked[accepted.target]), place)


def _check_known(kind: str, name: str, known: list[str], place: str) -> None:
    if name not in known:
        near = get_close_matches(name, known, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]!r}?" if near else f"asked: {', '.join(known)}"
        raise RequestError(f"{place}: no mechanism is asked for the {kind} {name!r}; {hint}")
