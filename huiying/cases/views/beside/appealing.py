"""Appeals on the case page, and what is left out of the figures because of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from huiying.cases.choices import Step
from huiying.cases.models import Appeal, Case, Exclusion
from huiying.cases.permissions.doors.appealing import open_appeal
from huiying.cases.queries.appeals import appeals_for
from huiying.cases.views.beside.panel import Panel
from huiying.lib.clock import local_date
from huiying.organisations.queries import scope_of
from huiying.people.choices import Permission
from huiying.people.models import Person


@dataclass(frozen=True)
class AppealCard:
    """An appeal with its papers and, for the panel, its votes."""

    appeal: Appeal
    exclusions: Sequence[Exclusion]
    shows_votes: bool


def card_of(appeal: Appeal, person: Person, now: datetime) -> AppealCard:
    panel = scope_of(person, Permission.DECIDE_APPEAL, on=local_date(now))
    return AppealCard(appeal, list(appeal.exclusions.all()), bool(panel))


def _appeals(case: Case, person: Person, now: datetime) -> Sequence[AppealCard]:
    found = appeals_for(person, now=now).filter(case=case)
    rows = found.prefetch_related("votes", "proofs__attachment", "exclusions")
    return [card_of(each, person, now) for each in rows]


def _waiting(case: Case, person: Person, now: datetime) -> dict[str, Any]:
    appeal = open_appeal(case)
    return {"appeal_card": card_of(appeal, person, now) if appeal else None}


PANELS = (Panel("cases/panels/appeals.html", _appeals),)
BESIDE = dict.fromkeys((Step.VOTE_APPEAL, Step.GRANT_APPEAL, Step.REFUSE_APPEAL), _waiting)
PAPERS = {Step.FILE_APPEAL: ("files", _("Proof"))}
