"""The ladder of supervision, by people and by the platform, and what it bars (S1-S5, 2.7)."""

from datetime import date, datetime, timedelta

import pytest

from huiying.audit.actions import TIMER, drain, subscribe
from huiying.audit.queries import events_of, verify
from huiying.cases import actions, tasks
from huiying.cases.actions import supervision
from huiying.cases.choices import (
    CaseState,
    ClockKind,
    Step,
    SupervisionCause,
    SupervisionState,
)
from huiying.cases.models import Case, Consent, Supervision
from huiying.cases.permissions import allowed_steps
from huiying.cases.permissions.doors.supervision import NEEDS_CONSENT, consented
from huiying.cases.rules.plans import Line
from huiying.cases.tests import make
from huiying.cases.tests.pages import as_person, post, text_of
from huiying.lib import clock as machine
from huiying.lib.clock import SHANGHAI
from huiying.lib.errors import NotAllowed, NotPossible
from huiying.notifications.models import Message

pytestmark = pytest.mark.django_db
NOW = make.MORNING
CAUSE = SupervisionCause.BAD_EFFECT


def at(month, day, hour=9, minute=0):
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


def reminded(here, **more):
    case = make.signed(here, **more)
    return supervision.remind(case, by=here.supervisor, now=NOW, cause=CAUSE, text="请尽快")


def overdue(here):
    case = make.signed(here)
    actions.contact(case, by=here.handler, now=NOW, result="REACHED")
    tasks.tick(at(3, 12, 0, 5))
    case.refresh_from_db()
    return case


def test_rung_by_rung_to_the_talk_and_down(here):
    case, by = reminded(here), here.supervisor
    supervision.send_letter(case, by=by, now=at(3, 6), text="限期报告")
    with pytest.raises(NotPossible, match="5 working days after"):
        supervision.list_case(case, by=by, now=at(3, 10), text="挂牌督办")
    supervision.list_case(case, by=by, now=at(3, 11), text="挂牌督办")
    supervision.talk(case, by=by, now=at(3, 12), text="周五上午约谈")
    assert case.supervision == SupervisionState.TALK
    supervision.lift(case, by=by, now=at(3, 13), text="已解决")
    assert not case.is_supervised
    assert [each.state for each in case.supervisions.all()] == [
        "REMINDED",
        "LETTER",
        "LISTED",
        "TALK",
        "LIFTED",
    ]


def test_no_rung_is_left_out_and_only_supervisors_climb(here):
    case = make.signed(here)
    with pytest.raises(NotPossible, match="ladder"):
        supervision.send_letter(case, by=here.supervisor, now=NOW)
    with pytest.raises(NotAllowed):
        supervision.remind(case, by=here.head, now=NOW, cause=CAUSE)
    offered = {step for step, _ in allowed_steps(case, by=here.supervisor, now=NOW)}
    assert Step.REMIND in offered
    assert not offered & {Step.LETTER, Step.LIST_CASE, Step.TALK, Step.LIFT, Step.CONSENT}


def test_an_overdue_case_is_reminded_by_the_platform_and_a_letter_follows(here):
    case = overdue(here)
    assert case.supervision == SupervisionState.REMINDED
    row = Supervision.objects.get()
    assert (row.by_id, row.cause, row.letter_at) == (None, "OVERDUE", at(3, 17, 0))
    assert case.entries.filter(step=Step.REMIND).exists()
    assert events_of(case.subject).filter(kind="case.remind_overdue").exists()
    assert verify().faults == []
    tasks.tick(at(3, 16, 23, 59))
    case.refresh_from_db()
    assert case.supervision == SupervisionState.REMINDED
    tasks.tick(at(3, 17, 0, 5))
    case.refresh_from_db()
    assert case.supervision == SupervisionState.LETTER


def test_no_letter_follows_when_the_unit_has_replied(here):
    case = overdue(here)
    actions.reply(case, by=here.handler, now=at(3, 12), text="修好了。")
    tasks.tick(at(3, 17, 9))
    case.refresh_from_db()
    assert case.supervision == SupervisionState.REMINDED
    assert Supervision.objects.get().letter_at is None


def test_nothing_is_told_twice_of_the_platforms_own_reminder(here):
    subscribe(tasks.REACTIONS)
    try:
        case = reminded(here)
        supervision.send_letter(case, by=here.supervisor, now=at(3, 6), text="限期报告")
        drain(at(3, 6))
    finally:
        subscribe({})
    told = Message.objects.filter(code="reminded")
    assert told.filter(person=here.handler).count() == 2
    assert told.filter(person=here.head, text__contains="限期报告").exists()


def test_a_supervised_unit_owes_a_note_every_week(here):
    case = reminded(here)
    owed = case.clocks.get(kind=ClockKind.PROGRESS)
    assert owed.due == at(3, 12, 0)
    actions.note(case, by=here.dispatcher, now=at(3, 5), text="不是承办单位写的")
    assert case.clocks.filter(kind=ClockKind.PROGRESS).count() == 1
    actions.note(case, by=here.handler, now=at(3, 6), text="已派人现场查看")
    fresh = case.clocks.get(kind=ClockKind.PROGRESS, stopped_at=None)
    assert fresh.due == at(3, 14, 0)
    actions.contact(case, by=here.handler, now=at(3, 6), result="REACHED")
    actions.reply(case, by=here.handler, now=at(3, 6), text="修好了。")
    assert not case.clocks.filter(kind=ClockKind.PROGRESS, stopped_at=None).exists()
    actions.find_not_done(case, by=here.reviewer, now=at(3, 9), finding="没有修好")
    assert case.clocks.filter(kind=ClockKind.PROGRESS, stopped_at=None).exists()
    supervision.lift(case, by=here.supervisor, now=at(3, 9), text="…")
    assert not case.clocks.filter(kind=ClockKind.PROGRESS, stopped_at=None).exists()


def test_a_supervised_case_is_not_archived(here):
    case = make.closed(here)
    Case.objects.filter(pk=case.pk).update(supervision=SupervisionState.REMINDED)
    tasks.tick(NOW + timedelta(days=25))
    case.refresh_from_db()
    assert case.state == CaseState.CLOSED
    with pytest.raises(NotPossible, match="under supervision"):
        actions.archive(case, by=TIMER, now=NOW + timedelta(days=25))
    supervision.lift(case, by=here.supervisor, now=NOW + timedelta(days=25), text="已解决")
    tasks.tick(NOW + timedelta(days=25))
    case.refresh_from_db()
    assert case.state == CaseState.ARCHIVED


def test_a_consent_opens_one_step_on_a_supervised_case(here):
    case = reminded(here)
    assert not consented(Step.ASK_STOP, case)
    supervision.consent(case, by=here.supervisor, now=NOW, step=Step.ASK_STOP, reason="可以")
    assert consented(Step.ASK_STOP, case)
    Consent.objects.update(used_at=NOW)
    assert not consented(Step.ASK_STOP, case)


STOP = {
    "reason": "EXCLUDED",
    "explanation": "涉及已生效判决",
    "note": "该事项已有生效判决。",
    "remedy": "可向法院申请再审",
}
PLAN = {
    "cause": "主管老化",
    "official": "副局长 何明远",
    "lines": [Line("更换主管", date(2026, 3, 30))],
}


@pytest.mark.parametrize(
    ("step", "said"), [(Step.ASK_STOP, STOP), (Step.PROPOSE_PLAN, PLAN)], ids=str
)
def test_a_supervised_case_is_neither_ended_nor_put_off_without_consent(here, step, said):
    case = reminded(here)
    wanted = "a supervisor must consent"
    offered = dict(allowed_steps(case, by=here.head, now=NOW))
    assert wanted in str(offered[step].refusal)
    with pytest.raises(NotPossible, match=wanted):
        actions.take(step, case, by=here.head, now=NOW, **said)
    for given in NEEDS_CONSENT - {step}:  # to another step is not to this one
        supervision.consent(case, by=here.supervisor, now=NOW, step=given, reason="可以")
    with pytest.raises(NotPossible, match=wanted):
        actions.take(step, case, by=here.head, now=NOW, **said)
    supervision.consent(case, by=here.supervisor, now=NOW, step=step, reason="可以")
    assert dict(allowed_steps(case, by=here.head, now=NOW))[step]


def test_a_consent_holds_for_one_time(here):
    case = reminded(here)
    supervision.consent(case, by=here.supervisor, now=NOW, step=Step.ASK_STOP, reason="可以")
    actions.ask_stop(case, by=here.head, now=NOW, **STOP)
    actions.refuse_stop(case, by=here.supervisor, now=NOW, decision="应当继续办理")
    with pytest.raises(NotPossible, match="a supervisor must consent"):
        actions.ask_stop(case, by=here.head, now=NOW, **STOP)


def test_three_repeats_in_thirty_days_put_the_case_on_the_ladder(here):
    case = make.signed(here)
    for day in range(3):
        again = make.request(here, now=NOW + timedelta(days=day))
        again.case, again.is_repeat = case, True
        again.save()
    event = events_of(case.subject).last()
    tasks.supervision.repeated(event, NOW + timedelta(days=3))
    case.refresh_from_db()
    assert case.supervision == SupervisionState.REMINDED
    assert Supervision.objects.get().cause == SupervisionCause.REPEATED


def test_supervisors_climb_on_pages(here, monkeypatch):
    monkeypatch.setattr(machine, "now", lambda: NOW + timedelta(hours=1))
    case = make.signed(here)
    client = as_person(here.supervisor)
    page = f"/console/cases/{case.case_no}/"
    sent = post(client, f"{page}remind/", cause="REFUSED", text="请马上办理")
    assert sent.status_code == 302
    assert "请马上办理" in text_of(client.get(page))
