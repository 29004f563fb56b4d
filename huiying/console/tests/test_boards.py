"""The supervisor's board, the auditor's board, and who stepped aside."""

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.audit.models import Event
from huiying.cases import actions
from huiying.cases.choices import Kind, Pile
from huiying.cases.queries.boards import board_for
from huiying.cases.tests import make
from huiying.cases.tests.pages import as_person, queries_of, text_of
from huiying.console.choices import WATCHED, Watch
from huiying.console.models import Watched
from huiying.console.tasks import watch
from huiying.lib import clock

pytestmark = pytest.mark.django_db
NOW = make.MORNING
SUPERVISOR, AUDITOR = reverse("console:supervisor"), reverse("console:auditor")
RECUSALS = reverse("console:recusals")


@pytest.fixture
def here():
    return make.county()


@pytest.fixture(autouse=True)
def at(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=5))


def noted():
    """As the worker does it."""
    for event in Event.objects.filter(kind__in=WATCHED):
        watch(event, NOW)


def test_the_board_counts_what_is_late_and_where(here):
    make.dispatched(here)
    make.signed(here)
    returned = make.dispatched(here)
    why = {"reason": "属道路", "legal_basis": "清单", "proposed_unit": here.roads}
    actions.ask_return(returned, by=here.head, now=NOW, **why)
    board = board_for(here.supervisor, now=NOW + timedelta(days=20))
    assert (board.piles[Pile.LATE], board.piles[Pile.RETURNS]) == (3, 1)
    line = board.lines[0]
    assert (line.unit, line.running, line.late, line.unsigned) == (here.water, 3, 3, 1)


def test_every_number_leads_to_its_cases(here):
    make.dispatched(here)
    client = as_person(here.supervisor)
    page = client.get(SUPERVISOR)
    for _, n, address, _ in page.context["tiles"]:
        if address.startswith("/"):
            assert len(client.get(address).context["page"].rows) == n
    assert f"unit={here.water.pk}" in text_of(page)


def test_extensions_wait_on_the_board(here):
    case = make.signed(here)
    actions.take("ask_extension", case, by=here.head, now=NOW, days=2, reason="等待备件到货")
    page = text_of(as_person(here.supervisor).get(SUPERVISOR))
    assert "等待备件到货" in page


def test_the_board_goes_on_after_fifty_units(here, monkeypatch):
    monkeypatch.setattr("huiying.console.views.boards.PAGE", 1)
    make.dispatched(here)
    other = make.accepted(here)
    actions.dispatch(other, by=here.dispatcher, now=NOW, lead_unit=here.roads)
    client = as_person(here.supervisor)
    page = client.get(SUPERVISOR).context
    rest = client.get(SUPERVISOR + page["next"]).context
    assert {page["lines"][0].unit, rest["lines"][0].unit} == {here.water, here.roads}


def test_what_is_watched_reaches_the_auditors_board(here):
    case = make.accepted(here, kind=Kind.TIP_OFF)
    client = as_person(here.clerk)
    client.get(reverse("cases:case", args=[case.case_no]))
    request = case.requests.get()
    actions.reveal_contact(request, by=here.clerk, now=NOW, reason="核实地点")
    noted()
    noted()
    auditor = as_person(here.auditor)
    shown = auditor.get(AUDITOR).context["events"]
    assert [event.kind for event in shown] == ["case.seen"]
    shown = auditor.get(AUDITOR, {"show": "contact"}).context["events"]
    assert [event.reason for event in shown] == ["核实地点"]
    assert Watched.objects.filter(group=Watch.SECRET).count() == 1


def test_who_stepped_aside_is_listed_with_the_reason(here):
    case = make.dispatched(here)
    actions.recuse(case, by=here.handler, now=NOW, reason="与诉求人是亲属")
    for person in (here.supervisor, here.auditor):
        assert "与诉求人是亲属" in text_of(as_person(person).get(RECUSALS))


@pytest.mark.parametrize("number", [1, 3])
def test_the_boards_cost_the_same_for_one_and_three(here, number):
    for _ in range(number):
        case = make.signed(here)
        actions.take("ask_extension", case, by=here.head, now=NOW, days=2, reason="等待备件到货")
        actions.recuse(make.dispatched(here), by=here.handler, now=NOW, reason="亲属")
        actions.reveal_contact(case.requests.get(), by=here.handler, now=NOW, reason="核实地点")
        actions.fold_counts()
    noted()
    assert queries_of(as_person(here.supervisor), SUPERVISOR) == 12
    assert queries_of(as_person(here.supervisor), RECUSALS) == 6
    assert queries_of(as_person(here.auditor), AUDITOR + "?show=contact") == 13


@pytest.mark.parametrize(
    ("address", "who"),
    [(SUPERVISOR, "dispatcher"), (AUDITOR, "supervisor"), (RECUSALS, "handler")],
)
def test_a_board_for_others_says_which_role_it_needs(here, address, who):
    assert as_person(getattr(here, who)).get(address).status_code == 403
