"""The subcommands: modules that import click alone, and what else they need when they run."""
