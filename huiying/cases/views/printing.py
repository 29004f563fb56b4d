"""Paper: the letter to the requester, and the file of a case for the archive."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from huiying.cases import actions
from huiying.cases.choices import ClockKind, Part, ReplyState
from huiying.cases.models import Case, Reply, Request
from huiying.cases.permissions import may_read_own_words
from huiying.cases.views.access import case_of
from huiying.cases.views.beside.appealing import PANELS as APPEALS
from huiying.cases.views.cases import calls_of, clocks_of, happenings_of, replies_of
from huiying.cases.views.shaping import card_of, cards_of
from huiying.lib import clock
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.people.models import Person
from huiying.people.views.access import person_of, staff

NOT_RELEASED = gettext_noop("No reply has been released to this requester yet.")


@staff
@require_GET
def letter(request: HttpRequest, case_no: str, receipt_no: str) -> HttpResponse:
    """The latest released reply as a letter; name and address only for who may know them."""
    case, person, now = case_of(request, case_no), person_of(request), clock.now()
    asked = get_object_or_404(case.requests.select_related("area"), receipt_no=receipt_no)
    reply = _released(case)
    if reply is None:
        raise NotPossible(NOT_RELEASED)
    actions.note_print(case, by=person, now=now, what=f"letter {receipt_no}")
    context = {
        "case": case,
        "card": card_of(asked, by=person, now=now),
        "reply": reply,
        "until": _objection_until(asked),
        "helpline": settings.HUIYING_HELPLINE,
        "public_url": settings.HUIYING_PUBLIC_URL,
        "now": now,
    }
    return render(request, "cases/letter.html", context)


def _released(case: Case) -> Reply | None:
    found = Reply.objects.filter(
        assignment__case=case, assignment__part=Part.LEAD, state=ReplyState.RELEASED
    )
    return found.select_related("assignment__unit").order_by("-id").first()


def _objection_until(asked: Request) -> datetime | None:
    window = asked.clocks.filter(kind=ClockKind.OBJECTION, stopped_at=None)
    return window.order_by("-id").values_list("due", flat=True).first()


@staff
@require_GET
def case_file(request: HttpRequest, case_no: str) -> HttpResponse:
    """Everything of a case this reader may see, on paper."""
    case, person, now = case_of(request, case_no), person_of(request), clock.now()
    actions.note_print(case, by=person, now=now, what="file")
    return render(request, "cases/file.html", _everything(case, person, now))


def _everything(case: Case, person: Person, now: datetime) -> dict[str, Any]:
    parts = list(case.assignments.select_related("unit").order_by("id"))
    objections = case.objections.select_related("request").order_by("id")
    return {
        "case": case,
        "requests": cards_of(case.requests.all(), by=person, now=now),
        "parts": parts,
        "clocks": clocks_of(case, parts),
        "replies": replies_of(case)[::-1],
        "calls": calls_of(case, by=person, now=now)[::-1],
        "objections": [
            (each, bool(may_read_own_words(each.request, by=person, now=now)))
            for each in objections
        ],
        "appeals": APPEALS[0].rows(case, person, now),
        "happenings": happenings_of(case)[::-1],
        "printed_by": person.name,
        "now": now,
    }
