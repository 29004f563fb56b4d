"""A machine's draft goes out only changed or confirmed by a person."""

import pytest

from huiying.cases import actions
from huiying.cases.choices.machine import MachineState
from huiying.cases.models import (
    MachineDraft,
    Reply,
    ReplyDraft,
    SuggestionOutcome,
)
from huiying.cases.queries import current_lead
from huiying.cases.queries.replies import judged, waiting_reply
from huiying.cases.rules.drafting import is_unedited
from huiying.cases.tasks.drafting import write_draft
from huiying.cases.tests import make
from huiying.cases.tests import model_server as machines
from huiying.cases.tests.make_replies import DRAFTED, drafted
from huiying.cases.tests.pages import address, api, as_person, post, text_of
from huiying.cases.tests.test_texts import in_force
from huiying.lib.errors import NotPossible

pytestmark = pytest.mark.usefixtures("in_the_morning")

NOW = make.MORNING


def test_a_draft_goes_out_only_changed_or_confirmed(here, case, lead, model):
    draft = drafted(lead, here.handler)
    before = ReplyDraft.objects.count()
    for text in (DRAFTED, f"您好。\n\n{DRAFTED}\n谢谢", DRAFTED.replace("，", " , ")):
        with pytest.raises(NotPossible):
            actions.reply(case, by=here.handler, now=NOW, text=text)
    assert not Reply.objects.exists()
    assert ReplyDraft.objects.count() == before
    actions.reply(case, by=here.handler, now=NOW, text=DRAFTED, machine_read=True)
    outcome = SuggestionOutcome.objects.get(kind="drafting")
    assert (outcome.fate, outcome.suggested) == ("taken", f"machine_draft:{draft.pk}")
    points = [each.template for each in judged(waiting_reply(case), case).points]
    assert any("confirmed having read" in each for each in points)


def test_a_changed_draft_goes_out_as_a_persons(here, case, lead, model):
    draft = drafted(lead, here.handler)
    mine = actions.keep_draft(lead, by=here.handler, now=NOW, text="")
    actions.put_in_machine(mine, draft.pk, by=here.handler, now=NOW)
    actions.reply(case, by=here.handler, now=NOW, text=DRAFTED.replace("【待填】", "3月9日"))
    assert SuggestionOutcome.objects.get(kind="drafting").fate == "changed"
    points = [each.template for each in judged(waiting_reply(case), case).points]
    assert any("changed by a person" in each for each in points)


def test_a_colleague_cannot_send_it_unread_either(here, case, lead, model):
    drafted(lead, here.handler)
    with pytest.raises(NotPossible):
        actions.reply(case, by=here.head, now=NOW, text=DRAFTED)


def test_by_program_it_needs_the_confirmation_too(here, case, lead, model):
    model.answer = machines.chat("水管已经修好。")
    drafted(lead, here.handler)
    client = api(here.handler)
    step = f"/api/cases/{case.case_no}/steps/reply"
    refused = client.post(step, {"text": "水管已经修好。"}, "application/json")
    assert refused.status_code == 409
    body = {"text": "水管已经修好。", "machine_read": True}
    assert client.post(step, body, "application/json").status_code == 200


def test_on_the_page_it_is_marked_and_asks_for_the_confirmation(here, case, lead, model):
    model.answer = machines.chat("水管已经修好。")
    client = as_person(here.handler)
    post(client, address(case), text="您好。", _machine="1")
    page = text_of(client.get(address(case)))
    assert "The model is writing" in page
    draft = MachineDraft.objects.get()
    write_draft(draft.pk)
    page = text_of(client.get(address(case, "reply-machine")))
    assert "Machine-made" in page
    post(client, address(case), text="您好。", _begin=f"m{draft.pk}")
    page = text_of(client.get(address(case)))
    assert "word for word" in page
    text = ReplyDraft.objects.get().text
    assert text == "您好。\n\n水管已经修好。"
    refused = post(client, address(case), text=text)
    assert refused.status_code == 409
    assert "confirm that you have read it" in text_of(refused)
    assert ReplyDraft.objects.get().text == text
    assert post(client, address(case), text=text, machine_read="on").status_code == 302


def test_only_ones_own_cases_machine_draft_is_put_in(here, case, lead, model):
    draft = drafted(lead, here.handler)
    other = make.signed(here)
    mine = actions.keep_draft(current_lead(other), by=here.handler, now=NOW, text="x")
    with pytest.raises(NotPossible):
        actions.put_in_machine(mine, draft.pk, by=here.handler, now=NOW)


def test_a_draft_without_room_loses_nothing(here, case, lead, model):
    draft = drafted(lead, here.handler)
    long = "长" * 4990
    post(as_person(here.handler), address(case), text=long, _begin=f"m{draft.pk}")
    assert ReplyDraft.objects.get().text == long


def test_signs_and_blanks_are_no_change_and_letters_are():
    assert is_unedited("您好！水管，已修好", "水管已修好。")
    assert not is_unedited("水管将修好", "水管已修好")
    assert not is_unedited("什么都可以", "。！")
    assert is_unedited("水管于修好。", "水管于【待填】修好。")
    assert not is_unedited("水管于11月3日修好。", "水管于【待填】修好。")


def test_programs_ask_and_read_it(here, case, lead, model):
    client = api(here.handler)
    asked = client.post(f"/api/cases/{case.case_no}/draft/machine", {}, "application/json")
    assert asked.status_code == 202
    write_draft(asked.json()["id"])
    row = client.get(f"/api/cases/{case.case_no}/draft/machine").json()["draft"]
    assert (row["state"], row["is_machine_made"], row["text"]) == ("READY", True, DRAFTED)
    used = client.post(f"/api/cases/{case.case_no}/draft/machine/{row['id']}/use")
    assert used.json() == {"text": DRAFTED, "is_machine_made": True}
    other = api(here.other_handler)
    assert other.get(f"/api/cases/{case.case_no}/draft/machine").status_code == 404


def test_knowledge_is_a_source(here, case, lead, model):
    in_force(here)
    drafted(lead, here.handler)
    assert MachineDraft.objects.get().state == MachineState.READY
