"""Hot issues as a person may see them: made of the requests visible to them, and of no others."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from huiying.cases.choices import CaseState, Kind, RequestState
from huiying.cases.choices.suggestions import SuggestionKind
from huiying.cases.models import Case, HotIssue, HotMember, Request
from huiying.cases.queries.suggestions import suggests
from huiying.cases.queries.visibility import in_area, requests_visible_to
from huiying.cases.rules.hot import FEWEST, GROWN, WINDOW, Line, share_of
from huiying.lib.clock import local_date
from huiying.organisations.models import Area
from huiying.organisations.queries import scope_of, starts_with
from huiying.people.choices import Permission
from huiying.people.models import Person

LOOKED_AT = 120
"""Issues of a person's areas of which the visible requests are read."""
SHOWN = 40
LEFT_OUT = (Kind.COMPLAINT, Kind.TIP_OFF)
GONE = (RequestState.WITHDRAWN, RequestState.NOT_ACCEPTED)
READERS = (Permission.SUPERVISE, Permission.DISPATCH)


@dataclass(frozen=True)
class Hot:
    """An issue with the requests that one person may see."""

    issue: HotIssue
    requests: Sequence[int]
    title: str
    first: datetime
    last: datetime
    areas: frozenset[str]

    @property
    def n(self) -> int:
        return len(self.requests)

    @property
    def heat(self) -> float:
        return share_of(self.issue.heat, self.n, self.issue.n)

    @property
    def is_whole(self) -> bool:
        """Whether nothing of it is hidden from the reader, so that its places may be named."""
        return self.n == self.issue.n

    @property
    def line(self) -> Line:
        places, groups = (self.issue.places, self.issue.groups) if self.is_whole else ("", "")
        return Line(self.title, self.heat, self.first, self.last, places, groups)


def readable() -> QuerySet[Request]:
    """Requests that may be read for issues at all: nothing secret, nothing about staff."""
    free = Q(case__isnull=True) | Q(case__is_confidential=False, case__has_accused=False)
    found = Request.objects.filter(
        free, is_confidential=False, is_pressure=False, accused_unit=None, deleted_at=None
    )
    return found.exclude(kind__in=LEFT_OUT).exclude(state__in=GONE)


def window_of(city: str, *, now: datetime) -> QuerySet[Request]:
    """The requests of a city's window, oldest first."""
    found = readable().filter(starts_with("area_code", city), submitted_at__gte=now - WINDOW)
    return found.order_by("submitted_at", "pk")


def hot_for(person: Person, *, now: datetime, area: Area | None = None) -> list[Hot]:
    """The issues of a person's areas, or of one of them, the hottest first."""
    if not suggests(SuggestionKind.HOT):
        return []
    scope = scope_of(person, Permission.VIEW_CASES, on=local_date(now))
    if not scope:
        return []
    here = Q() if scope.everything else in_area("area_code", scope)
    if area is not None:
        here &= starts_with("area_code", area.prefix)
    inside = HotMember.objects.filter(here, issue=OuterRef("pk"))
    found = _standing().filter(Exists(inside)).order_by("-heat", "-pk")
    seen = seen_of(list(found.select_related("topic")[:LOOKED_AT]), person, now=now, area=area)
    return sorted(seen, key=lambda hot: (-hot.heat, hot.issue.pk))[:SHOWN]


def hot_numbered(pk: int, person: Person, *, now: datetime) -> Hot | None:
    """One issue, if enough of its requests are visible to the person."""
    found = HotIssue.objects.filter(pk=pk).select_related("topic")
    return next(iter(seen_of(list(found), person, now=now)), None)


def seen_of(
    issues: Iterable[HotIssue], person: Person, *, now: datetime, area: Area | None = None
) -> list[Hot]:
    """What a person may see of issues."""
    visible = requests_visible_to(person, now=now)
    here = Q() if area is None else starts_with("area_code", area.prefix)
    return shown_of(list(issues), HotMember.objects.filter(here, request__in=visible))


def shown_of(issues: Sequence[HotIssue], members: QuerySet[HotMember]) -> list[Hot]:
    """The issues with these of their members; those with too few are left out."""
    by_issue: dict[int, list[tuple[int, str, datetime, str]]] = {}
    # What became secret since the night is left out at once.
    found = members.filter(issue__in=issues, request__in=readable()).order_by("place", "pk")
    fields = ("issue", "request", "area_code", "at", "request__title")
    for issue, request, code, at, title in found.values_list(*fields):
        by_issue.setdefault(issue, []).append((request, code, at, title))
    return [_hot(each, rows) for each in issues if len(rows := by_issue.get(each.pk, [])) >= FEWEST]


def _hot(issue: HotIssue, rows: Sequence[tuple[int, str, datetime, str]]) -> Hot:
    times = [at for _, _, at, _ in rows]
    return Hot(
        issue,
        [request for request, _, _, _ in rows],
        rows[0][3] or issue.title,
        min(times),
        max(times),
        frozenset(code for _, code, _, _ in rows),
    )


def hot_of_area(area: Area, *, now: datetime) -> list[Hot]:
    """All issues of an area, for the table made of it each week."""
    members = HotMember.objects.filter(starts_with("area_code", area.prefix))
    found = _standing().filter(Exists(members.filter(issue=OuterRef("pk")))).order_by("-heat")
    hot = shown_of(list(found[:LOOKED_AT]), members)
    return sorted(hot, key=lambda each: (-each.heat, each.issue.pk))


def _standing() -> QuerySet[HotIssue]:
    """Issues that nobody waved aside, or that have grown a lot since."""
    return HotIssue.objects.filter(
        Q(dismissed_at=None) | Q(n__gte=F("dismissed_n") * GROWN, dismissed_n__gt=0)
    )


def cases_of(hot: Hot, visible: QuerySet[Case]) -> QuerySet[Case]:
    """The cases its visible requests are on, oldest first."""
    on = Request.objects.filter(pk__in=hot.requests, case__isnull=False).values("case")
    return visible.filter(pk__in=on).exclude(state=CaseState.MERGED).order_by("opened_at", "pk")
