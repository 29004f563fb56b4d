"""Work inside a unit: who has what in hand, its pool, and handing over when somebody leaves."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiying.cases.actions import sharing
from huiying.cases.actions.bulk import MOST, Chosen
from huiying.cases.choices import Step
from huiying.cases.forms.holding import HandOver
from huiying.cases.models import Assignment, Holding
from huiying.cases.queries import visible_to
from huiying.cases.queries.holding import (
    held_within_reach,
    loads_of,
    open_work_of,
    pool_of,
    units_shared_out_by,
)
from huiying.cases.views.bulk import answer_bulk, ticked
from huiying.cases.views.lists import PAGE
from huiying.cases.views.stepping import filled
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.lib.codes import as_id
from huiying.organisations.models import Unit
from huiying.organisations.queries import scope_of
from huiying.organisations.views.access import require
from huiying.people.choices import Permission
from huiying.people.models import Person
from huiying.people.views.access import person_of, staff
from huiying.people.views.sending import key_of

SHARE = Permission.ASSIGN_WORK


def _unit(request: HttpRequest, mine: Collection[int]) -> Unit:
    """The unit asked for, or one's first; work is shared out in one unit at a time."""
    asked = as_id(request.POST.get("unit", "") or request.GET.get("unit", ""))
    if asked is not None and asked not in mine:
        raise Http404(str(asked))
    found = Unit.objects.filter(pk__in=[asked] if asked is not None else mine)
    own = found.as_of(local_date(clock.now())).order_by("code").first()
    if own is None:
        raise Http404
    return own


@staff
@require_GET
def workload(request: HttpRequest) -> HttpResponse:
    """What everybody in the unit has in hand, and what nobody has taken yet."""
    require(request, SHARE)
    person, now = person_of(request), clock.now()
    mine = units_shared_out_by(person, now=now)
    unit = _unit(request, mine)
    pool = pool_of([unit.pk]).filter(case__in=visible_to(person, now=now))
    after = as_id(request.GET.get("after", ""))
    if after is not None:
        pool = following(pool, after)
    rows = list(pool[: PAGE + 1])
    context = {
        "unit": unit,
        "units": Unit.objects.filter(pk__in=mine, valid_to=None).order_by("code")[:PAGE],
        "loads": loads_of([unit.pk], now=now),
        "pool": rows[:PAGE],
        "next": _next(request, rows),
        "key": key_of(request),
        "here": request.get_full_path(),
    }
    return render(request, "cases/workload.html", context)


def following(pool: QuerySet[Assignment], last: int) -> QuerySet[Assignment]:
    """What comes after a row in the order of the pool: by due date, then by id."""
    due = Assignment.objects.filter(pk=last).values_list("due", flat=True).first()
    return pool if due is None else pool.filter(Q(due__gt=due) | Q(due=due, pk__gt=last))


def _next(request: HttpRequest, rows: Sequence[Assignment]) -> str:
    if len(rows) <= PAGE:
        return ""
    query = request.GET.copy()
    query["after"] = str(rows[PAGE - 1].pk)
    return f"?{query.urlencode()}"


@staff
@require_POST
def share_out(request: HttpRequest) -> HttpResponse:
    """Give the ticked cases of the pool to one colleague, or evenly to all."""
    require(request, SHARE)
    person, now = person_of(request), clock.now()
    unit = _unit(request, units_shared_out_by(person, now=now))
    chosen = [Chosen(case, version, {}) for case, version in ticked(request)]
    to = as_id(request.POST.get("person", ""))
    return answer_bulk(
        request, Step.GIVE_TO, lambda: sharing.share_out(chosen, unit, by=person, now=now, to=to)
    )


@staff
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody leaves, or is away for long: what they have in hand goes to a colleague or back."""
    by, now = person_of(request), clock.now()
    leaving = get_object_or_404(Person, pk=pk)
    found = held_within_reach(leaving, by, now=now)
    rows = list(found[:MOST])
    total = len(rows) if len(rows) < MOST else found.count()
    keeper = bool(scope_of(by, Permission.MANAGE_PEOPLE, on=local_date(now)))
    if not (rows or keeper or by.pk == leaving.pk or units_shared_out_by(by, now=now)):
        raise Http404
    form = filled(request, HandOver)
    if form.is_bound and form.is_valid() and rows:
        to, note = form.cleaned_data["to"], form.cleaned_data["note"]
        return answer_bulk(
            request,
            Step.LET_GO if to is None else Step.GIVE_TO,
            lambda: sharing.hand_over(leaving, by=by, now=now, to=to, note=note),
        )
    context = {
        "leaving": leaving,
        "rows": rows,
        "more": total - len(rows),
        "elsewhere": open_work_of(leaving) - total,
        "colleagues": _colleagues(rows, leaving),
        "form": form,
        "key": key_of(request),
        "title": _("Hand over the work of %(name)s") % {"name": leaving.name},
    }
    return render(request, "cases/hand_over.html", context)


def _colleagues(rows: Sequence[Holding], leaving: Person) -> list[Any]:
    units = {row.assignment.unit_id for row in rows}
    found = loads_of(units, now=clock.now()) if units else []
    return [load for load in found if load.person.pk != leaving.pk]
