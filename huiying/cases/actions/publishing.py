"""What the public may read: drafted anew, checked by a second person, taken down when it must be (B1–B3)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from huiying.audit import actions as audit
from huiying.cases.actions.details import note_masking
from huiying.cases.actions.steps import step_on
from huiying.cases.choices import PublicState, Step
from huiying.cases.models import Case, PublicRevision, PublicVersion
from huiying.cases.permissions import By
from huiying.cases.rules.details import masked as with_masks
from huiying.people.models import Person
from huiying.search import actions as search


def draft_public(  # noqa: PLR0913 - the three texts people read, and what was decided about details
    case: Case,
    *,
    by: Person,
    now: datetime,
    title: str,
    text: str,
    reply: str,
    masked: Sequence[str] = (),
    left: Sequence[str] = (),
) -> PublicVersion:
    """Write the public version, without anything that points at a person (B1).

    `masked` and `left` are the private details (`kind:words`) that were proposed and are masked in
    the texts, or stay as they are.
    """
    with step_on(Step.DRAFT_PUBLIC, case, by=by, now=now) as held:
        values = {
            "state": PublicState.DRAFT,
            "title": title,
            "text": text,
            "reply": reply,
            "area_name": held.case.area.name,
            "unit_name": held.case.lead_unit.name if held.case.lead_unit else "",
            "category_name": held.case.category.name,
            "drafted_by_id": by.pk,
            "drafted_at": now,
            "published_by_id": None,
            "published_at": None,
            "removed_at": None,
            "removed_why": "",
        }
        version, _ = PublicVersion.objects.update_or_create(case=held.case, defaults=values)
        note_masking(f"public:{version.pk}", masked, left, by=by, now=now)
    return version


def publish(case: Case, *, by: Person, now: datetime, mask: Sequence[str] = ()) -> PublicVersion:
    """Show the checked draft to everybody (B2), with these details of it (`kind:words`) masked too."""
    with step_on(Step.PUBLISH, case, by=by, now=now):
        version = PublicVersion.objects.get(case=case)
        if mask:
            version.title = with_masks(version.title, mask)
            version.text = with_masks(version.text, mask)
            version.reply = with_masks(version.reply, mask)
            note_masking(f"public:{version.pk}", mask, (), by=by, now=now)
        version.state = PublicState.PUBLISHED
        version.published_by_id, version.published_at = by.pk, now
        version.save()
        search.index("published", version.pk, f"{version.title} {version.text} {version.reply}")
    return version


def redact_public(  # noqa: PLR0913 - the three texts people read, and why they change
    case: Case,
    *,
    by: Person,
    now: datetime,
    title: str,
    text: str,
    reply: str,
    why: str,
    masked: Sequence[str] = (),
    left: Sequence[str] = (),
) -> PublicVersion:
    """Mask or correct what everybody reads, at once; what it said before is kept for the auditor."""
    with step_on(Step.REDACT_PUBLIC, case, by=by, now=now, text=why):
        version = PublicVersion.objects.get(case=case)
        PublicRevision.objects.create(
            version=version,
            at=now,
            by_id=by.pk,
            title=version.title,
            text=version.text,
            reply=version.reply,
            why=why,
        )
        version.title, version.text, version.reply = title, text, reply
        version.save(update_fields=["title", "text", "reply"])
        note_masking(f"public:{version.pk}", masked, left, by=by, now=now)
        search.index("published", version.pk, f"{title} {text} {reply}")
    return version


def unpublish(case: Case, *, by: Person, now: datetime, why: str) -> Case:
    """Take it down again (B3); the history stays."""
    with step_on(Step.UNPUBLISH, case, by=by, now=now, text=why):
        take_down(case, by=by, now=now, why=why)
    return case


def take_down(case: Case, *, by: By, now: datetime, why: str) -> None:
    """Remove what is public of a case, if anything is."""
    found = PublicVersion.objects.filter(
        case=case, state__in=[PublicState.DRAFT, PublicState.PUBLISHED]
    ).first()
    if found is None:
        return
    shown = found.state == PublicState.PUBLISHED
    found.state, found.removed_at, found.removed_why = PublicState.REMOVED, now, why
    found.save(update_fields=["state", "removed_at", "removed_why"])
    search.forget("published", found.pk)
    subject = f"public:{found.pk}"
    audit.record("public.removed", subject, by=by, now=now, data={"shown": shown})


STEPS: Mapping[Step, Callable[..., object]] = {
    Step.DRAFT_PUBLIC: draft_public,
    Step.PUBLISH: publish,
    Step.REDACT_PUBLIC: redact_public,
    Step.UNPUBLISH: unpublish,
}
