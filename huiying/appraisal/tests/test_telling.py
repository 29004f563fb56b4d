"""Units and judges find in their inbox what concerns them."""

import pytest
from django.urls import reverse

from huiying.appraisal import tasks
from huiying.appraisal.actions import following, objections, rankings
from huiying.appraisal.choices.schemes import Measure
from huiying.appraisal.tests.conftest import sign_in
from huiying.appraisal.tests.world import LATER, NOW
from huiying.audit.models import Event
from huiying.lib import clock
from huiying.notifications.choices import Code
from huiying.notifications.models import Message
from huiying.organisations.tests import make
from huiying.people.choices import Role

pytestmark = pytest.mark.django_db


def react(kind, now=NOW):
    """What the worker does because of the last event of a kind."""
    event = Event.objects.filter(kind=kind).latest("pk")
    for reaction in tasks.REACTIONS[kind]:
        reaction(event, now)


def told(person):
    return list(Message.objects.filter(person=person).order_by("pk"))


@pytest.fixture
def announced(here):
    ranking = here.announced()
    react("ranking.announce")
    return ranking


def test_the_head_of_each_unit_is_told_of_its_result_and_the_time_to_object(here, announced):
    (message,) = told(here.head)
    assert message.code == Code.SCORE_SHOWN
    assert "第1局" in message.title
    assert "2026-11-13 00:00" in message.text
    assert Message.objects.count() == 1


def test_handlers_and_those_whose_grant_ended_are_not_told(here):
    handler, former = make.person("handler", name="somebody"), make.person("former", name="gone")
    make.grant(handler, Role.HANDLER, here.area, here.units[2])
    make.grant(former, Role.UNIT_HEAD, here.area, here.units[2], valid_to=NOW.date())
    here.announced()
    react("ranking.announce")
    assert not told(handler) + told(former)


def test_the_message_leads_to_the_result(here, announced, client, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    sign_in(client, here.head)
    (message,) = told(here.head)
    place = reverse("appraisal:place", args=[here.place(announced, 1).pk])
    assert client.get(reverse("console:about", args=[message.about])).url == place
    message.refresh_from_db()
    assert message.read_at is not None
    stranger = make.person("stranger", name="somebody")
    sign_in(client, stranger)
    assert client.get(reverse("console:about", args=[message.about])).status_code == 404


def test_an_objection_reaches_the_panel_and_its_decision_the_one_who_filed(here, announced):
    place = here.place(announced, 1)
    objection = objections.file_objection(place, "三件记错。", by=here.head, now=NOW)
    react("score.object")
    (message,) = told(here.panellist)
    assert "三件记错" in message.text
    refused = objections.Decision(upheld=False, reasons="记录无误。")
    objections.decide_objection(objection, refused, by=here.panellist, now=NOW)
    react("score.decide")
    assert "记录无误" in told(here.head)[-1].text


def test_the_unit_is_told_what_follows_from_its_result(here, announced):
    final = rankings.make_final(announced, by=here.panellist, now=LATER)
    place = here.place(final, 1)
    following.record_consequence(place, Measure.TALK, "请到场。", None, by=here.keeper, now=LATER)
    react("score.consequence", LATER)
    assert "请到场" in told(here.head)[-1].text
