"""Public versions, objections, callbacks and messages as lists that go on."""

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.cases import actions
from huiying.cases.choices import PublicState
from huiying.cases.models import Callback
from huiying.cases.permissions import Requester
from huiying.cases.tests import make
from huiying.cases.tests.pages import as_person, post, queries_of, text_of
from huiying.cases.tests.test_roads_api import call
from huiying.lib import clock
from huiying.notifications.actions import tell
from huiying.notifications.choices import Code
from huiying.notifications.queries import inbox_of

pytestmark = pytest.mark.django_db
NOW = make.MORNING
PUBLIC, OBJECTIONS = reverse("cases:public-versions"), reverse("cases:objections")
CALLBACKS, INBOX = reverse("cases:callbacks"), reverse("console:inbox")


@pytest.fixture(autouse=True)
def at(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=5))


def drafted(here):
    case = make.closed(here)
    actions.draft_public(case, by=here.reviewer, now=NOW, title="漏水", text="已报修", reply="修好")
    return case


def objected(here):
    case = make.closed(here)
    request = case.requests.get()
    actions.object_to(request, by=Requester(request.pk), now=NOW, text="水管又漏了")
    return case


def test_drafts_public_and_taken_down_each_have_their_list(here):
    case = drafted(here)
    client = as_person(here.publisher)

    def shown(state):
        return [each.case for each in client.get(PUBLIC, {"state": state}).context["page"].rows]

    assert shown("DRAFT") == [case]
    actions.publish(case, by=here.publisher, now=NOW)
    assert (shown("DRAFT"), shown("PUBLISHED")) == ([], [case])
    actions.unpublish(case, by=here.publisher, now=NOW, why="诉求人撤回同意")
    assert shown("REMOVED") == [case]
    assert "诉求人撤回同意" in text_of(client.get(PUBLIC, {"state": PublicState.REMOVED}))


def test_the_list_offers_publishing_only_to_those_who_may(here):
    case = drafted(here)
    step = reverse("cases:step", args=[case.case_no, "publish"])
    assert step in as_person(here.publisher).get(PUBLIC).content.decode()
    page = as_person(here.reviewer).get(PUBLIC)
    assert step not in page.content.decode()
    assert "Somebody else checks" in text_of(page)
    actions.publish(case, by=here.publisher, now=NOW)
    page = as_person(here.reviewer).get(PUBLIC, {"state": "PUBLISHED"})
    assert "/unpublish/" not in page.content.decode()


def test_open_objections_come_first_then_the_decided(here):
    case = objected(here)
    client = as_person(here.supervisor)
    assert [row.case for row, _ in client.get(OBJECTIONS).context["rows"]] == [case]
    actions.dismiss(case, by=here.supervisor, now=NOW, decision="已复核")
    assert client.get(OBJECTIONS).context["rows"] == []
    assert "已复核" in text_of(client.get(OBJECTIONS, {"state": "decided"}))


@pytest.mark.parametrize(
    ("address", "who", "build"),
    [(PUBLIC, "publisher", drafted), (OBJECTIONS, "supervisor", objected)],
)
def test_the_lists_go_on_and_cost_the_same(here, monkeypatch, address, who, build):
    monkeypatch.setattr("huiying.cases.views.lists.PAGE", 1)
    monkeypatch.setattr("huiying.cases.views.aftermath.PAGE", 1)
    client = as_person(getattr(here, who))
    build(here)
    price = queries_of(client, address)
    build(here)
    assert queries_of(client, address) == price
    first = client.get(address).context["page"]
    second = client.get(address + first.next).context["page"]
    assert first.rows != second.rows
    assert second.next == ""


def test_the_calling_list_goes_on(here, monkeypatch):
    monkeypatch.setattr("huiying.cases.views.calling.PAGE", 1)
    made = {make.released(here).callbacks.get().pk for _ in range(2)}
    client = as_person(here.caller)
    found, address = set(), CALLBACKS
    for _ in range(2):
        page = client.get(address).context
        found |= {turn.callback.pk for turn in [*page["ready"], *page["others"]]}
        address = CALLBACKS + page["next"]
    assert found == made == set(Callback.objects.values_list("pk", flat=True))


def told(person, case, code=Code.NEW_CASE):
    values = {"number": case.case_no, "unit": "水务局", "due": "x", "reason": "x", "clock": "x"}
    tell(code, [person], values=values, about=case.subject, now=NOW)


def test_whoever_acts_on_a_case_has_read_what_was_said_of_it(here):
    case, other = make.dispatched(here), make.dispatched(here)
    told(here.handler, case)
    told(here.handler, other)
    post(as_person(here.handler), reverse("cases:step", args=[case.case_no, "sign"]))
    unread = inbox_of(here.handler).filter(read_at__isnull=True)
    assert [each.about for each in unread] == [other.subject]


def test_the_inbox_is_filtered_and_goes_on(here, monkeypatch):
    monkeypatch.setattr("huiying.console.views.messages.PAGE", 1)
    case = make.dispatched(here)
    told(here.handler, case)
    told(here.handler, case, Code.OVERDUE)
    client = as_person(here.handler)
    page = client.get(INBOX).context
    assert len(page["lines"]) == 1
    assert len(client.get(INBOX + page["next"]).context["lines"]) == 1
    assert len(client.get(INBOX, {"code": "overdue"}).context["lines"]) == 1
    assert client.get(INBOX, {"q": "没有这个词"}).context["lines"] == []
    inbox_of(here.handler).order_by().update(read_at=NOW)
    assert client.get(INBOX, {"unread": "1"}).context["lines"] == []


@pytest.mark.parametrize(("address", "who"), [(PUBLIC, "caller"), (OBJECTIONS, "handler")])
def test_a_list_for_others_says_which_role_it_needs(here, address, who):
    assert as_person(getattr(here, who)).get(address).status_code == 403


@pytest.mark.parametrize(
    ("address", "who"),
    [
        *((PUBLIC, who) for who in ("publisher", "reviewer", "handler")),
        *((OBJECTIONS, who) for who in ("supervisor", "reviewer")),
    ],
)
def test_whoever_may_read_a_list_finds_it_in_the_menu(here, address, who):
    client = as_person(getattr(here, who))
    assert f'href="{address}"' in client.get(reverse("console:home")).content.decode()
    assert client.get(address).status_code == 200


def test_a_program_reads_both_lists(here):
    case = objected(here)
    code, body = call("GET", "/objections", here.supervisor)
    assert code == 200
    (row,) = body["items"]
    assert (row["case_no"], row["text"], row["state"]) == (case.case_no, "水管又漏了", "FILED")
    assert call("GET", f"/objections?after={row['id']}", here.supervisor)[1]["items"] == []
    assert call("GET", "/objections?decided=true", here.supervisor)[1]["items"] == []
    assert call("GET", "/objections", here.handler)[0] == 403
    other = drafted(here)
    (row,) = call("GET", "/public-versions", here.publisher)[1]["items"]
    assert (row["case_no"], row["title"]) == (other.case_no, "漏水")
    assert call("GET", "/public-versions?state=PUBLISHED", here.publisher)[1]["items"] == []
    assert call("GET", "/public-versions", here.caller)[0] == 403
