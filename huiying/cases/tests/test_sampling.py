"""Calling only a part back: seeded, stratified, unforeseeable; and everybody else is heard all the same."""

from datetime import timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as some

from huiying.cases import actions
from huiying.cases.choices import CallbackState, CaseState, ClockKind
from huiying.cases.models import SampleDraw, SamplingPlan
from huiying.cases.permissions import Requester
from huiying.cases.rules.sampling import is_drawn
from huiying.cases.tests import make
from huiying.cases.tests.pages import as_person, post, text_of
from huiying.lib import clock
from huiying.lib.errors import NotAllowed, NotPossible

NOW = make.MORNING
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def here(db, settings):
    settings.HUIYING_REQUIRE_TOTP = "nobody"
    return make.county()


@pytest.fixture
def keeper(here):
    person = make.organisations.person("keeper")
    make.organisations.grant(person, make.Role.SYSTEM_ADMINISTRATOR, here.county)
    return person


def plan(here, keeper, percent=10, **more):
    usual = {"by": keeper, "now": NOW, "valid_from": NOW + timedelta(minutes=1), "note": "试行"}
    usual |= {"percent": percent, "seed": "春天"}
    return actions.make_sampling_plan(here.county, **usual | more)


@given(some.text(max_size=20), some.integers(1, 10**6), some.integers(0, 500), some.integers(1, 10))
def test_of_every_ten_cases_of_a_unit_exactly_the_share_is_drawn(seed, unit, block, tenths):
    cases = range(block * 10, block * 10 + 10)
    drawn = [is_drawn(seed, unit, number, tenths * 10) for number in cases]
    assert sum(drawn) == tenths
    assert drawn == [is_drawn(seed, unit, number, tenths * 10) for number in cases]


def test_without_a_plan_everybody_is_called(here):
    callback = make.released(here).callbacks.get()
    assert (callback.state, callback.is_sampled) == (CallbackState.DUE, True)
    assert not SampleDraw.objects.exists()


def test_who_is_not_drawn_is_heard_by_link_and_not_counted(here, keeper):
    made = plan(here, keeper)
    cases = [make.released(here, LATER) for _ in range(10)]
    asked = [case.callbacks.get() for case in cases]
    drawn = [each for each in asked if each.is_sampled]
    assert len(drawn) == 1
    assert drawn[0].state == CallbackState.DUE
    numbers = [is_drawn(made.seed, here.water.pk, number, 10) for number in range(10)]
    assert [each.is_sampled for each in asked] == numbers
    other = next(each for each in asked if not each.is_sampled)
    assert other.state == CallbackState.LINK_SENT
    assert not other.case.clocks.filter(kind=ClockKind.CALLBACK).exists()
    actions.rate(other, make.BAD, by=Requester(other.request_id), now=LATER)
    other.case.refresh_from_db()
    assert other.case.state == CaseState.PENDING_CALLBACK  # a bad word is dealt with all the same
    actions.rework(other.case, by=here.reviewer, now=LATER, reason="仍未解决")
    actions.reply(other.case, by=here.handler, now=LATER, text="已重新处理。")
    actions.release(other.case, by=here.reviewer, now=LATER)
    again = other.case.callbacks.get(round=2)
    assert (again.state, again.is_sampled) == (CallbackState.DUE, False)


def test_a_plan_begins_in_the_future_and_is_made_by_who_keeps_the_matrix(here, keeper):
    with pytest.raises(NotPossible):
        plan(here, keeper, valid_from=NOW)
    with pytest.raises(NotPossible):
        plan(here, keeper, percent=5)
    with pytest.raises(NotAllowed):
        plan(here, keeper, by=here.supervisor)
    plan(here, keeper, percent=100)
    assert make.released(here, LATER).callbacks.get().state == CallbackState.DUE


def test_the_page_makes_a_plan(here, keeper, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    client = as_person(keeper)
    sent = {
        "area": here.county.pk,
        "percent": "30",
        "valid_from": "2026-04-01T00:00",
        "note": "量大",
    }
    assert post(client, reverse("cases:sampling-new"), **sent).status_code == 302
    assert SamplingPlan.objects.get().percent == 30
    page = text_of(client.get(reverse("cases:sampling")))
    assert "30 %" in page
    assert SamplingPlan.objects.get().seed not in page


def test_a_unit_never_knows_who_is_called(here, keeper, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: LATER)
    plan(here, keeper)
    cases = [make.released(here, LATER) for _ in range(2)]
    for case in cases:
        page = reverse("cases:case", args=[case.case_no])
        assert "Callback to" not in text_of(as_person(here.handler).get(page))
        assert "Callback to" in text_of(as_person(here.caller).get(page))
    other = next(each for each in cases if not each.callbacks.get().is_sampled)
    callback = other.callbacks.get()
    actions.rate(callback, make.BAD, by=Requester(callback.request_id), now=LATER)
    page = reverse("cases:case", args=[other.case_no])
    said = text_of(as_person(here.handler).get(page))
    assert ("Dissatisfied" in said, "Outside of the sample" in said) == (True, False)
    assert "Outside of the sample" in text_of(as_person(here.supervisor).get(page))


def test_a_plan_from_a_mistyped_year_is_refused(here, keeper):
    with pytest.raises(NotPossible, match="cannot be right"):
        plan(here, keeper, valid_from=NOW.replace(year=9999))
