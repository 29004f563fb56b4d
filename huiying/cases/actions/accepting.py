"""Making a case out of a request (R10, C1)."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huiying.audit import actions as audit
from huiying.cases.actions.bands import sign_case
from huiying.cases.actions.clocks import Clocks
from huiying.cases.actions.dangers import settle_danger
from huiying.cases.actions.moving import hold, move_on
from huiying.cases.actions.one_clock import stop_on_request
from huiying.cases.actions.reading import note_category
from huiying.cases.actions.rows import append
from huiying.cases.actions.saving import cell_of, count
from huiying.cases.choices import CaseState, ClockKind, Kind, Priority, Step
from huiying.cases.models import Accused, Case, Category, Entry, Recusal, Request
from huiying.cases.permissions import may_raise
from huiying.cases.queries.groups import group_of
from huiying.cases.rules.intake import must_be_confidential
from huiying.cases.rules.joining import MOST_CHILDREN
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.receipts import Chance, new_number
from huiying.organisations.models import Area, Unit
from huiying.organisations.permissions import may
from huiying.people.choices import Permission
from huiying.people.models import Person
from huiying.search import actions as search

TOO_MANY_PARTS = gettext_noop("A case has at most %(most)s parts.")


@dataclass(frozen=True)
class Matter:
    """One of several matters in one request, or a part of a case: what its unit will read."""

    title: str
    text: str
    category: Category
    priority: Priority
    area: Area


@transaction.atomic
def accept(  # noqa: PLR0913 - the clerk decides all of this in one step
    request: Request,
    *,
    by: Person,
    now: datetime,
    kind: Kind,
    category: Category,
    priority: Priority,
    area: Area,
    title: str,
    text: str,
    group: int | None = None,
    accused_units: Iterable[Unit] = (),
    parts: Sequence[Matter] = (),
    chance: Chance = secrets,
) -> Case:
    """Accept a request as a new case.

    `title` and `text` are what units will read. For a confidential request they are a copy without
    anything that gives the person away; the original stays with intake (I12). `parts` are further
    matters in the same request: each becomes a child case, and the person gets one answer to all.
    `group` is the number of the village's group; None leaves it to the words, 0 says there is none.
    """
    if len(parts) > MOST_CHILDREN:
        raise NotPossible(TOO_MANY_PARTS, most=MOST_CHILDREN)
    request = hold(Step.ACCEPT, request, by=by, now=now)
    may(by, Permission.ACCEPT, area=area, on=local_date(now)).require()
    accused = {unit.pk for unit in accused_units}
    if request.accused_unit_id:
        accused.add(request.accused_unit_id)
    request.is_confidential = must_be_confidential(
        kind, asked=request.is_confidential, about_staff=bool(accused)
    )
    case = Case(
        case_no=free_number(now, chance),
        state=CaseState.PENDING_DISPATCH,
        state_since=now,
        kind=kind,
        title=title,
        text=text,
        category=category,
        priority=priority,
        area=area,
        area_code=area.code,
        place="" if request.is_confidential else request.place,
        opened_at=now,
        is_confidential=request.is_confidential,
        has_accused=bool(accused),
    )
    case.save(force_insert=True)
    Accused.objects.bulk_create(Accused(case=case, unit_id=unit) for unit in sorted(accused))
    request.case, request.kind, request.category = case, kind, category
    request.area, request.area_code = area, area.code
    request.group_no = group_of(request, given=group)
    stop_on_request(request, ClockKind.ACCEPT, now=now)
    fields = ["case", "kind", "category", "area", "area_code", "group_no", "is_confidential"]
    move_on(Step.ACCEPT, request, by=by, now=now, fields=fields)
    settle_danger(request, priority=priority, by=by, now=now)
    open_case(case, by=by, now=now)
    note_category(request, category, by=by, now=now)
    for each in parts:
        may(by, Permission.ACCEPT, area=each.area, on=local_date(now)).require()
        open_child(case, each, by=by, now=now, chance=chance)
    return case


def open_child(
    parent: Case, matter: Matter, *, by: Person, now: datetime, chance: Chance = secrets
) -> Case:
    """A part of a case with a unit and clocks of its own, and no request (C19, C1)."""
    child = Case(
        case_no=free_number(now, chance),
        state=CaseState.PENDING_DISPATCH,
        state_since=now,
        kind=parent.kind,
        title=matter.title,
        text=matter.text,
        category=matter.category,
        priority=matter.priority,
        area=matter.area,
        area_code=matter.area.code,
        place=parent.place,
        opened_at=now,
        is_confidential=parent.is_confidential,
        has_accused=parent.has_accused,
        has_recusals=parent.has_recusals,
        parent=parent,
    )
    child.save(force_insert=True)
    Accused.objects.bulk_create(
        Accused(case=child, unit_id=unit, person_id=person)
        for unit, person in parent.accused.values_list("unit_id", "person_id")
    )
    Recusal.objects.bulk_create(
        Recusal(case=child, person_id=person, at=now)
        for person in parent.recusals.values_list("person_id", flat=True)
    )
    open_case(child, by=by, now=now)
    return child


@transaction.atomic
def raise_case(
    matter: Matter,
    *,
    by: Person,
    now: datetime,
    kind: Kind = Kind.HELP,
    chance: Chance = secrets,
) -> Case:
    """A case that nobody had to ask for (C1, 未诉先办): it has no request, and closes by its review."""
    may_raise(matter.area.code, by=by, now=now).require()
    case = Case(
        case_no=free_number(now, chance),
        state=CaseState.PENDING_DISPATCH,
        state_since=now,
        kind=kind,
        title=matter.title,
        text=matter.text,
        category=matter.category,
        priority=matter.priority,
        area=matter.area,
        area_code=matter.area.code,
        opened_at=now,
    )
    case.save(force_insert=True)
    open_case(case, by=by, now=now)
    return case


def free_number(now: datetime, chance: Chance) -> str:
    number = f"C{new_number(local_date(now), chance)}"
    while Case.objects.filter(case_no=number).exists():
        number = f"C{new_number(local_date(now), chance)}"
    return number


def open_case(
    case: Case,
    *,
    by: Person,
    now: datetime,
    step: Step = Step.OPEN,
    clock: ClockKind = ClockKind.DISPATCH,
) -> None:
    """The first clock, line and event of a case."""
    batch, clocks = audit.Batch(), Clocks(case, now, [])
    clocks.start(clock)
    clocks.save(into=batch)
    case.next_due, case.next_clock = clocks.first()
    case.is_provisional = clocks.is_provisional
    case.save(update_fields=["next_due", "next_clock", "is_provisional"])
    count([(cell_of(case), +1)], into=batch)
    opened = Entry(
        case=case,
        at=now,
        step=step,
        state=case.state,
        by_id=by.pk,
        by_name=by.name,
        unit_id=case.lead_unit_id,
    )
    append(opened, into=batch)
    sign_case(case, into=batch)
    search.index("case", case.pk, f"{case.title} {case.text} {case.place} {case.case_no}")
    data = {"state": case.state}
    audit.record(f"case.{step}", case.subject, by=by, now=now, data=data, first=True, into=batch)
    batch.run()
