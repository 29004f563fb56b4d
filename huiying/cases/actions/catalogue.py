"""Keeping the dispatch catalogue: an entry is never rewritten, it ends and another follows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from huiying.audit import actions as audit
from huiying.cases.actions.near import require_near
from huiying.cases.choices import Priority, RuleChange
from huiying.cases.models import CatalogueChange, Category, DispatchRule
from huiying.cases.permissions.catalogue import may_keep_rules
from huiying.cases.rules.catalogue import MOST_DAYS, MOST_YEARS, Span, clashing
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.organisations.choices import UnitKind
from huiying.organisations.models import Area, Unit
from huiying.people.models import Person

NEVER_LEADS = frozenset({UnitKind.STATION, UnitKind.PARTNER})
VILLAGE_ASSISTS = gettext_noop(
    "%(unit)s only assists, unless the matter is on its own duty list and in its own area."
)


@dataclass(frozen=True)
class Duty:
    """Whose duty a category is in an area, and why."""

    category: Category
    area: Area
    lead_unit: Unit
    legal_basis: str
    co_units: Sequence[Unit] = ()
    priority: Priority | None = None
    on_duty_list: bool = False
    legal_days: int | None = None


@transaction.atomic
def add_rule(
    duty: Duty,
    *,
    by: Person,
    now: datetime,
    valid_from: date,
    valid_to: date | None = None,
    why: str,
) -> DispatchRule:
    """A new entry of the catalogue, from a day on and perhaps up to another."""
    _check(duty, by, now, why)
    require_near(valid_from, local_date(now), years=MOST_YEARS)
    if valid_to is not None and valid_to <= valid_from:
        raise NotPossible(gettext_noop("The last day lies before the first."))
    _require_free(duty, (valid_from, valid_to))
    rule = _made(duty, (valid_from, valid_to))
    _note(rule, RuleChange.ADDED, by, now, why)
    return rule


@transaction.atomic
def change_rule(
    rule: DispatchRule, duty: Duty, *, by: Person, now: datetime, valid_from: date, why: str
) -> DispatchRule:
    """From a day on the entry says something else; what it said until then stays on record."""
    old = _open_rule(rule)
    _check(duty, by, now, why)
    if (duty.category.pk, duty.area.pk) != (old.category_id, old.area_id):
        raise NotPossible(gettext_noop("Another category or place is another entry. Add one."))
    require_near(valid_from, local_date(now), years=MOST_YEARS)
    _end(old, valid_from)
    new = _made(duty, (valid_from, None), replaces=old)
    _note(new, RuleChange.CHANGED, by, now, why)
    return new


@transaction.atomic
def end_rule(rule: DispatchRule, *, by: Person, now: datetime, on: date, why: str) -> DispatchRule:
    """The entry says nothing any more from a day on."""
    old = _open_rule(rule)
    may_keep_rules(old.area, by=by, now=now).require()
    _require_reason(why)
    require_near(on, local_date(now), years=MOST_YEARS)
    _end(old, on)
    _note(old, RuleChange.ENDED, by, now, why)
    return old


@transaction.atomic
def note_export(*, by: Person, now: datetime) -> None:
    """Keep a trace of the catalogue being taken out."""
    audit.record("catalogue.export", by.audit_name, by=by, now=now)


def _open_rule(rule: DispatchRule) -> DispatchRule:
    found = DispatchRule.objects.select_for_update(of=("self",)).select_related("area")
    old = found.get(pk=rule.pk)
    if old.valid_to is not None:
        raise NotPossible(gettext_noop("This version has ended. Change the one that follows it."))
    return old


def _end(rule: DispatchRule, on: date) -> None:
    if on < rule.valid_from:
        raise NotPossible(
            gettext_noop("The entry begins only on %(day)s. Choose a later day."),
            day=rule.valid_from.isoformat(),
        )
    rule.valid_to = on
    rule.save(update_fields=["valid_to"])


def _check(duty: Duty, by: Person, now: datetime, why: str) -> None:
    may_keep_rules(duty.area, by=by, now=now).require()
    _require_reason(why)
    if not duty.legal_basis.strip():
        raise NotPossible(gettext_noop("Name the law or list of duties that says so."))
    lead = duty.lead_unit
    own = lead.kind == UnitKind.VILLAGE_ORG and duty.on_duty_list and lead.area_id == duty.area.pk
    if lead.kind in NEVER_LEADS or (lead.kind == UnitKind.VILLAGE_ORG and not own):
        raise NotPossible(VILLAGE_ASSISTS, unit=lead.name)
    if duty.legal_days is not None and not 0 < duty.legal_days <= MOST_DAYS:
        raise NotPossible(
            gettext_noop("A law gives between 1 and %(most)s working days, not %(days)s."),
            most=MOST_DAYS,
            days=duty.legal_days,
        )
    if lead in duty.co_units:
        raise NotPossible(
            gettext_noop("%(unit)s leads, so it cannot be a co-unit too."), unit=lead.name
        )


def _require_reason(why: str) -> None:
    if not why.strip():
        raise NotPossible(gettext_noop("Say why the catalogue changes."))


def _require_free(duty: Duty, span: Span) -> None:
    same = DispatchRule.objects.filter(category=duty.category, area=duty.area)
    taken = clashing(span, same.values_list("valid_from", "valid_to"))
    if taken is not None:
        raise NotPossible(
            gettext_noop(
                "%(category)s in %(area)s has an entry from %(day)s on. Change that one instead."
            ),
            category=duty.category.name,
            area=duty.area.name,
            day=taken[0].isoformat(),
        )


def _made(duty: Duty, span: Span, *, replaces: DispatchRule | None = None) -> DispatchRule:
    rule = DispatchRule.objects.create(
        category=duty.category,
        area=duty.area,
        prefix=duty.area.prefix,
        lead_unit=duty.lead_unit,
        priority=duty.priority or "",
        legal_basis=duty.legal_basis.strip(),
        on_duty_list=duty.on_duty_list,
        legal_days=duty.legal_days,
        valid_from=span[0],
        valid_to=span[1],
        replaces=replaces,
    )
    rule.co_units.set(duty.co_units)
    return rule


def _note(rule: DispatchRule, kind: RuleChange, by: Person, now: datetime, why: str) -> None:
    CatalogueChange.objects.create(
        rule=rule, kind=kind, at=now, by_id=by.pk, by_name=by.name, why=why.strip()
    )
    audit.record(
        f"catalogue.{kind.lower()}",
        rule.subject,
        by=by,
        now=now,
        data={
            "category": rule.category_id,
            "prefix": rule.prefix,
            "unit": rule.lead_unit_id,
            "from": rule.valid_from.isoformat(),
            "to": rule.valid_to.isoformat() if rule.valid_to else None,
        },
        reason=why.strip(),
        first=kind is not RuleChange.ENDED,
    )
