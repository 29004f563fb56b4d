"""The dispatch board: every case without a unit, the clock that bites first on top, and its form."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from huiying.cases.choices import CaseState, ClockKind, Part, ReturnState, Step
from huiying.cases.choices.suggestions import SuggestionKind
from huiying.cases.forms import CASE_FORMS, StepForm
from huiying.cases.models import Assignment, Case, Clock, ReturnRequest
from huiying.cases.queries import Proposal, proposals_for, suggests, work_for
from huiying.cases.queries.catalogue import helpers
from huiying.cases.queries.routing import ByWords, Read, by_words, reads_of
from huiying.cases.views.beside.dispatching import first_unit, others, suggested_for
from huiying.cases.views.bulk import bar_for
from huiying.lib import clock
from huiying.lib.codes import as_id
from huiying.organisations.models import Unit
from huiying.organisations.views.access import require
from huiying.people.choices import Permission
from huiying.people.views.access import person_of, staff
from huiying.people.views.sending import key_of

MOST = 30
"""Cases with an open form on one page."""


@dataclass(frozen=True)
class Place:
    """One case on the board with its own form."""

    case: Case
    form: StepForm
    url: str
    key: str
    proposals: list[Proposal]
    first: int | None
    """The unit that is ticked beforehand."""
    suggestions: list[Unit]
    kept: list[Assignment]
    """Co-units of before, who stay unless they are recalled."""
    helpers: list[Unit]
    """Co-units that the catalogue names."""
    read: Read | None
    by_words: list[ByWords]


def _places(request: HttpRequest, cases: list[Case], now: datetime) -> Iterator[Place]:
    proposed = proposals_for(cases, now=now)
    suggested = suggested_for({case.area_code for case in cases}, now)
    kept = _kept(cases)
    reads = reads_of(cases)
    worded = by_words(cases, now=now, reads=reads, own=proposed)
    for case in cases:
        proposals = proposed[case.pk]
        yield Place(
            case,
            CASE_FORMS[Step.DISPATCH](prefix=f"c{case.pk}"),
            reverse("cases:step", args=[case.case_no, Step.DISPATCH.value]),
            key_of(request),
            proposals,
            first_unit(proposals).get("lead_unit"),
            others(proposals, suggested[case.area_code]),
            kept[case.pk],
            helpers(case, proposals, kept[case.pk]),
            reads.get(case.pk),
            worded.get(case.pk, []),
        )


def _kept(cases: list[Case]) -> defaultdict[int, list[Assignment]]:
    parts = Assignment.objects.filter(case__in=cases, part=Part.CO, is_current=True)
    found: defaultdict[int, list[Assignment]] = defaultdict(list)
    for part in parts.select_related("unit"):
        found[part.case_id].append(part)
    return found


@staff
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    require(request, Permission.DISPATCH)
    person, now = person_of(request), clock.now()
    waiting = work_for(person, now=now)
    queue = waiting.filter(state=CaseState.PENDING_DISPATCH).select_related("category")
    after = as_id(request.GET.get("after", ""))
    rows = list((queue if after is None else following(queue, after))[: MOST + 1])
    places = list(_places(request, rows[:MOST], now))
    limit = Clock.objects.filter(
        case=OuterRef("assignment__case"), kind=ClockKind.RETURN, stopped_at__isnull=True
    ).filter(assignment__isnull=True)
    returns = ReturnRequest.objects.filter(
        state=ReturnState.ASKED,
        assignment__part=Part.LEAD,
        assignment__case__in=waiting.filter(state=CaseState.RETURN_PENDING).order_by(),
    ).annotate(decide_by=Subquery(limit.values("due")[:1]))
    context = {
        "places": places,
        "next": f"?after={rows[MOST - 1].pk}" if len(rows) > MOST else "",
        "bar": bar_for(request, Step.DISPATCH, Step.NOTE, Step.REMIND),
        "returns": returns.select_related("assignment__case", "assignment__unit", "proposed_unit"),
        "decide_label": ClockKind.RETURN.label,
        "here": request.path,
        "suggests_similar": suggests(SuggestionKind.DUPLICATES),
    }
    return render(request, "cases/board.html", context)


def following(queue: QuerySet[Case], last: int) -> QuerySet[Case]:
    """What comes after a case in the order of the queue: by its clock, those without one last."""
    found = Case.objects.filter(pk=last).values_list("next_due", flat=True)
    if not found:
        return queue
    due = found[0]
    if due is None:
        return queue.filter(next_due__isnull=True, pk__gt=last)
    later = Q(next_due__gt=due) | Q(next_due=due, pk__gt=last) | Q(next_due__isnull=True)
    return queue.filter(later)
