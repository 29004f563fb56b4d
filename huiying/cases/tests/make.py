"""A small invented county with everybody a case needs, and builders that walk cases along the road."""

import random
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from huiying.audit.actions import TIMER
from huiying.cases import actions
from huiying.cases.choices import Grade, Kind, Priority, Solved, TryResult
from huiying.cases.models import Callback, Case, Category, Request
from huiying.cases.permissions import PUBLIC
from huiying.lib.clock import SHANGHAI
from huiying.organisations.actions import load_calendar_year
from huiying.organisations.choices import DayKind, UnitKind
from huiying.organisations.models import Area, Unit
from huiying.organisations.tests import make as organisations
from huiying.people.choices import Role
from huiying.people.models import Person

MORNING = datetime(2026, 3, 4, 9, 0, tzinfo=SHANGHAI)
"""A working Wednesday."""

OFF_2026 = [
    (date(2026, 1, 1), 3),
    (date(2026, 2, 15), 9),
    (date(2026, 4, 4), 3),
    (date(2026, 5, 1), 5),
    (date(2026, 6, 19), 3),
    (date(2026, 9, 25), 3),
    (date(2026, 10, 1), 7),
]
WORKED_2026 = [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)]

GOOD = actions.Judgement(Solved.YES, Grade.SATISFIED, Grade.VERY_SATISFIED)
BAD = actions.Judgement(Solved.NO, Grade.DISSATISFIED, Grade.SATISFIED)


@dataclass
class County:
    """The people and units of the invented county; each holds one role."""

    city: Area
    county: Area
    town: Area
    village: Area
    hotline: Unit
    water: Unit
    roads: Unit
    township: Unit
    village_org: Unit
    clerk: Person
    dispatcher: Person
    handler: Person
    head: Person
    other_handler: Person
    reviewer: Person
    caller: Person
    supervisor: Person
    publisher: Person
    auditor: Person


def calendar_2026() -> None:
    days = {
        first + timedelta(days=n): DayKind.HOLIDAY
        for first, length in OFF_2026
        for n in range(length)
    }
    days |= {date(2026, month, day): DayKind.WORKDAY for month, day in WORKED_2026}
    load_calendar_year(2026, days, notice="Test notice", by=TIMER, now=MORNING)


def county() -> County:
    city, here, town, village = organisations.city_county_town_village()
    calendar_2026()
    hotline = organisations.unit(here, name="柳河县热线中心", kind=UnitKind.HOTLINE)
    water = organisations.unit(here, name="柳河县水务局")
    roads = organisations.unit(here, name="柳河县公路局")
    township = organisations.unit(town, name="青石镇政府", kind=UnitKind.TOWNSHIP)
    village_org = organisations.unit(
        village, name="杨树湾村委会", kind=UnitKind.VILLAGE_ORG, parent=township
    )

    def staff(username: str, role: Role, unit: Unit | None = None) -> Person:
        person = organisations.person(username, name=username)
        organisations.grant(person, role, here, unit)
        return person

    return County(
        city,
        here,
        town,
        village,
        hotline,
        water,
        roads,
        township,
        village_org,
        clerk=staff("clerk", Role.INTAKE_CLERK),
        dispatcher=staff("dispatcher", Role.DISPATCHER),
        handler=staff("handler", Role.HANDLER, water),
        head=staff("head", Role.UNIT_HEAD, water),
        other_handler=staff("other", Role.HANDLER, roads),
        reviewer=staff("reviewer", Role.REVIEWER),
        caller=staff("caller", Role.CALLBACK_OFFICER),
        supervisor=staff("supervisor", Role.SUPERVISOR),
        publisher=staff("publisher", Role.PUBLISHER),
        auditor=staff("auditor", Role.AUDITOR),
    )


def voice(area: Area, **more: object) -> actions.Voice:
    usual = actions.Voice(
        title="村口水管漏水",
        text="村口的自来水管漏了三天，路面都是水，老人走路不方便。",
        kind=Kind.HELP,
        area=area,
        place="村口小卖部旁",
        contact_name="周阿姨",
        contact_phone="13900001234",
        may_publish=True,
        notice_version="1",
    )
    return replace(usual, **more)  # type: ignore[arg-type]


_seed = random.Random(20260304)


def request(here: County, now: datetime = MORNING, **more: object) -> Request:
    said = voice(here.village, **more)

    return actions.submit(said, by=PUBLIC, now=now, chance=_seed).request


def accepted(here: County, now: datetime = MORNING, **more: object) -> Case:
    asked = request(here, now, **more)
    return actions.accept(
        asked,
        by=here.clerk,
        now=now,
        kind=Kind(asked.kind),
        category=Category.objects.get(code="1001"),
        priority=Priority.P4,
        area=here.village,
        title=asked.title,
        text=asked.text,
        chance=_seed,
    )


def dispatched(here: County, now: datetime = MORNING, **more: object) -> Case:
    case = accepted(here, now, **more)
    return actions.dispatch(case, by=here.dispatcher, now=now, lead_unit=here.water)


def signed(here: County, now: datetime = MORNING, **more: object) -> Case:
    return actions.sign(dispatched(here, now, **more), by=here.handler, now=now)


def replied(here: County, now: datetime = MORNING, **more: object) -> Case:
    case = signed(here, now, **more)
    if case.requests.exclude(contact_phone="").exists():
        actions.contact(case, by=here.handler, now=now, result=TryResult.REACHED)
    return actions.reply(case, by=here.handler, now=now, text="水管已经修好，路面已清理。")


def released(here: County, now: datetime = MORNING, **more: object) -> Case:
    return actions.release(replied(here, now, **more), by=here.reviewer, now=now)


def answered(
    here: County, judgement: actions.Judgement = BAD, now: datetime = MORNING
) -> tuple[Case, Callback]:
    """A released case whose person was called and judged it."""
    case = released(here)
    callback = case.callbacks.get()
    actions.answer_callback(callback, judgement, by=here.caller, now=now)
    case.refresh_from_db()
    callback.refresh_from_db()
    return case, callback


def closed(here: County, now: datetime = MORNING, **more: object) -> Case:
    case = released(here, now, **more)
    actions.answer_callback(case.callbacks.get(), GOOD, by=here.caller, now=now)
    case.refresh_from_db()
    return case
