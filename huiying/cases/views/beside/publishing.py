"""The public version starts from the case and its reply; who publishes sees the draft."""

from datetime import datetime
from typing import Any

from huiying.cases.choices import Step
from huiying.cases.models import Case, PublicVersion
from huiying.people.models import Person


def _from_case(case: Case) -> dict[str, Any]:
    draft = PublicVersion.objects.filter(case=case).first()
    if draft is not None:
        return {"title": draft.title, "text": draft.text, "reply": draft.reply}
    brief = case.assignments.filter(replies__isnull=False).order_by("-id").first()
    reply = brief.replies.order_by("-id").first() if brief else None
    return {"title": case.title, "text": case.text, "reply": reply.text if reply else ""}


def _draft(case: Case, person: Person, now: datetime) -> dict[str, Any]:
    return {"draft": PublicVersion.objects.filter(case=case).first()}


FIRST = {Step.DRAFT_PUBLIC: _from_case}
BESIDE = {Step.PUBLISH: _draft}
