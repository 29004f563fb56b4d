"""Who may act here, and the stamps that tell every process what has changed."""

from datetime import datetime
from uuid import uuid4

from huiying.audit.actions import Actor
from huiying.lib.clock import local_date
from huiying.organisations.models import Area, Stamp, Unit
from huiying.organisations.permissions import may
from huiying.organisations.queries import forget
from huiying.people.choices import Permission
from huiying.people.models import Person

By = Person | Actor


def require(
    by: By,
    permission: Permission,
    *,
    now: datetime,
    area: Area | None = None,
    everywhere: bool = False,
) -> None:
    """Raise NotAllowed unless `by` has the permission here; the platform itself always may."""
    if isinstance(by, Person):
        may(by, permission, area=area, everywhere=everywhere, on=local_date(now)).require()


def changed(name: str) -> None:
    """Let every process read afresh what it keeps of `name` (`queries.stamps`)."""
    Stamp.objects.update_or_create(name=name, defaults={"token": uuid4().hex})
    forget()


def take_up(thing: Area | Unit | Person) -> None:
    """Hold a row until the transaction ends, and read anew whether it was closed meanwhile."""
    locked = type(thing).objects.select_for_update().get(pk=thing.pk)
    if isinstance(thing, Area | Unit) and isinstance(locked, Area | Unit):
        thing.valid_to = locked.valid_to
