"""Drafts by a machine: what it is told, and how it misbehaves."""

import socket
from datetime import timedelta

import pytest
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
)
from huiying.cases.queries import current_lead
from huiying.cases.rules.drafting import content_of, without
from huiying.cases.tasks import tick
from huiying.cases.tasks.drafting import write_draft
from huiying.cases.tests import make
from huiying.cases.tests import model_server as machines
from huiying.cases.tests.make_replies import DRAFTED, drafted
from huiying.cases.tests.model_server import set_up
from huiying.cases.tests.pages import address, as_person, text_of
from huiying.lib.errors import NotAllowed, NotPossible

pytestmark = pytest.mark.usefixtures("in_the_morning")

NOW = make.MORNING

# --- what it is told ---


def test_the_machine_is_told_no_name_number_or_address(here, model):
    told = "我叫周建国，电话13900001234，住幸福小区3号楼2单元501室，身份证110101199003070038，村口水管漏了。"
    case = make.signed(here, text=told, contact_name="周建国", contact_address="幸福小区3号楼")
    actions.contact(case, by=here.handler, now=NOW, result=make.TryResult.REACHED)
    draft = drafted(current_lead(case), here.handler)
    assert (draft.state, draft.text) == (MachineState.READY, DRAFTED)
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
    draft = drafted(current_lead(case), by)
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
        drafted(lead, here.handler)
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
    draft = drafted(lead, here.handler)
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
    assert drafted(lead, here.handler).fault == MachineFault.UNREACHABLE


def test_plain_http_behind_an_https_address_is_a_sentence(here, lead, administrator, model):
    set_up(administrator, model.address.replace("http:", "https:"), key=None)
    model.answer = b"HTTP/1.1 400 Bad Request\r\n\r\n"
    DraftingEndpoint.objects.update(seconds=1)
    assert drafted(lead, here.handler).fault in (MachineFault.UNREACHABLE, MachineFault.SLOW)


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
