"""Writing down which cases are open when figures are built."""

from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import Case as If
from django.db.models import DateField, Q, Value, When

from huiying.appraisal.models import OpenCase
from huiying.cases.models import Case

KEPT = timedelta(days=750)
"""Dashboards look back two years."""
DAY, WEEK = timedelta(days=1), timedelta(days=7)


def note_open(month: date, now: datetime) -> None:
    """Write down which cases are open; nearness is late, day, week or later. One statement, so that
    nothing moves between what is counted and what is listed."""
    near = If(
        When(next_due__lte=now, then=Value("late")),
        When(next_due__lte=now + DAY, then=Value("day")),
        When(next_due__lte=now + WEEK, then=Value("week")),
        default=Value("later"),
    )
    rows = Case.objects.filter(next_due__isnull=False).order_by()
    rows = rows.annotate(near=near, of=Value(month, output_field=DateField()))
    names = ("of", "pk", "area_code", "lead_unit_id", "next_clock", "near")
    sql, values = rows.values_list(*names).query.sql_with_params()
    OpenCase.objects.filter(Q(month=month) | Q(month__lt=month - KEPT)).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO open_cases (month, "case", area_code, unit, clock, near) {sql}', values
        )
