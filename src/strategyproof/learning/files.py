"""Files that are whole or absent: written beside, synced, moved into place; arrays as safetensors, never pickle."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from strategyproof.learning.stream import Array
from strategyproof.scenarios.schema import Scenario

__all__ = ["read_arrays", "scenario_hash", "write_arrays", "write_atomically"]


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that a crash or a full disk leaves the old one whole.

    Raises
    ------
    OSError
        If the disk is full or the folder cannot be written to; the old file is untouched, and the message says which.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        kept = "the file that was there is untouched" if path.exists() else "there was none before"
        raise OSError(
            f"expected to write {len(content):,} bytes to {path}, got: {error.strerror}; {kept}; make room, or use "
            "another folder"
        ) from error
    finally:
        beside.unlink(missing_ok=True)


def write_arrays(path: Path, arrays: Mapping[str, Array], facts: Mapping[str, Any]) -> None:
    """Write arrays with facts in the file's metadata, atomically."""
    content = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    write_atomically(path, save(content, {"strategyproof": msgspec.json.encode(facts, order="sorted").decode()}))


def read_arrays(path: Path) -> tuple[dict[str, Array], dict[str, Any]]:
    """Return arrays and facts.

    Raises
    ------
    ValueError
        If there is no file, or it is truncated or none of ours.
    """
    try:
        with safe_open(path, "np") as file:
            facts = msgspec.json.decode((file.metadata() or {})["strategyproof"])
            return {name: file.get_tensor(name) for name in file.keys()}, facts  # noqa: SIM118 - no mapping
    except FileNotFoundError as error:
        raise ValueError(
            f"expected a file at {path}, got none; a run has its weights once its training is done"
        ) from error
    except (SafetensorError, KeyError, msgspec.DecodeError) as error:
        raise ValueError(
            f"{path}: expected whole safetensors written by strategyproof, got {error}; the file is cut or foreign: "
            "train again, or resume from a run that has one"
        ) from error


def scenario_hash(scenario: Scenario) -> str:
    """Return the SHA-256 of everything that a scenario sets but its name and its sampling."""
    values = msgspec.to_builtins(scenario)
    kept = {key: value for key, value in values.items() if key not in ("name", "sampling")}
    return hashlib.sha256(msgspec.json.encode(kept, order="sorted")).hexdigest()
