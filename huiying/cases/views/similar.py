"""Likely the same matter, beside accepting and dispatching: loaded after the page, which it never slows."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from huiying.cases import actions
from huiying.cases.choices import Step
from huiying.cases.choices.suggestions import SuggestionKind
from huiying.cases.permissions import may_take, may_take_on_request
from huiying.cases.permissions.doors.joining import SURVIVES, TAKES_VOICES
from huiying.cases.queries import Alike, alike_case, alike_request, alike_told, suggests
from huiying.cases.rules.joining import VERY_ALIKE
from huiying.cases.views.access import case_of, request_of
from huiying.insight.bands import READ
from huiying.lib import clock
from huiying.lib.codes import as_id
from huiying.organisations.models import Area
from huiying.organisations.views.access import require
from huiying.people.choices import Permission
from huiying.people.views.access import person_of, staff

SHOWN = 3
FEWEST = 6
"""Characters that must be written before anything is looked for."""
NUMBER = re.compile(r"C[0-9A-Z-]{6,23}")


@staff
@require_GET
def beside_request(request: HttpRequest, receipt_no: str) -> HttpResponse:
    """Cases that a request may belong to, each a press away from attaching it."""
    asked, person, now = request_of(request, receipt_no), person_of(request), clock.now()
    may = bool(may_take_on_request(Step.ATTACH, asked, by=person, now=now))
    rows = alike_request(asked, person, now=now, most=SHOWN + 1)
    page = reverse("cases:attach", args=[asked.receipt_no]) if may else ""
    return _shown(request, rows, page, fits=lambda row: row.case.state in TAKES_VOICES)


@staff
@require_GET
def beside_case(request: HttpRequest, case_no: str) -> HttpResponse:
    """Open cases that may be the same matter, each a press away from merging."""
    case, person, now = case_of(request, case_no), person_of(request), clock.now()
    may = bool(may_take(Step.MERGE, case, by=person, now=now))
    page = reverse("cases:merge", args=[case.case_no]) if may else ""
    rows = alike_case(case, person, now=now, most=SHOWN + 1)
    return _shown(request, rows, page, fits=lambda row: row.case.state in SURVIVES)


@sensitive_post_parameters()
@staff
@require_POST
def while_told(request: HttpRequest) -> HttpResponse:
    """Cases that may be what somebody is telling, while it is taken down. Nothing of it is kept."""
    require(request, Permission.SUBMIT)
    sent, now = request.POST, clock.now()
    title, text = (sent.get(name, "").replace("\x00", "")[:READ] for name in ("title", "text"))
    key = as_id(sent.get("area", ""))
    area = Area.objects.as_of(clock.local_date(now)).filter(pk=key).first() if key else None
    if area is None or len(title) + len(text) < FEWEST:
        return HttpResponse()
    return _shown(
        request, alike_told(title, text, area, person_of(request), now=now), "", fits=never
    )


def never(_row: Alike) -> bool:
    """Nothing can be joined before it is stored."""
    return False


def _shown(
    request: HttpRequest, rows: Sequence[Alike], page: str, *, fits: Callable[[Alike], bool]
) -> HttpResponse:
    best = [(row, bool(page) and fits(row)) for row in rows[:SHOWN]]
    sure = next((row for row, fit in best if fit and row.likeness >= VERY_ALIKE), None)
    context = {"rows": best, "page": page, "sure": sure, "more": len(rows) > len(best)}
    return render(request, "cases/_similar.html", context)


def noting(
    request: HttpRequest, about: str, rows: Sequence[Alike], goal: Callable[[Any], str]
) -> Callable[[Any], str]:
    """Keeps what was chosen of the likely cases when a request was attached or a case merged."""
    numbers = [row.case.case_no for row in rows]
    chosen = request.POST.get("case_no", "") or request.POST.get("other_no", "")

    def done(result: Any) -> str:
        if suggests(SuggestionKind.DUPLICATES) and chosen:
            top = chosen if chosen in numbers else next(iter(numbers), "")
            _note(request, about, suggested=top, chosen=chosen)
        return goal(result)

    return done


def waving(request: HttpRequest, about: str, goal: Callable[[Any], str]) -> Callable[[Any], str]:
    """Keeps that a very likely case was shown, and the request became a case of its own or the case
    went to a unit all the same."""
    shown = request.POST.get("suggested", "")

    def done(result: Any) -> str:
        if NUMBER.fullmatch(shown) and suggests(SuggestionKind.DUPLICATES):
            _note(request, about, suggested=shown, chosen="")
        return goal(result)

    return done


def _note(request: HttpRequest, about: str, *, suggested: str, chosen: str) -> None:
    actions.note_choice(
        SuggestionKind.DUPLICATES,
        about,
        suggested=suggested,
        chosen=chosen,
        by=person_of(request),
        now=clock.now(),
    )
