"""Which cases share bands with a text: an index look-up, however many cases there are."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import connection

from huiying.insight.bands import keys_of

KEPT = timedelta(days=366)
"""Cases opened longer ago are not looked for."""
IN_COUNTY, IN_VILLAGE = 40, 20
"""Cases that are read of a band which many share."""
MOST = 200
IN_POSTGRESQL = """
SELECT case_id, sum(says) FROM (
    SELECT b.case_id, 1.0 / count(*) OVER (PARTITION BY c, k) AS says
    FROM unnest(%(counties)s::int[]) c, unnest(%(keys)s::int[]) k, LATERAL (
        SELECT case_id FROM bands WHERE county = c AND band = k
        ORDER BY place DESC, case_id DESC LIMIT %(in_county)s) b
    UNION ALL
    SELECT b.case_id, 1.0 / count(*) OVER (PARTITION BY k) AS says
    FROM unnest(%(keys)s::int[]) k, LATERAL (
        SELECT case_id FROM bands WHERE county = %(county)s AND band = k AND place = %(place)s
        ORDER BY case_id DESC LIMIT %(in_village)s) b
) AS found GROUP BY case_id ORDER BY sum(says) DESC, case_id DESC LIMIT %(most)s
"""


def county_of(area_code: str) -> int:
    return int(area_code[:6])


def place_of(area_code: str) -> int:
    """The place within its county: digits of town and village."""
    return int(area_code[6:])


def sharing(title: str, text: str, area_code: str) -> dict[int, float]:
    """Cases of the village, of the county, and of the city as a whole that share bands, each with how
    much that says; those of which it says most first, then the newest.

    A band says the less the more cases have it: what forty people of a county have in common is a way
    of speaking. Each is asked for twice, of the newest of the village and of the county; ninety short
    reads of an index in one statement take a millisecond.
    """
    keys = keys_of(title, text)
    if not keys:
        return {}
    ask = _in_postgresql if connection.vendor == "postgresql" else _in_sqlite
    return ask(keys, area_code)


def _in_postgresql(keys: Sequence[int], area_code: str) -> dict[int, float]:
    county = county_of(area_code)
    asked = {
        "keys": list(keys),
        "county": county,
        "counties": sorted({county, _city_of(area_code)}),
        "place": place_of(area_code),
        "in_county": IN_COUNTY,
        "in_village": IN_VILLAGE,
        "most": MOST,
    }
    return _asked(IN_POSTGRESQL, asked)


def _in_sqlite(keys: Sequence[int], area_code: str) -> dict[int, float]:
    """The same without lateral joins: a part for each look-up."""
    county = county_of(area_code)
    of_county = f"""SELECT case_id, 1.0 / count(*) OVER () AS says FROM (SELECT case_id FROM bands
        WHERE county = %s AND band = %s
        ORDER BY place DESC, case_id DESC LIMIT {IN_COUNTY:d})"""  # noqa: S608 - own names
    of_village = f"""SELECT case_id, 1.0 / count(*) OVER () AS says FROM (SELECT case_id FROM bands
        WHERE county = %s AND band = %s AND place = %s
        ORDER BY case_id DESC LIMIT {IN_VILLAGE:d})"""  # noqa: S608 - own names
    parts, values = [], []
    for key in keys:
        for each in sorted({county, _city_of(area_code)}):
            parts.append(of_county)
            values += [each, key]
        parts.append(of_village)
        values += [county, key, place_of(area_code)]
    sql = f"""SELECT case_id, sum(says) FROM ({" UNION ALL ".join(parts)}) AS found
        GROUP BY case_id ORDER BY sum(says) DESC, case_id DESC LIMIT {MOST:d}"""  # noqa: S608 - own names
    return _asked(sql, values)


def _city_of(area_code: str) -> int:
    """The city as the county of what belongs to no county."""
    return int(f"{area_code[:4]}00")


def _asked(sql: str, values: Any) -> dict[int, float]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return {pk: float(says) for pk, says in cursor.fetchall()}
