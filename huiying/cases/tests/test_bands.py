"""Likely the same matter: bands of cases, and what is proposed by them."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse

from huiying.cases import actions
from huiying.cases.actions.bands import build_bands, forget_bands
from huiying.cases.choices import CaseState
from huiying.cases.commands import bands as command
from huiying.cases.models import Case, CaseBand, SuggestionOutcome
from huiying.cases.queries import alike, alike_case, alike_request
from huiying.cases.queries.bands import place_of, sharing
from huiying.cases.tests import make
from huiying.cases.tests.pages import as_person, text_of
from huiying.cases.tests.voices import NOW
from huiying.insight.bands import keys_of
from huiying.lib import clock
from huiying.organisations.tests import make as organisations
from huiying.people.actions.tokens import make_token
from huiying.people.choices import Role

pytestmark = pytest.mark.django_db
WORDS = {
    "title": "村口水管又漏水了",
    "text": "村口自来水管漏水三四天了，一地的水，老人走路怕滑倒。",
}
OTHERS = {"title": "幼儿园收费不清", "text": "开学多收了两百元，问老师也说不清是什么钱，请查一查。"}


def test_a_new_case_has_its_bands_at_once(here):
    case = make.accepted(here)
    stored = set(CaseBand.objects.filter(case=case).values_list("county", "band", "place"))
    keys = keys_of(case.title, case.text)
    assert stored == {(int(case.area_code[:6]), key, int(case.area_code[6:])) for key in keys}
    assert sharing(case.title, case.text, case.area_code).keys() == {case.pk}


def test_the_same_matter_in_other_words_is_proposed_and_another_is_not(here):
    case, other = make.accepted(here), make.accepted(here, **OTHERS)
    asked = make.request(here, contact_phone="13900005678", **WORDS)
    (row,) = alike_request(asked, here.clerk, now=NOW)
    assert row.case == case
    assert row.same_village
    assert row.percent > 30
    assert other not in [each.case for each in alike_case(case, here.dispatcher, now=NOW)]


def test_among_equal_words_the_nearest_and_the_newest_come_first(here):
    old = make.accepted(here)
    Case.objects.filter(pk=old.pk).update(opened_at=NOW - timedelta(days=120))
    far, near = make.accepted(here), make.accepted(here)
    Case.objects.filter(pk=far.pk).update(area_code=here.county.code)
    asked = make.request(here, contact_phone="13900005678")
    assert [row.case for row in alike_request(asked, here.clerk, now=NOW)] == [near, old, far]


def test_what_is_long_ago_is_not_proposed(here):
    case = make.accepted(here)
    Case.objects.filter(pk=case.pk).update(opened_at=NOW - timedelta(days=200))
    asked = make.request(here, contact_phone="13900005678")
    assert alike_request(asked, here.clerk, now=NOW) == []


def test_nothing_is_proposed_while_it_is_switched_off_but_the_persons_own(here):
    administrator = organisations.person("sysadmin", name="管理员")
    organisations.grant(administrator, Role.SYSTEM_ADMINISTRATOR, here.county)
    make.accepted(here, contact_phone="13900005678")
    make.accepted(here)
    asked = make.request(here, contact_phone="13900005678")
    assert len(alike_request(asked, here.clerk, now=NOW)) == 2
    actions.switch_suggestion("duplicates", is_on=False, by=administrator, now=NOW)
    assert [row.same_person for row in alike_request(asked, here.clerk, now=NOW)] == [True]


def test_the_command_signs_what_was_there_before(here):
    case = make.accepted(here)
    before = set(CaseBand.objects.values_list("county", "band", "case_id"))
    forget_bands(case)
    assert sharing(case.title, case.text, case.area_code) == {}
    assert build_bands(now=NOW) == 1
    assert set(CaseBand.objects.values_list("county", "band", "case_id")) == before
    done = CliRunner().invoke(command)
    assert done.exit_code == 0
    assert "1 cases signed" in done.output


def test_nothing_is_proposed_that_one_may_not_see(here):
    make.accepted(here, **WORDS)
    stranger = organisations.person("stranger", name="外人")
    asked = make.request(here, contact_phone="13900005678", **WORDS)
    assert alike_request(asked, stranger, now=NOW) == []


def test_the_page_of_acceptance_offers_the_case_and_keeps_what_was_decided(here):
    case = make.signed(here)
    Case.objects.update(opened_at=clock.now())
    asked = make.request(here, contact_phone="13900005678", **WORDS)
    client = as_person(here.clerk)
    page = client.get(reverse("cases:request-step", args=[asked.receipt_no, "accept"]))
    beside = reverse("cases:similar-request", args=[asked.receipt_no])
    assert beside in text_of(page)
    shown = text_of(client.get(beside))
    join = reverse("cases:attach", args=[asked.receipt_no])
    assert f"{join}?case={case.case_no}" in shown
    assert "% alike" in shown
    sent = {"case_no": case.case_no, "text": "已并入同一事项。", "key": "k1"}
    assert client.post(join, sent).status_code == 302
    kept = SuggestionOutcome.objects.get(kind="duplicates")
    assert (kept.fate, kept.chosen) == ("taken", case.case_no)


def test_a_very_likely_case_that_is_passed_over_is_kept_as_waved_aside(here):
    case = make.signed(here)
    Case.objects.update(opened_at=clock.now())
    asked = make.request(here, contact_phone="13900005678")
    client = as_person(here.clerk)
    shown = text_of(client.get(reverse("cases:similar-request", args=[asked.receipt_no])))
    assert f'name="suggested" value="{case.case_no}"' in shown
    sent = {
        "kind": "HELP",
        "category": "1001",
        "priority": "P4",
        "area": here.village.pk,
        "title": "另一处漏水",
        "text": "村尾水管漏水。",
        "suggested": case.case_no,
        "key": "k2",
    }
    page = reverse("cases:request-step", args=[asked.receipt_no, "accept"])
    assert client.post(page, sent).status_code == 302
    kept = SuggestionOutcome.objects.get(kind="duplicates")
    assert (kept.fate, kept.suggested) == ("dismissed", case.case_no)


def test_the_dispatcher_finds_it_beside_the_case(here):
    first, second = make.accepted(here), make.accepted(here)
    Case.objects.update(opened_at=clock.now())
    client = as_person(here.dispatcher)
    beside = reverse("cases:similar-case", args=[second.case_no])
    assert beside in text_of(client.get(reverse("cases:step", args=[second.case_no, "dispatch"])))
    assert beside in text_of(client.get(reverse("cases:board")))
    merge = reverse("cases:merge", args=[second.case_no])
    assert f"{merge}?case={first.case_no}" in text_of(client.get(beside))
    sent = {"other_no": first.case_no, "survivor": "earlier", "reason": "同一事项", "key": "k3"}
    assert client.post(merge, {**sent, "version": second.version}).status_code == 302
    assert SuggestionOutcome.objects.get(kind="duplicates").fate == "taken"


def test_programs_read_the_same_list(here):
    case = make.signed(here)
    Case.objects.update(opened_at=clock.now())
    asked = make.request(here, contact_phone="13900005678", **WORDS)
    _, secret = make_token(here.clerk, label="t", days=1, by=here.clerk, now=clock.now())
    client = Client(headers={"authorization": f"Bearer {secret}"})
    (item,) = client.get(f"/api/requests/{asked.receipt_no}/similar").json()["items"]
    assert item["case_no"] == case.case_no
    assert item["likeness"] > 0.3
    assert client.get(f"/api/cases/{case.case_no}/similar").json() == {"items": []}


def test_a_case_is_found_by_the_very_next_look_without_any_worker(here):
    asked = make.request(here, contact_phone="13900005678", **WORDS)
    client = as_person(here.clerk)
    look = reverse("cases:similar-request", args=[asked.receipt_no])
    assert "No case about the same matter" in text_of(client.get(look))
    case = make.accepted(here, clock.now())
    assert case.case_no in text_of(client.get(look))


def test_what_few_have_in_common_says_more_than_what_many_have(here):
    rare = make.accepted(here, title="枣林泵站闸门漏水", text="枣林泵站闸门漏水，田里淹了。")
    common = [make.accepted(here, title="路灯不亮", text="路灯不亮，请修。") for _ in range(3)]
    says = sharing("枣林泵站闸门漏水路灯不亮", "枣林泵站闸门漏水，路灯不亮，请修。", rare.area_code)
    assert next(iter(says)) == rare.pk
    assert says[rare.pk] > max(says.get(each.pk, 0) for each in common)


def test_a_visible_case_is_found_behind_many_that_are_not(here, monkeypatch):
    monkeypatch.setattr(alike, "AT_ONCE", 2)
    monkeypatch.setattr(alike, "FROM_BANDS", 1)
    seen, *merged = (make.accepted(here) for _ in range(5))
    Case.objects.update(area_code=here.county.code)
    Case.objects.filter(pk__in=[case.pk for case in merged]).update(state=CaseState.MERGED)
    asked = make.request(here, contact_phone="13900005678")
    assert [row.case for row in alike_request(asked, here.clerk, now=NOW)] == [seen]


def test_a_neighbour_is_compared_before_a_stranger_of_the_county(here):
    cases = [make.accepted(here) for _ in range(3)]
    village = here.village.code
    places = [f"{village[:6]}999201", f"{village[:9]}999", village]
    for case, code in zip(cases, places, strict=True):
        CaseBand.objects.filter(case=case).update(place=place_of(code))
    far, town, near = (case.pk for case in cases)
    says = sharing(cases[0].title, cases[0].text, village)
    assert list(says) == [near, town, far]
    assert says[near] > says[town] > says[far]


def test_the_call_taker_sees_likely_cases_while_the_person_talks(here):
    case = make.accepted(here, clock.now())
    client = as_person(here.clerk)
    look = reverse("cases:similar-told")
    assert f'hx-post="{look}"' in text_of(client.get(reverse("cases:record")))
    sent = {"title": WORDS["title"], "text": WORDS["text"], "area": here.village.pk}
    assert case.case_no in text_of(client.post(look, sent))
    assert client.post(look, sent | {"title": "", "text": "水"}).content == b""
    assert client.post(look, sent | {"area": ""}).content == b""
    stranger = organisations.person("stranger", name="外人")
    assert as_person(stranger).post(look, sent).status_code == 403
