"""Loading the working days of a year, correcting one, and keeping office hours.

Every change of days writes an event `calendar.loaded` on the subject `calendar:YEAR`, so that
deadlines reckoned with an older calendar can be reckoned again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from huiying.audit.actions import record
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.organisations.actions.acting import By, changed, require
from huiying.organisations.choices import DayKind
from huiying.organisations.models import Area, AreaDay, CalendarDay, CalendarYear, OfficeHours
from huiying.organisations.queries.stamps import CALENDAR
from huiying.organisations.rules import parse_spans, written_spans
from huiying.people.choices import Permission

LOADED = "calendar.loaded"

OTHER_YEAR = gettext_noop("%(date)s does not lie in %(year)s.")
NO_DAYS_OFF = gettext_noop("The calendar of %(year)s names no day off. Is the list complete?")
NO_NOTICE = gettext_noop("Please say which notice the calendar of %(year)s comes from.")
NOT_LOADED = gettext_noop("The calendar of %(year)s is not loaded yet; load the whole year.")
NOT_AGAINST_RULE = gettext_noop(
    "%(date)s is a weekday anyway; only a Saturday or Sunday can be a make-up workday."
)
NO_CAUSE = gettext_noop("Please give the cause.")
NOTHING_DIFFERS = gettext_noop("Say whether the day is off or which hours hold on it.")


@transaction.atomic
def load_calendar_year(
    year: int, days: Mapping[date, DayKind], *, notice: str, by: By, now: datetime
) -> CalendarYear:
    """Make a year known, or replace what was loaded for it.

    `days` are the dates that depart from Monday to Friday.
    """
    require(by, Permission.MANAGE_CALENDAR, everywhere=True, now=now)
    if not notice.strip():
        raise NotPossible(NO_NOTICE, year=year)
    _check_days(year, days)
    known = CalendarYear.objects.filter(year=year).first()
    loaded = known or CalendarYear(year=year, version=0)
    before = dict(loaded.days.values_list("date", "kind")) if known else {}
    loaded.notice, loaded.loaded_at = notice.strip(), now
    loaded.version += 1
    loaded.save()
    loaded.days.all().delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(year=loaded, date=day, kind=kind) for day, kind in sorted(days.items())
    )
    after = {day: str(kind) for day, kind in days.items()}
    _record(loaded, before, after, by=by, now=now, reason=loaded.notice)
    return loaded


@transaction.atomic
def correct_day(day: date, kind: DayKind | None, *, reason: str, by: By, now: datetime) -> None:
    """Correct one day of a loaded year; with None it follows Monday to Friday again."""
    require(by, Permission.MANAGE_CALENDAR, everywhere=True, now=now)
    loaded = CalendarYear.objects.filter(year=day.year).first()
    if loaded is None:
        raise NotPossible(NOT_LOADED, year=day.year)
    if not reason.strip():
        raise NotPossible(NO_CAUSE)
    if kind == DayKind.WORKDAY and day.weekday() < 5:
        raise NotPossible(NOT_AGAINST_RULE, date=day)
    old = loaded.days.filter(date=day)
    before = dict(old.values_list("date", "kind"))
    old.delete()
    if kind is not None:
        CalendarDay.objects.create(year=loaded, date=day, kind=kind)
    loaded.version += 1
    loaded.loaded_at = now
    loaded.save(update_fields=["version", "loaded_at"])
    after = {day: str(kind)} if kind else {}
    _record(loaded, before, after, by=by, now=now, reason=reason)


@transaction.atomic
def set_office_hours(
    area: Area, spans: str, *, valid_from: date, by: By, now: datetime
) -> OfficeHours:
    """Opening hours of an area's working days from a day on; those before end on that day."""
    require(by, Permission.MANAGE_CALENDAR, area=area, now=now)
    text = written_spans(parse_spans(spans))
    rows = OfficeHours.objects.filter(area=area)
    later = rows.filter(valid_from__gt=valid_from).order_by("valid_from").first()
    rows.filter(valid_from__lt=valid_from, valid_to=None).update(valid_to=valid_from)
    rows.filter(valid_from__lt=valid_from, valid_to__gt=valid_from).update(valid_to=valid_from)
    hours, _ = OfficeHours.objects.update_or_create(
        area=area,
        valid_from=valid_from,
        defaults={"spans": text, "valid_to": later.valid_from if later else None},
    )
    data = {"area": area.code, "spans": text, "from_day": valid_from.isoformat()}
    record("calendar.hours", f"office-hours:{area.pk}", by=by, now=now, data=data)
    changed(CALENDAR)
    return hours


@dataclass(frozen=True)
class Differs:
    """What differs on one day: off (`kind`), or other hours (`spans`), and why."""

    cause: str
    kind: DayKind | None = None
    spans: str = ""


@transaction.atomic
def set_area_day(area: Area, day: date, differs: Differs, *, by: By, now: datetime) -> AreaDay:
    """Record that one day differs in one area: other hours, or lost to a disaster (workflow 3.1)."""
    require(by, Permission.MANAGE_CALENDAR, area=area, now=now)
    if not differs.cause.strip():
        raise NotPossible(NO_CAUSE)
    if not differs.kind and not differs.spans.strip():
        raise NotPossible(NOTHING_DIFFERS)
    spans = written_spans(parse_spans(differs.spans)) if differs.spans.strip() else ""
    row, _ = AreaDay.objects.update_or_create(
        area=area,
        date=day,
        defaults={"kind": differs.kind or "", "spans": spans, "cause": differs.cause.strip()},
    )
    data = {"area": area.code, "date": day.isoformat(), "day_kind": row.kind, "spans": spans}
    record(LOADED, f"calendar:{day.year}", by=by, now=now, data=data, reason=row.cause)
    changed(CALENDAR)
    return row


@transaction.atomic
def drop_area_day(row: AreaDay, *, reason: str, by: By, now: datetime) -> None:
    """Take back what was recorded of one day in one area."""
    require(by, Permission.MANAGE_CALENDAR, area=row.area, now=now)
    if not reason.strip():
        raise NotPossible(NO_CAUSE)
    data = {"area": row.area.code, "date": row.date.isoformat(), "day_kind": ""}
    row.delete()
    record(LOADED, f"calendar:{row.date.year}", by=by, now=now, data=data, reason=reason)
    changed(CALENDAR)


def _check_days(year: int, days: Mapping[date, DayKind]) -> None:
    for day, kind in days.items():
        if day.year != year:
            raise NotPossible(OTHER_YEAR, date=day, year=year)
        if kind == DayKind.WORKDAY and day.weekday() < 5:
            raise NotPossible(NOT_AGAINST_RULE, date=day)
    if DayKind.HOLIDAY not in days.values():
        raise NotPossible(NO_DAYS_OFF, year=year)


def _record(
    loaded: CalendarYear,
    before: Mapping[date, str],
    after: Mapping[date, str],
    *,
    by: By,
    now: datetime,
    reason: str,
) -> None:
    moved = sorted(d for d in before.keys() | after.keys() if before.get(d) != after.get(d))
    data = {
        "year": loaded.year,
        "version": loaded.version,
        "changed": {day.isoformat(): after.get(day, "") for day in moved},
    }
    record(LOADED, f"calendar:{loaded.year}", by=by, now=now, data=data, reason=reason)
    changed(CALENDAR)
