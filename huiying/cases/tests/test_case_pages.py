"""The page of a case and the pages of its steps."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.audit.queries import events_of
from huiying.cases import actions
from huiying.cases.choices import CaseState, Kind
from huiying.cases.models import Case, Evidence
from huiying.cases.tests import make
from huiying.cases.tests.pages import as_person, post, queries_of, text_of
from huiying.files.models import Attachment
from huiying.files.tests import make as files
from huiying.lib import clock

pytestmark = pytest.mark.django_db
NOW = make.MORNING


@pytest.fixture(autouse=True)
def at(monkeypatch, settings, tmp_path):
    """The pages read a working Wednesday."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=5))


def page_of(case):
    return reverse("cases:case", args=[case.case_no])


def step_of(case, step):
    return reverse("cases:step", args=[case.case_no, step])


def test_the_page_shows_what_the_case_is_and_who_has_it(here):
    case = make.signed(here)
    page = text_of(as_person(here.handler).get(page_of(case)))
    assert case.title in page
    assert "柳河县水务局" in page
    assert "139****1234" in page
    assert "13900001234" not in page


def test_the_page_offers_what_the_table_allows_and_says_why_not(here):
    case = make.signed(here)
    page = as_person(here.handler).get(page_of(case))
    assert step_of(case, "contact") in text_of(page)
    assert step_of(case, "reply") not in text_of(page)
    assert "Record the first contact with the requester before replying." in text_of(page)


def test_a_case_out_of_reach_does_not_exist(here):
    case = make.signed(here)
    assert as_person(here.other_handler).get(page_of(case)).status_code == 404
    assert as_person(here.other_handler).get(step_of(case, "sign")).status_code == 404


def test_who_is_not_signed_in_is_sent_to_the_sign_in_page(client, here):
    case = make.signed(here)
    answer = client.get(page_of(case))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("people:sign-in"))


def test_a_step_on_its_page_moves_the_case(here):
    case = make.accepted(here)
    answer = post(as_person(here.dispatcher), step_of(case, "dispatch"), lead_unit=here.water.pk)
    assert (answer.status_code, answer["Location"]) == (302, page_of(case))
    case.refresh_from_db()
    assert (case.state, case.lead_unit) == (CaseState.PENDING_SIGN, here.water)


def test_pressing_twice_takes_the_step_once(here):
    case = make.signed(here)
    client = as_person(here.handler)
    key = client.get(step_of(case, "note")).context["key"]
    answers = [client.post(step_of(case, "note"), {"key": key, "text": "已联系"}) for _ in range(2)]
    assert [each.status_code for each in answers] == [302, 302]
    assert case.entries.filter(text="已联系").count() == 1


def test_a_step_this_person_may_not_take_says_so(here):
    case = make.accepted(here)
    answer = as_person(here.reviewer).get(step_of(case, "dispatch"))
    assert answer.status_code == 403
    assert "Your roles do not let you take this step" in text_of(answer)


def test_a_refused_step_changes_nothing_and_leaves_a_trace(here):
    case = make.accepted(here)
    answer = as_person(here.reviewer).post(
        step_of(case, "dispatch"), {"key": "k", "lead_unit": here.water.pk}
    )
    assert answer.status_code == 403
    case.refresh_from_db()
    assert case.state == CaseState.PENDING_DISPATCH
    assert "case.refused" in [event.kind for event in events_of(case.subject)]


def test_a_refusal_keeps_everything_typed(here):
    case = make.accepted(here)
    answer = post(
        as_person(here.dispatcher),
        step_of(case, "dispatch"),
        lead_unit=here.village_org.pk,
        instruction="请于今日内处理",
    )
    assert answer.status_code == 409
    page = text_of(answer)
    assert "请于今日内处理" in page
    assert "杨树湾村委会 assists and does not lead" in page


def test_a_missing_field_is_named_and_nothing_happens(here):
    case = make.accepted(here)
    answer = post(as_person(here.dispatcher), step_of(case, "dispatch"), instruction="快")
    assert answer.status_code == 200
    assert "Please choose one from the search results." in text_of(answer)
    assert Case.objects.get(pk=case.pk).state == CaseState.PENDING_DISPATCH


def test_over_long_text_is_refused_with_its_length(here):
    case = make.signed(here)
    answer = post(as_person(here.handler), step_of(case, "note"), text="字" * 2001)
    assert "2001" in text_of(answer)


def test_whoever_looked_at_an_older_state_is_told_and_may_try_again(here):
    case = make.accepted(here)
    client = as_person(here.dispatcher)
    address = step_of(case, "dispatch")
    page = client.get(address)
    sent = {"key": page.context["key"], "version": page.context["version"]}
    actions.note(case, by=here.dispatcher, now=NOW, text="请核实地址")
    answer = client.post(address, {**sent, "lead_unit": here.water.pk})
    assert answer.status_code == 409
    assert "Somebody was faster" in text_of(answer)
    again = {**sent, "version": answer.context["version"], "lead_unit": here.water.pk}
    assert client.post(address, again).status_code == 302


def test_a_unit_is_searched_without_javascript_and_nothing_typed_is_lost(here):
    case = make.accepted(here)
    sent = {"lead_unit_query": "公路", "_search": "lead_unit", "instruction": "路面塌陷"}
    answer = as_person(here.dispatcher).post(step_of(case, "dispatch"), {"key": "k", **sent})
    page = text_of(answer)
    assert "柳河县公路局" in page
    assert "路面塌陷" in page
    assert "error-summary" not in page


def test_an_unknown_step_does_not_exist(here):
    case = make.accepted(here)
    client = as_person(here.dispatcher)
    assert client.get(step_of(case, "conclude")).status_code == 404
    assert client.get(step_of(case, "nonsense")).status_code == 404


def contacted(here):
    case = make.signed(here)
    return actions.contact(case, by=here.handler, now=NOW, result="REACHED")


def test_a_reply_carries_its_evidence(here):
    case = contacted(here)
    client = as_person(here.handler)
    proof = files.upload(files.picture(), "修好了.jpg")
    post(client, step_of(case, "reply"), text="水管已经修好。", **{"files-HANDLING": proof})
    evidence = Evidence.objects.get()
    assert (evidence.group, evidence.attachment.claimed_at is not None) == ("HANDLING", True)
    address = reverse("cases:evidence", args=[case.case_no, evidence.attachment.pk])
    served = client.get(address)
    assert served["Content-Type"] == "image/jpeg"
    assert b"".join(served.streaming_content)
    assert as_person(here.other_handler).get(address).status_code == 404


def test_a_file_of_a_wrong_type_is_named_and_the_others_are_kept(here):
    case = contacted(here)
    client, address = as_person(here.handler), step_of(case, "reply")
    good, bad = files.upload(files.PDF, "a.pdf"), files.upload(b"MZ\x90", "b.exe")
    answer = post(
        client, address, text="已修好", **{"files-HANDLING": bad, "files-CERTIFICATE": good}
    )
    assert answer.status_code == 409
    page = text_of(answer)
    assert "b.exe" in page
    kept = re.search(r'name="kept-CERTIFICATE" value="([^"]+)"', page)
    assert kept
    sent = {"key": answer.context["key"], "version": answer.context["version"], "text": "已修好"}
    assert client.post(address, {**sent, "kept-CERTIFICATE": kept[1]}).status_code == 302
    assert Evidence.objects.get().attachment.name == "a.pdf"


def test_nobody_elses_draft_becomes_evidence(here):
    case = contacted(here)
    stranger = files.upload(files.PDF, "x.pdf")
    theirs = Attachment.objects.get(pk=_kept(stranger, here.head).pk)
    post(as_person(here.handler), step_of(case, "reply"), text="好", **{"kept-HANDLING": theirs.pk})
    assert not Evidence.objects.exists()


def _kept(upload, by):
    from huiying.files.actions import keep  # noqa: PLC0415 - for this one builder

    return keep(upload, by=by, now=NOW)


def test_the_callback_officer_writes_down_the_answer(here):
    case = make.released(here)
    address = reverse("cases:callback-step", args=[case.callbacks.get().pk, "callback_answer"])
    answer = post(
        as_person(here.caller), address, solved="YES", result="5", manner="4", comment="修得快"
    )
    assert answer.status_code == 302
    case.refresh_from_db()
    assert case.state == CaseState.CLOSED


def test_an_answer_has_no_grade_chosen_beforehand(here):
    case = make.released(here)
    address = reverse("cases:callback-step", args=[case.callbacks.get().pk, "callback_answer"])
    answer = post(as_person(here.caller), address, comment="好")
    assert "checked" not in text_of(answer)
    assert case.ratings.count() == 0


def test_the_token_of_the_rating_link_is_never_shown_to_staff(here):
    case = make.released(here)
    for person in (here.caller, here.handler, here.reviewer):
        assert case.callbacks.get().token not in text_of(as_person(person).get(page_of(case)))


def test_who_asked_in_secret_stays_hidden_from_the_unit_and_known_to_intake(here):
    case = make.signed(here, wants_secrecy=True, text="我家门口的井盖坏了。")
    handler = text_of(as_person(here.handler).get(page_of(case)))
    assert "周阿姨" not in handler
    assert "139****1234" not in handler
    assert "村口小卖部旁" not in handler
    clerk = text_of(as_person(here.clerk).get(page_of(case)))
    assert "周阿姨" in clerk


def test_opening_a_confidential_case_leaves_a_trace(here):
    case = make.accepted(here, kind=Kind.TIP_OFF)
    as_person(here.clerk).get(page_of(case))
    assert [e.kind for e in events_of(case.subject)][-1] == "case.seen"
    open_case = make.accepted(here)
    as_person(here.clerk).get(page_of(open_case))
    assert [e.kind for e in events_of(open_case.subject)][-1] != "case.seen"


def test_the_page_costs_the_same_for_one_and_three_entries(here):
    case = make.signed(here)
    actions.note(case, by=here.handler, now=NOW, text="记录")
    once = queries_of(as_person(here.handler), page_of(case))
    for _ in range(2):
        actions.note(case, by=here.handler, now=NOW, text="记录")
    assert queries_of(as_person(here.handler), page_of(case)) == once
