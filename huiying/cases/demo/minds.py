"""People who say more, object, take back, and change their mind; pushed along where it seldom goes so."""

from huiying.cases import actions
from huiying.cases.actions.questions import answer_question
from huiying.cases.choices import RefusalReason
from huiying.cases.choices.asking import ToldBy, ToldWhat
from huiying.cases.demo.middle import live, taken_in
from huiying.cases.demo.reopening import given_to_another
from huiying.cases.demo.story import Life, Story
from huiying.organisations.models import Unit
from huiying.people.choices import Role

ANSWER = "您好，这类事项可先联系村（社区）便民服务点登记，一般三个工作日内有人上门。"
NOT_CLEAR = "您的来信没有写明希望解决的事项，请补充后再次提交。"
CLEAR_ENOUGH = "来信写明了地点和诉求，应当受理，退回受理环节重新登记。"
NOTHING_NEW = "同一事项已经答复，本次没有新的事实，原决定维持。"
BY_TELEPHONE = "诉求人来电说已与村里谈妥，要求撤回。"
STILL_NEEDED = "关系附近住户出行安全，撤回后仍需办理。"
MANY_CONCERNED = "涉及多户，即使诉求人撤回也应办完。"
MAIL = "neighbour@example.org"


def asked_and_answered(story: Story) -> Life:
    """Details are asked for and given, the answer at once does not answer it, so it becomes a case."""
    yield from live(story)
    clerk = story.somebody(Role.INTAKE_CLERK)
    yield story.after(0.2, 1)
    actions.ask_info(story.request, by=clerk, now=story.now, missing=story.word("info"))
    yield story.after(1, 6, office=False)
    more = story.word("supplied")
    actions.supply(story.request, by=story.requester, now=story.now, text=more)
    yield story.after(0.2, 1)
    actions.answer(story.request, by=clerk, now=story.now, text=ANSWER)
    yield story.after(1, 6, office=False)
    more = story.word("not_answered")
    actions.not_answered(story.request, by=story.requester, now=story.now, text=more)
    yield from _goes_on(story)


def _goes_on(story: Story) -> Life:
    """It is accepted, and a unit begins to work on it."""
    story.stop = "working"
    yield from taken_in(story)


def refused_wrongly(story: Story) -> Life:
    """Not accepted; the objection is right, and intake looks at it afresh (R7)."""
    yield from _refused(story)
    by = story.somebody(Role.SUPERVISOR)
    actions.uphold_refused(story.request, by=by, now=story.now, decision=CLEAR_ENOUGH)
    yield from _goes_on(story)


def refused_rightly(story: Story) -> Life:
    """Not accepted, and the objection is dismissed (O3)."""
    yield from _refused(story)
    by = story.somebody(Role.SUPERVISOR)
    actions.dismiss_refused(story.request, by=by, now=story.now, decision=NOTHING_NEW)


def _refused(story: Story) -> Life:
    yield from live(story)
    yield story.after(0.2, 1)
    clerk, reason = story.somebody(Role.INTAKE_CLERK), RefusalReason.INVALID
    actions.refuse(story.request, by=clerk, now=story.now, reason=reason, route=NOT_CLEAR)
    yield story.after(2, 20, office=False)
    text = story.word("objection")
    actions.object_to(story.request, by=story.requester, now=story.now, text=text)
    yield story.after(2, 8)


def taken_back_by_telephone(story: Story) -> Life:
    """Staff write a withdrawal down; told of it by message, the person undoes it and is heard anew."""
    yield from live(story)
    yield story.after(0.5, 3)
    clerk = story.somebody(Role.INTAKE_CLERK)
    actions.record_withdrawal(story.request, by=clerk, now=story.now, text=BY_TELEPHONE)
    yield story.after(2, 20, office=False)
    actions.undo_withdrawal(story.request, by=story.requester, now=story.now)
    yield from _goes_on(story)


def taken_back_but_done(story: Story) -> Life:
    """Withdrawn with its only voice, and taken up again because it concerns others (C30)."""
    yield from live(story)
    unit = story.case.lead_unit
    yield story.after(0.5, 3)
    actions.withdraw(story.request, by=story.requester, now=story.now)
    yield story.after(2, 8)
    by = story.somebody(Role.DISPATCHER)
    actions.take_up_again(story.case, by=by, now=story.now, reason=STILL_NEEDED)
    yield story.after(0.2, 1)
    if isinstance(unit, Unit):
        given_to_another(story, unit)


def asked_in_between(story: Story) -> Life:
    """The unit asks something, and the person answers."""
    yield from live(story)
    yield story.after(2, 20, office=False)
    told = story.word("question_answer")
    answer_question(story.request, by=story.requester, now=story.now, text=told)


def kept_open(story: Story) -> Life:
    """Marked as of public interest, the case goes on although its only voice is withdrawn."""
    yield from live(story)
    yield story.after(0.5, 3)
    by = story.somebody(Role.SUPERVISOR)
    actions.keep_open(story.case, by=by, now=story.now, reason=MANY_CONCERNED)
    yield story.after(2, 20, office=False)
    actions.withdraw(story.request, by=story.requester, now=story.now)


def changed_their_mind(story: Story) -> Life:
    """About publication, secrecy, and how to be told."""
    yield from live(story)
    request, by = story.request, story.requester
    yield story.after(2, 20, office=False)
    actions.take_consent(request, by=by, now=story.now)
    actions.ask_secrecy(request, by=by, now=story.now)
    yield story.after(20, 30, office=False)
    actions.lift_secrecy(request, by=by, now=story.now)
    actions.give_consent(request, by=by, now=story.now)
    told, what = ToldBy.BOTH, ToldWhat.ANSWER
    actions.set_messages(
        request, by=by, now=story.now, told_by=told, told_what=what, contact_email=MAIL
    )
