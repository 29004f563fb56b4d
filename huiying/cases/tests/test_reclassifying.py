"""Another category or priority, and the dates that follow from the first start (C16, 3.7, vector 17)."""

from datetime import datetime, timedelta

import pytest

from huiying.audit.actions import drain, subscribe
from huiying.cases import actions, tasks
from huiying.cases.actions import supervision
from huiying.cases.actions.questions import ask_question
from huiying.cases.actions.reclassifying import reclassify
from huiying.cases.choices import (
    ClockKind,
    DueCause,
    ExtensionState,
    Kind,
    Priority,
    Step,
    SupervisionCause,
)
from huiying.cases.models import Category, Extension
from huiying.cases.tests import make, make_catalogue
from huiying.cases.tests.pages import as_person, post, text_of
from huiying.lib import clock as machine
from huiying.lib.clock import SHANGHAI
from huiying.lib.errors import NotAllowed, NotPossible
from huiying.notifications.models import Message
from huiying.organisations.tests import make as organisations
from huiying.people.choices import Role

pytestmark = pytest.mark.django_db
NOW = make.MORNING


def at(month, day, hour=9, minute=0):
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


def to(case, priority, here, now=NOW, by=None, kind=Kind.HELP, category="1001"):
    return reclassify(
        case,
        by=by or here.dispatcher,
        now=now,
        kind=kind,
        category=Category.objects.get(code=category),
        priority=priority,
        reason="经核实，情况更急",
    )


def handle(case):
    return case.clocks.get(kind=ClockKind.HANDLE)


def test_to_less_urgent_counts_the_new_limit_from_the_first_start(here):
    case = make.signed(here, now=at(9, 18))
    assert handle(case).due == at(9, 25, 0)
    to(case, Priority.P5, here, now=at(9, 20))
    assert handle(case).due == at(9, 30, 0)  # 29 September 24:00
    assert case.promised_due == at(9, 30, 0)
    change = handle(case).changes.get()
    assert (change.cause, change.old_amount, change.old_unit) == (DueCause.RECLASSIFIED, 5, "wd")


def test_a_complaint_has_as_long_as_its_law_says_where_that_is_longer(here):
    keeper = make_catalogue.keeper(here)
    make_catalogue.rule(keeper, here.county, here.water, legal_days=20)
    case = make.signed(here)
    assert handle(case).amount == 5
    to(case, Priority.P5, here, kind=Kind.COMPLAINT)
    assert (handle(case).amount, handle(case).due) == (20, at(4, 2, 0))
    to(case, Priority.P4, here)
    assert (handle(case).amount, handle(case).due) == (5, at(3, 12, 0))


def a_complaint(here, **more):
    """A complaint about water, which by its law has twenty days; one about roads has seven as usual."""
    keeper = make_catalogue.keeper(here)
    make_catalogue.rule(keeper, here.county, here.water, legal_days=20)
    case = make.signed(here)
    return to(case, Priority.P5, here, kind=Kind.COMPLAINT, **more)


def test_another_category_alone_brings_the_time_of_its_own_law(here):
    case = a_complaint(here, category="1101")
    assert (handle(case).amount, handle(case).due) == (7, at(3, 14, 0))
    to(case, Priority.P5, here, kind=Kind.COMPLAINT, category="1001")
    assert (handle(case).amount, handle(case).due) == (20, at(4, 2, 0))
    assert case.promised_due == case.assignments.get().due == at(4, 2, 0)
    to(case, Priority.P5, here, kind=Kind.COMPLAINT, category="1101", now=at(3, 20))
    # The seven days are over, but nobody knew: until the end of the next working day.
    assert (handle(case).amount, handle(case).due) == (7, at(3, 24, 0))


def test_another_category_makes_nothing_undone_that_was_missed(here):
    case = a_complaint(here, category="1101")
    late = at(3, 16)
    to(case, Priority.P5, here, kind=Kind.COMPLAINT, category="1001", now=late)
    assert case.category_id == "1001"
    assert (handle(case).amount, handle(case).due) == (7, at(3, 14, 0))


def test_more_time_by_another_category_needs_consent_on_a_supervised_case(here):
    case = a_complaint(here, category="1101")
    supervision.remind(case, by=here.supervisor, now=NOW, cause=SupervisionCause.OTHER)
    with pytest.raises(NotPossible, match="consent"):
        to(case, Priority.P5, here, kind=Kind.COMPLAINT, category="1001")
    consent = {"step": Step.RECLASSIFY, "reason": "情况属实"}
    supervision.consent(case, by=here.supervisor, now=NOW, **consent)
    to(case, Priority.P5, here, kind=Kind.COMPLAINT, category="1001")
    assert handle(case).amount == 20


@pytest.mark.parametrize(("legal", "days"), [(None, 7), (5, 7), (7, 7), (20, 20)])
def test_the_longer_of_the_usual_and_the_legal_limit_holds_at_dispatch(here, legal, days):
    keeper = make_catalogue.keeper(here)
    make_catalogue.rule(keeper, here.county, here.water, legal_days=legal)
    case = make.accepted(here)
    to(case, Priority.P5, here)
    actions.dispatch(case, by=here.dispatcher, now=NOW, lead_unit=here.water)
    assert handle(case).amount == days
    assert case.promised_due == handle(case).due


def test_shifts_so_far_are_taken_along(here):
    case = make.signed(here, now=at(9, 18))
    actions.ask_extension(case, by=here.head, now=at(9, 20), days=1, reason="…")
    actions.grant_extension(case, by=here.supervisor, now=at(9, 20), decision="…")
    to(case, Priority.P5, here, now=at(9, 20))
    assert handle(case).due == at(10, 1, 0)  # 29 September, one more day, 24:00


def test_to_more_urgent_leaves_at_least_the_next_working_day(here):
    case = make.signed(here, now=at(9, 18))
    to(case, Priority.P3, here, now=at(9, 22))
    assert handle(case).due == at(9, 24, 0)  # 23 September 24:00, not yesterday


def test_to_an_emergency_the_clock_runs_by_the_hour_from_now(here):
    case = make.signed(here, now=at(9, 18))
    to(case, Priority.P2, here, now=at(9, 22, 10))
    assert handle(case).due == at(9, 23, 10)
    assert case.promised_due == at(9, 23, 10)


def test_what_is_met_is_not_reckoned_again(here):
    case = make.signed(here)
    sign = case.clocks.get(kind=ClockKind.SIGN).due
    to(case, Priority.P1, here)
    assert case.clocks.get(kind=ClockKind.SIGN).due == sign


def test_an_emergency_neither_waits_nor_is_extended(here):
    case = make.signed(here)
    ask_question(case, by=here.handler, now=NOW, text="哪一侧？")
    actions.ask_extension(case, by=here.head, now=NOW, days=1, reason="…")
    to(case, Priority.P1, here)
    assert handle(case).paused_at is None
    assert Extension.objects.get().state == ExtensionState.DROPPED


def test_not_to_less_urgent_once_something_was_missed(here):
    case = make.signed(here)  # first contact was due on the 5th
    with pytest.raises(NotPossible, match="missed already"):
        to(case, Priority.P5, here, now=at(3, 6))
    tasks.tick(at(3, 6))
    actions.contact(case, by=here.handler, now=at(3, 6), result="REACHED")
    with pytest.raises(NotPossible, match="missed already"):
        to(case, Priority.P6, here, now=at(3, 6))
    to(case, Priority.P3, here, now=at(3, 6))


def test_a_supervised_case_becomes_less_urgent_only_with_consent(here):
    case = make.signed(here)
    by = here.supervisor
    supervision.remind(case, by=by, now=NOW, cause=SupervisionCause.OTHER)
    with pytest.raises(NotPossible, match="consent"):
        to(case, Priority.P5, here)
    supervision.consent(case, by=by, now=NOW, step=Step.RECLASSIFY, reason="情况属实")
    to(case, Priority.P5, here)
    with pytest.raises(NotPossible, match="consent"):
        to(case, Priority.P6, here)
    to(case, Priority.P3, here)


def test_never_by_the_unit_that_handles_it(here):
    case = make.signed(here)
    organisations.grant(here.head, Role.DISPATCHER, here.county)
    with pytest.raises(NotAllowed):
        to(case, Priority.P3, here, by=here.head)


def test_an_emergency_is_reported_at_once(here):
    subscribe(tasks.REACTIONS)
    try:
        case = make.signed(here)
        drain(NOW)
        assert not Message.objects.filter(code="urgent").exists()
        to(case, Priority.P1, here)
        drain(NOW)
    finally:
        subscribe({})
    told = Message.objects.filter(code="urgent")
    assert {each.person for each in told} == {here.supervisor, here.head}
    assert Message.objects.filter(code="reclassified", person=here.handler).exists()
    assert Message.objects.filter(code="new_date").exists()


def test_a_report_of_wrongdoing_is_secret_from_then_on(here):
    case = make.signed(here)
    to(case, Priority.P5, here, kind=Kind.TIP_OFF)
    case.refresh_from_db()
    assert case.is_confidential
    assert case.requests.get().is_confidential


def test_dispatchers_do_it_on_a_page(here, monkeypatch):
    monkeypatch.setattr(machine, "now", lambda: NOW + timedelta(hours=1))
    case = make.signed(here)
    client = as_person(here.dispatcher)
    page = f"/console/cases/{case.case_no}/"
    sent = post(
        client,
        f"{page}reclassify/",
        kind="HELP",
        category="1001",
        priority="P5",
        reason="需要核查",
    )
    assert sent.status_code == 302, text_of(sent)
    assert "需要核查" in text_of(client.get(page))
