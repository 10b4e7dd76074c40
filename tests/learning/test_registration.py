"""Gymnasium finds the market as it finds any other: by import, by module in the id, alone and vectorised."""

import subprocess
import sys
from typing import Any

import numpy as np
import pytest

pytest.importorskip("stable_baselines3", reason="needs the extra `learn`: make learn")

import gymnasium
from gymnasium.utils.env_checker import check_env
from stable_baselines3 import PPO

import strategyproof.learning  # noqa: F401 - registers
from strategyproof.learning.environment import MsbEnv
from strategyproof.learning.vector import MsbVectorEnv

NAME = "strategyproof/MSB-v0"
MAKE = f"assert gymnasium.make({NAME!r}, information='exogenous').reset(seed=1)[0].shape"


@pytest.mark.parametrize(
    "source",
    [
        f"import gymnasium, strategyproof.learning; {MAKE}",
        f"import strategyproof.learning, gymnasium; {MAKE}",
        f"import gymnasium; gymnasium.make('strategyproof.learning:{NAME}')",
        f"import gymnasium; gymnasium.make_vec('strategyproof.learning:{NAME}', num_envs=2)",
    ],
)
def test_a_fresh_interpreter_finds_it(source: str) -> None:
    run = subprocess.run([sys.executable, "-W", "error", "-c", source], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def test_without_gymnasium_the_package_imports_and_says_what_is_missing() -> None:
    source = "import sys; sys.modules['gymnasium'] = None; import strategyproof.learning as room; room.register()"
    run = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=False)
    assert "MissingExtra: expected gymnasium to be installed" in run.stderr


@pytest.mark.parametrize("source", ["import strategyproof", "import strategyproof.cli"])
def test_neither_the_package_nor_the_command_loads_gymnasium(source: str) -> None:
    source += "; import sys; assert not {'gymnasium', 'torch', 'numpy'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", source], check=True)


def test_importing_the_room_loads_no_torch() -> None:
    source = "import strategyproof.learning, sys; assert 'torch' not in sys.modules"
    subprocess.run([sys.executable, "-c", source], check=True)


def test_it_passes_the_checker_of_gymnasium() -> None:
    env = gymnasium.make(NAME, scenario="default", information="blind")
    check_env(env.unwrapped, skip_render_check=True)


def test_many_auctions_a_step() -> None:
    envs = gymnasium.make_vec(NAME, num_envs=1000, scenario="default", information="exogenous")
    assert isinstance(envs.unwrapped, MsbVectorEnv)
    seen, _ = envs.reset(seed=0)
    assert seen in envs.observation_space
    seen, rewards, ended, cut, facts = envs.step(np.zeros(1000, int))
    assert seen in envs.observation_space
    assert rewards.shape == ended.shape == cut.shape == facts["rho"].shape == (1000,)
    assert (facts["rho"] == 1).all()
    assert rewards.min() > 0


@pytest.mark.filterwarnings("ignore:.*render_mode='rgb_array'")  # the library asks every id for pictures first
@pytest.mark.parametrize("form", ["id", "environment"])
def test_stable_baselines3_trains_on_it_unchanged(form: str) -> None:
    env: Any = f"strategyproof.learning:{NAME}" if form == "id" else gymnasium.make(NAME, rounds=64)
    model: Any = PPO("MlpPolicy", env, n_steps=64, batch_size=64, n_epochs=1, seed=0, device="cpu")
    before = [weights.clone() for weights in model.policy.parameters()]
    model.learn(128)
    assert model.num_timesteps == 128
    assert any((old != new).any() for old, new in zip(before, model.policy.parameters(), strict=True))
    assert isinstance(model.get_env().envs[0].unwrapped, MsbEnv)
    episodes = [episode["l"] for episode in model.ep_info_buffer]
    assert episodes == ([64, 64] if form == "environment" else [])


@pytest.mark.parametrize(
    ("settings", "kind", "words"),
    [
        ({"information": "blnd"}, ValueError, "expected an information class out of exogenous"),
        ({"scenario": "nowhere"}, ValueError, "nowhere"),
        ({"informations": "full"}, TypeError, "informations"),
    ],
)
def test_a_mistake_is_named(settings: dict[str, Any], kind: type[Exception], words: str) -> None:
    with pytest.raises(kind, match=words):
        gymnasium.make(NAME, **settings)
    with pytest.raises(kind, match=words):
        gymnasium.make_vec(NAME, num_envs=2, **settings)
