"""Finding hot issues: each night over everything, every few minutes for what is new; warning of growth;
the table of each week. Runs in the worker, which alone loads the libraries for it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import Max
from django.db.models.functions import Substr

from huiying.audit.models import Event
from huiying.cases.actions import hot
from huiying.cases.actions.hot import Group, Member
from huiying.cases.choices import RequestState
from huiying.cases.choices.suggestions import SuggestionKind
from huiying.cases.models import HotIssue, HotMember, HotRun, HotWeek, Request
from huiying.cases.queries import suggests
from huiying.cases.queries.deciders import grants_over, levels_with
from huiying.cases.queries.hot import readable, window_of
from huiying.cases.rules.hot import FEWEST, MOST_KEPT, NIGHT, POOL, SAMPLE, WINDOW, monday_of
from huiying.insight.message import Message
from huiying.jobs.actions import enqueue
from huiying.lib import clock
from huiying.lib.clock import SHANGHAI, local_date
from huiying.notifications.actions import tell
from huiying.notifications.choices import Code
from huiying.organisations.choices import Level
from huiying.organisations.models import Area
from huiying.organisations.queries import starts_with
from huiying.people.choices import Permission
from huiying.people.models import Person

NIGHTLY, BETWEEN, WEEKLY = (
    f"huiying.cases.tasks.hot.{name}" for name in ("nightly", "between", "weekly")
)
DONE = (RequestState.ANSWERED, RequestState.REPLIED, RequestState.CLOSED, RequestState.ARCHIVED)
COMPARED = 600
"""Issues of a city with which new requests are compared: the hottest."""
POOLED = 1_500
FIELDS = ("pk", "title", "text", "area_code", "submitted_at", "contact_phone", "state")
LIVELY = timedelta(days=7)

Row = tuple[int, str, str, str, datetime, str, str]


def look_for_hot(now: datetime) -> int:
    """Every few minutes: put off what is due, the night's run or the look at new requests, by city."""
    if not suggests(SuggestionKind.HOT):
        return 0
    today, is_night = local_date(now), now.astimezone(SHANGHAI).hour >= NIGHT
    runs = {run.city: run for run in HotRun.objects.all()}
    due = 0
    for city, newest in _cities(now).items():
        run = runs.get(city)
        if run is None or (is_night and run.day < today):
            first = {"day": today, "last_request": newest}
            HotRun.objects.update_or_create(
                city=city, defaults={"day": today}, create_defaults=first
            )
            enqueue(NIGHTLY, city)
        elif newest > run.last_request:
            enqueue(BETWEEN, city)
        else:
            continue
        due += 1
    if today == monday_of(today) and now.astimezone(SHANGHAI).hour > NIGHT:
        due += _put_off_weeks(now)
    return due


def _put_off_weeks(now: datetime) -> int:
    if HotWeek.objects.filter(monday=local_date(now)).exists() or not HotMember.objects.exists():
        return 0
    enqueue(WEEKLY)
    return 1


def _cities(now: datetime) -> dict[str, int]:
    """Cities with requests in the window, each with its newest."""
    found = Request.objects.filter(submitted_at__gte=now - WINDOW).annotate(
        city=Substr("area_code", 1, 4)
    )
    return dict(found.order_by().values_list("city").annotate(newest=Max("pk")))


def nightly(city: str) -> None:
    """All requests of the window anew."""
    find_all(city, now=clock.now())


def between(city: str) -> None:
    """New requests: which issue each joins, and which make one."""
    find_new(city, now=clock.now())


def find_all(city: str, *, now: datetime) -> list[HotIssue]:
    """Form the issues of a city anew, warn of those that grew."""
    from huiying.insight.hot.heat import Voice  # noqa: PLC0415 - arrays, the worker's alone
    from huiying.insight.hot.issues import find_issues  # noqa: PLC0415 - the same

    rows: list[Row] = list(window_of(city, now=now).values_list(*FIELDS))
    voices = [
        Voice(Message(title, text), at, writer=phone, resolved=state in DONE)
        for _, title, text, _, at, phone, state in rows
    ]
    found = [each for each in find_issues(voices) if len(each.members) >= FEWEST][:MOST_KEPT]
    groups = []
    for issue in found:
        own = [rows[place] for place in issue.members]
        heat = issue.heat
        parts = {name: float(getattr(heat, name)) for name in hot.PARTS}
        places, bodies = "、".join(issue.name.places), "、".join(issue.name.groups)
        first = sorted(own, key=lambda row: row[1].strip() != issue.name.title)
        groups.append(Group(_members(first), issue.name.title, places, bodies, heat.value, parts))
    last = max((row[0] for row in rows), default=0)
    issues = hot.keep_hot(city, groups, last=last, now=now)
    _warn(issues, now)
    return issues


def find_new(city: str, *, now: datetime) -> list[HotIssue]:
    """Look at requests that came since; returns the issues that changed."""
    from huiying.insight.hot.joining import join  # noqa: PLC0415 - arrays, the worker's alone

    run = HotRun.objects.filter(city=city).first()
    pool = readable().filter(starts_with("area_code", city), submitted_at__gte=now - POOL)
    pool = pool.exclude(pk__in=HotMember.objects.values("request"))
    rows: list[Row] = list(pool.order_by("-pk").values_list(*FIELDS)[:POOLED])[::-1]
    issues, samples = _samples(city)
    said = [[Message(title, text) for title, text in sample] for sample in samples]
    new = [Message(row[1], row[2]) for row in rows]
    joined, begun = join(new, said, fewest=FEWEST)
    touched = []
    for place in sorted({each for each in joined if each is not None}):
        own = [row for row, each in zip(rows, joined, strict=True) if each == place]
        touched.append(hot.join_hot(issues[place], _members(own)))
    touched += [hot.begin_hot(city, _begun([rows[n] for n in group]), now=now) for group in begun]
    _warn(touched, now)
    if run is not None:
        newest = Request.objects.filter(starts_with("area_code", city)).order_by("-pk")
        run.last_request = newest.values_list("pk", flat=True).first() or run.last_request
        run.save(update_fields=["last_request"])
    return touched


def _samples(city: str) -> tuple[list[HotIssue], list[list[tuple[str, str]]]]:
    """The hottest issues with the words of their best-named requests."""
    issues = list(HotIssue.objects.filter(city=city).order_by("-heat", "pk")[:COMPARED])
    found = HotMember.objects.filter(issue__in=issues, place__lt=SAMPLE).order_by("place")
    words: dict[int, list[tuple[int, str, str]]] = {}
    for issue, title, text in found.values_list("issue", "request__title", "request__text"):
        words.setdefault(issue, []).append((issue, title, text))
    known = [each for each in issues if each.pk in words]
    return known, [[(title, text) for _, title, text in words[each.pk]] for each in known]


def _begun(rows: Sequence[Row]) -> Group:
    """A new issue, roughly: the night reads it in full."""
    from huiying.insight.hot.places import areas, people, told  # noqa: PLC0415 - a dictionary, the same

    writers = {row[5] for row in rows if row[5]}
    persons = len(writers) + sum(not row[5] for row in rows)
    texts = [f"{row[1]} {row[2]}" for row in rows]
    places = sorted({place for text in texts for place in areas(text) if told(place)})[:3]
    groups = sorted({group for text in texts for group in people(text)})[:3]
    parts = {"people": float(persons), "growth": 1.0, "recent": 1.0, "unresolved": 1.0}
    title = min((row[1] for row in rows), key=len)
    first = sorted(rows, key=lambda row: row[1] != title)
    heat = float(10 * persons)
    return Group(_members(first), title, "、".join(places), "、".join(groups), heat, parts)


def _members(rows: Iterable[Row]) -> list[Member]:
    return [Member(pk, code, at) for pk, _, _, code, at, _, _ in rows]


def _warn(issues: Iterable[HotIssue], now: datetime) -> None:
    for issue in issues:
        if issue.n > FEWEST and issue.last_at > now - LIVELY:
            hot.warn_of_growth(issue, now=now)


def told(event: Event, now: datetime) -> None:
    """The supervisors closest to the place read that an issue grows."""
    issue = HotIssue.objects.filter(pk=int(event.subject.partition(":")[2])).first()
    if issue is None:
        return
    code = hot.area_of_issue(issue)
    levels = levels_with(code, Permission.SUPERVISE, now=now)
    if not levels:
        return
    held = grants_over(code, Permission.SUPERVISE, on=local_date(now)).filter(area__level=levels[0])
    readers = Person.objects.filter(is_active=True, pk__in=held.values("person_id"))
    values = {"title": issue.title, "new": issue.new, "n": issue.n}
    tell(Code.HOT, readers, values=values, about=issue.subject, now=now)


def weekly() -> None:
    """On Mondays, once: the table of every county with issues."""
    make_weeks(now=clock.now())


def make_weeks(*, now: datetime) -> int:
    today = local_date(now)
    made = HotWeek.objects.filter(monday=today).values("area")
    codes = {code[:6] for code in HotMember.objects.values_list("area_code", flat=True).distinct()}
    counties = Area.objects.as_of(today).filter(
        level=Level.COUNTY, code__in=[f"{code:0<12}" for code in codes]
    )
    return sum(hot.make_week(area, now=now) is not None for area in counties.exclude(pk__in=made))


REACTIONS = {"hot.warn": (told,)}
