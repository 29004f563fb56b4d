"""One matter, many voices in the demo city: neighbours report the same, cases turn out to be one or
two, parts go elsewhere, somebody asks again, somebody follows; topics and the season calendar."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from huiying.audit.actions import drain
from huiying.cases import actions
from huiying.cases.choices import CaseState, Priority
from huiying.cases.demo.beginning import submit
from huiying.cases.demo.middle import live
from huiying.cases.demo.story import Life, Story
from huiying.cases.demo.voices import Said
from huiying.cases.demo.world import World
from huiying.cases.models import Category, SeasonYear, Topic
from huiying.cases.permissions import PUBLIC
from huiying.cases.queries.following import followable
from huiying.cases.rules.topics import first_of, month_after
from huiying.lib.clock import local_date
from huiying.notifications.actions import deliver
from huiying.organisations.models import Area
from huiying.people.choices import Role

PIPE = Said(
    "1001",
    "tapwater",
    "HELP",
    "主管道漏水，水压上不去",
    "村里主管道漏水好几天，路面积水，家里水压上不去，做饭洗衣都受影响。",
    "已更换破损管段并恢复路面，水压恢复正常。",
)
SAME = Said(
    "1001",
    "tapwater",
    "HELP",
    "自来水水压低，路上有水冒出来",
    "村口路面一直往外冒水，家里自来水水压很低，应该是主管道漏水了。",
    "已更换破损管段并恢复路面，水压恢复正常。",
)
HOLE = Said(
    "1101",
    "roads",
    "HELP",
    "村道塌了一个坑",
    "村道靠近水井的地方塌了一个坑，晚上骑车很危险。",
    "已回填压实并恢复路面。",
)
BEFORE = timedelta(days=95)
"""So long before the city's last day topics and the calendar were written."""
FOLLOWING = 3


def lives(
    world: World, chance: Random, now: datetime, planned: int
) -> Iterator[tuple[datetime, Life]]:
    """Small stories in which voices meet, `planned` of each sort."""
    for life in (_joined, _merged, _taken_apart, _split, _asked_again):
        for _ in range(planned):
            spot = chance.choice(world.spots)
            at = world.workdays_before(now, 4 if life is not _asked_again else 9)

            def story(said: Said, stop: str = "working", *, spot=spot, at=at) -> Story:  # type: ignore[no-untyped-def] # the spot and time of this life
                return Story(world, Random(chance.random()), said, spot, at, stop)

            yield at, life(story(PIPE), story(SAME), story(HOLE))


def _later(first: Story, other: Story, low: float, high: float) -> datetime:
    """A moment after the first story's, for the other one's next step."""
    return other.at(first.after(low, high))


def _joined(first: Story, second: Story, third: Story) -> Life:
    """Neighbours report the same pipe; intake attaches them, others follow."""
    yield from live(first)
    for other in (second, Story(first.world, third.chance, SAME, first.spot, first.now, "working")):
        yield _later(first, other, 0.5, 2)
        submit(other)
        yield other.after(0.1, 0.6, office=False)
        clerk = other.somebody(Role.INTAKE_CLERK)
        actions.attach(other.request, by=clerk, now=other.now, case_no=first.case.case_no)
        first.at(other.now)
    if followable().filter(pk=first.case.pk).exists():
        for number in range(FOLLOWING):
            actions.follow(
                first.case,
                by=PUBLIC,
                now=first.now,
                phone=f"1990000{first.chance.randrange(10**4):04}{number}"[:11],
                language="zh-hans",
            )


def _merged(first: Story, second: Story, third: Story) -> Life:
    """Two cases turn out to be one."""
    second.stop = "accepted"
    yield from live(first)
    second.at(first.now)
    yield from live(second)
    yield second.after(0.2, 1)
    by = second.somebody(Role.DISPATCHER)
    actions.merge(
        second.case, by=by, now=second.now, other_no=first.case.case_no, reason="同一管段漏水"
    )


def _taken_apart(first: Story, second: Story, third: Story) -> Life:
    """Two cases were taken for one, and are not."""
    third.stop = "accepted"
    yield from live(first)
    third.at(first.now)
    yield from live(third)
    yield third.after(0.2, 1)
    by = third.somebody(Role.DISPATCHER)
    actions.merge(third.case, by=by, now=third.now, other_no=first.case.case_no, reason="地点相同")
    yield third.after(1, 3)
    actions.unmerge(
        third.case,
        by=by,
        now=third.now,
        back=[third.request.receipt_no],
        stay=[],
        reason="现场核实：塌坑与漏水无关",
    )


def _split(first: Story, second: Story, third: Story) -> Life:
    """A part of a case is another unit's job; it is done while the whole waits."""
    yield from live(first)
    yield first.after(0.5, 2)
    by, world = first.somebody(Role.DISPATCHER), first.world
    child = actions.split(
        first.case,
        by=by,
        now=first.now,
        title="漏水处路面修复",
        text="管道修好后，冲坏的路面需要修复。",
        category=world.categories["1101"],
        priority=Priority.P4,
        area=first.spot.area,
        chance=first.chance,
    )
    unit = world.lead_for("roads", first.spot, None)
    yield first.after(0.2, 1)
    actions.dispatch(child, by=by, now=first.now, lead_unit=unit)
    yield first.after(0.2, 1.5)
    actions.sign(child, by=world.handler(unit), now=first.now)


def _asked_again(first: Story, second: Story, third: Story) -> Life:
    """The same person asks again about what was decided, with nothing new."""
    first.stop = "draft"
    yield from live(first)
    first.case.refresh_from_db()
    if first.case.state != CaseState.CLOSED:
        return
    yield _later(first, second, 2, 20)
    submit(second)
    yield second.after(0.1, 1, office=False)
    actions.tell_result(
        second.request,
        by=second.somebody(Role.INTAKE_CLERK),
        now=second.now,
        case_no=first.case.case_no,
        text="您反映的主管道漏水已修复，水压恢复正常。如再次漏水请随时来电。",
        same_person=True,
    )


def write_down(world: World, now: datetime) -> None:
    """Topics and the season calendar, as supervisors keep them, before the city lives."""
    by, at = world.desks[Role.SUPERVISOR][0], now - BEFORE
    county = _county(world)
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
