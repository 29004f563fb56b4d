"""The working-day calendar of an area, built from the tables and kept in process memory."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from huiying.lib.codes import prefix as code_prefix
from huiying.lib.workdays import Calendar, Kind, Span
from huiying.organisations.models import Area, AreaDay, CalendarDay, CalendarYear, OfficeHours
from huiying.organisations.queries.stamps import CALENDAR, Key, key_of
from huiying.organisations.rules import Hours, flattened, parse_spans


@dataclass(frozen=True, eq=False)
class _Tables:
    key: Key
    years: frozenset[int]
    overrides: dict[date, Kind]
    hours: dict[str, list[Hours]]
    """Office hours by area prefix."""
    days: dict[str, list[tuple[date, str, tuple[Span, ...]]]]
    """Days that differ, by area prefix."""
    made: dict[tuple[str, ...], Calendar] = field(default_factory=dict)


class _Kept:
    tables: _Tables | None = None


def calendar_for(area: Area | str | None = None) -> Calendar:
    """The calendar of an area (or its 12-digit code): the country's days, the office hours and the
    recorded exceptions of the area, and where it has none, of the nearest area above it.
    """
    tables = _tables()
    code = area.code if isinstance(area, Area) else area or ""
    prefixes = tables.hours.keys() | tables.days.keys()
    chain = tuple(sorted((p for p in prefixes if code.startswith(p)), key=len))
    if chain not in tables.made:
        tables.made[chain] = _calendar(tables, chain)
    return tables.made[chain]


def _tables() -> _Tables:
    key = key_of(CALENDAR)
    kept = _Kept.tables
    if kept is None or kept.key != key:
        kept = _Kept.tables = _read(key)
    return kept


def _read(key: Key) -> _Tables:
    hours: defaultdict[str, list[Hours]] = defaultdict(list)
    for row in OfficeHours.objects.select_related("area"):
        spans = parse_spans(row.spans)
        hours[row.area.prefix].append(Hours(row.valid_from, row.valid_to, spans))
    days: defaultdict[str, list[tuple[date, str, tuple[Span, ...]]]] = defaultdict(list)
    rows = AreaDay.objects.values_list("area__code", "area__level", "date", "kind", "spans")
    for code, level, day, kind, text in rows:
        days[code_prefix(code, level)].append((day, kind, parse_spans(text) if text else ()))
    return _Tables(
        key=key,
        years=frozenset(CalendarYear.objects.values_list("year", flat=True)),
        overrides={d: Kind(k) for d, k in CalendarDay.objects.values_list("date", "kind")},
        hours=dict(hours),
        days=dict(days),
    )


def _calendar(tables: _Tables, chain: tuple[str, ...]) -> Calendar:
    """`chain` are prefixes from the top down; what stands lower counts more."""
    overrides = dict(tables.overrides)
    day_hours: dict[date, tuple[Span, ...]] = {}
    for prefix in chain:
        for day, kind, spans in tables.days.get(prefix, ()):
            if kind:
                overrides[day] = Kind(kind)
            if spans:
                day_hours[day] = spans
    return Calendar(
        overrides=overrides,
        years=tables.years,
        hours=flattened([tables.hours.get(prefix, []) for prefix in chain]),
        day_hours=day_hours,
    )


def known_years() -> frozenset[int]:
    """Years whose notice is loaded."""
    return _tables().years
