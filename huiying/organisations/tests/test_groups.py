"""Groups of a village: entered, renamed, ended, brought in from a list, read by programs; who may."""

from datetime import date

import pytest
from django.urls import reverse

from huiying.audit.actions import TIMER
from huiying.audit.models import Event
from huiying.lib.errors import NotAllowed, NotPossible
from huiying.organisations.actions import (
    Named,
    close_area,
    end_group,
    merge_areas,
    open_group,
    rename_area,
    rename_group,
)
from huiying.organisations.actions.area_import import Outcome
from huiying.organisations.actions.group_import import import_groups
from huiying.organisations.choices import Level
from huiying.organisations.imports.groups import group_rows
from huiying.organisations.models import Area, Group
from huiying.organisations.queries import groups_of, village_called
from huiying.organisations.tests import make
from huiying.people.choices import Role

pytestmark = pytest.mark.django_db
BEFORE, DAY, AFTER = date(2026, 2, 1), date(2026, 3, 1), date(2026, 3, 4)


def opened(village, number=3, name="", now=None, **more):
    more = {"valid_from": make.LONG_AGO, "by": TIMER, "now": now, **more}
    return open_group(village, number, name, **more)


def names(village, on=AFTER):
    return [group.name for group in groups_of(village, on)]


@pytest.fixture
def village(tree):
    return tree[3]


@pytest.fixture
def keeper(client, tree):
    person = make.person("li.he", "李禾")
    make.grant(person, Role.SYSTEM_ADMINISTRATOR, tree[1])
    make.sign_in(client, person)
    client.cookies["language"] = "en"
    return client


def url(name, *args):
    return reverse(f"organisations:{name}", args=args)


def test_a_group_is_called_by_its_number_unless_it_has_a_name(village, now):
    group = opened(village, 3, now=now)
    opened(village, 4, " 河湾 组 ", now=now)
    assert names(village) == ["三组", "河湾组"]
    assert group.key == f"{village.code}03"
    assert village_called(village).names == {"河湾组": 4}
    assert [event.kind for event in Event.objects.all()] == ["group.open", "group.open"]


@pytest.mark.parametrize(
    ("number", "name"), [(0, ""), (100, ""), (3, ""), (5, "三组"), (5, "四组"), (5, "长" * 31)]
)
def test_a_wrong_group_is_refused_and_changes_nothing(village, now, number, name):
    opened(village, 3, now=now)
    with pytest.raises(NotPossible):
        opened(village, number, name, now=now)
    assert Group.objects.count() == 1


def test_only_villages_have_groups(tree, now):
    with pytest.raises(NotPossible, match=tree[2].name):
        opened(tree[2], now=now)


def test_a_rename_keeps_the_old_name_for_earlier_days(village, now):
    group = opened(village, 3, now=now)
    rename_group(group, "河湾组", on=DAY, by=TIMER, now=now)
    assert (names(village, BEFORE), names(village, AFTER)) == (["三组"], ["河湾组"])
    with pytest.raises(NotPossible):
        rename_group(group, "塘边组", on=AFTER, by=TIMER, now=now)


def test_an_ended_group_is_gone_from_that_day_and_its_number_free(village, now):
    group = opened(village, 3, now=now)
    end_group(group, on=DAY, by=TIMER, now=now, reason="merged")
    assert (names(village, BEFORE), names(village, AFTER)) == (["三组"], [])
    opened(village, 3, valid_from=DAY, now=now)
    assert names(village) == ["三组"]


def test_groups_go_with_a_renamed_village_and_end_with_a_merged_or_closed_one(tree, now):
    _city, _county, town, village = tree
    opened(village, 3, now=now)
    heir = rename_area(
        village, named=Named(village.code, "柳湾村委会"), on=BEFORE, by=TIMER, now=now
    )
    assert names(heir) == ["三组"]
    other = make.area("990101100202", Level.VILLAGE, "柳树坡村委会", town)
    opened(other, 1, now=now)
    both = merge_areas(
        [heir, other], named=Named(heir.code, "双柳村委会"), on=DAY, by=TIMER, now=now
    )
    assert names(both) == []
    opened(both, 1, valid_from=DAY, now=now)
    close_area(both, on=AFTER, by=TIMER, now=now)
    assert not Group.objects.filter(valid_to=None).exists()


def test_only_who_keeps_areas_here_may_enter_groups(tree, now):
    keeper, clerk = make.person(), make.person("li.he", "李禾")
    make.grant(keeper, Role.SYSTEM_ADMINISTRATOR, tree[1])
    make.grant(clerk, Role.INTAKE_CLERK, tree[1])
    with pytest.raises(NotAllowed):
        opened(tree[3], by=clerk, now=now)
    group = opened(tree[3], by=keeper, now=now)
    with pytest.raises(NotAllowed):
        end_group(group, on=DAY, by=clerk, now=now)


def test_a_list_brings_good_rows_in_and_hands_the_others_back_with_reasons(tree, now):
    village = tree[3]
    opened(village, 2, now=now)
    text = f"村代码,组号,组名\n{village.code},1,\n{village.code},2,井边组\n{village.code},x,\n{village.code},1,\n{village.code},5,四组\n990101100999,1,\n{village.code},3,河湾组\n"
    outcome = Outcome()
    rows = group_rows(text.encode(), "groups.csv", outcome)
    import_groups(rows, outcome, source="groups.csv", by=TIMER, now=now)
    assert names(village) == ["一组", "井边组", "河湾组"]
    assert outcome.told() == {"created": 2, "updated": 1, "unchanged": 0, "closed": 0, "bad": 4}
    assert sorted(error.number for error in outcome.errors) == [4, 5, 6, 7]
    again = Outcome()
    rows = [row for row in rows if row.number in {2, 3, 8}]
    import_groups(rows, again, source="groups.csv", by=TIMER, now=now)
    assert again.unchanged == 3


def test_a_list_reaches_no_further_than_its_keeper(tree, now):
    other = make.area(make.OTHER_COUNTY, Level.COUNTY, "沙溪县", tree[0])
    town = make.area("990102100000", Level.TOWNSHIP, "沙溪镇", other)
    make.area("990102100201", Level.VILLAGE, "沙溪村委会", town)
    keeper = make.person()
    make.grant(keeper, Role.SYSTEM_ADMINISTRATOR, tree[1])
    outcome = Outcome()
    text = f"村代码,组号\n{tree[3].code},1\n990102100201,1\n"
    rows = group_rows(text.encode(), "groups.csv", outcome)
    import_groups(rows, outcome, source="groups.csv", by=keeper, now=now, dry_run=False)
    assert (outcome.created, outcome.bad) == (1, 1)


def test_the_village_page_lists_adds_renames_and_ends_groups(keeper, village):
    page = keeper.get(url("area", village.pk))
    assert "No groups of this village" in page.text
    given = {"number": 1, "last": 3, "name": "", "on": "2026-01-01"}
    assert keeper.post(url("new-group", village.pk), given).status_code == 302
    assert names(village) == ["一组", "二组", "三组"]
    group = Group.objects.get(number=2)
    keeper.post(url("rename-group", group.pk), {"name": "河湾组", "on": "2026-02-01"})
    third = Group.objects.get(number=3)
    keeper.post(url("end-group", third.pk), {"on": "2026-02-01", "reason": "empty"})
    page = keeper.get(url("area", village.pk))
    assert [group.name for group in page.context["village_groups"]] == ["一组", "河湾组"]
    assert keeper.get(url("areas")).text.count(url("upload-list", "groups")) == 1


def test_several_groups_at_once_have_no_one_name_and_come_all_or_none(keeper, village, now):
    opened(village, 3, now=now)
    first = {"number": 1, "last": 3, "name": "河湾组", "on": "2026-01-01"}
    assert keeper.post(url("new-group", village.pk), first).status_code == 200
    assert keeper.post(url("new-group", village.pk), {**first, "name": ""}).status_code == 200
    assert Group.objects.count() == 1


def test_pages_of_groups_are_for_who_keeps_areas_here(reader, village, now):
    group = opened(village, now=now)
    assert "三组" in reader.get(url("area", village.pk)).text
    for name, pk in (
        ("new-group", village.pk),
        ("rename-group", group.pk),
        ("end-group", group.pk),
    ):
        assert reader.get(url(name, pk)).status_code == 403
        assert url(name, pk) not in reader.get(url("area", village.pk)).text
    assert reader.get(url("upload-list", "groups")).status_code == 403


def test_a_town_page_has_no_groups(keeper, tree):
    assert keeper.get(url("new-group", tree[2].pk)).status_code == 404
    assert "Groups of the village" not in keeper.get(url("area", tree[2].pk)).text


def test_names_of_groups_are_asked_for_once(village, now, django_assert_num_queries):
    opened(village, 4, "河湾组", now=now)
    same = Area.objects.get(pk=village.pk)
    village_called(same)
    with django_assert_num_queries(0):
        assert village_called(same).names == {"河湾组": 4}


KEEPERS = {Role.SYSTEM_ADMINISTRATOR}
"""Who opens which page of groups, for each role over the county."""


@pytest.mark.parametrize("role", Role)
def test_each_role_gets_the_pages_of_groups_it_may_use_and_no_other(role, client, tree, now):
    group = opened(tree[3], now=now)
    person = make.person(f"one-{role}"[:30], name="李禾")
    make.grant(person, role, tree[1])
    make.sign_in(client, person)
    for page in (
        url("new-group", tree[3].pk),
        url("rename-group", group.pk),
        url("end-group", group.pk),
    ):
        assert client.get(page).status_code == (200 if role in KEEPERS else 403), page


def test_a_village_knows_in_which_names_of_others_its_own_is_the_end(village):
    assert village_called(village).before == ()
    make.area(f"{village.code[:9]}299", Level.VILLAGE, "上杨树湾村委会", village.parent)
    assert village_called(village).before == ("上",)
