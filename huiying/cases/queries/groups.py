"""Groups of villages in requests: which one the words name, and how often each was heard of.

Secret requests are counted for no group: a group is small, and its people know one another.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet

from huiying.cases.choices import Channel
from huiying.cases.models import Request
from huiying.lib.village_groups import group_in
from huiying.lib.workdays import end_of
from huiying.organisations.choices import Level
from huiying.organisations.models import Area
from huiying.organisations.queries import area_coded, village_called

ON_VISITS = (Channel.VISIT, Channel.MOBILE)
"""Written down in the field or on a household visit, as the measure `visits` has it."""
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Heard:
    """Requests of a group, and how many of them were written down on a visit."""

    voices: int = 0
    visits: int = 0


def group_said(area: Area, place: str, text: str) -> int | None:
    """The number of the group of a village that address or text name."""
    if area.level != Level.VILLAGE:
        return None
    return group_in(place, text, village_called(area))


def group_said_in(area_code: str, place: str, text: str, *, on: date) -> int | None:
    """The same by the area's code."""
    area = area_coded(area_code, on)
    return group_said(area, place, text) if area else None


def group_of(request: Request, *, given: int | None) -> int | None:
    """As given, 0 for none; otherwise as the words say."""
    if request.area.level != Level.VILLAGE:
        return None
    if given is not None:
        return given or None
    return group_said(request.area, request.place, f"{request.title}\n{request.text}")


def heard_by_group(codes: Collection[str], first: date, last: date) -> dict[tuple[str, int], Heard]:
    """(village's code, number) → what was heard of the group; an index of such requests alone is read."""
    rows = (
        _named(codes, first, last)
        .values_list("area_code", "group_no")
        .annotate(n=Count("pk"), visits=Count("pk", filter=Q(channel__in=ON_VISITS)))
    )
    return {(code, number): Heard(n, visits) for code, number, n, visits in rows}


def groups_heard(codes: Collection[str], first: date, last: date) -> set[tuple[str, int]]:
    """(village's code, number) of every group that gave a sign, from the index alone."""
    rows = _named(codes, first, last).values_list("area_code", "group_no").distinct()
    return {(code, number) for code, number in rows if number is not None}


def without_group(codes: Collection[str], first: date, last: date) -> int:
    """Requests on cases of some villages that are counted for no group: not named, or secret."""
    begin, end = _instants(first, last)
    here = Request.objects.filter(
        case__area_code__in=codes, submitted_at__gte=begin, submitted_at__lt=end
    )
    return here.filter(Q(group_no=None) | Q(is_confidential=True)).count()


def _named(codes: Collection[str], first: date, last: date) -> QuerySet[Request]:
    begin, end = _instants(first, last)
    return Request.objects.filter(
        area_code__in=codes,
        submitted_at__gte=begin,
        submitted_at__lt=end,
        group_no__isnull=False,
        is_confidential=False,
    ).order_by()


def _instants(first: date, last: date) -> tuple[datetime, datetime]:
    return end_of(first - DAY), end_of(last)
