"""Who does the work changes hands: inside a unit, beside the lead, from lead to lead, and outside."""

from collections.abc import Sequence

from huiying.cases import actions
from huiying.cases.actions.holding import (
    co_give_to,
    co_let_go,
    co_take_on,
    give_to,
    let_go,
    take_on,
)
from huiying.cases.actions.urging import urge
from huiying.cases.choices import Grade, Part
from huiying.cases.demo.middle import live
from huiying.cases.demo.story import Life, Story
from huiying.cases.models import Assignment, Request, WhistleCall
from huiying.cases.permissions import Outside
from huiying.cases.queries import current_lead
from huiying.organisations.models import Unit
from huiying.people.choices import Role

DEPARTMENTS = ("land", "environment", "housing", "market", "health")
GIVES = "我去参加培训，请你接着办。"
LETS_GO = "人手调整，退回科室重新安排。"
DEFECTS = "请补充核查时间和现场照片。"
NO_MORE_NEEDED = "现场查明不涉及你单位，不再需要配合。"
MORE_FITTING = "现场核实主要涉及你单位管护的设施，由你单位牵头。"
FROM_ABOVE = "县级协调会明确由你单位牵头，原单位配合。"
BODY = "市质量检验所"
EXTRACT = "一处公用设施多次维修后仍出现同样的故障，需要判断是否材料原因。"
QUESTION = "这类故障一般由什么原因引起？更换哪一类材料较为合适？"
OPINION = "多为接口老化，建议整段更换并做压力试验。"
DESK = "02988880000"
"""The telephone on the desk of whoever calls."""
WHY_READ = "转接打不通，需要约定上门时间"
NOBODY_CAME = "部门未到场，已由镇里先行处置并另行约谈。"


def lead_of(story: Story) -> Unit:
    """The unit that leads the case now."""
    lead = current_lead(story.case)
    assert lead is not None
    return lead.unit


def others(story: Story, count: int) -> Sequence[Unit]:
    """Departments that do not lead the case."""
    units = [story.world.units[f"{story.spot.county}-{key}"] for key in DEPARTMENTS]
    return [each for each in units if each != lead_of(story)][:count]


def many_beside(story: Story) -> Life:
    """Of four co-units one reports, one wants to leave and stays, one leaves, one is sent home."""
    yield from live(story)
    by, units = story.somebody(Role.DISPATCHER), others(story, 4)
    yield story.after(0.2, 1)
    reason = story.word("co_instruction")
    actions.add_co_unit(story.case, by=by, now=story.now, units=units, reason=reason)
    found = Assignment.objects.filter(case=story.case, part=Part.CO).select_related("case", "unit")
    by_unit = {part.unit_id: part for part in found}
    reporting, staying, leaving, needless = (by_unit[unit.pk] for unit in units)
    yield from _held_and_reported(story, reporting)
    _asks_to_leave(story, staying, reporting.unit)
    _asks_to_leave(story, leaving, reporting.unit)
    yield story.after(0.3, 2)
    actions.co_drop_return(staying, by=story.world.head(staying.unit), now=story.now)
    decision = story.word("agree_return")
    actions.co_agree_return(leaving, by=by, now=story.now, decision=decision)
    actions.recall(needless, by=by, now=story.now, reason=NO_MORE_NEEDED)


def _held_and_reported(story: Story, part: Assignment) -> Life:
    """Taken on, given back, given to somebody; the report is sent back once."""
    handler, head = story.world.handler(part.unit), story.world.head(part.unit)
    lead = story.world.handler(lead_of(story))
    yield story.after(0.1, 0.5)
    co_take_on(part, by=handler, now=story.now)
    co_let_go(part, by=handler, now=story.now, text=LETS_GO)
    co_give_to(part, by=head, now=story.now, person=handler, text=GIVES)
    actions.co_sign(part, by=handler, now=story.now)
    yield story.after(0.3, 1)
    actions.report(part, by=handler, now=story.now, text=story.word("report"))
    yield story.after(0.1, 0.5)
    actions.send_report_back(part, by=lead, now=story.now, defects=DEFECTS)
    yield story.after(0.3, 1)
    actions.report(part, by=handler, now=story.now, text=story.word("report"))
    actions.accept_report(part, by=lead, now=story.now)


def _asks_to_leave(story: Story, part: Assignment, proposed: Unit) -> None:
    actions.co_ask_return(
        part,
        by=story.world.head(part.unit),
        now=story.now,
        reason=story.word("return_reason"),
        legal_basis=story.word("legal_basis"),
        proposed_unit=proposed,
    )


def returned(story: Story) -> Life:
    """Sent to the wrong one: the return is agreed, and the right one has it."""
    yield from live(story)
    head, right = story.world.head(lead_of(story)), others(story, 1)[0]
    yield story.after(0.1, 0.5)
    actions.ask_return(
        story.case,
        by=head,
        now=story.now,
        reason=story.word("return_reason"),
        legal_basis=story.word("legal_basis"),
        proposed_unit=right,
    )
    yield story.after(0.3, 2)
    by, decision = story.somebody(Role.DISPATCHER), story.word("agree_return")
    actions.agree_return(story.case, by=by, now=story.now, decision=decision)
    yield story.after(0.1, 1)
    actions.dispatch(story.case, by=by, now=story.now, lead_unit=right)


def from_lead_to_lead(story: Story) -> Life:
    """Inside the unit it goes round; another unit leads, and the level above names a third."""
    yield from live(story)
    unit, by = lead_of(story), story.somebody(Role.DISPATCHER)
    second, third = others(story, 2)
    handler, head = story.world.handler(unit), story.world.head(unit)
    yield story.after(0.1, 0.5)
    take_on(story.case, by=handler, now=story.now)
    give_to(story.case, by=head, now=story.now, person=handler, text=GIVES)
    let_go(story.case, by=head, now=story.now, text=LETS_GO)
    actions.ask_return(
        story.case,
        by=head,
        now=story.now,
        reason=story.word("return_reason"),
        legal_basis=story.word("legal_basis"),
        proposed_unit=second,
    )
    yield story.after(0.2, 1)
    actions.drop_return(story.case, by=head, now=story.now)
    yield story.after(0.2, 1)
    actions.replace_lead(
        story.case, by=by, now=story.now, lead_unit=second, reason=MORE_FITTING, keep_old=True
    )
    yield story.after(0.2, 1)
    actions.sign(story.case, by=story.world.handler(second), now=story.now)
    reason = story.word("escalate")
    actions.escalate(story.case, by=story.world.head(second), now=story.now, reason=reason)
    yield story.after(0.5, 2)
    above = story.somebody(Role.SUPERVISOR)
    actions.take_over(story.case, by=above, now=story.now, lead_unit=third, reason=FROM_ABOVE)
    yield story.after(0.2, 1)
    actions.sign(story.case, by=story.world.handler(third), now=story.now)


def asked_outside(story: Story) -> Life:
    """A body outside answers one question and is spared another; the person is called, and asks."""
    yield from live(story)
    by = story.world.handler(lead_of(story))
    yield story.after(0.2, 1)
    asked = actions.ask_opinion(
        story.case, by=by, now=story.now, body=BODY, extract=EXTRACT, question=QUESTION
    )
    needless = actions.ask_opinion(
        story.case, by=by, now=story.now, body=BODY, extract=EXTRACT, question=QUESTION
    )
    yield story.after(2, 20)
    outside = Outside(asked.pk)
    actions.give_opinion(asked, by=outside, now=story.now, text=OPINION, name="检验员 温书同")
    actions.lapse_opinion(needless, by=by, now=story.now)
    urge(story.request, by=story.requester, now=story.now)
    yield story.after(0.2, 1)
    request = Request.objects.select_related("case").get(pk=story.request.pk)
    actions.call_through_relay(request, by=by, now=story.now, own=DESK)
    actions.reveal_contact(request, by=by, now=story.now, reason=WHY_READ)


def called_in_vain(story: Story) -> Life:
    """A township calls a department, which does not come (W3)."""
    yield from live(story)
    head, called = story.world.head(lead_of(story)), others(story, 1)
    yield story.after(0.1, 0.5)
    reason = story.word("whistle")
    actions.whistle(story.case, by=head, now=story.now, units=called, reason=reason)
    yield story.after(24 * 4, 24 * 4 + 6)
    call = WhistleCall.objects.select_related("case").get(case=story.case)
    grade = Grade.DISSATISFIED
    actions.conclude_whistle(call, by=head, now=story.now, result=NOBODY_CAME, grade=grade)


def accused_later(story: Story) -> Life:
    """It turns out that the matter is about the unit that has it: that loses the case at once (I11)."""
    yield from live(story)
    unit, instead = lead_of(story), others(story, 1)[0]
    yield story.after(0.2, 2)
    by = story.somebody(Role.DISPATCHER)
    actions.accuse(story.case, by=by, now=story.now, unit=unit)
    yield story.after(0.2, 1)
    actions.dispatch(story.case, by=by, now=story.now, lead_unit=instead)
