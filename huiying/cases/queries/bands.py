"""Which cases share bands with a text: an index look-up, however many cases there are."""

from datetime import timedelta

from django.db import connection

from huiying.insight.bands import keys_of

KEPT = timedelta(days=366)
"""Cases opened longer ago are not looked for."""
PER_BAND = 60
"""Newest cases that are read of a band which many share."""
MOST = 200


def county_of(area_code: str) -> int:
    return int(area_code[:6])


def sharing(title: str, text: str, area_code: str) -> list[int]:
    """Cases of the county, and of the city as a whole, that share bands; most shared first, then newest.

    Forty short reads of an index in one statement; with 1,000,000 cases some milliseconds.
    """
    keys = keys_of(title, text)
    counties = {county_of(area_code), int(f"{area_code[:4]}00")}
    pairs = [(county, key) for county in sorted(counties) for key in keys]
    if not pairs:
        return []
    one = f"""SELECT case_id FROM (SELECT case_id FROM case_bands WHERE county = %s AND band = %s
        ORDER BY case_id DESC LIMIT {PER_BAND:d}) AS b"""  # noqa: S608 - own names
    sql = f"""SELECT case_id FROM ({" UNION ALL ".join([one] * len(pairs))}) AS found
        GROUP BY case_id ORDER BY count(*) DESC, case_id DESC LIMIT {MOST:d}"""  # noqa: S608 - own names
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for pair in pairs for value in pair])
        return [pk for (pk,) in cursor.fetchall()]
