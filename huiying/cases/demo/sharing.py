"""Work shared out inside the units of the demo city, filters that people keep, somebody who steps aside."""

from datetime import datetime, timedelta

from huiying.cases import actions
from huiying.cases.actions.filters import save_filter
from huiying.cases.actions.holding import give_to, take_on
from huiying.cases.choices import CaseState
from huiying.cases.demo.world import World
from huiying.cases.models import Case
from huiying.cases.queries.holding import pool_of
from huiying.organisations.models import Unit
from huiying.people.models import Person

AGO = timedelta(minutes=20)
NOTE = "你熟悉这一片，请接着办"
STEPS_ASIDE = "诉求人是本人亲属，申请回避。"
FILTERS = {
    "handler": (("快到期的", "due=day"), ("公共设施", "category=0906")),
    "supervisor": (("逾期的投诉", "due=late&kind=COMPLAINT"),),
    "dispatcher": (("紧急待派", "priority=P2&state=PENDING_DISPATCH"),),
}


def share_work(world: World, now: datetime) -> None:
    """In the units of those one may sign in as: one case each is taken, the next given, the rest
    lies in the pool."""
    at = now - AGO
    for unit_id in world.shown:
        handler, head = world.handlers[unit_id], world.heads[unit_id]
        mine = [part.case for part in pool_of([unit_id])[:3]]
        for case in mine[:1]:
            take_on(case, by=handler, now=at)
        for case in mine[1:2]:
            give_to(case, by=head, now=at, person=handler, text=NOTE)
    _step_aside(world, at)
    _keep_filters(world, at)


def _step_aside(world: World, at: datetime) -> None:
    """A handler has an interest in a case; a colleague of the unit goes on with it."""
    shown = set(world.shown)
    running = Case.objects.filter(state=CaseState.IN_PROGRESS).exclude(lead_unit__in=shown)
    case = running.order_by("-id").first()
    if case is not None and case.lead_unit_id in world.handlers:
        by = world.handlers[case.lead_unit_id or 0]
        actions.recuse(case, by=by, now=at, reason=STEPS_ASIDE)


def _keep_filters(world: World, at: datetime) -> None:
    for username, kept in FILTERS.items():
        person = Person.objects.get(username=username)
        unit = next((u for u, p in world.handlers.items() if p.pk == person.pk), None)
        for number, (name, query) in enumerate(kept):
            shared = Unit.objects.get(pk=unit) if unit is not None and number else None
            save_filter(name, query, by=person, now=at, unit=shared)
