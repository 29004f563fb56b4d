"""Open matters that everybody of a place may follow without reading a word of them."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiying.cases.choices import CaseState, PublicState
from huiying.cases.models import Case, Category, PublicVersion
from huiying.cases.rules.following import FOLLOWED_KINDS, SHARED
from huiying.cases.workflow.cases import RUNNING
from huiying.organisations.models import Area
from huiying.organisations.queries import starts_with

MOST = 30


def _open_and_shared() -> Q:
    below = Q(pk__in=[])
    for code in SHARED:
        below |= starts_with("code", code)
    return Q(
        category__in=Category.objects.filter(below).values("code"),
        state__in=[state.value for state in RUNNING],
        kind__in=[kind.value for kind in FOLLOWED_KINDS],
        is_confidential=False,
        has_accused=False,
    )


def _published() -> Q:
    shown = PublicVersion.objects.filter(case=OuterRef("pk"), state=PublicState.PUBLISHED)
    ended = (CaseState.CLOSED, *RUNNING)
    return Q(Exists(shown), state__in=[state.value for state in ended])


def followable() -> QuerySet[Case]:
    """Cases that may be followed: published ones, and open ones that are shared and point at nobody."""
    found = Case.objects.filter(_open_and_shared() | _published())
    return found.select_related("category", "area", "lead_unit")


def open_matters(area: Area) -> list[Case]:
    """The newest open matters of a village (of a town, all its villages') that can be followed."""
    here = Case.objects.filter(_open_and_shared(), starts_with("area_code", area.prefix))
    found = here.select_related("category", "area", "lead_unit")
    return list(found.order_by("-pk")[:MOST])
