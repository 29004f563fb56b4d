"""On the case page: what it was merged with, its parts, what is related, how many follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from huiying.cases.actions.merging import survivor_of, voices_of
from huiying.cases.choices import CaseState, Step
from huiying.cases.models import Case, Merge, Relation, Topic
from huiying.cases.queries import visible_to
from huiying.cases.queries.topics import topics_for
from huiying.cases.views.beside.panel import Panel
from huiying.lib.clock import local_date
from huiying.organisations.permissions import may
from huiying.people.choices import Permission
from huiying.people.models import Person


@dataclass(frozen=True)
class Bonds:
    """How a case hangs together with others; only what the reader may know of."""

    into: Case | None = None
    merged: Sequence[Merge] = ()
    parent: Case | None = None
    children: Sequence[Case] = ()
    related: Sequence[Case] = ()
    followers: int = 0
    topics: Sequence[tuple[Topic, bool]] = ()
    """Monthly topics it belongs to, and whether the reader may open each."""

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__dataclass_fields__)


def _bonds(case: Case, person: Person, now: datetime) -> Sequence[Bonds]:
    seen = visible_to(person, now=now)
    merged = Merge.objects.filter(survivor=case, undone_at__isnull=True, case__in=seen)
    bonds = Bonds(
        into=seen.filter(pk=case.merged_into_id).first() if case.merged_into_id else None,
        merged=list(merged.select_related("case").order_by("at")),
        parent=seen.filter(pk=case.parent_id).first() if case.parent_id else None,
        children=list(seen.filter(parent=case).select_related("lead_unit").order_by("pk")),
        related=_related(case, person, now),
        followers=case.followers.filter(ended_at__isnull=True).count(),
        topics=_topics(case, person, now),
    )
    return [bonds] if bonds else []


def _topics(case: Case, person: Person, now: datetime) -> list[tuple[Topic, bool]]:
    found = [each.topic for each in case.topic_links.select_related("topic")]
    if not found:
        return []
    opened = topics_for(person, now=now).filter(pk__in=[each.pk for each in found])
    seen = set(opened.values_list("pk", flat=True))
    return [(each, each.pk in seen) for each in found]


def _related(case: Case, person: Person, now: datetime) -> list[Case]:
    """For staff of intake and dispatch only: a unit must not learn of the other case (I12)."""
    on = local_date(now)
    wanted = (Permission.MERGE, Permission.ACCEPT)
    if not any(may(person, each, area=case.area_code, on=on) for each in wanted):
        return []
    pairs = Relation.objects.filter(Q(case=case) | Q(other=case)).values_list("case", "other")
    ids = {pk for pair in pairs for pk in pair} - {case.pk}
    return list(visible_to(person, now=now).filter(pk__in=ids).order_by("pk")) if ids else []


def _moved(case: Case) -> dict[str, Any]:
    """The numbers of the requests of which it is to be said where they belong (C18)."""
    merging = case.merges.filter(undone_at__isnull=True).first()
    if merging is None or case.state != CaseState.MERGED:
        return {}
    there = voices_of(merging, survivor_of(case))
    return {"voices": " ".join(each.receipt_no for each in there)}


def _part(case: Case) -> dict[str, Any]:
    return {"category": case.category_id, "priority": case.priority, "area": case.area_id}


FIRST = {Step.UNMERGE: _moved, Step.SPLIT: _part}
PANELS = (Panel("cases/panels/bonds.html", _bonds),)
