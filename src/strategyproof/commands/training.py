"""The commands ``train`` and ``simulate``; torch is loaded only when one of them runs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from strategyproof.commands.errors import INTERRUPTED
from strategyproof.commands.holding import keeper_in, signer_of

if TYPE_CHECKING:
    from strategyproof.learning.emit import Emission

__all__ = ["simulate", "train"]

_INFORMATION = ("exogenous", "blind", "history", "leave-one-out", "full")


@click.command("train")
@click.argument("scenario", default="default")
@click.option("--selector", type=click.Choice(("diffusion", "ppo", "greedy")), default="diffusion", show_default=True)
@click.option("--information", type=click.Choice(_INFORMATION), default="exogenous", show_default=True,
              help="What rho may know. `full` sees the current bids and says what that breaks.")  # fmt: skip
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), default=0, show_default=True)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder of the run.")
@click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="A hyperparameter; may be repeated.")
@click.option("--device", default="cpu", show_default=True, help="cpu, or cuda where there is one.")
@click.option("--points", type=click.IntRange(1), default=20, show_default=True, help="Points of the learning curve.")
@click.option("--resume", is_flag=True, help="Go on with the run in the folder, bit for bit.")
@click.option("--json", "as_json", is_flag=True, help="Write the curve to standard output, a JSON object per line.")
def train(
    scenario: str, selector: str, information: str, seed: int, out: Path, settings: tuple[str, ...], device: str,
    points: int, resume: bool, as_json: bool,
) -> None:  # fmt: skip
    """Train a selector of rho on SCENARIO (a shipped name or a TOML file)."""
    from strategyproof.learning.config import config_of
    from strategyproof.learning.evaluate import Bench
    from strategyproof.learning.extra import named
    from strategyproof.learning.information import information_class
    from strategyproof.learning.live import Live
    from strategyproof.learning.training import CHECKPOINT, Run
    from strategyproof.learning.training import train as run_training
    from strategyproof.scenarios.load import load_scenario

    try:
        market = load_scenario(scenario)
        information_class(information, lambda text: click.echo(f"warning: {text}", err=True))
        run = Run(market, information, config_of(selector, _parsed(settings)), seed)
        with Live(run, as_json) as live:
            run_training(run, out, bench=Bench(market), points=points, device=device, resume=resume, watch=live.show)
    except KeyboardInterrupt:
        further = "; go on from its last checkpoint with --resume" if (out / CHECKPOINT).exists() else ""
        click.echo(f"Interrupted: what {out} holds is whole{further}.", err=True)
        sys.exit(INTERRUPTED)
    except ImportError as error:
        raise click.UsageError(str(named(error))) from error
    except (ValueError, OSError) as error:
        raise click.UsageError(str(error)) from error
    click.echo(f"weights, curve and checkpoint: {out}", err=True)


@click.command("simulate")
@click.argument("run", type=click.Path(exists=True, path_type=Path))
@click.option("--scenario", default="default", show_default=True, help="The scenario that the run was trained on.")
@click.option("--rounds", type=click.IntRange(1), default=10_000, show_default=True)
@click.option("--seed", type=click.IntRange(min=0), help="Seed of the rounds; the scenario's by default.")
@click.option("--ledger", type=click.Path(path_type=Path), help="Where certificates are appended; rho.ledger in RUN "
              "by default.")  # fmt: skip
@click.option("--sign", type=click.Path(exists=True, path_type=Path),
              help="A signer key for the heads; `ledger-key` makes one.")  # fmt: skip
@click.option("--heads", type=click.Path(file_okay=False, path_type=Path), help="A folder for the head of each "
              "commitment, written before its bids are opened, for somebody else to hold.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Write a JSON object.")
def simulate(
    run: Path, scenario: str, rounds: int, seed: int | None, ledger: Path | None, sign: Path | None, heads: Path | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Run auctions at the rho of the trained selector in RUN; every rho passes the checker or is refused.

    The certificate of every round is appended to a ledger, for `strategyproof audit`, a refusal too. Exits with 1 if a
    rho is refused.
    """
    import msgspec

    from strategyproof.learning.emit import emit
    from strategyproof.learning.trained import WEIGHTS, load_selector
    from strategyproof.proofs.checker import Checker, FlushedToZero, RhoRefused
    from strategyproof.proofs.ledger import Ledger, LedgerError
    from strategyproof.scenarios.load import load_scenario

    weights = run / WEIGHTS if run.is_dir() else run
    try:
        market = load_scenario(scenario)
        load_selector(weights, market)  # before a ledger is made
        signer = None if sign is None else signer_of(sign)
        witness = None if heads is None else keeper_in(heads)
        with Ledger(ledger or weights.with_name("rho.ledger"), signer=signer) as book:
            checker = Checker(market.auction.actions, ledger=book, witness=witness)
            emission = emit(market, rounds, weights=weights, seed=seed, checker=checker)
    except RhoRefused as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)
    except (ValueError, OSError, LedgerError, FlushedToZero) as error:
        raise click.UsageError(str(error)) from error
    if as_json:
        click.echo(msgspec.json.encode(emission.summary()).decode())
        return
    _show(emission, weights)


def _show(emission: Emission, weights: Path) -> None:
    """Print how many rhos were verified, what the selector earns beside its rivals, and what a lie can gain."""
    from rich.console import Console

    from strategyproof.paper.learned import beside_rivals
    from strategyproof.reports import numbers
    from strategyproof.reports.terminal import earned_table

    found = emission.summary()
    emitted, verified, refused = (f"{found[name]:,}" for name in ("emitted", "reverified", "refused"))
    click.echo(f"{emitted} rhos emitted by {weights}: {verified} verified, {refused} refused.")
    Console(highlight=False, markup=False).print(earned_table(beside_rivals(emission)))
    click.echo("Mean ± standard error per round; against Optimal MSB, paired round by round. Bounds are no mechanisms.")
    click.echo(f"Regret: {numbers.number(found['regret'])}, the most that any bidder gains from any lie in any round.")


def _parsed(settings: tuple[str, ...]) -> dict[str, Any]:
    """Read KEY=VALUE: the value is JSON, or a word."""
    import msgspec

    found: dict[str, Any] = {}
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals:
            raise ValueError(f"expected --set KEY=VALUE, got {setting!r}; e.g. --set steps=3")
        try:
            found[key] = msgspec.json.decode(value)
        except msgspec.DecodeError:
            found[key] = value
    return found
