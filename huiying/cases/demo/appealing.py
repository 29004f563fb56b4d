"""Units that appeal, the panel that votes, and what people say at the counter."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile

from huiying.cases import actions
from huiying.cases.choices import Grade
from huiying.cases.choices.appealing import AppealReason, AppealTarget, Vote
from huiying.cases.demo.story import Life, Story
from huiying.cases.demo.world import World
from huiying.cases.models import Visit
from huiying.files.actions import keep
from huiying.files.models import Attachment
from huiying.organisations.models import Unit
from huiying.people.choices import Role
from huiying.people.models import Person

PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PLEA = "诉求人在回访中多次辱骂工作人员，并称要以差评要挟办理无关事项，录音记录附后。"
VOTES = ((Vote.GRANT,) * 3, (Vote.GRANT, Vote.GRANT, Vote.REFUSE), (Vote.REFUSE,) * 3)
MATTERS = ("用水过户", "道路占用许可", "垃圾清运预约", "路灯报修登记", "户外招牌备案")
SAID = ("很快就办好了，谢谢。", "工作人员讲得很清楚。", "", "", "等的时间有点长。")
PUT_RIGHT = "已向本人致歉，补齐一次性告知单，并增开一个窗口。"
VISITS = 14


def appealed(story: Story, unit: Unit) -> Life:
    """The head says that the judgement is abuse; the panel must agree unanimously."""
    yield story.after(3, 20)
    head = story.world.heads[unit.pk]
    actions.file_appeal(
        story.case,
        by=head,
        now=story.now,
        target=AppealTarget.RATING,
        reason=AppealReason.MALICIOUS,
        text=PLEA,
        files=[_paper(head, story.now)],
    )
    if not story.stop:
        yield from voted(story, story.chance.choice(VOTES))


def voted(story: Story, votes: Sequence[Vote]) -> Life:
    """The panel says one after the other what it thinks, and decides."""
    panel = story.world.desks[Role.PANELLIST][: len(votes)]
    for person, vote in zip(panel, votes, strict=True):
        yield story.after(1, 7)
        reason = "听取录音，属实。" if vote == Vote.GRANT else "言语激烈，但不构成辱骂。"
        actions.vote_appeal(story.case, by=person, now=story.now, vote=vote, reason=reason)
    if set(votes) == {Vote.GRANT}:
        actions.grant_appeal(
            story.case,
            by=panel[0],
            now=story.now,
            decision="复核组一致同意，不计入解决率和满意率。",
        )
    else:
        actions.refuse_appeal(
            story.case, by=panel[0], now=story.now, decision="证据不足，不予剔除，评价照常计入。"
        )


def _paper(by: Person, now: datetime) -> Attachment:
    return keep(SimpleUploadedFile("回访录音记录.pdf", PAPER, "application/pdf"), by=by, now=now)


def counters(world: World, chance: Random, now: datetime) -> Iterator[tuple[datetime, Life]]:
    """What the counters of the units one may sign in for did in the last weeks."""
    for unit_id in world.shown:
        for number in range(VISITS):
            at = world.workdays_before(now, VISITS - number) + timedelta(minutes=37 * number)
            if at < now:
                yield at, _visit(world, unit_id, Random(chance.random()), number, at)


def _visit(world: World, unit_id: int, chance: Random, number: int, at: datetime) -> Life:
    yield at
    by = world.handlers[unit_id]
    unit = Unit.objects.get(pk=unit_id)
    visit = actions.record_visit(
        unit, by=by, now=at, matter=MATTERS[number % len(MATTERS)], desk=f"{number % 3 + 1}号窗口"
    )
    at += timedelta(minutes=chance.randrange(5, 90))
    yield at
    is_bad = number % 6 == 2
    actions.rate_visit(visit, _impression(chance, is_bad=is_bad), now=at)
    if is_bad and number < VISITS // 2:
        yield from _put_right(visit, by, at, chance)


def _put_right(visit: Visit, by: Person, at: datetime, chance: Random) -> Life:
    at += timedelta(hours=5)
    yield at
    actions.remedy_visit(visit, by=by, now=at, remedy=PUT_RIGHT)
    at += timedelta(hours=20)
    yield at
    actions.rate_visit(visit, _impression(chance, is_bad=False), now=at)


def _impression(chance: Random, *, is_bad: bool) -> actions.Impression:
    if is_bad:
        low, lowest, middling = Grade.DISSATISFIED, Grade.VERY_DISSATISFIED, Grade.BASICALLY
        return actions.Impression(low, lowest, middling, low, "来回跑了三趟，材料一次没说清。")
    first, second, third, fourth = chance.choices((Grade.VERY_SATISFIED, Grade.SATISFIED), k=4)
    return actions.Impression(first, second, third, fourth, chance.choice(SAID))
