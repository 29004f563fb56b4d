"""What hangs on the lead's work ends with it, whatever step ended that work (I17)."""

from huiying.cases.actions.clocks import Clocks
from huiying.cases.choices import ClockKind, ExtensionState
from huiying.cases.models import Assignment, Case, Extension
from huiying.cases.permissions.doors.extensions import OPEN as EXTENSION_WAITS


def settle(case: Case, lead: Assignment | None, clocks: Clocks) -> None:
    """Called at the end of every step; asks the database only where something hangs."""
    _extension(case, lead, clocks)


def _extension(case: Case, lead: Assignment | None, clocks: Clocks) -> None:
    running = clocks.find(ClockKind.EXTENSION)
    if running is None and clocks.ended(ClockKind.EXTENSION) is None:
        return
    waits = Extension.objects.filter(assignment__case=case, state=ExtensionState.ASKED)
    if running is not None and lead is not None and case.state in EXTENSION_WAITS:
        waits = waits.exclude(assignment=lead)
        if not waits.exists():
            return
    waits.update(state=ExtensionState.DROPPED, decided_at=clocks.now)
    clocks.stop(ClockKind.EXTENSION)
