"""What the checks on figures look at: one month's replies, judgements and exclusions."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef

from huiying.appraisal.rules.gaming import Handled, Judged, LeftOut
from huiying.cases.choices import Part, RatingMode
from huiying.cases.models import Assignment, Exclusion, Rating, Reply, Request
from huiying.lib.clock import SHANGHAI
from huiying.organisations.models import Grant

BY_LINK = (RatingMode.LINK, RatingMode.PAGE)


def bounds(month: date) -> tuple[datetime, datetime]:
    """The first instants of a month and of the next, in China."""
    after = (month.replace(day=1) + timedelta(days=32)).replace(day=1)
    return (
        datetime(month.year, month.month, 1, tzinfo=SHANGHAI),
        datetime(after.year, after.month, 1, tzinfo=SHANGHAI),
    )


def handled_in(month: date) -> Iterator[Handled]:
    """Leads answered in the month, each with its last reply: one that was sent back and mended is no
    second one. Where nobody left a telephone number there was nobody to contact."""
    begin, end = bounds(month)
    rows = Reply.objects.filter(
        submitted_at__gte=begin, submitted_at__lt=end, assignment__part=Part.LEAD
    ).order_by("pk")
    reachable = Request.objects.filter(case=OuterRef("assignment__case")).exclude(contact_phone="")
    rows = rows.annotate(reachable=Exists(reachable))
    names = ("assignment", "assignment__unit", "assignment__case", "text_key", "submitted_at", "assignment__due", "assignment__contacted_at", "reachable")  # fmt: skip
    last = {row[0]: row[1:] for row in rows.values_list(*names)}
    for unit, case, key, at, due, contacted, reached in last.values():
        yield Handled(unit, case, key, at, due, contacted is not None or not reached)


def judged_in(month: date) -> Iterator[Judged]:
    """Judgements of the month, for the unit that led at the time."""
    begin, end = bounds(month)
    rows = list(
        Rating.objects.filter(at__gte=begin, at__lt=end)
        .order_by("pk")
        .values_list("case", "round", "at", "mode", "by_id")
    )
    leads = Assignment.objects.filter(
        case__in={row[0] for row in rows}, part=Part.LEAD, replied_at__isnull=False
    ).order_by("replied_at", "pk")
    unit_of = dict(leads.values_list("case", "unit"))
    workers = {row[4] for row in rows if row[4]}
    held = Grant.objects.filter(person__in=workers, unit__isnull=False, valid_from__lt=end.date())
    held = held.exclude(valid_to__lte=begin.date())
    works_in = set(held.values_list("person", "unit"))
    for case, _round, at, mode, by in rows:
        if (unit := unit_of.get(case)) is not None:
            yield Judged(unit, case, at, mode in BY_LINK, (by, unit) in works_in)


def left_out_in(month: date) -> Iterator[LeftOut]:
    """Cases left out of measures in the month and the three before it."""
    begin, end = bounds(month)
    first = bounds((begin - timedelta(days=80)).date())[0]
    rows = Exclusion.objects.filter(granted_at__gte=first, granted_at__lt=end)
    names = ("unit", "assignment__case", "granted_at")
    seen: set[tuple[int, int]] = set()
    for unit, case, at in rows.order_by("granted_at", "pk").values_list(*names):
        if (unit, case) not in seen:
            seen.add((unit, case))
            yield LeftOut(unit, case, at >= begin)
