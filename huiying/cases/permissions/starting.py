"""Who may begin a case otherwise than by accepting a request."""

from datetime import datetime
from typing import Protocol

from huiying.cases.choices import Kind
from huiying.lib.clock import local_date
from huiying.lib.errors import NotAllowed, NotPossible, gettext_noop
from huiying.lib.verdict import YES, Verdict, no
from huiying.organisations.models import Area, Unit
from huiying.organisations.queries import scope_of
from huiying.people.choices import Permission
from huiying.people.models import Person

NOT_ON_SPOT = frozenset({Kind.COMPLAINT, Kind.TIP_OFF})
"""What is never settled by the unit that stands before the person (C2)."""


class Said(Protocol):
    """What matters here of what the person said."""

    @property
    def kind(self) -> Kind: ...
    @property
    def area(self) -> Area: ...
    @property
    def wants_secrecy(self) -> bool: ...
    @property
    def accused_unit(self) -> Unit | None: ...


def may_solve_on_spot(voice: Said, unit: Unit, *, by: Person, now: datetime) -> Verdict:
    """Whether this person may record that their unit has just solved it (C2)."""
    today = local_date(now)
    if not scope_of(by, Permission.HANDLE, on=today).covers_unit(unit.pk):
        return no(NotAllowed(gettext_noop("You do not handle cases for this unit.")))
    if not unit.is_valid_on(today):
        return no(NotPossible(gettext_noop("%(unit)s is not active today."), unit=unit.name))
    if voice.kind in NOT_ON_SPOT or voice.accused_unit is not None:
        return no(
            NotPossible(
                gettext_noop(
                    "Complaints and reports of wrongdoing are not settled on the spot; take the request down instead."
                )
            )
        )
    if voice.wants_secrecy:
        return no(
            NotPossible(
                gettext_noop(
                    "Who asks for secrecy is not served on the spot; take the request down instead."
                )
            )
        )
    if not voice.area.code.startswith(unit.area.prefix):
        return no(NotPossible(gettext_noop("%(unit)s does not reach this place."), unit=unit.name))
    return YES
