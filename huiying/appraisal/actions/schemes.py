"""Keeping schemes: from a template or an earlier version to a draft, from a draft to what judges."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from huiying.appraisal.actions.checking import checked_scheme
from huiying.appraisal.choices.schemes import SHOWN_STATES, VersionState
from huiying.appraisal.models import Ranking, SchemeVersion
from huiying.appraisal.permissions import may_appraise, may_decide
from huiying.appraisal.queries.schemes import SHIPPED, scheme_file
from huiying.appraisal.rules.editing import numbered
from huiying.audit.actions import record
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.organisations.models import Area
from huiying.people.models import Person

ADOPTED = gettext_noop(
    "“%(title)s” version %(number)s was adopted and no longer changes. Please begin a new version."
)
OTHER_KEY = gettext_noop(
    "This is the scheme “%(key)s”; the text has id = “%(found)s”. Please keep the id of a scheme."
)
JUDGED = gettext_noop(
    "Version %(number)s has already judged %(period)s, so that period is frozen. Please adopt from a later month."
)
NOT_SHIPPED = gettext_noop("There is no template %(name)s.")


@transaction.atomic
def import_template(name: str, area: Area, *, by: Person, now: datetime) -> SchemeVersion:
    """A draft from a shipped template, as the next version of its key in this area."""
    may_appraise(area, by=by, on=local_date(now)).require()
    path = SHIPPED / f"{name}.toml"
    if path not in SHIPPED.glob("*.toml"):
        raise NotPossible(NOT_SHIPPED, name=name)
    return _draft(area, scheme_file(name).read_text(encoding="utf-8"), by=by, now=now)


@transaction.atomic
def next_version(version: SchemeVersion, *, by: Person, now: datetime) -> SchemeVersion:
    """A draft that begins as a copy of a version."""
    may_appraise(version.area, by=by, on=local_date(now)).require()
    return _draft(version.area, version.text, by=by, now=now)


@transaction.atomic
def write_scheme(text: str, area: Area, *, by: Person, now: datetime) -> SchemeVersion:
    """A draft from a text of one's own. Raises SchemeFault."""
    may_appraise(area, by=by, on=local_date(now)).require()
    return _draft(area, text, by=by, now=now)


@transaction.atomic
def redraft(version: SchemeVersion, text: str, *, by: Person, now: datetime) -> SchemeVersion:
    """Change a draft. Raises SchemeFault with what does not add up or may not count."""
    version = SchemeVersion.objects.select_for_update().get(pk=version.pk)
    may_appraise(version.area, by=by, on=local_date(now)).require()
    _require_draft(version)
    plain = numbered(text, version.number)
    scheme = checked_scheme(plain, scheme_name(version.title, version.number))
    if scheme.key != version.key:
        raise NotPossible(OTHER_KEY, key=version.key, found=scheme.key)
    before, version.digest = version.digest, scheme.digest
    version.text, version.title = plain, scheme.title[:100]
    version.save()
    data = {"before": before, "after": scheme.digest}
    record("scheme.change", version.subject, by=by, now=now, data=data)
    return version


@transaction.atomic
def adopt(version: SchemeVersion, first_month: date, *, by: Person, now: datetime) -> SchemeVersion:
    """Let a draft judge from a month on, in place of the version before. Never one's own draft."""
    version = SchemeVersion.objects.select_for_update().get(pk=version.pk)
    may_decide(version.area, by=by, on=local_date(now), author=version.drafted_by_id).require()
    _require_draft(version)
    month = first_month.replace(day=1)
    judged = Ranking.objects.filter(
        scheme__area=version.area_id,
        scheme__key=version.key,
        state__in=SHOWN_STATES,
        last__gte=month,
    ).select_related("scheme")
    if (ranking := judged.order_by("-last", "-pk").first()) is not None:
        raise NotPossible(JUDGED, number=ranking.scheme.number, period=ranking.period)
    checked_scheme(version.text, scheme_name(version.title, version.number))
    others = SchemeVersion.objects.filter(area=version.area_id, key=version.key).exclude(
        state=VersionState.DRAFT
    )
    others.filter(end_month__isnull=True).update(end_month=month)
    others.filter(end_month__gt=month).update(end_month=month)
    version.state, version.first_month = VersionState.ADOPTED, month
    version.adopted_by_id, version.adopted_at = by.pk, now
    version.save()
    data = {"from": f"{month:%Y-%m}", "digest": version.digest}
    record("scheme.adopt", version.subject, by=by, now=now, data=data)
    return version


@transaction.atomic
def drop_draft(version: SchemeVersion, *, by: Person, now: datetime) -> None:
    """Throw a draft away that judged nothing."""
    may_appraise(version.area, by=by, on=local_date(now)).require()
    _require_draft(version)
    Ranking.objects.filter(scheme=version).update(beside=None)
    Ranking.objects.filter(scheme=version).delete()
    record("scheme.drop", version.subject, by=by, now=now)
    version.delete()


def scheme_name(title: str, number: int) -> str:
    """How sentences call a version."""
    return f"{title} v{number}"


def _require_draft(version: SchemeVersion) -> None:
    if version.state != VersionState.DRAFT:
        raise NotPossible(ADOPTED, title=version.title, number=version.number)


def _draft(area: Area, text: str, *, by: Person, now: datetime) -> SchemeVersion:
    first = checked_scheme(text, "TOML")
    known = SchemeVersion.objects.filter(area=area, key=first.key)
    number = (known.aggregate(most=Max("number"))["most"] or 0) + 1
    plain = numbered(text, number)
    scheme = checked_scheme(plain, scheme_name(first.title, number))
    version = SchemeVersion.objects.create(
        area=area,
        key=scheme.key[:60],
        number=number,
        title=scheme.title[:100],
        text=plain,
        digest=scheme.digest,
        drafted_by_id=by.pk,
        drafted_at=now,
    )
    data = {"key": scheme.key, "number": number, "digest": scheme.digest}
    record("scheme.draft", version.subject, by=by, now=now, data=data, first=True)
    return version
