"""Several units meet on one case of the demo city: co-units, the panel, called departments, levels above."""

from huiying.cases import actions
from huiying.cases.choices import EscalationOutcome, Grade, Part
from huiying.cases.demo.story import Life, Story
from huiying.cases.models import Assignment, WhistleCall
from huiying.organisations.choices import UnitKind
from huiying.organisations.models import Unit
from huiying.people.choices import Role

PLANNED = {
    "consulting": (1, 1),
    "consulted": (9, 1),
    "together": (2, 1),
    "joined": (9, 1),
    "part disputed": (3, 1),
    "part settled": (9, 1),
    "panel": (2, 1),
    "designated": (9, 1),
    "called": (1, 1),
    "assessed": (9, 1),
    "escalated": (2, 1),
    "directed": (9, 1),
}
"""Planned stages that are reached here; every second one goes on from it as far as time allows."""
BEFORE = frozenset({"consulting", "consulted"})
RETURNED = frozenset({"panel", "designated"})
RESTS = frozenset({"panel", "together", "part disputed", "called", "escalated"})
"""Stages at which the story stays."""
WORKING = frozenset(PLANNED) - BEFORE - RETURNED
PARTNERS = ("land", "environment", "housing", "market")


def partner(story: Story, *but: Unit) -> Unit:
    """A department that has no other part in the story."""
    units = [story.world.units[f"{story.spot.county}-{key}"] for key in PARTNERS]
    return next(each for each in units if each not in (*but, story.spot.township))


def goes_on(story: Story) -> None:
    """From here on the story is like any other."""
    if story.stop in ("consulted", "joined", "part settled", "designated", "assessed", "directed"):
        story.stop = ""


def while_working(story: Story, unit: Unit) -> Life:
    """What brings others in while the unit works."""
    yield story.soon(0.1, 0.5)
    if story.stop in ("together", "joined"):
        yield from joined(story, unit)
    elif story.stop in ("part disputed", "part settled"):
        yield from part_disputed(story, unit)
    elif story.stop in ("called", "assessed"):
        yield from called(story, unit)
    else:
        yield from escalated(story, unit)
    goes_on(story)


def consulted(story: Story, unit: Unit) -> Life:
    """Units discuss a hard case before it is dispatched."""
    other, by = partner(story, unit), story.somebody(Role.DISPATCHER)
    invited, reason = [unit, other], story.word("consult")
    actions.consult(story.case, by=by, now=story.now, units=invited, reason=reason)
    yield story.soon(0.5, 2)
    here = story.world.handlers[unit.pk]
    actions.give_view(story.case, by=here, now=story.now, text=story.word("view"))
    if story.stop == "consulting":
        return
    yield story.soon(0.3, 1)
    minutes, decision = story.word("minutes"), story.word("designate")
    actions.conclude_consult(
        story.case, by=by, now=story.now, minutes=minutes, decision=decision, lead_unit=unit
    )
    yield story.soon(0.1, 0.5)


def joined(story: Story, unit: Unit) -> Life:
    """A co-unit is added, signs, reports, and the lead accepts."""
    part = _co_unit(story, partner(story, unit))
    yield story.soon(0.1, 1)
    actions.co_sign(part, by=story.world.handler(part.unit), now=story.now)
    if story.stop == "joined":
        yield from _reported(story, part, unit)


def _co_unit(story: Story, other: Unit) -> Assignment:
    by, reason = story.somebody(Role.DISPATCHER), story.word("co_instruction")
    actions.add_co_unit(story.case, by=by, now=story.now, units=[other], reason=reason)
    parts = Assignment.objects.select_related("case", "unit")
    return parts.get(case=story.case, part=Part.CO, is_current=True)


def _reported(story: Story, part: Assignment, unit: Unit) -> Life:
    yield story.soon(0.3, 1)
    by = story.world.handler(part.unit)
    actions.report(part, by=by, now=story.now, text=story.word("report"))
    yield story.soon(0.1, 0.5)
    actions.accept_report(part, by=story.world.handler(unit), now=story.now)


def part_disputed(story: Story, unit: Unit) -> Life:
    """A co-unit does not accept that its return was refused; the panel has it stay, and it reports."""
    part = _co_unit(story, partner(story, unit))
    head, proposed = story.world.head(part.unit), partner(story, unit, part.unit)
    yield story.soon(0.2, 1)
    actions.co_ask_return(
        part,
        by=head,
        now=story.now,
        reason=story.word("return_reason"),
        legal_basis=story.word("legal_basis"),
        proposed_unit=proposed,
    )
    yield story.soon(0.3, 2)
    by, decision = story.somebody(Role.DISPATCHER), story.word("refuse_return")
    actions.co_refuse_return(part, by=by, now=story.now, decision=decision)
    yield story.soon(0.3, 1)
    actions.co_dispute_return(part, by=head, now=story.now, reason=story.word("dispute"))
    panel = story.world.desks[Role.PANELLIST][:3]
    for member in panel[: 1 if story.stop == "part disputed" else 3]:
        yield story.soon(0.1, 0.4)
        reason = story.word("panel_reason")
        actions.co_panel_view(part, by=member, now=story.now, unit=part.unit, reason=reason)
    if story.stop == "part settled":
        yield story.soon(0.1, 0.4)
        word = story.word("designate")
        actions.co_designate(part, by=panel[0], now=story.now, unit=part.unit, decision=word)
        yield from _reported(story, part, unit)


def disputed(story: Story, unit: Unit) -> Life:
    """The unit does not accept that its return was refused; the panel designates it all the same."""
    yield story.soon(0.3, 2)
    head = story.world.heads[unit.pk]
    actions.dispute_return(story.case, by=head, now=story.now, reason=story.word("dispute"))
    panel = story.world.desks[Role.PANELLIST][:3]
    for member in panel[: 1 if story.stop == "panel" else 3]:
        yield story.soon(0.1, 0.4)
        reason = story.word("panel_reason")
        actions.give_panel_view(story.case, by=member, now=story.now, unit=unit, reason=reason)
    if story.stop == "panel":
        return
    yield story.soon(0.1, 0.4)
    by, decision = panel[0], story.word("designate")
    actions.designate(story.case, by=by, now=story.now, unit=unit, decision=decision)
    goes_on(story)


def called(story: Story, unit: Unit) -> Life:
    """A township calls departments; one comes, both assess each other."""
    if unit.kind != UnitKind.TOWNSHIP:
        return
    other, head = partner(story, unit), story.world.heads[unit.pk]
    reason = story.word("whistle")
    actions.whistle(story.case, by=head, now=story.now, units=[other], reason=reason)
    yield story.soon(0.3, 1)
    call = WhistleCall.objects.select_related("case").get(case=story.case, unit=other)
    there = story.world.handlers[other.pk]
    actions.arrive(call, by=there, now=story.now, measure=story.word("measure"))
    if story.stop == "called":
        return
    yield story.soon(0.3, 1)
    part = Assignment.objects.select_related("case").get(case=story.case, unit=other)
    actions.report(part, by=there, now=story.now, text=story.word("report"))
    result = story.word("whistle_result")
    actions.conclude_whistle(call, by=head, now=story.now, result=result, grade=Grade.SATISFIED)
    actions.assess_caller(call, by=there, now=story.now, grade=Grade.SATISFIED)


def escalated(story: Story, unit: Unit) -> Life:
    """The unit asks the level above, which directs it."""
    head = story.world.heads[unit.pk]
    actions.escalate(story.case, by=head, now=story.now, reason=story.word("escalate"))
    if story.stop == "escalated":
        return
    yield story.soon(0.5, 2)
    by, decision = story.somebody(Role.SUPERVISOR), story.word("level_decision")
    outcome = EscalationOutcome.DIRECTED
    actions.conclude_escalation(
        story.case, by=by, now=story.now, outcome=outcome, decision=decision
    )
