"""The administrator's model and what it wrote."""

from datetime import datetime

from huiying.cases.choices.machine import MachineState
from huiying.cases.choices.suggestions import SuggestionKind
from huiying.cases.models import Assignment, DraftingEndpoint, MachineDraft
from huiying.cases.models.machine import ONLY
from huiying.cases.queries.suggestions import suggests
from huiying.cases.rules.drafting import is_unedited


def endpoint_set() -> DraftingEndpoint | None:
    """The endpoint as it is set, on or off."""
    return DraftingEndpoint.objects.filter(pk=ONLY).first()


def writes_drafts() -> bool:
    """Whether a machine may be asked for drafts now."""
    return (
        suggests(SuggestionKind.DRAFTING)
        and DraftingEndpoint.objects.filter(pk=ONLY, is_on=True).exists()
    )


def latest_machine_draft(lead: Assignment) -> MachineDraft | None:
    """The draft asked for last, whatever came of it."""
    return MachineDraft.objects.filter(assignment=lead).order_by("-id").first()


def drafts_ready(case_id: int) -> list[MachineDraft]:
    """Everything a machine wrote for a case, in whatever hands it was."""
    found = MachineDraft.objects.filter(assignment__case=case_id, state=MachineState.READY)
    return list(found.order_by("id"))


def lost_drafts(before: datetime) -> list[int]:
    """Drafts that were asked for so long ago that nobody writes them any more."""
    found = MachineDraft.objects.filter(state=MachineState.ASKED, asked_at__lt=before)
    return list(found.values_list("pk", flat=True)[:100])


def machine_part(case_id: int, text: str) -> str:
    """ "unedited" where a text holds a machine's draft whole, "edited" where one was put in, else ""."""
    drafts = drafts_ready(case_id)
    if any(is_unedited(text, draft.text) for draft in drafts):
        return "unedited"
    return "edited" if any(draft.used_at for draft in drafts) else ""
