"""The command that finds the same again: what was asked, with its defaults spelled out where they may change."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

if TYPE_CHECKING:
    from pathlib import Path

    from strategyproof.reports.provenance import Provenance

ASIDE = frozenset(
    {"as_json", "force", "output_format", "to_junit", "to_sarif", "to_summary", "write_test", "write_repair", "accept"}
)
"""Options that change what is written beside the findings, and no finding."""

GIVEN = frozenset({ParameterSource.COMMANDLINE, ParameterSource.ENVIRONMENT})


def found_by(folder: Path, **resolved: Any) -> Provenance:
    """Return when, where and by which command the current one finds what it finds.

    Parameters
    ----------
    folder
        In the source tree whose commit counts.
    resolved
        Values of options that were left to a default which another version may set otherwise.
    """
    from strategyproof.reports.provenance import provenance

    return provenance(command_line(click.get_current_context(), resolved), folder)


def command_line(context: click.Context, resolved: dict[str, Any]) -> str:
    """Return the command as it can be typed again."""
    words = ["strategyproof", context.info_name or ""]
    for parameter in context.command.params:
        name = parameter.name or ""
        value = resolved.get(name, context.params.get(name))
        if name in ASIDE or (name not in resolved and context.get_parameter_source(name) not in GIVEN):
            continue
        words += _written(parameter, value)
    return shlex.join(words)


def _written(parameter: click.Parameter, value: Any) -> list[str]:
    """Return the words of one option, or of an argument."""
    if isinstance(parameter, click.Argument):
        return [str(value)]
    positive = max(parameter.opts, key=len)
    if isinstance(parameter, click.Option) and parameter.is_flag:
        return [positive] if value else [max(parameter.secondary_opts, key=len)] if parameter.secondary_opts else []
    values = value if parameter.multiple else [value]
    return [word for each in values for word in (positive, str(each))]
