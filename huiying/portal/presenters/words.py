"""What each state and step is called to the person who asked (workflow 2.1: some are shown alike)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiying.cases.choices import CaseState as C
from huiying.cases.choices import RequestState as R
from huiying.cases.choices import Step
from huiying.cases.models import Case, Request
from huiying.design.choices import Tone

Text = Any
"""A translatable text; it becomes one when it is shown."""


@dataclass(frozen=True)
class State:
    """A state in two or three words, and what it means for the person."""

    label: Text
    meaning: Text
    tone: Tone


_WORKING = State(
    pgettext_lazy("to the requester", "Being handled"),
    _("The unit is working on it. You will be told when there is an answer."),
    Tone.ACTIVE,
)
_ACCEPTED = State(
    pgettext_lazy("to the requester", "Accepted"),
    _("We are finding the unit whose job it is."),
    Tone.ACTIVE,
)
_CLOSED = State(
    pgettext_lazy("to the requester", "Closed"),
    _("It is finished. If you disagree, you can object within 15 days."),
    Tone.SUCCESS,
)
_WITHDRAWN = State(
    pgettext_lazy("to the requester", "Withdrawn"),
    _("You took it back. You can change your mind within 15 days."),
    Tone.NEUTRAL,
)
_ARCHIVED = State(
    pgettext_lazy("to the requester", "Finished and filed"),
    _("The time to object is over. If something new happens, please send a new request."),
    Tone.NEUTRAL,
)

STATES: Mapping[str, State] = {
    R.SUBMITTED: State(
        pgettext_lazy("to the requester", "Received"),
        _("We have it. Somebody reads it and takes it up."),
        Tone.INFO,
    ),
    R.NEEDS_INFO: State(
        pgettext_lazy("to the requester", "Waiting for you"),
        _("We need some details from you before we can go on."),
        Tone.WARNING,
    ),
    R.NOT_COMPLETED: State(
        pgettext_lazy("to the requester", "Closed, details missing"),
        _("The details did not come in time. You can still give them within 15 days."),
        Tone.WARNING,
    ),
    R.NOT_ACCEPTED: State(
        pgettext_lazy("to the requester", "Not accepted"),
        _("We cannot take this up. Below you read why and where to go instead."),
        Tone.WARNING,
    ),
    R.ANSWERED: State(
        pgettext_lazy("to the requester", "Answered"),
        _("The answer stands below. If it does not answer you, say so."),
        Tone.SUCCESS,
    ),
    C.PENDING_DISPATCH: _ACCEPTED,
    C.CONSULTING: State(
        pgettext_lazy("to the requester", "Being discussed"),
        _("Several offices are settling whose job it is."),
        Tone.ACTIVE,
    ),
    C.PENDING_SIGN: State(
        pgettext_lazy("to the requester", "Given to a unit"),
        _("The unit has it and will start shortly."),
        Tone.ACTIVE,
    ),
    C.IN_PROGRESS: _WORKING,
    C.REWORK: State(
        pgettext_lazy("to the requester", "Being done again"),
        _("It was not done well enough, so the unit does it again."),
        Tone.ACTIVE,
    ),
    C.PENDING_CALLBACK: State(
        pgettext_lazy("to the requester", "Answered, please judge"),
        _("The answer stands below. Tell us whether it was solved."),
        Tone.SUCCESS,
    ),
    C.LONG_TERM: State(
        pgettext_lazy("to the requester", "Planned for later"),
        _("It cannot be done at once. There is a plan with dates."),
        Tone.ACTIVE,
    ),
    C.SUSPENDED_LEGAL: State(
        pgettext_lazy("to the requester", "Passed to a legal route"),
        _("The law provides another route for this. You were told which one."),
        Tone.INFO,
    ),
    C.TERMINATED: State(
        pgettext_lazy("to the requester", "Ended"),
        _("It was ended for the reason you were told. You can object."),
        Tone.WARNING,
    ),
    C.MERGED: State(
        pgettext_lazy("to the requester", "Joined with others"),
        _("Others reported the same. It is handled together, and you are answered too."),
        Tone.ACTIVE,
    ),
    C.WITHDRAWN: _WITHDRAWN,
    C.CLOSED: _CLOSED,
    C.ARCHIVED: _ARCHIVED,
}
"""By the code that is shown; `shown_code` says which."""


SHOWN_ALIKE = frozenset({C.RETURN_PENDING, C.ESCALATED, C.PENDING_REVIEW})
"""What goes on inside is nobody's business outside: all of it is being handled."""


def shown_code(request: Request) -> str:
    """The code of the state that is shown. On a case, it is the case's."""
    if request.case is None or request.state not in (R.ON_CASE, R.REPLIED):
        return request.state
    return shown_case(request.case)


def shown_case(case: Case) -> str:
    """The code of the state of a case that is shown outside."""
    return C.IN_PROGRESS.value if case.state in SHOWN_ALIKE else case.state


def state_of(request: Request) -> State:
    """How a request stands, in words."""
    return STATES[shown_code(request)]


@dataclass(frozen=True)
class Button:
    """A step of the requester: its heading, what it means, and what the button says."""

    title: Text
    note: Text
    press: Text
    icon: str


BUTTONS: Mapping[Step, Button] = {
    Step.RATE: Button(
        _("Judge the answer"),
        _("You judge the answer. Nobody at the office can change what you say."),
        _("Send my judgement"),
        "star",
    ),
    Step.CHANGE_RATING: Button(
        _("Change my judgement"),
        _("Until the matter is closed you may change what you said. What you said before is kept."),
        _("Send the changed judgement"),
        "star",
    ),
    Step.CALLBACK_DECLINE: Button(
        _("I do not want to be asked"),
        _(
            "You need not judge. Then nobody asks you about this any more, and no grade is put in your place."
        ),
        _("Do not ask me"),
        "close",
    ),
    Step.SUPPLY: Button(
        pgettext_lazy("to the requester", "Give the details"),
        _("As soon as they are here we go on."),
        _("Send the details"),
        "edit",
    ),
    Step.ANSWER_QUESTION: Button(
        _("Answer the question of the unit"),
        _("The unit needs this to go on. Its people read your answer."),
        _("Send my answer"),
        "speak",
    ),
    Step.URGE: Button(
        pgettext_lazy("to the requester", "Ask how far it is"),
        _("The people who work on it are told that you are waiting."),
        _("Ask them"),
        "clock",
    ),
    Step.NOT_ANSWERED: Button(
        pgettext_lazy("to the requester", "This does not answer me"),
        _("Say what is still open, and somebody looks at it again."),
        _("Send"),
        "help",
    ),
    Step.OBJECT: Button(
        _("I object"),
        _("Somebody who had no part in it looks at it and tells you the decision."),
        _("Send my objection"),
        "flag",
    ),
    Step.OBJECT_PUBLIC: Button(
        _("I object to what is published"),
        _("If it gives you away or is wrong, say so within 15 days. It may be taken down."),
        _("Send my objection"),
        "flag",
    ),
    Step.UNDO_WITHDRAWAL: Button(
        _("Take it up again"),
        _("You withdrew it. Press the button and we take it up again."),
        _("Please take it up again"),
        "speak",
    ),
    Step.WITHDRAW: Button(
        pgettext_lazy("to the requester", "Withdraw"),
        _(
            "If it has settled itself, you can take it back. You can change your mind within 15 days."
        ),
        _("Yes, withdraw it"),
        "close",
    ),
    Step.GIVE_CONSENT: Button(
        _("Let others read the answer"),
        _("Without your name, and only after two people have checked that nothing points to you."),
        _("Yes, it may be published"),
        "published",
    ),
    Step.TAKE_CONSENT: Button(
        _("Do not publish it any more"),
        _("What is public of it is taken down at once."),
        _("Take it down"),
        "published",
    ),
    Step.ASK_SECRECY: Button(
        _("Keep my identity secret"),
        _("From now on only the people who take it in and who call you back see who you are."),
        _("Keep it secret"),
        "lock",
    ),
    Step.LIFT_SECRECY: Button(
        _("My identity need not be secret"),
        _(
            "The office that handles it then sees your name and a masked number. Only you can decide this."
        ),
        pgettext_lazy("to the requester", "Give secrecy up"),
        "lock",
    ),
    Step.SET_MESSAGES: Button(
        _("How we tell you"),
        _(
            "By text message or e-mail; every step or only the answer. Here you can always look it up."
        ),
        _("Keep this"),
        "mail",
    ),
    Step.REPORT_PRESSURE: Button(
        _("I am put under pressure because I spoke up"),
        _(
            "Tell the county directly. It is secret, and it never reaches the office you complained about or the one that handles it."
        ),
        _("Tell the county"),
        "shield",
    ),
}
"""In the reader's words; which are open, `queries.open_steps` says."""
