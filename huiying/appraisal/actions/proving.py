"""From a figure to the very cases behind it: asked for on a page, fetched by the worker."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from huiying.appraisal.models import Place, Proof
from huiying.appraisal.queries.indicators import measured_columns
from huiying.appraisal.rules.inputs import canonical
from huiying.audit.actions import record
from huiying.jobs.actions import enqueue, fail_run, finish_run, start_run
from huiying.jobs.choices import RunState
from huiying.lib.errors import NotPossible, Refused, gettext_noop
from huiying.organisations.models import UnitSuccession
from huiying.people.models import Person
from huiying.warehouse.asking import Engine
from huiying.warehouse.behind import cases_behind
from huiying.warehouse.measures import MEASURES

TASK = "huiying.appraisal.tasks.prove"
MOST = 5_000
"""Cases kept of one figure; the rest is counted."""
NOT_COUNTED = gettext_noop("This figure was entered by hand; no cases stand behind it.")
FOUND = gettext_noop("%(n)s cases.")


@transaction.atomic
def ask_for_proof(place: Place, column: str, *, by: Person, now: datetime) -> Proof:
    """Have the cases behind one figure fetched, unless they are there already."""
    if column not in measured_columns():
        raise NotPossible(NOT_COUNTED)
    known = Proof.objects.filter(place=place, column=column).select_related("run").first()
    if known is not None and (known.snapshot or _runs(known)):
        return known
    run = start_run("appraisal.proof", f"{place.unit_name} {column}", by=by, now=now)
    proof, _ = Proof.objects.update_or_create(
        place=place, column=column, defaults={"run": run, "at": now}
    )
    record("score.explain", f"place:{place.pk}", by=by, now=now, data={"column": column})
    enqueue(TASK, proof.pk)
    return proof


def prove(proof: Proof, folder: Path, engine: Engine, *, now: datetime) -> None:
    """Fetch them. A refusal ends the run with its sentence."""
    measure = MEASURES[measured_columns()[proof.column]]
    ranking = proof.place.ranking
    units = {proof.place.unit_id}
    merged = UnitSuccession.objects.filter(on__gt=ranking.first)
    for old, new in merged.order_by("-on", "-pk").values_list("from_unit", "to_unit"):
        if new in units:
            units.add(old)
    try:
        found = cases_behind(folder, measure, ranking.months, sorted(units), engine)
    except Refused as refused:
        if proof.run is not None:
            fail_run(proof.run, now=now, why=refused)
        return
    rows = [(case, str(k), str(n)) for case, k, n in found.rows if n]
    proof.in_all, proof.snapshot, proof.at = len(rows), found.snapshot, now
    proof.rows_json = canonical(rows[:MOST])
    proof.save()
    if proof.run is not None:
        finish_run(proof.run, now=now, template=FOUND, values={"n": len(rows)})


def _runs(proof: Proof) -> bool:
    return proof.run is not None and proof.run.state == RunState.RUNNING
