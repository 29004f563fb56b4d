"""Gathers what a ranking is computed from: figures of the warehouse, marks, notes. Worker only."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from django.db.models import Count

from huiying.appraisal.models import Mark, Ranking
from huiying.appraisal.queries.indicators import measured_columns
from huiying.appraisal.queries.marks import CLASS, classes_in
from huiying.appraisal.rules.inputs import NO_ANSWERS, Cell, Known, folded, parsed, to_judge
from huiying.appraisal.rules.schemes import Scheme
from huiying.appraisal.rules.standings import Unit as Judged
from huiying.cases.models import Request
from huiying.lib.clock import SHANGHAI
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.small_cells import suppressed
from huiying.organisations.choices import Change
from huiying.organisations.models import Unit, UnitSuccession
from huiying.organisations.rules import code_range
from huiying.warehouse.asking import Engine
from huiying.warehouse.measures import MEASURES, Measure
from huiying.warehouse.rates import Rates, count
from huiying.warehouse.worth import Ratio, both

Note = tuple[str, dict[str, object]]
NO_UNITS = gettext_noop("There are no units of this kind in %(area)s in %(period)s.")
NOTHING = gettext_noop(
    "Nothing is known of any unit in %(period)s: neither figures of the warehouse nor marks."
)
FROM = gettext_noop("Figures as of %(day)s.")
OLDER = gettext_noop("A newer snapshot is damaged, so the last good one was used: %(why)s")
NOT_MEASURED = gettext_noop(
    "“%(column)s” has no figures in this period; its points are spread as the scheme says."
)
MERGED = gettext_noop(
    "%(old)s became part of %(new)s on %(day)s; their figures are counted together."
)
SPLIT = gettext_noop("%(old)s was split up on %(day)s; what it handled before stays unranked.")
CHANNELS = gettext_noop("%(n)s requests of the area came in, by: %(channels)s.")
COVERAGE = gettext_noop(
    "%(silent)s of %(all)s villages and communities sent no request. Silence is no merit and no fault; who is heard by telephone only, or not at all, is not seen here."
)


@dataclass
class Gathered:
    """Rows to judge, names by unit, sentences about where they come from."""

    units: list[Judged]
    names: dict[int, str]
    snapshot: str
    notes: list[Note] = field(default_factory=list)


@dataclass(frozen=True)
class Source:
    folder: Path
    engine: Engine


@dataclass
class Members:
    """The units to be ranked, and who took over from whom."""

    names: dict[int, str]
    heir_of: dict[int, int]
    notes: list[Note]


def gather(
    ranking: Ranking, scheme: Scheme, source: Source, tick: Callable[[int], object]
) -> Gathered:
    """All inputs of a ranking. Raises NotPossible with a sentence when there is nothing to rank."""
    members = _members(ranking)
    notes: list[Note] = []
    counts, cases, snapshot = _measured(ranking, scheme, source, notes)
    tick(2)
    marks = _marks(ranking, scheme)
    counts = {column: folded(found, members.heir_of) for column, found in counts.items()}
    cases = folded(cases, members.heir_of)
    known = [
        Known(
            pk,
            name,
            cases.get(pk, NO_ANSWERS).base,
            {column: found[pk] for column, found in counts.items() if pk in found},
            marks.get(pk, {}),
            str(marks.get(pk, {}).get(CLASS) or ""),
        )
        for pk, name in sorted(members.names.items())
    ]
    if not any(each.counts or set(each.marks) - {CLASS} or each.cases for each in known):
        raise NotPossible(NOTHING, period=ranking.period)
    notes += _gaps(scheme, known) + members.notes + _coverage(ranking)
    return Gathered(to_judge(scheme, known), members.names, snapshot, notes)


def _members(ranking: Ranking) -> Members:
    """Units of the kind that stood at the end of the period, and whom they took over from in it."""
    end = _end(ranking.last)
    kind = Unit.objects.filter(kind=ranking.kind).within((ranking.area.prefix,))
    names = dict(kind.as_of(end).values_list("pk", "name"))
    if not names:
        raise NotPossible(NO_UNITS, area=ranking.area.name, period=ranking.period)
    taken = UnitSuccession.objects.filter(on__gt=ranking.first, on__lte=end, from_unit__in=kind)
    heirs: dict[int, list[UnitSuccession]] = {}
    for each in taken.select_related("from_unit", "to_unit").order_by("on", "pk"):
        heirs.setdefault(each.from_unit_id, []).append(each)
    heir_of: dict[int, int] = {}
    notes: list[Note] = []
    for old, found in heirs.items():
        first = found[0]
        day = f"{first.on:%Y-%m-%d}"
        if len(found) > 1 or first.kind == Change.SPLIT:
            notes.append((SPLIT, {"old": first.from_unit.name, "day": day}))
            continue
        heir_of[old] = first.to_unit_id
        if first.kind == Change.MERGE:
            values: dict[str, object] = {
                "old": first.from_unit.name,
                "new": first.to_unit.name,
                "day": day,
            }
            notes.append((MERGED, values))
    return Members(names, {old: _last(heir_of, old) for old in heir_of}, notes)


def _last(heir_of: Mapping[int, int], unit: int) -> int:
    """Whoever took over from whoever took over."""
    seen = {unit}
    while (heir := heir_of.get(unit)) is not None and heir not in seen:
        seen.add(heir)
        unit = heir
    return unit


def _measured(
    ranking: Ranking, scheme: Scheme, source: Source, notes: list[Note]
) -> tuple[dict[str, dict[int, Ratio]], dict[int, Ratio], str]:
    """Per column and unit k and n; the parts each unit led; the snapshot's name."""
    measures = measured_columns()
    wanted = {column: measures[column] for column in scheme.rates() if column in measures}
    found: dict[str, dict[int, Ratio]] = {}
    led: dict[int, Ratio] = {}
    snapshot = ""
    for alike in _of_one_fact(["response", *wanted.values()]):
        try:
            counted = count(source.folder, alike, ranking.months, "unit_of_kind", source.engine)
        except NotPossible:
            if alike[0].name == "response":  # no warehouse, or a period it knows nothing of
                raise
            continue  # nobody was asked yet: the note on gaps says so
        if not snapshot and counted.made_at is not None:
            snapshot = counted.snapshot
            notes.append((FROM, {"day": _day(counted.made_at)}))
        notes += [(OLDER, {"why": why}) for why in counted.damaged]
        for measure in alike:
            by_unit = _by_unit(counted.rates[measure.name])
            if measure.name == "response":
                led = by_unit
            found |= {column: by_unit for column, name in wanted.items() if name == measure.name}
    return found, led, snapshot


def _of_one_fact(names: Sequence[str]) -> list[list[Measure]]:
    """Measures that are asked together, for they are counted from the same facts."""
    found: dict[str, list[Measure]] = {}
    for name in dict.fromkeys(names):
        measure = MEASURES[name]
        found.setdefault(measure.facts.name, []).append(measure)
    return list(found.values())


def _by_unit(rates: Rates) -> dict[int, Ratio]:
    """k and n of each unit, under whatever names it had."""
    found: dict[int, Ratio] = {}
    for (unit, *_), rate in rates.items():
        if isinstance(unit, int):
            found[unit] = both(found[unit], rate) if unit in found else rate
    return found


def _marks(ranking: Ranking, scheme: Scheme) -> dict[int, dict[str, Cell]]:
    columns = {column.name: column for column in scheme.columns()}
    rows = Mark.objects.filter(
        scheme_key=scheme.key, first=ranking.first, last=ranking.last, column__in=columns
    )
    found: dict[int, dict[str, Cell]] = {}
    for mark in rows.order_by("pk"):
        value = parsed(mark.value, columns[mark.column])
        found.setdefault(mark.unit_id, {})[mark.column] = value
    for unit, kind in classes_in(scheme.key, ranking.first).items():
        found.setdefault(unit, {})[CLASS] = kind
    return found


def _gaps(scheme: Scheme, known: list[Known]) -> list[Note]:
    """Columns of items for which no unit has anything."""
    have = {column for each in known for column in (*each.counts, *each.marks)}
    items = {column.name: item.title for item in scheme.items for column in item.rule.columns()}
    return [
        (NOT_MEASURED, {"column": title}) for column, title in items.items() if column not in have
    ]


def _coverage(ranking: Ranking) -> list[Note]:
    """By which channels the area was heard, and how many villages were silent."""
    begin = datetime(ranking.first.year, ranking.first.month, 1, tzinfo=SHANGHAI)
    after = _end(ranking.last) + timedelta(days=1)
    end = datetime(after.year, after.month, 1, tzinfo=SHANGHAI)
    codes = code_range(ranking.area.prefix)
    asked = Request.objects.filter(
        area_code__range=codes, submitted_at__gte=begin, submitted_at__lt=end
    )
    rows = asked.order_by().values_list("channel").annotate(n=Count("pk"))
    by_channel = Counter(dict(rows))
    shown = suppressed(by_channel)  # notes are read by everybody
    told = [[channel, shown[channel]] for channel, _ in by_channel.most_common()]
    notes: list[Note] = [(CHANNELS, {"n": sum(by_channel.values()), "channels": told})]
    heard = asked.order_by().values("area_code").distinct()
    villages = ranking.area.__class__.objects.as_of(_end(ranking.last)).within(
        (ranking.area.prefix,)
    )
    all_ = villages.filter(level=5)
    n = all_.count()
    if n:
        silent = n - all_.filter(code__in=heard).count()
        notes.append((COVERAGE, {"silent": silent, "all": n}))
    return notes


def _end(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _day(instant: datetime) -> str:
    return f"{instant.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
