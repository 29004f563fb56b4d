"""Changing an indicator: a new version of its text; the one that ships stays as it is."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from huiying.appraisal.models import IndicatorVersion
from huiying.appraisal.permissions import may_appraise
from huiying.appraisal.queries.indicators import NAMES
from huiying.appraisal.rules.indicators import read_indicators
from huiying.audit.actions import record
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.people.models import Person

ONE = gettext_noop("Please write exactly one [[indicator]]; this text has %(n)s.")
RENAMED = gettext_noop("This is the indicator “%(key)s”; please keep its id.")


@transaction.atomic
def keep_indicator(text: str, *, by: Person, now: datetime, key: str = "") -> IndicatorVersion:
    """A new version of an indicator, or a new indicator when no key is given. Raises SchemeFault."""
    may_appraise(None, by=by, on=local_date(now)).require()
    found = list(read_indicators(text, key or "—", NAMES))
    if len(found) != 1:
        raise NotPossible(ONE, n=len(found))
    one = found[0]
    if key and one.key != key:
        raise NotPossible(RENAMED, key=key)
    known = IndicatorVersion.objects.filter(key=one.key)
    number = (known.aggregate(most=Max("number"))["most"] or 1) + 1
    kept = IndicatorVersion.objects.create(
        key=one.key[:60],
        number=number,
        title=one.title[:100],
        text=text,
        kept_by_id=by.pk,
        kept_at=now,
    )
    record("indicator.keep", f"indicator:{one.key[:60]}", by=by, now=now, data={"number": number, "text": text})  # fmt: skip
    return kept
