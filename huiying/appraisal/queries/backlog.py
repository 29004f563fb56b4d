"""What is open now, by place, unit, clock and how near its due date is. One look a night."""

from collections.abc import Collection
from datetime import date

from django.db.models import Count, Q, QuerySet

from huiying.appraisal.choices.figures import Dimension
from huiying.appraisal.models import OpenCase
from huiying.organisations.queries.structure import unit_subtree
from huiying.organisations.rules import code_range

BACKLOG = "backlog"
"""Kept beside the measures: k are overdue, n all with a clock; what is open has no month of its own."""

Line = tuple[str, int | None, str, str, int]
"""Area code, lead unit, clock, nearness, how many."""


def backlog_lines(month: date) -> list[Line]:
    """Those written down, counted."""
    fields = ("area_code", "unit", "clock", "near")
    rows = OpenCase.objects.filter(month=month).order_by().values_list(*fields)
    return list(rows.annotate(n=Count("pk")))


def open_behind(
    dimension: str, keys: Collection[str], month: date, clock: str = "", near: str = ""
) -> QuerySet[OpenCase]:
    """The open cases that a cell of what is open counts; of all clocks and dates without."""
    if dimension == Dimension.AREA:
        mine = Q(pk__in=())
        for key in keys:
            mine |= Q(area_code__range=code_range(key))
    else:
        units = {int(key) for key in keys}
        mine = Q(unit__in=unit_subtree(units) if dimension == Dimension.TREE else units)
    found = OpenCase.objects.filter(mine, month=month)
    found = found.filter(clock=clock) if clock else found
    return found.filter(near=near) if near else found
