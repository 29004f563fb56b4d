"""How whole and trustworthy the record of a closed case is, and what was to be reported."""

from datetime import timedelta

import pytest

from huiying.cases.choices import ClockKind
from huiying.cases.facts import SOURCES
from huiying.cases.models import Assignment, Callback, Clock, Rating, Reply
from huiying.cases.tests import make
from huiying.organisations.facts import SOURCES as OWN
from huiying.warehouse.asking import count_rows
from huiying.warehouse.measures import MEASURES

pytestmark = pytest.mark.django_db
ROWS = {source.fact.name: source.rows for source in (*SOURCES, *OWN)}
NOW = make.MORNING


def only(fact):
    (row,) = ROWS[fact](None)
    return row


def rate(name):
    measure = MEASURES[name]
    question = measure.question(202601, 202612, ())
    found = measure.figures(count_rows(question, ROWS[measure.facts.name](None)))
    return found[()].value if found else None


def test_a_case_that_went_the_whole_road_has_a_sound_record(here):
    make.closed(here)
    row = only("records")
    assert (row["sound"], row["without_reply"], row["without_contact"]) == (1, 0, 0)
    assert rate("sound") == 1


def test_a_reply_without_basis_and_evidence_lacks_proof(here):
    make.closed(here)
    Reply.objects.update(legal_basis="")
    row = only("records")
    assert (row["without_proof"], row["complete"]) == (1, 0)
    Reply.objects.update(legal_basis="《条例》第三条")
    assert only("records")["without_proof"] == 0
    assert rate("complete") == 1


def test_what_came_before_it_was_dispatched_is_in_the_wrong_order(here):
    make.closed(here)
    Assignment.objects.update(signed_at=NOW - timedelta(days=30))
    row = only("records")
    assert (row["wrong_order"], row["sound"]) == (1, 0)


def test_a_judgement_that_nobody_asked_for_is_a_fault(here):
    make.answered(here)
    make.closed(here)
    Callback.objects.all().update(round=7)
    assert Rating.objects.exists()
    assert rate("sound") == 0


def test_a_unit_that_did_not_exist_on_the_day_is_a_fault(here):
    make.closed(here)
    here.water.valid_to = (NOW - timedelta(days=60)).date()
    here.water.valid_from = (NOW - timedelta(days=90)).date()
    here.water.save()
    assert only("records")["unknown_unit"] == 1


def test_reports_are_due_on_a_day_and_made_or_not(here):
    case = make.dispatched(here)
    part = case.assignments.get()
    plain = {"case": case, "assignment": part, "area_code": case.area_code, "started_at": NOW, "amount": 1, "amount_unit": "WD", "matrix_version": 1}  # fmt: skip
    due = NOW + timedelta(days=1)
    Clock.objects.create(kind=ClockKind.PROGRESS, due=due, stopped_at=NOW, **plain)
    Clock.objects.create(kind=ClockKind.HARD, due=due, stopped_at=due + timedelta(hours=1), **plain)
    Clock.objects.create(kind=ClockKind.PLAN, due=due, **plain)
    Clock.objects.create(kind=ClockKind.PLAN, due=due, is_cancelled=True, **plain)
    assert float(rate("reported")) == pytest.approx(2 / 3)
    assert float(rate("reported_in_time")) == pytest.approx(1 / 3)


def test_calling_back_in_time_is_counted(here):
    make.answered(here)
    assert rate("callback_in_time") == 1
    Clock.objects.filter(kind=ClockKind.CALLBACK).update(due=NOW - timedelta(days=9))
    assert rate("callback_in_time") == 0
