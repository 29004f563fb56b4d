"""Pages of the calendar: years, office hours, days that differ."""

from datetime import date

import pytest
from django.urls import reverse

from huiying.audit.actions import TIMER
from huiying.organisations.actions import load_calendar_year
from huiying.organisations.choices import DayKind
from huiying.organisations.models import (
    AreaDay,
    CalendarDay,
    CalendarYear,
    OfficeHours,
)

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"organisations:{name}", args=args)


def test_an_unknown_year_says_so_and_is_loaded_by_pasting(keeper, now):
    page = keeper.get(url("calendar-year", 2027))
    assert page.context["loaded"] is None
    text = "2027-01-01~2027-01-03 休\n2027-01-09 班"
    keeper.post(url("load-year"), {"notice": "通知", "text": text})
    page = keeper.get(url("calendar-year", 2027))
    assert page.context["loaded"].version == 1
    assert page.text.count('class="day holiday"') == 4  # three days and the key
    sent = {"date": "2027-01-04", "kind": "holiday", "reason": "更正"}
    keeper.post(url("correct-day"), sent)
    assert CalendarDay.objects.count() == 5
    wrong = keeper.post(url("load-year"), {"notice": "通知", "text": "2027-01-01 也许"})
    assert wrong.context["form"].non_field_errors()
    empty = keeper.post(url("load-year"), {"notice": "通知"})
    assert "text" in empty.context["form"].errors
    assert CalendarYear.objects.get().version == 2
    assert keeper.get(url("calendar-year", 1900)).status_code == 302


def test_a_year_shows_all_its_days(reader, now):
    load_calendar_year(2026, {date(2026, 1, 1): DayKind.HOLIDAY}, notice="通知", by=TIMER, now=now)
    page = reader.get(url("calendar-year", 2026))
    days = [d for m in page.context["months"] for w in m.weeks for d in w if d.in_month]
    assert len(days) == 365
    assert [d.kind for d in days[:3]] == ["holiday", "", "off"]


def test_office_hours_and_days_that_differ_are_kept(keeper, tree):
    county = tree[1]
    sent = {"spans": "9:00-12:00", "valid_from": "2026-06-01"}
    keeper.post(url("set-hours", county.pk), sent)
    assert OfficeHours.objects.get().spans == "09:00-12:00"
    wrong = keeper.post(url("set-hours", county.pk), {**sent, "spans": "early"})
    assert wrong.context["form"].non_field_errors()
    sent = {"date": "2026-07-01", "kind": "holiday", "cause": "洪水"}
    keeper.post(url("set-day", county.pk), sent)
    page = keeper.get(url("hours"))
    assert "09:00-12:00" in page.text
    assert "洪水" in page.text
    keeper.post(url("drop-day", AreaDay.objects.get().pk), {"reason": "误记"})
    assert not AreaDay.objects.exists()
