"""What the auditor reads: events by subject, kind and actor, newest first."""

from django.db.models import QuerySet

from huiying.audit.models import Event


def events(
    *, subject: str = "", kind: str = "", actor: str = "", before: int | None = None
) -> QuerySet[Event]:
    """Events, newest first. `kind` may be the beginning of a kind ("case.", "request.reveal")."""
    found = Event.objects.order_by("-id")
    if subject:
        found = found.filter(subject=subject)
    if kind:
        found = found.filter(kind__startswith=kind)
    if actor:
        found = found.filter(actor=actor)
    return found if before is None else found.filter(pk__lt=before)
