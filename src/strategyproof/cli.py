"""The command ``strategyproof``: thin, and loading each room only when a subcommand needs it."""

from __future__ import annotations

import click

from strategyproof import __version__
from strategyproof.commands.audit import audit
from strategyproof.commands.catalogue import catalogue
from strategyproof.commands.check import check
from strategyproof.commands.errors import Program
from strategyproof.commands.experiments import experiments
from strategyproof.commands.export import export
from strategyproof.commands.gate import gate
from strategyproof.commands.listings import laws, mechanisms, schema
from strategyproof.commands.price import price
from strategyproof.commands.recheck import recheck
from strategyproof.commands.round_proofs import check_round, ledger_key, prove_round
from strategyproof.commands.selftest import selftest
from strategyproof.commands.training import simulate, train
from strategyproof.commands.verify import verify

EPILOG = """\b
Exit codes:
  0  every claim holds
  1  a claimed law is refuted
  2  the command was used wrongly
  3  inconclusive: a budget ran out, or a tool failed
  4  two solvers contradict each other
  5  an internal error
"""


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"]}, epilog=EPILOG)
@click.version_option(__version__, prog_name="strategyproof")
def main() -> None:
    """Write an auction once as plain Python; get a proof, or a counterexample you can run."""


LEDGERS = (audit, prove_round, check_round, ledger_key)
JUDGING = (verify, check, price, gate, recheck, export)
LEARNING = (train, simulate, experiments)
LISTINGS = (laws, mechanisms, catalogue, schema)

for command in (*JUDGING, *LEARNING, *LEDGERS, selftest, *LISTINGS):
    command.help = (command.help or "").replace("\\b", "\b")  # click's mark for lines that keep their breaks
    main.add_command(command)
