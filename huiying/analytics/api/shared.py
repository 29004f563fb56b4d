"""What all parts of the API of figures use: periods, areas within reach, who may."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from django.http import Http404, HttpRequest
from ninja import Path, Query, Schema

from huiying.analytics.choices import Span
from huiying.analytics.queries.subjects import (
    Subject,
    area_subject,
    reach_of,
    unit_subject,
)
from huiying.analytics.rules import Period, period_of
from huiying.appraisal.models import Build
from huiying.appraisal.queries.figures import last_good
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.organisations.models import Area
from huiying.organisations.permissions import may
from huiying.organisations.queries import area_coded
from huiying.people.api import caller
from huiying.people.choices import Permission

Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
Code = Annotated[str, Path(pattern=r"^[1-9][0-9]{11}$")]
On = Annotated[
    date | None, Query(ge=date(2000, 1, 1), description="A day of the period; today without it")
]
NO_AREA = gettext_noop("There is no area with the code %(code)s.")


class Spanned(Schema):
    """Of which period."""

    span: Span = Span.MONTH
    on: On = None


When = Annotated[Spanned, Query()]


@dataclass(frozen=True)
class Asked:
    """Whose figures a caller asks for, of which period, and the build they are from."""

    subject: Subject
    period: Period
    good: Build | None


def area_asked(request: HttpRequest, code: str, when: Spanned) -> Asked:
    """An area within the caller's reach. Raises NotAllowed, Http404."""
    period, good = _when(request, when)
    area = area_coded(code, on=period.on)
    scope = reach_of(caller(request), local_date(clock.now()))
    return _asked(area_subject(area.prefix, scope, period.on) if area else None, period, good)


def unit_asked(request: HttpRequest, pk: int, when: Spanned) -> Asked:
    """A unit within the caller's reach. Raises NotAllowed, Http404."""
    period, good = _when(request, when)
    found = unit_subject(pk, reach_of(caller(request), local_date(clock.now())))
    return _asked(found, period, good)


def _asked(subject: Subject | None, period: Period, good: Build | None) -> Asked:
    if subject is None:
        raise Http404
    return Asked(subject, period, good)


def _when(request: HttpRequest, when: Spanned) -> tuple[Period, Build | None]:
    """Without a day the one up to which the figures know."""
    reads(request)
    good, today = last_good(), local_date(clock.now())
    usual = local_date(good.made_at) if good and good.made_at else today
    on = when.on if when.on and when.on <= today else usual
    return period_of(when.span, on), good


def reads(request: HttpRequest) -> None:
    """Raises NotAllowed for those who see no cases anywhere."""
    may(caller(request), Permission.VIEW_CASES, on=local_date(clock.now())).require()


def area_named(code: str) -> Area:
    """The area of a code today. Raises NotPossible."""
    area = area_coded(code, on=local_date(clock.now()))
    if area is None:
        raise NotPossible(NO_AREA, code=code)
    return area
