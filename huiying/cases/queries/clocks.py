"""Which clocks of a case run."""

from huiying.cases.choices import ClockKind
from huiying.cases.models import Assignment, Case, Clock


def running_kinds(case: Case) -> frozenset[str]:
    """Kinds of the running clocks of a case."""
    running = Clock.objects.filter(case=case, stopped_at__isnull=True)
    return frozenset(running.values_list("kind", flat=True))


def handle_clock(lead: Assignment | None) -> Clock | None:
    """The running handle clock of an assignment."""
    if lead is None:
        return None
    running = Clock.objects.filter(assignment=lead, kind=ClockKind.HANDLE, stopped_at__isnull=True)
    return running.first()
