"""What follows from results, and what becomes of findings."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from huiying.appraisal.choices.schemes import FindingState, Measure, RankingState
from huiying.appraisal.models import Consequence, GamingFinding, Place
from huiying.appraisal.permissions import OWN_UNIT, may_appraise, may_check
from huiying.audit.actions import TIMER, record
from huiying.lib.clock import local_date
from huiying.lib.errors import NotAllowed, NotPossible, gettext_noop
from huiying.organisations.queries import unit_ancestors, units_of
from huiying.people.models import Person

NOT_FINAL = gettext_noop("Only a final result has consequences; until then it may still change.")
NEEDS_DAY = gettext_noop("Please say by when: a correction order and a follow-up need a day.")
PAST = gettext_noop("The day by which it is to be done lies in the past.")
DONE = gettext_noop("This is marked as done already.")
REVIEWED = gettext_noop("Somebody has looked into this finding already.")
WITH_DAY = (Measure.CORRECTION, Measure.FOLLOW_UP)


@dataclass(frozen=True)
class Found:
    """A pattern that a check saw: so many of so many, with the cases that show it."""

    rule: str
    unit: int
    month: date
    count: int
    base: int
    cases: tuple[int, ...]


@transaction.atomic
def record_consequence(
    place: Place, measure: Measure, text: str, due: date | None, *, by: Person, now: datetime
) -> Consequence:
    """A commendation, talk, correction order or follow-up for a unit's final result."""
    on = local_date(now)
    may_appraise(place.ranking.area_code, by=by, on=on).require()
    if place.ranking.state != RankingState.FINAL:
        raise NotPossible(NOT_FINAL)
    if measure in WITH_DAY and due is None:
        raise NotPossible(NEEDS_DAY)
    if due is not None and due < on:
        raise NotPossible(PAST)
    found = Consequence.objects.create(
        place=place, measure=measure, text=text, due=due, recorded_by_id=by.pk, recorded_at=now
    )
    data = {"place": place.pk, "measure": measure.value, "due": str(due or "")}
    record("score.consequence", found.subject, by=by, now=now, data=data, first=True)
    return found


@transaction.atomic
def finish_consequence(
    consequence: Consequence, outcome: str, *, by: Person, now: datetime
) -> Consequence:
    """Write down what came of it."""
    consequence = Consequence.objects.select_for_update().get(pk=consequence.pk)
    may_appraise(consequence.place.ranking.area_code, by=by, on=local_date(now)).require()
    if consequence.done_at is not None:
        raise NotPossible(DONE)
    consequence.outcome, consequence.done_at = outcome, now
    consequence.save()
    record("score.followed", consequence.subject, by=by, now=now, reason=outcome)
    return consequence


@transaction.atomic
def keep_finding(found: Found, *, now: datetime) -> GamingFinding | None:
    """Put a finding into the queue, once; None when it stands there already. No score changes."""
    finding, made = GamingFinding.objects.get_or_create(
        rule=found.rule,
        unit_id=found.unit,
        month=found.month,
        defaults={
            "count": found.count,
            "base": found.base,
            "cases_json": str(list(found.cases)),
            "found_at": now,
        },
    )
    if not made:
        is_open = GamingFinding.objects.filter(pk=finding.pk, state=FindingState.OPEN)
        is_open.update(count=found.count, base=found.base, cases_json=str(list(found.cases)))
        return None
    data = {"rule": found.rule, "count": found.count, "base": found.base}
    record("finding.found", finding.subject, by=TIMER, now=now, data=data, first=True)
    return finding


@transaction.atomic
def review_finding(
    finding: GamingFinding, state: FindingState, note: str, *, by: Person, now: datetime
) -> GamingFinding:
    """Say what it is: explained, confirmed, or handed on to whoever may investigate."""
    finding = GamingFinding.objects.select_for_update().get(pk=finding.pk)
    on = local_date(now)
    may_check(finding.unit.area, by=by, on=on).require()
    if finding.unit_id in unit_ancestors(units_of(by, on)):
        raise NotAllowed(OWN_UNIT)
    if finding.state != FindingState.OPEN:
        raise NotPossible(REVIEWED)
    finding.state, finding.note = state, note
    finding.reviewed_by_id, finding.reviewed_at = by.pk, now
    finding.save()
    record("finding.review", finding.subject, by=by, now=now, data={"state": state.value}, reason=note)  # fmt: skip
    return finding
