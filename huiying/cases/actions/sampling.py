"""Who is called back where not everybody is: drawn by the platform after the review, never by a person."""

import secrets
from datetime import datetime

from django.db import transaction

from huiying.audit import actions as audit
from huiying.cases.actions.held import Held
from huiying.cases.actions.near import require_near
from huiying.cases.models import SampleDraw, SamplingPlan, SamplingStratum
from huiying.cases.queries.sampling import active_plan
from huiying.cases.rules.sampling import BLOCK, LEAST, WHOLE, is_drawn
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.organisations.models import Area
from huiying.organisations.permissions import may
from huiying.people.choices import Permission
from huiying.people.models import Person

WRONG_SHARE = gettext_noop("%(percent)s %% cannot be drawn. Choose 10, 20 … 100.")
TOO_EARLY = gettext_noop("A plan begins in the future, so that nobody chooses after the fact.")


@transaction.atomic
def make_sampling_plan(  # noqa: PLR0913 - where, how many, from when, why, and the seed
    area: Area,
    *,
    by: Person,
    now: datetime,
    percent: int,
    valid_from: datetime,
    note: str,
    seed: str = "",
) -> SamplingPlan:
    """Call only a share of the cases back from a day on."""
    may(by, Permission.MANAGE_DEADLINES, area=area, on=local_date(now)).require()
    if percent % (WHOLE // BLOCK) or not LEAST <= percent <= WHOLE:
        raise NotPossible(WRONG_SHARE, percent=percent)
    require_near(valid_from.date(), now.date())
    if valid_from <= now:
        raise NotPossible(TOO_EARLY)
    plan = SamplingPlan.objects.create(
        area=area,
        percent=percent,
        seed=seed or secrets.token_hex(16),
        valid_from=valid_from,
        note=note,
        made_by_id=by.pk,
        made_at=now,
    )
    subject = f"sampling:{plan.pk}"
    audit.record("sampling.plan", subject, by=by, now=now, first=True, data={"percent": percent})
    return plan


def draw(held: Held) -> bool:
    """Whether the answers about this case count; drawn once, at the first release."""
    case = held.case
    plan = active_plan(case.area_code, held.now)
    if plan is None and not SamplingPlan.objects.exists():
        return True
    drawn = SampleDraw.objects.filter(case=case).first()
    if drawn is not None:
        return drawn.is_drawn
    if plan is None or plan.percent == WHOLE:
        return True
    number = _next_number(plan, held.the_lead.unit_id)
    chosen = is_drawn(plan.seed, held.the_lead.unit_id, number, plan.percent)
    SampleDraw.objects.create(case=case, plan=plan, number=number, is_drawn=chosen, at=held.now)
    return chosen


def _next_number(plan: SamplingPlan, unit_id: int) -> int:
    """Two cases of one unit that are released at once get different numbers."""
    SamplingStratum.objects.get_or_create(plan=plan, unit_id=unit_id)
    stratum = SamplingStratum.objects.select_for_update().get(plan=plan, unit_id=unit_id)
    number = stratum.n
    stratum.n += 1
    stratum.save(update_fields=["n"])
    return number
