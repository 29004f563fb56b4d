"""What is open now, by place, unit, clock and how near its due date is. One look a night."""

from datetime import datetime, timedelta

from django.db.models import Case as If
from django.db.models import Count, Value, When

from huiying.cases.models import Case

BACKLOG = "backlog"
"""Kept beside the measures: k are overdue, n all with a clock; what is open has no month of its own."""
DAY, WEEK = timedelta(days=1), timedelta(days=7)

Line = tuple[str, int | None, str, str, int]
"""Area code, lead unit, clock, nearness, how many."""


def backlog_lines(now: datetime) -> list[Line]:
    """Open cases counted; nearness is late, day, week or later."""
    near = If(
        When(next_due__lte=now, then=Value("late")),
        When(next_due__lte=now + DAY, then=Value("day")),
        When(next_due__lte=now + WEEK, then=Value("week")),
        default=Value("later"),
    )
    rows = Case.objects.filter(next_due__isnull=False).order_by().annotate(near=near)
    fields = ("area_code", "lead_unit_id", "next_clock", "near")
    return list(rows.values_list(*fields).annotate(n=Count("pk")))
