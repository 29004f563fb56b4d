"""Before a reply is sent: its checklist, and what was answered before as a beginning."""

import pytest
from django.test import Client
from django.urls import reverse

from huiying.cases import actions
from huiying.cases.choices import Kind
from huiying.cases.models import (
    Case,
    KnowledgeEntry,
    Reply,
    ReplyDraft,
    ReplyLook,
    SuggestionOutcome,
)
from huiying.cases.queries import current_lead
from huiying.cases.queries.nearest import nearest, source
from huiying.cases.queries.replies import Written, judged, looked_over, waiting_reply
from huiying.cases.rules import quality
from huiying.cases.rules.replies import Mark
from huiying.cases.tasks import details, looking, tick
from huiying.cases.tests import make
from huiying.cases.tests.pages import as_person, post, text_of
from huiying.cases.tests.test_texts import in_force
from huiying.lib import clock
from huiying.people.actions.tokens import make_token

NOW = make.MORNING
GOOD = (
    "您好，您反映的村口水管漏水问题，我局3月4日派人到现场查看。经核实，漏水是由于接头老化导致，"
    "已于当天更换接头并清理了路面积水，老人可以正常通行。根据《城市供水条例》第二十条，管网由供水单位维护。"
    "如再漏水，请拨打水务局电话0471-1234567。"
)


@pytest.fixture
def here(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make.county()


@pytest.fixture(autouse=True)
def at(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


def signed(here, **more):
    found = make.signed(here, **more)
    return actions.contact(found, by=here.handler, now=NOW, result=make.TryResult.REACHED)


@pytest.fixture
def case(here):
    return signed(here)


def address(case, name="reply"):
    return reverse(f"cases:{name}", args=[case.case_no])


def api(person) -> Client:
    _, secret = make_token(person, label="t", days=1, by=person, now=clock.now())
    return Client(headers={"authorization": f"Bearer {secret}", "accept-language": "en"})


def points(case, text, by, law=""):
    """The checklist after the worker has read the words: sentence → mark."""
    lead = current_lead(case)
    actions.reading_of(text, lead, by=by, now=NOW)
    read_all()
    reading = actions.reading_of(text, lead, by=by, now=NOW)
    assert reading.is_ready
    found = looked_over(Written(text, law, {}), lead, reading, now=NOW)
    return {each.template % each.values: each.mark for each in found}


def read_all():
    for pk in ReplyLook.objects.filter(done_at=None).values_list("pk", flat=True):
        looking.look(pk)


def find_names():
    from huiying.cases.models import DetailLook  # noqa: PLC0415 - beside its one use

    for digest in DetailLook.objects.filter(done_at=None).values_list("digest", flat=True):
        details.look(digest)


def starting(found, words):
    return next(mark for said, mark in found.items() if said.startswith(words))


# --- the checklist ---


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
    again = signed(here)
    copied = "尊敬的网友，" + GOOD.replace("3月4日", "3月6日") + "感谢您的监督！"
    found = points(again, copied, here.handler)
    assert found[f"It is much the same as the unit's reply to {case.case_no}."] is Mark.MISSING
    Case.objects.filter(pk=case.pk).update(area_code="999999999999")
    case.assignments.update(unit=here.roads)
    found = points(again, copied, here.handler)
    assert not any(case.case_no in said for said in found)


def test_equal_words_are_told_once(here, case):
    actions.reply(case, by=here.handler, now=NOW, text=GOOD)
    found = points(signed(here), GOOD, here.handler)
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


# --- what was answered before ---


def answered(here, text=GOOD, **more):
    found = signed(here, **more)
    actions.reply(found, by=here.handler, now=NOW, text=text)
    return actions.release(found, by=here.reviewer, now=NOW)


def test_answered_cases_and_knowledge_are_offered_with_their_sources(here, case):
    old = answered(here)
    in_force(here)
    KnowledgeEntry.objects.update(question="村口的自来水管漏水找谁修？")
    entry = KnowledgeEntry.objects.get()
    from huiying.cases.actions.knowledge import text_of as words_of  # noqa: PLC0415 - a name apart
    from huiying.search import actions as search  # noqa: PLC0415 - beside its one use

    search.index("knowledge", entry.pk, words_of(entry))
    found = nearest(case, here.handler, now=NOW)
    assert {each.ref for each in found} == {f"case:{old.pk}", f"knowledge:{entry.pk}"}
    client = as_person(here.handler)
    waiting = text_of(client.get(address(case, "reply-near")))
    assert "Names are being looked for" in waiting
    assert old.case_no not in waiting
    find_names()
    page = text_of(client.get(address(case, "reply-near")))
    assert (old.case_no in page, entry.question in page) == (True, True)
    assert "of the words alike" in page


def test_an_answer_to_somebody_else_is_put_in_masked_and_kept_on_record(here, case):
    old = answered(here, text="李秀英您好，" + GOOD + "或找王志强13911112222。")
    client = as_person(here.handler)
    client.get(address(case, "reply-near"))
    find_names()
    post(client, address(case), text="您好。", _begin=f"c{old.pk}")
    draft = ReplyDraft.objects.get().text
    assert draft.startswith("您好。\n\n李")
    for secret in ("秀英", "志强", "13911112222"):
        assert secret not in draft
    outcome = SuggestionOutcome.objects.get(kind="drafting")
    assert (outcome.fate, outcome.suggested) == ("taken", f"case:{old.pk}")


def test_before_names_are_looked_for_it_is_not_put_in_and_nothing_is_lost(here, case):
    old = answered(here)
    client = as_person(here.handler)
    post(client, address(case), text="我的话", _begin=f"c{old.pk}")
    assert ReplyDraft.objects.get().text == "我的话"


def test_what_a_person_may_not_see_is_no_source_unless_it_is_public(here, case):
    old = answered(here)
    Case.objects.filter(pk=old.pk).update(area_code="999999999999")
    old.assignments.update(unit=here.roads)
    assert nearest(case, here.handler, now=NOW) == []
    assert source(f"c{old.pk}", case, here.handler, now=NOW) is None


@pytest.mark.parametrize("secret", [{"is_confidential": True}, {"kind": Kind.TIP_OFF}])
def test_nothing_told_in_confidence_is_a_pattern(here, case, secret):
    old = answered(here)
    if "kind" in secret:
        Case.objects.filter(pk=old.pk).update(**secret)
    else:
        old.requests.update(**secret)
    assert nearest(case, here.handler, now=NOW) == []
    assert source(f"c{old.pk}", case, here.handler, now=NOW) is None


def test_an_answer_under_review_is_no_source(here, case):
    old = signed(here)
    actions.reply(old, by=here.handler, now=NOW, text=GOOD)
    assert nearest(case, here.handler, now=NOW) == []


def test_published_words_come_before_those_of_the_case(here, case):
    old = make.closed(here)
    draft = {"title": "村口水管漏水", "text": "村口的自来水管漏了三天", "reply": "已修好并公开"}
    actions.draft_public(old, by=here.reviewer, now=NOW, **draft)
    actions.publish(old, by=here.publisher, now=NOW)
    (found,) = nearest(case, here.handler, now=NOW)
    assert (found.ref.split(":")[0], found.text) == ("published", "已修好并公开")
    post(as_person(here.handler), address(case), text="", _begin=found.key)
    assert ReplyDraft.objects.get().text == "已修好并公开"


def test_switched_off_nothing_is_offered(here, case):
    answered(here)
    administrator = make.organisations.person("sysadmin", name="管理员")
    make.organisations.grant(administrator, make.Role.SYSTEM_ADMINISTRATOR, here.county)
    actions.switch_suggestion("drafting", is_on=False, by=administrator, now=NOW)
    assert nearest(case, here.handler, now=NOW) == []
    assert "answered before" not in text_of(as_person(here.handler).get(address(case)))


@pytest.mark.parametrize("key", ["c0", "x1", "c", "", "k99999999999999999999", "p-1", "m999"])
def test_a_button_that_names_nothing_changes_nothing(here, case, key):
    client = as_person(here.handler)
    assert post(client, address(case), text="我的话", _begin=key).status_code == 302
    assert ReplyDraft.objects.get().text == "我的话"


def test_programs_read_the_sources(here, case):
    answered(here)
    url = f"/api/cases/{case.case_no}/draft/near"
    client = api(here.handler)
    assert client.get(url).json() == {"is_ready": False, "items": []}
    find_names()
    (row,) = client.get(url).json()["items"]
    assert row["percent"] > 50
    assert api(here.other_handler).get(url).status_code == 404


def test_what_a_late_co_unit_owes_can_be_said_on_the_page(here, case):
    lead = current_lead(case)
    lead.pk, lead.part, lead.unit, lead.due = None, "CO", here.roads, NOW.replace(day=1)
    lead.save(force_insert=True)
    page = text_of(as_person(here.handler).get(address(case)))
    assert "What late co-units have not reported" in page


def test_a_waiting_reply_without_reading_is_judged_by_facts(here, case):
    actions.reply(case, by=here.handler, now=NOW, text=GOOD)
    assert judged(waiting_reply(case), case).reading.is_ready
