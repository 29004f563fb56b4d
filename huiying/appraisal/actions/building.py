"""Brings the warehouse up to date and loads the figures from it. Runs in the worker or a command.

All figures change in one transaction, or none do: whoever looks meanwhile, or after a build that
failed, sees those of the last good snapshot.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import structlog
from django.db import transaction

from huiying.appraisal.actions.opening import note_open
from huiying.appraisal.choices.figures import BuildState, Dimension
from huiying.appraisal.models import Build, Figure, FigureProof
from huiying.appraisal.queries.backlog import BACKLOG, backlog_lines
from huiying.appraisal.queries.figures import last_good
from huiying.appraisal.rules.rolling import (
    COUNTED,
    Engine,
    areas_above,
    categories_above,
    kept,
    rolled,
    units_above,
)
from huiying.audit.actions import TIMER, record
from huiying.lib.clock import SHANGHAI, local_date
from huiying.lib.errors import NotPossible, Refused, gettext_noop
from huiying.organisations.queries.structure import structure
from huiying.warehouse.asking import ask, engine_called
from huiying.warehouse.facts import Source
from huiying.warehouse.measures import Measure
from huiying.warehouse.questions import Key
from huiying.warehouse.snapshots import Snapshot

LAYOUT = 2
"""Rises when figures are kept otherwise than before, so that all are reckoned anew."""
BATCH = 2_000
PROVED = timedelta(days=7)
"""So long the cases fetched behind a figure lie ready."""
BROKEN = gettext_noop("The build broke off; the server's log says why.")
DAMAGED = gettext_noop(
    "A part of the warehouse is missing or damaged. Please build everything anew."
)

Cell = tuple[str, str, str, str]
"""Dimension, key, measure, category."""
Kept = tuple[int, int, str]
"""k, n, more."""

log = structlog.get_logger()


@dataclass(frozen=True)
class Place:
    """Where the warehouse is and what it is filled from."""

    folder: Path
    sources: Sequence[Source]
    say: Callable[[str], object] = lambda line: None


def carry_out(build: Build, place: Place, *, now: datetime) -> bool:
    """Do a build that was asked for; returns whether it succeeded. Why it did not is kept with it."""
    Build.objects.filter(pk=build.pk).update(state=BuildState.RUNNING, begun_at=now)
    try:
        _carry_out(build, place, now)
    except Refused as refused:
        _fail(build, refused.template, dict(refused.values), now)
        place.say(str(refused))
    except Exception:
        log.exception("figures.failed", build=build.pk)
        _fail(build, BROKEN, {}, now)
        place.say(BROKEN)
    else:
        return True
    return False


def _carry_out(build: Build, place: Place, now: datetime) -> None:
    from huiying.warehouse import store  # noqa: PLC0415 - loads Arrow, which no web process needs

    built = store.build(place.folder, place.sources, now=now, full=build.is_full, say=place.say)
    before = None if build.is_full else last_good()
    made_of = _made_of(built.snapshot)
    this = local_date(now).year * 100 + local_date(now).month
    stale = sorted({*_stale(made_of, before), this})
    parent_of = structure().parent_of
    found: dict[int, dict[Cell, Kept]] = {
        month: _month(place.folder, built.snapshot, month, parent_of) if month in made_of else {}
        for month in stale
    }
    with transaction.atomic():
        month = date(this // 100, this % 100, 1)
        note_open(month, now)
        found[this] |= _backlog(month, parent_of)
        FigureProof.objects.filter(at__lt=now - PROVED).delete()
        written = 0
        for each in stale:
            written += _write(each, found[each], built.snapshot, with_backlog=each == this)
        build.state, build.ended_at = BuildState.DONE, now
        build.snapshot, build.made_at = built.snapshot.name, built.snapshot.made_at
        build.parts, build.rows = built.written, written
        build.months_json = json.dumps({str(month): made for month, made in made_of.items()})
        build.save()
        data = {"snapshot": build.snapshot, "rows": written}
        record("figures.built", build.subject, by=TIMER, now=now, data=data)
    place.say(f"{written} figures of {len(stale)} months written")


@transaction.atomic
def _fail(build: Build, template: str, values: dict[str, object], now: datetime) -> None:
    build.state, build.ended_at, build.template = BuildState.FAILED, now, template
    build.values_json = json.dumps(values, ensure_ascii=False, default=str)
    build.save(update_fields=["state", "ended_at", "template", "values_json"])
    record("figures.failed", build.subject, by=TIMER, now=now, data={"template": template})


def _made_of(snapshot: Snapshot) -> dict[int, str]:
    """Month → a digest of the parts its figures are counted from, and of how."""
    months: dict[int, list[str]] = {}
    local = snapshot.made_at.astimezone(SHANGHAI)
    for fact, parts in sorted(snapshot.parts.items()):
        for month, part in parts.items():
            if month <= local.year * 100 + local.month:
                months.setdefault(month, []).append(f"{fact} {part.sha256}")
    how = f"{LAYOUT} {' '.join(COUNTED)}"
    return {
        month: sha256("\n".join([how, *sums]).encode()).hexdigest()[:16]
        for month, sums in months.items()
    }


def _stale(made_of: dict[int, str], before: Build | None) -> list[int]:
    """Months that must be counted: changed, gone, or not wholly decided when last counted."""
    if before is None or before.made_at is None:
        known = Figure.objects.order_by().values_list("month", flat=True).distinct()
        return sorted({day.year * 100 + day.month for day in known} | set(made_of))
    old = {int(month): made for month, made in before.months.items()}
    local = before.made_at.astimezone(SHANGHAI)
    open_from = local.year * 100 + local.month
    return sorted(
        month
        for month in set(old) | set(made_of)
        if old.get(month) != made_of.get(month) or month >= open_from
    )


def _month(
    folder: Path, snapshot: Snapshot, month: int, parent_of: Mapping[int, int | None]
) -> dict[Cell, Kept]:
    """All figures of one month, at every level."""
    duck = engine_called("duck")
    places, units = rolled(duck, areas_above), rolled(duck, units_above(parent_of))
    subjects = rolled(duck, categories_above)
    found: dict[Cell, Kept] = {}
    for measure in COUNTED.values():
        if month not in snapshot.months(measure.facts):
            continue
        name, columns = measure.name, {column.name for column in measure.facts.columns}
        for key, value in _asked(folder, measure, month, "village", places):
            found[Dimension.AREA, str(key[0]), name, ""] = value
        if "unit" in columns:
            for key, value in _asked(folder, measure, month, "unit", units):
                found[str(key[0]), str(key[1]), name, ""] = value
        if "category" in columns:
            for key, value in _asked(folder, measure, month, "village_category", subjects):
                found[Dimension.CATEGORY, str(key[0]), name, str(key[1])] = value
    return found


def _asked(
    folder: Path, measure: Measure, month: int, by: str, engine: Engine
) -> Iterator[tuple[Key, Kept]]:
    asked = ask(folder, measure, (month, month), by, engine)
    if asked.damaged:
        log.error("figures.damaged", parts=asked.damaged)
        raise NotPossible(DAMAGED)
    for key, figure in asked.figures.items():
        k, n, more = kept(measure, figure)
        yield key, (k, n, json.dumps(more, sort_keys=True) if more else "")


def _backlog(month: date, parent_of: Mapping[int, int | None]) -> dict[Cell, Kept]:
    """What is open, at every level. It stands with the month of the build, and so the last build of
    a month leaves what was open at its end."""
    sums: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    units = units_above(parent_of)
    for code, unit, clock, near, n in backlog_lines(month):
        targets = [(str(Dimension.AREA), str(key[0])) for key in areas_above((code,))]
        targets += [(str(kind), str(key)) for kind, key in units((unit,))]
        for target in targets:
            sums[target].update({f"{clock}.{near}": n, "all": n, "late": n * (near == "late")})
    return {
        (dimension, key, BACKLOG, ""): (
            counts.pop("late"), counts.pop("all"), json.dumps(dict(sorted(counts.items())))
        )
        for (dimension, key), counts in sums.items()
    }  # fmt: skip


def _write(month: int, found: dict[Cell, Kept], snapshot: Snapshot, *, with_backlog: bool) -> int:
    """Make the figures of a month these; returns how many rows were written or dropped."""
    first = date(month // 100, month % 100, 1)
    gone: list[int] = []
    fields = ("pk", "dimension", "key", "measure", "category", "k", "n", "more")
    rows = Figure.objects.filter(month=first)
    rows = rows if with_backlog else rows.exclude(measure=BACKLOG)
    for pk, *cell, k, n, more in rows.values_list(*fields):
        if found.get((cell[0], cell[1], cell[2], cell[3])) == (k, n, more):
            del found[cell[0], cell[1], cell[2], cell[3]]
        else:
            gone.append(pk)
    for start in range(0, len(gone), BATCH // 4):
        Figure.objects.filter(pk__in=gone[start : start + BATCH // 4]).delete()
    new = [
        Figure(
            month=first, dimension=dimension, key=key, measure=measure, category=category,
            k=k, n=n, more=more, snapshot=snapshot.name,
        )
        for (dimension, key, measure, category), (k, n, more) in sorted(found.items())
    ]  # fmt: skip
    Figure.objects.bulk_create(new, batch_size=BATCH)
    return len(new) + len(gone)
