"""Monthly topics (每月一题): what comes up again and again is taken on at its root, with a plan and an
end, and it is checked whether it became less."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from huiying.audit import actions as audit
from huiying.cases.actions.near import require_near
from huiying.cases.choices.topics import TopicState
from huiying.cases.models import (
    Case,
    Category,
    Topic,
    TopicCase,
    TopicIndicator,
    TopicStep,
)
from huiying.cases.permissions.topics import may_keep_topics, may_publish_topic, may_work_on
from huiying.cases.queries.topics import cases_for_topic
from huiying.cases.rules.topics import first_of
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.organisations.models import Area, Unit
from huiying.people.models import Person

MOST_AT_ONCE = 500
"""Cases attached by one press of the button."""
CLOSED = gettext_noop("This topic is closed.")
BACKWARDS = gettext_noop("The topic must end after its month begins.")
STEP_DONE = gettext_noop("Somebody has marked this step as done already.")
NO_PLAN = gettext_noop("A topic is published once it has a plan with dates.")
STEPS_OPEN = gettext_noop(
    "Some steps of the plan are not done. Finish them or say in the report why not."
)


@dataclass(frozen=True)
class TopicPlan:
    """What a topic is about, and how long it takes (a year, as a rule)."""

    title: str
    category: Category
    area: Area
    lead_unit: Unit
    month: date
    ends_on: date
    cause: str
    goal: str


@transaction.atomic
def open_topic(plan: TopicPlan, *, by: Person, now: datetime) -> Topic:
    """Take on a topic for an area, with a unit that leads."""
    may_keep_topics(plan.area, by=by, on=local_date(now)).require()
    topic = Topic(state=TopicState.RUNNING, opened_at=now, opened_by_id=by.pk)
    _fill(topic, plan, local_date(now))
    topic.save(force_insert=True)
    audit.record("topic.open", topic.subject, by=by, now=now, first=True)
    return topic


@transaction.atomic
def change_topic(topic: Topic, plan: TopicPlan, *, by: Person, now: datetime) -> Topic:
    """Change what a running topic is about, in the old and the new area."""
    may_keep_topics(plan.area, by=by, on=local_date(now)).require()
    topic = _kept(topic, by=by, now=now)
    _fill(topic, plan, local_date(now))
    topic.save()
    audit.record("topic.change", topic.subject, by=by, now=now)
    return topic


def _fill(topic: Topic, plan: TopicPlan, today: date) -> None:
    month = first_of(plan.month)
    require_near(month, today)
    require_near(plan.ends_on, month)
    if plan.ends_on <= month:
        raise NotPossible(BACKWARDS)
    for each in fields(plan):
        setattr(topic, each.name, getattr(plan, each.name))
    topic.month, topic.area_code = month, plan.area.code


def _kept(topic: Topic, *, by: Person, now: datetime) -> Topic:
    """A running topic, locked, that this person keeps."""
    locked = _running(topic)
    may_keep_topics(locked.area_code, by=by, on=local_date(now)).require()
    return locked


def _worked(topic: Topic, *, by: Person, now: datetime) -> Topic:
    """A running topic, locked, on which this person works."""
    locked = _running(topic)
    may_work_on(locked, by=by, on=local_date(now)).require()
    return locked


def _running(topic: Topic) -> Topic:
    locked = Topic.objects.select_for_update().get(pk=topic.pk)
    if locked.state == TopicState.CLOSED:
        raise NotPossible(CLOSED)
    return locked


@transaction.atomic
def add_topic_step(topic: Topic, *, by: Person, now: datetime, text: str, due: date) -> TopicStep:
    """One more step of the plan."""
    topic = _kept(topic, by=by, now=now)
    require_near(due, topic.month)
    audit.record("topic.plan", topic.subject, by=by, now=now)
    return TopicStep.objects.create(topic=topic, text=text, due=due)


@transaction.atomic
def finish_topic_step(
    topic: Topic, *, by: Person, now: datetime, step: TopicStep, note: str = ""
) -> TopicStep:
    """The unit has done a step."""
    topic = _worked(topic, by=by, now=now)
    step = topic.steps.get(pk=step.pk)
    if step.done_on is not None:
        raise NotPossible(STEP_DONE)
    step.done_on, step.note = local_date(now), note
    step.save(update_fields=["done_on", "note"])
    audit.record("topic.step_done", topic.subject, by=by, now=now, data={"step": step.pk})
    return step


@transaction.atomic
def add_indicator(  # noqa: PLR0913 - a figure, from where to where
    topic: Topic,
    *,
    by: Person,
    now: datetime,
    name: str,
    start: Decimal,
    goal: Decimal,
    measure: str = "",
) -> TopicIndicator:
    """A figure by which success will be told."""
    topic = _kept(topic, by=by, now=now)
    audit.record("topic.indicator", topic.subject, by=by, now=now)
    return TopicIndicator.objects.create(
        topic=topic, name=name, measure=measure, start=start, goal=goal
    )


@transaction.atomic
def measure(
    topic: Topic, *, by: Person, now: datetime, indicator: TopicIndicator, value: Decimal
) -> TopicIndicator:
    """Where a figure stands today."""
    topic = _worked(topic, by=by, now=now)
    indicator = topic.indicators.get(pk=indicator.pk)
    indicator.latest, indicator.measured_on = value, local_date(now)
    indicator.save(update_fields=["latest", "measured_on"])
    audit.record(
        "topic.measured",
        topic.subject,
        by=by,
        now=now,
        data={"indicator": indicator.pk, "value": str(value)},
    )
    return indicator


@transaction.atomic
def attach_to_topic(
    topic: Topic, *, by: Person, now: datetime, cases: Iterable[Case] | None = None
) -> int:
    """Attach cases to a topic: those given, or all of its category and area that the person sees.
    Returns how many were new."""
    topic = _kept(topic, by=by, now=now)
    found = cases_for_topic(topic, by, now=now)
    if cases is not None:
        found = found.filter(pk__in=[each.pk for each in cases])
    links = [
        TopicCase(topic=topic, case=case, at=now, by_id=by.pk) for case in found[:MOST_AT_ONCE]
    ]
    TopicCase.objects.bulk_create(links)
    if links:
        audit.record("topic.attach", topic.subject, by=by, now=now, data={"cases": len(links)})
    return len(links)


@transaction.atomic
def close_topic(
    topic: Topic, *, by: Person, now: datetime, report: str, despite_open_steps: bool = False
) -> Topic:
    """Close with a report; open steps must be explained in it."""
    topic = _kept(topic, by=by, now=now)
    if topic.steps.filter(done_on__isnull=True).exists() and not despite_open_steps:
        raise NotPossible(STEPS_OPEN)
    topic.state, topic.report, topic.closed_at = TopicState.CLOSED, report, now
    topic.save(update_fields=["state", "report", "closed_at"])
    audit.record("topic.close", topic.subject, by=by, now=now)
    return topic


@transaction.atomic
def publish_topic(topic: Topic, *, by: Person, now: datetime) -> Topic:
    """Show the topic to everybody: plan, indicators, trend and, in the end, the report."""
    topic = Topic.objects.select_for_update().get(pk=topic.pk)
    may_publish_topic(topic, by=by, on=local_date(now)).require()
    if not topic.steps.exists():
        raise NotPossible(NO_PLAN)
    topic.published_at, topic.published_by_id = now, by.pk
    topic.save(update_fields=["published_at", "published_by_id"])
    audit.record("topic.publish", topic.subject, by=by, now=now)
    return topic


@transaction.atomic
def unpublish_topic(topic: Topic, *, by: Person, now: datetime) -> Topic:
    """Take the topic off the public page again."""
    topic = Topic.objects.select_for_update().get(pk=topic.pk)
    may_publish_topic(topic, by=by, on=local_date(now)).require()
    topic.published_at, topic.published_by_id = None, None
    topic.save(update_fields=["published_at", "published_by_id"])
    audit.record("topic.unpublish", topic.subject, by=by, now=now)
    return topic
