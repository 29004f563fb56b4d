"""Whether anybody of an area's staff signed in, working day by working day."""

from datetime import date, datetime, timedelta

import pytest

from huiying.audit.actions import TIMER, record
from huiying.lib.clock import SHANGHAI
from huiying.organisations.actions import load_calendar_year
from huiying.organisations.choices import DayKind
from huiying.organisations.facts import SOURCES
from huiying.organisations.tests import make
from huiying.people.choices import Role

pytestmark = pytest.mark.django_db
ROWS = {source.fact.name: source.rows for source in SOURCES}
THURSDAY = datetime(2026, 3, 5, 9, 0, tzinfo=SHANGHAI)


def sign_in(person, at):
    record("person.signed_in", person.audit_name, by=person, now=at)


@pytest.fixture
def staff():
    load_calendar_year(
        2026, {date(2026, 1, 1): DayKind.HOLIDAY}, notice="Test", by=TIMER, now=THURSDAY
    )
    _city, county, town, _village = make.city_county_town_village()
    ann, bob = make.person("ann"), make.person("bob")
    make.grant(ann, Role.SUPERVISOR, county)
    make.grant(bob, Role.SUPERVISOR, town)
    return ann, bob


def test_every_working_day_of_every_area_with_staff_is_a_row(staff):
    ann, bob = staff
    sign_in(ann, THURSDAY)
    sign_in(bob, THURSDAY)
    sign_in(ann, THURSDAY + timedelta(days=4))  # Monday
    found = [(row["day"], row["present"]) for row in ROWS["presence"](None)]
    assert sorted(found) == [(20260305, 1), (20260305, 1), (20260306, 0), (20260306, 0), (20260309, 0), (20260309, 1)]  # fmt: skip


def test_only_the_days_asked_are_read_and_before_the_first_sign_in_there_are_none(staff):
    assert list(ROWS["presence"](None)) == []
    for n in range(2):
        sign_in(staff[0], THURSDAY + timedelta(days=n))
    assert {row["day"] for row in ROWS["presence"]({20260306})} == {20260306}
