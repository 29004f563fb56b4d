"""Words of danger raise a request; a person confirms or waves aside; both are counted, and misses too."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huiying.audit.models import Event
from huiying.cases import actions
from huiying.cases.actions.reclassifying import reclassify as reclassify_case
from huiying.cases.choices import Kind, Priority, RefusalReason, RequestState
from huiying.cases.choices.dangers import DANGER_LABELS, DangerState
from huiying.cases.choices.suggestions import SuggestionKind
from huiying.cases.models import Case, Category, DangerFlag, InsightSwitch, Request
from huiying.cases.permissions import Requester
from huiying.cases.queries import forget_switches, intake_for
from huiying.cases.queries.dangers import raised_for
from huiying.cases.queries.suggestions import Tally, tallies
from huiying.cases.tasks.dangers import danger_found
from huiying.cases.tests import make
from huiying.cases.tests.pages import as_person, post, text_of
from huiying.insight.urgency import Danger
from huiying.lib import clock
from huiying.lib.errors import NotAllowed, NotPossible
from huiying.notifications.queries import inbox_of
from huiying.people.actions.tokens import make_token

pytestmark = pytest.mark.django_db
NOW = make.MORNING
GAS = {"title": "楼道里有煤气味", "text": "刚才楼道里煤气味很重，请马上来人。"}
NO_WATER = {"title": "整栋楼停水", "text": "整栋楼停水两天了，到现在没有人来修。"}


@pytest.fixture(autouse=True)
def at(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=5))


def counted() -> Tally:
    return tallies(NOW - timedelta(days=1))[SuggestionKind.URGENCY]


def accept(asked, here, priority=Priority.P4) -> Case:
    return actions.accept(
        asked,
        by=here.clerk,
        now=NOW,
        kind=Kind.HELP,
        category=Category.objects.get(code="1001"),
        priority=priority,
        area=here.village,
        title=asked.title,
        text=asked.text,
    )


def reclassify(case, here, priority):
    given = {"kind": Kind.HELP, "category": case.category, "reason": "电话核实"}
    return reclassify_case(case, by=here.dispatcher, now=NOW, priority=priority, **given)


def test_every_kind_of_danger_has_a_name():
    assert set(DANGER_LABELS) == set(Danger)


def test_words_of_danger_raise_a_request_and_set_no_priority(here):
    asked = make.request(here, **GAS)
    flag = DangerFlag.objects.get(request=asked)
    assert (flag.level, flag.kinds, flag.state) == ("P1", "gas", DangerState.OPEN)
    assert not asked.is_urgent
    event = Event.objects.get(kind="request.danger")
    assert event.details == {"level": "P1", "kinds": "gas"}
    assert "煤气" not in event.data
    assert DangerFlag.objects.get(request=make.request(here, **NO_WATER)).level == "P2"


def test_a_plain_request_is_not_raised(here):
    make.request(here)
    assert not DangerFlag.objects.exists()


def test_nothing_is_raised_while_the_switch_is_off(here):
    InsightSwitch.objects.create(
        kind="urgency", is_on=False, changed_by_id=1, changed_by_name="x", changed_at=NOW
    )
    forget_switches()
    asked = make.request(here, **GAS)
    assert not DangerFlag.objects.exists()
    accept(asked, here, Priority.P1)
    assert counted() == Tally()


def test_what_the_requester_adds_later_is_read_too(here):
    asked = make.request(here)
    actions.ask_info(asked, by=here.clerk, now=NOW, missing="哪里？")
    actions.supply(asked, by=Requester(asked.pk), now=NOW, text=GAS["text"])
    assert DangerFlag.objects.get(request=asked).kinds == "gas"


def test_a_decision_about_earlier_words_does_not_cover_later_ones(here):
    asked = make.request(here, **NO_WATER)
    actions.answer(asked, by=here.clerk, now=NOW, text="今天已恢复供水。")
    actions.not_answered(asked, by=Requester(asked.pk), now=NOW, text="不是水，是煤气味很重！")
    flag = DangerFlag.objects.get(request=asked)
    assert (flag.state, flag.level, flag.kinds) == (DangerState.OPEN, "P1", "gas")
    assert list(raised_for(here.clerk, now=NOW)) == [asked]


def test_a_withdrawal_taken_back_raises_it_again(here):
    asked = make.request(here, **GAS)
    actions.withdraw(asked, by=Requester(asked.pk), now=NOW)
    assert not raised_for(here.clerk, now=NOW)
    actions.undo_withdrawal(asked, by=Requester(asked.pk), now=NOW)
    assert list(raised_for(here.clerk, now=NOW)) == [asked]


def test_raised_requests_stand_on_top(here):
    first, _second = make.request(here), make.request(here)
    gas, outage = make.request(here, **GAS), make.request(here, **NO_WATER)
    waiting = list(intake_for(here.clerk, now=NOW))
    assert set(waiting[:2]) == {gas, outage}
    assert first in waiting[2:]
    assert list(raised_for(here.clerk, now=NOW)) == [gas, outage]
    assert not raised_for(here.handler, now=NOW)


@pytest.mark.parametrize(
    ("priority", "state", "tally"),
    [
        (Priority.P1, DangerState.CONFIRMED, Tally(taken=1)),
        (Priority.P2, DangerState.CONFIRMED, Tally(changed=1)),
        (Priority.P4, DangerState.DISMISSED, Tally(dismissed=1)),
    ],
)
def test_accepting_decides(here, priority, state, tally):
    asked = make.request(here, **GAS)
    case = accept(asked, here, priority)
    flag = DangerFlag.objects.get(request=asked)
    assert (flag.state, flag.decided_by_name, case.priority) == (state, "clerk", priority)
    assert counted() == tally


def test_waving_aside_is_recorded_and_done_once(here):
    asked = make.request(here, **GAS)
    for person in (here.handler, here.reviewer):
        with pytest.raises(NotAllowed):
            actions.dismiss_danger(asked, by=person, now=NOW)
    actions.dismiss_danger(asked, by=here.clerk, now=NOW)
    assert counted() == Tally(dismissed=1)
    event = Event.objects.get(kind="suggestion.dismissed")
    assert event.actor == here.clerk.audit_name
    with pytest.raises(NotPossible):
        actions.dismiss_danger(asked, by=here.clerk, now=NOW)
    asked.refresh_from_db()
    assert asked.state == RequestState.SUBMITTED


def test_an_answer_waves_aside_and_a_withdrawal_counts_neither_way(here):
    answered, withdrawn = make.request(here, **GAS), make.request(here, **GAS)
    actions.answer(answered, by=here.clerk, now=NOW, text="已请燃气公司检查，没有泄漏。")
    actions.withdraw(withdrawn, by=Requester(withdrawn.pk), now=NOW)
    states = dict(DangerFlag.objects.values_list("request", "state"))
    assert states == {answered.pk: DangerState.DISMISSED, withdrawn.pk: DangerState.LAPSED}
    assert counted() == Tally(dismissed=1)


def test_who_is_sent_to_the_emergency_services_was_in_danger(here):
    raised, plain, other = make.request(here, **GAS), make.request(here), make.request(here, **GAS)
    for asked in (raised, plain):
        actions.refuse(
            asked, by=here.clerk, now=NOW, reason=RefusalReason.EMERGENCY, route="请立即拨打119。"
        )
    actions.refuse(
        other, by=here.clerk, now=NOW, reason=RefusalReason.DECIDED, route="已有结论，见上次答复。"
    )
    states = dict(DangerFlag.objects.values_list("request", "state"))
    assert states == {raised.pk: DangerState.CONFIRMED, other.pk: DangerState.DISMISSED}
    assert DangerFlag.objects.get(request=raised).chosen == Priority.P1
    assert counted() == Tally(taken=1, missed=1, dismissed=1)


def test_joining_an_urgent_case_confirms(here):
    case = accept(make.request(here, **NO_WATER), here, Priority.P2)
    asked = make.request(here, **NO_WATER)
    actions.attach(asked, by=here.dispatcher, now=NOW, case_no=case.case_no)
    assert counted() == Tally(taken=2)


def test_what_no_word_raised_and_a_person_finds_urgent_is_a_miss(here):
    accept(make.request(here), here, Priority.P1)
    assert counted() == Tally(missed=1)
    case = accept(make.request(here), here)
    reclassify(case, here, Priority.P2)
    assert counted() == Tally(missed=2)
    reclassify(case, here, Priority.P1)
    assert counted() == Tally(missed=2)


def test_who_ticked_danger_themselves_is_no_miss(here):
    accept(make.request(here, is_urgent=True), here, Priority.P1)
    assert counted() == Tally()


def test_a_flag_that_was_waved_aside_and_was_right_is_counted_as_right(here):
    case = accept(make.request(here, **GAS), here)
    assert counted() == Tally(dismissed=1)
    reclassify(case, here, Priority.P1)
    assert counted() == Tally(taken=1)
    assert Event.objects.filter(kind="suggestion.dismissed").count() == 1


def test_intake_is_told_of_what_may_be_an_emergency(here):
    asked = make.request(here, **GAS)
    make.request(here, **NO_WATER)
    for event in Event.objects.filter(kind="request.danger"):
        danger_found(event, NOW)
    assert [message.about for message in inbox_of(here.clerk)] == [f"request:{asked.pk}"]
    assert not inbox_of(here.handler)


def test_the_pages_show_the_words_and_lead_to_a_decision(here):
    asked, client = make.request(here, **GAS), as_person(here.clerk)
    shown = text_of(client.get(reverse("cases:requests")))
    assert "Look at these first" in shown
    page = text_of(client.get(reverse("cases:request", args=[asked.receipt_no])))
    assert "This may be an emergency" in page
    assert "“煤气味”" in page
    step = reverse("cases:request-step", args=[asked.receipt_no, "accept"])
    form = client.get(f"{step}?priority=P1").context["form"]
    assert form["priority"].value() == "P1"
    assert client.get(step).context["form"]["priority"].value() == Priority.P4
    given = {"kind": "HELP", "category": Category.objects.get(code="1001").pk, "priority": "P1"}
    more = {"area": asked.area_id, "title": "煤气味", "text": "楼道煤气味。"}
    assert post(client, f"{step}?priority=P1", **given, **more).status_code == 302
    page = text_of(client.get(reverse("cases:request", args=[asked.receipt_no])))
    assert "confirmed as P1 by clerk" in page
    assert "Look at these first" not in text_of(client.get(reverse("cases:requests")))


def test_one_press_waves_aside(here):
    asked, client = make.request(here, **GAS), as_person(here.clerk)
    address = reverse("cases:no-danger", args=[asked.receipt_no])
    assert "clerk saw no danger" in text_of(client.post(address, follow=True))
    assert client.post(address).status_code == 409
    assert client.get(address).status_code == 405


def test_who_may_not_read_a_secret_request_reads_no_words_of_it(here):
    asked = make.request(here, kind=Kind.TIP_OFF, **GAS)
    page = as_person(here.dispatcher).get(reverse("cases:request", args=[asked.receipt_no]))
    assert "This may be an emergency" in text_of(page)
    assert "煤气味" not in text_of(page)
    assert "Gas" not in text_of(page)


def test_programs_see_flags_and_wave_them_aside(here):
    asked = make.request(here, **GAS)
    _, secret = make_token(here.clerk, label="t", days=1, by=here.clerk, now=clock.now())
    client = Client(headers={"authorization": f"Bearer {secret}"})
    flag = {"proposed": "P1", "kinds": ["gas"], "state": "open", "chosen": ""}
    assert client.get("/api/requests").json()["items"][0]["danger"] == flag
    address = f"/api/requests/{asked.receipt_no}/no-danger"
    assert client.post(address).json()["danger"] == "dismissed"
    assert client.post(address).status_code == 409
    make.request(here)
    assert client.get("/api/requests").json()["items"][0]["danger"] is None


def test_the_words_go_with_the_request(here):
    make.request(here, **GAS)
    kept = [field.name for field in DangerFlag._meta.concrete_fields]
    assert not {"words", "text", "reasons"} & set(kept)
    Request.objects.all().delete()
    assert not DangerFlag.objects.exists()
