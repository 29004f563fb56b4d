"""Prepared questions answer like the querysets they were made of."""

from datetime import timedelta

import pytest

from huiying.cases.models import Case
from huiying.cases.queries import visible_prepared
from huiying.cases.queries.prepared import ID_HOLES, TEXT_HOLES, TIME_HOLES, Prepared
from huiying.organisations.models import Area
from huiying.organisations.tests import make
from huiying.people.choices import Role
from huiying.people.models import Person

pytestmark = pytest.mark.django_db


def by_code(found):
    return found.filter(area_code=TEXT_HOLES[0])


def test_objects_carry_converted_values_and_related_objects():
    city, county, *_ = make.city_county_town_village()
    asked = Area.objects.select_related("parent").filter(code=TEXT_HOLES[0], parent=ID_HOLES[1])
    prepared = Prepared(asked)
    (found,) = prepared.objects(county.code, city.pk)
    assert found == county
    assert found.valid_from == county.valid_from
    assert found.parent == city
    assert prepared.objects(city.code, city.pk) == []


def test_values_take_the_place_of_holes_in_their_order():
    city, county, *_ = make.city_county_town_village()
    asked = Area.objects.filter(parent=ID_HOLES[1], code=TEXT_HOLES[0]).values_list("name", "level")
    assert Prepared(asked).rows(county.code, city.pk) == [(county.name, county.level)]


def test_an_instant_takes_the_place_of_its_hole():
    person = make.person()
    asked = Person.objects.filter(pk=ID_HOLES[0], created_at__gte=TIME_HOLES[1]).values_list("pk")
    assert Prepared(asked).rows(person.pk, person.created_at) == [(person.pk,)]
    assert Prepared(asked).rows(person.pk, person.created_at + timedelta(seconds=1)) == []


def test_a_question_that_can_have_no_answer_has_none():
    assert Prepared(Case.objects.none()).objects(1) == []


def test_what_a_prepared_question_shows_follows_the_grants(now):
    _city, county, *_ = make.city_county_town_village()
    person = make.person()
    assert not visible_prepared(by_code, person, now=now).sql
    make.grant(person, Role.DISPATCHER, county)
    prepared = visible_prepared(by_code, person, now=now)
    assert prepared.sql
    assert visible_prepared(by_code, person, now=now) is prepared
