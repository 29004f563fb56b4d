"""Long roads and other beginnings: plans, terminations, legal routes, hard matters, the archive opened;
solved on the spot, found by ourselves, taken down at the door of a village."""

import io
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from huiying.cases import actions
from huiying.cases.choices import Channel, Kind, LegalKind, Priority, Source, StopReason
from huiying.cases.demo.story import Life, Story
from huiying.cases.demo.world import Spot, World
from huiying.cases.rules.plans import Line
from huiying.files import actions as files
from huiying.files.models import Attachment
from huiying.lib.clock import local_date
from huiying.organisations.models import Unit
from huiying.people.choices import Role
from huiying.people.models import Person

PLANNED = {
    "plan asked": (3, 1),
    "plan": (16, 1),
    "plan broken": (14, 1),
    "stop asked": (3, 1),
    "terminated": (9, 1),
    "legal": (11, 1),
    "hard": (8, 1),
}
"""Stage at which a story comes to rest → (working days before the end at which it begins, weight)."""
OFFICIALS = ("副县长 陆清和", "分管副局长 何明远", "镇党委副书记 沈佳")
CAUSE = "管线使用年限长，零星维修不能根治，需列入年度改造计划并落实资金。"
STEPS = ("现场勘测并确定改造方案", "落实资金并完成招标", "完成施工并组织验收")
NOTE = "您反映的事项已多次上门沟通，因您不同意入户检修，依照规定终止办理。需要时请随时与我们联系。"
REMEDY = "可以向县人民政府申请复核，或依法申请行政复议。"
ROUTES = {
    "0501": (
        LegalKind.ARBITRATION,
        "县劳动人事争议仲裁委员会",
        "劳动争议调解仲裁法第五条",
        "您反映的属于劳动争议，可先向劳动人事争议仲裁委员会申请仲裁，对裁决不服可以向人民法院起诉。",
    ),
    "0101": (
        LegalKind.ARBITRATION,
        "县农村土地承包仲裁委员会",
        "农村土地承包经营纠纷调解仲裁法第四条",
        "流转费纠纷经调解未能达成一致，可向农村土地承包仲裁委员会申请仲裁，也可直接向人民法院起诉。",
    ),
    "0802": (
        LegalKind.LAWSUIT,
        "县人民法院",
        "民法典第五百七十七条",
        "房屋渗水的保修和赔偿属于买卖合同纠纷，双方协商不成，可向人民法院起诉。",
    ),
    "1505": (
        LegalKind.LAWSUIT,
        "县人民法院",
        "民法典第二百八十八条",
        "共用巷道的相邻纠纷经多次调解未能达成一致，可向人民法院起诉，起诉时可申请法律援助。",
    ),
}
"""Category of a matter → the route the law has for it: kind, body, legal basis, words for the requester.
Only such matters come to rest there."""
FINDS = (
    ("0902", "巡查发现排水沟淤堵", "汛期前巡查，{village}排水沟淤堵约二十米，需组织清淤。"),
    ("1101", "巡查发现护栏缺失", "{village}通村公路弯道护栏缺失两处，夜间行车不安全。"),
)
ON_SPOT = (
    (
        "1001",
        "家里水压太低",
        "早晚用水时水压太低，洗衣机不进水。",
        "已当场清洗滤网并调高水压，您已试用正常。",
    ),
    (
        "0405",
        "养老待遇认证不会用手机办",
        "老人不会用手机做待遇资格认证。",
        "已在窗口帮助完成认证，并教会家人操作。",
    ),
)
AT_DOOR = (
    ("村里路灯有两盏不亮", "晚上老人从卫生室回来看不清路，希望尽快修好。"),
    ("想问危房改造怎么申请", "老屋后墙开裂，想问今年危房改造还能不能申请。"),
    ("垃圾桶离家太远", "老人倒垃圾要走很远，希望在巷口加一个桶。"),
)


TOPICAL = frozenset({"legal"})
"""Stages that only certain matters come to, whoever handles them."""


def suits(stop: str, category: str) -> bool:
    """Whether a matter of this category may come to rest at a stage."""
    return stop not in TOPICAL or category in ROUTES


def lived(story: Story, unit: Unit, by: Person) -> Life:
    """From the unit's work on: one of the long roads, as far as time allows."""
    road = {
        "plan asked": _plan,
        "plan": _plan,
        "plan broken": _plan,
        "stop asked": _stop,
        "terminated": _stop,
        "legal": _legal,
        "hard": _hard,
    }[story.stop]
    yield from road(story, unit, by)


def _plan(story: Story, unit: Unit, by: Person) -> Life:
    yield story.soon(4, 12)
    today = local_date(story.now)
    ahead = (4 if story.stop == "plan broken" else 9, 90, 200)
    actions.propose_plan(
        story.case,
        by=story.world.heads[unit.pk],
        now=story.now,
        cause=CAUSE,
        official=story.chance.choice(OFFICIALS),
        told="已电话告知原因、步骤和期限，诉求人表示理解。",
        lines=[
            Line(what, today + timedelta(days=days))
            for what, days in zip(STEPS, ahead, strict=True)
        ],
    )
    if story.stop == "plan asked":
        return
    yield story.after(2, 20)
    by_county = story.somebody(Role.SUPERVISOR)
    actions.approve_plan(story.case, by=by_county, now=story.now, decision="同意，按期推进。")
    if story.stop == "plan":
        yield story.after(90, 170)
        note = "已完成现场勘测，改造方案已公示。"
        actions.record_plan_step(story.case, by=by, now=story.now, note=note)


def _stop(story: Story, unit: Unit, by: Person) -> Life:
    yield story.soon(6, 20)
    today = local_date(story.now)
    actions.ask_stop(
        story.case,
        by=story.world.heads[unit.pk],
        now=story.now,
        reason=StopReason.NO_COOPERATION,
        explanation="两次上门检修均未能入户，诉求人明确表示不同意。",
        note=NOTE,
        remedy=REMEDY,
        first_try=today - timedelta(days=2),
        second_try=today - timedelta(days=1),
    )
    if story.stop == "terminated":
        yield story.after(2, 18)
        by_above = story.somebody(Role.SUPERVISOR)
        actions.terminate(story.case, by=by_above, now=story.now, decision="同意终止办理。")


def _legal(story: Story, unit: Unit, by: Person) -> Life:
    yield story.soon(4, 20)
    kind, body, proof, text = ROUTES[story.said.category]
    actions.to_legal(
        story.case,
        by=story.somebody(Role.REVIEWER),
        now=story.now,
        kind=kind,
        body=body,
        proof=proof,
        text=text,
    )
    yield story.after(60, 120)
    text = f"与{body}联系，已受理，定于下月开庭。"
    actions.check_legal(story.case, by=story.somebody(Role.REVIEWER), now=story.now, text=text)


def _hard(story: Story, unit: Unit, by: Person) -> Life:
    yield story.soon(3, 10)
    today = local_date(story.now)
    actions.enter_hard(
        story.case,
        by=story.somebody(Role.SUPERVISOR),
        now=story.now,
        official=story.chance.choice(OFFICIALS),
        plan="由包案领导牵头，联合住建、财政现场会商，分两期解决。",
        next_on=today + timedelta(days=story.chance.choice((3, 9, 20))),
        due_on=today + timedelta(days=120),
    )
    yield story.after(8, 40)
    text = "已召开现场会，资金渠道基本明确。"
    actions.note_hard(story.case, by=by, now=story.now, text=text)


def beginnings(
    world: World, count: int, chance: Random, now: datetime
) -> Iterator[tuple[datetime, Life]]:
    """Cases that begin otherwise, `count` of each."""
    for number in range(count):
        at = world.workdays_before(now, 2 + 3 * number)
        yield at, _on_spot(world, chance, at)
        yield at, _found(world, chance, at)
        yield at, _at_the_door(world, chance, at)


def _spot(world: World, chance: Random) -> Spot:
    return chance.choice(world.spots)


def _on_spot(world: World, chance: Random, at: datetime) -> Life:
    yield at
    spot = _spot(world, chance)
    by, (category, title, text, reply) = world.handlers[spot.township.pk], chance.choice(ON_SPOT)
    voice = actions.Voice(
        title=title,
        text=text,
        kind=Kind.HELP,
        area=spot.area,
        channel=Channel.WINDOW,
        contact_name="李阿姨",
        contact_phone=f"1990000{chance.randrange(10**4):04}",
        notice_version="1",
    )
    receipt = actions.solve_on_spot(
        voice,
        by=by,
        now=at,
        unit=spot.township,
        category=world.categories[category],
        reply=reply,
        evidence=[_photo(by, at, chance)],
        chance=chance,
    )
    case = receipt.request.case
    assert case is not None
    yield at + timedelta(hours=3)
    reviewer = world.desk(Role.REVIEWER, chance)
    actions.release(case, by=reviewer, now=at + timedelta(hours=3))


def _found(world: World, chance: Random, at: datetime) -> Life:
    yield at
    spot = _spot(world, chance)
    by, (category, title, text) = world.handlers[spot.township.pk], chance.choice(FINDS)
    matter = actions.Matter(
        title, text.format(**spot.words), world.categories[category], Priority.P4, spot.area
    )
    case = actions.raise_found(
        matter,
        by=by,
        now=at,
        source=Source.INSPECTION,
        found_on=_yesterday(at),
        unit=spot.township,
        chance=chance,
    )
    later = at + timedelta(minutes=40)
    yield later
    dispatcher = world.desk(Role.DISPATCHER, chance)
    actions.dispatch(case, by=dispatcher, now=later, lead_unit=spot.township)


def _yesterday(at: datetime) -> date:
    return local_date(at) - timedelta(days=1)


def _at_the_door(world: World, chance: Random, at: datetime) -> Life:
    """The village cadre one may sign in as takes down what villagers say."""
    yield at
    cadre = Person.objects.filter(username="village").first()
    spots = [each for each in world.spots if each.committee.pk in world.handlers]
    mine = [each for each in spots if world.handlers[each.committee.pk] == cadre]
    if cadre is None or not mine:
        return
    title, text = chance.choice(AT_DOOR)
    voice = actions.Voice(
        title=title,
        text=text,
        kind=Kind.HELP,
        area=mine[0].area,
        channel=Channel.VISIT,
        contact_name="张大爷",
        contact_phone=f"1990000{chance.randrange(10**4):04}",
        notice_version="staff",
    )
    actions.submit(voice, by=cadre, now=at, chance=chance)


def _photo(by: Person, at: datetime, chance: Random) -> Attachment:
    """A plain picture in one colour stands for a photo."""
    colour = tuple(chance.randrange(60, 200) for _ in range(3))
    drawn = io.BytesIO()
    Image.new("RGB", (320, 240), colour).save(drawn, "JPEG")
    upload = SimpleUploadedFile("现场照片.jpg", drawn.getvalue(), "image/jpeg")
    return files.keep(upload, by=by, now=at)


__all__ = ["PLANNED", "beginnings", "lived"]
