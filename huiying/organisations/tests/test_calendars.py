from datetime import date, time

import pytest

from huiying.audit.actions import TIMER
from huiying.audit.models import Event
from huiying.lib.errors import NotAllowed, NotPossible
from huiying.lib.workdays import OfficeHours, Span, UnknownYear
from huiying.organisations.actions import (
    Differs,
    correct_day,
    drop_area_day,
    load_calendar_year,
    set_area_day,
    set_office_hours,
)
from huiying.organisations.choices import DayKind
from huiying.organisations.models import CalendarYear
from huiying.organisations.queries import calendar_for, forget
from huiying.organisations.rules import Hours, flattened, parse_spans, written_spans
from huiying.organisations.tests import make
from huiying.people.choices import Role

MORNING, LATE = (Span(time(8), time(12)),), (Span(time(9), time(12)),)
DAYS = {
    date(2026, 1, 1): DayKind.HOLIDAY,
    date(2026, 1, 2): DayKind.HOLIDAY,
    date(2026, 1, 4): DayKind.WORKDAY,
}


def load(now, days=DAYS, year=2026, by=TIMER):
    return load_calendar_year(year, days, notice="〔2025〕7号", by=by, now=now)


@pytest.mark.django_db
def test_a_year_is_unknown_until_its_notice_is_loaded(now):
    with pytest.raises(UnknownYear):
        calendar_for().is_workday(date(2026, 1, 5))
    load(now)
    calendar = calendar_for("990101000000")
    assert not calendar.is_workday(date(2026, 1, 2))
    assert calendar.is_workday(date(2026, 1, 4))
    with pytest.raises(UnknownYear):
        calendar.is_workday(date(2027, 1, 4))
    event = Event.objects.get()
    assert (event.kind, event.subject) == ("calendar.loaded", "calendar:2026")


@pytest.mark.django_db
def test_loading_again_replaces_the_year_and_tells_what_changed(now):
    load(now)
    again = load(now, {**DAYS, date(2026, 1, 3): DayKind.HOLIDAY})
    assert again.version == 2
    assert '"2026-01-03":"holiday"' in Event.objects.latest("pk").data.replace(" ", "")
    assert CalendarYear.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "days",
    [
        {},
        {date(2026, 1, 4): DayKind.WORKDAY},
        {**DAYS, date(2027, 1, 1): DayKind.HOLIDAY},
        {**DAYS, date(2026, 1, 5): DayKind.WORKDAY},
    ],
)
def test_a_list_that_cannot_be_right_is_refused(now, days):
    with pytest.raises(NotPossible):
        load(now, days)
    assert not CalendarYear.objects.exists()


@pytest.mark.django_db
def test_one_day_is_corrected_with_a_cause(now):
    with pytest.raises(NotPossible):
        correct_day(date(2026, 1, 2), None, reason="更正", by=TIMER, now=now)
    load(now)
    correct_day(date(2026, 1, 2), None, reason="更正", by=TIMER, now=now)
    assert calendar_for().is_workday(date(2026, 1, 2))
    correct_day(date(2026, 1, 5), DayKind.HOLIDAY, reason="更正", by=TIMER, now=now)
    assert not calendar_for().is_workday(date(2026, 1, 5))
    for day, kind, reason in (
        (date(2026, 1, 6), DayKind.WORKDAY, "更正"),
        (date(2026, 1, 6), DayKind.HOLIDAY, " "),
    ):
        with pytest.raises(NotPossible):
            correct_day(day, kind, reason=reason, by=TIMER, now=now)
    assert CalendarYear.objects.get().version == 3


@pytest.mark.django_db
def test_office_hours_come_from_the_nearest_upper_area_that_has_them(now):
    city, county, _town, village = make.city_county_town_village()
    load(now)
    set_office_hours(city, "8:00-12:00", valid_from=date(2026, 1, 1), by=TIMER, now=now)
    summer = date(2026, 6, 1)
    set_office_hours(county, "09:00—12:00", valid_from=summer, by=TIMER, now=now)
    assert calendar_for(village).spans(date(2026, 5, 29)) == MORNING
    assert calendar_for(village).spans(summer) == LATE
    assert calendar_for(city).spans(summer) == MORNING
    set_office_hours(county, "8:00-12:00", valid_from=date(2026, 9, 1), by=TIMER, now=now)
    assert calendar_for(village.code).spans(date(2026, 8, 31)) == LATE
    assert calendar_for(village.code).spans(date(2026, 9, 1)) == MORNING


@pytest.mark.django_db
def test_a_day_lost_to_a_disaster_counts_in_that_area_only(now):
    city, county, _town, village = make.city_county_town_village()
    load(now)
    day = date(2026, 3, 10)
    row = set_area_day(county, day, Differs("洪水", DayKind.HOLIDAY), by=TIMER, now=now)
    assert not calendar_for(village).is_workday(day)
    assert calendar_for(city).is_workday(day)
    half = Differs("停电", spans="9:00-12:00")
    set_area_day(city, date(2026, 3, 11), half, by=TIMER, now=now)
    assert calendar_for(village).spans(date(2026, 3, 11)) == LATE
    drop_area_day(row, reason="误记", by=TIMER, now=now)
    assert calendar_for(village).is_workday(day)
    for wrong in (Differs("洪水"), Differs(" ", DayKind.HOLIDAY)):
        with pytest.raises(NotPossible):
            set_area_day(county, day, wrong, by=TIMER, now=now)


@pytest.mark.django_db
def test_a_calendar_is_kept_in_memory(now, django_assert_num_queries):
    load(now)
    forget()
    first = calendar_for("990101000000")
    with django_assert_num_queries(0):
        assert calendar_for("990102000000") is first


@pytest.mark.django_db
def test_the_calendar_is_kept_by_keepers_of_the_whole_platform(now):
    city, county, *_ = make.city_county_town_village()
    person = make.person()
    with pytest.raises(NotAllowed):
        load(now, by=person)
    make.grant(person, Role.SYSTEM_ADMINISTRATOR, county)
    with pytest.raises(NotAllowed, match="whole platform"):
        load(now, by=person)
    make.grant(person, Role.SYSTEM_ADMINISTRATOR, city)
    load(now, by=person)


@pytest.mark.parametrize(
    "text", ["", "morning", "8:00-25:00", "12:00-8:00", "8:00-12:00 11:00-13:00", "8:00-12:00 x"]
)
def test_malformed_hours_are_refused(text):
    with pytest.raises(NotPossible):
        parse_spans(text)


def test_hours_are_read_as_people_write_them():
    spans = parse_spans("8：30－12:00，13:30～17:30".replace("－", "-"))
    assert written_spans(spans) == "08:30-12:00 13:30-17:30"


def test_levels_of_hours_are_laid_over_each_other():
    upper = [Hours(date(2026, 1, 1), None, MORNING)]
    lower = [Hours(date(2026, 6, 1), date(2026, 9, 1), LATE)]
    assert flattened([upper, lower]) == (
        OfficeHours(MORNING, date(2026, 1, 1), date(2026, 5, 31)),
        OfficeHours(LATE, date(2026, 6, 1), date(2026, 8, 31)),
        OfficeHours(MORNING, date(2026, 9, 1), date.max),
    )
    assert flattened([]) == ()
