"""Everything that is compared: spec section 6, and the rows that a fair table needs beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from strategyproof.learning.config import PUBLISHED

__all__ = [
    "ACTOR_FIRST",
    "CHOSEN",
    "CLASSES",
    "DMSB",
    "GREEDY",
    "PPO",
    "PUBLISHED_BY_CLASS",
    "RULES",
    "SINGLE",
    "TUNED",
    "Contestant",
    "direct",
]

CLASSES = ("exogenous", "blind", "history", "leave-one-out", "full")


@dataclass(frozen=True, slots=True)
class Contestant:
    """A selector that learns.

    Attributes
    ----------
    id, title
        What tables call it.
    selector, information, settings
        As for ``strategyproof train``, without ``rounds``.
    drawn
        Whether it emits what its policy draws, or its most likely price.
    budget
        Which of the plan's budgets it trains for; ``long`` follows the paper's 500,000 steps.
    """

    id: str
    title: str
    selector: str = "diffusion"
    information: str = "exogenous"
    settings: dict[str, Any] = field(default_factory=dict)
    drawn: bool = False
    budget: Literal["rounds", "short", "long"] = "short"

    @property
    def policy(self) -> str:
        """Say what of the policy is emitted."""
        return "drawn" if self.drawn else "argmax"


_SMALL = {"hidden": (64, 64)}
"""The paper gives no widths. These are a fifth of AGOD's cost, and what the search of docs/learning.md found best, with
this rate."""
_OURS = {**_SMALL, "actor_rate": 3e-3}


def _dmsb(information: str) -> Contestant:
    return Contestant(f"dmsb-{information}", f"DMSB, {information}", information=information, settings=_OURS)


def _ppo(information: str) -> Contestant:
    return Contestant(f"ppo-{information}", f"PPO-MSB, {information}", "ppo", information, {"horizon": 16})


def _published(information: str) -> Contestant:
    title = f"DMSB as published, {information}"
    settings = {**PUBLISHED, **_SMALL}
    return Contestant(
        f"published-{information}", title, information=information, settings=settings, drawn=True, budget="long"
    )


def direct(information: str) -> Contestant:
    """Return the same learner without diffusion: no worse by docs/learning.md, for a fifth of the time."""
    settings = {"parameterisation": "direct", **_OURS}
    title = f"MLP, {information}"
    return Contestant(f"direct-{information}", title, information=information, settings=settings, budget="rounds")


DMSB = {information: _dmsb(information) for information in CLASSES}
"""DMSB: diffusion, K = 5, x0, exact feedback."""

PPO = {information: _ppo(information) for information in CLASSES}
"""PPO with a rollout of 4,096 auctions in place of 16,384: more updates within a short budget."""

PUBLISHED_BY_CLASS = {information: _published(information) for information in ("exogenous", "full")}
"""Algorithm 1 as published; the paper's own state, current bids included, is ``full``."""

SINGLE = {**PUBLISHED, **_SMALL, "update_every": 1}
"""As published, with an update per transition."""

ACTOR_FIRST = {**PUBLISHED, **_SMALL, "update_order": "actor-first"}
CHOSEN = {**_SMALL, "feedback": "chosen", "actor_every": 1}
TUNED = {**CHOSEN, "parameterisation": "eps", "gamma": 0.95}
"""Algorithm 1 with eps and gamma as published, and the exploration and entropy that made it learn here."""

GREEDY = Contestant("greedy", "Greedy-MSB", "greedy")

RULES = {
    "random": "Random-MSB",
    "spa": "SPA (rho = 1)",
    "myopic-brand-bid": "Myopic, brand-bid",
    "myopic-literal": "Myopic, literal (sells nothing)",
    "myopic-brand-value": "Myopic, brand-value (first best)",
    "optimal": "Optimal MSB",
    "best-constant": "best constant rho",
    "best-exogenous": "best exogenous rho",
    "flat-reserve": "flat reserve",
    "true-filter": "best of the true filter",
    "best-price": "best price with v_0 known",
    "first-best": "first best",
}
"""What needs no learning, by id; Myopic in the brand-value reading is first best."""
