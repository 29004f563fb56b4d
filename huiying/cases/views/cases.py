"""One case: what it is, what was done, what may be done now and by whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.cases.choices import Part, Step
from huiying.cases.models import Assignment, Callback, Case, Clock, Entry, PublicVersion, Reply
from huiying.cases.permissions import (
    allowed_steps,
    callback_steps,
    may_know_sample,
    may_read_own_words,
)
from huiying.cases.queries.credits import credited_units
from huiying.cases.queries.sampling import active_plan
from huiying.cases.views.access import case_of
from huiying.cases.views.beside import panels_of
from huiying.cases.views.beside.panel import ICONS, StepLink, link_to
from huiying.cases.views.shaping import RequestCard, cards_of
from huiying.design.choices import Happening, Tone
from huiying.lib import clock
from huiying.lib.rounding import half_up
from huiying.lib.verdict import Verdict
from huiying.people.models import Person
from huiying.people.views.access import person_of, staff

TONES = {
    Step.REPLY: Tone.ACTIVE,
    Step.RELEASE: Tone.SUCCESS,
    Step.CONCLUDE: Tone.SUCCESS,
    Step.CLOSE_UNCALLED: Tone.SUCCESS,
    Step.REWORK: Tone.WARNING,
    Step.SEND_BACK: Tone.WARNING,
    Step.FIND_NOT_DONE: Tone.WARNING,
    Step.ASK_RETURN: Tone.WARNING,
}


OF_REQUESTERS = frozenset({Step.ANSWER_QUESTION, Step.URGE})
"""Steps a requester takes on the case itself; their entries name nobody."""


@dataclass(frozen=True)
class CallCard:
    """One callback with what may be done about it and what the person said."""

    callback: Callback
    links: list[StepLink]
    refused: list[tuple[Step, Verdict]]
    rating: Any
    reads_words: bool
    credits: list[tuple[str, str]]
    """Units the rating counts for, with their shares."""
    knows_sample: bool


@staff
@require_GET
def case(request: HttpRequest, case_no: str) -> HttpResponse:
    found, person, now = case_of(request, case_no), person_of(request), clock.now()
    verdicts = allowed_steps(found, by=person, now=now)
    parts = list(found.assignments.select_related("unit").order_by("-is_current", "id"))
    context = {
        "case": found,
        "links": list(_links(found, verdicts)),
        "refused": [(step, verdict) for step, verdict in verdicts if not verdict],
        "requests": cards_of(found.requests.all(), by=person, now=now),
        "happenings": happenings_of(found),
        "parts": parts,
        "clocks": clocks_of(found, parts),
        "replies": replies_of(found),
        "calls": calls_of(found, by=person, now=now),
        "objections": [
            (each, bool(may_read_own_words(each.request, by=person, now=now)))
            for each in found.objections.select_related("request").order_by("-id")
        ],
        "accused": list(found.accused.select_related("unit", "person")),
        "panels": panels_of(found, by=person, now=now),
        "public_version": PublicVersion.objects.filter(case=found).first(),
    }
    return render(request, "cases/case.html", context)


def _links(case: Case, verdicts: list[tuple[Step, Verdict]]) -> Iterator[StepLink]:
    for step, verdict in verdicts:
        if verdict:
            url = reverse("cases:step", args=[case.case_no, step.value])
            yield link_to(step, url)


def calls_of(case: Case, *, by: Person, now: datetime) -> list[CallCard]:
    """The callbacks of a case, newest round first."""
    found = case.ratings.prefetch_related("reasons", "changes")
    ratings = {(one.request_id, one.round): one for one in found}
    credited = credited_units(case) if ratings else {}
    cards = []
    asked = case.callbacks.select_related("request").order_by("-round", "id")
    knows = bool(may_know_sample(case.area_code, by=by, now=now))
    for each in asked:
        if not (knows or each.is_over) and active_plan(case.area_code, each.opened_at):
            continue  # a unit learns what was said, not who is going to be asked
        each.case = case
        verdicts = callback_steps(each, by=by, now=now)
        links = [
            link_to(step, reverse("cases:callback-step", args=[each.pk, step.value]))
            for step, verdict in verdicts
            if verdict
        ]
        refused = [(step, verdict) for step, verdict in verdicts if not verdict]
        rating = ratings.get((each.request_id, each.round))
        words = bool(may_read_own_words(each.request, by=by, now=now))
        holders = credited.get(each.round, []) if rating else []
        shares = [
            (name, str(half_up(share.numerator, share.denominator))) for name, share in holders
        ]
        cards.append(CallCard(each, links, refused, rating, words, shares, knows))
    return cards


def replies_of(case: Case) -> list[Reply]:
    """All replies with their evidence, newest first."""
    found = Reply.objects.filter(assignment__case=case).select_related("assignment__unit")
    return list(found.prefetch_related("evidence__attachment").order_by("-id"))


def clocks_of(case: Case, parts: list[Assignment]) -> list[Clock]:
    """The running clocks, the first to bite on top; then the last stopped one of each kind."""
    clocks = list(case.clocks.order_by("due", "id"))
    running = [each for each in clocks if each.stopped_at is None]
    last = {each.kind: each for each in clocks if each.stopped_at and not each.is_cancelled}
    kinds = {each.kind for each in running}
    return running + [each for kind, each in last.items() if kind not in kinds]


def happenings_of(case: Case) -> list[Happening]:
    """The timeline, newest first."""
    entries = case.entries.select_related("unit").order_by("-id")
    return [happening_of(entry) for entry in entries]


def happening_of(entry: Entry) -> Happening:
    step = Step(entry.step)
    unit = entry.unit.name if entry.unit else ""
    nobody = _("the requester") if step in OF_REQUESTERS else _("the platform")
    return Happening(
        title=str(step.label),
        at=entry.at,
        who=" · ".join(filter(None, [entry.by_name or nobody, unit])),
        text=entry.text,
        tone=TONES.get(step, Tone.NEUTRAL),
        icon=ICONS.get(step, "check"),
    )


def brief_of(case: Case, *, by: Person, now: datetime) -> dict[str, Any]:
    """What stands beside the form of a step: the case, its requests, the reply under review."""
    lead = case.assignments.filter(part=Part.LEAD, is_current=True).select_related("unit").first()
    cards: list[RequestCard] = cards_of(case.requests.all(), by=by, now=now)
    return {"case": case, "lead": lead, "requests": cards, "replies": replies_of(case)[:1]}
