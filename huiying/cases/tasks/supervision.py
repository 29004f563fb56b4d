"""Who is told of a rung, letters that follow reminders, and cases asked for again and again."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext, override

from huiying.audit.actions import TIMER
from huiying.audit.models import Event
from huiying.cases.actions.supervision import remind, send_letter
from huiying.cases.choices import (
    BreachState,
    CaseState,
    ClockKind,
    Step,
    SupervisionCause,
    SupervisionState,
)
from huiying.cases.models import Breach, Case, Request, Supervision
from huiying.cases.queries.deciders import people_over
from huiying.cases.queries.watching import repeats_of
from huiying.cases.tasks.telling import case_of, staff_of
from huiying.cases.tasks.windows import BATCH
from huiying.cases.workflow.cases import BEFORE_REPLY, RUNNING
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible
from huiying.notifications.actions import tell
from huiying.notifications.choices import Code
from huiying.organisations.choices import Level
from huiying.organisations.models import Grant, Unit
from huiying.organisations.models.validity import as_of
from huiying.people.choices import Permission, Role
from huiying.people.models import Person

CHINESE = "zh-hans"
REPEATS, WITHIN = 3, timedelta(days=30)
"""So many repeated requests on one case in so long a time put it on the ladder (2.7)."""
REPEATABLE = (*RUNNING, CaseState.CLOSED)
NOT_ON_LADDER = (SupervisionState.NONE, SupervisionState.LIFTED)
TO_HEADS = frozenset({"case.letter", "case.list_case", "case.talk"})
TO_COUNTY = frozenset({"case.list_case"})


def climbed(event: Event, now: datetime) -> None:
    """The unit reads the reminder; from the letter on its head too, and of a listing the county."""
    case = case_of(event)
    if case.lead_unit is None:
        return
    people: dict[int, Person] = {each.pk: each for each in staff_of(case.lead_unit, now)}
    if event.kind in TO_HEADS:
        people |= {each.pk: each for each in heads_of(case.lead_unit, now)}
    if event.kind in TO_COUNTY:
        county = people_over(case.area_code, Permission.SUPERVISE, now=now, at_least=Level.COUNTY)
        people |= {each.pk: each for each in county}
    rung = Step(event.kind.removeprefix("case."))
    row = case.supervisions.last()
    with override(CHINESE):
        cause = row.get_cause_display() if row and row.cause else ""
        unit = gettext("the supervisors")
        reason = " ".join(filter(None, [str(rung.label), cause, row.text if row else ""]))
    values = {"number": case.case_no, "unit": unit, "reason": reason}
    tell(Code.REMINDED, people.values(), values=values, about=case.subject, now=now)


def heads_of(unit: Unit, now: datetime) -> Iterable[Person]:
    """The heads of a unit who have an account."""
    held = Grant.objects.filter(as_of(local_date(now)), unit=unit, role=Role.UNIT_HEAD)
    return Person.objects.filter(is_active=True, pk__in=held.values("person_id"))


def repeated(event: Event, now: datetime) -> None:
    """The same people ask again and again: the platform puts the case on the ladder (2.7, S1).

    A voice joined it, another case was merged into it, or one more person was told how it had ended.
    Where that is closed a supervisor looks at it before it is archived.
    """
    kind, _, number = event.subject.partition(":")
    case = Request.objects.get(pk=int(number)).repeat_of if kind == "request" else case_of(event)
    if case is None or case.supervision not in NOT_ON_LADDER or case.state not in REPEATABLE:
        return
    if repeats_of(case, since=now - WITHIN) >= REPEATS:
        with suppress(NotPossible):
            remind(case, by=TIMER, now=now, cause=SupervisionCause.REPEATED)


def letters(now: datetime) -> Iterator[object]:
    """Two working days after a reminder a letter follows, if the case is overdue still (S2)."""
    late = Breach.objects.filter(
        case=OuterRef("case"),
        kind=ClockKind.HANDLE,
        state=BreachState.RECORDED,
        clock__stopped_at__isnull=True,
    )
    ripe = Supervision.objects.filter(
        Exists(late),
        letter_at__lte=now,
        case__supervision=SupervisionState.REMINDED,
        case__state__in=BEFORE_REPLY,
    )
    for row in ripe.select_related("case").order_by("letter_at", "pk")[:BATCH]:
        with suppress(NotPossible):
            yield send_letter(row.case, by=TIMER, now=now)
    Supervision.objects.filter(letter_at__lte=now).exclude(
        case__in=Case.objects.filter(supervision=SupervisionState.REMINDED, state__in=BEFORE_REPLY)
    ).update(letter_at=None)


REACTIONS = {
    "case.remind": (climbed,),
    "case.letter": (climbed,),
    "case.list_case": (climbed,),
    "case.talk": (climbed,),
    "case.lift": (climbed,),
    "case.attach": (repeated,),
    "case.move_request": (repeated,),
    "request.tell_result": (repeated,),
}
TICKS = (letters,)
