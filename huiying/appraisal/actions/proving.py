"""From a figure to the very cases behind it: asked for on a page, fetched by the worker."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.appraisal.choices.figures import Dimension
from huiying.appraisal.models import FigureProof, Place, Proof
from huiying.appraisal.models.behind import Fetched
from huiying.appraisal.queries.behind import is_current
from huiying.appraisal.queries.figures import keys_of_area, last_good
from huiying.appraisal.queries.indicators import measured_columns
from huiying.appraisal.rules.rolling import COUNTED
from huiying.audit.actions import record
from huiying.jobs.actions import enqueue, fail_run, finish_run, start_run
from huiying.jobs.choices import RunState
from huiying.jobs.models import Run
from huiying.lib.clock import SHANGHAI
from huiying.lib.errors import NotPossible, Refused, gettext_noop
from huiying.organisations.models import UnitSuccession
from huiying.organisations.queries.structure import unit_subtree
from huiying.people.models import Person
from huiying.warehouse.asking import Engine
from huiying.warehouse.behind import NO_CASES, Whose, cases_behind, has_cases
from huiying.warehouse.measures import MEASURES, Measure
from huiying.warehouse.questions import Where

TASK = "huiying.appraisal.tasks.prove"
FIGURE_TASK = "huiying.appraisal.tasks.prove_figure"
FIGURE_KIND = "figure.proof"
MOST = 5_000
"""Cases kept of one figure; the rest is counted."""
AT_ONCE = 3
NOT_COUNTED = gettext_noop("This figure was entered by hand; no cases stand behind it.")
NO_FIGURES = gettext_noop("There are no figures yet.")
OF_PLACES = gettext_noop("This is counted for places, not for units.")
WAIT = gettext_noop("The cases you asked for earlier are still being fetched. Please wait.")
FOUND = gettext_noop("%(n)s cases.")


@dataclass(frozen=True)
class Source:
    """Where the warehouse lies, and what counts in it."""

    folder: Path
    engine: Engine


@dataclass(frozen=True)
class Asked:
    """One figure of a dashboard: whose, of what, and of which months (their first days)."""

    dimension: Dimension
    key: str
    measure: str
    first: date
    last: date
    category: str = ""


@transaction.atomic
def ask_for_proof(place: Place, column: str, *, by: Person, now: datetime) -> Proof:
    """Have the cases behind one figure fetched, unless they are there already."""
    if column not in measured_columns():
        raise NotPossible(NOT_COUNTED)
    known = Proof.objects.filter(place=place, column=column).select_related("run").first()
    if known is not None and (known.snapshot or _runs(known)):
        return known
    run = start_run("appraisal.proof", f"{place.unit_name} {column}", by=by, now=now)
    proof, _made = Proof.objects.update_or_create(
        place=place, column=column, defaults={"run": run, "at": now}
    )
    record("score.explain", f"place:{place.pk}", by=by, now=now, data={"column": column})
    enqueue(TASK, proof.pk)
    return proof


@transaction.atomic
def ask_for_cases(asked: Asked, *, by: Person, now: datetime) -> FigureProof:
    """Have the cases behind a figure of a dashboard fetched, unless those of today's figures are
    there. Whether the reader may see the figure was decided where it is shown."""
    good = last_good()
    if good is None:
        raise NotPossible(NO_FIGURES)
    _check(asked)
    found = FigureProof.objects.filter(**asdict(asked))
    known = found.select_related("run").first()
    if known is not None and (is_current(known, good) or _runs(known)):
        return known
    going = Run.objects.filter(kind=FIGURE_KIND, by=by.audit_name, state=RunState.RUNNING)
    if going.count() >= AT_ONCE:
        raise NotPossible(WAIT)
    title = _("Cases behind a figure of %(month)s") % {"month": f"{asked.last:%Y-%m}"}
    run = start_run(FIGURE_KIND, title, by=by, now=now)
    fresh = {"run": run, "at": now, "snapshot": "", "rows_json": "[]", "in_all": 0}
    proof, _made = FigureProof.objects.update_or_create(**asdict(asked), defaults=fresh)
    data = {"measure": asked.measure, "of": f"{asked.dimension} {asked.key}"}
    record("figure.explain", proof.subject, by=by, now=now, data=data)
    enqueue(FIGURE_TASK, proof.pk)
    return proof


def prove(proof: Proof, source: Source, *, now: datetime) -> None:
    """Fetch them. A refusal ends the run with its sentence."""
    ranking = proof.place.ranking
    units = {proof.place.unit_id}
    merged = UnitSuccession.objects.filter(on__gt=ranking.first)
    for old, new in merged.order_by("-on", "-pk").values_list("from_unit", "to_unit"):
        if new in units:
            units.add(old)
    measure = MEASURES[measured_columns()[proof.column]]
    whose = Whose([(Where("unit", "in", tuple(sorted(units))),)])
    _fetch(proof, measure, ranking.months, whose, source, now=now)


def prove_figure(proof: FigureProof, source: Source, *, now: datetime) -> None:
    """The same for a figure of a dashboard, from the snapshot that the figures are from."""
    good = last_good()
    last = proof.last
    if good is not None and good.made_at is not None:
        last = min(last, good.made_at.astimezone(SHANGHAI).date().replace(day=1))
    months = (proof.first.year * 100 + proof.first.month, last.year * 100 + last.month)
    whose = Whose(_parts(proof), good.snapshot if good else "")
    _fetch(proof, COUNTED[proof.measure], months, whose, source, now=now)


def _fetch(
    kept: Fetched, measure: Measure, months: tuple[int, int], whose: Whose, source: Source,
    *, now: datetime,
) -> None:  # fmt: skip
    try:
        found = cases_behind(source.folder, measure, months, whose, source.engine, most=MOST)
    except Refused as refused:
        if kept.run is not None:
            fail_run(kept.run, now=now, why=refused)
        return
    kept.take(found)
    kept.at = now
    kept.save()
    if kept.run is not None:
        finish_run(kept.run, now=now, template=FOUND, values={"n": found.in_all})


def _check(asked: Asked) -> None:
    measure = COUNTED[asked.measure]
    if not has_cases(measure):
        raise NotPossible(NO_CASES)
    names = {column.name for column in measure.facts.columns}
    if asked.dimension in (Dimension.UNIT, Dimension.TREE) and "unit" not in names:
        raise NotPossible(OF_PLACES)


def _parts(proof: FigureProof) -> Sequence[tuple[Where, ...]]:
    """The rows that `building` counted for this figure."""
    if proof.dimension == Dimension.UNIT:
        return [(Where("unit", "=", int(proof.key)),)]
    if proof.dimension == Dimension.TREE:
        return [(Where("unit", "in", tuple(sorted(unit_subtree([int(proof.key)])))),)]
    of = (Where("category", "begins", proof.category),) if proof.category else ()
    return [(Where("area_code", "begins", key), *of) for key in keys_of_area(proof.key)]


def _runs(proof: Fetched) -> bool:
    return proof.run is not None and proof.run.state == RunState.RUNNING
