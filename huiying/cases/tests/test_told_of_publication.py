"""Residents learn that their answer is public, and that it is so no more (B2, B3)."""

import pytest

from huiying.audit.actions import drain, subscribe
from huiying.cases import actions, tasks
from huiying.cases.choices.asking import ToldBy, ToldWhat
from huiying.cases.models import Request
from huiying.cases.permissions import Requester
from huiying.cases.tests import make
from huiying.notifications.choices import Channel
from huiying.notifications.models import Message

pytestmark = pytest.mark.django_db
NOW = make.MORNING


@pytest.fixture
def here():
    subscribe(tasks.REACTIONS)
    return make.county()


def drafted(here, **more):
    case = make.closed(here, **more)
    said = {"title": "水管漏水", "text": "村口水管漏水。", "reply": "已修好。"}
    actions.draft_public(case, by=here.reviewer, now=NOW, **said)
    return case


def published(here, **more):
    case = drafted(here, **more)
    actions.publish(case, by=here.publisher, now=NOW)
    return case


def told(code):
    drain(NOW)
    return Message.objects.filter(code=code)


def test_the_requester_reads_where_it_is_public_and_how_to_object(here):
    case = published(here, language="zh-hans")
    said = told("published").get()
    assert (said.channel, said.about) == (Channel.SMS, f"request:{case.requests.get().pk}")
    assert f"/published/{case.public_version.pk}/" in said.text
    assert "15日内提出异议" in said.text


@pytest.mark.parametrize(("by", "told_by"), [(ToldBy.NONE, set()), (ToldBy.EMAIL, {"email"})])
def test_they_are_told_by_the_way_they_chose(here, by, told_by):
    case = drafted(here)
    case.requests.update(told_by=by, contact_email="zhou@example.org")
    actions.publish(case, by=here.publisher, now=NOW)
    assert set(told("published").values_list("channel", flat=True)) == told_by
    actions.unpublish(case, by=here.publisher, now=NOW, why="写错了单位")
    assert set(told("unpublished").values_list("channel", flat=True)) == told_by


def test_who_wants_only_what_needs_them_learns_of_the_publication_alone(here):
    case = drafted(here)
    Request.objects.update(told_what=ToldWhat.ANSWER)
    actions.publish(case, by=here.publisher, now=NOW)
    assert told("published").exists()
    actions.unpublish(case, by=here.publisher, now=NOW, why="写错了单位")
    assert not told("unpublished").exists()


def test_its_end_is_told_without_the_words_of_the_office(here):
    case = published(here, language="zh-hans")
    actions.unpublish(case, by=here.publisher, now=NOW, why="另一位群众投诉")
    said = told("unpublished").get()
    assert "已撤下" in said.text
    assert "另一位" not in said.text


def test_a_draft_that_goes_was_never_public(here):
    actions.unpublish(drafted(here), by=here.publisher, now=NOW, why="不宜公开")
    assert not told("unpublished").exists()


def test_a_reopened_case_is_public_no_more(here):
    case = published(here)
    actions.spot_check(case, by=here.supervisor, now=NOW, finding="没有修")
    assert told("unpublished").count() == 1


def test_who_takes_the_consent_back_knows_it_and_the_others_are_told(here):
    case = drafted(here)
    other = make.request(here, contact_phone="13900005555")
    Request.objects.filter(pk=other.pk).update(case=case, state="CLOSED")
    actions.publish(case, by=here.publisher, now=NOW)
    assert told("published").count() == 2
    first = case.requests.exclude(pk=other.pk).get()
    actions.take_consent(first, by=Requester(first.pk), now=NOW)
    assert told("unpublished").get().about == f"request:{other.pk}"


def test_an_upheld_objection_is_told_once_with_its_reason(here):
    case = published(here)
    request = case.requests.get()
    actions.object_public(request, by=Requester(request.pk), now=NOW, text="认得出是我")
    actions.uphold_public(case, by=here.supervisor, now=NOW, decision="已撤下")
    assert told("taken_down").count() == 1
    assert not told("unpublished").exists()
