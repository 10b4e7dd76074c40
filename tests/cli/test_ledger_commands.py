"""``audit --since``, ``prove-round``, ``check-round`` and ``ledger-key``: what a stranger and a bidder can check."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from strategyproof.cli import main
from strategyproof.proofs.checker import Checker, Observations, establish
from strategyproof.proofs.ledger import Head, Ledger, Signer
from strategyproof.proofs.ledger.merkle import is_consistent

BIDS = np.array([[10.0, 9.0, 2.0], [3.0, 8.0, 1.0]])


def write(path: Path, signer: Signer | None = None, batches: int = 2) -> list[Head]:
    heads: list[Head] = []
    with Ledger(path, signer=signer) as ledger:
        checker = Checker(None, ledger=ledger, theorem=establish(), witness=heads.append)
        for _ in range(batches):
            checker.open(checker.commit(np.full(2, 1.5), Observations.nothing(2)), BIDS)
    return heads


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return tmp_path / "book"


def test_heads_that_were_held_are_proved_to_be_beginnings(runner: CliRunner, book: Path, tmp_path: Path) -> None:
    heads = write(book)
    held = tmp_path / "held"
    held.write_text(heads[1].note())
    alone = runner.invoke(main, ["audit", str(book)])
    assert alone.exit_code == 0, alone.output
    assert (
        "rho fixed before the bids: 0 rounds under a head held in between; 4 order as told by the writer"
        in alone.stdout
    )
    assert "signature of the head: none" in alone.stdout
    run = runner.invoke(main, ["audit", str(book), "--since", str(held), "--since", str(heads[0])])
    assert run.exit_code == 0, run.output
    assert (
        "rho fixed before the bids: 4 rounds under a head held in between; 0 order as told by the writer" in run.stdout
    )
    assert f"since {heads[1]}: a beginning of this ledger, proved by 3 hashes" in run.stdout
    told = json.loads(runner.invoke(main, ["audit", str(book), "--since", str(held), "--json"]).stdout)
    (since,) = told["since"]
    proof = [bytes.fromhex(part) for part in since["proof"]]
    roots = [bytes.fromhex(since[name]) for name in ("root_before", "root_now")]
    assert is_consistent(since["before"], since["now"], roots[0], roots[1], proof)
    assert since["root_before"] == heads[1].root
    assert f"{since['now']}:{since['root_now']}" == told["head"]


def test_a_ledger_that_was_rewritten_is_told_by_a_head_that_was_held(runner: CliRunner, book: Path) -> None:
    (held, *_) = write(book)
    for each in book.parent.iterdir():
        each.unlink()
    write(book)
    run = runner.invoke(main, ["audit", str(book), "--since", str(held)])
    assert run.exit_code == 1
    assert f"head: expected 1 records with root {held.root}, held by somebody else, got others" in run.stdout
    assert "rho fixed before the bids: 0 rounds" in run.stdout


@pytest.mark.parametrize("head", ["5", "file", "2:abc"])
def test_what_is_no_head_is_named(head: str, runner: CliRunner, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(book)
    monkeypatch.chdir(book.parent)
    (book.parent / "file").write_text("no head")
    run = runner.invoke(main, ["audit", str(book), "--since", head])
    assert run.exit_code == 2
    assert "expected a " in run.stderr


def test_a_bidder_checks_its_round_without_the_ledger(runner: CliRunner, book: Path, tmp_path: Path) -> None:
    write(book)
    head = json.loads(runner.invoke(main, ["audit", str(book), "--json"]).stdout)["head"]
    proof = tmp_path / "proof.json"
    run = runner.invoke(main, ["prove-round", str(book), "3", "--bidder", "0", "--out", str(proof)])
    assert (run.exit_code, run.stdout) == (0, ""), run.output
    for each in book.parent.glob("book*"):
        each.unlink()
    run = runner.invoke(main, ["check-round", str(proof)])
    assert run.exit_code == 0, run.output
    assert "round 3: rho 1.5, bidder 0 bid 3.0, bidder 1 wins and pays 4.5" in run.stdout
    assert "rho was committed to in record 3, the bids were opened in 4" in run.stdout
    assert "head: as told: compare it with one that somebody else holds; signature: none was asked for" in run.stdout
    assert "head: the one that was held" in runner.invoke(main, ["check-round", str(proof), "--head", head]).stdout
    other = runner.invoke(main, ["check-round", str(proof), "--head", f"4:{'ab' * 32}"])
    assert (other.exit_code, "expected the head that was held" in other.stderr) == (1, True)
    proof.write_text(proof.read_text().replace('"bid": 3.0', '"bid": 2.0'))
    lied = runner.invoke(main, ["check-round", str(proof)])
    assert (lied.exit_code, "expected the bid that is committed to, got another" in lied.stderr) == (1, True)
    proof.write_text("{}")
    assert runner.invoke(main, ["check-round", str(proof)]).exit_code == 2
    assert runner.invoke(main, ["check-round", str(tmp_path / "none")]).exit_code == 2


def test_what_cannot_be_proved_is_one_line(runner: CliRunner, book: Path) -> None:
    write(book)
    for asked, words in (
        (["4", "--bidder", "0"], "expected an opened round 4 among the 4 acknowledged records, got none"),
        (["0", "--bidder", "3"], "expected a bidder between 0 and 2, got 3"),
        (["0", "--bidder", "0", "--out", str(book.parent)], "Is a directory"),
    ):
        run = runner.invoke(main, ["prove-round", str(book), *asked])
        assert (run.exit_code, words in run.stderr) == (2, True), run.output


def test_a_key_is_made_and_its_signature_is_asked_for(runner: CliRunner, book: Path, tmp_path: Path) -> None:
    pytest.importorskip("cryptography", reason="needs the extra `signed`")
    secret, public = tmp_path / "secret", tmp_path / "public"
    run = runner.invoke(main, ["ledger-key", "auctioneer", "--out", str(secret)])
    assert run.exit_code == 0, run.output
    public.write_text(run.stdout)
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    again = runner.invoke(main, ["ledger-key", "auctioneer", "--out", str(secret)])
    assert (again.exit_code, "a key is never overwritten" in again.stderr) == (2, True)
    write(book, Signer.read(secret.read_text()))
    run = runner.invoke(main, ["audit", str(book), "--key", str(public)])
    assert (run.exit_code, "signature of the head: by auctioneer, verified" in run.stdout) == (0, True), run.output
    proof = tmp_path / "proof"
    runner.invoke(main, ["prove-round", str(book), "0", "--bidder", "1", "--out", str(proof)])
    run = runner.invoke(main, ["check-round", str(proof), "--key", public.read_text().strip()])
    assert (run.exit_code, "signature: by auctioneer, verified" in run.stdout) == (0, True), run.output
    other = runner.invoke(main, ["ledger-key", "other", "--out", str(tmp_path / "more")]).stdout.strip()
    for command in ("audit", "check-round"):
        run = runner.invoke(main, [command, str(book if command == "audit" else proof), "--key", other])
        assert run.exit_code == 1, run.output
    assert runner.invoke(main, ["audit", str(book), "--key", "nonsense"]).exit_code == 2
    assert runner.invoke(main, ["ledger-key", "two words", "--out", str(tmp_path / "x")]).exit_code == 2


def test_without_the_library_a_signature_is_not_verified_and_the_exit_code_says_so(
    runner: CliRunner, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from strategyproof.proofs.ledger import SigningMissing, signing

    def missing() -> None:
        raise SigningMissing

    monkeypatch.setattr(signing, "_ed25519", missing)
    write(book)
    key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    run = runner.invoke(main, ["audit", str(book), "--key", key])
    assert run.exit_code == 2, run.output
    assert "signature of the head: not verified: expected the library cryptography" in run.stdout
    made = runner.invoke(main, ["ledger-key", "auctioneer", "--out", str(tmp_path / "key")])
    assert (made.exit_code, "the extra `signed` is" in made.stderr) == (2, True)


def test_simulate_signs_heads_and_hands_them_out(runner: CliRunner, tmp_path: Path) -> None:
    pytest.importorskip("cryptography", reason="needs the extra `signed`")
    from strategyproof.learning.trained import shipped_weights
    from strategyproof.scenarios.load import load_scenario

    weights, book, heads = shipped_weights(load_scenario("default")), tmp_path / "book", tmp_path / "heads"
    key = runner.invoke(main, ["ledger-key", "auctioneer", "--out", str(tmp_path / "key")]).stdout.strip()
    run = runner.invoke(
        main,
        [
            *("simulate", str(weights), "--rounds", "50", "--ledger", str(book)),
            *("--sign", str(tmp_path / "key"), "--heads", str(heads)),
        ],
    )
    assert run.exit_code == 0, run.output
    (held,) = heads.iterdir()
    assert held.name == "1.checkpoint"
    run = runner.invoke(main, ["audit", str(book), "--since", str(held), "--key", key])
    assert run.exit_code == 0, run.output
    assert "rho fixed before the bids: 50 rounds under a head held in between" in run.stdout
    assert "by auctioneer, verified" in run.stdout
    assert "selector in a process without the bids in 50" in run.stdout


def simulated(runner: CliRunner, book: Path, *options: str) -> str:
    from strategyproof.learning.trained import shipped_weights
    from strategyproof.scenarios.load import load_scenario

    weights = shipped_weights(load_scenario("default"))
    run = runner.invoke(main, ["simulate", str(weights), "--rounds", "5", "--ledger", str(book), *options])
    assert run.exit_code == 2, run.output
    assert "Traceback" not in run.output
    assert not book.exists()
    return run.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "expected a signer key, which begins with PRIVATE+KEY+"),
        (b"hello\n", "expected a signer key, which begins with PRIVATE+KEY+"),
        (b"\xff\xfe\x00", "expected a signer key, a line of text"),
        (b"PRIVATE+KEY+me+00000000+AAAA\n", "expected a signer key"),
        (b"PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "a verifier key cannot sign"),
    ],
)
def test_a_file_that_holds_no_signer_key_is_named_before_a_ledger_is_made(
    content: bytes, words: str, runner: CliRunner, book: Path, tmp_path: Path
) -> None:
    pytest.importorskip("cryptography", reason="needs the extra `signed`")
    key = tmp_path / "key"
    key.write_bytes(content)
    said = simulated(runner, book, "--sign", str(key))
    assert words in said
    assert f"{key}" in said
    assert "strategyproof ledger-key" in said


def test_a_folder_is_no_signer_key(runner: CliRunner, book: Path, tmp_path: Path) -> None:
    assert f"--sign: expected a file with a signer key at {tmp_path}" in simulated(
        runner, book, "--sign", str(tmp_path)
    )


@pytest.mark.parametrize("place", ["file/heads", "/proc/heads"])
def test_a_folder_for_heads_that_cannot_be_written_is_named_before_a_ledger_is_made(
    place: str, runner: CliRunner, book: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    folder = tmp_path / place  # an absolute place stays what it is
    said = simulated(runner, book, "--heads", str(folder))
    assert f"--heads: expected a folder that can be written to at {folder}, got: " in said


def test_a_head_that_cannot_be_handed_out_ends_the_run_with_one_line(
    runner: CliRunner, book: Path, tmp_path: Path
) -> None:
    from strategyproof.learning.trained import shipped_weights
    from strategyproof.scenarios.load import load_scenario

    weights, heads = shipped_weights(load_scenario("default")), tmp_path / "heads"
    (heads / "1.checkpoint").mkdir(parents=True)  # stands where the first head goes
    run = runner.invoke(main, ["simulate", str(weights), "--rounds", "5", "--ledger", str(book), "--heads", str(heads)])
    assert (run.exit_code, "Traceback" in run.output) == (2, False)
    assert f"--heads: expected a folder that can be written to at {heads}, got: Is a directory" in run.stderr
    audit = runner.invoke(main, ["audit", str(book)])
    assert audit.exit_code == 0, audit.output  # the commitment is there, never opened
