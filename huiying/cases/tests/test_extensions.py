"""More time: asked before the end, decided above the unit, at most so much (X1-X4, 3.8)."""

from datetime import datetime, timedelta

import pytest

from huiying.audit.actions import TIMER, drain, subscribe
from huiying.cases import actions, tasks
from huiying.cases.choices import ClockKind, DueCause, ExtensionState, Priority, Step
from huiying.cases.models import Extension
from huiying.cases.permissions import allowed_steps
from huiying.cases.rules import extensions as rules
from huiying.cases.tests import make
from huiying.cases.tests.pages import as_person, post, text_of
from huiying.lib.clock import SHANGHAI
from huiying.lib.errors import NotAllowed, NotPossible
from huiying.notifications.models import Message
from huiying.organisations.choices import UnitKind
from huiying.organisations.tests import make as organisations
from huiying.people.choices import Role

pytestmark = pytest.mark.django_db
NOW = make.MORNING  # Wednesday 4 March; a P4 case is due on the 11th at 24:00


def at(month, day, hour=9, minute=0):
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


def asked(here, days=3, now=NOW, **more):
    case = make.signed(here, **more)
    return actions.ask_extension(case, by=here.head, now=now, days=days, reason="要等配件到货")


def grant(case, here, now=NOW, by=None):
    return actions.grant_extension(
        case, by=by or here.supervisor, now=now, decision="配件要从外地调运"
    )


def handle(case):
    return case.clocks.get(kind=ClockKind.HANDLE)


def test_a_granted_extension_counts_from_the_old_last_day(here):
    case = grant(asked(here), here, now=at(3, 5))
    assert handle(case).due == at(3, 17, 0)  # 16 March 24:00
    assert case.promised_due == at(3, 17, 0)
    assert handle(case).changes.get().cause == DueCause.EXTENSION
    assert not case.clocks.filter(kind=ClockKind.EXTENSION, stopped_at=None).exists()


def test_the_requester_reads_reason_and_new_date_and_the_unit_the_decision(here):
    subscribe(tasks.REACTIONS)
    try:
        case = asked(here)
        drain(NOW)
        assert Message.objects.filter(code="to_decide", person=here.supervisor).exists()
        grant(case, here)
        drain(NOW)
    finally:
        subscribe({})
    told = Message.objects.get(code="new_date")
    assert "2026-03-16 24:00" in told.text
    assert "配件要从外地调运" in told.text
    assert Message.objects.filter(code="decided", person=here.handler).exists()
    assert case.entries.get(step=Step.GRANT_EXTENSION).is_public


def test_what_is_over_is_not_extended(here):
    case = make.signed(here)
    with pytest.raises(NotPossible, match="asked for before"):
        actions.ask_extension(case, by=here.head, now=at(3, 12, 0), days=1, reason="…")


def test_where_every_hour_counts_nothing_is_extended(here):
    case = make.signed(here)
    case.__class__.objects.filter(pk=case.pk).update(priority=Priority.P2)
    with pytest.raises(NotPossible, match="P1, P2"):
        actions.ask_extension(case, by=here.head, now=NOW, days=1, reason="…")


def test_only_one_waits_at_a_time_and_two_are_given_in_all(here):
    case = asked(here, days=2)
    with pytest.raises(NotPossible, match="waits for a decision already"):
        actions.ask_extension(case, by=here.head, now=NOW, days=1, reason="…")
    grant(case, here)
    grant(actions.ask_extension(case, by=here.head, now=NOW, days=2, reason="…"), here)
    with pytest.raises(NotPossible, match="twice"):
        actions.ask_extension(case, by=here.head, now=NOW, days=1, reason="…")


def test_a_refused_one_does_not_use_up_the_two(here):
    case = actions.refuse_extension(asked(here), by=here.supervisor, now=NOW, decision="请抓紧")
    assert handle(case).due == at(3, 12, 0)
    actions.ask_extension(case, by=here.head, now=NOW, days=1, reason="…")


def test_more_than_ten_days_need_the_countys_own_consent(here):
    case = asked(here, days=11)
    with pytest.raises(NotPossible, match="county's consent first"):
        grant(case, here)
    actions.consent_extension(case, by=here.supervisor, now=NOW, note="工程量大")
    grant(case, here)
    assert Extension.objects.get().county_by_id == here.supervisor.pk


def test_more_than_fifteen_days_are_never_given(here):
    case = make.signed(here)
    with pytest.raises(NotPossible, match="15 working days; 15 are left"):
        actions.ask_extension(case, by=here.head, now=NOW, days=16, reason="…")


def test_nobody_of_the_unit_decides(here):
    case = asked(here)
    organisations.grant(here.head, Role.SUPERVISOR, here.county)
    with pytest.raises(NotAllowed, match="belong to the unit"):
        grant(case, here, by=here.head)


def test_a_supervised_case_is_decided_one_level_higher(here):
    boss = organisations.person("boss", name="市督办员")
    organisations.grant(boss, Role.SUPERVISOR, here.city)
    case = make.signed(here)
    case.__class__.objects.filter(pk=case.pk).update(supervision="REMINDED")
    actions.ask_extension(case, by=here.head, now=NOW, days=1, reason="…")
    with pytest.raises(NotAllowed, match="level"):
        grant(case, here)
    grant(case, here, by=boss)


def test_when_nobody_decides_in_a_working_day_it_goes_one_level_up(here):
    boss = organisations.person("boss", name="市督办员")
    organisations.grant(boss, Role.SUPERVISOR, here.city)
    case = asked(here)
    tasks.tick(at(3, 5, 23, 59))
    assert Extension.objects.get().level == 3
    tasks.tick(at(3, 6, 0, 1))
    assert Extension.objects.get().level == 2
    with pytest.raises(NotAllowed, match="level"):
        grant(case, here, now=at(3, 6))
    actions.refuse_extension(case, by=boss, now=at(3, 9), decision="请按期办结")
    # asked Wednesday, to be decided by Thursday 24:00; decided on Monday: two days given back
    assert handle(case).due == at(3, 14, 0)


@pytest.mark.parametrize(("days", "due"), [(1, at(3, 17, 0)), (3, at(3, 17, 0)), (4, at(3, 18, 0))])
def test_a_late_yes_never_gives_less_than_a_late_no(here, days, due):
    case = asked(here, days=days)  # to be decided by Thursday the 5th; decided on Tuesday the 10th
    grant(case, here, now=at(3, 10))
    assert handle(case).due == case.promised_due == due  # three days late
    causes = set(handle(case).changes.values_list("cause", flat=True))
    assert causes == {DueCause.EXTENSION} | ({DueCause.LATE_DECISION} if days < 3 else set())


def test_a_reply_ends_the_request_for_more_time(here):
    case = asked(here)
    actions.contact(case, by=here.handler, now=NOW, result="REACHED")
    actions.reply(case, by=here.handler, now=NOW, text="已经修好。")
    assert Extension.objects.get().state == ExtensionState.DROPPED
    assert not case.clocks.filter(kind=ClockKind.EXTENSION, stopped_at=None).exists()


def test_the_unit_takes_it_back(here):
    actions.drop_extension(asked(here), by=here.head, now=NOW)
    assert Extension.objects.get().state == ExtensionState.DROPPED


def test_deciding_is_offered_only_while_something_is_asked(here):
    case = make.signed(here)
    offered = {step for step, _ in allowed_steps(case, by=here.supervisor, now=NOW)}
    assert Step.GRANT_EXTENSION not in offered
    actions.ask_extension(case, by=here.head, now=NOW, days=1, reason="…")
    offered = {step for step, yes in allowed_steps(case, by=here.supervisor, now=NOW) if yes}
    assert offered >= {Step.GRANT_EXTENSION, Step.REFUSE_EXTENSION}


def test_asking_for_more_time_on_a_question_shows_the_other_way_first(here, monkeypatch):
    case = make.signed(here, now=NOW)
    case.__class__.objects.filter(pk=case.pk).update(priority=Priority.P3)
    monkeypatch.setattr("huiying.lib.clock.now", lambda: NOW + timedelta(hours=1))
    client = as_person(here.head)
    page = text_of(client.get(f"/console/cases/{case.case_no}/ask_extension/"))
    assert "change it to P4" in page
    answer = post(
        client,
        f"/console/cases/{case.case_no}/ask_extension/",
        days="2",
        reason="等待部门意见",
    )
    assert answer.status_code == 302
    page = text_of(as_person(here.supervisor).get(f"/console/cases/{case.case_no}/"))
    assert "等待部门意见" in page
    assert "Grant the extension" in page


@pytest.mark.parametrize(
    ("kind", "area_level", "supervised", "deciders", "level"),
    [
        (UnitKind.DEPARTMENT, 3, False, [3, 2], 3),
        (UnitKind.DEPARTMENT, 3, True, [3, 2], 2),
        (UnitKind.DEPARTMENT, 3, True, [3], 3),
        (UnitKind.TOWNSHIP, 4, False, [3], 3),
        (UnitKind.TOWNSHIP, 4, True, [3, 2], 2),
        (UnitKind.VILLAGE_ORG, 5, False, [4, 3], 4),
        (UnitKind.GOVERNMENT, 1, False, [1], 1),
        (UnitKind.DEPARTMENT, 3, False, [], 3),
    ],
)
def test_the_level_of_the_decision_is_the_one_above_the_unit(
    kind, area_level, supervised, deciders, level
):
    found = rules.level_above(kind, area_level, is_supervised=supervised, deciders=deciders)
    assert found == level


def test_the_timer_does_nothing_when_there_is_nothing(here):
    case = make.signed(here)
    with pytest.raises(NotPossible):
        actions.raise_extension(case, by=TIMER, now=NOW)
