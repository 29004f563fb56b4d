"""What units promise: one place, whether it came by a page, a form, or a list."""

from dataclasses import replace
from datetime import date

import pytest

from huiying.audit.actions import TIMER
from huiying.audit.queries import events_of
from huiying.lib.errors import NotAllowed, NotPossible
from huiying.organisations.actions import (
    NewUnit,
    close_unit,
    describe_unit,
    end_promise,
    open_unit,
    promise,
    rename_unit,
)
from huiying.organisations.actions.area_import import Outcome
from huiying.organisations.actions.unit_import import import_units
from huiying.organisations.choices import UnitKind
from huiying.organisations.imports.units import unit_rows
from huiying.organisations.models import Commitment, Unit
from huiying.organisations.queries.commitments import commitments_of
from huiying.organisations.tests import make
from huiying.people.choices import Role

pytestmark = pytest.mark.django_db
BEFORE, AFTER = date(2026, 2, 1), date(2026, 3, 5)
WATER = NewUnit(
    "SW01", "柳河县水务局", UnitKind.DEPARTMENT, commitments="两小时内到场。\n一次说清。"
)
LIST = "code,name,kind,area_code,服务承诺\nSW01,柳河县水务局,部门,990101,{}\n"


@pytest.fixture
def county():
    return make.city_county_town_village()[1]


@pytest.fixture
def water(county, now):
    return open_unit(county, WATER, valid_from=BEFORE, by=TIMER, now=now)


def promised(unit, on=AFTER):
    return list(commitments_of(unit, on).values_list("text", flat=True))


def test_the_lines_of_the_form_are_the_promises_and_ended_ones_stay_on_record(water, now):
    assert promised(water) == ["两小时内到场。", "一次说清。"]
    text = "一次说清。\n\n  不让人跑第二趟。 \n一次说清。"
    describe_unit(water, phone="", commitments=text, parent=None, by=TIMER, now=now)
    assert promised(water) == ["一次说清。", "不让人跑第二趟。"]
    assert water.commitments.count() == 3
    kinds = [event.kind for event in events_of(f"unit:{water.pk}")]
    assert (kinds.count("unit.promise"), kinds.count("unit.promise_ended")) == (3, 1)


def test_the_head_keeps_the_same_promises_by_a_page_of_their_own(water, county, now):
    head, other = make.person("head"), make.person("other")
    make.grant(head, Role.UNIT_HEAD, county, water)
    made = promise(water, by=head, now=now, text="老人上门办。")
    assert promised(water)[-1] == "老人上门办。"
    with pytest.raises(NotAllowed):
        end_promise(made, by=other, now=now)
    end_promise(made, by=head, now=now)
    assert "老人上门办。" not in promised(water)
    assert Commitment.objects.filter(pk=made.pk).exists()


def test_nobody_promises_more_than_people_read(county, now):
    many = "\n".join(f"第{n}条" for n in range(13))
    with pytest.raises(NotPossible, match="12 promises"):
        open_unit(county, replace(WATER, commitments=many), valid_from=BEFORE, by=TIMER, now=now)
    outcome = take(LIST.format('"' + many + '"'), now)
    assert [each.column for each in outcome.errors] == ["commitments"]
    assert not Unit.objects.exists()


def test_promises_go_along_with_a_new_name_and_end_with_the_unit(water, now):
    heir = rename_unit(water, name="柳河县水利局", on=date(2026, 3, 1), by=TIMER, now=now)
    assert (promised(heir), promised(water)) == (["两小时内到场。", "一次说清。"], [])
    assert promised(water, date(2026, 2, 10)) == ["两小时内到场。", "一次说清。"]
    close_unit(heir, on=date(2026, 3, 4), by=TIMER, now=now)
    assert promised(heir) == []


def take(text, now):
    outcome = Outcome()
    rows = unit_rows(text.encode(), "units.csv", outcome, valid_from=BEFORE)
    return import_units(rows, outcome, source="units.csv", by=TIMER, now=now)


def test_a_list_replaces_promises_and_an_empty_cell_leaves_them(county, now):
    assert take(LIST.format("一次说清。"), now).created == 1
    unit = Unit.objects.get()
    assert promised(unit, BEFORE) == ["一次说清。"]
    assert take(LIST.format("一次说清。"), now).unchanged == 1
    assert take(LIST.format(""), now).unchanged == 1
    assert take(LIST.format("当天答复。"), now).updated == 1
    assert promised(unit) == ["当天答复。"]
    assert unit.commitments.count() == 2
