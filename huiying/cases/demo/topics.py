"""Monthly topics and the season calendar of the demo city: written down first, carried on at the end."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from huiying.audit.actions import drain
from huiying.cases import actions
from huiying.cases.choices import Priority
from huiying.cases.demo.world import World
from huiying.cases.models import Category, SeasonYear, Topic
from huiying.cases.rules.topics import first_of, month_after
from huiying.lib.clock import local_date
from huiying.notifications.actions import deliver
from huiying.organisations.models import Area
from huiying.people.actions.accounts import choose_messages, describe
from huiying.people.choices import Role, ToldBy

BEFORE = timedelta(days=95)
"""So long before the city's last day topics and the calendar were written."""


def write_down(world: World, now: datetime) -> None:
    """Topics and the season calendar, as supervisors keep them, before the city lives."""
    by, at = world.desks[Role.SUPERVISOR][0], now - BEFORE
    county = _county(world)
    _reached_by_message(world, now)
    for title, code, key, first, last, tasks, why in SEASONS:
        plan = actions.SeasonPlan(
            title=title,
            category=Category.objects.get(code=code),
            area=county,
            lead_unit=world.units[f"{world.spots[0].county}-{key}"],
            first_month=first,
            last_month=last,
            why=why,
        )
        actions.add_season(plan, tasks, by=by, now=at)
    month = first_of(local_date(at))
    for number, (title, code, key, cause, goal) in enumerate(TOPICS):
        topic = actions.open_topic(
            actions.TopicPlan(
                title=title,
                category=Category.objects.get(code=code),
                area=county,
                lead_unit=world.units[f"{world.spots[0].county}-{key}"],
                month=month_after(month, number),
                ends_on=_year_later(month),
                cause=cause,
                goal=goal,
            ),
            by=by,
            now=at,
        )
        for text, days in STEPS:
            due = local_date(at) + timedelta(days=days)
            actions.add_topic_step(topic, by=by, now=at, text=text, due=due)
        actions.add_indicator(
            topic,
            by=by,
            now=at,
            name="已整治点位",
            start=Decimal(0),
            goal=Decimal(24),
            measure="处",
        )


def _reached_by_message(world: World, now: datetime) -> None:
    """Whoever prepares for a season wants to hear of it by text message too."""
    for _title, _code, key, *_rest in SEASONS:
        person = world.handlers[world.units[f"{world.spots[0].county}-{key}"].pk]
        number = f"1990001{person.pk % 10_000:04}"
        describe(
            person, name=person.name, phone=number, language=person.language, by=person, now=now
        )
        choose_messages(person, told_by=ToldBy.SMS, email="", by=person, now=now)


def _county(world: World) -> Area:
    county = world.spots[0].town.parent
    assert county is not None
    return county


def _year_later(month: date) -> date:
    return month_after(month, 11) + timedelta(days=27)


def carry_on(world: World, now: datetime) -> None:
    """What has been done on topics and for the season until today."""
    by, publisher = world.desks[Role.SUPERVISOR][0], world.desks[Role.PUBLISHER][0]
    for number, topic in enumerate(Topic.objects.order_by("pk")):
        handler = world.handlers[topic.lead_unit_id]
        actions.attach_to_topic(topic, by=by, now=now)
        step = topic.steps.all()[0]
        actions.finish_topic_step(
            topic, by=handler, now=now, step=step, note="已完成摸排，列出清单"
        )
        figure = topic.indicators.get()
        actions.measure(topic, by=handler, now=now, indicator=figure, value=Decimal(7 + 4 * number))
        actions.publish_topic(topic, by=publisher, now=now)
    for season in SeasonYear.objects.select_related("entry__lead_unit", "entry__category"):
        entry = season.entry
        handler = world.handlers[entry.lead_unit_id]
        task = entry.tasks.all()[0]
        actions.finish_season_task(
            season, by=handler, now=now, task=task, note="已逐处检查，发现一处隐患"
        )
        spot = world.spots[0]
        actions.raise_from_season(
            season,
            actions.Matter(
                f"{spot.area.short_name}：{entry.title}发现隐患",
                "检查中发现一处隐患，需在入冬前处理，避免影响群众。",
                entry.category,
                Priority.P4,
                spot.area,
            ),
            by=handler,
            now=now,
            chance=Random(f"{entry.title} season"),
        )
    drain(now)
    while deliver(now):
        pass


TOPICS = (
    (
        "农村供水管网漏损治理",
        "1001",
        "tapwater",
        "早年铺设的管道老化，冬季冻裂、夏季漏水反复出现。",
        "一年内改造漏损严重的管段，漏水诉求减半。",
    ),
    (
        "农村道路坑洼和路灯缺失",
        "1101",
        "roads",
        "重载车辆通行增多，日常养护资金和责任不清。",
        "明确养护责任，年内完成重点路段修复。",
    ),
)
STEPS = (("摸排点位，列出清单", 20), ("完成第一批整治", 120), ("验收并回访群众", 240))
SEASONS = (
    (
        "供暖前设备检修",
        "1004",
        "heating",
        11,
        3,
        ["逐站试压注水", "检查老旧小区入户管", "公布报修电话和抢修安排"],
        "往年十一月上旬集中反映暖气不热。",
    ),
    (
        "汛前沟渠涵洞排查",
        "0104",
        "farming",
        6,
        9,
        ["清理村内沟渠和涵洞", "检查排涝泵站", "落实低洼户转移安排"],
        "往年雨季集中反映积水和冲毁田地。",
    ),
    (
        "开学前校园周边秩序",
        "0702",
        "schools",
        9,
        9,
        ["检查校门口通行和标线", "公布收费和招生咨询电话"],
        "往年开学第一周集中反映拥堵和收费疑问。",
    ),
)
