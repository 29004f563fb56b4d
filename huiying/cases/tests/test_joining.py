"""One more voice on a matter: R11, R23 and I12."""

import pytest

from huiying.audit.actions import drain
from huiying.cases import actions
from huiying.cases.choices import (
    CaseState,
    ClockKind,
    Kind,
    RequestState,
)
from huiying.cases.permissions import Requester
from huiying.cases.queries import visible_to
from huiying.cases.tests.pages import make
from huiying.cases.tests.voices import LATER, NOW, OTHER_PHONE, attached, told
from huiying.lib.errors import NotAllowed, NotPossible
from huiying.notifications.choices import Code
from huiying.notifications.models import Message
from huiying.organisations.tests import make as organisations
from huiying.people.choices import Role

pytestmark = pytest.mark.django_db


ROUTE = {"kind": "LAWSUIT", "body": "县法院", "proof": "民诉法", "text": "请向县法院起诉。"}


def test_one_more_voice_leaves_the_clocks_and_is_told_where_it_stands(here):
    case = make.signed(here)
    due = case.promised_due
    asked = attached(here, case)
    case.refresh_from_db()
    assert (asked.case, asked.state, asked.is_repeat) == (case, RequestState.ON_CASE, False)
    assert case.promised_due == due
    assert not asked.clocks.filter(stopped_at__isnull=True).exists()
    assert told(Code.JOINED, asked) == 1
    assert Message.objects.filter(code=Code.ONE_MORE, person=here.handler).count() == 1


def test_the_same_telephone_makes_it_a_repeat(here):
    case = make.signed(here)
    assert attached(here, case, contact_phone="13900001234").is_repeat


def test_whoever_joins_an_answered_matter_has_the_answer_at_once_and_judges_it(here):
    case = make.released(here)
    drain(NOW)
    asked = attached(here, case)
    assert asked.state == RequestState.REPLIED
    callback = asked.callbacks.get()
    assert told(Code.REPLY, asked) == 1
    actions.rate(callback, make.GOOD, by=Requester(asked.pk), now=LATER)
    first = case.callbacks.exclude(pk=callback.pk).get()
    actions.answer_callback(first, make.GOOD, by=here.caller, now=LATER)
    case.refresh_from_db()
    assert case.state == CaseState.CLOSED
    assert set(case.requests.values_list("state", flat=True)) == {RequestState.CLOSED}


def test_a_closed_case_takes_no_new_voice(here):
    case = make.closed(here)
    with pytest.raises(NotPossible):
        attached(here, case)


def test_a_secret_voice_joins_nothing_that_a_unit_has(here):
    case = make.signed(here)
    with pytest.raises(NotPossible, match="secrecy"):
        attached(here, case, wants_secrecy=True)
    waiting = make.accepted(here)
    attached(here, waiting, wants_secrecy=True)
    waiting.refresh_from_db()
    assert waiting.is_confidential


def test_a_tip_off_joins_only_a_tip_off(here):
    with pytest.raises(NotPossible, match="wrongdoing"):
        attached(here, make.accepted(here), kind=Kind.TIP_OFF)
    with pytest.raises(NotPossible, match="wrongdoing"):
        attached(here, make.accepted(here, kind=Kind.TIP_OFF))


def test_a_voice_against_a_unit_does_not_join_what_that_unit_has(here):
    case = make.signed(here)
    with pytest.raises(NotAllowed):
        attached(here, case, kind=Kind.COMPLAINT, accused_unit=here.water)
    waiting = make.accepted(here, kind=Kind.COMPLAINT)
    attached(here, waiting, kind=Kind.COMPLAINT, accused_unit=here.water)
    waiting.refresh_from_db()
    assert [each.unit for each in waiting.accused.all()] == [here.water]
    assert waiting not in visible_to(here.handler, now=NOW)


def test_only_intake_attaches_and_only_within_its_reach(here):
    case, asked = make.signed(here), make.request(here)
    with pytest.raises(NotAllowed):
        actions.attach(asked, by=here.handler, now=NOW, case_no=case.case_no)
    elsewhere = organisations.area("990202000000", 3, "东山县", here.city)
    stranger = organisations.person("stranger")
    organisations.grant(stranger, Role.INTAKE_CLERK, elsewhere)
    with pytest.raises(NotPossible, match="within your reach"):
        actions.attach(asked, by=stranger, now=NOW, case_no=case.case_no)


def test_the_same_person_is_told_the_result_of_a_decided_matter(here):
    case = make.closed(here)
    asked = make.request(here, LATER)
    actions.tell_result(asked, by=here.clerk, now=LATER, case_no=case.case_no, text="已修好。")
    asked.refresh_from_db()
    assert (asked.state, asked.repeat_of, asked.case) == (RequestState.ANSWERED, case, None)
    assert asked.is_repeat
    assert asked.clocks.filter(kind="OBJECTION", stopped_at__isnull=True).count() == 1
    assert told(Code.CLOSED, asked) == 1


def test_another_person_is_not_told_the_result_but_heard(here):
    case, asked = make.closed(here), make.request(here, contact_phone=OTHER_PHONE)
    with pytest.raises(NotPossible, match="another person"):
        actions.tell_result(asked, by=here.clerk, now=LATER, case_no=case.case_no, text="已修好。")


def test_nothing_is_told_of_an_undecided_matter(here):
    case, asked = make.signed(here), make.request(here)
    with pytest.raises(NotPossible, match="not decided"):
        actions.tell_result(asked, by=here.clerk, now=LATER, case_no=case.case_no, text="x")


def test_whoever_joins_a_case_on_a_legal_route_reads_it_and_may_object(here):
    case = make.signed(here)
    actions.to_legal(case, by=here.dispatcher, now=NOW, **ROUTE)
    drain(NOW)
    asked = attached(here, case)
    assert asked.clocks.filter(kind=ClockKind.OBJECTION, stopped_at=None).count() == 1
    assert told(Code.LEGAL_ROUTE, asked) == 1
    actions.object_to(asked, by=Requester(asked.pk), now=LATER, text="这不是诉讼的事")
    assert asked.objections.get().against == "to_legal"
