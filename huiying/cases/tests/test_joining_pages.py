"""Attaching, telling a result, merging and taking apart, on the pages."""

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.cases import actions
from huiying.cases.choices import (
    CaseState,
    Priority,
    RequestState,
    Step,
)
from huiying.cases.models import Category
from huiying.cases.queries import alike_request
from huiying.cases.tests.pages import as_person, make, post, text_of
from huiying.lib import clock

NOW = make.MORNING
LATER = NOW + timedelta(hours=3)
OTHER_PHONE = "13900005678"

pytestmark = pytest.mark.django_db


def merged(here, first, second, now=LATER, **more):
    kept = actions.merge(first, by=here.dispatcher, now=now, other_no=second.case_no, **more)
    first.refresh_from_db()
    second.refresh_from_db()
    return kept


def part(here, case, now=LATER, **more):
    values = {"title": "路面修复", "text": "水管修好后路面要补。", "area": here.village}
    values |= {"category": Category.objects.get(code="1101"), "priority": Priority.P4, **more}
    return actions.split(case, by=here.dispatcher, now=now, **values)


def test_the_clerk_finds_the_likely_case_and_attaches_with_two_clicks(here):
    now = clock.now()
    case = make.dispatched(here, now)
    asked = make.request(here, now, contact_phone=OTHER_PHONE)
    (row,) = alike_request(asked, here.clerk, now=now)
    assert (row.case, row.same_village, row.same_person) == (case, True, False)
    client = as_person(here.clerk)
    address = reverse("cases:request-step", args=[asked.receipt_no, Step.ATTACH])
    assert case.case_no in text_of(client.get(address))
    assert case.case_no in text_of(client.get(address, {"q": "水管"}))
    answer = post(client, f"{address}?case={case.case_no}", case_no=case.case_no)
    assert answer.headers["location"] == reverse("cases:case", args=[case.case_no])
    asked.refresh_from_db()
    assert asked.case == case


def test_the_result_proposed_to_the_same_person_is_the_reply(here):
    now = clock.now()
    case = make.closed(here, now)
    asked = make.request(here, now)
    client = as_person(here.clerk)
    address = reverse("cases:tell-result", args=[asked.receipt_no]) + f"?case={case.case_no}"
    assert "水管已经修好" in text_of(client.get(address))
    answer = post(client, address, case_no=case.case_no, text="已经修好。", nothing_new="on")
    assert answer.status_code == 302
    asked.refresh_from_db()
    assert asked.state == RequestState.ANSWERED


def test_a_dispatcher_merges_on_the_page_and_takes_it_apart_again(here):
    now = clock.now()
    first = make.accepted(here, now)
    second = make.accepted(here, now + timedelta(seconds=1), contact_phone=OTHER_PHONE)
    client = as_person(here.dispatcher)
    address = reverse("cases:merge", args=[second.case_no])
    assert first.case_no in text_of(client.get(address))
    answer = post(client, address, other_no=first.case_no, survivor="earlier")
    assert answer.headers["location"] == reverse("cases:case", args=[first.case_no])
    apart = reverse("cases:step", args=[second.case_no, Step.UNMERGE])
    voice = second.merges.get().moved.get().request.receipt_no
    sent = {"voices": voice, f"voice-{voice}": "back", "reason": "两件事"}
    assert post(client, apart, **sent).status_code == 302
    second.refresh_from_db()
    assert second.state == CaseState.PENDING_DISPATCH


def test_several_cases_of_a_list_are_merged_at_once(here):
    now = clock.now()
    first, second = make.accepted(here, now), make.accepted(here, now, contact_phone=OTHER_PHONE)
    client = as_person(here.dispatcher)
    address = reverse("cases:merge-many")
    ticked = {"case": [f"{first.pk}-1", f"{second.pk}-1"], "step": "merge"}
    assert first.case_no in text_of(client.post(address, ticked))
    page = client.get(address, {"case": [first.case_no, second.case_no]})
    assert first.case_no in text_of(page)
    sent = {"case": [first.case_no, second.case_no], "survivor": first.case_no, "reason": ""}
    assert client.post(address, sent).status_code == 302
    second.refresh_from_db()
    assert second.merged_into == first


def test_the_page_of_a_case_shows_how_it_hangs_together(here):
    now = clock.now()
    first = make.accepted(here, now)
    second = make.accepted(here, now + timedelta(seconds=1), contact_phone=OTHER_PHONE)
    child = part(here, first, now=now)
    merged(here, first, second, now=now)
    client = as_person(here.dispatcher)
    page = text_of(client.get(reverse("cases:case", args=[first.case_no])))
    assert second.case_no in page
    assert child.case_no in page
    assert first.case_no in text_of(client.get(reverse("cases:case", args=[second.case_no])))
