"""`{% load cases %}`: states, priorities and clocks as badges."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.db.models import TextChoices
from django.forms import BaseForm
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from huiying.cases.choices import (
    AssignmentState,
    BreachState,
    CallbackState,
    CaseState,
    Grade,
    Priority,
    RequestState,
    Solved,
)
from huiying.cases.models import Assignment, Breach, Callback, Case, Clock, Rating, Request
from huiying.cases.presenters import left_words, point_words
from huiying.design.presenters import listed
from huiying.design.presenters.times import clock_face
from huiying.lib import clock as machine

register = template.Library()
BADGE = "design/components/badge.html"
Look = tuple[str, str]

CASE_LOOKS: dict[str, Look] = {
    CaseState.PENDING_DISPATCH: ("info", "dispatch"),
    CaseState.CONSULTING: ("info", "people"),
    CaseState.PENDING_SIGN: ("info", "inbox"),
    CaseState.RETURN_PENDING: ("warning", "left"),
    CaseState.IN_PROGRESS: ("active", "work"),
    CaseState.ESCALATED: ("warning", "up"),
    CaseState.PENDING_REVIEW: ("active", "eye"),
    CaseState.PENDING_CALLBACK: ("active", "phone"),
    CaseState.REWORK: ("warning", "work"),
    CaseState.LONG_TERM: ("neutral", "calendar"),
    CaseState.CLOSED: ("success", "check"),
    CaseState.TERMINATED: ("neutral", "close"),
    CaseState.WITHDRAWN: ("neutral", "close"),
}
REQUEST_LOOKS: dict[str, Look] = {
    RequestState.SUBMITTED: ("info", "inbox"),
    RequestState.NEEDS_INFO: ("warning", "help"),
    RequestState.NOT_ACCEPTED: ("neutral", "close"),
    RequestState.ANSWERED: ("success", "speak"),
    RequestState.ON_CASE: ("active", "work"),
    RequestState.REPLIED: ("active", "speak"),
    RequestState.CLOSED: ("success", "check"),
}
PART_LOOKS: dict[str, Look] = {
    AssignmentState.PENDING_SIGN: ("info", "inbox"),
    AssignmentState.IN_PROGRESS: ("active", "work"),
    AssignmentState.RETURN_PENDING: ("warning", "left"),
    AssignmentState.REWORK: ("warning", "work"),
    AssignmentState.REPLIED: ("active", "speak"),
    AssignmentState.ACCEPTED: ("success", "check"),
}
CALL_LOOKS: dict[str, Look] = {
    CallbackState.DUE: ("info", "phone"),
    CallbackState.CALLING: ("warning", "phone"),
    CallbackState.LINK_SENT: ("active", "link"),
    CallbackState.ANSWERED: ("success", "check"),
    CallbackState.DISPOSED: ("success", "check"),
}
PRIORITY_LOOKS: dict[str, Look] = {
    Priority.P1: ("danger", "danger"),
    Priority.P2: ("warning", "warning"),
}
SOLVED_LOOKS: dict[str, Look] = {
    Solved.YES: ("success", "check"),
    Solved.NO: ("danger", "close"),
}
BREACH_LOOKS: dict[str, Look] = {
    BreachState.RECORDED: ("danger", "overdue"),
    BreachState.HELD: ("warning", "pause"),
}
PLAIN: Look = ("neutral", "neutral")


def _badge(
    value: TextChoices, looks: Mapping[str, Look], otherwise: Look = PLAIN
) -> dict[str, str]:
    tone, icon = looks.get(value, otherwise)
    return {"text": str(value.label), "tone": tone, "icon": icon}


@register.inclusion_tag(BADGE)
def case_state(case: Case) -> dict[str, str]:
    return _badge(CaseState(case.state), CASE_LOOKS)


@register.inclusion_tag(BADGE)
def request_state(request: Request) -> dict[str, str]:
    return _badge(RequestState(request.state), REQUEST_LOOKS)


@register.inclusion_tag(BADGE)
def assignment_state(part: Assignment) -> dict[str, str]:
    return _badge(AssignmentState(part.state), PART_LOOKS)


@register.inclusion_tag(BADGE)
def callback_state(callback: Callback) -> dict[str, str]:
    return _badge(CallbackState(callback.state), CALL_LOOKS)


@register.inclusion_tag(BADGE)
def priority(of: Case) -> dict[str, str]:
    """P1 and P2 stand out; the others are quiet."""
    return _badge(Priority(of.priority), PRIORITY_LOOKS, ("neutral", "flag"))


@register.inclusion_tag(BADGE)
def solved(rating: Rating) -> dict[str, str]:
    return _badge(Solved(rating.solved), SOLVED_LOOKS)


@register.simple_tag
def grade(value: str) -> str:
    return str(Grade(value).label)


@register.inclusion_tag("design/components/clock_badge.html")
def clock_of(clock: Clock) -> dict[str, Any]:
    """A clock of a case, running or stopped."""
    if clock.is_cancelled:
        cancelled = clock_face(None, machine.now())
        face: Any = {"tone": "neutral", "icon": cancelled.icon, "text": _("No longer counts")}
    elif clock.paused_at is not None and clock.stopped_at is None:
        face = {"tone": "neutral", "icon": "pause", "text": _("Paused"), "note": left_words(clock)}
    else:
        face = clock_face(clock.due, machine.now(), done_at=clock.stopped_at)
    return {"face": face, "provisional": clock.is_provisional, "label": ""}


register.filter(point_words)


@register.inclusion_tag(BADGE)
def breach_state(breach: Breach) -> dict[str, str]:
    return _badge(BreachState(breach.state), BREACH_LOOKS)


@register.simple_tag
def typed(form: BaseForm, name: str, key: int) -> str:
    """What was typed or ticked in a field of many, such as `share_17`, of a form that came back."""
    return str(form.data.get(form.add_prefix(f"{name}_{key}"), ""))


@register.simple_tag
def ticked(form: BaseForm, name: str, key: int) -> bool:
    """Whether a box proposed beforehand stays ticked: at first yes, then as it came back."""
    sent = form.data
    if not isinstance(sent, MultiValueDict) or not sent:
        return True
    return str(key) in sent.getlist(form.add_prefix(name))


@register.filter
def sure(chance: float) -> str:
    """A chance from 0 to 1 as people read it; never a certainty."""
    return f"{min(max(round(chance * 100), 1), 99)}%"


@register.filter
def share(value: float | None) -> str:
    """A measured share from 0 to 1 with one place; a dash where it was not measured."""
    return "–" if value is None else f"{value * 100:.1f}%"


@register.filter
def parted(names: str) -> str:
    """Names kept as "甲、乙", parted as the reader's language parts them."""
    return listed(names.split("、"))
