"""The public version starts from the case and its reply; who publishes sees the draft."""

from datetime import datetime
from typing import Any

from huiying.cases.actions.details import masking_for
from huiying.cases.choices import Step
from huiying.cases.models import Case, PublicRevision, PublicVersion
from huiying.cases.views.beside.panel import Panel
from huiying.cases.views.masking import card_for
from huiying.people.models import Person


def _from_case(case: Case) -> dict[str, Any]:
    draft = PublicVersion.objects.filter(case=case).first()
    if draft is not None:
        return {"title": draft.title, "text": draft.text, "reply": draft.reply}
    brief = case.assignments.filter(replies__isnull=False).order_by("-id").first()
    reply = brief.replies.order_by("-id").first() if brief else None
    return {"title": case.title, "text": case.text, "reply": reply.text if reply else ""}


def _draft(case: Case, person: Person, now: datetime) -> dict[str, Any]:
    draft = PublicVersion.objects.filter(case=case).first()
    if draft is None:
        return {"draft": None}
    texts = [draft.title, draft.text, draft.reply]
    masking = masking_for(texts, now=now)
    card = card_for(masking, texts, {}, is_check=True) if masking else None
    return {"draft": draft, "masking": card}


def _shown(case: Case) -> dict[str, Any]:
    version = PublicVersion.objects.filter(case=case).first()
    if version is None:
        return {}
    return {"title": version.title, "text": version.text, "reply": version.reply}


def _revisions(case: Case, person: Person, now: datetime) -> list[PublicRevision]:
    return list(PublicRevision.objects.filter(version__case=case))


FIRST = {Step.DRAFT_PUBLIC: _from_case, Step.REDACT_PUBLIC: _shown}
BESIDE = {Step.PUBLISH: _draft}
PANELS = (Panel("cases/panels/revisions.html", _revisions),)
