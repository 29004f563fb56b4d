"""Computes rankings, in the worker: gathered, judged, kept with all that is needed to do it again."""

import platform
from collections.abc import Callable, Sequence
from datetime import datetime
from fractions import Fraction

import numpy as np
import structlog
from django.db import transaction

from huiying.appraisal.actions.gathering import Gathered, Source, gather
from huiying.appraisal.actions.rankings import corrections_of
from huiying.appraisal.choices.schemes import SHOWN_STATES, RankingState
from huiying.appraisal.models import Place, Ranking
from huiying.appraisal.rules.inputs import (
    canonical,
    corrected,
    digest,
    packed,
    relevant,
    result_of,
    two_places,
    unpacked,
)
from huiying.appraisal.rules.ranking import judge
from huiying.appraisal.rules.reading import read_scheme
from huiying.appraisal.rules.schemes import Scheme
from huiying.appraisal.rules.standings import Standing, Unit
from huiying.audit.actions import TIMER, record
from huiying.jobs.actions import fail_run, finish_run, report_progress
from huiying.lib.collecting import uncollected
from huiying.lib.errors import NotPossible, Refused, gettext_noop

DONE = gettext_noop("%(n)s units, %(ranked)s of them ranked.")
BROKEN = gettext_noop("The computation broke off; the server's log says why.")
CORRECTED = gettext_noop("Corrected after an objection: %(unit)s, %(column)s, now %(value)s.")
log = structlog.get_logger()


def compute(ranking: Ranking, source: Source, *, now: datetime) -> bool:
    """Carry out a ranking that was asked for; returns whether it succeeded. Done once only."""
    ranking = Ranking.objects.select_related("scheme", "area", "run", "before").get(pk=ranking.pk)
    waits = ranking.state in (RankingState.WAITING, RankingState.TRIAL)
    if not waits or ranking.computed_at is not None:
        return False
    try:
        _compute(ranking, source, now)
    except Refused as refused:
        _fail(ranking, refused, now)
    except Exception:
        log.exception("ranking.failed", ranking=ranking.pk)
        _fail(ranking, NotPossible(BROKEN), now)
    else:
        return True
    return False


def comes_out_same(ranking: Ranking, *, now: datetime) -> bool:
    """Compute it once more from what is stored; whether result and inputs are the same, bit for bit."""
    scheme = read_scheme(ranking.scheme.text, str(ranking.scheme))
    rows = ranking.units
    units = unpacked(rows)
    again = digest(result_of(units, judge(scheme, relevant(scheme, units))))
    same = again == ranking.result_sha256 and digest(rows) == ranking.inputs_sha256
    with transaction.atomic():
        Ranking.objects.filter(pk=ranking.pk).update(came_out_same=same, compared_at=now)
        record("ranking.compared", ranking.subject, by=TIMER, now=now, data={"same": same})
    return same


def libraries() -> str:
    """What the draws depend on beside seed and inputs."""
    return f"Python {platform.python_version()}, numpy {np.__version__}"


def _compute(ranking: Ranking, source: Source, now: datetime) -> None:
    scheme = read_scheme(ranking.scheme.text, str(ranking.scheme))
    tick = _ticker(ranking, now)
    tick(1)
    if ranking.before is not None:
        gathered = _corrected(ranking.before)
    else:
        with uncollected():
            gathered = gather(ranking, scheme, source, tick)
    with uncollected():
        standings = judge(scheme, relevant(scheme, gathered.units))
    tick(3)
    with transaction.atomic():
        _keep(ranking, scheme, gathered, standings, now)
    if ranking.run is not None:
        ranked = sum(1 for each in standings if each.rank is not None)
        finish_run(ranking.run, now=now, template=DONE, values={"n": len(standings), "ranked": ranked})  # fmt: skip


def _corrected(before: Ranking) -> Gathered:
    """The inputs of an earlier version with what upheld objections put right."""
    rows = before.units
    notes = before.notes
    scheme = read_scheme(before.scheme.text, str(before.scheme))
    titles = {column.name: column.title for column in scheme.columns()}
    for objection in corrections_of(before):
        base = Fraction(objection.fixed_base) if objection.fixed_base else None
        value = Fraction(objection.fixed_value)
        rows = corrected(rows, objection.place.unit_id, objection.fixed_column, value, base)
        told = {
            "unit": objection.place.unit_name,
            "column": titles.get(objection.fixed_column, objection.fixed_column),
            "value": two_places(value),
        }
        notes.append((CORRECTED, told))
    names = {row["unit"]: row["name"] for row in rows}
    return Gathered(unpacked(rows), names, before.snapshot, notes)


def _keep(
    ranking: Ranking,
    scheme: Scheme,
    gathered: Gathered,
    standings: Sequence[Standing],
    now: datetime,
) -> None:
    rows = packed(gathered.units, gathered.names)
    ranking.inputs, ranking.inputs_sha256 = canonical(rows), digest(rows)
    ranking.result_sha256 = digest(result_of(gathered.units, standings))
    ranking.snapshot, ranking.libraries = gathered.snapshot, libraries()
    ranking.seed, ranking.draws = scheme.ranking.seed, scheme.ranking.draws
    ranking.notes_json = canonical(gathered.notes)
    ranking.computed_at = now
    if ranking.state == RankingState.WAITING:
        ranking.state = RankingState.DRAFT
    ranking.previous = _period_before(ranking)
    ranking.save()
    was = dict(ranking.previous.places.values_list("unit", "rank")) if ranking.previous else {}
    Place.objects.bulk_create(
        [
            _place(ranking, unit, standing, gathered.names, was)
            for unit, standing in zip(gathered.units, standings, strict=True)
        ],
        batch_size=1_000,
    )
    data = {"inputs": ranking.inputs_sha256, "result": ranking.result_sha256}
    record("ranking.computed", ranking.subject, by=TIMER, now=now, data=data)


def _place(
    ranking: Ranking,
    unit: Unit,
    standing: Standing,
    names: dict[int, str],
    was: dict[int, int | None],
) -> Place:
    pk = int(unit.name)
    return Place(
        ranking=ranking,
        unit_id=pk,
        unit_name=names[pk],
        score=two_places(standing.score),
        rank=standing.rank,
        low=standing.low,
        high=standing.high,
        band=standing.band,
        cases=None if unit.cases is None else int(unit.cases),
        was=was.get(pk),
    )


def _period_before(ranking: Ranking) -> Ranking | None:
    """The last ranking of the same scheme, area and kind that ended before this one begins."""
    found = Ranking.objects.filter(
        scheme__key=ranking.scheme.key,
        area=ranking.area,
        kind=ranking.kind,
        last__lt=ranking.first,
        state__in=SHOWN_STATES,
    ).exclude(state=RankingState.REPLACED)
    return found.order_by("-last", "-number", "-pk").first()


def _ticker(ranking: Ranking, now: datetime) -> Callable[[int], object]:
    def tick(done: int) -> None:
        if ranking.run is not None:
            report_progress(ranking.run, done=done, now=now)

    return tick


@transaction.atomic
def _fail(ranking: Ranking, why: Refused, now: datetime) -> None:
    is_trial = ranking.state == RankingState.TRIAL
    Ranking.objects.filter(pk=ranking.pk).update(
        state=RankingState.TRIAL if is_trial else RankingState.FAILED,
        notes_json=canonical([[why.template, {k: str(v) for k, v in why.values.items()}]]),
    )
    record("ranking.failed", ranking.subject, by=TIMER, now=now)
    if ranking.run is not None:
        fail_run(ranking.run, now=now, why=why)
