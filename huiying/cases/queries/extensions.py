"""What was asked and given in more time."""

from django.db.models import QuerySet, Sum

from huiying.cases.choices import ExtensionState
from huiying.cases.models import Assignment, Case, Extension


def open_extension(lead: Assignment | None) -> Extension | None:
    """The request for more time that waits for a decision."""
    if lead is None:
        return None
    return Extension.objects.filter(assignment=lead, state=ExtensionState.ASKED).first()


def given_days(lead: Assignment) -> tuple[int, int]:
    """(how often, how many working days) this unit's time was extended, over all rounds."""
    granted = Extension.objects.filter(assignment=lead, state=ExtensionState.GRANTED)
    return granted.count(), granted.aggregate(days=Sum("days"))["days"] or 0


def extensions_of(case: Case) -> QuerySet[Extension]:
    """Everything asked on a case, newest first."""
    found = Extension.objects.filter(assignment__case=case)
    return found.select_related("assignment__unit").order_by("-id")
