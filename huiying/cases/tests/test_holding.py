"""Who in a unit works on a case: taken, given, let go, shared out, handed over."""

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.audit.models import Event
from huiying.cases import actions
from huiying.cases.actions import holding
from huiying.cases.choices import Part
from huiying.cases.models import Holding
from huiying.cases.queries import open_work_of
from huiying.cases.queries.holding import loads_of, pool_of
from huiying.cases.rules.holding import evenly
from huiying.cases.tasks.holding import account_closed, given
from huiying.cases.tests import make
from huiying.cases.tests.pages import as_person, post, queries_of, text_of
from huiying.lib import clock
from huiying.lib.errors import NotAllowed, NotPossible
from huiying.notifications.queries import inbox_of
from huiying.organisations.tests import make as organisations
from huiying.people.actions.accounts import close_account
from huiying.people.choices import Role
from huiying.people.permissions import OPERATOR

pytestmark = pytest.mark.django_db
NOW = make.MORNING
WORK = reverse("cases:workload")


@pytest.fixture
def colleague(here):
    person = organisations.person("colleague", name="同事")
    organisations.grant(person, Role.HANDLER, here.county, here.water)
    return person


@pytest.fixture(autouse=True)
def at(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=5))


def test_work_goes_to_whoever_has_least():
    assert evenly({1: 3, 2: 0, 3: 1}, 4) == [2, 2, 3, 2]
    assert evenly({}, 4) == []


def test_a_handler_takes_a_case_and_a_colleague_then_cannot(here, colleague):
    case = make.signed(here)
    holding.take_on(case, by=here.handler, now=NOW)
    assert open_work_of(here.handler) == 1
    with pytest.raises(NotPossible, match="works on this case"):
        holding.take_on(case, by=colleague, now=NOW)
    with pytest.raises(NotAllowed, match="head of the unit"):
        holding.give_to(case, by=colleague, now=NOW, person=colleague)


def test_the_head_gives_a_case_and_the_colleague_is_told(here, colleague):
    case = make.signed(here)
    holding.give_to(case, by=here.head, now=NOW, person=colleague, text="熟悉这一片管网")
    assert Holding.objects.get().person == colleague
    given(Event.objects.get(kind="case.give_to"), NOW)
    assert case.case_no in inbox_of(colleague).get().title
    holding.let_go(case, by=colleague, now=NOW)
    assert not Holding.objects.exists()


def test_nobody_outside_the_unit_and_nobody_who_stepped_aside_gets_it(here, colleague):
    case = make.signed(here)
    with pytest.raises(NotPossible, match="does not handle cases of this unit"):
        holding.give_to(case, by=here.head, now=NOW, person=here.other_handler)
    actions.recuse(case, by=colleague, now=NOW, reason="亲属")
    with pytest.raises(NotPossible, match="stepped aside"):
        holding.give_to(case, by=here.head, now=NOW, person=colleague)


def test_a_unit_that_loses_a_case_loses_the_holding_too(here):
    case = make.signed(here)
    holding.take_on(case, by=here.handler, now=NOW)
    actions.ask_return(
        case,
        by=here.head,
        now=NOW,
        reason="属道路",
        legal_basis="职责清单",
        proposed_unit=here.roads,
    )
    actions.agree_return(case, by=here.dispatcher, now=NOW, decision="同意")
    assert open_work_of(here.handler) == 0


def test_numbers_are_shown_to_share_work_out(here, colleague):
    case = make.signed(here)
    holding.take_on(case, by=here.handler, now=NOW)
    late = NOW + timedelta(days=30)
    found = {load.person: (load.in_hand, load.late) for load in loads_of([here.water.pk], now=late)}
    assert found == {here.handler: (1, 1), here.head: (0, 0), colleague: (0, 0)}


def test_the_pool_is_shared_out_evenly_or_to_one(here, colleague):
    made = [make.signed(here) for _ in range(3)]
    client = as_person(here.head)
    page = client.get(WORK)
    ticks = [f"{part.case_id}-{part.case.version}" for part in page.context["pool"]]
    assert len(ticks) == 3
    sent = {"key": page.context["key"], "unit": here.water.pk, "case": ticks[:2]}
    answer = client.post(reverse("cases:share-out"), sent)
    assert len(answer.context["done"]) == 2
    assert Holding.objects.count() == 2
    again = client.post(reverse("cases:share-out"), sent)
    assert len(again.context["done"]) == 2
    one = {**sent, "key": "other", "case": ticks[2:], "person": colleague.pk}
    client.post(reverse("cases:share-out"), one)
    assert Holding.objects.filter(assignment__case=made[2]).get().person == colleague


def test_everything_is_handed_over_with_a_note(here, colleague):
    for _ in range(2):
        holding.take_on(make.signed(here), by=here.handler, now=NOW)
    address = reverse("cases:hand-over", args=[here.handler.pk])
    answer = post(as_person(here.head), address, to=colleague.pk, note="休产假")
    assert len(answer.context["done"]) == 2
    assert (open_work_of(here.handler), open_work_of(colleague)) == (0, 2)


def test_without_a_successor_it_goes_back_to_the_unit(here):
    holding.take_on(make.signed(here), by=here.handler, now=NOW)
    address = reverse("cases:hand-over", args=[here.handler.pk])
    post(as_person(here.handler), address, note="")
    assert open_work_of(here.handler) == 0


def test_others_learn_nothing_of_ones_work(here):
    holding.take_on(make.signed(here), by=here.handler, now=NOW)
    address = reverse("cases:hand-over", args=[here.handler.pk])
    assert as_person(here.other_handler).get(address).status_code == 404
    assert as_person(here.supervisor).get(WORK).status_code == 403
    page = as_person(here.supervisor).get(reverse("cases:cases"), {"holder": here.handler.pk})
    assert page.context["page"].rows == []


@pytest.fixture
def helped(here):
    """A case that another unit leads and the water office helps with."""

    def make_one():
        case = make.accepted(here)
        units = {"lead_unit": here.roads, "co_units": [here.water]}
        actions.dispatch(case, by=here.dispatcher, now=NOW, **units)
        return case

    return make_one


def co_of(case):
    return case.assignments.select_related("case", "unit").get(part=Part.CO)


def test_the_part_of_a_co_unit_is_taken_given_and_let_go_like_a_case(here, colleague, helped):
    case = helped()
    holding.co_take_on(co_of(case), by=here.handler, now=NOW)
    assert open_work_of(here.handler) == 1
    with pytest.raises(NotPossible, match="works on this case"):
        holding.co_take_on(co_of(case), by=colleague, now=NOW)
    with pytest.raises(NotPossible, match="does not handle cases of this unit"):
        holding.co_give_to(co_of(case), by=here.head, now=NOW, person=here.other_handler)
    holding.co_give_to(co_of(case), by=here.head, now=NOW, person=colleague, text="你熟")
    given(Event.objects.get(kind="case.co_give_to"), NOW)
    assert case.case_no in inbox_of(colleague).get().title
    with pytest.raises(NotAllowed):
        holding.co_let_go(co_of(case), by=here.other_handler, now=NOW)
    holding.co_let_go(co_of(case), by=colleague, now=NOW)
    assert not Holding.objects.exists()


def test_a_part_that_is_done_is_in_nobodys_pool_and_is_not_taken(here, helped):
    case = helped()
    actions.co_sign(co_of(case), by=here.handler, now=NOW)
    actions.report(co_of(case), by=here.handler, now=NOW, text="查过了")
    with pytest.raises(NotPossible, match="no work left"):
        holding.co_take_on(co_of(case), by=here.handler, now=NOW)
    assert not pool_of([here.water.pk]).exists()


def test_the_pool_with_led_and_helped_cases_is_shared_out_as_one(here, colleague, helped):
    cases = [make.signed(here), helped()]
    client = as_person(here.head)
    page = client.get(WORK)
    ticks = [f"{part.case_id}-{part.case.version}" for part in page.context["pool"]]
    assert len(ticks) == len(cases)
    sent = {"key": page.context["key"], "unit": here.water.pk, "case": ticks}
    answer = client.post(reverse("cases:share-out"), sent | {"person": colleague.pk})
    assert (len(answer.context["done"]), answer.context["left"]) == (2, [])
    assert open_work_of(colleague) == len(cases)
    handed = post(
        client, reverse("cases:hand-over", args=[colleague.pk]), to=here.handler.pk, note="休假"
    )
    assert len(handed.context["done"]) == len(cases)
    assert open_work_of(here.handler) == len(cases)


def test_a_co_units_handler_signs_and_takes_ticked_parts_from_the_list(here, helped):
    client, ticks = as_person(here.handler), [str(helped().pk), str(make.dispatched(here).pk)]
    for step in ("sign", "take_on"):
        sent = {"key": step, "step": step, "case": ticks}
        answer = client.post(reverse("cases:bulk"), sent)
        assert (len(answer.context["done"]), answer.context["left"]) == (2, [])
    assert open_work_of(here.handler) == len(ticks)


def test_the_page_of_a_part_offers_it_and_shows_the_colleagues(here, colleague, helped):
    part = co_of(helped())
    client = as_person(here.head)
    give = reverse("cases:part-step", args=[part.pk, "co_give_to"])
    assert give in text_of(client.get(reverse("cases:case", args=[part.case.case_no])))
    assert [load.person for load in client.get(give).context["colleagues"]]
    assert post(client, give, person=colleague.pk, text="").status_code == 302
    assert open_work_of(colleague) == 1


def test_closing_an_account_asks_for_the_hand_over(here):
    keeper = organisations.person("keeper", name="keeper")
    organisations.grant(keeper, Role.SECURITY_ADMINISTRATOR, here.city)
    holding.take_on(make.signed(here), by=here.handler, now=NOW)
    client, address = as_person(keeper), reverse("people:step", args=[here.handler.pk])
    page = text_of(client.get(reverse("people:one", args=[here.handler.pk])))
    assert reverse("cases:hand-over", args=[here.handler.pk]) in page
    asked = {"step": "close", "reason": "调离"}
    client.post(address, asked)
    here.handler.refresh_from_db()
    assert here.handler.is_active
    client.post(address, {**asked, "give_back": "1"})
    here.handler.refresh_from_db()
    assert not here.handler.is_active


def test_what_a_closed_account_had_goes_back_to_the_unit(here):
    case = make.signed(here)
    holding.take_on(case, by=here.handler, now=NOW)
    close_account(here.handler, by=OPERATOR, now=NOW, reason="调离")
    account_closed(Event.objects.get(kind="person.closed"), NOW)
    assert not Holding.objects.exists()
    assert case.entries.last().step == "let_go"


def test_the_list_shows_what_i_have_and_what_nobody_has(here):
    mine, free = make.signed(here), make.signed(here)
    holding.take_on(mine, by=here.handler, now=NOW)
    client = as_person(here.handler)

    def rows(**asked):
        return client.get(reverse("cases:cases"), asked).context["page"].rows

    assert rows(who="me") == [mine]
    assert rows(who="nobody") == [free]


@pytest.mark.parametrize("number", [1, 3])
def test_the_pages_cost_the_same_for_one_and_three(here, number):
    for _ in range(number):
        make.signed(here)
        holding.take_on(make.signed(here), by=here.handler, now=NOW)
    assert queries_of(as_person(here.head), WORK) == 9
    assert queries_of(as_person(here.head), reverse("cases:hand-over", args=[here.handler.pk])) == 9
