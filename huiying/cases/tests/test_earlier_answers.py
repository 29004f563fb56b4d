"""What was answered before, as the beginning of a reply."""

import pytest

from huiying.cases import actions
from huiying.cases.choices import Kind
from huiying.cases.models import (
    Case,
    KnowledgeEntry,
    ReplyDraft,
    SuggestionOutcome,
)
from huiying.cases.queries import current_lead
from huiying.cases.queries.nearest import nearest, source
from huiying.cases.queries.replies import judged, waiting_reply
from huiying.cases.tests import make
from huiying.cases.tests.make_replies import GOOD, find_names, reached
from huiying.cases.tests.pages import address, api, as_person, post, text_of
from huiying.cases.tests.test_texts import in_force

pytestmark = pytest.mark.usefixtures("in_the_morning")

NOW = make.MORNING


def answered(here, text=GOOD, **more):
    found = reached(here, **more)
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
    old = reached(here)
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
