"""A reply is reviewed, the person is asked and judges, the case closes, and what comes after."""

from collections.abc import Generator
from datetime import datetime
from decimal import Decimal

from huiying.cases import actions
from huiying.cases.choices import (
    CallbackState,
    CaseState,
    Disposal,
    Grade,
    Kind,
    RatingMode,
    Solved,
    TryResult,
)
from huiying.cases.demo import pushing, reopening
from huiying.cases.demo.appealing import appealed
from huiying.cases.demo.calling import (
    handed_over,
    office_of,
    proposed,
    taken_off_the_list,
    thought_better,
    ticked,
)
from huiying.cases.demo.story import Life, Story
from huiying.cases.demo.suggested import NAME, PASSED_ON
from huiying.cases.demo.voices import comment
from huiying.cases.demo.work import replied
from huiying.cases.models import Callback, Reply
from huiying.cases.queries import current_lead
from huiying.cases.queries.credits import sharing_parts
from huiying.cases.rules.details import masked
from huiying.organisations.models import Unit
from huiying.people.choices import Role
from huiying.people.models import Person

GRADES = {
    Grade.VERY_SATISFIED: 36,
    Grade.SATISFIED: 36,
    Grade.BASICALLY: 15,
    Grade.DISSATISFIED: 8,
    Grade.VERY_DISSATISFIED: 5,
}
SOLVED = {
    Grade.VERY_SATISFIED: (Solved.YES,),
    Grade.SATISFIED: (Solved.YES,),
    Grade.BASICALLY: (Solved.YES, Solved.PARTLY),
    Grade.DISSATISFIED: (Solved.NO, Solved.PARTLY),
    Grade.VERY_DISSATISFIED: (Solved.NO,),
}
KIND_GRADES = (Grade.VERY_SATISFIED, Grade.SATISFIED, Grade.BASICALLY)
MOST_ROUNDS = 2
HELPER = Decimal("0.2")
"""What a co-unit that reported gets of the credit."""

Again = Generator[datetime, None, bool]
"""Waits like a life and says in the end whether the case is to be done again."""


def judged(story: Story, unit: Unit) -> Life:
    """Review, callback and what follows, round after round."""
    while story.stop != "replied":
        yield from _reviewed(story, unit)
        if not story.is_callable or story.stop == "released":
            break
        is_again = yield from _called_back(story)
        if not is_again or story.stop == "rework":
            break
        yield from _done_again(story, unit)
    yield from pushing.lifted(story)
    story.case.refresh_from_db()
    if story.case.state == CaseState.CLOSED and not story.is_over:
        story.is_over = True  # another unit's answer was judged within this one's
        yield from _afterwards(story, unit)


def _reviewed(story: Story, unit: Unit) -> Life:
    yield story.soon(0.3, 5)
    if story.seldom(0.06):
        yield from _fallen_short(story, unit, story.somebody(Role.REVIEWER))
    reviewer = story.somebody(Role.REVIEWER)
    if story.is_callable:
        shares = {part.pk: HELPER for part in sharing_parts(story.case)[:2]}
        text = story.word("release")
        actions.release(story.case, by=reviewer, now=story.now, text=text, shares=shares)
    else:
        actions.close_uncalled(story.case, by=reviewer, now=story.now)


def _fallen_short(story: Story, unit: Unit, reviewer: Person) -> Life:
    """The reply goes back, to be completed or to be done again."""
    if story.often(0.7):
        defects = story.word("send_back")
        actions.send_back(story.case, by=reviewer, now=story.now, defects=defects)
    else:
        finding = story.word("not_done")
        actions.find_not_done(story.case, by=reviewer, now=story.now, finding=finding)
    yield from _done_again(story, unit)
    yield story.soon(0.3, 4)


def _done_again(story: Story, unit: Unit) -> Life:
    text = story.text(story.said.again or f"已再次到现场核对。{story.said.reply}")
    yield from replied(story, story.world.handlers[unit.pk], text)


def _called_back(story: Story) -> Again:
    callback = story.case.callbacks.latest("id")
    if callback.state == CallbackState.LINK_SENT:
        return (yield from _by_link(story, callback))
    caller = story.somebody(Role.CALLBACK_OFFICER)
    if story.stop in ("calling", "link") or story.seldom(0.14):
        return (yield from _hard_to_reach(story, callback, caller))
    if story.seldom(0.12):
        yield story.after(1, 26, office=False)
        return (yield from _rated(story, callback, None))
    yield story.soon(0.5, 9)
    yield from taken_off_the_list(story, callback, caller)
    if story.seldom(0.03):
        actions.decline(callback, by=caller, now=story.now)
        return False
    return (yield from _rated(story, callback, caller))


def _by_link(story: Story, callback: Callback) -> Again:
    """Not drawn for a call: some follow the link in the message, others say nothing."""
    if story.often(0.5):
        return False
    yield story.after(2, 50, office=False)
    return (yield from _rated(story, callback, None))


def _hard_to_reach(story: Story, callback: Callback, caller: Person) -> Again:
    """Up to three calls on two days, then a link, which some follow and some do not."""
    for low, high in ((0.5, 5), (2.1, 5), (20, 27)):
        yield story.after(low, high)
        if callback.tries.exists() and not story.stop and story.often(0.5):
            return (yield from _rated(story, callback, caller))
        result = story.chance.choice((TryResult.NO_ANSWER, TryResult.OFF, TryResult.BUSY))
        actions.try_callback(callback, by=caller, now=story.now, result=result)
        if story.stop == "calling":
            return False
    if story.stop or story.often(0.6):
        return False
    yield story.after(3, 60, office=False)
    return (yield from _rated(story, callback, None))


def _rated(story: Story, callback: Callback, caller: Person | None) -> Again:
    """The person judges, on the telephone or by themselves; a bad word has consequences."""
    said = _judgement(story)
    if caller is not None:
        actions.answer_callback(callback, said, by=caller, now=story.now)
    else:
        mode = story.chance.choice((RatingMode.LINK, RatingMode.PAGE))
        actions.rate(callback, said, by=story.requester, now=story.now, mode=mode)
    if not said.is_bad or story.stop == "bad":
        return False
    by = caller or story.somebody(Role.CALLBACK_OFFICER)
    yield from thought_better(story, callback)
    yield story.after(0.5, 8)
    return (yield from _dealt_with(story, callback, by))


def _dealt_with(story: Story, callback: Callback, by: Person) -> Again:
    """The officer proposes; it is done again, goes to another unit, or was reasonable (K8)."""
    again = callback.round <= MOST_ROUNDS and story.stop != "appeal"
    reviewer = story.somebody(Role.REVIEWER)
    led_by = story.case.lead_unit_id
    if again and story.seldom(0.12) and led_by != office_of(story).pk:
        proposed(story, callback, by, Disposal.HANDED_OVER)
        yield story.after(0.3, 4)
        yield from handed_over(story, reviewer)
        yield from judged(story, office_of(story))
        return False
    if again and (story.stop or story.often(0.65)):
        proposed(story, callback, by, Disposal.REWORK)
        actions.rework(story.case, by=by, now=story.now, reason=story.word("rework"))
        return True
    proposed(story, callback, by, Disposal.REASONABLE)
    actions.dispose(callback, by=reviewer, now=story.now, text=story.word("dispose"))
    if story.stop == "appeal" or story.seldom(0.25):
        lead = current_lead(story.case)
        assert lead is not None
        yield from appealed(story, lead.unit)
    return False


def _judgement(story: Story) -> actions.Judgement:
    chance = story.chance
    grade = chance.choices(tuple(GRADES), tuple(GRADES.values()))[0]
    if story.said.kind == Kind.SUGGESTION and story.often(0.7):
        grade = Grade.SATISFIED
    if story.stop:
        bad = story.stop in ("rework", "bad", "appeal")
        grade = Grade.DISSATISFIED if bad else Grade.SATISFIED
    solved = chance.choice(SOLVED[grade])
    manner = grade if story.often(0.6) else chance.choice(KIND_GRADES)
    reasons = ticked(chance, solved, grade)
    may_contact = bool(reasons) and chance.random() < 0.6
    return actions.Judgement(solved, grade, manner, comment(chance, grade), reasons, may_contact)


def _afterwards(story: Story, unit: Unit) -> Life:
    if story.stop in reopening.PLANNED:
        yield from reopening.closed_and_reopened(story, unit)
    elif story.stop == "objection" or story.seldom(0.06):
        yield from _objected(story, unit)
    elif story.stop in ("draft", "published") or story.often(0.5):
        yield from _published(story)
    elif story.seldom(0.02):
        yield story.after(10, 60)
        by, finding = story.somebody(Role.SUPERVISOR), story.word("spot_check")
        actions.spot_check(story.case, by=by, now=story.now, finding=finding)
        yield from _done_again(story, unit)
        yield from judged(story, unit)


def _objected(story: Story, unit: Unit) -> Life:
    yield story.after(4, 60 if story.stop else 200, office=False)
    text = story.word("objection")
    actions.object_to(story.request, by=story.requester, now=story.now, text=text)
    if story.stop:
        return
    yield story.after(8, 60)
    by = story.uninvolved()
    if by is None:
        return
    if story.often(0.45):
        actions.uphold(story.case, by=by, now=story.now, decision=story.word("uphold"))
        yield from _done_again(story, unit)
        yield from judged(story, unit)
    else:
        actions.dismiss(story.case, by=by, now=story.now, decision=story.word("dismiss"))


def _published(story: Story) -> Life:
    """Written anew without anything that points at a person, checked by a second one."""
    if story.request.is_confidential or not story.request.may_publish:
        return
    yield story.after(4, 50)
    story.slots |= {"no": "某"}
    reply = Reply.objects.filter(assignment__case=story.case).latest("id")
    is_overlooked = story.stop == "draft"
    is_masked = not is_overlooked and story.request.pk % 4 == 0
    text = story.text(story.said.text) + (PASSED_ON if is_overlooked or is_masked else "")
    decided = [NAME] if is_masked else []
    actions.draft_public(
        story.case,
        by=story.somebody(Role.REVIEWER),
        now=story.now,
        title=story.text(story.said.title),
        text=masked(text, decided),
        reply=reply.text,
        masked=decided,
    )
    if story.stop == "draft":
        return
    yield story.after(1, 20)
    actions.publish(story.case, by=story.somebody(Role.PUBLISHER), now=story.now)
    if story.seldom(0.04):
        yield story.after(20, 100)
        by, why = story.somebody(Role.PUBLISHER), story.word("take_down")
        actions.unpublish(story.case, by=by, now=story.now, why=why)
