"""Time in dispute: a question to the requester, more time, another urgency, a push from above."""

from huiying.cases import actions
from huiying.cases.actions import supervision
from huiying.cases.actions.questions import answer_question, ask_question
from huiying.cases.actions.reclassifying import reclassify
from huiying.cases.actions.urging import urge
from huiying.cases.choices import Kind, Priority
from huiying.cases.demo.story import Life, Story
from huiying.cases.models import Breach, Category
from huiying.cases.queries import current_lead
from huiying.cases.queries.deciders import people_over
from huiying.cases.queries.extensions import open_extension
from huiying.cases.queries.questions import can_be_asked
from huiying.cases.rules.extensions import NEVER
from huiying.organisations.models import Unit
from huiying.people.choices import Permission, Role

RESTS = frozenset({"question", "extension"})
"""Stages at which the story stays."""
PLENTY = 20
"""Hours that must be left before somebody stops to ask."""


def along(story: Story, unit: Unit) -> Life:
    """What may happen while a unit works, or is planned to."""
    if story.stop and story.stop not in RESTS:
        return  # its dates are set for what it is planned to come to
    lead = current_lead(story.case)
    if lead is None or (lead.due - story.now).total_seconds() < PLENTY * 3600:
        return
    story.case.refresh_from_db()
    if story.stop == "question" or story.seldom(0.05):
        yield from _asked(story, unit)
    elif story.stop == "extension" or story.seldom(0.05):
        yield from _longer(story, unit)
    elif story.seldom(0.02):
        _less_urgent(story)
    if story.seldom(0.03):
        urge(story.request, by=story.requester, now=story.now)


def _asked(story: Story, unit: Unit) -> Life:
    if Priority(story.case.priority) in NEVER or not can_be_asked(story.case):
        return
    by, text = story.world.handlers[unit.pk], story.word("question")
    ask_question(story.case, by=by, now=story.now, text=text)
    if story.stop == "question":
        return
    yield story.after(2, 40, office=False)
    answer_question(
        story.request, by=story.requester, now=story.now, text=story.word("question_answer")
    )


def _longer(story: Story, unit: Unit) -> Life:
    if Priority(story.case.priority) in NEVER:
        return
    days = story.chance.randrange(2, 6)
    by, reason = story.world.heads[unit.pk], story.word("extension_reason")
    actions.ask_extension(story.case, by=by, now=story.now, days=days, reason=reason)
    if story.stop == "extension":
        return
    yield story.after(1, 5)
    asked = open_extension(current_lead(story.case))
    if asked is None:
        return
    found = people_over(
        story.case.area_code, Permission.DECIDE_EXTENSION, now=story.now, at_least=asked.level
    )
    decider = found.order_by("pk").first()
    if decider is None:
        return
    if story.often(0.8):
        decision = story.word("extension_granted")
        actions.grant_extension(story.case, by=decider, now=story.now, decision=decision)
    else:
        decision = story.word("extension_refused")
        actions.refuse_extension(story.case, by=decider, now=story.now, decision=decision)


def _less_urgent(story: Story) -> None:
    """It turns out to need checking: P4 becomes P5, as long as nothing was missed."""
    case = story.case
    late = Breach.objects.filter(case=case).exists()
    due = case.clocks.filter(stopped_at__isnull=True, due__lte=story.now).exists()
    if case.priority != Priority.P4 or late or due or case.is_supervised:
        return
    reclassify(
        case,
        by=story.somebody(Role.DISPATCHER),
        now=story.now,
        kind=Kind(case.kind),
        category=Category.objects.get(pk=case.category_id),
        priority=Priority.P5,
        reason=story.word("reclassify"),
    )


def lifted(story: Story) -> Life:
    """A case that ended under supervision is let go by a supervisor of the place."""
    story.case.refresh_from_db()
    if not story.case.is_supervised:
        return
    yield story.after(4, 30)
    found = people_over(story.case.area_code, Permission.SUPERVISE, now=story.now)
    story.case.refresh_from_db()
    supervisor = found.order_by("pk").first()
    if supervisor is not None and story.case.is_supervised:
        text = story.word("lift")
        supervision.lift(story.case, by=supervisor, now=story.now, text=text)
