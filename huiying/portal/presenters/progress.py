"""The way of one request as a list of happenings, newest first, units named and people never (P12)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from huiying.cases.choices import ClockKind, Grade, ObjectionState, RequestState, Solved, Step
from huiying.cases.models import Rating
from huiying.cases.presenters import left_words
from huiying.design.choices import Happening, Tone
from huiying.design.presenters.times import due_text
from huiying.portal.presenters.words import State, shown_code, state_of
from huiying.portal.queries import Story, story_of

_EVENTS: dict[str, tuple[Any, Tone, str]] = {
    Step.SUBMIT: (pgettext_lazy("to the requester", "You sent it"), Tone.INFO, "speak"),
    Step.ASK_INFO: (
        pgettext_lazy("to the requester", "We asked you for details"),
        Tone.WARNING,
        "help",
    ),
    Step.SUPPLY: (pgettext_lazy("to the requester", "You gave the details"), Tone.INFO, "edit"),
    Step.LAPSE_INFO: (
        pgettext_lazy("to the requester", "The details did not come in time"),
        Tone.WARNING,
        "clock",
    ),
    Step.REFUSE: (pgettext_lazy("to the requester", "Not accepted"), Tone.WARNING, "close"),
    Step.UPHOLD_REFUSED: (
        pgettext_lazy("to the requester", "Your objection was right; we look again"),
        Tone.SUCCESS,
        "flag",
    ),
    Step.ANSWER: (pgettext_lazy("to the requester", "Answered"), Tone.SUCCESS, "success"),
    Step.NOT_ANSWERED: (
        pgettext_lazy("to the requester", "You said it was not answered"),
        Tone.INFO,
        "help",
    ),
    Step.ACCEPT: (pgettext_lazy("to the requester", "Accepted"), Tone.ACTIVE, "check"),
    Step.ATTACH: (
        pgettext_lazy("to the requester", "Joined with others who reported the same"),
        Tone.ACTIVE,
        "people",
    ),
    Step.TELL_RESULT: (
        pgettext_lazy("to the requester", "Answered with the result of your earlier request"),
        Tone.SUCCESS,
        "success",
    ),
    Step.WITHDRAW: (pgettext_lazy("to the requester", "You withdrew it"), Tone.NEUTRAL, "close"),
    Step.UNDO_WITHDRAWAL: (
        pgettext_lazy("to the requester", "You had it taken up again"),
        Tone.INFO,
        "speak",
    ),
    Step.ARCHIVE: (pgettext_lazy("to the requester", "Finished and filed"), Tone.NEUTRAL, "file"),
    Step.URGE: (
        pgettext_lazy("to the requester", "You asked how far it is"),
        Tone.INFO,
        "clock",
    ),
}
_ENTRIES: dict[str, tuple[Any, Tone, str]] = {
    Step.AGREE_RETURN: (
        pgettext_lazy("to the requester", "It goes to another unit"),
        Tone.INFO,
        "dispatch",
    ),
    Step.FIND_NOT_DONE: (
        pgettext_lazy("to the requester", "Checked: not done yet, to be done again"),
        Tone.WARNING,
        "edit",
    ),
    Step.REWORK: (pgettext_lazy("to the requester", "To be done again"), Tone.WARNING, "edit"),
    Step.SPOT_CHECK: (
        pgettext_lazy("to the requester", "Checked again: not solved, to be done again"),
        Tone.WARNING,
        "eye",
    ),
    Step.UPHOLD: (
        pgettext_lazy("to the requester", "Your objection was right; it is done again"),
        Tone.SUCCESS,
        "flag",
    ),
    Step.GRANT_EXTENSION: (
        pgettext_lazy("to the requester", "More time was given, with a reason"),
        Tone.INFO,
        "calendar",
    ),
    Step.APPROVE_PLAN: (
        pgettext_lazy("to the requester", "Planned for later"),
        Tone.INFO,
        "calendar",
    ),
    Step.REVISE_PLAN: (
        pgettext_lazy("to the requester", "The dates of the plan were moved"),
        Tone.WARNING,
        "calendar",
    ),
    Step.BREAK_PLAN: (
        pgettext_lazy("to the requester", "The plan did not hold; work goes on at once"),
        Tone.WARNING,
        "calendar",
    ),
    Step.LEGAL_DONE: (
        pgettext_lazy("to the requester", "The legal route has taken it over"),
        Tone.INFO,
        "building",
    ),
    **dict.fromkeys(
        (
            Step.LEGAL_DECLINED,
            Step.UPHOLD_TERMINATED,
            Step.REOPEN_ELSEWHERE,
            Step.REOPEN_ARCHIVED,
            Step.REOPEN_ARCHIVED_ELSEWHERE,
            Step.TAKE_UP_AGAIN,
        ),
        (pgettext_lazy("to the requester", "Taken up again"), Tone.INFO, "dispatch"),
    ),
    Step.POSTPONE: (pgettext_lazy("to the requester", "Planned for later"), Tone.INFO, "calendar"),
    Step.MERGE: (
        pgettext_lazy("to the requester", "Joined with others who reported the same"),
        Tone.INFO,
        "people",
    ),
    Step.MOVE_REQUEST: (
        pgettext_lazy("to the requester", "Requests about the same matter were sorted anew"),
        Tone.INFO,
        "people",
    ),
    Step.SPLIT: (
        pgettext_lazy("to the requester", "A part of it goes to another unit"),
        Tone.INFO,
        "dispatch",
    ),
    Step.TO_LEGAL: (
        pgettext_lazy("to the requester", "Passed to a legal route"),
        Tone.INFO,
        "building",
    ),
    Step.TERMINATE: (pgettext_lazy("to the requester", "Ended"), Tone.WARNING, "close"),
    Step.CONCLUDE: (pgettext_lazy("to the requester", "Closed"), Tone.SUCCESS, "success"),
    Step.CLOSE_UNCALLED: (pgettext_lazy("to the requester", "Closed"), Tone.SUCCESS, "success"),
    Step.ARCHIVE: (pgettext_lazy("to the requester", "Finished and filed"), Tone.NEUTRAL, "file"),
}


@dataclass(frozen=True)
class Face:
    """The head of a tracking page."""

    number: str
    title: str
    state: State
    state_code: str
    unit: str
    promise: str
    is_provisional: bool


def face_of(story: Story, now: datetime) -> Face:
    """State, unit and promised date in words."""
    case = story.case
    unit = case.lead_unit.name if case is not None and case.lead_unit else ""
    words, provisional = promise(story, now)
    request = story.request
    return Face(
        number=request.receipt_no,
        title=request.title,
        state=state_of(request),
        state_code=shown_code(request),
        unit=unit,
        promise=words,
        is_provisional=provisional,
    )


def standing_of(request_id: int | None, now: datetime) -> Face | None:
    """How one's earlier request stands, for the receipt of a new one."""
    return face_of(story_of(request_id), now) if request_id is not None else None


def promise(story: Story, now: datetime) -> tuple[str, bool]:
    """What was promised next, such as 10月9日 24:00前, and whether the date is provisional."""
    request, case = story.request, story.case
    if request.state == RequestState.SUBMITTED:
        clock = next((c for c in story.clocks[::-1] if c.kind == ClockKind.ACCEPT), None)
        if clock is not None:
            words = _("Taken up %(when)s") % {"when": due_text(clock.due, now)}
            return words, clock.is_provisional
    if request.state == RequestState.ON_CASE and story.waiting is not None:
        left = left_words(story.waiting)
        return _("Paused until the question is answered; %(left)s") % {"left": left}, False
    if request.state == RequestState.ON_CASE and case is not None and case.promised_due:
        words = _("Answered %(when)s") % {"when": due_text(case.promised_due, now)}
        return words, case.is_provisional
    return "", False


def happenings(story: Story) -> list[Happening]:
    """Everything that happened, newest first."""
    # Of what happened in the same instant, the later source is the later happening.
    found = [
        *_events(story),
        *_work(story),
        *_judgements(story),
        *_questions(story),
        *_ends(story),
        *_objections(story),
    ]
    dated = [(each.at, number, each) for number, each in enumerate(found) if each.at]
    return [each for _at, _number, each in sorted(dated, key=lambda row: row[:2], reverse=True)]


def _events(story: Story) -> Iterator[Happening]:
    for event in story.events:
        if known := _EVENTS.get(event.kind.removeprefix("request.")):
            title, tone, icon = known
            yield Happening(str(title), event.at, tone=tone, icon=icon)


def _ends(story: Story) -> Iterator[Happening]:
    for entry in story.entries:
        if known := _ENTRIES.get(entry.step):
            title, tone, icon = known
            said = entry.text if entry.is_public else ""
            yield Happening(str(title), entry.at, text=said, tone=tone, icon=icon)


def _work(story: Story) -> Iterator[Happening]:
    for lead in story.leads:
        unit = lead.unit.name
        given = _("Given to %(unit)s") % {"unit": unit}
        yield Happening(given, lead.assigned_at, tone=Tone.ACTIVE, icon="dispatch")
        if lead.signed_at:
            started = _("%(unit)s has started") % {"unit": unit}
            yield Happening(started, lead.signed_at, tone=Tone.ACTIVE, icon="building")
        if lead.contacted_at:
            reached = _("%(unit)s got in touch with you") % {"unit": unit}
            yield Happening(reached, lead.contacted_at, icon="phone")
    for reply in story.replies:
        answered = _("%(unit)s has answered") % {"unit": reply.assignment.unit.name}
        yield Happening(answered, reply.reviewed_at, tone=Tone.SUCCESS, icon="mail")


def _questions(story: Story) -> Iterator[Happening]:
    for each in story.questions:
        asked = _("The unit asked you something")
        yield Happening(asked, each.asked_at, text=each.text, tone=Tone.WARNING, icon="help")
        if each.answer and each.ended_at:
            yield Happening(_("You answered"), each.ended_at, text=each.answer, icon="edit")


def _judgements(story: Story) -> Iterator[Happening]:
    for rating in story.ratings:
        yield Happening(_("You judged the answer"), rating.at, text=judged(rating), icon="star")
    for callback in story.callbacks:
        if callback.disposition and callback.ended_at:
            said = _("What came of your judgement")
            yield Happening(said, callback.ended_at, text=callback.disposition, icon="info")


def judged(rating: Rating) -> str:
    """A judgement in one line."""
    values = {
        "solved": Solved(rating.solved).label,
        "result": Grade(rating.result).label,
        "manner": Grade(rating.manner).label,
    }
    line = _("Solved: %(solved)s. Result: %(result)s. Manner: %(manner)s.") % values
    return f"{line}\n{rating.comment}" if rating.comment else line


_DECIDED = {
    ObjectionState.UPHELD: pgettext_lazy("to the requester", "Your objection was found right"),
    ObjectionState.DISMISSED: pgettext_lazy(
        "to the requester", "Your objection was not found right"
    ),
}


def _objections(story: Story) -> Iterator[Happening]:
    for objection in story.objections:
        yield Happening(_("You objected"), objection.filed_at, text=objection.text, icon="flag")
        if objection.decided_at:
            title = str(_DECIDED[ObjectionState(objection.state)])
            yield Happening(title, objection.decided_at, text=objection.decision, icon="flag")
