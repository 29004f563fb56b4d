"""Who has a category model trained, and for which area."""

from datetime import datetime

from huiying.lib.clock import local_date
from huiying.lib.verdict import Verdict
from huiying.organisations.permissions import may
from huiying.organisations.queries import scope_of
from huiying.people.choices import Permission
from huiying.people.models import Person


def may_train(prefix: str, *, by: Person, now: datetime) -> Verdict:
    """`prefix`: the digits that begin the codes of the model's area; none for the whole platform."""
    on = local_date(now)
    if not prefix:
        return may(by, Permission.MANAGE_INSIGHT, everywhere=True, on=on)
    return may(by, Permission.MANAGE_INSIGHT, area=prefix, on=on)


def trained_by(person: Person, *, now: datetime) -> tuple[str, ...]:
    """The areas, by their prefixes, whose models a person looks after."""
    scope = scope_of(person, Permission.MANAGE_INSIGHT, on=local_date(now))
    return ("",) if scope.everything else scope.prefixes
