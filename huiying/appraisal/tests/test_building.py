"""Figures are loaded from the warehouse whole, at every level, and the last good ones stay."""

from datetime import date, timedelta

import pytest

from huiying.appraisal.actions.building import Place, carry_out
from huiying.appraisal.actions.figures import ask_for_build, begin_build, build_when_due
from huiying.appraisal.choices.figures import BuildState, Dimension
from huiying.appraisal.models import Build, Figure
from huiying.appraisal.queries.figures import last_good, sums
from huiying.audit.actions import TIMER
from huiying.lib.errors import NotAllowed, NotPossible
from huiying.organisations.tests import make as organisations
from huiying.people.choices import Role
from huiying.warehouse import facts
from huiying.warehouse.tests.make import NOW, Table, closing

pytestmark = pytest.mark.django_db
NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def table():
    rows = [closing(n, 20261001 + n % 28) for n in range(60)]
    rows += [closing(100 + n, 20261101 + n, reworked=n % 2) for n in range(20)]
    return Table(facts.CLOSINGS, rows)


@pytest.fixture
def built(table, tmp_path):
    def go(now=NOW, *, full=False):
        build = begin_build(by=TIMER, now=now, full=full)
        carry_out(build, Place(tmp_path, [table.source()]), now=now)
        return build

    return go


def value(dimension, key, month=NOVEMBER, measure="first_close"):
    return sums(dimension, [key], month, month, [measure]).get((key, measure))


def test_villages_are_rolled_up_into_township_county_and_city(built):
    assert built().state == BuildState.DONE
    for key in ("990101001001", "990101001", "990101", "9901", "99"):
        assert value(Dimension.AREA, key) == (10, 20), key


def test_a_unit_counts_by_itself_and_in_the_tree_of_those_above_it(built, table):
    county = organisations.city_county_town_village()[1]
    above = organisations.unit(county)
    below = organisations.unit(county, parent=above)
    table.all = [
        closing(1, 20261103, unit=above.pk),
        closing(2, 20261103, unit=below.pk, reworked=1),
    ]
    built()
    assert value(Dimension.UNIT, str(above.pk)) == (1, 1)
    assert value(Dimension.TREE, str(above.pk)) == (1, 2)
    assert value(Dimension.TREE, str(below.pk)) == (0, 1)


def test_categories_are_counted_with_the_groups_they_stand_in(built, table):
    table.fact = facts.CASES
    usual = {"area_code": "990101001001", "day": 20261103, "kind": "HELP", "channel": "WEB"}
    table.all = [
        {**usual, "case": 1, "category": "0203", "requests": 3},
        {**usual, "case": 2, "category": "0204", "requests": 1},
    ]
    built()
    found = Figure.objects.filter(dimension=Dimension.CATEGORY, key="990101")
    assert dict(found.values_list("category", "k")) == {"02": 4, "0203": 3, "0204": 1}


def test_only_months_that_changed_are_written_again(built, table):
    built()
    table.changed = {100}
    table.all = [{**row, "reworked": 1} if row["case"] == 100 else row for row in table.all]
    again = built(NOW + timedelta(days=1))
    assert again.state == BuildState.DONE
    assert value(Dimension.AREA, "9901") == (9, 20)
    changed = Figure.objects.filter(snapshot=again.snapshot)
    assert set(changed.values_list("month", flat=True)) == {NOVEMBER}


def test_what_is_gone_from_the_facts_is_gone_from_the_figures(built, table):
    built()
    table.all = [row for row in table.all if row["day"] < 20261101]
    built(full=True)
    assert value(Dimension.AREA, "9901") is None


def test_a_build_that_fails_says_why_and_leaves_the_last_good_figures(built, table, tmp_path):
    first = built()
    for path in tmp_path.rglob("202611/*.parquet"):
        path.write_bytes(b"no parquet")
    table.changed = {100}
    failed = built(NOW + timedelta(days=1))
    assert failed.state == BuildState.FAILED
    assert "damaged" in failed.template or "cannot be read" in failed.template
    assert last_good() == first
    assert value(Dimension.AREA, "9901") == (10, 20)
    assert built(NOW + timedelta(days=2), full=True).state == BuildState.DONE


def test_an_error_nobody_foresaw_fails_the_build_too(built, table, monkeypatch):
    def fall(keys):
        raise ZeroDivisionError

    monkeypatch.setattr(table, "rows", fall)
    assert built().state == BuildState.FAILED


def test_every_night_one_build_is_put_off_to_the_queue():
    assert build_when_due(NOW.replace(hour=1)) is None
    assert build_when_due(NOW.replace(hour=2)) is not None
    assert build_when_due(NOW.replace(hour=3)) is None
    Build.objects.update(state=BuildState.DONE)
    assert build_when_due(NOW.replace(hour=4)) is None
    assert build_when_due(NOW.replace(hour=2) + timedelta(days=1)) is not None


def test_only_who_keeps_the_platform_asks_for_a_build_and_only_for_one_at_a_time():
    city = organisations.city_county_town_village()[0]
    keeper, other = organisations.person("keeper"), organisations.person("other")
    organisations.grant(keeper, Role.SYSTEM_ADMINISTRATOR, city)
    with pytest.raises(NotAllowed):
        ask_for_build(by=other, now=NOW)
    ask_for_build(by=keeper, now=NOW)
    with pytest.raises(NotPossible, match="being built"):
        ask_for_build(by=keeper, now=NOW)
    assert ask_for_build(by=keeper, now=NOW + timedelta(hours=4))
