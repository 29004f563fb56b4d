from datetime import date

import pytest

from huiying.lib.errors import NotAllowed
from huiying.organisations.choices import Change, Level
from huiying.organisations.models import Succession, UnitSuccession
from huiying.organisations.permissions import may
from huiying.organisations.queries import (
    forget,
    scope_of,
    unit_ancestors,
    unit_subtree,
    units_of,
)
from huiying.organisations.tests import make
from huiying.people.choices import Permission, Role

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 4)


def test_a_county_grant_reaches_its_villages_and_units_and_nothing_else():
    city, county, _town, village = make.city_county_town_village()
    other = make.area(make.OTHER_COUNTY, Level.COUNTY, "桐岭县", city)
    inside, outside = make.unit(village, name="杨树湾村委会"), make.unit(other)
    person = make.person()
    make.grant(person, Role.DISPATCHER, county)
    scope = scope_of(person, Permission.DISPATCH, on=TODAY)
    assert scope.prefixes == ("990101",)
    assert scope.covers_area(village.code)
    assert not scope.covers_area(other.code)
    assert scope.covers_unit(inside.pk)
    assert not scope.covers_unit(outside.pk)
    assert not scope.everything


def test_a_grant_over_every_root_reaches_everything():
    city, *_ = make.city_county_town_village()
    person = make.person()
    make.grant(person, Role.AUDITOR, city)
    assert scope_of(person, Permission.READ_AUDIT, on=TODAY).everything


def test_a_grant_inside_a_unit_reaches_the_units_below_and_no_area():
    _city, county, *_ = make.city_county_town_village()
    upper = make.unit(county)
    lower = make.unit(county, name="柳河县水务局青石站", parent=upper)
    beside = make.unit(county, name="柳河县农业局")
    person = make.person()
    make.grant(person, Role.HANDLER, county, upper)
    scope = scope_of(person, Permission.HANDLE, on=TODAY)
    assert scope.unit_ids == {upper.pk, lower.pk}
    assert not scope.covers_area(county.code)
    assert not scope.covers_unit(beside.pk)
    assert units_of(person, TODAY) == {upper.pk}
    assert unit_subtree({upper.pk}) == {upper.pk, lower.pk}
    assert unit_ancestors({lower.pk}) == {upper.pk, lower.pk}


def test_dates_bound_a_grant_and_an_inactive_person_has_none():
    _city, county, *_ = make.city_county_town_village()
    person = make.person()
    make.grant(person, Role.DISPATCHER, county, valid_from=TODAY, valid_to=date(2026, 4, 1))
    for day, held in ((3, False), (4, True)):
        scope = scope_of(person, Permission.DISPATCH, on=date(2026, 3, day))
        assert bool(scope) is held
    assert not scope_of(person, Permission.DISPATCH, on=date(2026, 4, 1))
    person.is_active = False
    assert not scope_of(person, Permission.DISPATCH, on=date(2026, 3, 5))


def test_successors_see_the_history_of_what_they_came_out_of():
    _city, county, *_ = make.city_county_town_village()
    old = make.area("990199000000", Level.COUNTY, "旧桥县", valid_to=TODAY)
    older = make.area("990198000000", Level.COUNTY, "老桥县", valid_to=TODAY)
    Succession.objects.create(from_area=older, to_area=old, kind=Change.RENAME, on=TODAY)
    Succession.objects.create(from_area=old, to_area=county, kind=Change.MERGE, on=TODAY)
    unit, former = make.unit(county), make.unit(old)
    UnitSuccession.objects.create(from_unit=former, to_unit=unit, kind=Change.MERGE, on=TODAY)
    forget()
    person, handler = make.person(), make.person("li.he", "李禾")
    make.grant(person, Role.DISPATCHER, county)
    make.grant(handler, Role.HANDLER, county, unit)
    assert scope_of(person, Permission.DISPATCH, on=TODAY).prefixes == (
        "990101",
        "990198",
        "990199",
    )
    assert scope_of(handler, Permission.HANDLE, on=TODAY).unit_ids == {unit.pk, former.pk}


def test_questions_about_one_person_cost_one_query(django_assert_num_queries):
    _city, county, *_ = make.city_county_town_village()
    person = make.person()
    make.grant(person, Role.DISPATCHER, county)
    scope_of(make.person("li.he", "李禾"), Permission.SIGN, on=TODAY)
    with django_assert_num_queries(1):
        for permission in Permission:
            scope_of(person, permission, on=TODAY)
            scope_of(person, permission, on=TODAY)


def test_a_refusal_says_what_is_missing_or_where_it_ends():
    city, county, *_ = make.city_county_town_village()
    other = make.area(make.OTHER_COUNTY, Level.COUNTY, "桐岭县", city)
    person = make.person()
    make.grant(person, Role.DISPATCHER, county)
    assert may(person, Permission.DISPATCH, on=TODAY)
    assert may(person, Permission.DISPATCH, area=county, on=TODAY)
    assert may(person, Permission.DISPATCH, unit=make.unit(county), on=TODAY)
    here = may(person, Permission.DISPATCH, area=other, on=TODAY)
    assert isinstance(here.refusal, NotAllowed)
    assert "桐岭县" in str(here.refusal)
    assert not may(person, Permission.REVIEW, on=TODAY)
