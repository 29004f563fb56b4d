"""The things of an address, as far as the reader may see them, and where to go afterwards."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme

from huiying.cases import actions
from huiying.cases.models import Assignment, Callback, Case, Opinion, Request, WhistleCall
from huiying.cases.queries import requests_prepared, visible_prepared, visible_to
from huiying.cases.queries.prepared import TEXT_HOLES
from huiying.lib import clock
from huiying.people.views.access import person_of

ABOVE = "area__parent__parent__parent__parent"
"""Everything above an area, so that its path costs no further query."""


def case_of(request: HttpRequest, case_no: str) -> Case:
    """The case of an address; what a person must not know of does not exist for them."""
    one = visible_prepared(_case_numbered, person_of(request), now=clock.now()).first(case_no)
    if one is None:
        raise Http404
    note_look(request, one)
    return one


def _case_numbered(found: QuerySet[Case]) -> QuerySet[Case]:
    related = found.select_related("lead_unit", "first_receiver", "category", ABOVE)
    return related.filter(case_no=TEXT_HOLES[0])


def note_look(request: HttpRequest, subject: Case | Request) -> None:
    """Whichever page shows something secret, the look is on record (P11); a step has its own row."""
    if request.method == "GET":
        actions.note_look(subject, by=person_of(request), now=clock.now())


def request_of(request: HttpRequest, receipt_no: str) -> Request:
    one = requests_prepared(_request_numbered, person_of(request), now=clock.now()).first(
        receipt_no
    )
    if one is None:
        raise Http404
    note_look(request, one)
    return one


def _request_numbered(found: QuerySet[Request]) -> QuerySet[Request]:
    related = found.select_related("case", "category", "accused_unit", ABOVE)
    return related.filter(receipt_no=TEXT_HOLES[0])


def callback_of(request: HttpRequest, pk: int) -> Callback:
    found = Callback.objects.filter(case__in=visible_to(person_of(request), now=clock.now()))
    related = found.select_related("request", "case__lead_unit", "case__category", f"case__{ABOVE}")
    one = get_object_or_404(related, pk=pk)
    note_look(request, one.case)
    return one


def part_of(request: HttpRequest, pk: int) -> Assignment:
    """The part of one unit in a case."""
    found = Assignment.objects.filter(case__in=visible_to(person_of(request), now=clock.now()))
    related = found.select_related("unit", "case__lead_unit", "case__category", f"case__{ABOVE}")
    one = get_object_or_404(related, pk=pk)
    note_look(request, one.case)
    return one


def call_of(request: HttpRequest, pk: int) -> WhistleCall:
    """The call of one department."""
    found = WhistleCall.objects.filter(case__in=visible_to(person_of(request), now=clock.now()))
    related = found.select_related("unit", "case__lead_unit", "case__category", f"case__{ABOVE}")
    one = get_object_or_404(related, pk=pk)
    note_look(request, one.case)
    return one


def opinion_of(request: HttpRequest, pk: int) -> Opinion:
    """The opinion of a body outside."""
    found = Opinion.objects.filter(case__in=visible_to(person_of(request), now=clock.now()))
    related = found.select_related("case__lead_unit", "case__category", f"case__{ABOVE}")
    one = get_object_or_404(related, pk=pk)
    note_look(request, one.case)
    return one


def next_of(request: HttpRequest, otherwise: str) -> str:
    """Where the reader wants to go afterwards: only a page of this console."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if ours and wanted.startswith("/console/") else otherwise
