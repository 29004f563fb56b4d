"""Switching suggestions on and off, and keeping what people made of them."""

from datetime import timedelta

import pytest

from huiying.audit.models import Event
from huiying.cases import actions
from huiying.cases.choices.suggestions import DOES, SuggestionFate, SuggestionKind
from huiying.cases.models import SuggestionOutcome
from huiying.cases.queries import suggests
from huiying.cases.queries.suggestions import Tally, tallies
from huiying.cases.tests import make
from huiying.cases.tests.pages import api
from huiying.lib import clock
from huiying.lib.errors import NotAllowed

pytestmark = pytest.mark.django_db
NOW = make.MORNING


def test_every_suggestion_is_on_until_somebody_switches_it_off(administrator):
    assert all(suggests(kind) for kind in SuggestionKind)
    actions.switch_suggestion("urgency", is_on=False, by=administrator, now=NOW)
    assert not suggests("urgency")
    assert suggests("redaction")
    actions.switch_suggestion("urgency", is_on=True, by=administrator, now=NOW)
    assert suggests("urgency")
    kept = Event.objects.filter(kind="suggestion.switch").order_by("id")
    assert [event.details["on"] for event in kept] == [False, True]


def test_only_the_system_administrator_switches(here):
    for person in (here.supervisor, here.dispatcher, here.auditor, here.clerk):
        with pytest.raises(NotAllowed):
            actions.switch_suggestion("hot", is_on=False, by=person, now=NOW)
    assert suggests("hot")


def test_an_unknown_sort_of_suggestion_is_an_error():
    with pytest.raises(ValueError, match="weather"):
        suggests("weather")


def test_every_sort_says_what_it_does():
    assert set(DOES) == set(SuggestionKind)


@pytest.mark.parametrize(
    ("suggested", "chosen", "fate"),
    [
        ("P1", "P1", SuggestionFate.TAKEN),
        ("P1", "P2", SuggestionFate.CHANGED),
        ("P1", "", SuggestionFate.DISMISSED),
        ("", "P1", SuggestionFate.MISSED),
    ],
)
def test_what_became_of_a_suggestion_follows_from_the_two_values(here, suggested, chosen, fate):
    row = actions.note_choice(
        "urgency", "request:7", suggested=suggested, chosen=chosen, by=here.clerk, now=NOW
    )
    assert row.fate == fate
    assert Event.objects.filter(kind=f"suggestion.{fate.value}").exists()


def test_decisions_are_counted_by_sort_since_a_day(here):
    for chosen in ("P1", "P2", ""):
        actions.note_choice(
            "urgency", "request:7", suggested="P1", chosen=chosen, by=here.clerk, now=NOW
        )
    old = NOW - timedelta(days=31)
    actions.note_choice("urgency", "case:1", suggested="", chosen="P2", by=here.clerk, now=old)
    counted = tallies(NOW - timedelta(days=30))
    assert counted[SuggestionKind.URGENCY] == Tally(taken=1, changed=1, dismissed=1)
    assert counted[SuggestionKind.HOT] == Tally()
    assert SuggestionOutcome.objects.count() == 4


def test_programs_read_and_switch_as_pages_do(here, administrator):
    actions.note_choice(
        "hot", "topic:1", suggested="2", chosen="2", by=here.dispatcher, now=clock.now()
    )
    client = api(administrator)
    done = client.post("/api/suggestions/hot", {"is_on": False}, "application/json")
    assert done.json() == {"kind": "hot", "is_on": False}
    rows = {row["kind"]: row for row in client.get("/api/suggestions").json()["items"]}
    assert (rows["hot"]["is_on"], rows["hot"]["taken"]) == (False, 1)
    assert rows["hot"]["changed_by"] == "管理员"
    assert rows["category"]["is_on"]
    other = api(here.supervisor)
    assert other.get("/api/suggestions").status_code == 200
    refused = other.post("/api/suggestions/hot", {"is_on": True}, "application/json")
    assert refused.status_code == 403
    assert api(here.handler).get("/api/suggestions").status_code == 403
    assert client.post("/api/suggestions/x", {"is_on": True}, "application/json").status_code == 422


def test_another_value_is_right_only_where_raising_the_matter_counts():
    assert Tally(taken=222, changed=57).useful == 222
    assert Tally(taken=5, changed=2, dismissed=4, raises=True).useful == 7
