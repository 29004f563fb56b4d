"""Figures of a whole city, as ten million cases would leave them: every village, township, county and unit
has every measure of every month.

`python -m bench.seed_figures 5380 24` on an empty, migrated PostgreSQL database prints the pages to ask,
with a session of somebody who may read each, as JSON.
"""

import json
import sys
from collections.abc import Iterator
from itertools import groupby
from random import Random
from typing import Any

from django.db import connection
from django.db.models import Count

from bench.django_ready import READY
from bench.seed_duplicates import session_of
from huiying.analytics.choices import NEARNESS
from huiying.analytics.queries.subjects import COMPARED
from huiying.analytics.rules import shifted
from huiying.appraisal.choices.figures import BuildState, Dimension
from huiying.appraisal.models import Build
from huiying.appraisal.queries.backlog import BACKLOG
from huiying.appraisal.rules.rolling import COUNTED, DURATIONS, HOURS, scale_of
from huiying.cases.choices import ClockKind
from huiying.lib.clock import local_date
from huiying.lib.clock import now as read_clock
from huiying.organisations.actions.area_import import Outcome, import_areas
from huiying.organisations.actions.unit_import import import_units
from huiying.organisations.choices import Level, UnitKind
from huiying.organisations.demo.bodies import Bodies
from huiying.organisations.demo.places import LONG_AGO, Size, area_rows, places
from huiying.organisations.models import Area, Grant, Unit
from huiying.organisations.queries import forget
from huiying.people.choices import Role
from huiying.people.models import Person
from huiying.people.permissions import OPERATOR

assert READY
AREAS = """
select 'area' as dimension, key, '' as category, weight from (
select substr(code, 1, case level when 1 then 2 when 2 then 4 when 3 then 6 when 4 then 9 else 12 end) as key,
case level when 5 then 40 when 4 then 1200 when 3 then 20000 else 200000 end as weight from areas) a
"""
UNITS = """
select d.name as dimension, u.id::text as key, '' as category, 600 as weight from units u,
(values ('unit'), ('tree')) d(name)
"""
CATEGORIES = """
select 'category' as dimension, a.key, c.code as category, a.weight / 60 + 1 as weight from (
{areas}) a, categories c where length(a.key) < 12
"""
FILL = """
insert into figures (month, measure, dimension, key, category, k, n, more, snapshot)
select m.month::date, x.measure, s.dimension, s.key, s.category,
    (s.weight * (60 + abs(hashtext(s.key || x.measure || m.month)) %% 40) / 100) * x.scale, s.weight * x.scale,
    case when x.measure <> all(%s) then '' when length(s.key) = 12 then %s else %s end, 'bench'
from ({source}) s, unnest(%s::text[]) m(month), unnest(%s::text[], %s::bigint[]) x(measure, scale)
"""


def seed(villages: int, months: int) -> dict[str, Any]:
    _build_city(villages)
    with connection.cursor() as cursor:
        cursor.execute("alter table figures drop constraint figure_once")
        cursor.execute("drop index figure_over_all")
        names = [*COUNTED]
        for source, measures in (
            (AREAS, names),
            (UNITS, names),
            (CATEGORIES.format(areas=AREAS), ["cases"]),
        ):
            _fill(cursor, source, measures, months)
        _backlog(cursor)
        cursor.execute(
            "alter table figures add constraint figure_once unique (dimension, key, month, measure, category)"
        )
        cursor.execute("create index figure_over_all on figures (dimension, measure, month, key)")
        cursor.execute("select count(*), pg_total_relation_size('figures') from figures")
        rows, size = cursor.fetchone()
    now = read_clock()
    Build.objects.create(
        state=BuildState.DONE, by="bench", asked_at=now, made_at=now, snapshot="bench"
    )
    return {"pages": list(_pages()), "rows": rows, "bytes": size, "units": Unit.objects.count()}


def _build_city(villages: int) -> None:
    """The demo city's places, and the bodies that are compared, with nobody in them."""
    now, chance = read_clock(), Random("figures")
    counties = max(1, villages // 538)
    found = places(Size(counties=counties, streets=4, towns=11, rural=5, villages=villages), chance)
    import_areas(area_rows(found), source="bench", by=OPERATOR, now=now)
    bodies = Bodies(chance)
    for _, inside in groupby(sorted(found, key=lambda p: p.code), key=lambda p: p.code[:6]):
        rows = [row for place in inside for row in bodies.of(place) if row.new.kind in COMPARED]
        import_units(rows, Outcome(), source="bench", by=OPERATOR, now=now)
    forget()


def _fill(cursor: Any, source: str, measures: list[str], months: int) -> None:
    this = local_date(read_clock()).replace(day=1)
    days = [shifted(this, -n).isoformat() for n in range(months)]
    scales = [scale_of(COUNTED[name]) for name in measures]
    few, many = (json.dumps({f"{HOURS}{hour}": 9 for hour in range(1, n)}) for n in (12, 80))
    said = [[*DURATIONS], few, many, days, measures, scales]
    cursor.execute(FILL.format(source=source), said)


def _backlog(cursor: Any) -> None:
    """What is open, of this month alone."""
    more = json.dumps({f"{clock}.{near}": 7 for clock in ClockKind for near in NEARNESS})
    month = local_date(read_clock()).replace(day=1)
    cursor.execute(
        "insert into figures (month, measure, dimension, key, category, k, n, more, snapshot) "
        "select month, %s, dimension, key, '', 7, 28, %s, 'bench' from figures "
        "where month = %s and measure = 'cases' and dimension <> %s",
        [BACKLOG, more, month, Dimension.CATEGORY],
    )


def _pages() -> Iterator[dict[str, str]]:
    """Whose page it is, its address, and a session of somebody who has it as the highest view."""
    city, county, town, village = _line()
    for name, area in (
        ("city", city),
        ("county", county),
        ("township", town),
        ("village", village),
    ):
        session = _session(f"of-{name}", area, None)
        for span in ("month", "year"):
            page = f"/console/figures/area/{area.prefix}/?span={span}"
            yield {"name": f"{name}, a {span}", "address": page, "session": session}
        if area.level < Level.VILLAGE:
            page = f"/console/figures/silence/{area.prefix}/?span=year"
            yield {"name": f"{name}, silence map of a year", "address": page, "session": session}
    unit = Unit.objects.filter(kind=UnitKind.DEPARTMENT, area=county).order_by("code").first()
    assert unit is not None
    session = _session("of-unit", county, unit)
    for span in ("month", "year"):
        page = f"/console/figures/unit/{unit.pk}/?span={span}"
        yield {"name": f"department, a {span}", "address": page, "session": session}


def _line() -> list[Area]:
    """The city, its largest county, the township there with most villages, one of those."""
    found = [Area.objects.get(level=Level.CITY)]
    for level in (Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE):
        below = Area.objects.filter(parent=found[-1], level=level)
        found.append(below.annotate(inside=Count("children")).order_by("-inside", "code")[0])
    return found


def _session(name: str, area: Area, unit: Unit | None) -> str:
    person = Person.objects.create_person(name, name=name, now=read_clock())
    role = Role.UNIT_HEAD if unit else Role.SUPERVISOR
    Grant.objects.create(person=person, role=role, area=area, unit=unit, valid_from=LONG_AGO)
    return session_of(person)


def main() -> None:
    print(json.dumps(seed(int(sys.argv[1]), int(sys.argv[2]))))


if __name__ == "__main__":
    main()
