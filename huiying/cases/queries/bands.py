"""Which cases share bands with a text: an index look-up, however many cases there are."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import lru_cache

from django.db import connection

from huiying.audit.queries import ask
from huiying.cases.rules.joining import TOWN, TOWN_FIRST, VILLAGE_FIRST
from huiying.insight.bands import keys_of

KEPT = timedelta(days=366)
"""Cases opened longer ago are not looked for."""
IN_COUNTY, IN_VILLAGE = 40, 20
"""Cases that are read of a band which many share."""
MOST = 200
WHOLE = 1_000_000
"""What a band says that one case alone has. Whole numbers are summed alike on every database."""
COUNTY = 6
"""Characters of an area code that name the county; the others name the place within it."""
TOWN_SIZE = 10 ** (12 - TOWN)
"""Numbers of places that belong to one town."""
RANKED = f"""
SELECT case_id, sum(says) * CASE WHEN county <> %(county)s THEN 1
    WHEN place = %(place)s THEN {VILLAGE_FIRST:d}
    WHEN place / {TOWN_SIZE:d} = %(place)s / {TOWN_SIZE:d} THEN {TOWN_FIRST:d} ELSE 1 END AS promise
FROM ({{parts}}) AS found GROUP BY case_id, county, place ORDER BY promise DESC, case_id DESC LIMIT {MOST:d}
"""  # noqa: S608 - own names
IN_POSTGRESQL = RANKED.format(
    parts=f"""
    SELECT b.case_id, c AS county, b.place, {WHOLE:d} / count(*) OVER (PARTITION BY c, k)::int AS says
    FROM unnest(%(counties)s::int[]) c, unnest(%(keys)s::int[]) k, LATERAL (
        SELECT case_id, place FROM bands WHERE county = c AND band = k
        ORDER BY place DESC, case_id DESC LIMIT {IN_COUNTY:d}) b
    UNION ALL
    SELECT b.case_id, %(county)s::int, %(place)s::int, {WHOLE:d} / count(*) OVER (PARTITION BY k)::int
    FROM unnest(%(keys)s::int[]) k, LATERAL (
        SELECT case_id FROM bands WHERE county = %(county)s AND band = k AND place = %(place)s
        ORDER BY case_id DESC LIMIT {IN_VILLAGE:d}) b
"""  # noqa: S608 - own names
)


def county_of(area_code: str) -> int:
    return int(area_code[:COUNTY])


def place_of(area_code: str) -> int:
    """The place within its county: digits of town and village."""
    return int(area_code[COUNTY:])


def sharing(title: str, text: str, area_code: str) -> dict[int, int]:
    """Cases of the village, of the county, and of the city as a whole that share bands, each with how
    likely it is worth comparing; the likeliest first, of equals the newest.

    A band says the less the more cases have it: what forty people of a county have in common is a way
    of speaking. Each is asked for twice, of the newest of the village and of the county; ninety short
    reads of an index in one statement take two milliseconds. No case is read.
    """
    keys = keys_of(title, text)
    if not keys:
        return {}
    counties = sorted({county_of(area_code), _city_of(area_code)})
    asked = {"county": county_of(area_code), "place": place_of(area_code)}
    if connection.vendor == "postgresql":
        rows = ask(IN_POSTGRESQL, {**asked, "keys": list(keys), "counties": counties})
    else:
        rows = _in_sqlite(keys, counties, asked)
    return dict(rows)


def _in_sqlite(
    keys: Sequence[int], counties: Sequence[int], asked: Mapping[str, int]
) -> list[tuple[int, int]]:
    """The same without lateral joins: a part for each look-up."""
    named = {f"k{n}": key for n, key in enumerate(keys)} | {
        f"c{n}": county for n, county in enumerate(counties)
    }
    return ask(_parts(len(keys), len(counties)), {**asked, **named})


@lru_cache
def _parts(keys: int, counties: int) -> str:
    says = f"SELECT case_id, county, place, {WHOLE:d} / count(*) OVER () AS says FROM"
    found = "(SELECT case_id, county, place FROM bands WHERE"
    parts = [
        f"""{says} {found} county = %(c{c})s AND band = %(k{k})s
        ORDER BY place DESC, case_id DESC LIMIT {IN_COUNTY:d})"""
        for k in range(keys)
        for c in range(counties)
    ] + [
        f"""{says} {found} county = %(county)s AND band = %(k{k})s AND place = %(place)s
        ORDER BY case_id DESC LIMIT {IN_VILLAGE:d})"""
        for k in range(keys)
    ]
    return RANKED.format(parts=" UNION ALL ".join(parts))


def _city_of(area_code: str) -> int:
    """The city as the county of what belongs to no county."""
    return int(f"{area_code[:4]}00")
