"""Switching suggestions on and off, and keeping what people made of them."""

from datetime import datetime

from django.db import transaction

from huiying.audit import actions as audit
from huiying.cases.choices.suggestions import SuggestionFate, SuggestionKind
from huiying.cases.models import InsightSwitch, SuggestionOutcome
from huiying.cases.permissions import By
from huiying.cases.queries.suggestions import forget_switches
from huiying.lib.clock import local_date
from huiying.organisations.permissions import may
from huiying.people.choices import Permission
from huiying.people.models import Person

LONGEST = 60


@transaction.atomic
def switch_suggestion(kind: str, *, is_on: bool, by: Person, now: datetime) -> InsightSwitch:
    """Make suggestions of a sort, or no longer. What people decide without them stays the same."""
    may(by, Permission.MANAGE_INSIGHT, on=local_date(now)).require()
    values = {
        "is_on": is_on,
        "changed_by_id": by.pk,
        "changed_by_name": by.name,
        "changed_at": now,
    }
    row, _ = InsightSwitch.objects.update_or_create(kind=SuggestionKind(kind), defaults=values)
    data = {"suggestion": row.kind, "on": is_on}
    audit.record("suggestion.switch", f"insight_switch:{row.pk}", by=by, now=now, data=data)
    forget_switches()
    transaction.on_commit(forget_switches)
    return row


@transaction.atomic
def note_choice(
    kind: str, about: str, *, suggested: str, chosen: str, by: By, now: datetime
) -> SuggestionOutcome:
    """Keep what a person made of a suggestion about `about` (a subject such as case:17).

    `suggested` and `chosen` are codes, counts or levels, never words of people; empty where nothing
    was suggested, or where the person wants none of it. Has an audit chain of its own, so it may be
    called inside a step.
    """
    row = SuggestionOutcome.objects.create(
        kind=SuggestionKind(kind),
        about=about,
        suggested=suggested[:LONGEST],
        chosen=chosen[:LONGEST],
        fate=_fate(suggested, chosen),
        at=now,
    )
    audit.record(
        f"suggestion.{row.fate}",
        f"suggestion:{row.pk}",
        by=by,
        now=now,
        first=True,
        data={
            "suggestion": row.kind,
            "about": about,
            "suggested": row.suggested,
            "chosen": row.chosen,
        },
    )
    return row


def _fate(suggested: str, chosen: str) -> SuggestionFate:
    if not suggested:
        return SuggestionFate.MISSED
    if not chosen:
        return SuggestionFate.DISMISSED
    return SuggestionFate.TAKEN if suggested == chosen else SuggestionFate.CHANGED
