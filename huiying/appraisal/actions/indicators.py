"""Keeping indicators: each change is a new version of its text; the one that ships stays as it is."""

import re
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from huiying.appraisal.models import IndicatorVersion
from huiying.appraisal.permissions import may_appraise
from huiying.appraisal.queries.indicators import (
    NAMES,
    every_indicator,
    indicators,
    numbers,
    users_of,
)
from huiying.appraisal.rules.indicators import as_toml, check_reachable, read_indicators
from huiying.audit.actions import record
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.people.models import Person

ID = re.compile(r"[A-Za-z0-9_-]{1,60}")
"""As addresses carry it."""
ONE = gettext_noop("Please write exactly one [[indicator]]; this text has %(n)s.")
RENAMED = gettext_noop("This is the indicator “%(key)s”; please keep its id.")
TAKEN = gettext_noop("There is an indicator “%(key)s” already. Please give this one another id.")
BAD_ID = gettext_noop(
    "The id “%(key)s” cannot be used: please write 1 to 60 letters, digits, “_” or “-”."
)
UNKNOWN = gettext_noop("There is no indicator “%(key)s”.")
IN_USE = gettext_noop(
    "“%(title)s” is used by %(schemes)s. Please adopt versions without it first, or throw the drafts away."
)


@transaction.atomic
def keep_indicator(text: str, *, by: Person, now: datetime, key: str = "") -> IndicatorVersion:
    """A new version of an indicator, or a new indicator when no key is given. Raises SchemeFault.

    One that was retired holds again.
    """
    may_appraise(None, by=by, on=local_date(now)).require()
    found = list(read_indicators(text, key or "TOML", NAMES))
    if len(found) != 1:
        raise NotPossible(ONE, n=len(found))
    one = found[0]
    check_reachable(one)
    if key and one.key != key:
        raise NotPossible(RENAMED, key=key)
    if not ID.fullmatch(one.key):
        raise NotPossible(BAD_ID, key=one.key)
    if not key and one.key in every_indicator():
        raise NotPossible(TAKEN, key=one.key)
    return _kept(one.key, one.title, text, by=by, now=now)


@transaction.atomic
def retire_indicator(key: str, *, by: Person, now: datetime) -> IndicatorVersion:
    """Let no new scheme use it. What judged by it stays and is explained as before."""
    may_appraise(None, by=by, on=local_date(now)).require()
    one = indicators().get(key)
    if one is None:
        raise NotPossible(UNKNOWN, key=key)
    if users := users_of(key):
        raise NotPossible(IN_USE, title=one.title, schemes=", ".join(map(str, users)))
    return _kept(key, one.title, as_toml(one), by=by, now=now, is_retired=True)


def _kept(
    key: str, title: str, text: str, *, by: Person, now: datetime, is_retired: bool = False
) -> IndicatorVersion:
    known = IndicatorVersion.objects.filter(key=key).aggregate(most=Max("number"))["most"]
    number = (known or numbers().get(key, 0)) + 1
    kept = IndicatorVersion.objects.create(
        key=key[:60],
        number=number,
        title=title[:100],
        text=text,
        is_retired=is_retired,
        kept_by_id=by.pk,
        kept_at=now,
    )
    kind = "indicator.retire" if is_retired else "indicator.keep"
    record(kind, f"indicator:{key[:60]}", by=by, now=now, data={"number": number, "text": text})
    return kept
