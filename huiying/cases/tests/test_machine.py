"""Drafts by a machine: what it is told, how it misbehaves, and that none goes out unread."""

import socket
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import override

from huiying.audit.actions import TIMER
from huiying.cases import actions
from huiying.cases.choices import Kind
from huiying.cases.choices.machine import MachineFault, MachineState
from huiying.cases.models import (
    DraftingEndpoint,
    MachineDraft,
    Reply,
    ReplyDraft,
    SuggestionOutcome,
)
from huiying.cases.queries import current_lead
from huiying.cases.queries.replies import judged, waiting_reply
from huiying.cases.rules.drafting import content_of, is_unedited, without
from huiying.cases.tasks import tick
from huiying.cases.tasks.drafting import write_draft
from huiying.cases.tests import make
from huiying.cases.tests import model_server as machines
from huiying.cases.tests.pages import as_person, post, text_of
from huiying.cases.tests.test_endpoint import api, set_up
from huiying.cases.tests.test_texts import in_force
from huiying.lib import clock
from huiying.lib.errors import NotAllowed, NotPossible
from huiying.organisations.tests import make as organisations
from huiying.people.choices import Role

NOW = make.MORNING
WORDS = "您反映的村口水管漏水，我局已派人查看，将于【待填】前修好。依据供水条例，可到水务局咨询。"


@pytest.fixture
def here(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make.county()


@pytest.fixture(autouse=True)
def at(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def administrator(here):
    person = organisations.person("sysadmin", name="管理员")
    organisations.grant(person, Role.SYSTEM_ADMINISTRATOR, here.county)
    return person


@pytest.fixture
def case(here):
    found = make.signed(here)
    return actions.contact(found, by=here.handler, now=NOW, result=make.TryResult.REACHED)


@pytest.fixture
def lead(case):
    return current_lead(case)


@pytest.fixture
def model(administrator):
    with machines.running(machines.chat(WORDS)) as running:
        set_up(administrator, running.address)
        yield running


def written(lead, by, now=NOW):
    draft = actions.ask_machine(lead, by=by, now=now)
    write_draft(draft.pk)
    draft.refresh_from_db()
    return draft


def address(case, name="reply"):
    return reverse(f"cases:{name}", args=[case.case_no])


# --- what it is told ---


def test_the_machine_is_told_no_name_number_or_address(here, model):
    told = "我叫周建国，电话13900001234，住幸福小区3号楼2单元501室，身份证110101199003070038，村口水管漏了。"
    case = make.signed(here, text=told, contact_name="周建国", contact_address="幸福小区3号楼")
    actions.contact(case, by=here.handler, now=NOW, result=make.TryResult.REACHED)
    draft = written(current_lead(case), here.handler)
    assert (draft.state, draft.text) == (MachineState.READY, WORDS)
    assert "村口水管漏了" in model.words
    for secret in ("建国", "13900001234", "501", "110101199003070038", "幸福小区3号楼"):
        assert secret not in model.words
    assert model.question["model"] == "small-zh"
    assert "Authorization: Bearer sk-geheim" in model.words


def test_it_is_told_masked_answers_and_their_sources_are_kept(here, model):
    old = make.released(here, contact_name="李秀英")
    Reply.objects.update(text="李秀英您好，水管已由王志强修好，电话13911112222。")
    case = make.signed(here)
    actions.contact(case, by=here.handler, now=NOW, result=make.TryResult.REACHED)
    by = here.handler
    draft = written(current_lead(case), by)
    assert f"case:{old.pk}" in draft.sources
    assert "修好" in model.words
    for secret in ("秀英", "志强", "13911112222"):
        assert secret not in model.words


def test_what_was_told_in_confidence_is_not_given_to_it(here, model):
    secret = make.signed(here)
    secret.requests.update(is_confidential=True)
    with pytest.raises(NotPossible):
        actions.ask_machine(current_lead(secret), by=here.handler, now=NOW)
    tip = make.signed(here)
    type(tip).objects.filter(pk=tip.pk).update(kind=Kind.TIP_OFF)
    tip.refresh_from_db()
    with pytest.raises(NotPossible):
        actions.ask_machine(current_lead(tip), by=here.handler, now=NOW)
    assert model.asked == []


def test_others_cannot_ask_for_it(here, lead, model):
    with pytest.raises(NotAllowed):
        actions.ask_machine(lead, by=here.other_handler, now=NOW)
    assert as_person(here.other_handler).get(address(lead.case, "reply-machine")).status_code == 404


def test_one_draft_at_a_time_and_ten_a_day(here, lead, model):
    actions.ask_machine(lead, by=here.handler, now=NOW)
    with pytest.raises(NotPossible):
        actions.ask_machine(lead, by=here.handler, now=NOW)
    MachineDraft.objects.update(state=MachineState.FAILED)
    for _ in range(9):
        written(lead, here.handler)
    with pytest.raises(NotPossible):
        actions.ask_machine(lead, by=here.handler, now=NOW)


# --- how it misbehaves ---

JSON = machines.http
BAD = [
    (machines.says_nothing, MachineFault.SLOW),
    (machines.drips, MachineFault.SLOW),
    (machines.drips_its_head, MachineFault.SLOW),
    (JSON(b"no", status="500 Internal Server Error"), MachineFault.STATUS),
    (JSON(b"no", status="404 Not Found"), MachineFault.STATUS),
    (JSON(b"no", status="401 Unauthorized"), MachineFault.NO_ENTRY),
    (JSON(b"", status="302 Found", extra="Location: http://example.org/\r\n"), MachineFault.MOVED),
    (JSON(b"<html>not json"), MachineFault.NO_JSON),
    (JSON(b"\xff\xfe\x00"), MachineFault.NO_JSON),
    (JSON(b"[" * 100_000), MachineFault.NO_JSON),
    (JSON(b"[]"), MachineFault.NO_CHAT),
    (JSON(b"null"), MachineFault.NO_CHAT),
    (JSON(b'{"choices": []}'), MachineFault.NO_CHAT),
    (JSON(b'{"choices": [{"message": {"content": 5}}]}'), MachineFault.NO_CHAT),
    (JSON(b'{"choices": [{"message": {"content": null}}]}'), MachineFault.NO_CHAT),
    (JSON(b'{"choices": [{"message": {"content": " \\n "}}]}'), MachineFault.EMPTY),
    (JSON(b'{"choices": [{"message": {"content": "<think>x"}}]}'), MachineFault.EMPTY),
    (machines.chat("字" * 5000), MachineFault.HUGE),
    (JSON(b"{}", length=10**9), MachineFault.HUGE),
    (machines.floods, MachineFault.HUGE),
    (machines.breaks_off, MachineFault.BROKEN_OFF),
    (machines.hangs_up, MachineFault.BROKEN_OFF),
    (b"SSH-2.0-OpenSSH_9.0\r\n", MachineFault.NO_HTTP),
    (JSON(b"x", extra="X: " + "y" * 70_000 + "\r\n"), MachineFault.NO_HTTP),
]


@pytest.mark.parametrize(
    ("answer", "fault"), BAD, ids=[f"{number}-{fault}" for number, (_, fault) in enumerate(BAD)]
)
def test_a_misbehaving_machine_is_a_sentence_and_loses_nothing(
    here, case, lead, administrator, model, answer, fault
):
    DraftingEndpoint.objects.update(seconds=1)
    model.answer = answer
    actions.keep_draft(lead, by=here.handler, now=NOW, text="我写了一半")
    draft = written(lead, here.handler)
    assert (draft.state, draft.fault, draft.text) == (MachineState.FAILED, fault, "")
    page = text_of(as_person(here.handler).get(address(case)))
    with override("en"):
        assert escape(str(MachineFault(fault).label)) in page
    assert "我写了一半" in page
    assert "Ask the model again" in page


def test_a_machine_that_is_not_there_is_a_sentence(here, lead, administrator):
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    set_up(administrator, f"http://127.0.0.1:{port}/v1")
    assert written(lead, here.handler).fault == MachineFault.UNREACHABLE


def test_plain_http_behind_an_https_address_is_a_sentence(here, lead, administrator, model):
    set_up(administrator, model.address.replace("http:", "https:"), key=None)
    model.answer = b"HTTP/1.1 400 Bad Request\r\n\r\n"
    DraftingEndpoint.objects.update(seconds=1)
    assert written(lead, here.handler).fault in (MachineFault.UNREACHABLE, MachineFault.SLOW)


def test_switched_off_meanwhile_nothing_is_sent(here, lead, administrator, model):
    draft = actions.ask_machine(lead, by=here.handler, now=NOW)
    actions.switch_suggestion("drafting", is_on=False, by=administrator, now=NOW)
    write_draft(draft.pk)
    draft.refresh_from_db()
    assert draft.fault == MachineFault.OFF
    assert model.asked == []


def test_a_job_that_is_lost_or_run_twice_changes_nothing_twice(here, lead, model):
    draft = actions.ask_machine(lead, by=here.handler, now=NOW)
    tick(NOW + timedelta(minutes=20))
    draft.refresh_from_db()
    assert draft.fault == MachineFault.LOST
    write_draft(draft.pk)
    actions.machine_answered(draft.pk, "zu spät", sources=[], by=TIMER, now=NOW)
    draft.refresh_from_db()
    assert (draft.state, draft.text, model.asked) == (MachineState.FAILED, "", [])


def test_control_characters_and_thoughts_are_taken_out():
    body = b'{"choices": [{"message": {"content": "<think>hm</think>\\u0000\\ud800\\u4f60\\r\\n\\u597d"}}]}'
    assert content_of(body) == "你\n好"


def test_what_is_known_of_a_person_is_starred_however_it_is_spaced():
    said = without("周 建国，139-0000 1234，周建国", ["周建国", "13900001234", "", "王"])
    assert "建国" not in said
    assert "1234" not in said


# --- none goes out unread ---


def test_a_draft_goes_out_only_changed_or_confirmed(here, case, lead, model):
    draft = written(lead, here.handler)
    before = ReplyDraft.objects.count()
    for text in (WORDS, f"您好。\n\n{WORDS}\n谢谢", WORDS.replace("，", " , ")):
        with pytest.raises(NotPossible):
            actions.reply(case, by=here.handler, now=NOW, text=text)
    assert not Reply.objects.exists()
    assert ReplyDraft.objects.count() == before
    actions.reply(case, by=here.handler, now=NOW, text=WORDS, machine_read=True)
    outcome = SuggestionOutcome.objects.get(kind="drafting")
    assert (outcome.fate, outcome.suggested) == ("taken", f"machine_draft:{draft.pk}")
    points = [each.template for each in judged(waiting_reply(case), case).points]
    assert any("confirmed having read" in each for each in points)


def test_a_changed_draft_goes_out_as_a_persons(here, case, lead, model):
    draft = written(lead, here.handler)
    mine = actions.keep_draft(lead, by=here.handler, now=NOW, text="")
    actions.put_in_machine(mine, draft.pk, by=here.handler, now=NOW)
    actions.reply(case, by=here.handler, now=NOW, text=WORDS.replace("【待填】", "3月9日"))
    assert SuggestionOutcome.objects.get(kind="drafting").fate == "changed"
    points = [each.template for each in judged(waiting_reply(case), case).points]
    assert any("changed by a person" in each for each in points)


def test_a_colleague_cannot_send_it_unread_either(here, case, lead, model):
    written(lead, here.handler)
    with pytest.raises(NotPossible):
        actions.reply(case, by=here.head, now=NOW, text=WORDS)


def test_by_program_it_needs_the_confirmation_too(here, case, lead, model):
    model.answer = machines.chat("水管已经修好。")
    written(lead, here.handler)
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
    draft = written(lead, here.handler)
    other = make.signed(here)
    mine = actions.keep_draft(current_lead(other), by=here.handler, now=NOW, text="x")
    with pytest.raises(NotPossible):
        actions.put_in_machine(mine, draft.pk, by=here.handler, now=NOW)


def test_a_draft_without_room_loses_nothing(here, case, lead, model):
    draft = written(lead, here.handler)
    long = "长" * 4990
    post(as_person(here.handler), address(case), text=long, _begin=f"m{draft.pk}")
    assert ReplyDraft.objects.get().text == long


def test_signs_and_blanks_are_no_change_and_letters_are():
    assert is_unedited("您好！水管，已修好", "水管已修好。")
    assert not is_unedited("水管将修好", "水管已修好")
    assert not is_unedited("什么都可以", "。！")


def test_programs_ask_and_read_it(here, case, lead, model):
    client = api(here.handler)
    asked = client.post(f"/api/cases/{case.case_no}/draft/machine", {}, "application/json")
    assert asked.status_code == 202
    write_draft(asked.json()["id"])
    row = client.get(f"/api/cases/{case.case_no}/draft/machine").json()["draft"]
    assert (row["state"], row["is_machine_made"], row["text"]) == ("READY", True, WORDS)
    used = client.post(f"/api/cases/{case.case_no}/draft/machine/{row['id']}/use")
    assert used.json() == {"text": WORDS, "is_machine_made": True}
    other = api(here.other_handler)
    assert other.get(f"/api/cases/{case.case_no}/draft/machine").status_code == 404


def test_knowledge_is_a_source(here, case, lead, model):
    in_force(here)
    written(lead, here.handler)
    assert MachineDraft.objects.get().state == MachineState.READY
