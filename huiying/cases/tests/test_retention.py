"""The person, and later the words, go when the periods are over; a stub remains (row 1.52)."""

from datetime import timedelta

import pytest

from huiying.audit.actions import TIMER
from huiying.audit.queries import events_of
from huiying.cases import actions
from huiying.cases.choices import CaseState, Kind, RequestState
from huiying.cases.models import Case, Entry, Rating, Reply, Request, RetentionRule
from huiying.cases.rules.retention import SHIPPED, Period, months_before
from huiying.cases.tests import make
from huiying.lib.errors import NotAllowed, NotPossible
from huiying.notifications.models import Message
from huiying.organisations.tests import make as organisations
from huiying.people.choices import Role
from huiying.search.queries import newest

pytestmark = pytest.mark.django_db
NOW = make.MORNING


@pytest.fixture
def archived(here):
    case = make.closed(here)
    Case.objects.filter(pk=case.pk).update(state=CaseState.ARCHIVED, state_since=NOW)
    case.requests.update(state=RequestState.ARCHIVED, state_since=NOW)
    return Case.objects.get(pk=case.pk)


def after(months):
    return NOW + timedelta(days=31 * months)


def test_months_are_counted_back_to_the_last_day_of_a_shorter_month():
    end_of_march = NOW.replace(month=3, day=31)
    assert months_before(end_of_march, 1).day == 28
    assert months_before(end_of_march, 13).year == NOW.year - 1


def test_nothing_goes_before_its_time(archived):
    period = SHIPPED[Kind(archived.kind)]
    assert actions.retain(by=TIMER, now=NOW + timedelta(days=28 * period.anonymise)) == 0


def test_the_person_goes_first_and_the_words_stay(archived):
    asked = archived.requests.get()
    Message.objects.create(
        channel="sms",
        to="13900000000",
        code="closed",
        language="zh-hans",
        title="x",
        text="x",
        about=f"request:{asked.pk}",
        created_at=NOW,
    )
    assert actions.retain(by=TIMER, now=after(SHIPPED[Kind(asked.kind)].anonymise)) == 1
    asked.refresh_from_db()
    assert (asked.contact_name, asked.contact_phone, asked.pin_hash) == ("", "", "")
    assert asked.text
    assert not Message.objects.filter(about=f"request:{asked.pk}").exists()


def test_then_the_words_go_and_the_stub_keeps_dates_states_and_grades(archived):
    asked = archived.requests.get()
    late = after(SHIPPED[Kind(asked.kind)].delete)
    actions.retain(by=TIMER, now=late)
    asked.refresh_from_db()
    archived.refresh_from_db()
    assert (asked.title, asked.text, asked.place) == ("", "", "")
    assert (archived.title, archived.text) == ("", "")
    assert asked.receipt_no
    assert asked.submitted_at
    assert asked.category_id or archived.category_id
    assert set(Reply.objects.values_list("text", flat=True)) == {""}
    assert set(Entry.objects.filter(case=archived).values_list("text", flat=True)) == {""}
    assert all(grade for grade in Rating.objects.values_list("result", flat=True))
    assert not newest("case", "水管", limit=5)
    kinds = [event.kind for event in events_of(f"request:{asked.pk}")]
    assert kinds[-2:] == ["request.anonymised", "request.deleted"]


def test_an_open_objection_keeps_everything(archived):
    asked = archived.requests.get()
    asked.objections.create(
        case=archived, against="conclude", text="x", state="FILED", filed_at=NOW
    )
    assert actions.retain(by=TIMER, now=after(400)) == 0


def test_what_runs_again_changes_nothing_more(archived):
    late = after(400)
    actions.retain(by=TIMER, now=late)
    assert actions.retain(by=TIMER, now=late) == 0


def test_only_who_keeps_the_deadlines_changes_the_periods(here):
    with pytest.raises(NotAllowed):
        actions.set_retention({Kind.HELP: Period(12, 24)}, by=here.clerk, now=NOW)


def test_words_never_go_before_the_person(here):
    person = organisations.person("keeper", name="keeper")
    organisations.grant(person, Role.SYSTEM_ADMINISTRATOR, here.county)
    with pytest.raises(NotPossible):
        actions.set_retention({Kind.HELP: Period(24, 12)}, by=person, now=NOW)
    actions.set_retention({Kind.HELP: Period(12, 24)}, by=person, now=NOW)
    assert RetentionRule.objects.get(kind=Kind.HELP).delete_after == 24
    assert Request.objects.count() == 0
