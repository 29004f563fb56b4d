"""What stays the requester's to decide: publication, secrecy, telling the county of pressure."""

import pytest

from huiying.audit.models import Event
from huiying.cases import actions
from huiying.cases.choices import Kind, PublicState
from huiying.cases.models import Case, PublicRevision, PublicVersion, Request
from huiying.cases.permissions import Requester, may_see_identity
from huiying.cases.queries import requests_visible_to
from huiying.cases.rules.details import numbers_in
from huiying.cases.tasks.retaining import pressure_reported
from huiying.cases.tests import make
from huiying.lib.errors import NotAllowed, NotPossible
from huiying.notifications.queries import inbox_of
from huiying.search.queries import newest

pytestmark = pytest.mark.django_db
NOW = make.MORNING


@pytest.fixture
def published(here):
    case = make.closed(here)
    case.requests.update(may_publish=True)
    words = {"title": "路灯修好了", "text": "村口路灯不亮。", "reply": "已经修好。"}
    actions.draft_public(case, by=here.reviewer, now=NOW, **words)
    actions.publish(case, by=here.publisher, now=NOW)
    return case


def own(case):
    asked = case.requests.get()
    return asked, Requester(asked.pk)


def test_taking_consent_back_takes_the_public_version_down_at_once(published):
    asked, me = own(published)
    actions.take_consent(asked, by=me, now=NOW)
    assert PublicVersion.objects.get(case=published).state == PublicState.REMOVED
    assert not newest("published", "路灯", limit=5)


def test_consent_given_again_lets_it_be_drafted_anew_and_shows_nothing_by_itself(published, here):
    asked, me = own(published)
    asked = actions.take_consent(asked, by=me, now=NOW)
    asked = actions.give_consent(asked, by=me, now=NOW)
    assert asked.may_publish
    assert PublicVersion.objects.get(case=published).state == PublicState.REMOVED
    words = {"title": "路灯修好了", "text": "村口路灯不亮。", "reply": "已经修好。"}
    again = actions.draft_public(published, by=here.reviewer, now=NOW, **words)
    assert again.state == PublicState.DRAFT


def test_consent_given_twice_is_recorded_once(published):
    asked, me = own(published)
    for _ in range(2):
        actions.give_consent(asked, by=me, now=NOW)
    given = Event.objects.filter(kind="request.give_consent", subject=f"request:{asked.pk}")
    assert given.count() == 0  # it was agreed to before
    Request.objects.filter(pk=asked.pk).update(may_publish=False)
    for _ in range(2):
        actions.give_consent(asked, by=me, now=NOW)
    assert given.count() == 1


def test_only_the_requester_gives_consent(published):
    asked, _ = own(published)
    with pytest.raises(NotAllowed):
        actions.give_consent(asked, by=Requester(asked.pk + 1), now=NOW)


def test_another_requester_changes_nothing_of_mine(published):
    asked, _ = own(published)
    with pytest.raises(NotAllowed):
        actions.take_consent(asked, by=Requester(asked.pk + 1), now=NOW)


def test_secrecy_asked_for_later_hides_the_person_from_the_unit(here):
    case = make.signed(here)
    asked, me = own(case)
    assert may_see_identity(asked, by=here.handler, now=NOW)
    asked = actions.ask_secrecy(asked, by=me, now=NOW)
    assert not may_see_identity(asked, by=here.handler, now=NOW)
    assert Case.objects.get(pk=case.pk).is_confidential


def test_only_the_requester_gives_secrecy_up(here):
    case = make.signed(here)
    asked, me = own(case)
    asked = actions.ask_secrecy(asked, by=me, now=NOW)
    asked = actions.lift_secrecy(asked, by=me, now=NOW)
    assert may_see_identity(asked, by=here.handler, now=NOW)
    assert not Case.objects.get(pk=case.pk).is_confidential


def test_p8_pressure_goes_to_the_county_and_never_to_the_unit_that_has_the_case(here):
    case = make.signed(here)
    asked, me = own(case)
    receipt = actions.report_pressure(asked, by=me, now=NOW, text="有人上门要我撤诉。")
    told = receipt.request
    assert told.is_pressure
    assert told.is_confidential
    assert told.kind == Kind.COMPLAINT
    assert told.area_code == here.county.code
    assert told.about == asked
    assert not requests_visible_to(here.handler, now=NOW).filter(pk=told.pk).exists()
    assert requests_visible_to(here.supervisor, now=NOW).filter(pk=told.pk).exists()


def test_p8_the_county_s_supervisors_are_told_at_once(here):
    asked, me = own(make.signed(here))
    told = actions.report_pressure(asked, by=me, now=NOW, text="有人上门要我撤诉。").request
    event = Event.objects.get(kind="request.pressure")
    pressure_reported(event, NOW)
    message = inbox_of(here.supervisor).get()
    assert told.receipt_no in message.text
    assert "撤诉" not in message.text


def test_a_number_that_points_at_a_person_is_not_published(here):
    case = make.closed(here)
    case.requests.update(may_publish=True)
    words = {"title": "路灯", "text": "请打13900001234。", "reply": "已经修好。"}
    actions.draft_public(case, by=here.reviewer, now=NOW, **words)
    with pytest.raises(NotPossible) as why:
        actions.publish(case, by=here.publisher, now=NOW)
    assert why.value.values["words"] == "13900001234"


@pytest.mark.parametrize(
    ("text", "trace"),
    [
        ("电话139 0000 1234", "139 0000 1234"),
        ("座机0999-6971520。", "0999-6971520"),
        ("身份证11010519491231002X", "11010519491231002X"),
        ("车牌云A·12345挡路", "云A·12345"),
        ("卡号6222 0000 1111 2222 333", "6222 0000 1111 2222 333"),
        ("写信给wang@example.com", "wang@example.com"),
    ],
)
def test_traces_are_found(text, trace):
    assert numbers_in(text) == [trace]


def test_hotlines_dates_and_amounts_are_no_traces():
    assert numbers_in("请打12345，2026年11月22日，补贴13800元，共20261122件") == []


def test_masking_keeps_what_was_said_before(here, published):
    actions.redact_public(
        published,
        by=here.publisher,
        now=NOW,
        title="路灯修好了",
        text="某处路灯不亮。",
        reply="已经修好。",
        why="地点太具体",
    )
    assert PublicVersion.objects.get(case=published).text == "某处路灯不亮。"
    before = PublicRevision.objects.get()
    assert (before.text, before.why) == ("村口路灯不亮。", "地点太具体")


def test_the_relay_lends_a_number_and_keeps_none(here):
    case = make.signed(here)
    asked, _me = own(case)
    call = actions.call_through_relay(asked, by=here.handler, now=NOW, own="0999-6971520")
    assert call.number.startswith("95013")
    stored = {str(value) for value in vars(call).values()}
    assert asked.contact_phone not in stored
    assert Event.objects.filter(kind="request.relay", subject=f"request:{asked.pk}").exists()


def test_nobody_outside_the_case_calls_through_the_relay(here):
    asked, _ = own(make.signed(here))
    with pytest.raises(NotAllowed):
        actions.call_through_relay(asked, by=here.auditor, now=NOW, own="0999-6971520")


def test_a_wrong_own_number_is_named(here):
    asked, _ = own(make.signed(here))
    with pytest.raises(NotPossible) as why:
        actions.call_through_relay(asked, by=here.handler, now=NOW, own="12")
    assert why.value.values["value"] == "12"
    assert Request.objects.count() == 1
