"""What the worker does: windows end, messages go out, counts fold, calendars move dates."""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from huiying.audit.actions import drain
from huiying.cases import actions, tasks
from huiying.cases.choices import CaseState, DueCause, RefusalReason, RequestState
from huiying.cases.models import CaseCount, CountChange
from huiying.cases.queries import counts_for
from huiying.cases.tests import make
from huiying.lib.clock import SHANGHAI
from huiying.notifications.models import Message
from huiying.organisations.actions import load_calendar_year
from huiying.organisations.choices import DayKind

pytestmark = pytest.mark.django_db
NOW = make.MORNING


def sent():
    return Counter(Message.objects.values_list("code", flat=True))


def test_details_not_given_in_five_working_days_close_the_request(here, reactions):
    request = make.request(here)
    actions.ask_info(request, by=here.clerk, now=NOW, missing="具体位置")
    tasks.tick(NOW + timedelta(days=3))
    request.refresh_from_db()
    assert request.state == RequestState.NEEDS_INFO
    assert request.reminded_at is None
    for days in (6, 10):
        tasks.tick(NOW + timedelta(days=days))
        drain(NOW + timedelta(days=days))
    request.refresh_from_db()
    assert request.state == RequestState.NOT_COMPLETED
    assert sent()["still_missing"] == sent()["lapsed"] == 1


def test_without_a_reminder_a_working_day_before_nothing_lapses(here):
    request = make.request(here)
    actions.ask_info(request, by=here.clerk, now=NOW, missing="具体位置")
    tasks.tick(NOW + timedelta(days=10))  # the worker had stopped: it reminds only now
    request.refresh_from_db()
    assert request.state == RequestState.NEEDS_INFO
    tasks.tick(NOW + timedelta(days=13))
    request.refresh_from_db()
    assert request.state == RequestState.NOT_COMPLETED


def test_a_request_not_accepted_is_archived_after_its_window(here):
    request = make.request(here)
    actions.refuse(
        request, by=here.clerk, now=NOW, reason=RefusalReason.LEGAL_ROUTE, route="请向法院咨询。"
    )
    tasks.tick(NOW + timedelta(days=30))
    request.refresh_from_db()
    assert request.state == RequestState.ARCHIVED


def test_closed_cases_are_archived_by_themselves(here):
    case = make.closed(here)
    assert tasks.tick(NOW + timedelta(days=5)) == 0
    tasks.tick(NOW + timedelta(days=25))
    case.refresh_from_db()
    assert case.state == CaseState.ARCHIVED


def test_everybody_is_told_along_the_road(here, reactions):
    make.closed(here)
    drain(NOW)
    found = sent()
    assert {"receipt", "accepted", "dispatched", "reply", "closed", "new_case"} <= set(found)
    link = Message.objects.get(code="reply").text
    assert "/r/" in link


def test_no_message_goes_to_an_anonymous_requester(here, reactions):
    case = make.replied(here, contact_phone="", contact_name="")
    actions.close_uncalled(case, by=here.reviewer, now=NOW)
    drain(NOW)
    assert not Message.objects.exclude(code="new_case").exists()


def test_kept_counts_equal_live_counts_before_and_after_folding(here):
    for _ in range(3):
        make.signed(here)
    make.closed(here)
    live = Counter({(here.water.pk, "IN_PROGRESS"): 3, (here.water.pk, "CLOSED"): 1})
    assert counts_for(here.dispatcher, now=NOW) == live
    actions.fold_counts()
    assert not CountChange.objects.exists()
    assert counts_for(here.dispatcher, now=NOW) == live
    actions.recount()
    assert counts_for(here.dispatcher, now=NOW) == live
    assert CaseCount.objects.filter(n__lt=0).count() == 0


def test_a_due_date_in_an_unknown_year_is_provisional_until_the_year_is_loaded(here):
    late = datetime(2026, 12, 31, 10, tzinfo=SHANGHAI)
    case = make.dispatched(here, now=late)
    assert case.is_provisional
    assert case.promised_due == datetime(2027, 1, 9, tzinfo=SHANGHAI)  # 8 January 24:00
    days = {date(2027, 1, day): DayKind.HOLIDAY for day in (1, 4)}
    load_calendar_year(2027, days, notice="Test", by=make.TIMER, now=late)
    actions.recompute_dues(2027, now=late)
    case.refresh_from_db()
    assert not case.is_provisional
    assert case.promised_due == datetime(2027, 1, 12, tzinfo=SHANGHAI)  # 11 January 24:00
    handle = case.clocks.get(kind="HANDLE")
    assert handle.changes.get().cause == DueCause.CALENDAR


def test_the_known_last_day_of_a_year_is_not_provisional(here):
    case = make.dispatched(here, now=datetime(2026, 12, 24, 10, tzinfo=SHANGHAI))
    handle = case.clocks.get(kind="HANDLE")
    assert handle.due == datetime(2027, 1, 1, tzinfo=SHANGHAI)
    assert not handle.is_provisional
