"""Monthly topics: which a person sees, and whether requests became fewer."""

from datetime import date, datetime, time

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth

from huiying.cases.choices.topics import TopicState
from huiying.cases.models import Case, Category, Request, Topic
from huiying.cases.queries.visibility import in_area, visible_to
from huiying.cases.rules.topics import (
    MONTHS_BEFORE,
    YEAR,
    Trend,
    first_of,
    judged,
    month_after,
    months,
)
from huiying.lib.clock import SHANGHAI, local_date
from huiying.organisations.queries import scope_of, starts_with
from huiying.people.choices import Permission
from huiying.people.models import Person


def topics_for(person: Person, *, now: datetime) -> QuerySet[Topic]:
    """Topics of the areas a person sees, and those their units lead, newest first."""
    scope = scope_of(person, Permission.VIEW_CASES, on=local_date(now))
    if not scope:
        return Topic.objects.none()
    found = Topic.objects.all()
    if not scope.everything:
        found = found.filter(in_area("area_code", scope) | Q(lead_unit__in=scope.unit_ids))
    return found.select_related("category", "area", "lead_unit").order_by("state", "-month", "-pk")


def published_topics() -> QuerySet[Topic]:
    """Topics that everybody may read, those that run on top."""
    found = Topic.objects.filter(published_at__isnull=False)
    return found.select_related("category", "area", "lead_unit").order_by("-state", "-month", "-pk")


def counts_by_month(topic: Topic, first: date, last: date) -> dict[date, int]:
    """Requests of the topic's category and area in each month from `first` up to but without `last`."""
    found = Request.objects.filter(
        starts_with("area_code", topic.area.prefix),
        category__in=_codes(topic),
        submitted_at__gte=_midnight(first),
        submitted_at__lt=_midnight(last),
    )
    month = TruncMonth("submitted_at", tzinfo=SHANGHAI)
    rows = found.annotate(month=month).order_by().values_list("month").annotate(n=Count("pk"))
    counted = {at.astimezone(SHANGHAI).date(): n for at, n in rows}
    return {each: counted.get(each, 0) for each in months(first, last)}


def _codes(topic: Topic) -> list[str]:
    """The topic's category with everything below it."""
    below = Category.objects.filter(starts_with("code", topic.category_id))
    return list(below.values_list("code", flat=True))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def trend_of(topic: Topic, *, now: datetime) -> Trend:
    """Whole months before the topic against whole months since: after its end nothing more counts."""
    first = month_after(topic.month, -MONTHS_BEFORE)
    since = _first_request(topic)
    if since is None:
        return judged((), ())
    first = max(first, month_after(first_of(since)))  # the month records begin in is not whole
    counted = counts_by_month(topic, first, _last_month(topic, now))
    before = [n for month, n in counted.items() if month < topic.month]
    after = [n for month, n in counted.items() if month >= topic.month]
    return judged(before, after)


def _last_month(topic: Topic, now: datetime) -> date:
    today = first_of(local_date(now))
    ends = month_after(first_of(topic.ends_on))
    return min(today, ends) if topic.state == TopicState.CLOSED else today


def _first_request(topic: Topic) -> date | None:
    """The day from which the platform has requests of the area at all."""
    here = Request.objects.filter(starts_with("area_code", topic.area.prefix))
    at = here.order_by("submitted_at").values_list("submitted_at", flat=True).first()
    return local_date(at) if at else None


def months_of(topic: Topic, *, now: datetime) -> list[tuple[date, int, int]]:
    """(month, requests, requests in the same month a year before) since the topic began."""
    last = _last_month(topic, now)
    counted = counts_by_month(topic, month_after(topic.month, -YEAR), max(last, topic.month))
    return [
        (month, n, counted.get(month_after(month, -YEAR), 0))
        for month, n in counted.items()
        if month >= topic.month
    ]


def cases_for_topic(topic: Topic, person: Person, *, now: datetime) -> QuerySet[Case]:
    """Visible cases of its category and area since a year before it, that are not attached yet."""
    found = visible_to(person, now=now).filter(
        starts_with("area_code", topic.area.prefix),
        category__in=_codes(topic),
        opened_at__gte=_midnight(month_after(topic.month, -MONTHS_BEFORE)),
    )
    return found.exclude(topic_links__topic=topic).order_by("-pk")
