"""Work shared out inside the units of the demo city and handed over by somebody who leaves; filters and
lists that people take out; somebody who steps aside."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from huiying.cases import actions
from huiying.cases.actions.exporting import start_export
from huiying.cases.actions.filters import save_filter
from huiying.cases.actions.holding import give_to, take_on
from huiying.cases.actions.sharing import hand_over
from huiying.cases.choices import CaseState, Part
from huiying.cases.demo.world import World
from huiying.cases.imports.exporting import make_export
from huiying.cases.models import Assignment, Case
from huiying.cases.queries.holding import pool_of
from huiying.organisations.models import Unit
from huiying.people.models import Person

AGO = timedelta(minutes=20)
NOTE = "你熟悉这一片，请接着办"
LEAVES = "借调到县里，手中工单移交，材料在科室柜内。"
MOST_IN_HAND = 3
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
        mine = [part.case for part in _led_by(unit_id)[:3]]
        for case in mine[:1]:
            take_on(case, by=handler, now=at)
        for case in mine[1:2]:
            give_to(case, by=head, now=at, person=handler, text=NOTE)
    _hand_over(world, at)
    _step_aside(world, at)
    _keep_filters(world, at)
    _export(at)


def _led_by(unit_id: int) -> QuerySet[Assignment]:
    """What waits in the pool of a unit and is its own to lead; a part in another's case is not taken."""
    return pool_of([unit_id]).filter(part=Part.LEAD)


def _hand_over(world: World, at: datetime) -> None:
    """In the first other unit with work to spare a handler goes to another post; what they had in hand
    goes to the head of the unit with a note."""
    for unit_id, leaving in world.handlers.items():
        pool = [] if unit_id in world.shown else list(_led_by(unit_id)[:MOST_IN_HAND])
        if len(pool) < MOST_IN_HAND:
            continue
        for part in pool:
            take_on(part.case, by=leaving, now=at - AGO)
        head = world.heads[unit_id]
        hand_over(leaving, by=head, now=at, to=head, note=LEAVES)
        return


def _export(at: datetime) -> None:
    """The supervisor takes a list out as Excel; it lies under Jobs."""
    supervisor = Person.objects.get(username="supervisor")
    one = start_export("due=late", by=supervisor, now=at)
    make_export(one.pk, lambda: at + timedelta(seconds=20))


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
