"""Which learner trains which selector."""

from __future__ import annotations

from typing import Any, Protocol

from strategyproof.learning.config import Config, DiffusionConfig, GreedyConfig
from strategyproof.learning.extra import load
from strategyproof.learning.selectors.greedy import GreedyLearner
from strategyproof.learning.selectors.protocol import TrainedSelector
from strategyproof.learning.stream import Array, Batch
from strategyproof.proofs.checker.memory import keep_freed_memory
from strategyproof.scenarios.schema import Scenario

__all__ = ["Learner", "make_learner"]


class Learner(Protocol):
    """Something that learns a selector, batch by batch."""

    def learn(self, batch: Batch, progress: float) -> None:
        """Update on consecutive rounds."""
        ...

    def selector(self) -> TrainedSelector:
        """Return the selector learned so far."""
        ...

    def arrays(self) -> dict[str, Array]:
        """Return everything that learning goes on from."""
        ...

    def load(self, arrays: dict[str, Array]) -> None:
        """Go on from what :meth:`arrays` returned."""
        ...


def make_learner(scenario: Scenario, information: str, config: Config, seed: int, device: str = "cpu") -> Learner:
    """Return an untrained learner.

    Raises
    ------
    MissingExtra
        If torch is not installed, and the selector is not greedy.
    ValueError
        If the device is not there.
    """
    keep_freed_memory()
    if isinstance(config, GreedyConfig):
        if device != "cpu":
            raise ValueError(f"expected the device cpu, greedy has no network, got {device!r}; leave --device out")
        return GreedyLearner(scenario, config)
    torch = load("torch")
    if device not in _devices(torch):
        raise ValueError(f"expected the device cpu, or cuda where torch sees one, got {device!r}; leave --device out")
    torch.set_num_threads(1)
    if isinstance(config, DiffusionConfig):
        from strategyproof.learning.diffusion.chosen import ChosenLearner
        from strategyproof.learning.diffusion.exact import ExactLearner

        kind = ExactLearner if config.feedback == "exact" else ChosenLearner
        return kind(scenario, information, config, seed, device)
    from strategyproof.learning.ppo import PpoLearner

    return PpoLearner(scenario, information, config, seed, device)


def _devices(torch: Any) -> list[str]:
    if not torch.cuda.is_available():
        return ["cpu"]
    return ["cpu", "cuda", *(f"cuda:{number}" for number in range(torch.cuda.device_count()))]
