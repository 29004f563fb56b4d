"""Keeping the bands by which likely same matters are found. They are derived from what is audited
elsewhere, so these writes ask for no permission and leave no event."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from django.db import connection, transaction

from huiying.audit.actions import Batch
from huiying.cases.models import Case, CaseBand
from huiying.cases.queries.bands import KEPT, county_of, place_of
from huiying.insight.bands import keys_of
from huiying.lib import bulk

AT_ONCE = 1_000
COLUMNS = ("county", "band", "place", "case_id")


def sign_case(case: Case, *, into: Batch) -> None:
    """Write the bands of a new case, so that it is found at once. Half a millisecond of computing."""
    county, place = county_of(case.area_code), place_of(case.area_code)
    keys = set(keys_of(case.title, case.text))
    if not keys:
        return
    rows = ", ".join(["(%s, %s, %s, %s)"] * len(keys))
    sql = f"INSERT INTO bands ({', '.join(COLUMNS)}) VALUES {rows}"  # noqa: S608 - own names
    into.add(sql, [value for key in keys for value in (county, key, place, case.pk)])


def sign_many(cases: Sequence[Case], *, now: datetime) -> int:
    """Write the bands of new cases that came together; returns of how many. Old ones are left out, and
    secret ones brought in from elsewhere, which all have the same words."""
    fresh = [
        case
        for case in cases
        if case.opened_at >= now - KEPT and not (case.is_imported and case.is_confidential)
    ]
    _put([(case.pk, case.area_code, case.title, case.text) for case in fresh])
    return len(fresh)


def forget_bands(*cases: Case) -> None:
    """The words of these cases are gone, or no longer the same."""
    CaseBand.objects.filter(case__in=cases).delete()


def build_bands(*, now: datetime, tell: Callable[[int], None] = lambda _done: None) -> int:
    """Write the bands of all cases anew that are young enough, a thousand at a time; returns how many."""
    found = Case.objects.filter(opened_at__gte=now - KEPT).exclude(title="", text="")
    found = found.exclude(is_imported=True, is_confidential=True)
    done, last = 0, 0
    fields = ("pk", "area_code", "title", "text")
    while rows := list(found.filter(pk__gt=last).order_by("pk").values_list(*fields)[:AT_ONCE]):
        last = rows[-1][0]
        with transaction.atomic():
            CaseBand.objects.filter(case__gte=rows[0][0], case__lte=last).delete()
            _put(rows)
        done += len(rows)
        tell(done)
    return done


def _put(rows: Iterable[tuple[int, str, str, str]]) -> None:
    from huiying.insight.signatures import keys_of_many  # noqa: PLC0415 - arrays, not for the web

    known = list(rows)
    keys = keys_of_many([(title, text) for _, _, title, text in known])
    bands = (
        (county_of(code), key, place_of(code), pk)
        for (pk, code, _, _), own in zip(known, keys, strict=True)
        for key in set(own)
    )
    with connection.cursor() as cursor:
        bulk.put(cursor, connection.vendor, "bands", COLUMNS, bands)
