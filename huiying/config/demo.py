"""`huiying demo`: an invented city to try the platform in."""

from collections.abc import Callable, Iterable
from datetime import datetime
from random import Random

import click
from django.conf import settings
from django.db import transaction

from huiying.analytics import demo as analytics_demo
from huiying.appraisal import demo as appraisal_demo
from huiying.audit.actions import Actor, record
from huiying.audit.models import Event
from huiying.config.preparing import bring_up_to_date
from huiying.config.warehousing import build_for_demo
from huiying.config.wiring import DEMO, SIGN_INS, Scale, SignIn
from huiying.lib import clock
from huiying.lib.errors import NotPossible
from huiying.people.models import Person

SUBJECT = "demo:city"
BY = Actor("demo")


@click.command()
@click.option("--scale", type=click.Choice(["small", "city"]), default="small", show_default=True)
@click.option("--seed", default=1, show_default=True, help="The same seed makes the same city.")
def demo(scale: Scale, seed: int) -> None:
    """Load an invented city, once, and print who may sign in to it.

    Brings the installation up to date first, as `huiying prepare` does.

    `small` is one county, `city` ten counties with about 200 townships and 5,380 village
    organisations. Data that is already there is kept.
    """
    bring_up_to_date()
    if is_loaded():
        click.echo("The demo city is already there; its data is kept.")
    else:
        begun = clock.now()
        load(scale, seed, begun, click.echo)
        click.echo("Figures")
        build_for_demo(begun, click.echo)
        click.echo("Appraisal")
        appraisal_demo.build(scale, Random(f"{seed} Appraisal"), begun, click.echo)
        click.echo("Bulletin")
        analytics_demo.build(scale, Random(f"{seed} Bulletin"), begun, click.echo)
        click.echo(f"Loaded in {(clock.now() - begun).seconds} seconds.")
    show(SIGN_INS())


def is_loaded() -> bool:
    """Whether the city stands. Raises NotPossible when it stands in part, or others live here."""
    kinds = set(Event.objects.filter(subject=SUBJECT).values_list("kind", flat=True))
    if "demo.loaded" in kinds:
        return True
    if "demo.begun" in kinds:
        raise NotPossible(
            "Loading the demo city was broken off, so it stands only in part. Run `make clean` "
            "(or empty the database) and load it again."
        )
    if Person.objects.exists():
        raise NotPossible(
            "This database already holds staff accounts. The demo city is only loaded into an "
            "empty one; set HUIYING_DATABASE_URL to another."
        )
    return False


def load(scale: Scale, seed: int, now: datetime, tell: Callable[[str], None]) -> None:
    """Build the city part by part, each in order of the map."""
    _note("demo.begun", now, {"scale": scale, "seed": seed})
    for number, part in enumerate(DEMO, start=1):
        tell(f"[{number}/{len(DEMO)}] {part.title}")
        part.build(scale, Random(f"{seed} {part.title}"), now, tell)
    _note("demo.loaded", now, {"scale": scale, "seed": seed})


def _note(kind: str, now: datetime, said: dict[str, object]) -> None:
    with transaction.atomic():
        record(kind, SUBJECT, by=BY, now=now, data=said)


def show(accounts: Iterable[SignIn]) -> None:
    """Where the city is seen, and who may sign in to it, one line for each."""
    click.echo(f"\nFor the public: {settings.HUIYING_PUBLIC_URL}/")
    click.echo(f"For staff:      {settings.HUIYING_PUBLIC_URL}/console/")
    for each in accounts:
        click.echo(f"  {each.username:<12} {each.password:<20} {each.role}")
