"""What was dealt with is taken up again: from the archive, by another unit, with the whole (C33, C39,
C44, C46)."""

from huiying.cases import actions
from huiying.cases.choices import CaseState, Disposal, Grade, Solved
from huiying.cases.demo.story import Life, Story
from huiying.cases.demo.work import replied
from huiying.cases.models import Case
from huiying.organisations.models import Unit
from huiying.people.choices import Role

PLANNED = {"archived": (23, 1), "withdrawn": (19, 1), "elsewhere": (7, 1)}
"""Stage at which a story comes to rest → (working days before the end at which it begins, weight)."""
PUT_AWAY = (24 * 19, 24 * 23)
"""Hours after which the windows of a case are over and it is in the archive."""
FOUND = "回访复核时发现照片为旧照，问题并未解决，重启办理。"
SINCE = "同一路段多人反映，关系公共安全，撤单后仍需办理，重启并转有权单位。"
OBJECTED = "答复说已修好，其实只修了一半，剩下的说不归他们管。"
ELSEWHERE = "异议成立。剩余部分不属于原承办单位职责，转由有权单位办理。"
NOT_DONE = actions.Judgement(Solved.NO, Grade.DISSATISFIED, Grade.SATISFIED, "路面没有一起修好。")
WHOLE = "诉求人反映路面没有修好，整件重新办理。"
PART = "整件重新办理，路面修复部分一并返工。"


def closed_and_reopened(story: Story, unit: Unit) -> Life:
    """Closed; then the archive is opened for the same unit, or an objection sends it elsewhere."""
    if story.stop == "archived":
        yield from _out_of_the_archive(story)
    else:
        yield from _sent_elsewhere(story, unit)


def _out_of_the_archive(story: Story) -> Life:
    """A county supervisor finds that it was never done (C39); the unit has it again."""
    yield story.after(*PUT_AWAY)
    story.case.refresh_from_db()
    if story.case.state == CaseState.ARCHIVED:
        by = story.somebody(Role.SUPERVISOR)
        actions.reopen_archived(story.case, by=by, now=story.now, reason=FOUND)


def _sent_elsewhere(story: Story, unit: Unit) -> Life:
    """The requester objects, and somebody uninvolved gives it to the unit in charge (C33)."""
    yield story.after(4, 30, office=False)
    actions.object_to(story.request, by=story.requester, now=story.now, text=OBJECTED)
    yield story.after(2, 10)
    by = story.uninvolved()
    if by is None:
        return
    actions.reopen_elsewhere(story.case, by=by, now=story.now, reason=ELSEWHERE)
    yield story.after(0.2, 2)
    given_to_another(story, unit)


def withdrawn_and_taken_up(story: Story, unit: Unit) -> Life:
    """The requester took it back; months later it is dug out for the unit in charge (C44)."""
    yield story.after(1, 20, office=False)
    actions.withdraw(story.request, by=story.requester, now=story.now)
    yield story.after(*PUT_AWAY)
    story.case.refresh_from_db()
    if story.case.state == CaseState.ARCHIVED:
        by = story.somebody(Role.SUPERVISOR)
        actions.reopen_archived_elsewhere(story.case, by=by, now=story.now, reason=SINCE)
        yield story.after(0.2, 2)
        given_to_another(story, unit)


def given_to_another(story: Story, unit: Unit) -> None:
    """Dispatched, but not to this unit."""
    world = story.world
    other = next(
        each
        for each in (world.lead_for(key, story.spot, None) for key in ("roads", "office"))
        if each != unit
    )
    by = story.somebody(Role.DISPATCHER)
    actions.dispatch(story.case, by=by, now=story.now, lead_unit=other)


def done_again_with_its_part(story: Story, child: Case, unit: Unit) -> Life:
    """The part is done, then the whole; the requester says no, and both are done again (C24, C46)."""
    world, case = story.world, story.case
    yield story.after(1, 5)
    actions.reply(child, by=world.handler(unit), now=story.now, text="路面已回填压实并恢复。")
    reviewer = story.somebody(Role.REVIEWER)
    yield story.after(0.3, 3)
    actions.close_uncalled(child, by=reviewer, now=story.now)
    lead = case.lead_unit
    assert lead is not None
    yield from replied(story, world.handler(lead), story.text(story.said.reply))
    yield story.after(0.3, 3)
    actions.release(case, by=reviewer, now=story.now, text=story.word("release"))
    yield story.after(0.5, 4)
    callback, caller = case.callbacks.latest("id"), story.somebody(Role.CALLBACK_OFFICER)
    actions.answer_callback(callback, NOT_DONE, by=caller, now=story.now)
    actions.propose_disposal(
        callback, by=caller, now=story.now, disposal=Disposal.REWORK, text=WHOLE
    )
    actions.rework(case, by=caller, now=story.now, reason=WHOLE)
    yield story.after(0.1, 0.5)
    actions.child_rework(child, by=caller, now=story.now, reason=PART)


__all__ = [
    "PLANNED",
    "closed_and_reopened",
    "done_again_with_its_part",
    "given_to_another",
    "withdrawn_and_taken_up",
]
