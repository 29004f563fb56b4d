"""Keeping reply templates: made, changed, put away; each change on record."""

from dataclasses import dataclass, fields
from datetime import datetime

from django.db import transaction
from django.db.models import F

from huiying.audit import actions as audit
from huiying.cases.choices.texts import Occasion
from huiying.cases.models import Category
from huiying.cases.models.texts import ReplyTemplate
from huiying.cases.permissions.texts import may_change_template, may_keep_template
from huiying.cases.rules.texts import unknown_marks
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.organisations.models import Area, Unit
from huiying.people.models import Person

UNKNOWN_MARK = gettext_noop("No case can fill {%(mark)s}. Choose one of the marks listed.")


@dataclass(frozen=True)
class Wording:
    """What a template says and where it applies."""

    name: str
    area: Area
    text: str
    unit: Unit | None = None
    category: Category | None = None
    occasion: Occasion | str = ""
    legal_basis: str = ""


@transaction.atomic
def make_template(wording: Wording, *, by: Person, now: datetime) -> ReplyTemplate:
    """Keep a new template, of a unit or shared by an area."""
    may_keep_template(wording.unit, wording.area, by=by, on=local_date(now)).require()
    made = ReplyTemplate(changed_at=now, changed_by_id=by.pk, **_fields(wording))
    made.save(force_insert=True)
    audit.record("template.make", made.subject, by=by, now=now, first=True)
    return made


@transaction.atomic
def change_template(
    template: ReplyTemplate, wording: Wording, *, by: Person, now: datetime
) -> ReplyTemplate:
    """Change what a template says; replies already written keep their words."""
    on = local_date(now)
    may_change_template(template, by=by, on=on).require()
    may_keep_template(wording.unit, wording.area, by=by, on=on).require()
    for name, value in _fields(wording).items():
        setattr(template, name, value)
    template.changed_at, template.changed_by_id = now, by.pk
    template.save()
    audit.record("template.change", template.subject, by=by, now=now)
    return template


@transaction.atomic
def put_away_template(
    template: ReplyTemplate, *, by: Person, now: datetime, is_active: bool = False
) -> ReplyTemplate:
    """Offer a template no more, or again."""
    may_change_template(template, by=by, on=local_date(now)).require()
    template.is_active, template.changed_at = is_active, now
    template.changed_by_id = by.pk
    template.save(update_fields=["is_active", "changed_at", "changed_by_id"])
    kind = "template.take_up" if is_active else "template.put_away"
    audit.record(kind, template.subject, by=by, now=now)
    return template


def count_use(template: ReplyTemplate) -> None:
    """Somebody began a text with it; what is used often is offered first."""
    ReplyTemplate.objects.filter(pk=template.pk).update(used=F("used") + 1)


def _fields(wording: Wording) -> dict[str, object]:
    for mark in unknown_marks(wording.text):
        raise NotPossible(UNKNOWN_MARK, mark=mark)
    return {each.name: getattr(wording, each.name) for each in fields(wording)}
