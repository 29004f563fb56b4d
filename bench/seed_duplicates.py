"""A million cases of half a year in one city with their bands, and requests that repeat some of them.

`python -m bench.seed_duplicates 1000000` on an empty, migrated database prints what the clients need
as JSON. Cases and bands go in by COPY; bands are those the product writes (`insight.keys_of_many`).
"""

import json
import random
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.test import Client

from bench import corpus
from bench.django_ready import READY
from bench.seed_place import LONG_AGO, Place, build_place
from huiying.cases.actions.rows import put_like
from huiying.cases.choices import CaseState, Channel, Kind, Priority, RequestState
from huiying.cases.models import Case, Request
from huiying.cases.queries.bands import county_of, place_of
from huiying.insight.signatures import keys_of_many
from huiying.lib import bulk
from huiying.lib.clock import now as read_clock
from huiying.organisations.choices import Level
from huiying.organisations.models import Area, Grant
from huiying.people.actions.sign_in import SEEN
from huiying.people.choices import Role

assert READY
CHUNK = 20_000
COUNTIES, TOWNS, VILLAGES = 10, 8, 10
HALF_A_YEAR = timedelta(days=175)
ASKED = 600
PER_CASE = (
    "case_no",
    "title",
    "text",
    "area_id",
    "area_code",
    "opened_at",
    "state_since",
    "promised_due",
)


COPY_CASES = """
insert into cases ({columns}) select {values} from cases c join areas a
on a.code = overlay(c.area_code placing %(county)s from 1 for 6) and a.level = 5 where c.id <= %(base)s
"""
COPY_BANDS = """
insert into bands (county, band, place, case_id)
select %(number)s, band, place, case_id + %(offset)s from bands where case_id <= %(base)s
"""


def seed(count: int) -> dict[str, Any]:
    """One county's cases are signed here; the others get the same by SQL, under their own areas."""
    place = build_place()
    city = place.county.parent
    assert city is not None
    for role in (Role.INTAKE_CLERK, Role.DISPATCHER):
        Grant.objects.create(person=place.person, role=role, area=city, valid_from=LONG_AGO)
    counties, base, end = _counties(city), count // COUNTIES, read_clock() - timedelta(hours=1)
    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")  # no checks row by row
        cursor.execute("alter table bands drop constraint bands_pkey")
    _first(place, counties[0], base, end)
    with connection.cursor() as cursor:
        for number, villages in enumerate(counties[1:], 1):
            _copy(cursor, villages[0][1][:6], base, number * base)
        cursor.execute("alter table bands add primary key (county, band, place, case_id)")
        cursor.execute("select setval(pg_get_serial_sequence('cases', 'id'), %s)", [count])
        cursor.execute("set session_replication_role = origin")
    return {
        "asked": list(_requests(base, counties, place.category.pk, end)),
        "session": session_of(place.person),
    }


def _first(place: Place, villages: list[tuple[int, str]], base: int, end: datetime) -> None:
    pattern = Case(
        state=CaseState.PENDING_DISPATCH,
        kind=Kind.HELP,
        category=place.category,
        priority=Priority.P4,
    )
    for start in range(0, base, CHUNK):
        messages = [corpus.message(n) for n in range(start, min(start + CHUNK, base))]
        put_like(pattern, PER_CASE, _rows(messages, villages, end, base))
        keys = keys_of_many([(m.title, m.body) for m in messages])
        bands = (
            (county_of(code), key, place_of(code), m.number + 1)
            for m, own in zip(messages, keys, strict=True)
            for _, code in [_village(m.number, villages)]
            for key in set(own)
        )
        with connection.cursor() as cursor:
            bulk.put(cursor, "postgresql", "bands", ("county", "band", "place", "case_id"), bands)


def _copy(cursor: Any, county: str, base: int, offset: int) -> None:
    names = [field.column or "" for field in Case._meta.concrete_fields]
    new = {
        "id": "c.id + %(offset)s",
        "case_no": "'C' || lpad((c.id + %(offset)s)::text, 12, '0')",
        "area_id": "a.id",
        "area_code": "a.code",
    }
    values = {"county": county, "number": int(county), "base": base, "offset": offset}
    columns = ", ".join(f'"{name}"' for name in names)
    told = ", ".join(new.get(name, f'c."{name}"') for name in names)
    cursor.execute(COPY_CASES.format(columns=columns, values=told), values)
    cursor.execute(COPY_BANDS, values)


def _counties(city: Area) -> list[list[tuple[int, str]]]:
    """The villages of each county."""
    villages = _villages(city)
    size = TOWNS * VILLAGES
    return [villages[start : start + size] for start in range(0, len(villages), size)]


def _villages(city: Area) -> list[tuple[int, str]]:
    found = []
    for c in range(COUNTIES):
        county = _area(f"9901{20 + c}000000", Level.COUNTY, f"县{c}", city)
        for t in range(TOWNS):
            town = _area(f"{county.code[:6]}1{t:02}000", Level.TOWNSHIP, f"镇{t}", county)
            for v in range(VILLAGES):
                one = _area(f"{town.code[:9]}2{v:02}", Level.VILLAGE, f"村{v}", town)
                found.append((one.pk, one.code))
    return found


def _area(code: str, level: Level, name: str, parent: Area) -> Area:
    return Area.objects.create(
        code=code, level=level, name=name, short_name=name, parent=parent, valid_from=LONG_AGO
    )


def _village(number: int, villages: list[tuple[int, str]]) -> tuple[int, str]:
    return villages[number * 7_919 % len(villages)]


def _rows(
    messages: list[corpus.Message], villages: list[tuple[int, str]], end: datetime, count: int
) -> Iterator[tuple[object, ...]]:
    for m in messages:
        at = end - HALF_A_YEAR * (1 - m.number / count)
        area, code = _village(m.number, villages)
        yield (f"C{m.number + 1:012}", m.title, m.body, area, code, at, at, None)


def _requests(
    base: int, counties: list[list[tuple[int, str]]], category: str, end: datetime
) -> Iterator[tuple[str, str]]:
    """(receipt number, number of the case it repeats): the matter and the address in other sentences."""
    rng = random.Random(2026)
    for place in range(ASKED):
        m = corpus.message(rng.randrange(base))
        county = rng.randrange(COUNTIES)
        opening = m.body.partition("。")[0] + "。"
        rest = "，".join(rng.sample(corpus.SENTENCES, 3))
        matter = m.title.partition("：")[2]
        area, code = _village(m.number, counties[county])
        receipt = f"B{place:05}"
        Request.objects.create(
            receipt_no=receipt,
            state=RequestState.SUBMITTED,
            state_since=end,
            kind=Kind.HELP,
            channel=Channel.WEB,
            title=f"{matter}没人管",
            text=f"您好，{rest}。{opening}",
            area_id=area,
            area_code=code,
            category_id=category,
            contact_phone=m.phone,
            submitted_at=end,
            notice_version="-",
        )
        yield receipt, f"C{county * base + m.number + 1:012}"


def session_of(person: Any) -> str:
    """The key of a session in which the person is signed in."""
    type(person).objects.filter(pk=person.pk).update(must_change_password=False)
    person.refresh_from_db()
    client = Client()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    kept = client.session
    kept[SEEN] = int(read_clock().timestamp())
    kept.save()
    return client.cookies["sessionid"].value


def main() -> None:
    print(json.dumps(seed(int(sys.argv[1]))))


if __name__ == "__main__":
    main()
