"""What the requester reads of plans, legal routes and ends, and what they can object to."""

from datetime import date, timedelta

import pytest

from huiying.cases import actions
from huiying.cases.choices import LegalKind, StopReason, TryResult
from huiying.cases.permissions import Requester
from huiying.cases.rules.plans import Line
from huiying.cases.tests import make
from huiying.portal.presenters import happenings
from huiying.portal.queries import open_steps, story_of

pytestmark = pytest.mark.django_db
NOW = make.MORNING


@pytest.fixture
def here():
    return make.county()


def working(here):
    case = make.signed(here)
    return actions.contact(case, by=here.handler, now=NOW, result=TryResult.REACHED)


def story(case):
    return story_of(case.requests.get().pk)


def page(client, case, monkeypatch):
    request = case.requests.get()
    monkeypatch.setattr("huiying.portal.views.track.opened", lambda *args: request)
    monkeypatch.setattr("huiying.lib.clock.now", lambda: NOW)
    client.cookies["language"] = "en"
    return client.get(f"/track/{request.receipt_no}/").content.decode()


def test_a_plan_is_shown_with_its_steps(client, here, monkeypatch):
    case = working(here)
    lines = [Line("勘测管线走向", date(2026, 3, 20)), Line("更换主管", date(2026, 6, 30))]
    said = {"cause": "主管老化", "official": "副局长 何明远", "told": "电话告知"}
    actions.propose_plan(case, by=here.head, now=NOW, lines=lines, **said)
    assert story(case).endings.plan is None
    actions.approve_plan(case, by=here.supervisor, now=NOW)
    text = page(client, case, monkeypatch)
    assert "副局长 何明远" in text
    assert "勘测管线走向" in text
    assert "Planned for later" in [str(each.title) for each in happenings(story(case))]


def test_a_legal_route_is_shown_and_may_be_objected_to(client, here, monkeypatch):
    case = make.accepted(here)
    route = {
        "kind": LegalKind.LAWSUIT,
        "body": "县法院",
        "proof": "民诉法",
        "text": "请向法院起诉。",
    }
    actions.to_legal(case, by=here.reviewer, now=NOW, **route)
    assert "请向法院起诉" in page(client, case, monkeypatch)
    assert "object" in open_steps(story(case), NOW)
    assert "object" not in open_steps(story(case), NOW + timedelta(days=20))


def test_the_written_note_stays_with_the_person(client, here, monkeypatch):
    case = working(here)
    note = {"explanation": "重复", "note": "已依法办结，不再办理。", "remedy": "可申请行政复议"}
    actions.ask_stop(case, by=here.head, now=NOW, reason=StopReason.REPEATED, **note)
    actions.terminate(case, by=here.supervisor, now=NOW)
    text = page(client, case, monkeypatch)
    assert "已依法办结，不再办理。" in text
    assert "可申请行政复议" in text
    assert "object" in open_steps(story(case), NOW)


def test_what_is_published_may_be_objected_to_once(here):
    case = make.closed(here)
    actions.draft_public(case, by=here.reviewer, now=NOW, title="水管", text="漏水", reply="修好")
    assert "object_public" not in open_steps(story(case), NOW)
    actions.publish(case, by=here.publisher, now=NOW)
    assert "object_public" in open_steps(story(case), NOW)
    request = case.requests.get()
    actions.object_public(request, by=Requester(request.pk), now=NOW, text="认得出是我")
    assert "object_public" not in open_steps(story(case), NOW)
    actions.dismiss(case, by=here.supervisor, now=NOW, decision="已隐去个人信息")
    assert "object_public" not in open_steps(story(case), NOW)
