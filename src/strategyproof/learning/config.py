"""Every hyperparameter, with its range, its source, and why.

"Paper" means that the paper gives it; it gives almost none. "AGOD" means the public implementation closest to the
paper's algorithm. "Ours" means measured on the shipped scenarios.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

import msgspec

from strategyproof.learning.policy.network import Architecture

__all__ = [
    "CHOSEN_DEFAULTS",
    "PUBLISHED",
    "Config",
    "DiffusionConfig",
    "GreedyConfig",
    "PpoConfig",
    "architecture",
    "config_of",
]

Rate: TypeAlias = float


def _field(
    low: float | None = None, high: float | None = None, *, why: str, above: float | None = None
) -> msgspec.Meta:
    bounds: dict[str, Any] = {"ge": low, "le": high, "gt": above}
    made: msgspec.Meta = msgspec.Meta(description=why, **{name: x for name, x in bounds.items() if x is not None})
    return made


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every learner has."""

    rounds: Annotated[int, _field(1, why="auctions to train on; ours: settles well before (the paper: 500,000)")] = (
        400_000
    )
    batch: Annotated[int, _field(2, 8192, why="auctions per update; ours: 256 to 512 converge fastest (AGOD: 512)")] = (
        512
    )


class DiffusionConfig(Settings, frozen=True, tag_field="selector", tag="diffusion"):
    """DMSB: eqs. 16 to 21 and Algorithm 1."""

    steps: Annotated[int, _field(1, 100, why="K of eqs. 16 and 17; not given by the paper; AGOD: 5")] = 5
    schedule: Annotated[
        Literal["vp", "linear", "cosine"], msgspec.Meta(description="eta_k of eq. 16; AGOD: variance preserving")
    ] = "vp"
    parameterisation: Annotated[
        Literal["x0", "eps", "direct"],
        msgspec.Meta(
            description="what the network predicts: the noise (`eps`, as published), x_0 (`x0`, ours: `eps` under `vp` "
            "can never become deterministic), or the logits in one pass, no diffusion at all (`direct`, the ablation)"
        ),
    ] = "x0"
    feedback: Annotated[
        Literal["exact", "chosen"],
        msgspec.Meta(
            description="`chosen`: the reward of the action taken, twin critics and replay (Algorithm 1); `exact`: the "
            "gradient over all |A| actions, which one draw of the bids gives, as the market does not react to rho"
        ),
    ] = "exact"
    hidden: Annotated[
        tuple[int, ...], msgspec.Meta(min_length=1, max_length=4, description="widths of the layers; AGOD: 256, 256")
    ] = (256, 256)
    logit_scale: Annotated[
        float,
        _field(
            above=0,
            why="logits per unit of x_0 in [-1, 1] for `x0`; ours: 4 can reach probability 0.994; with 8 a network may "
            "saturate on one price before it reads the state",
        ),
    ] = 4.0
    actor_rate: Annotated[Rate, _field(above=0, high=1, why="Adam's rate for theta; ours (AGOD: 1e-4)")] = 1e-3
    critic_rate: Annotated[Rate, _field(above=0, high=1, why="Adam's rate for phi; AGOD: 1e-3")] = 1e-3
    gamma: Annotated[
        float,
        msgspec.Meta(
            ge=0,
            lt=1,
            description="discount of eq. 20; ours: 0, as the next state does not depend on the action "
            "(AGOD: 0.95); changes nothing under `exact`",
        ),
    ] = 0.0
    soft_update: Annotated[
        float, _field(above=0, high=1, why="w of the soft updates; ours: settled after some 200 updates (AGOD: 0.005)")
    ] = 0.02
    entropy: Annotated[
        float,
        _field(
            0,
            why="betabar of eq. 21 at the start, in units of the reward's spread; AGOD: 0.05; ours: with 0.02 the "
            "policy settles on one price before it reads the state, and keeps 0.98 of the bound in some seeds",
        ),
    ] = 0.1
    entropy_end: Annotated[float, _field(0, why="betabar at the end, reached linearly; ours: annealed")] = 0.0
    exploration: Annotated[
        float, _field(0, 1, why="share of uniform actions under `chosen`; ours: without it the policy collapses early")
    ] = 0.1
    replay: Annotated[
        int, _field(1, why="transitions in the replay buffer; AGOD: 1e6; ours: all of a run, as none grows stale")
    ] = 400_000
    update_every: Annotated[
        int | None,
        msgspec.Meta(
            description="transitions between two updates under `chosen`; ours: a whole batch, by default (None); 1: an "
            "update per transition, as in algorithm 1 and AGOD",
        ),
    ] = None
    actor_every: Annotated[
        int,
        _field(
            1,
            why="updates of the critics for each of the actor and of the targets under `chosen`; ours: 2, the delayed "
            "policy updates of Fujimoto, van Hoof, Meger 2018 (arXiv:1802.09477), as an actor's update costs three "
            "times a critics'; 1: as in algorithm 1 and AGOD",
        ),
    ] = 2
    update_order: Annotated[
        Literal["actor-first", "critics-first"],
        msgspec.Meta(
            description="under `chosen`: whether the actor descends the critics as they were (`actor-first`, ours: one "
            "pass through them serves both) or as their step left them (`critics-first`, AGOD)"
        ),
    ] = "actor-first"
    reward_cut: Annotated[
        float,
        _field(above=0, why="mean rewards that one counts for at most under `chosen`; ours: rewards are heavy-tailed"),
    ] = 4.0


class PpoConfig(Settings, frozen=True, tag_field="selector", tag="ppo"):
    """PPO of stable-baselines3, tuned: many environments, few large minibatches, no discount."""

    rate: Annotated[
        Rate, _field(above=0, high=1, why="Adam's rate at the start, falling linearly; ours (library: 3e-4)")
    ] = 3e-3
    environments: Annotated[int, _field(1, 4096, why="rounds per step; ours: 256 (library: 1)")] = 256
    horizon: Annotated[int, _field(1, why="steps between updates; ours: 64, so 16,384 rounds (library: 2,048)")] = 64
    minibatch: Annotated[int, _field(2, why="rounds per gradient step; ours: 1,024 (library: 64)")] = 1024
    epochs: Annotated[int, _field(1, why="passes over the rounds; ours: 4 (library: 10)")] = 4
    gamma: Annotated[float, _field(0, 1, why="discount; ours: 0, as for diffusion")] = 0.0
    entropy: Annotated[float, _field(0, why="weight of the entropy; library: 0")] = 0.0
    hidden: Annotated[
        tuple[int, ...], msgspec.Meta(min_length=1, max_length=4, description="widths of the layers; library: 64, 64")
    ] = (64, 64)


class GreedyConfig(Settings, frozen=True, tag_field="selector", tag="greedy"):
    """Greedy: the price with the best average reward seen so far."""

    tries: Annotated[int, _field(1, why="auctions per price before greed; ours: rewards are heavy-tailed")] = 500


Config: TypeAlias = DiffusionConfig | PpoConfig | GreedyConfig
_KINDS: dict[str, type[Any]] = {"diffusion": DiffusionConfig, "ppo": PpoConfig, "greedy": GreedyConfig}


PUBLISHED = {
    "feedback": "chosen",
    "parameterisation": "eps",
    "gamma": 0.95,
    "actor_rate": 1e-4,
    "soft_update": 0.005,
    "entropy": 0.05,
    "entropy_end": 0.05,
    "exploration": 0.0,
    "reward_cut": 1e9,
    "actor_every": 1,
    "update_order": "critics-first",
}
"""The algorithm as published: what the paper gives, and AGOD's values where it is silent. What it emits is drawn, not
the most likely price."""

CHOSEN_DEFAULTS = {"entropy": 2.0, "entropy_end": 0.1, "exploration": 0.5, "logit_scale": 8.0}
"""Where Algorithm 1 needs other defaults: one heavy-tailed reward per round says little, so the policy must stay broad.
Ours: with the values of the exact form it collapses on the first price that looked good."""


def config_of(selector: str, settings: dict[str, Any] | None = None) -> Config:
    """Return the validated configuration of a selector that learns.

    Raises
    ------
    ValueError
        If the selector does not learn, a key is unknown, or a value is out of range.
    """
    if selector not in _KINDS:
        raise ValueError(f"expected a selector that learns, one of {', '.join(_KINDS)}, got {selector!r}")
    kind = _KINDS[selector]
    given = dict(settings or {})
    defaults = CHOSEN_DEFAULTS if given.get("feedback") == "chosen" else {}
    try:
        made: Config = msgspec.convert({"selector": selector, **defaults, **given}, kind)
    except msgspec.ValidationError as error:
        known = ", ".join(field.name for field in msgspec.structs.fields(kind))
        raise ValueError(f"{selector}: {error}, got {settings}; its settings: {known}") from error
    return made


def architecture(config: DiffusionConfig | PpoConfig) -> Architecture:
    """Return the policy's architecture; PPO's network is one pass without diffusion."""
    if isinstance(config, PpoConfig):
        return Architecture.of("direct", "vp", 1, 1.0, config.hidden)
    return Architecture.of(config.parameterisation, config.schedule, config.steps, config.logit_scale, config.hidden)
