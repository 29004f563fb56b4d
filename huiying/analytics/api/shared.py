"""What all parts of the API of figures use: periods, areas within reach, who may."""

from datetime import date
from typing import Annotated

from django.http import Http404, HttpRequest
from ninja import Path, Query

from huiying.analytics.choices import Span
from huiying.analytics.queries.subjects import (
    Subject,
    area_subject,
    reach_of,
)
from huiying.analytics.rules import Period, period_of
from huiying.appraisal.models import Build
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


def period_asked(span: Span, on: date | None, good: Build | None) -> Period:
    today = local_date(clock.now())
    usual = local_date(good.made_at) if good and good.made_at else today
    return period_of(span, on if on and on <= today else usual)


def reads(request: HttpRequest) -> None:
    """Raises NotAllowed for those who see no cases anywhere."""
    may(caller(request), Permission.VIEW_CASES, on=local_date(clock.now())).require()


def area_for(request: HttpRequest, code: str, period: Period) -> Subject:
    """An area within the caller's reach. Raises Http404."""
    area = area_coded(code, on=period.on)
    scope = reach_of(caller(request), local_date(clock.now()))
    found = area_subject(area.prefix, scope, period.on) if area else None
    if found is None:
        raise Http404
    return found


def area_named(code: str) -> Area:
    """The area of a code today. Raises NotPossible."""
    area = area_coded(code, on=local_date(clock.now()))
    if area is None:
        raise NotPossible(NO_AREA, code=code)
    return area
