"""May this person do this, here?"""

from datetime import date

from huiying.lib.errors import NotAllowed, gettext_noop
from huiying.lib.verdict import YES, Verdict, no
from huiying.organisations.models import Area, Unit
from huiying.organisations.queries import scope_of
from huiying.people.choices import Permission
from huiying.people.models import Person

NOT_HELD = gettext_noop("Your roles do not include: %(permission)s.")
NOT_EVERYWHERE = gettext_noop(
    "This concerns the whole platform, and your role for “%(permission)s” reaches only a part of it."
)
NOT_HERE = gettext_noop("Your role for “%(permission)s” does not reach %(place)s.")


def may(
    person: Person,
    permission: Permission,
    *,
    area: Area | str | None = None,
    unit: Unit | int | None = None,
    everywhere: bool = False,
    on: date,
) -> Verdict:
    """Whether a person has a permission on a date: anywhere, in an area (or code), in a unit (or id).

    With both area and unit given, either one within reach is enough. `everywhere` asks for a reach over
    the whole platform, for what concerns all of it.
    """
    scope = scope_of(person, permission, on=on)
    if not scope:
        return no(NotAllowed(NOT_HELD, permission=permission.label))
    if everywhere and not scope.everything:
        return no(NotAllowed(NOT_EVERYWHERE, permission=permission.label))
    if area is None and unit is None:
        return YES
    if area is not None and scope.covers_area(area if isinstance(area, str) else area.code):
        return YES
    if unit is not None and scope.covers_unit(unit if isinstance(unit, int) else unit.pk):
        return YES
    return no(NotAllowed(NOT_HERE, permission=permission.label, place=unit or area))
