"""Monthly topics and the season calendar by API: the forms of the pages read the JSON."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from huiying.cases import actions
from huiying.cases.api.stepping import NOTHING, Inputs, answered_once, read_form
from huiying.cases.forms.topic_acts import ACTS, bound_to
from huiying.cases.forms.topics import Raise, SeasonForm, SeasonTaskDone, TopicForm
from huiying.cases.models import SeasonEntry, Topic
from huiying.cases.queries.season import SeasonCard, card_of_season, running_year, season_for
from huiying.cases.queries.topics import topics_for, trend_of
from huiying.jobs.actions import Answer
from huiying.lib import clock
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.people.api import JsonResponse, caller

router = Router()
PAGE = 50
NO_ACT = gettext_noop("There is no step “%(step)s” here.")


def topic_row(topic: Topic) -> dict[str, Any]:
    return {
        "id": topic.pk,
        "title": topic.title,
        "category": topic.category_id,
        "area_code": topic.area_code,
        "lead_unit": topic.lead_unit_id,
        "month": f"{topic.month:%Y-%m}",
        "ends_on": topic.ends_on,
        "state": topic.state,
        "goal": topic.goal,
        "is_public": topic.published_at is not None,
    }


def topic_sheet(topic: Topic) -> dict[str, Any]:
    """A topic with plan, figures and trend."""
    trend = trend_of(topic, now=clock.now())
    steps = ("id", "text", "due", "done_on", "note")
    figures = ("id", "name", "measure", "start", "goal", "latest", "measured_on")
    return {
        **topic_row(topic),
        "cause": topic.cause,
        "report": topic.report,
        "steps": [{n: getattr(each, n) for n in steps} for each in topic.steps.all()],
        "indicators": [{n: getattr(each, n) for n in figures} for each in topic.indicators.all()],
        "cases": topic.topic_cases.count(),
        "trend": {
            "before": list(trend.before),
            "since": list(trend.after),
            "finding": trend.finding.value,
        },
    }


@router.get("/topics", summary="Monthly topics")
def topics(request: HttpRequest) -> JsonResponse:
    found = topics_for(caller(request), now=clock.now())[:PAGE]
    return JsonResponse({"items": [topic_row(each) for each in found]})


@router.post("/topics", summary="Open a monthly topic")
def open_topic(request: HttpRequest, body: Inputs = NOTHING) -> JsonResponse:
    def act() -> Answer:
        inputs = read_form(TopicForm, body)
        made = actions.open_topic(**inputs, by=caller(request), now=clock.now())
        return Answer(201, {"id": made.pk})

    return answered_once(request, act)


@router.get("/topics/{pk}", summary="A topic with its plan, figures and trend")
def topic(request: HttpRequest, pk: int) -> JsonResponse:
    return JsonResponse(topic_sheet(topics_for(caller(request), now=clock.now()).get(pk=pk)))


@router.post("/topics/{pk}/steps/{name}", summary="Do something on a topic")
def topic_step(request: HttpRequest, pk: int, name: str, body: Inputs = NOTHING) -> JsonResponse:
    """finish-step, measure, add-step, add-indicator, attach, publish, unpublish or close."""

    def act() -> Answer:
        found = topics_for(caller(request), now=clock.now()).get(pk=pk)
        if name not in ACTS:
            raise NotPossible(NO_ACT, step=name[:40])
        inputs = read_form(bound_to(ACTS[name].form, found), body)
        ACTS[name].take(found, **inputs, by=caller(request), now=clock.now())
        found.refresh_from_db()
        return Answer(200, {"id": pk, "state": found.state})

    return answered_once(request, act)


def season_sheet(card: SeasonCard) -> dict[str, Any]:
    entry = card.entry
    return {
        "id": entry.pk,
        "title": entry.title,
        "category": entry.category_id,
        "area_code": entry.area_code,
        "lead_unit": entry.lead_unit_id,
        "starts": card.starts,
        "ends": card.ends,
        "is_on": card.is_on,
        "tasks": [
            {"id": task.pk, "text": task.text, "done_on": done.on if done else None}
            for task, done in card.tasks
        ],
        "cases": card.cases,
        "reminded": [
            {"name": each.name, "at": each.at, "ways": each.ways, "is_read": each.is_read}
            for each in card.reminded
        ],
    }


def _entry(request: HttpRequest, pk: int) -> SeasonEntry:
    return season_for(caller(request), now=clock.now()).get(pk=pk)


@router.get("/season", summary="The season calendar")
def season(request: HttpRequest) -> JsonResponse:
    found = season_for(caller(request), now=clock.now()).prefetch_related("tasks")[:200]
    cards = [card_of_season(each, now=clock.now()) for each in found]
    return JsonResponse({"items": [season_sheet(card) for card in cards]})


@router.post("/season", summary="A new entry of the calendar")
def add_season(request: HttpRequest, body: Inputs = NOTHING) -> JsonResponse:
    def act() -> Answer:
        inputs = read_form(SeasonForm, body)
        made = actions.add_season(**inputs, by=caller(request), now=clock.now())
        return Answer(201, {"id": made.pk})

    return answered_once(request, act)


@router.post("/season/{pk}/tasks/{task}", summary="A task of this year's season is done")
def season_task(request: HttpRequest, pk: int, task: int, body: Inputs = NOTHING) -> JsonResponse:
    def act() -> Answer:
        entry = _entry(request, pk)
        year = running_year(entry, now=clock.now())
        inputs = read_form(SeasonTaskDone, body)
        wanted = entry.tasks.get(pk=task)
        actions.finish_season_task(year, **inputs, task=wanted, by=caller(request), now=clock.now())
        return Answer(200, season_sheet(card_of_season(entry, now=clock.now())))

    return answered_once(request, act)


@router.post("/season/{pk}/cases", summary="Open a case nobody had to ask for")
def season_case(request: HttpRequest, pk: int, body: Inputs = NOTHING) -> JsonResponse:
    def act() -> Answer:
        year = running_year(_entry(request, pk), now=clock.now())
        inputs = read_form(Raise, body)
        made = actions.raise_from_season(year, **inputs, by=caller(request), now=clock.now())
        return Answer(201, {"case_no": made.case_no})

    return answered_once(request, act)
