"""How answers are judged where it seldom goes so: found not done, changed, handed over, checked later;
publications put right, objected to and taken down; appeals decided either way."""

from collections.abc import Generator
from datetime import datetime

from huiying.cases import actions
from huiying.cases.choices import Grade, Solved
from huiying.cases.choices.appealing import Vote
from huiying.cases.demo.appealing import voted
from huiying.cases.demo.calling import handed_over
from huiying.cases.demo.hands import lead_of
from huiying.cases.demo.middle import live
from huiying.cases.demo.story import Life, Story
from huiying.cases.demo.work import replied
from huiying.cases.models import PublicVersion
from huiying.people.choices import Role
from huiying.people.models import Person

BAD = actions.Judgement(Solved.NO, Grade.VERY_DISSATISFIED, Grade.BASICALLY, "还是老样子。")
LESS_BAD = actions.Judgement(Solved.PARTLY, Grade.DISSATISFIED, Grade.BASICALLY)
PUT_RIGHT = "完成时间写错，按实际日期更正。"
TOO_EXACT = "写得太细，邻居一看就知道是我家。"
RIGHT = "异议成立，先行撤下，改写后再公开。"
GENERAL = "公开内容已作概括，看不出是谁，原公开维持。"
OUT_OF_DATE = "有关规定已经调整，撤下以免误导。"


def judged_again_and_again(story: Story) -> Life:
    """Found not done; then a bad word, softened; another unit's duty; not asked; a check finds it false."""
    yield from live(story)
    reviewer, caller = story.somebody(Role.REVIEWER), story.somebody(Role.CALLBACK_OFFICER)
    yield story.after(0.2, 1)
    finding = story.word("not_done")
    actions.find_not_done(story.case, by=reviewer, now=story.now, finding=finding)
    yield from _replied(story)
    actions.release(story.case, by=reviewer, now=story.now)
    yield story.after(0.5, 3)
    callback = story.case.callbacks.latest("id")
    actions.answer_callback(callback, BAD, by=caller, now=story.now)
    yield story.after(0.2, 1, office=False)
    rating = story.request.ratings.get(case=story.case, round=callback.round)
    actions.change_rating(rating, LESS_BAD, by=story.requester, now=story.now)
    yield story.after(0.5, 3)
    yield from handed_over(story, reviewer)
    yield story.after(0.2, 1)
    actions.release(story.case, by=reviewer, now=story.now)
    yield story.after(0.5, 3)
    actions.decline(story.case.callbacks.latest("id"), by=caller, now=story.now)
    yield story.after(4, 12)
    by, finding = story.somebody(Role.SUPERVISOR), story.word("spot_check")
    actions.spot_check(story.case, by=by, now=story.now, finding=finding)


def _replied(story: Story) -> Life:
    handler = story.world.handler(lead_of(story))
    yield from replied(story, handler, story.text(story.said.reply))
    yield story.after(0.2, 1)


def published_too_exactly(story: Story) -> Life:
    """Put right, objected to by the person it is about, and taken down."""
    yield from live(story)
    yield story.after(1, 5)
    shown = PublicVersion.objects.get(case=story.case)
    actions.redact_public(
        story.case,
        by=story.somebody(Role.PUBLISHER),
        now=story.now,
        title=shown.title,
        text=shown.text,
        reply=f"{shown.reply}（日期已更正）",
        why=PUT_RIGHT,
    )
    by = yield from _objected_to(story)
    actions.uphold_public(story.case, by=by, now=story.now, decision=RIGHT)


def published_rightly(story: Story) -> Life:
    """The objection to the publication is dismissed; later it is out of date."""
    yield from live(story)
    by = yield from _objected_to(story)
    actions.dismiss(story.case, by=by, now=story.now, decision=GENERAL)
    yield story.after(4, 12)
    publisher = story.somebody(Role.PUBLISHER)
    actions.unpublish(story.case, by=publisher, now=story.now, why=OUT_OF_DATE)


def _objected_to(story: Story) -> Generator[datetime, None, Person]:
    yield story.after(1, 12, office=False)
    actions.object_public(story.request, by=story.requester, now=story.now, text=TOO_EXACT)
    yield story.after(1, 6)
    return story.world.desks[Role.SUPERVISOR][0]


def closed_wrongly(story: Story) -> Life:
    """The objection to the closing is right (C32): the same unit does it again."""
    yield from live(story)
    yield story.after(1, 6)
    if (by := story.uninvolved()) is not None:
        actions.uphold(story.case, by=by, now=story.now, decision=story.word("uphold"))


def appeal_granted(story: Story) -> Life:
    """All three of the panel agree with the unit."""
    yield from live(story)
    yield from voted(story, (Vote.GRANT,) * 3)


def appeal_refused(story: Story) -> Life:
    """Malice is found unanimously or not at all."""
    yield from live(story)
    yield from voted(story, (Vote.GRANT, Vote.GRANT, Vote.REFUSE))
