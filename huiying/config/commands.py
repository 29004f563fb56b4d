"""The one console command. Slices add theirs in `<slice>/commands.py`; this module gathers them."""

import os
import sys
from importlib import import_module

import click

GATHERED: tuple[str, ...] = ()
"""Dotted paths `module:attribute` of the click commands and groups that slices offer."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Huiying (回应): hear, answer, and be judged by the answer."""


@main.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run one of Django's own commands (migrate, shell, …)."""
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - slow to import

    execute_from_command_line(["huiying manage", *arguments])


def gather() -> None:
    """Set Django up and hang every slice's commands on `main`."""
    import django  # noqa: PLC0415 - slow to import

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiying.config.settings")
    django.setup()
    for path in GATHERED:
        module, _, attribute = path.partition(":")
        main.add_command(getattr(import_module(module), attribute))


def run() -> None:
    gather()
    main(prog_name="huiying", args=sys.argv[1:])
