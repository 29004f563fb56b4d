"""Cases that begin otherwise: solved on the spot, found by ourselves; and what a village cadre sees."""

from datetime import date, datetime

import pytest

from huiying.cases import actions
from huiying.cases.choices import (
    AssignmentState,
    CaseState,
    Channel,
    ClockKind,
    Kind,
    Priority,
    RequestState,
    Source,
)
from huiying.cases.models import Case, Category, Request
from huiying.cases.queries import recorded_by
from huiying.cases.tests import make
from huiying.cases.tests.pages import as_person, post, text_of
from huiying.files import actions as keeping
from huiying.files.tests import make as files
from huiying.lib import clock
from huiying.lib.clock import SHANGHAI
from huiying.lib.errors import NotAllowed, NotPossible

pytestmark = pytest.mark.django_db
NOW = make.MORNING


@pytest.fixture(autouse=True)
def at(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


def photo(here):
    upload = files.upload(files.picture(), "修好了.jpg")
    return keeping.keep(upload, by=here.handler, now=NOW)


def solve(here, *, by=None, unit=None, evidence=None, **more):
    voice = make.voice(here.village, channel=Channel.WINDOW, **more)
    return actions.solve_on_spot(
        voice,
        by=by or here.handler,
        now=NOW,
        unit=unit or here.water,
        category=Category.objects.get(code="1001"),
        reply="已当场更换阀门，不再漏水。",
        evidence=[photo(here)] if evidence is None else evidence,
    )


def cadre(here):
    person = make.organisations.person("cadre")
    make.organisations.grant(person, make.Role.HANDLER, here.village, here.village_org)
    return person


def test_solved_on_the_spot_is_one_step_from_voice_to_review(here):
    receipt = solve(here)
    request = Request.objects.get(pk=receipt.request.pk)
    case = request.case
    lead = case.assignments.get()
    assert (request.state, case.state) == (RequestState.ON_CASE, CaseState.PENDING_REVIEW)
    assert (lead.state, lead.signed_at, lead.contacted_at) == (AssignmentState.REPLIED, NOW, NOW)
    assert lead.due == datetime(2026, 3, 12, tzinfo=SHANGHAI)
    assert [each.kind for each in case.clocks.filter(stopped_at=None)] == [ClockKind.REVIEW]
    assert not request.clocks.filter(stopped_at=None).exists()
    actions.release(case, by=here.reviewer, now=NOW)
    actions.answer_callback(case.callbacks.get(), make.GOOD, by=here.caller, now=NOW)
    case.refresh_from_db()
    assert case.state == CaseState.CLOSED


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"kind": Kind.COMPLAINT}, "not settled on the spot"),
        ({"kind": Kind.TIP_OFF}, "not settled on the spot"),
        ({"wants_secrecy": True}, "asks for secrecy"),
    ],
)
def test_what_is_not_settled_by_who_stands_before_the_person(here, more, said):
    with pytest.raises(NotPossible, match=said):
        solve(here, **more)
    assert not Request.objects.exists()


def test_it_takes_the_own_unit_and_proof(here):
    with pytest.raises(NotAllowed, match="this unit"):
        solve(here, unit=here.roads)
    with pytest.raises(NotAllowed):
        solve(here, by=here.dispatcher)
    with pytest.raises(NotPossible, match="photo or paper"):
        solve(here, evidence=[])


def test_a_unit_raises_what_it_found_itself(here):
    matter = actions.Matter(
        "村口护栏缺失",
        "巡查发现护栏缺失。",
        Category.objects.get(code="0901"),
        Priority.P4,
        here.village,
    )
    case = actions.raise_found(
        matter,
        by=here.handler,
        now=NOW,
        source=Source.INSPECTION,
        found_on=date(2026, 3, 3),
        unit=here.water,
    )
    assert (case.state, case.requests.count()) == (CaseState.PENDING_DISPATCH, 0)
    assert case.self_raised.source == Source.INSPECTION
    with pytest.raises(NotAllowed):
        actions.raise_found(
            matter, by=here.auditor, now=NOW, source=Source.OTHER, found_on=date(2026, 3, 3)
        )


def test_a_village_cadre_takes_requests_down_and_follows_them(here):
    person = cadre(here)
    client = as_person(person)
    page = client.get("/console/cases/requests/door/")
    assert page.context["form"].initial["area"] == here.village.pk
    sent = {
        "channel": "VISIT",
        "kind": "HELP",
        "area": here.village.pk,
        "text": "老屋漏雨。请帮忙看看。",
        "contact_phone": "13900004444",
    }
    receipt = post(client, "/console/cases/requests/door/", **sent)
    assert receipt.status_code == 200
    made = Request.objects.get()
    assert (made.title, made.recorder_id) == ("老屋漏雨", person.pk)
    page = text_of(client.get("/console/cases/requests/mine/"))
    assert made.receipt_no in page
    assert "老屋漏雨" in page


def test_what_complains_about_the_cadre_s_side_is_not_followed(here):
    person = cadre(here)
    said = make.voice(here.village, kind=Kind.COMPLAINT, accused_unit=here.village_org)
    actions.submit(said, by=person, now=NOW)
    assert not recorded_by(person, now=NOW).exists()


def test_the_page_of_the_spot_takes_it_down_with_its_photo(here):
    client = as_person(here.handler)
    sent = {
        "channel": "WINDOW",
        "kind": "HELP",
        "area": here.village.pk,
        "title": "水压低",
        "text": "家里水压低。",
        "contact_phone": "13900004444",
        "category": "1001",
        "unit": here.water.pk,
        "reply": "已当场调高水压。",
        "is_agreed": "on",
        "is_own_duty": "on",
    }
    upload = files.upload(files.picture(), "水表.jpg")
    address = "/console/cases/requests/on-the-spot/"
    without = post(client, address, **{**sent, "is_agreed": ""}, **{"files-PAPERS": upload})
    assert not Case.objects.exists()
    assert without.status_code == 200
    upload = files.upload(files.picture(), "水表.jpg")
    post(client, address, **sent, **{"files-PAPERS": upload})
    assert Case.objects.get().state == CaseState.PENDING_REVIEW


def test_the_page_of_our_own_case_opens_it(here):
    client = as_person(here.clerk)
    sent = {
        "title": "护栏缺失",
        "text": "巡查发现。",
        "category": "0901",
        "priority": "P4",
        "area": here.village.pk,
        "source": "INSPECTION",
        "found_on": "2026-03-03",
    }
    assert post(client, "/console/cases/raise/", **sent).status_code == 302
    assert Case.objects.get().state == CaseState.PENDING_DISPATCH
