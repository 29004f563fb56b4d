"""Objections to scores: filed by the unit with evidence, decided by somebody outside it."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.db import transaction

from huiying.appraisal.actions.evidence import Evidence, kept
from huiying.appraisal.choices.schemes import ObjectionState, RankingState
from huiying.appraisal.models import Objection, Place
from huiying.appraisal.permissions import may_decide_objection, may_object
from huiying.appraisal.rules.inputs import parsed
from huiying.appraisal.rules.items import Column
from huiying.appraisal.rules.reading import read_scheme
from huiying.audit.actions import record
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.people.models import Person

NOT_OPEN = gettext_noop("Objections can be filed while the ranking is open to them.")
TOO_LATE = gettext_noop("The five working days for objections are over.")
DECIDED = gettext_noop("This objection is decided already.")
NO_COLUMN = gettext_noop("The scheme has no figure “%(column)s”.")
NO_VALUE = gettext_noop("Please write the right value of the figure that is corrected.")
WORDS_STAY = gettext_noop(
    "“%(column)s” is a judgement in words; it is corrected where it was entered."
)


@dataclass(frozen=True)
class Decision:
    """`column`, `value` and `base` (of a rate) put one figure right; blank, nothing is corrected."""

    upheld: bool
    reasons: str
    column: str = ""
    value: str = ""
    base: str = ""


@transaction.atomic
def file_objection(
    place: Place,
    text: str,
    *,
    by: Person,
    now: datetime,
    column: str = "",
    evidence: Evidence = None,
) -> Objection:
    """A unit says what is wrong with its result."""
    may_object(place, by=by, on=local_date(now)).require()
    ranking = place.ranking
    if ranking.state != RankingState.ANNOUNCED or ranking.objections_until is None:
        raise NotPossible(NOT_OPEN)
    if now >= ranking.objections_until:
        raise NotPossible(TOO_LATE)
    if column:
        _column(place, column)
    proof = kept(evidence, by=by, now=now)
    objection = Objection.objects.create(
        place=place, text=text, column=column, evidence=proof, filed_by_id=by.pk, filed_at=now
    )
    data = {"place": place.pk, "column": column, "file": proof.sha256 if proof else ""}
    record("score.object", objection.subject, by=by, now=now, data=data, first=True)
    return objection


@transaction.atomic
def decide_objection(
    objection: Objection, decision: Decision, *, by: Person, now: datetime
) -> Objection:
    """Uphold or refuse it, with reasons; a correction changes nothing until it is computed anew."""
    objection = Objection.objects.select_for_update().get(pk=objection.pk)
    place = objection.place
    on = local_date(now)
    may_decide_objection(place, objection.filed_by_id, by=by, on=on).require()
    if objection.state != ObjectionState.FILED:
        raise NotPossible(DECIDED)
    if decision.upheld and decision.column:
        value, base = _corrected(place, decision)
        objection.fixed_column, objection.fixed_value = decision.column, value
        objection.fixed_base = base
    objection.state = ObjectionState.UPHELD if decision.upheld else ObjectionState.REFUSED
    objection.decision, objection.decided_by_id, objection.decided_at = decision.reasons, by.pk, now
    objection.save()
    data = {"upheld": decision.upheld, "column": objection.fixed_column, "value": objection.fixed_value, "base": objection.fixed_base}  # fmt: skip
    record("score.decide", objection.subject, by=by, now=now, data=data, reason=decision.reasons)
    return objection


def _corrected(place: Place, decision: Decision) -> tuple[str, str]:
    """The right value and base, as they are kept."""
    column = _column(place, decision.column)
    if column.measure == "word":
        raise NotPossible(WORDS_STAY, column=column.title)
    value = parsed(decision.value, column)
    if not isinstance(value, Fraction):
        raise NotPossible(NO_VALUE)
    whole = Column(column.name, "number", column.title)
    base = parsed(decision.base, whole) if column.measure == "rate" else None
    return str(value), "" if base is None else str(base)


def _column(place: Place, name: str) -> Column:
    scheme = read_scheme(place.ranking.scheme.text, str(place.ranking.scheme))
    found = next((each for each in scheme.columns() if each.name == name), None)
    if found is None:
        raise NotPossible(NO_COLUMN, column=name)
    return found
