"""The command ``strategyproof``: thin, and loading each room only when a subcommand needs it."""

import click

from strategyproof import __version__


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="strategyproof")
def main() -> None:
    """Write an auction once as plain Python; get a proof, or a counterexample you can run."""
