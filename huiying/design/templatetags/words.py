"""Filters that put instants, numbers and telephone numbers into words; part of `{% load huiying %}`."""

from datetime import date, datetime

from django import template

from huiying.design.presenters import sentence as sentence_of
from huiying.design.presenters import times
from huiying.lib import clock, phones, rounding
from huiying.lib.errors import Refused
from huiying.lib.verdict import Verdict

register = template.Library()


@register.filter
def mask_phone(phone: str | None) -> str:
    """138****5678."""
    return phones.mask(phone) if phone else ""


@register.filter
def day(value: date | datetime | None) -> str:
    """10月9日; with the year unless it is this year."""
    if value is None or value == "":
        return ""
    civil = clock.local_date(value) if isinstance(value, datetime) else value
    return times.day_text(civil, clock.local_date(clock.now()))


@register.filter
def day_time(value: datetime | None) -> str:
    """10月9日 14:30."""
    return times.day_time_text(value, clock.now()) if value else ""


@register.filter
def due(value: datetime | None) -> str:
    """10月9日 24:00前."""
    return times.due_text(value, clock.now()) if value else ""


@register.filter
def ago(value: datetime | None) -> str:
    """3小时前; after a week the day itself."""
    return times.ago_text(value, clock.now()) if value else ""


@register.filter
def percent_of(count: int, base: int) -> str:
    """`{{ solved|percent_of:asked }}`: one place, half up; "–" when there is no base."""
    value = rounding.percent(count, base, 1)
    return f"{value}%" if value is not None else "–"


@register.filter
def sentence(refusal: Refused | Verdict) -> str:
    """A refusal, or the refusal of a verdict, in the reader's language."""
    found = refusal.refusal if isinstance(refusal, Verdict) else refusal
    return sentence_of(found) if found is not None else ""
