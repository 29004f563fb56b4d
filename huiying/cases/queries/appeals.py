"""Appeals for those who file or decide them; what is left out, and how large its share is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from huiying.cases.choices import AssignmentState, ClockKind, Part
from huiying.cases.choices.appealing import AppealReason, AppealState, Effect, Measure
from huiying.cases.models import Appeal, Assignment, Clock, Exclusion
from huiying.cases.queries.visibility import in_area, on_one_of, visible_to
from huiying.lib.clock import SHANGHAI, local_date
from huiying.lib.rounding import percent
from huiying.lib.small_cells import suppressed
from huiying.organisations.models import Unit
from huiying.organisations.queries import scope_of
from huiying.people.choices import Permission
from huiying.people.models import Person


def appeals_for(person: Person, *, now: datetime) -> QuerySet[Appeal]:
    """Appeals a person may read: of their units, or of the areas whose panel they sit on."""
    on = local_date(now)
    filed = scope_of(person, Permission.ASK_APPEAL, on=on)
    panel = scope_of(person, Permission.DECIDE_APPEAL, on=on)
    mine = Q(unit__in=filed.unit_ids)
    if panel.everything:
        mine = Q()
    elif panel.prefixes:
        mine |= in_area("unit__area__code", panel)
    seen = Q(case=None) | on_one_of(visible_to(person, now=now))
    found = Appeal.objects.filter(mine & seen).select_related("unit", "case", "rating")
    return found.order_by("state", "due", "id")


def page_of_appeals(
    person: Person, *, is_open: bool, edge: int | None, now: datetime
) -> QuerySet[Appeal]:
    """Those that wait, oldest first, or those decided, newest first; `edge` is the last id seen."""
    found = appeals_for(person, now=now)
    waiting = Q(state=AppealState.FILED)
    found = found.filter(waiting if is_open else ~waiting)
    if edge is not None:
        found = found.filter(Q(pk__gt=edge) if is_open else Q(pk__lt=edge))
    return found.order_by("id" if is_open else "-id")


def appeals_to_vote(person: Person, *, now: datetime) -> QuerySet[Appeal]:
    """Appeals on which this member of the panel has not voted."""
    if not scope_of(person, Permission.DECIDE_APPEAL, on=local_date(now)):
        return Appeal.objects.none()
    waiting = appeals_for(person, now=now).filter(state=AppealState.FILED)
    return waiting.exclude(votes__by_id=person.pk)


def excluded_measures(assignments: Iterable[int]) -> Mapping[int, dict[Measure, Effect]]:
    """Assignment → measures it is left out of. Nothing else changes for the case (2.7)."""
    found: defaultdict[int, dict[Measure, Effect]] = defaultdict(dict)
    rows = Exclusion.objects.filter(assignment__in=list(assignments))
    for pk, measure, effect in rows.values_list("assignment", "measure", "effect"):
        found[pk][Measure(measure)] = Effect(effect)
    return found


@dataclass(frozen=True)
class Share:
    """What one unit had left out of one measure for one reason in a month: `excluded` of `base`.

    None stands for a number too small to be public (P10).
    """

    unit: Unit
    reason: AppealReason
    measure: Measure
    excluded: int | None
    base: int | None
    """Lead assignments assessed, those left out included (4.12)."""

    @property
    def in_percent(self) -> str:
        """Rounded at display: half up, two places."""
        if self.excluded is None or self.base is None:
            return "—"
        share = percent(self.excluded, self.base)
        return "—" if share is None else f"{share} %"

    def for_everybody(self) -> "Share":
        """The same without the numbers by which somebody could be recognised: what was left out and
        what was not are the two cells of the base."""
        if self.excluded is None or self.base is None:
            return self
        cells = suppressed({"out": self.excluded, "in": self.base - self.excluded})
        base = suppressed({"": self.base})[""]
        return replace(self, excluded=cells["out"] if base else None, base=base)


def exclusion_shares(month: date) -> list[Share]:
    """Shares of every unit that had anything left out of a month; `for_everybody` what the public reads.

    The month is that of the final due date of the first round, the assessment date of 4.1.
    """
    first, after = _span(month)
    judged = _assessed(first, after)
    rows = (
        Exclusion.objects.filter(effect=Effect.OUT, assignment__in=judged)
        .values_list("unit", "reason", "measure")
        .annotate(n=Count("id"))
        .order_by("unit", "reason", "measure")
    )
    counted = list(rows)
    units = Unit.objects.in_bulk({unit for unit, *_ in counted})
    bases = _bases(units, judged)
    return [
        Share(units[unit], AppealReason(reason), Measure(measure), n, bases[unit])
        for unit, reason, measure, n in counted
    ]


def _span(month: date) -> tuple[datetime, datetime]:
    first = datetime(month.year, month.month, 1, tzinfo=SHANGHAI)
    year, number = divmod(month.year * 12 + month.month, 12)
    return first, datetime(year, number + 1, 1, tzinfo=SHANGHAI)


def _assessed(first: datetime, after: datetime) -> QuerySet[Assignment]:
    """Lead assignments whose first round fell due in a span and that were not taken from the unit.

    A due instant at 00:00 belongs to the day before, hence the bounds.
    """
    earlier = Clock.objects.filter(
        assignment=OuterRef("assignment"), kind=ClockKind.HANDLE, pk__lt=OuterRef("pk")
    )
    due = Clock.objects.filter(
        assignment=OuterRef("pk"), kind=ClockKind.HANDLE, due__gt=first, due__lte=after
    )
    found = Assignment.objects.filter(Exists(due.filter(~Exists(earlier))), part=Part.LEAD)
    gone = [AssignmentState.RETURNED, AssignmentState.RECALLED]
    return found.exclude(state__in=gone)


def _bases(units: Mapping[int, Unit], judged: QuerySet[Assignment]) -> Mapping[int, int]:
    rows = judged.filter(unit__in=list(units)).values_list("unit").annotate(n=Count("id"))
    return dict(rows.order_by("unit"))
