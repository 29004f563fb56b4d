"""Work inside a unit by API: who has what in hand, its pool, sharing out and handing over."""

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from huiying.cases.actions import sharing
from huiying.cases.actions.bulk import (
    Chosen,
)
from huiying.cases.api.cases import Id
from huiying.cases.api.desk import NO_UNIT, Numbers, cases_of, told
from huiying.cases.api.stepping import answered_once
from huiying.cases.models import Case
from huiying.cases.presenters import CASE_ROW, case_row
from huiying.cases.queries import PAGE, visible_to
from huiying.cases.queries.holding import (
    held_within_reach,
    loads_of,
    pool_of,
    units_shared_out_by,
)
from huiying.jobs.actions import Answer
from huiying.lib import clock
from huiying.lib.errors import NotVisible, gettext_noop
from huiying.organisations.models import Unit
from huiying.people.api import JsonResponse, caller
from huiying.people.models import Person

router = Router()
NO_PERSON = gettext_noop("There is no such colleague.")


class ShareIn(Schema):
    """Cases of the pool of a unit; without a person they go evenly to all who handle cases there."""

    cases: Numbers
    person: Id | None = None


class HandOverIn(Schema):
    """All that a person has in hand; without a colleague it goes back to the units."""

    person: Id
    to: Id | None = None
    note: str = Field("", max_length=500)


def _unit(request: HttpRequest, pk: int) -> Unit:
    mine = units_shared_out_by(caller(request), now=clock.now())
    found = Unit.objects.filter(pk=pk).first() if pk in mine else None
    if found is None:
        raise NotVisible(NO_UNIT)
    return found


@router.get("/units/{pk}/workload", summary="Who in a unit has what in hand, and its pool")
def workload(request: HttpRequest, pk: Id) -> JsonResponse:
    """Of units whose work you share out. The numbers are no measure of anybody."""
    unit, now = _unit(request, pk), clock.now()
    seen = visible_to(caller(request), now=now)
    pool = pool_of([unit.pk]).filter(case__in=seen)[:PAGE]
    rows = Case.objects.filter(pk__in=[each.case_id for each in pool]).order_by("id")
    return JsonResponse(
        {
            "people": [
                {
                    "id": load.person.pk,
                    "name": load.person.name,
                    "in_hand": load.in_hand,
                    "overdue": load.late,
                    "due_within_a_day": load.soon,
                }
                for load in loads_of([unit.pk], now=now)
            ],
            "pool": [case_row(row) for row in rows.values_list(*CASE_ROW)],
        }
    )


@router.post("/units/{pk}/share-out", summary="Give cases of a unit's pool to its people")
def share_out(request: HttpRequest, pk: Id, body: ShareIn) -> JsonResponse:
    def act() -> Answer:
        unit = _unit(request, pk)
        chosen = [Chosen(case, None, {}) for case in cases_of(request, body.cases)]
        by, now = caller(request), clock.now()
        return told(sharing.share_out(chosen, unit, by=by, now=now, to=body.person))

    return answered_once(request, act)


@router.post("/hand-overs", summary="Hand over what a person has in hand")
def hand_over(request: HttpRequest, body: HandOverIn) -> JsonResponse:
    """At most fifty pieces at once; `left` says how many within your reach are still there."""

    def act() -> Answer:
        by, now = caller(request), clock.now()
        leaving, to = _person(body.person), None if body.to is None else _person(body.to)
        if by.pk != leaving.pk and not units_shared_out_by(by, now=now):
            raise NotVisible(NO_PERSON)
        note = body.note.replace("\x00", "")
        answer = told(sharing.hand_over(leaving, by=by, now=now, to=to, note=note))
        answer.body["left"] = held_within_reach(leaving, by, now=now).count()
        return answer

    return answered_once(request, act)


def _person(pk: int) -> Person:
    found = Person.objects.filter(pk=pk, is_active=True).first()
    if found is None:
        raise NotVisible(NO_PERSON)
    return found
