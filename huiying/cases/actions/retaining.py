"""Taking the person, and later the words, out of what has long been archived; a stub remains."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from huiying.audit import actions as audit
from huiying.audit.actions import Actor as Timer
from huiying.cases.actions.bands import forget_bands
from huiying.cases.actions.reading import forget_readings
from huiying.cases.choices import CaseState, Kind, ObjectionState, RequestState
from huiying.cases.models import (
    Case,
    Entry,
    Evidence,
    MachineDraft,
    Objection,
    Rating,
    Reply,
    Request,
    RequestFile,
    RetentionRule,
)
from huiying.cases.rules.retention import LONGEST, SHORTEST, Period, months_before
from huiying.files.actions import drop
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.notifications.actions import forget_about
from huiying.organisations.permissions import may
from huiying.people.choices import Permission
from huiying.people.models import Person
from huiying.search import actions as search

PORTION = 200
"""Requests one run takes; the next run goes on, so that no transaction is long."""
OUT_OF_RANGE = gettext_noop(
    "Periods are between %(shortest)s and %(longest)s months, and words are not deleted before the person is taken out."
)


@transaction.atomic
def set_retention(periods: Mapping[Kind, Period], *, by: Person, now: datetime) -> None:
    """Change the periods. What is due by the new ones goes with the next runs."""
    may(by, Permission.MANAGE_DEADLINES, on=local_date(now)).require()
    for kind, period in periods.items():
        if not SHORTEST <= period.anonymise <= period.delete <= LONGEST:
            raise NotPossible(OUT_OF_RANGE, shortest=SHORTEST, longest=LONGEST)
        rule, _ = RetentionRule.objects.update_or_create(
            kind=kind,
            defaults={"anonymise_after": period.anonymise, "delete_after": period.delete},
        )
        audit.record(
            "retention.set",
            f"retention:{rule.pk}",
            by=by,
            now=now,
            data={"kind": kind, "anonymise": period.anonymise, "delete": period.delete},
        )


def retain(*, by: Timer, now: datetime) -> int:
    """One portion of what is due; returns how many requests changed."""
    done = 0
    for rule in RetentionRule.objects.all():
        for request in due_to_anonymise(rule, now)[:PORTION]:
            anonymise(request, by=by, now=now)
            done += 1
        for request in due_to_delete(rule, now)[:PORTION]:
            delete_words(request, by=by, now=now)
            done += 1
    return done


def due_to_anonymise(rule: RetentionRule, now: datetime) -> QuerySet[Request]:
    """Requests of a kind whose person is to be taken out now, oldest first."""
    return _ended(rule.kind, months_before(now, rule.anonymise_after)).filter(anonymised_at=None)


def due_to_delete(rule: RetentionRule, now: datetime) -> QuerySet[Request]:
    """Requests of a kind whose words are to go now, oldest first."""
    ended = _ended(rule.kind, months_before(now, rule.delete_after))
    return ended.filter(anonymised_at__isnull=False, deleted_at=None)


def _ended(kind: str, before: datetime) -> QuerySet[Request]:
    """Archived, with its case, and nothing pending: an objection keeps everything."""
    pending = Objection.objects.filter(request=OuterRef("pk"), state=ObjectionState.FILED)
    archived = Request.objects.filter(
        kind=kind, state=RequestState.ARCHIVED, state_since__lte=before
    )
    free = Q(case__isnull=True) | Q(case__state=CaseState.ARCHIVED)
    return archived.filter(free, ~Exists(pending)).order_by("state_since", "pk")


@transaction.atomic
def anonymise(request: Request, *, by: Timer, now: datetime) -> Request:
    """Name, telephone, address, code, files and messages go; the words stay for the time being."""
    request = Request.objects.select_for_update().get(pk=request.pk)
    for kept in RequestFile.objects.filter(request=request).select_related("attachment"):
        kept.delete()
        drop(kept.attachment, by=by, now=now, reason="retention")
    request.contact_name = request.contact_phone = request.contact_address = ""
    request.contact_email, request.latitude, request.longitude = "", None, None
    request.pin_hash, request.external_no, request.anonymised_at = "", "", now
    request.save(
        update_fields=[
            "contact_name",
            "contact_phone",
            "contact_address",
            "contact_email",
            "latitude",
            "longitude",
            "pin_hash",
            "external_no",
            "anonymised_at",
        ]
    )
    forget_about(f"request:{request.pk}")
    audit.record("request.anonymised", f"request:{request.pk}", by=by, now=now)
    return request


@transaction.atomic
def delete_words(request: Request, *, by: Timer, now: datetime) -> Request:
    """The words go too. With the last request of a case the words of the case go as well."""
    request = Request.objects.select_for_update().get(pk=request.pk)
    request.title = request.text = request.place = request.answer = request.asked = ""
    request.deleted_at = now
    request.save(update_fields=["title", "text", "place", "answer", "asked", "deleted_at"])
    Objection.objects.filter(request=request).update(text="", decision="")
    Rating.objects.filter(request=request).update(comment="")
    request.answers.all().delete()
    search.forget("request", request.pk)
    forget_readings(request=request)
    audit.record("request.deleted", f"request:{request.pk}", by=by, now=now)
    case = request.case
    if case is not None and not case.requests.filter(deleted_at=None).exists():
        _delete_case_words(case, by=by, now=now)
    return request


def _delete_case_words(case: Case, *, by: Timer, now: datetime) -> None:
    for proof in Evidence.objects.filter(reply__assignment__case=case).select_related("attachment"):
        proof.delete()
        drop(proof.attachment, by=by, now=now, reason="retention")
    Reply.objects.filter(assignment__case=case).update(text="", legal_basis="", defects="")
    MachineDraft.objects.filter(assignment__case=case).update(text="")
    Entry.objects.filter(case=case).update(text="")
    case.assignments.update(instruction="")
    case.callbacks.update(disposition="")
    Case.objects.filter(pk=case.pk).update(title="", text="", place="", version=F("version") + 1)
    search.forget("case", case.pk)
    forget_bands(case)
    forget_readings(case=case)
    audit.record("case.deleted", case.subject, by=by, now=now)
