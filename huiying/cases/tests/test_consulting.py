"""Consultation before dispatch (C3, C4) and opinions of bodies outside (V1–V3)."""

import pytest

from huiying.cases import actions
from huiying.cases.choices import CaseState, ClockKind, Priority
from huiying.cases.permissions import Outside, may_see_identity
from huiying.cases.queries import beside_for, visible_to, work_for
from huiying.cases.tasks import tick
from huiying.cases.tests import make
from huiying.cases.tests.joint import NOW, at
from huiying.lib import clock
from huiying.lib.errors import NotAllowed, NotPossible

pytestmark = pytest.mark.django_db


def consulting(here):
    case = make.accepted(here)
    return actions.consult(
        case, by=here.dispatcher, now=NOW, units=[here.water, here.roads], reason="职责交叉"
    )


def concluded(here, case):
    return actions.conclude_consult(
        case,
        by=here.dispatcher,
        now=at(5, 9),
        minutes="水务、公路参加。",
        decision="水务主办，公路协办",
        lead_unit=here.water,
        co_units=[here.roads],
    )


def test_a_consultation_makes_the_case_complex_with_two_days_to_dispatch(here):
    case = consulting(here)
    clock = case.clocks.get(kind=ClockKind.DISPATCH)
    assert (case.state, case.priority) == (CaseState.CONSULTING, Priority.P6)
    assert clock.due == at(7)  # two working days from acceptance, not from now
    assert clock.changes.get().cause == "RECLASSIFIED"
    case.refresh_from_db()
    assert case.priority == Priority.P6


def test_invited_units_read_along_and_say_their_view(here):
    case = consulting(here)
    assert visible_to(here.handler, now=NOW).filter(pk=case.pk).exists()
    assert list(beside_for(here.handler, now=NOW)) == [case]
    actions.give_view(case, by=here.handler, now=NOW, text="管网属我局。")
    assert list(beside_for(here.handler, now=NOW)) == []
    assert case.consultations.get().views.get().unit == here.water


def test_who_is_not_invited_says_nothing(here):
    case = make.accepted(here)
    actions.consult(case, by=here.dispatcher, now=NOW, units=[here.water], reason="职责交叉")
    with pytest.raises(NotAllowed):
        actions.give_view(case, by=here.other_handler, now=NOW, text="……")


def test_minutes_and_decision_lead_to_dispatch(here):
    case = concluded(here, consulting(here))
    found = case.consultations.get()
    assert (case.state, found.lead_unit) == (CaseState.PENDING_DISPATCH, here.water)
    assert list(found.co_units.all()) == [here.roads]
    assert not case.guests.exists()
    assert list(work_for(here.dispatcher, now=at(5, 10))) == [case]
    actions.dispatch(
        case,
        by=here.dispatcher,
        now=at(5, 10),
        lead_unit=here.water,
        co_units=[here.roads],
    )
    assert not case.clocks.get(kind=ClockKind.DISPATCH).is_late


def test_emergencies_are_not_put_off_to_consult(here):
    case = make.accepted(here)
    case.priority = Priority.P2
    case.save()
    with pytest.raises(NotPossible, match="Emergencies"):
        actions.consult(case, by=here.dispatcher, now=NOW, units=[here.water], reason="……")


def test_only_a_supervisor_opens_a_second_consultation(here):
    case = concluded(here, consulting(here))
    again = {"now": at(5, 10), "units": [here.water], "reason": "再议"}
    with pytest.raises(NotAllowed, match="supervisor"):
        actions.consult(case, by=here.dispatcher, **again)
    actions.consult(case, by=here.supervisor, **again)
    assert case.state == CaseState.CONSULTING


def test_an_accused_unit_is_neither_invited_nor_chosen(here):
    case = make.accepted(here, accused_unit=here.roads)
    with pytest.raises(NotAllowed):
        actions.consult(case, by=here.dispatcher, now=NOW, units=[here.roads], reason="……")
    actions.consult(case, by=here.dispatcher, now=NOW, units=[here.water], reason="……")
    actions.accuse(case, by=here.supervisor, now=NOW, unit=here.water)
    assert not case.guests.exists()
    with pytest.raises(NotAllowed):
        actions.conclude_consult(
            case, by=here.dispatcher, now=NOW, minutes="……", decision="……", lead_unit=here.water
        )


ASKED = {"body": "供排水研究所", "extract": "村口水管漏水三天。", "question": "是否需要整段更换？"}


def opinion(here, now=NOW, **more):
    case = make.signed(here)
    return actions.ask_opinion(case, by=here.handler, now=now, **{**ASKED, **more})


def test_the_extract_never_tells_who_asked(here):
    for given_away in ("周阿姨", "13900001234"):
        with pytest.raises(NotPossible, match="names the requester"):
            opinion(here, extract=f"{given_away}反映水管漏水。")


def test_the_body_answers_by_link_without_signing_in_and_sees_the_extract_alone(here, client):
    asked = opinion(here, clock.now())
    page = client.get(f"/o/{asked.token}")
    shown = page.content.decode()
    assert ASKED["extract"] in shown
    assert asked.case.text not in shown
    assert "周阿姨" not in shown
    answer = client.post(f"/o/{asked.token}", {"text": "需要整段更换。", "name": "王工"})
    assert answer.status_code == 302
    asked.refresh_from_db()
    assert (asked.state, asked.answered_by) == ("ANSWERED", "王工")
    assert client.get(f"/o/{asked.token}").status_code == 200
    assert not asked.case.entries.filter(is_public=True, step="give_opinion").exists()
    assert client.get("/o/nothing").status_code == 404


def test_a_link_lapses_after_ten_working_days(here, client):
    asked = opinion(here)
    assert asked.due == at(19)
    tick(at(19, 9))
    asked.refresh_from_db()
    assert asked.state == "LAPSED"
    assert client.get(f"/o/{asked.token}").status_code == 410


def test_an_opinion_may_be_taken_back_and_ends_with_the_reply(here):
    asked = opinion(here)
    actions.lapse_opinion(asked, by=here.handler, now=NOW)
    with pytest.raises(NotPossible):
        actions.give_opinion(asked, by=Outside(asked.pk), now=NOW, text="……", name="王工")
    second = opinion(here)
    case = second.case
    actions.contact(case, by=here.handler, now=NOW, result=make.TryResult.REACHED)
    actions.reply(case, by=here.handler, now=NOW, text="水管已修好。")
    second.refresh_from_db()
    assert second.state == "LAPSED"


def test_nobody_outside_the_unit_asks_or_takes_back(here):
    asked = opinion(here)
    with pytest.raises(NotAllowed):
        actions.lapse_opinion(asked, by=here.other_handler, now=NOW)
    assert may_see_identity(asked.case.requests.get(), by=here.handler, now=NOW)
