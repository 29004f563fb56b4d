"""One step on many cases: each is moved or left as it was, and says why."""

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.audit.models import Event
from huiying.cases import actions
from huiying.cases.actions.bulk import Chosen, take_many
from huiying.cases.choices import CaseState, Step
from huiying.cases.tests import make, make_catalogue
from huiying.cases.tests.pages import as_person
from huiying.lib import clock
from huiying.lib.errors import NotPossible

pytestmark = pytest.mark.django_db
NOW = make.MORNING
BULK, BOARD = reverse("cases:bulk"), reverse("cases:board")


@pytest.fixture(autouse=True)
def at(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=5))


def tick(*cases):
    return [f"{case.pk}-{case.version}" for case in cases]


def test_the_ticked_go_where_the_catalogue_says_the_others_stay(here):
    keeper = make_catalogue.keeper(here)
    make_catalogue.rule(keeper, here.county, here.water)
    first, second, barred = make.accepted(here), make.accepted(here), make.accepted(here)
    actions.accuse(barred, by=here.clerk, now=NOW, unit=here.water)
    answer = as_person(here.dispatcher).post(
        BULK, {"step": "dispatch", "case": tick(first, second, barred), "key": "k"}
    )
    assert [line.case_no for line in answer.context["done"]] == [first.case_no, second.case_no]
    assert "names no unit" in answer.context["left"][0].said
    first.refresh_from_db()
    barred.refresh_from_db()
    assert first.lead_unit == here.water
    assert barred.state == CaseState.PENDING_DISPATCH


def test_without_an_entry_a_case_is_left_as_it_was(here):
    case = make.accepted(here)
    answer = as_person(here.dispatcher).post(BULK, {"step": "dispatch", "case": tick(case)})
    assert len(answer.context["left"]) == 1


def test_somebody_was_faster(here):
    case = make.accepted(here)
    old = tick(case)
    actions.note(case, by=here.dispatcher, now=NOW, text="已电话核实")
    sent = {"step": "dispatch", "case": old, "lead_unit": here.water.pk}
    answer = as_person(here.dispatcher).post(BULK, sent)
    assert "Somebody was faster" in answer.context["left"][0].said


def test_sent_twice_it_is_done_once(here):
    case = make.accepted(here)
    client = as_person(here.dispatcher)
    sent = {"step": "note", "case": [str(case.pk)], "key": "once", "text": "待核"}
    for _ in range(2):
        assert len(client.post(BULK, sent).context["done"]) == 1
    assert case.entries.filter(step=Step.NOTE).count() == 1


def test_a_case_out_of_reach_is_not_even_named(here):
    case = make.accepted(here)
    answer = as_person(here.other_handler).post(
        BULK, {"step": "note", "case": [str(case.pk)], "text": "x"}
    )
    assert (answer.context["done"], answer.context["left"]) == ([], [])


def test_a_step_that_is_not_allowed_leaves_its_trace(here):
    case = make.dispatched(here)
    sent = {"step": "note", "case": [str(case.pk)], "text": "x"}
    assert len(as_person(here.auditor).post(BULK, sent).context["left"]) == 1
    assert Event.objects.filter(kind="case.refused").count() == 1


@pytest.mark.parametrize(
    "sent", [{"step": "reply", "case": ["1"]}, {"step": "note", "case": []}, {"step": "note"}]
)
def test_what_cannot_be_done_in_bulk_says_so(here, sent):
    assert as_person(here.dispatcher).post(BULK, sent).status_code == 409


def test_no_more_than_fifty_and_only_simple_steps(here):
    case = make.accepted(here)
    with pytest.raises(NotPossible, match="at most 50"):
        take_many(Step.NOTE, [Chosen(case, None, {})] * 51, by=here.dispatcher, now=NOW)
    with pytest.raises(NotPossible, match="one case at a time"):
        take_many(Step.RELEASE, [Chosen(case, None, {})], by=here.dispatcher, now=NOW)
