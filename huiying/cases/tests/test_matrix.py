"""How long each priority has, from each start (workflow 3.2)."""

from datetime import datetime

import pytest

from huiying.cases import actions
from huiying.cases.actions.reclassifying import reclassify
from huiying.cases.choices import (
    ClockKind,
    Kind,
    Priority,
)
from huiying.cases.models import Category
from huiying.cases.rules.deadlines import SHIPPED
from huiying.cases.tests import make
from huiying.lib.clock import SHANGHAI
from huiying.lib.workdays import Limit, Unit

pytestmark = pytest.mark.django_db
NOW = make.MORNING


def at(month, day, hour=9, minute=0):
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


MATRIX = {
    # workflow 3.2, in minutes and working days
    ClockKind.ACCEPT: ("10 ch", "30 ch", "120 ch", "120 ch", "120 ch", "120 ch"),
    ClockKind.DISPATCH: ("10 ch", "30 ch", "120 oh", "240 oh", "240 oh", "2 wd"),
    ClockKind.SIGN: ("15 ch", "60 ch", "120 oh", "120 oh", "120 oh", "120 oh"),
    ClockKind.CONTACT: ("30 ch", "120 ch", "1 wd", "1 wd", "1 wd", "1 wd"),
    ClockKind.HANDLE: ("120 ch", "1440 ch", "1 wd", "5 wd", "7 wd", "15 wd"),
    ClockKind.REVIEW: ("30 ch", "120 ch", "1 wd", "1 wd", "1 wd", "1 wd"),
    ClockKind.REWORK: ("1 wd", "1 wd", "1 wd", "3 wd", "3 wd", "3 wd"),
    ClockKind.RETURN: ("30 ch", "120 ch", "1 wd", "1 wd", "1 wd", "1 wd"),
    ClockKind.CALLBACK: ("1 wd",) * 6,
    ClockKind.EXTENSION: ("1 wd",) * 6,
    ClockKind.QUESTION: ("5 wd",) * 6,
    ClockKind.INFO: ("5 wd",) * 6,
    ClockKind.LINK: ("5 wd",) * 6,
    ClockKind.OBJECTION: ("15 days",) * 6,
    ClockKind.DECIDE_OBJECTION: ("5 wd",) * 6,
    ClockKind.UNDO: ("15 days",) * 6,
    ClockKind.REOPEN: ("15 days",) * 6,
}


@pytest.mark.parametrize("clock", MATRIX)
def test_the_matrix_is_that_of_the_reference_for_all_six_priorities(clock):
    for priority, said in zip(Priority, MATRIX[clock], strict=True):
        amount, unit = said.split()
        assert SHIPPED[(priority, clock)] == Limit(int(amount), Unit(unit))


@pytest.mark.parametrize(
    ("priority", "start", "kind", "due"),
    [
        (Priority.P3, at(9, 30, 23, 59), ClockKind.HANDLE, at(10, 9, 0)),
        (Priority.P5, at(6, 20), ClockKind.HANDLE, at(7, 1, 0)),
        (Priority.P2, at(2, 13, 16), ClockKind.HANDLE, at(2, 14, 16)),
        (Priority.P6, at(9, 18), ClockKind.HANDLE, at(10, 16, 0)),
        (Priority.P4, at(2, 13, 17), ClockKind.SIGN, at(2, 14, 10)),
        (Priority.P4, at(2, 14, 17), ClockKind.SIGN, at(2, 24, 10)),
        (Priority.P4, at(9, 20, 8), ClockKind.SIGN, at(9, 20, 10, 30)),
        (Priority.P4, at(11, 20, 11), ClockKind.SIGN, at(11, 20, 14, 30)),
        (Priority.P4, at(11, 20, 15, 30), ClockKind.SIGN, at(11, 20, 17, 30)),
    ],
)
def test_units_clocks_start_at_dispatch_on_whatever_day_it_is(here, priority, start, kind, due):
    asked = make.request(here, start)
    case = actions.accept(
        asked,
        by=here.clerk,
        now=start,
        kind=Kind.HELP,
        category=Category.objects.get(code="1001"),
        priority=priority,
        area=here.village,
        title="x",
        text="x",
    )
    actions.dispatch(case, by=here.dispatcher, now=start, lead_unit=here.water)
    assert case.clocks.get(kind=kind).due == due


@pytest.mark.parametrize(
    ("priority", "start", "due"),
    [
        (Priority.P4, at(2, 27, 16), at(2, 28, 11)),
        (Priority.P4, at(9, 30, 20), at(10, 8, 14)),
        (Priority.P6, at(4, 30), at(5, 8, 0)),
    ],
)
def test_dispatch_has_office_hours_or_working_days(here, priority, start, due):
    case = make.accepted(here, now=start)
    if priority != Priority.P4:
        reclassify(
            case,
            by=here.dispatcher,
            now=start,
            kind=Kind.HELP,
            category=Category.objects.get(code="1001"),
            priority=priority,
            reason="经核实，情况更急",
        )
    assert case.clocks.get(kind=ClockKind.DISPATCH).due == due


@pytest.mark.parametrize(("closed", "until"), [(at(4, 20), at(5, 7, 0)), (at(9, 18), at(10, 9, 0))])
def test_fifteen_days_to_object_roll_on_to_a_working_day(here, closed, until):
    case = make.closed(here, now=closed)
    assert case.requests.get().clocks.get(kind=ClockKind.OBJECTION).due == until
