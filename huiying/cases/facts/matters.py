"""Cases opened and first closed, and which cases have changed."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Max, Min, OuterRef, Subquery

from huiying.audit.models import Event
from huiying.cases.choices import CaseState, Part
from huiying.cases.facts.chunks import Keys, chunks, day_of, of_unit
from huiying.cases.facts.repeats import asked_before
from huiying.cases.models import Appeal, Assignment, Case, Entry, Request
from huiying.warehouse.facts import Row


def changed_cases(since: datetime) -> set[int]:
    """Every case that the audit record has something of since then."""
    found: dict[str, set[int]] = {"case": set(), "request": set(), "appeal": set()}
    subjects = Event.objects.filter(at__gte=since).values_list("subject", flat=True).distinct()
    for subject in subjects.iterator():
        kind, _, number = subject.partition(":")
        if kind in found and number.isdecimal():
            found[kind].add(int(number))
    for model, kind in ((Request, "request"), (Appeal, "appeal")):
        named = model.objects.filter(pk__in=found[kind], case__isnull=False)
        found["case"].update(named.values_list("case", flat=True))
    found["case"].update(asked_before(found["request"]))
    return found["case"]


def cases(keys: Keys) -> Iterator[Row]:
    """One row a case, with its first request's channel and how many voices it has."""
    first = Request.objects.filter(case=OuterRef("pk")).order_by("pk").values("channel")[:1]
    for ids in chunks(keys):
        rows = Case.objects.filter(pk__in=ids).annotate(
            voices=Count("requests"), first=Subquery(first)
        )
        fields = ("pk", "opened_at", "area_code", "kind", "category", "first", "voices")
        for case, opened, area, kind, category, channel, voices in rows.values_list(*fields):
            yield {
                "day": day_of(opened),
                "area_code": area,
                "case": case,
                "kind": kind,
                "category": category,
                "channel": channel,
                "requests": voices,
            }


def closings(keys: Keys) -> Iterator[Row]:
    """One row a case that was ever closed, for the unit that led it then (4.9)."""
    for ids in chunks(keys):
        closed = Entry.objects.filter(case__in=ids, state=CaseState.CLOSED)
        first = dict(closed.values_list("case").annotate(Min("at")))
        rounds = dict(
            Assignment.objects.filter(case__in=first, part=Part.LEAD)
            .values_list("case")
            .annotate(Max("round"))
        )
        for case in Case.objects.filter(pk__in=first).select_related("lead_unit"):
            if case.pk in rounds:
                yield {
                    "day": day_of(first[case.pk]),
                    "area_code": case.area_code,
                    **of_unit(case.lead_unit),
                    "case": case.pk,
                    "kind": case.kind,
                    "reworked": int(rounds[case.pk] > 1),
                }
