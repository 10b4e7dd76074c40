"""``strategyproof experiments`` as its users meet it."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

torch = pytest.importorskip("torch", reason="experiments need the extra `learn`: make learn")

from strategyproof.cli import main  # noqa: E402
from strategyproof.experiments import plan  # noqa: E402
from strategyproof.experiments.plan import Budget  # noqa: E402

TINY = Budget(
    seeds=2, rounds=512, short=512, long=512, single=(8, 1), held_out=200, history=300, patience=1, joint=256, points=3
)  # fmt: skip


@pytest.fixture(autouse=True)
def _tiny(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(plan, "QUICK", TINY)
    yield
    torch.set_flush_denormal(False)  # a learner sets the processor's mode for its thread, which would outlive the test


def run(*words: str) -> tuple[int, str, str]:
    ended = CliRunner().invoke(main, ["experiments", *words])
    return ended.exit_code, ended.stdout, ended.stderr


def test_a_figure_has_its_files_and_is_read_back(tmp_path: Path) -> None:
    code, out, told = run("fig5b", "--quick", "--out", str(tmp_path), "--json")
    assert code == 0, told
    document = json.loads(out)
    assert document["figure"] == "fig5b"
    assert document["command"] == "strategyproof experiments fig5b --quick"
    assert {path.name for path in tmp_path.iterdir()} == {f"fig5b.{end}" for end in ("csv", "json", "md", "svg")} | {
        "results",
        "experiments.html",
    }
    assert "fig5b: 24 of 24 jobs\n" in told
    code, out, told = run("fig5b", "--quick", "--out", str(tmp_path), "--json")
    assert code == 0
    assert json.loads(out) == document
    assert "fig5b: 24 of 24 jobs, 24 of them read back\n" in told


def test_a_cut_result_is_one_warning(tmp_path: Path) -> None:
    run("fig5b", "--quick", "--out", str(tmp_path), "--seeds", "1")
    path = sorted((tmp_path / "results").glob("*.json"))[0]
    whole = json.loads(path.read_bytes())["result"]["found"]
    path.write_bytes(path.read_bytes()[:100])
    code, _, told = run("fig5b", "--quick", "--out", str(tmp_path), "--seeds", "1")
    assert code == 0
    assert told.count("warning: ") == 1
    assert f"warning: {path}: expected a whole result, got " in told
    assert json.loads(path.read_bytes())["result"]["found"] == whole


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["fig5d"], "unknown figure 'fig5d'; did you mean 'fig5"),
        (["fig3", "--scenario", "defalt"], "did you mean default?"),
        (["fig3", "--seeds", "0"], "0 is not in the range 1<=x<=1000"),
        (
            ["fig3", "--out", "/dev/null/x"],
            "expected a folder that can be written to at /dev/null/x/results, got: Not a",
        ),
        ([], "Missing argument 'FIGURE...'"),
    ],
)
def test_a_mistake_is_one_line(words: list[str], text: str) -> None:
    code, _, told = run(*words)
    assert code == 2
    assert text in told.splitlines()[-1]


def test_a_market_that_makes_a_figure_impossible_is_one_line(tmp_path: Path) -> None:
    market = tmp_path / "one.toml"
    market.write_text('extends = "default"\nname = "one"\n[auction]\nactions = 1\n')
    code, _, told = run("fig3", "--scenario", str(market), "--out", str(tmp_path / "out"))
    assert code == 2
    assert "fig3 cannot be made of the scenario 'one': expected auction.actions >= 2, got 1" in told.splitlines()[-1]


@pytest.mark.parametrize("address", ["nonsense", "tcp://", "tcp://host", "host:port", "http://host:1", "tcp://h:99999"])
def test_a_cluster_that_has_no_address_is_one_line(address: str, tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="--cluster needs the extra `distributed`")
    code, _, told = run("fig5b", "--quick", "--out", str(tmp_path), "--cluster", address)
    assert code == 3
    assert told.splitlines()[-1] == (
        f"Error: expected a dask scheduler at {address}, got no address; start one with `dask scheduler`, and give its "
        "address, like tcp://HOST:8786"
    )


def test_a_cluster_that_is_not_there_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="--cluster needs the extra `distributed`")
    from strategyproof.experiments import cluster

    monkeypatch.setattr(cluster, "_PATIENCE", 0.3)
    code, _, told = run("fig5b", "--quick", "--out", str(tmp_path), "--cluster", "tcp://127.0.0.1:1")
    assert code == 3
    line = told.strip().splitlines()[-1]
    assert line.startswith("Error: expected a dask scheduler at tcp://127.0.0.1:1, got ")
    assert "start one with `dask scheduler`" in line


def test_an_interrupted_run_says_so_and_leaves_no_process(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "strategyproof", "experiments", "fig3", "--jobs", "2", "--out", str(tmp_path)]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as running:
        deadline = time.monotonic() + 120
        while not list((tmp_path / "results").glob("*.json")) and time.monotonic() < deadline:
            time.sleep(0.2)
        running.send_signal(signal.SIGTERM)
        _, told = running.communicate(timeout=60)  # ends when no worker holds standard error any more
    assert running.returncode == 130
    assert f"Interrupted: what {tmp_path} holds is whole; the same command goes on from it." in told
    assert list((tmp_path / "results").glob("*.json"))
