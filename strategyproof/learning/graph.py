"""A proof that rho is blind, read off the exported computation graph of the policy.

The whole way from a round to rho, the making of the observation included, is exported as a graph of tensor operations
whose inputs are the market state, the past and the current bids. If no path leads from the bids to the output, no
value of the bids can move rho. The walk follows every argument of every node, so it can only err towards "there is a
path"; ``full`` has one, which shows that the walk sees it.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

from strategyproof.learning.diffusion.networks import Actor
from strategyproof.learning.information import observe
from strategyproof.learning.selectors.diffusion import DiffusionSelector
from strategyproof.learning.stream import Batch

__all__ = ["INPUTS", "inputs_of_rho"]

INPUTS = ("state", "past", "bids", "brand")
"""The inputs of the exported graph."""


class _Whole(nn.Module):
    """From a round to rho."""

    def __init__(self, actor: Actor, prices: Tensor, information: str) -> None:
        super().__init__()
        self.actor, self.information = actor, information
        self.register_buffer("prices", prices)

    def forward(self, state: Tensor, past: Tensor, bids: Tensor, brand: Tensor) -> Tensor:
        seen = observe(self.information, Batch(state, past, bids, brand)).array().to(torch.float32)
        action = self.actor(seen, self.actor.noise(state.shape[0], None)).argmax(dim=-1)
        prices: Any = self.prices
        rho: Tensor = prices[action]
        return rho


def inputs_of_rho(selector: DiffusionSelector, batch: Batch) -> frozenset[str]:
    """Return the inputs from which a path leads to rho.

    Parameters
    ----------
    selector
        The policy.
    batch
        A few rounds, for the shapes.
    """
    values = [torch.as_tensor(getattr(batch, name).copy()) for name in INPUTS]
    whole = _Whole(selector.actor, torch.as_tensor(selector.prices), selector.information)
    graph = torch.export.export(whole, tuple(values), strict=False).graph
    (output,) = (node for node in graph.nodes if node.op == "output")
    reached, waiting = set(), [output]
    while waiting:
        node = waiting.pop()
        if node not in reached:
            reached.add(node)
            waiting.extend(node.all_input_nodes)
    names = {node.name for node in reached if node.op == "placeholder"}
    return frozenset(name for name in INPUTS if name in names)
