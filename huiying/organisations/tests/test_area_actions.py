from datetime import date

import pytest

from huiying.audit.actions import TIMER
from huiying.audit.models import Event
from huiying.lib.errors import NotAllowed, NotPossible
from huiying.organisations.actions import (
    Named,
    close_area,
    merge_areas,
    open_area,
    rename_area,
    split_area,
)
from huiying.organisations.choices import Level
from huiying.organisations.models import Area, Succession
from huiying.organisations.queries import (
    areas_as_of,
    children_on,
    path_on,
    scope_of,
    search_areas,
)
from huiying.organisations.tests import make
from huiying.people.choices import Permission, Role

pytestmark = pytest.mark.django_db
BEFORE, DAY, AFTER = date(2026, 2, 1), date(2026, 3, 1), date(2026, 3, 4)


def names(rows):
    return {area.name for area in rows}


def test_a_new_area_is_opened_under_its_upper_area(now):
    _city, county, *_ = make.city_county_town_village()
    named = Named("990101101", "白杨乡")
    town = open_area(county, level=Level.TOWNSHIP, named=named, valid_from=DAY, by=TIMER, now=now)
    assert (town.code, town.parent) == ("990101101000", county)
    assert "白杨乡" not in names(areas_as_of(BEFORE))
    assert "白杨乡" in names(areas_as_of(DAY))
    assert Event.objects.get().kind == "area.open"


@pytest.mark.parametrize(
    ("named", "level"),
    [
        (Named("99010", "白杨乡"), Level.CITY),
        (Named("9901011x1", "白杨乡"), Level.TOWNSHIP),
        (Named("990202101", "白杨乡"), Level.TOWNSHIP),
        (Named("990101101", "  "), Level.TOWNSHIP),
        (Named("990101100", "白杨乡"), Level.TOWNSHIP),
    ],
)
def test_a_wrong_new_area_is_refused_and_changes_nothing(now, named, level):
    _city, county, *_ = make.city_county_town_village()
    with pytest.raises(NotPossible):
        open_area(county, level=level, named=named, valid_from=DAY, by=TIMER, now=now)
    assert Area.objects.count() == 4
    assert not Event.objects.exists()


def test_only_who_keeps_areas_here_may_change_them(now):
    city, county, *_ = make.city_county_town_village()
    keeper, clerk = make.person(), make.person("li.he", "李禾")
    make.grant(keeper, Role.SYSTEM_ADMINISTRATOR, county)
    make.grant(clerk, Role.INTAKE_CLERK, city)
    for area, by in ((city, keeper), (county, clerk)):
        with pytest.raises(NotAllowed):
            rename_area(area, named=Named(area.code, "新名"), on=DAY, by=by, now=now)
    rename_area(county, named=Named(county.code, "柳河区"), on=DAY, by=keeper, now=now)
    assert Event.objects.get().actor == keeper.audit_name


def test_a_rename_keeps_the_old_name_for_questions_about_earlier_days(now):
    _city, county, town, village = make.city_county_town_village()
    unit, person = make.unit(county), make.person()
    grant = make.grant(person, Role.DISPATCHER, county)
    heir = rename_area(county, named=Named(county.code, "柳河区"), on=DAY, by=TIMER, now=now)
    for thing in (town, unit, grant, village):
        thing.refresh_from_db()
    assert town.parent == unit.area == grant.area == heir
    assert path_on(village, AFTER) == "云川市 / 柳河区 / 青石镇 / 杨树湾村委会"
    assert path_on(village, BEFORE) == "云川市 / 柳河县 / 青石镇 / 杨树湾村委会"
    assert names(children_on(county, BEFORE)) == names(children_on(heir, AFTER)) == {"青石镇"}
    assert [a.name for a in search_areas("柳河", on=BEFORE)] == ["柳河县"]
    assert [a.name for a in search_areas("柳河", on=AFTER)] == ["柳河区"]


def test_a_new_code_gives_new_codes_to_all_below_and_keeps_the_history_in_reach(now):
    _city, county, _town, village = make.city_county_town_village()
    person = make.person()
    make.grant(person, Role.DISPATCHER, county)
    rename_area(county, named=Named("990181", "柳河市"), on=DAY, by=TIMER, now=now)
    new_village = Area.objects.get(code="990181100201")
    assert path_on(new_village, AFTER) == "云川市 / 柳河市 / 青石镇 / 杨树湾村委会"
    village.refresh_from_db()
    assert village.valid_to == DAY
    person = type(person).objects.get()
    scope = scope_of(person, Permission.DISPATCH, on=AFTER)
    assert scope.covers_area(new_village.code)
    assert scope.covers_area(village.code)


def test_a_merge_joins_what_stood_below_and_remembers_who_stood_where(now):
    _city, county, town, village = make.city_county_town_village()
    other = make.area("990101102000", Level.TOWNSHIP, "白杨乡", county)
    hamlet = make.area("990101102201", Level.VILLAGE, "柳树坡村委会", other)
    person = make.person()
    heir = merge_areas([town, other], named=Named(town.code, "青石镇"), on=DAY, by=TIMER, now=now)
    make.grant(person, Role.DISPATCHER, heir)
    village.refresh_from_db()
    hamlet.refresh_from_db()
    assert village.parent == hamlet.parent == heir
    assert names(children_on(heir, AFTER)) == {"杨树湾村委会", "柳树坡村委会"}
    assert names(children_on(town, BEFORE)) == {"杨树湾村委会"}
    assert names(children_on(other, BEFORE)) == {"柳树坡村委会"}
    assert names(children_on(county, BEFORE)) == {"青石镇", "白杨乡"}
    assert names(children_on(county, AFTER)) == {"青石镇"}
    assert path_on(hamlet, BEFORE).endswith("白杨乡 / 柳树坡村委会")
    assert scope_of(person, Permission.DISPATCH, on=AFTER).covers_area(hamlet.code)
    found = search_areas("柳树坡", on=AFTER, within=[heir.prefix])
    assert [area.pk for area in found] == [hamlet.pk]


def test_a_split_shares_out_what_stood_below_and_no_part_sees_into_the_other(now):
    _city, _county, town, village = make.city_county_town_village()
    hamlet = make.area("990101100202", Level.VILLAGE, "柳树坡村委会", town)
    first, second = split_area(
        town,
        [Named(town.code, "青石镇"), Named("990101103", "柳坡镇")],
        shares={village.pk: town.code, hamlet.pk: "990101103"},
        on=DAY,
        by=TIMER,
        now=now,
    )
    assert names(children_on(first, AFTER)) == {"杨树湾村委会"}
    assert names(children_on(second, AFTER)) == {"柳树坡村委会"}
    assert names(children_on(town, BEFORE)) == {"杨树湾村委会", "柳树坡村委会"}
    ours, theirs = make.person(), make.person("li.he", "李禾")
    make.grant(ours, Role.DISPATCHER, first)
    make.grant(theirs, Role.DISPATCHER, second)
    scope = scope_of(theirs, Permission.DISPATCH, on=AFTER)
    assert scope.covers_area("990101103202")
    assert scope.covers_area(hamlet.code)
    assert not scope.covers_area(village.code)
    assert not scope.covers_area(town.code)
    assert not scope_of(ours, Permission.DISPATCH, on=AFTER).covers_area("990101103202")


def test_a_split_that_leaves_a_village_without_a_part_is_refused(now):
    _city, _county, town, village = make.city_county_town_village()
    parts = [Named(town.code, "青石镇"), Named("990101103", "柳坡镇")]
    with pytest.raises(NotPossible, match=village.name):
        split_area(town, parts, shares={}, on=DAY, by=TIMER, now=now)
    with pytest.raises(NotPossible):
        split_area(town, parts[:1], shares={village.pk: town.code}, on=DAY, by=TIMER, now=now)
    assert not Succession.objects.exists()


def test_areas_to_be_merged_stand_side_by_side(now):
    _city, county, town, _village = make.city_county_town_village()
    for wrong in ([town], [town, town], [town, county]):
        with pytest.raises(NotPossible):
            merge_areas(wrong, named=Named(town.code, "青石镇"), on=DAY, by=TIMER, now=now)


def test_an_area_in_use_is_not_closed_and_a_spent_code_not_reused(now):
    _city, _county, town, village = make.city_county_town_village()
    with pytest.raises(NotPossible):
        close_area(town, on=DAY, by=TIMER, now=now)
    close_area(village, on=DAY, by=TIMER, now=now)
    with pytest.raises(NotPossible):
        close_area(village, on=AFTER, by=TIMER, now=now)
    named = Named(village.code, "杨树湾村委会")
    with pytest.raises(NotPossible):
        open_area(town, level=Level.VILLAGE, named=named, valid_from=AFTER, by=TIMER, now=now)
    assert names(children_on(town, BEFORE)) == {village.name}
    assert not children_on(town, AFTER).exists()


def test_a_search_narrows_word_by_word_and_tells_the_path(django_assert_num_queries):
    _city, _county, town, village = make.city_county_town_village()
    make.area("990101100203", Level.VILLAGE, "小杨树湾村委会", town)
    hits = search_areas("杨树湾", on=AFTER)
    assert [hit.name for hit in hits] == ["杨树湾村委会", "小杨树湾村委会"]
    with django_assert_num_queries(0):
        assert hits[0].path == "云川市 / 柳河县 / 青石镇 / 杨树湾村委会"
    assert search_areas("青石镇 杨树湾村委会", on=AFTER)[0] == village
    assert search_areas("990101100201", on=AFTER) == [village]
    assert search_areas("青石", on=AFTER, level=Level.VILLAGE) == []
    assert search_areas("别处 杨树湾", on=AFTER) == []
    assert search_areas("杨树湾", on=AFTER, within=["990102"]) == []
    assert search_areas("  ", on=AFTER) == []


def test_a_change_sent_twice_is_made_once(now):
    _city, county, *_ = make.city_county_town_village()
    same = Area.objects.get(pk=county.pk)
    named = Named(county.code, "柳河区")
    rename_area(county, named=named, on=DAY, by=TIMER, now=now)
    with pytest.raises(NotPossible, match="柳河县"):
        rename_area(same, named=named, on=DAY, by=TIMER, now=now)
    assert Area.objects.filter(name="柳河区").count() == 1
