"""The dispatch catalogue: who keeps it, what it decides, and what dispatch makes of it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from huiying.audit.queries import events_of
from huiying.cases import actions
from huiying.cases.actions.catalogue import add_rule, change_rule, end_rule
from huiying.cases.choices import Priority, RuleChange
from huiying.cases.models import CatalogueChange, DispatchRule
from huiying.cases.queries import gaps_for, leading_rule, proposals_for, rules_on
from huiying.cases.rules.catalogue import clashing, codes_of, prefixes_of
from huiying.cases.tests import make, make_catalogue
from huiying.cases.tests.make_catalogue import duty, rule
from huiying.cases.tests.pages import as_person, post, queries_of, text_of
from huiying.lib import clock
from huiying.lib.errors import NotAllowed, NotPossible
from huiying.organisations.tests import make as organisations
from huiying.people.choices import Role

pytestmark = pytest.mark.django_db
NOW = make.MORNING
TODAY = clock.local_date(NOW)
LIST = reverse("cases:catalogue")


@pytest.fixture
def keeper(here):
    return make_catalogue.keeper(here)


@pytest.fixture(autouse=True)
def at(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=5))


def test_a_place_is_looked_up_from_itself_to_the_province():
    assert prefixes_of("990121101203") == (
        "990121101203",
        "990121101",
        "990121",
        "9901",
        "99",
    )
    assert codes_of("1001") == ("1001", "10")


def test_spans_clash_only_when_they_share_a_day():
    day = TODAY
    later = day + timedelta(days=10)
    assert clashing((day, later), [(later, None)]) is None
    assert clashing((day, None), [(later, None)]) == (later, None)
    assert clashing((day, later), [(day, day)]) is None


def test_the_closest_entry_decides_first_the_place_then_the_category(here, keeper):
    case = make.accepted(here)
    rule(keeper, here.county, here.roads, "10")
    water = rule(keeper, here.county, here.water, "1001")
    assert leading_rule(case, on=TODAY) == water
    town = rule(keeper, here.town, here.township, "10")
    assert leading_rule(case, on=TODAY) == town
    proposals = proposals_for([case], now=NOW)[case.pk]
    assert [each.unit for each in proposals] == [here.township, here.water, here.roads]


def test_an_entry_that_has_ended_or_not_begun_says_nothing(here, keeper):
    case = make.accepted(here)
    one = rule(keeper, here.county, here.water)
    end_rule(one, by=keeper, now=NOW, on=TODAY, why="机构改革")
    assert leading_rule(case, on=TODAY) is None
    later = TODAY + timedelta(days=3)
    add_rule(duty(here.county, here.roads), by=keeper, now=NOW, valid_from=later, why="划转")
    assert leading_rule(case, on=TODAY) is None
    assert leading_rule(case, on=later).lead_unit == here.roads


def test_a_change_ends_the_old_version_and_keeps_it(here, keeper):
    old = rule(keeper, here.county, here.water)
    monday = TODAY + timedelta(days=5)
    new = change_rule(
        old,
        duty(here.county, here.roads, co_units=[here.water], priority=Priority.P2),
        by=keeper,
        now=NOW,
        valid_from=monday,
        why="职责调整",
    )
    old.refresh_from_db()
    assert (old.valid_to, new.replaces, new.valid_to) == (monday, old, None)
    assert list(rules_on(TODAY)) == [old]
    assert list(rules_on(monday)) == [new]
    log = CatalogueChange.objects.order_by("id").values_list("kind", "by_name", "why")
    assert list(log) == [
        (RuleChange.ADDED, "keeper", "首次编制"),
        (RuleChange.CHANGED, "keeper", "职责调整"),
    ]
    assert [each.kind for each in events_of(new.subject)] == ["catalogue.changed"]
    with pytest.raises(NotPossible, match="has ended"):
        end_rule(old, by=keeper, now=NOW, on=TODAY, why="再改")


def test_two_entries_for_one_matter_in_one_place_are_refused(here, keeper):
    rule(keeper, here.county, here.water)
    with pytest.raises(NotPossible, match="Change that one"):
        rule(keeper, here.county, here.roads)
    assert DispatchRule.objects.count() == 1


def test_only_the_keeper_of_the_place_changes_the_catalogue(here, keeper):
    elsewhere = organisations.area("990299000000", 3, parent=here.city, name="远山县")
    for by, area in ((here.dispatcher, here.county), (keeper, elsewhere)):
        with pytest.raises(NotAllowed):
            rule(by, area, here.water)
    assert not DispatchRule.objects.exists()


@pytest.mark.parametrize("wrong", [{"why": " "}, {"legal_basis": ""}])
def test_an_entry_needs_its_reason_and_its_law(here, keeper, wrong):
    with pytest.raises(NotPossible):
        rule(keeper, here.county, here.water, **wrong)


def test_a_mistyped_year_is_refused(here, keeper):
    entry = rule(keeper, here.county, here.roads)
    with pytest.raises(NotPossible, match="cannot be right"):
        end_rule(entry, by=keeper, now=NOW, on=date(9999, 1, 1), why="划转")
    with pytest.raises(NotPossible, match="cannot be right"):
        add_rule(
            duty(here.town, here.roads), by=keeper, now=NOW, valid_from=date(206, 11, 1), why="划转"
        )


def test_a_village_leads_only_what_is_on_its_own_duty_list(here, keeper):
    case = make.accepted(here)
    send = {"by": here.dispatcher, "now": NOW, "lead_unit": here.village_org}
    with pytest.raises(NotPossible, match="assists"):
        rule(keeper, here.village, here.village_org)
    with pytest.raises(NotPossible, match="assists"):
        rule(keeper, here.county, here.village_org, on_duty_list=True)
    with pytest.raises(NotPossible, match="assists and does not lead"):
        actions.dispatch(case, **send)
    rule(keeper, here.village, here.village_org, on_duty_list=True)
    actions.dispatch(case, **send)
    assert case.lead_unit == here.village_org


def test_to_the_own_unit_only_what_the_catalogue_gives_to_it(here, keeper):
    case = make.accepted(here)
    organisations.grant(here.dispatcher, Role.HANDLER, here.county, here.water)
    with pytest.raises(NotAllowed, match="own unit"):
        actions.dispatch(case, by=here.dispatcher, now=NOW, lead_unit=here.water)
    rule(keeper, here.county, here.water)
    here.dispatcher.__dict__.pop("_grants_read", None)
    actions.dispatch(case, by=here.dispatcher, now=NOW, lead_unit=here.water)
    part = case.assignments.get()
    assert part.rule.lead_unit == here.water


def test_the_accused_unit_is_never_proposed_its_upper_unit_is(here, keeper):
    government = organisations.unit(here.county, name="柳河县人民政府")
    here.water.parent = government
    here.water.save()
    rule(keeper, here.county, here.water)
    case = make.accepted(here)
    actions.accuse(case, by=here.clerk, now=NOW, unit=here.water)
    proposal = proposals_for([case], now=NOW)[case.pk][0]
    assert (proposal.is_barred, proposal.unit) == (True, government)
    page = text_of(as_person(here.dispatcher).get(step(case)))
    assert "instead of 柳河县水务局" in page
    with pytest.raises(NotAllowed):
        actions.dispatch(case, by=here.dispatcher, now=NOW, lead_unit=here.water)


def step(case):
    return reverse("cases:step", args=[case.case_no, "dispatch"])


def test_the_form_proposes_the_unit_of_the_catalogue_with_its_basis(here, keeper):
    rule(keeper, here.county, here.water, co_units=[here.roads])
    case = make.accepted(here)
    page = as_person(here.dispatcher).get(step(case))
    assert page.context["form"].initial == {"lead_unit": here.water.pk}
    assert "县政府职责清单第12条" in text_of(page)
    assert "柳河县公路局" in text_of(page)


def test_without_an_entry_the_units_of_the_place_are_proposed(here):
    case = make.accepted(here)
    page = as_person(here.dispatcher).get(step(case))
    assert page.context["proposals"] == []
    assert "The catalogue has no entry" in text_of(page)
    assert here.township in page.context["suggestions"]


def test_the_gap_report_names_what_came_up_without_an_entry(here, keeper):
    make.accepted(here)
    make.accepted(here)
    gap = gaps_for(here.dispatcher, now=NOW)[0]
    assert (gap.category.pk, gap.area, gap.count) == ("1001", here.county, 2)
    page = text_of(as_person(here.dispatcher).get(reverse("cases:catalogue-gaps")))
    assert "供水" in page
    rule(keeper, here.county, here.water, "10")
    assert gaps_for(here.dispatcher, now=NOW) == []


def filled(here, **more):
    return {
        "category": "1001",
        "area": here.county.pk,
        "lead_unit": here.water.pk,
        "co_units": "柳河县公路局",
        "legal_basis": "职责清单",
        "valid_from": TODAY.isoformat(),
        "why": "编制",
        **more,
    }


def test_an_entry_is_added_changed_and_ended_on_pages(here, keeper):
    client = as_person(keeper)
    answer = post(client, reverse("cases:new-rule"), **filled(here))
    one = DispatchRule.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, reverse("cases:rule", args=[one.pk]))
    assert list(one.co_units.all()) == [here.roads]
    post(
        client,
        reverse("cases:change-rule", args=[one.pk]),
        **filled(here, lead_unit=here.roads.pk, co_units=""),
    )
    two = DispatchRule.objects.get(replaces=one)
    post(client, reverse("cases:end-rule", args=[two.pk]), on=TODAY.isoformat(), why="并入")
    two.refresh_from_db()
    assert two.valid_to == TODAY
    page = text_of(client.get(reverse("cases:rule", args=[two.pk])))
    assert "并入" in page
    assert "Past" in page


def test_a_refused_entry_says_why_and_keeps_what_was_typed(here, keeper):
    client = as_person(keeper)
    answer = post(client, reverse("cases:new-rule"), **filled(here, co_units="没有这个单位"))
    assert "There is no unit “没有这个单位” today." in text_of(answer)
    answer = post(client, reverse("cases:new-rule"), **filled(here, co_units="柳河县水务局"))
    assert answer.status_code == 409
    assert not DispatchRule.objects.exists()


def test_the_catalogue_is_filtered_by_unit_place_category_and_words(here, keeper):
    one = rule(keeper, here.county, here.water, co_units=[here.roads])
    two = rule(keeper, here.town, here.township, "0901", legal_basis="镇村权责清单")
    client = as_person(here.dispatcher)

    def found(**asked):
        return client.get(LIST, asked).context["page"].rows

    assert found() == [two, one]
    assert found(unit=here.roads.pk) == [one]
    assert found(area=here.village.pk) == [two, one]
    assert found(category="10") == [one]
    assert found(q="权责") == [two]
    assert found(on="2020-01-01") == []


@pytest.mark.parametrize("number", [1, 3])
def test_lists_cost_the_same_for_one_and_three(here, keeper, number):
    for category in ("1001", "1002", "0901")[:number]:
        rule(keeper, here.county, here.water, category, co_units=[here.roads])
        make.accepted(here)
    client = as_person(here.dispatcher)
    assert queries_of(client, LIST) == 7
    assert queries_of(client, reverse("cases:catalogue-changes")) == 5
    assert queries_of(client, reverse("cases:catalogue-gaps")) == 8
    assert queries_of(client, reverse("cases:board")) == 13


def test_the_list_goes_on_after_fifty(here, keeper, monkeypatch):
    monkeypatch.setattr("huiying.cases.views.lists.PAGE", 2)
    monkeypatch.setattr("huiying.cases.views.catalogue.PAGE", 2)
    made = [rule(keeper, here.county, here.water, each) for each in ("0901", "1001", "1002")]
    client = as_person(here.dispatcher)
    page = client.get(LIST).context["page"]
    assert page.rows == made[:2]
    assert client.get(LIST + page.next).context["page"].rows == made[2:]


def test_who_handles_no_cases_does_not_read_the_catalogue(here):
    outsider = organisations.person("outsider", name="outsider")
    assert as_person(outsider).get(LIST).status_code == 403
