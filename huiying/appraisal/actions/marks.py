"""Entering what no warehouse knows: given points, grades of a rubric, evidence, means of votes."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from huiying.appraisal.actions.evidence import Evidence, kept
from huiying.appraisal.actions.rankings import Period
from huiying.appraisal.choices.schemes import SHOWN_STATES
from huiying.appraisal.models import Mark, Ranking, SchemeVersion
from huiying.appraisal.permissions import may_appraise
from huiying.appraisal.queries.marks import class_column, entered_columns, vote_columns
from huiying.appraisal.rules.inputs import parsed
from huiying.appraisal.rules.items import Column
from huiying.appraisal.rules.reading import read_scheme
from huiying.audit.actions import record
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.organisations.models import Unit
from huiying.people.models import Person

FEWEST_VOTERS = 5
CLASS_OF_UNIT = gettext_lazy("Class of unit")
TOO_FEW = gettext_noop(
    "Votes are secret, so a group needs at least %(fewest)s voters; with fewer one could guess who voted how."
)
NOT_ENTERED = gettext_noop("“%(column)s” is counted by the platform and not entered by hand.")
FROZEN = gettext_noop(
    "%(period)s has been announced with this scheme; what it rests on no longer changes. Use an objection."
)


@dataclass(frozen=True)
class Entry:
    """A value with what speaks for it; `voters` for the mean of a vote."""

    column: str
    value: str
    voters: int = 0
    note: str = ""
    evidence: Evidence = None


def _class(version: SchemeVersion) -> list[Column]:
    """The unit's class, where a target differs by it."""
    scheme = read_scheme(version.text, str(version))
    return [class_column(scheme, str(CLASS_OF_UNIT))] if scheme.by_class() else []


@transaction.atomic
def enter_mark(
    scheme: SchemeVersion, unit: Unit, period: Period, entry: Entry, *, by: Person, now: datetime
) -> Mark:
    """Enter or change one mark of a unit for a period. Raises NotPossible with what is wrong."""
    may_appraise(unit.area, by=by, on=local_date(now)).require()
    columns = {column.name: column for column in (*entered_columns(scheme), *_class(scheme))}
    if entry.column not in columns:
        raise NotPossible(NOT_ENTERED, column=entry.column)
    parsed(entry.value, columns[entry.column])
    if entry.column in vote_columns(scheme) and entry.value and entry.voters < FEWEST_VOTERS:
        raise NotPossible(TOO_FEW, fewest=FEWEST_VOTERS)
    shown = Ranking.objects.filter(
        scheme__key=scheme.key, first=period.first, last=period.last, state__in=SHOWN_STATES
    )
    if shown.filter(places__unit=unit).exists():
        raise NotPossible(FROZEN, period=str(period))
    proof = kept(entry.evidence, by=by, now=now)
    values = {"value": entry.value.strip(), "voters": entry.voters, "note": entry.note, "by_id": by.pk, "at": now}  # fmt: skip
    mark, made = Mark.objects.update_or_create(
        scheme_key=scheme.key,
        column=entry.column,
        unit=unit,
        first=period.first,
        last=period.last,
        defaults={**values, **({"evidence": proof} if proof else {})},
    )
    data = {"column": entry.column, "unit": unit.pk, "period": str(period), "value": entry.value}
    record(
        "score.mark", f"mark:{mark.pk}", by=by, now=now, data=data, reason=entry.note, first=made
    )
    return mark
