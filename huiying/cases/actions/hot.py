"""Hot issues: keeping what the worker found, warning of growth, and what people make of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from huiying.audit import actions as audit
from huiying.audit.actions import TIMER
from huiying.cases.actions.suggestions import note_choice
from huiying.cases.actions.topics import TopicPlan, attach_to_topic, open_topic
from huiying.cases.choices.suggestions import SuggestionKind
from huiying.cases.models import Case, HotIssue, HotMember, HotRun, HotWeek, Topic
from huiying.cases.permissions.hot import may_read_hot
from huiying.cases.queries.hot import Hot, hot_of_area
from huiying.cases.rules.hot import COLUMNS, QUIET, common_area, kept_rows, table_rows
from huiying.files import actions as files
from huiying.files.models import Attachment
from huiying.insight.hot.warning import warning_of
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.spreadsheet import write_xlsx
from huiying.organisations.models import Area
from huiying.organisations.permissions import may
from huiying.people.choices import Permission
from huiying.people.models import Person

GONE = gettext_noop("Somebody has waved this issue aside already.")
PARTS = ("people", "breadth", "growth", "recent", "unresolved", "one_matter")
MOST_ROWS = 20


@dataclass(frozen=True)
class Member:
    """A request of a group."""

    pk: int
    area_code: str
    at: datetime


@dataclass(frozen=True)
class Group:
    """Requests about one matter, the one that says best what it is first; parts of its heat by name."""

    members: Sequence[Member]
    title: str
    places: str
    groups: str
    heat: float
    parts: dict[str, float]


@transaction.atomic
def keep_hot(city: str, groups: Sequence[Group], *, last: int, now: datetime) -> list[HotIssue]:
    """The issues of a city as a night's run found them. One that is still there keeps its row, with what
    people decided about it. Derived, so no event."""
    run, _ = HotRun.objects.select_for_update().get_or_create(
        city=city, defaults={"day": local_date(now), "last_request": last}
    )
    old = HotMember.objects.filter(issue__city=city)
    known = dict(old.values_list("request", "issue"))
    rows = kept_rows([[member.pk for member in group.members] for group in groups], known)
    kept = HotIssue.objects.in_bulk([row for row in rows if row is not None])
    old.delete()
    HotIssue.objects.filter(city=city).exclude(pk__in=list(kept)).delete()
    issues = [
        _written(kept[row] if row is not None else HotIssue(city=city), group, now)
        for row, group in zip(rows, groups, strict=True)
    ]
    HotMember.objects.bulk_create(
        (
            HotMember(
                issue=issue, request_id=each.pk, area_code=each.area_code, at=each.at, place=place
            )
            for issue, group in zip(issues, groups, strict=True)
            for place, each in enumerate(group.members)
        ),
        batch_size=2_000,
        ignore_conflicts=True,  # a new request may have joined an issue meanwhile
    )
    run.day, run.last_request = local_date(now), max(last, run.last_request)
    run.save()
    return issues


def _written(issue: HotIssue, group: Group, now: datetime) -> HotIssue:
    times = [each.at for each in group.members]
    issue.title, issue.places, issue.groups = (
        group.title[:100], group.places[:200], group.groups[:100],
    )  # fmt: skip
    issue.heat, issue.n = group.heat, len(times)
    issue.first_at, issue.last_at, issue.found_at = min(times), max(times), now
    for name in PARTS:
        setattr(issue, name, group.parts.get(name, 0.0))
    issue.save()
    return issue


@transaction.atomic
def join_hot(issue: HotIssue, members: Sequence[Member]) -> HotIssue:
    """New requests about it. Until the night its heat rises by their share."""
    issue = HotIssue.objects.select_for_update().get(pk=issue.pk)
    fresh = [
        HotMember(
            issue=issue, request_id=each.pk, area_code=each.area_code, at=each.at, place=issue.n + n
        )
        for n, each in enumerate(members)
    ]
    HotMember.objects.bulk_create(fresh, ignore_conflicts=True)
    before, issue.n = issue.n, issue.members.count()
    issue.heat = round(issue.heat * issue.n / before, 1)
    issue.last_at = max([issue.last_at, *(each.at for each in members)])
    issue.save(update_fields=["n", "heat", "last_at"])
    return issue


@transaction.atomic
def begin_hot(city: str, group: Group, *, now: datetime) -> HotIssue:
    """A new issue between two nights."""
    issue = _written(HotIssue(city=city), group, now)
    HotMember.objects.bulk_create(
        [
            HotMember(
                issue=issue, request_id=each.pk, area_code=each.area_code, at=each.at, place=place
            )
            for place, each in enumerate(group.members)
        ],
        ignore_conflicts=True,
    )
    return issue


@transaction.atomic
def warn_of_growth(issue: HotIssue, *, now: datetime) -> bool:
    """Note that an issue grew out of its usual pace, once in seven days; supervisors are told of it."""
    issue = HotIssue.objects.select_for_update().get(pk=issue.pk)
    if issue.warned_at is not None and issue.warned_at > now - QUIET:
        return False
    growth = warning_of(list(issue.members.values_list("at", flat=True)), now)
    if growth is None:
        return False
    issue.new, issue.usual, issue.warned_at = growth.new, growth.usual, now
    issue.save(update_fields=["new", "usual", "warned_at"])
    data = {"new": growth.new, "usual": growth.usual}
    audit.record("hot.warn", issue.subject, by=TIMER, now=now, data=data)
    return True


def area_of_issue(issue: HotIssue) -> str:
    """The code of the county that an issue lies in, else of its city."""
    return common_area(list(issue.members.values_list("area_code", flat=True)))


@transaction.atomic
def wave_aside(hot: Hot, *, by: Person, now: datetime) -> HotIssue:
    """Say that it is no one matter, or nothing to act upon. It comes back when it has doubled."""
    may_read_hot(by=by, now=now).require()
    issue = HotIssue.objects.select_for_update().get(pk=hot.issue.pk)
    if issue.dismissed_n >= issue.n:
        raise NotPossible(GONE)
    issue.dismissed_at, issue.dismissed_n = now, issue.n
    issue.save(update_fields=["dismissed_at", "dismissed_n"])
    note_choice(
        SuggestionKind.HOT, issue.subject, suggested=str(issue.n), chosen="", by=by, now=now
    )
    return issue


@transaction.atomic
def take_on_hot(
    hot: Hot, plan: TopicPlan, cases: Sequence[Case], *, by: Person, now: datetime
) -> Topic:
    """Take an issue on for good: a monthly topic with its cases, as far as they are of the topic's
    category and place."""
    topic = open_topic(plan, by=by, now=now)
    attach_to_topic(topic, by=by, now=now, cases=cases)
    HotIssue.objects.filter(pk=hot.issue.pk).update(topic=topic)
    note_hot_taken(hot, by=by, now=now)
    return topic


def note_hot_taken(hot: Hot, *, by: Person, now: datetime) -> None:
    """Somebody made a topic of it, or merged its cases."""
    n = str(hot.issue.n)
    note_choice(SuggestionKind.HOT, hot.issue.subject, suggested=n, chosen=n, by=by, now=now)


def table_of(found: Sequence[Hot], *, mark: str = "") -> bytes:
    """The workbook of the hottest issues."""
    return write_xlsx(COLUMNS, table_rows([hot.line for hot in found[:MOST_ROWS]]), mark=mark)


@transaction.atomic
def take_out_hot(found: Sequence[Hot], *, by: Person, now: datetime, mark: str) -> bytes:
    """The table as a file for somebody, on record."""
    may(by, Permission.EXPORT, on=local_date(now)).require()
    audit.record("hot.export", f"person:{by.pk}", by=by, now=now, data={"rows": len(found)})
    return table_of(found, mark=mark)


@transaction.atomic
def make_week(area: Area, *, now: datetime) -> HotWeek | None:
    """The table of an area for the week that ended; once. None when there is nothing to tell."""
    monday = local_date(now)
    found = hot_of_area(area, now=now)
    if not found or HotWeek.objects.filter(area=area, monday=monday).exists():
        return None
    name = f"hot-{area.code}-{monday:%Y%m%d}.xlsx"
    upload = SimpleUploadedFile(name, table_of(found))
    kept: Attachment = files.keep(upload, by=TIMER, now=now, is_table=True)
    files.claim([kept], now=now)
    week = HotWeek.objects.create(area=area, monday=monday, file=kept, made_at=now)
    data = {"area": area.code, "sha256": kept.sha256}
    audit.record("hot.week", f"hot_week:{week.pk}", by=TIMER, now=now, data=data, first=True)
    return week


@transaction.atomic
def note_week_fetched(week: HotWeek, *, by: Person, now: datetime) -> None:
    """The file was fetched by somebody who may take tables of the area out."""
    may(by, Permission.EXPORT, area=week.area, on=local_date(now)).require()
    audit.record("hot.fetched", f"hot_week:{week.pk}", by=by, now=now)
