"""Changing what one said, until the matter is closed."""

import pytest

from huiying.cases import actions
from huiying.cases.permissions import Requester
from huiying.cases.tests import make
from huiying.portal.tests.pages import proved, text_of, url

pytestmark = pytest.mark.django_db
NOW = make.MORNING


@pytest.fixture(autouse=True)
def at(monkeypatch, client):
    client.cookies["language"] = "en"
    monkeypatch.setattr("huiying.lib.clock.now", lambda: NOW)


def test_a_judgement_may_be_changed_until_the_case_closes(client):
    case = make.released(make.county())
    callback = case.callbacks.get()
    actions.rate(callback, make.BAD, by=Requester(callback.request_id), now=NOW)
    request = callback.request
    assert "Change my judgement" in text_of(proved(client, request))
    better = {"solved": "YES", "result": "4", "manner": "5", "reasons": ["TOO_SLOW"]}
    done = client.post(url(request, "change_rating"), better, follow=True)
    assert "Your judgement is changed" in text_of(done)
    rating = case.ratings.get()
    assert (rating.result, rating.changes.get().result) == ("4", "2")
    assert rating.reasons.get().reason == "TOO_SLOW"
    assert "Change my judgement" not in text_of(client.get(url(request)))


def test_the_link_takes_reasons_and_consent(client):
    case = make.released(make.county())
    said = {"solved": "NO", "result": "1", "manner": "2", "reasons": ["NOT_DONE", "UNCLEAR"]}
    client.post(f"/r/{case.callbacks.get().token}", said | {"may_contact": "on"})
    rating = case.ratings.get()
    assert (rating.reasons.count(), rating.may_contact) == (2, True)
