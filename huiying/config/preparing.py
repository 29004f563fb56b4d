"""Bringing an installation up to date, and the door to Django's own commands."""

import click
from django.core.management import call_command, execute_from_command_line

from huiying.config.static import collect
from huiying.config.translations import compile_all


@click.command()
def prepare() -> None:
    """Bring database, translations and static files up to date.

    Run it after installing and after every update. It changes only what is behind.
    """
    bring_up_to_date()


def bring_up_to_date() -> None:
    """What `huiying prepare` does."""
    click.echo(f"Translations compiled: {compile_all()} catalogues.")
    call_command("migrate", verbosity=0, interactive=False)
    click.echo("Database up to date.")
    click.echo("Static files collected." if collect() else "Static files up to date.")


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run one of Django's own commands (migrate, shell, …)."""
    execute_from_command_line(["huiying manage", *arguments])
