"""One matter, many voices in the demo city: neighbours report the same, cases turn out to be one or
two, parts go elsewhere, somebody asks again, somebody follows."""

from collections.abc import Generator, Iterator
from datetime import datetime
from random import Random

from huiying.cases import actions
from huiying.cases.choices import CaseState, Priority
from huiying.cases.demo.beginning import submit
from huiying.cases.demo.middle import live
from huiying.cases.demo.reopening import done_again_with_its_part
from huiying.cases.demo.story import Life, Story
from huiying.cases.demo.suggested import note_joined
from huiying.cases.demo.voices import Said
from huiying.cases.demo.world import World
from huiying.cases.models import Case
from huiying.cases.permissions import PUBLIC
from huiying.cases.queries.following import followable
from huiying.organisations.models import Unit
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
    "自来水水压低，路面有积水",
    "家里自来水水压很低，村口路面总有积水，可能是主管道漏水。",
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
FOLLOWING = 3


def lives(
    world: World, chance: Random, now: datetime, planned: int
) -> Iterator[tuple[datetime, Life]]:
    """Small stories in which voices meet, `planned` of each sort."""
    for life, before in LIVES.items():
        for _ in range(planned):
            spot = chance.choice(world.spots)
            at = world.workdays_before(now, before)

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
        note_joined(other.request, first.case, by=clerk, now=other.now)
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
    note_joined(second.case, first.case, by=by, now=second.now)


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
    yield from _parted(first)


def _split_and_redone(first: Story, second: Story, third: Story) -> Life:
    """Whole and part are answered, and both are done again."""
    child, unit = yield from _parted(first)
    yield from done_again_with_its_part(first, child, unit)


def _parted(first: Story) -> Generator[datetime, None, tuple[Case, Unit]]:
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
    return child, unit


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


def _impatient(first: Story, second: Story, third: Story) -> Life:
    """One person asks again and again; at the third time the platform reminds the unit."""
    yield from live(first)
    again = Story(first.world, third.chance, SAME, first.spot, first.now, "working")
    for other in (
        second,
        again,
        Story(first.world, second.chance, SAME, first.spot, first.now, "working"),
    ):
        yield _later(first, other, 4, 20)
        submit(other)
        yield other.after(0.1, 0.6, office=False)
        actions.attach(
            other.request,
            by=other.somebody(Role.INTAKE_CLERK),
            now=other.now,
            case_no=first.case.case_no,
            text="同一诉求人再次来电，询问进度。",
            same_person=True,
        )
        first.at(other.now)


LIVES = {
    _joined: 4,
    _merged: 4,
    _taken_apart: 4,
    _split: 4,
    _asked_again: 9,
    _impatient: 6,
    _split_and_redone: 9,
}
"""What happens where voices meet → working days before the end at which it begins."""
