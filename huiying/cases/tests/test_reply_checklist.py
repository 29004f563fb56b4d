"""Before a reply is sent: its checklist."""

import pytest
from django.urls import reverse

from huiying.audit.actions import drain
from huiying.cases import actions
from huiying.cases.models import (
    Case,
    Reply,
    ReplyDraft,
    ReplyLook,
    SuggestionOutcome,
)
from huiying.cases.queries import current_lead
from huiying.cases.queries.replies import Written, looked_over
from huiying.cases.rules import quality
from huiying.cases.rules.replies import Mark
from huiying.cases.tasks import tick
from huiying.cases.tests import make
from huiying.cases.tests.make_replies import GOOD, reached, read_all
from huiying.cases.tests.pages import address, api, as_person, post, text_of
from huiying.lib import clock

pytestmark = pytest.mark.usefixtures("in_the_morning")

NOW = make.MORNING


def points(case, text, by, law=""):
    """The checklist after the worker has read the words: sentence → mark."""
    lead = current_lead(case)
    actions.reading_of(text, lead, by=by, now=NOW)
    read_all()
    reading = actions.reading_of(text, lead, by=by, now=NOW)
    assert reading.is_ready
    found = looked_over(Written(text, law, {}), lead, reading, now=NOW)
    return {each.template % each.values: each.mark for each in found}


def starting(found, words):
    return next(mark for said, mark in found.items() if said.startswith(words))


def test_a_good_reply_has_each_line_with_its_reason(here, case):
    found = points(case, GOOD, here.handler)
    assert found["It answers what was asked."] is Mark.FOUND
    for words in (
        "The matter is named: ",
        "It says what was done or will be done: “",
        "It says when: “",
        "It names whom to ask: “",
        "A legal basis is named in the text: “",
        "It gives reasons.",
        "It is plain",
        "Still in time: due by ",
    ):
        assert starting(found, words) is Mark.FOUND


def test_a_receipt_is_told_as_one(here, case):
    found = points(case, "您好，来信收悉，已转相关部门处理，感谢您的支持。", here.handler)
    assert found["It only says that the matter was received or passed on."] is Mark.MISSING
    assert found["It does not say what was done or will be done."] is Mark.MISSING
    assert found["No legal basis is named."] is Mark.MISSING


def test_a_reply_about_something_else_names_what_was_asked(here, case):
    other = "经核查，该学校食堂采购流程符合规定，学校将于9月公布菜单，加强对供货单位的检查，确保学生用餐安全，请家长放心。"
    found = points(case, other, here.handler)
    assert starting(found, "It hardly speaks of what was asked: ") is Mark.MISSING


def test_officialese_is_told_with_its_words(here, case):
    heap = "我局将进一步强化统筹，切实压实责任，狠抓落实到位，大力推进长效机制，不断提升为民服务。"
    assert starting(points(case, heap, here.handler), "Set phrases stand close together: ") is (
        Mark.MISSING
    )


def test_a_copy_names_the_other_case_to_those_who_may_know_of_it(here, case):
    actions.reply(case, by=here.handler, now=NOW, text=GOOD)
    again = reached(here)
    copied = "尊敬的网友，" + GOOD.replace("3月4日", "3月6日") + "感谢您的监督！"
    found = points(again, copied, here.handler)
    assert found[f"It is much the same as the unit's reply to {case.case_no}."] is Mark.MISSING
    Case.objects.filter(pk=case.pk).update(area_code="999999999999")
    case.assignments.update(unit=here.roads)
    found = points(again, copied, here.handler)
    assert not any(case.case_no in said for said in found)


def test_equal_words_are_told_once(here, case):
    actions.reply(case, by=here.handler, now=NOW, text=GOOD)
    found = points(reached(here), GOOD, here.handler)
    assert found["The same words went out 1 times in the last 90 days."] is Mark.MISSING
    assert not any(said.startswith("It is much the same") for said in found)


def test_what_is_compared_is_bounded(here, case):
    others = [quality.Other(number, f"{GOOD}{number}") for number in range(300)]
    assert quality.most_alike(GOOD, others) is not None
    assert quality.most_alike("", others) is None
    assert quality.most_alike("如果" * 2500, []) is None


def test_late_is_told_before_it_is_sent(here, case):
    lead = current_lead(case)
    late = NOW.replace(year=2027)
    reading = actions.reading_of("x", lead, by=here.handler, now=late)
    found = looked_over(Written("x", "", {}), lead, reading, now=late)
    assert any(each.template.startswith("Late already") for each in found)


def test_the_button_keeps_the_draft_and_shows_the_checklist(here, case):
    client = as_person(here.handler)
    sent = post(client, address(case), text=GOOD, _check="1")
    assert sent.headers["Location"] == f"{address(case)}?check=1#check"
    page = text_of(client.get(f"{address(case)}?check=1"))
    assert "The words are being read." in page
    assert "No first contact" not in page
    read_all()
    part = text_of(client.get(address(case, "reply-check")))
    assert "It answers what was asked." in part
    assert "being read" not in part
    assert ReplyDraft.objects.get().text == GOOD
    assert not Reply.objects.exists()
    assert post(client, address(case), text="收到，谢谢。").status_code == 302  # nothing is blocked


def test_a_form_that_comes_back_shows_the_checklist_unasked(here, case):
    client = as_person(here.handler)
    answer = post(client, address(case), text=f"{GOOD}【几月几日】")
    assert "Before you send it" in text_of(answer)
    assert "Before you send it" not in text_of(client.get(address(case)))


def test_when_nobody_reads_in_time_the_facts_stand_alone(here, case, monkeypatch):
    client = as_person(here.handler)
    post(client, address(case), text=GOOD, _check="1")
    client.get(f"{address(case)}?check=1")
    later = NOW.replace(minute=NOW.minute + 1)
    monkeypatch.setattr(clock, "now", lambda: later)
    part = text_of(client.get(address(case, "reply-check")))
    assert "Nobody could read the words in time" in part
    assert "hx-get" not in part


def test_switched_off_the_facts_stay_for_the_reviewer_and_the_button_goes(here, case):
    administrator = make.organisations.person("sysadmin", name="管理员")
    make.organisations.grant(administrator, make.Role.SYSTEM_ADMINISTRATOR, here.county)
    actions.switch_suggestion("replies", is_on=False, by=administrator, now=NOW)
    assert "Check the draft" not in text_of(as_person(here.handler).get(address(case)))
    actions.reply(case, by=here.handler, now=NOW, text=GOOD)
    page = text_of(as_person(here.reviewer).get(address(case, "case")))
    assert "No legal basis is named." in page
    assert not ReplyLook.objects.exists()
    body = {"text": GOOD}
    url = f"/api/cases/{case.case_no}/draft/check"
    assert api(here.handler).post(url, body, "application/json").status_code == 409


def test_the_reviewer_reads_it_in_the_one_checklist_there_is(here, case):
    actions.reply(case, by=here.handler, now=NOW, text=GOOD)
    client = as_person(here.reviewer)
    assert "The words are being read." in text_of(client.get(address(case, "case")))
    read_all()
    for page in (address(case, "case"), reverse("cases:step", args=[case.case_no, "release"])):
        said = text_of(client.get(page))
        assert said.count('class="check-list"') == 1
        assert "It answers what was asked." in said
        assert "A legal basis is named in the text" in said
        assert "No legal basis is named." not in said


def test_in_chinese_every_line_is_chinese(here, case):
    client = as_person(here.handler, language="zh-hans")
    post(client, address(case), text="收到。", _check="1")
    client.get(f"{address(case)}?check=1")
    read_all()
    part = text_of(client.get(address(case, "reply-check")))
    assert "只说" in part
    assert "It " not in part


def test_what_was_read_is_of_no_person_and_gone_after_a_day(here, case):
    points(case, GOOD, here.handler)
    row = ReplyLook.objects.get()
    assert row.text == ""
    assert {each.name for each in ReplyLook._meta.fields} == {
        "id", "assignment", "digest", "text", "found", "asked_at", "done_at",
    }  # fmt: skip
    tick(NOW.replace(day=NOW.day + 2))
    assert not ReplyLook.objects.exists()


def test_programs_look_a_reply_over_and_other_units_do_not(here, case):
    url = f"/api/cases/{case.case_no}/draft/check"
    client = api(here.handler)
    assert not client.post(url, {"text": GOOD}, "application/json").json()["is_ready"]
    read_all()
    done = client.post(url, {"text": GOOD}, "application/json").json()
    assert {"mark": "found", "words": "It answers what was asked."} in done["points"]
    assert api(here.other_handler).post(url, {"text": "x"}, "application/json").status_code == 404


def test_what_was_missing_and_then_written_counts_as_heeded(here, case, reactions):
    lead = current_lead(case)
    for words in ("您好，来信收悉，已转相关部门处理，感谢您的支持。", GOOD):
        actions.reading_of(words, lead, by=here.handler, now=NOW)
        read_all()
    actions.reply(case, by=here.handler, now=NOW, text=GOOD)
    drain(NOW)
    kept = SuggestionOutcome.objects.get(kind="replies")
    assert int(kept.chosen) > 0
    assert kept.about == case.subject


def test_a_reply_that_nobody_looked_over_counts_for_nothing(here, case, reactions):
    actions.reply(case, by=here.handler, now=NOW, text=GOOD)
    drain(NOW)
    assert not SuggestionOutcome.objects.filter(kind="replies").exists()
