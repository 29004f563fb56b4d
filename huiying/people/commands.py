"""`huiying people …`: accounts from the machine itself, for setting up without pages."""

import click

from huiying.lib import clock
from huiying.people.actions.accounts import open_account, plain_username
from huiying.people.actions.passwords import reset_password
from huiying.people.actions.tokens import make_token
from huiying.people.models import Person
from huiying.people.permissions import OPERATOR


@click.command()
@click.argument("username")
@click.option("--name", required=True, help="The person's name.")
@click.option("--phone", default="", help="Work telephone.")
def add(username: str, name: str, phone: str) -> None:
    """Open an account and print its one-time password."""
    person, password = open_account(username, name=name, phone=phone, by=OPERATOR, now=clock.now())
    click.echo(f"{person.username}  {password}")
    click.echo("The password is good once, for seven days; it is not shown again.", err=True)


@click.command("reset-password")
@click.argument("username")
def reset(username: str) -> None:
    """Set a one-time password and print it; sessions and tokens of the person end."""
    password = reset_password(_person(username), by=OPERATOR, now=clock.now())
    click.echo(password)
    click.echo("The password is good once, for seven days; it is not shown again.", err=True)


@click.command()
@click.argument("username")
@click.option("--label", default="command line", show_default=True, help="What the token is for.")
@click.option(
    "--days", default=90, show_default=True, type=click.IntRange(1, 365), help="Life in days."
)
def token(username: str, label: str, days: int) -> None:
    """Make an API token and print it once."""
    person = _person(username)
    _token, secret = make_token(person, label=label, days=days, by=OPERATOR, now=clock.now())
    click.echo(secret)


def _person(username: str) -> Person:
    person = Person.objects.filter(username=plain_username(username)).first()
    if person is None:
        raise click.ClickException(f"There is no account “{username}”.")
    return person
