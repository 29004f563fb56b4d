"""What goes on longer or ends without a result: more time, plans, terminations, legal routes, the register
of hard cases, supervision; with the refusals and changes of mind on the way."""

from collections.abc import Sequence
from datetime import date, timedelta

from huiying.cases import actions
from huiying.cases.actions import supervision
from huiying.cases.choices import LegalEnd, Step, StopReason, SupervisionCause
from huiying.cases.demo.hands import lead_of
from huiying.cases.demo.middle import live
from huiying.cases.demo.roads import CAUSE, NOTE, OFFICIALS, REMEDY
from huiying.cases.demo.story import Life, Story
from huiying.cases.rules.plans import Line
from huiying.lib.clock import local_date
from huiying.people.choices import Role
from huiying.people.models import Person

LONG, SHORT, TOO_MUCH = 12, 2, 3
"""Working days of more time asked for: with the county's consent, at first and taken back, refused."""
COUNTY_AGREES = "县里已到现场核实，确需跨月施工，同意。"
TOLD = "已电话告知原因、步骤和期限，诉求人表示理解。"
WORK = ("完成现场勘测", "完成施工并组织验收")
TOO_VAGUE = "没有写明验收时间，请改后再报。"
RAIN = "连续降雨无法施工，顺延两天。"
DONE = ("勘测完成，方案已公示。", "施工完成，已组织验收。")
KEPT = "计划各步骤均已完成并通过验收。"
EXPLAINED = "两次上门均未能入户，诉求人明确表示不同意。"
TRY_AGAIN = "请会同村里再上门一次。"
ALONE = "同意终止办理。"
NOW_OPENS = "诉求人已同意入户，终止的理由不复存在，重新办理。"
ENDED_THERE = "仲裁机构已立案受理，受理通知书已附卷。"
SENT_BACK = "法院告知不属于受理范围，退回行政办理。"
SOLVED_MOSTLY = "主要问题已解决，转为一般件跟踪。"
PUSHES = "请三日内报进展。"
LISTS = "逾期未报进展，列入挂牌督办。"
TALKS = "约谈单位负责人，要求一周内拿出方案。"
PLAN_ALLOWED = "情况属实，同意提出分步计划。"


def more_time(story: Story) -> Life:
    """Asked for and taken back; asked for long, with the county's consent; the last time refused."""
    yield from live(story)
    head, (decider, county) = story.world.head(lead_of(story)), _supervisors(story)
    reason = story.word("extension_reason")
    actions.ask_extension(story.case, by=head, now=story.now, days=SHORT, reason=reason)
    yield story.after(0.2, 1)
    actions.drop_extension(story.case, by=head, now=story.now)
    actions.ask_extension(story.case, by=head, now=story.now, days=LONG, reason=reason)
    yield story.after(1, 3)
    actions.consent_extension(story.case, by=county, now=story.now, note=COUNTY_AGREES)
    decision = story.word("extension_granted")
    actions.grant_extension(story.case, by=decider, now=story.now, decision=decision)
    yield story.after(20, 40)
    actions.ask_extension(story.case, by=head, now=story.now, days=TOO_MUCH, reason=reason)
    yield story.after(1, 3)
    decision = story.word("extension_refused")
    actions.refuse_extension(story.case, by=decider, now=story.now, decision=decision)


def _supervisors(story: Story) -> Sequence[Person]:
    """Two, one of whom may decide on what the other took part in."""
    return story.world.desks[Role.SUPERVISOR][:2]


def plan_kept(story: Story) -> Life:
    """The first plan is refused; the second is moved once, carried out, and answered for."""
    yield from live(story)
    handler, county = story.world.handler(lead_of(story)), _supervisors(story)[0]
    _propose(story, (3, 6))
    yield story.after(2, 5)
    actions.refuse_plan(story.case, by=county, now=story.now, decision=TOO_VAGUE)
    yield story.after(1, 3)
    _propose(story, (4, 6))
    yield story.after(1, 3)
    actions.approve_plan(story.case, by=county, now=story.now, decision="同意。")
    yield story.after(20, 26)
    lines = _lines(local_date(story.now), (5, 8))
    actions.revise_plan(story.case, by=county, now=story.now, lines=lines, reason=RAIN)
    for note in DONE:
        yield story.after(20, 30)
        actions.record_plan_step(story.case, by=handler, now=story.now, note=note)
    yield story.after(1, 4)
    actions.reply(story.case, by=handler, now=story.now, text=KEPT)


def _propose(story: Story, days: Sequence[int]) -> None:
    actions.propose_plan(
        story.case,
        by=story.world.head(lead_of(story)),
        now=story.now,
        cause=CAUSE,
        official=story.chance.choice(OFFICIALS),
        told=TOLD,
        lines=_lines(local_date(story.now), days),
    )


def _lines(today: date, days: Sequence[int]) -> Sequence[Line]:
    return [Line(what, today + timedelta(days=n)) for what, n in zip(WORK, days, strict=True)]


def put_off(story: Story) -> Life:
    """Somebody says that it is not solved, and it cannot be now: a plan answers them (C25)."""
    yield from live(story)
    yield story.after(1, 4)
    _propose(story, (20, 90))
    yield story.after(2, 8)
    county = _supervisors(story)[0]
    actions.postpone(story.case, by=county, now=story.now, decision="同意分步解决。")


def stopped_too_early(story: Story) -> Life:
    """Refused, taken back, granted at last; the objection to it is right (C38)."""
    yield from live(story)
    head, (above, other) = story.world.head(lead_of(story)), _supervisors(story)
    instead = lead_of(story)
    _ask_stop(story)
    yield story.after(1, 5)
    actions.refuse_stop(story.case, by=above, now=story.now, decision=TRY_AGAIN)
    yield story.after(1, 3)
    _ask_stop(story)
    yield story.after(0.5, 2)
    actions.drop_stop(story.case, by=head, now=story.now)
    yield story.after(1, 3)
    _ask_stop(story)
    yield story.after(1, 5)
    actions.terminate(story.case, by=above, now=story.now, decision=ALONE)
    yield story.after(4, 30, office=False)
    text = story.word("objection")
    actions.object_to(story.request, by=story.requester, now=story.now, text=text)
    yield story.after(2, 8)
    actions.uphold_terminated(story.case, by=other, now=story.now, decision=NOW_OPENS)
    yield story.after(0.2, 2)
    by = story.somebody(Role.DISPATCHER)
    actions.dispatch(story.case, by=by, now=story.now, lead_unit=instead)


def _ask_stop(story: Story) -> None:
    today = local_date(story.now)
    actions.ask_stop(
        story.case,
        by=story.world.head(lead_of(story)),
        now=story.now,
        reason=StopReason.NO_COOPERATION,
        explanation=EXPLAINED,
        note=NOTE,
        remedy=REMEDY,
        first_try=today - timedelta(days=2),
        second_try=today - timedelta(days=1),
    )


def ended_at_court(story: Story) -> Life:
    """The legal body has taken it over (C35)."""
    yield from live(story)
    yield story.after(2, 10)
    by, end = story.somebody(Role.REVIEWER), LegalEnd.TAKEN_OVER
    actions.legal_done(story.case, by=by, now=story.now, end=end, proof=ENDED_THERE)


def back_from_court(story: Story) -> Life:
    """The legal body declined (C36): it is dispatched again."""
    yield from live(story)
    yield story.after(2, 10)
    by = story.somebody(Role.DISPATCHER)
    actions.legal_declined(story.case, by=by, now=story.now, proof=SENT_BACK)
    yield story.after(0.2, 2)
    unit = story.world.lead_for(story.said.unit, story.spot, None)
    actions.dispatch(story.case, by=by, now=story.now, lead_unit=unit)


def hard_no_more(story: Story) -> Life:
    """Struck off the register while the case goes on."""
    yield from live(story)
    yield story.after(2, 10)
    by = _supervisors(story)[0]
    actions.strike_hard(story.case, by=by, now=story.now, reason=SOLVED_MOSTLY)


def pushed_to_the_top(story: Story) -> Life:
    """Reminder, letter, list, talk; then a consent, and a plan under supervision."""
    yield from live(story)
    by = _supervisors(story)[0]
    cause = SupervisionCause.UNSOLVED
    supervision.remind(story.case, by=by, now=story.now, cause=cause, text=PUSHES)
    yield story.after(20, 24)
    supervision.send_letter(story.case, by=by, now=story.now, text=PUSHES)
    yield story.after(24 * 8, 24 * 8 + 2)
    supervision.list_case(story.case, by=by, now=story.now, text=LISTS)
    yield story.after(20, 24)
    supervision.talk(story.case, by=by, now=story.now, text=TALKS)
    yield story.after(2, 6)
    plan = Step.PROPOSE_PLAN
    supervision.consent(story.case, by=by, now=story.now, step=plan, reason=PLAN_ALLOWED)
    yield story.after(2, 6)
    _propose(story, (20, 60))
