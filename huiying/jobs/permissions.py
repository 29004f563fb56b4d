"""Who may look at a long job."""

from huiying.audit.actions import Named
from huiying.jobs.models import Run
from huiying.lib.errors import NotAllowed, gettext_noop
from huiying.lib.verdict import YES, Verdict, no


def may_see_run(run: Run, *, by: Named) -> Verdict:
    """A run is for whoever started it."""
    if run.by == by.audit_name:
        return YES
    return no(NotAllowed(gettext_noop("This job was started by somebody else.")))
