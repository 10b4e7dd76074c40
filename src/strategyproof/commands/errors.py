"""How the command fails: exit codes, short messages, and the nearest name for a mistyped one."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from difflib import get_close_matches
from textwrap import shorten
from typing import Any

import click

DEBUGGING = f"{__name__}.debug"
"""Where a context keeps whether ``--debug`` was given."""

INTERNAL, INTERRUPTED, BROKEN_PIPE = 5, 130, 141


class Program(click.Group):
    """A group that ends every failure with its exit code and one short message."""

    def invoke(self, context: click.Context) -> Any:
        """Run a subcommand; see :data:`strategyproof.cli.EPILOG` for the exit codes."""
        try:
            return super().invoke(context)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except KeyboardInterrupt:
            click.echo("Interrupted: no file is left half written.", err=True)
            context.exit(INTERRUPTED)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            context.exit(BROKEN_PIPE)
        except Exception as error:
            if context.meta.get(DEBUGGING):
                raise
            told = shorten(str(error), 400)
            click.echo(f"Internal error: {type(error).__name__}: {told}. Add --debug for the traceback.", err=True)
            context.exit(INTERNAL)

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a subcommand, or name the nearest one."""
        name = args[0] if args else ""
        if name and not name.startswith("-") and self.get_command(context, name) is None:
            raise unknown("command", name, self.list_commands(context), context)
        return super().resolve_command(context, args)


def unknown(kind: str, name: str, known: Iterable[str], context: click.Context | None = None) -> click.UsageError:
    """Return the error for a name that does not exist, with the nearest one that does."""
    names = list(known)
    near = get_close_matches(name, names, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(names)}."
    return click.UsageError(f"unknown {kind} {name!r}; {hint}", context)
