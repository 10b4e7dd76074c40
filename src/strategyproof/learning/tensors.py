"""Training state as flat dictionaries of tensors, which safetensors stores without pickle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, nn

from strategyproof.learning.policy.network import check_shapes
from strategyproof.proofs.checker.arithmetic import flushes

__all__ = [
    "adam",
    "adam_tensors",
    "flushing",
    "load_adam",
    "load_module",
    "not_flushing",
    "numbers_of",
    "prefixed",
    "stripped",
    "tensors_of",
]


@contextmanager
def flushing() -> Iterator[None]:
    """Let subnormal numbers count as 0 for a while, which makes saturated networks twice as fast to train.

    The processor's mode is the thread's, not torch's: left on, it would change what an auction with tiny bids does. So
    it is on while a network learns, and what it was before anything else runs.
    """
    with _flush(True):
        yield


@contextmanager
def not_flushing() -> Iterator[None]:
    """Let subnormal numbers count, where a library that is learning calls back."""
    with _flush(False):
        yield


@contextmanager
def _flush(on: bool) -> Iterator[None]:
    before = flushes()
    torch.set_flush_denormal(on)
    try:
        yield
    finally:
        torch.set_flush_denormal(before)


def numbers_of(tensors: Mapping[str, Tensor]) -> dict[str, Any]:
    """Return copies of the tensors as NumPy arrays."""
    return {name: tensor.detach().cpu().numpy().copy() for name, tensor in tensors.items()}


def tensors_of(arrays: Mapping[str, Any]) -> dict[str, Tensor]:
    """Return copies of NumPy arrays as tensors."""
    return {name: torch.tensor(array) for name, array in arrays.items()}


def prefixed(prefix: str, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return the tensors with a prefix before each name."""
    return {prefix + name: tensor for name, tensor in tensors.items()}


def stripped(prefix: str, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return the tensors of a prefix, without it."""
    return {name.removeprefix(prefix): tensor for name, tensor in tensors.items() if name.startswith(prefix)}


def adam(module: nn.Module, rate: float) -> torch.optim.Adam:
    """Return Adam over a module's parameters."""
    return torch.optim.Adam(module.parameters(), lr=rate, fused=True)


def adam_tensors(optimiser: torch.optim.Adam) -> dict[str, Tensor]:
    """Return the moments of every parameter; none before the first step."""
    state = optimiser.state_dict()["state"]
    return {f"{n}.{name}": tensor for n, entry in state.items() for name, tensor in entry.items()}


def load_adam(optimiser: torch.optim.Adam, prefix: str, tensors: Mapping[str, Tensor]) -> None:
    """Set the moments."""
    whole = optimiser.state_dict()
    state: dict[int, dict[str, Tensor]] = {}
    for name, tensor in stripped(prefix, tensors).items():
        number, _, part = name.partition(".")
        state.setdefault(int(number), {})[part] = tensor
    optimiser.load_state_dict({**whole, "state": state})


def load_module(module: nn.Module, prefix: str, tensors: Mapping[str, Tensor]) -> None:
    """Set a module's weights.

    Raises
    ------
    ValueError
        If the tensors belong to another architecture; the message names the first that differs.
    """
    given = stripped(prefix, tensors)
    check_shapes({name: tuple(part.shape) for name, part in module.state_dict().items()}, given, prefix)
    module.load_state_dict(given)
