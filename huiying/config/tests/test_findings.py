from datetime import UTC, datetime

import pytest

from huiying.audit.actions import TIMER
from huiying.config.findings import calendar
from huiying.organisations.actions import load_calendar_year
from huiying.organisations.imports import days_of_known_year

pytestmark = pytest.mark.django_db


def test_a_year_that_began_unloaded_is_a_fault(now):
    assert [finding.well for finding in calendar(now)] == [False]
    load_calendar_year(2026, days_of_known_year(2026), notice="通知", by=TIMER, now=now)
    assert [finding.well for finding in calendar(now)] == [True]


def test_in_december_the_next_year_is_missed(now):
    load_calendar_year(2026, days_of_known_year(2026), notice="通知", by=TIMER, now=now)
    december = datetime(2026, 11, 30, 16, tzinfo=UTC)  # 1 December in China
    assert [finding.well for finding in calendar(december)] == [True, False]
