"""A proof that rho is blind, read off the exported computation graph of the policy.

The whole way from a round to rho, the making of the observation included, is exported as a graph of tensor operations
whose inputs are the market state, the past and the current bids. If no path leads from the bids to the output, no
value of the bids can move rho. The walk follows every argument of every node, so it can only err towards "there is a
path"; ``full`` has one, which shows that the walk sees it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, nn
from torch.export import ExportedProgram

from strategyproof.learning.information import observe
from strategyproof.learning.selectors.diffusion import DiffusionSelector
from strategyproof.learning.selectors.ppo import PpoSelector
from strategyproof.learning.stream import Batch

__all__ = ["INPUTS", "exported", "inputs_of_rho", "tensors_of"]

INPUTS = ("state", "past", "bids", "brand")
"""The inputs of the exported graph."""


class _Whole(nn.Module):
    """From a round to rho, by the observation's and the selector's own code."""

    def __init__(self, selector: DiffusionSelector | PpoSelector) -> None:
        super().__init__()
        self.selector = selector
        self.network: nn.Module = selector.actor if isinstance(selector, DiffusionSelector) else selector.policy
        self.register_buffer("prices", torch.as_tensor(selector.prices))

    def forward(self, state: Tensor, past: Tensor, bids: Tensor, brand: Tensor) -> Tensor:
        seen = observe(self.selector.information, Batch(state, past, bids, brand)).array().to(torch.float32)
        prices: Any = self.prices
        rho: Tensor = prices[self.selector.actions(seen)]
        return rho


@contextmanager
def _unvalidated() -> Iterator[None]:
    """Leave out the checks of distributions, which branch on values: a graph has no branches."""
    before = torch.distributions.Distribution._validate_args
    torch.distributions.Distribution.set_default_validate_args(False)
    try:
        yield
    finally:
        torch.distributions.Distribution.set_default_validate_args(before)


def exported(selector: DiffusionSelector | PpoSelector, batch: Batch) -> ExportedProgram:
    """Return the way from a round to rho as a graph of tensor operations, for rounds of the batch's number."""
    with _unvalidated():
        return torch.export.export(_Whole(selector), tensors_of(batch), strict=False)


def tensors_of(batch: Batch) -> tuple[Tensor, ...]:
    """Return the inputs of the graph, in the order of :data:`INPUTS`."""
    return tuple(torch.as_tensor(getattr(batch, name).copy()) for name in INPUTS)


def inputs_of_rho(selector: DiffusionSelector | PpoSelector, batch: Batch) -> frozenset[str]:
    """Return the inputs from which a path leads to rho.

    Parameters
    ----------
    selector
        The policy.
    batch
        A few rounds, for the shapes.
    """
    graph = exported(selector, batch).graph
    (output,) = (node for node in graph.nodes if node.op == "output")
    reached, waiting = set(), [output]
    while waiting:
        node = waiting.pop()
        if node not in reached:
            reached.add(node)
            waiting.extend(node.all_input_nodes)
    names = {node.name for node in reached if node.op == "placeholder"}
    return frozenset(name for name in INPUTS if name in names)
