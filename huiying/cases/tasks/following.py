"""People who follow a matter are told at its end; then their telephone numbers are forgotten."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from huiying.audit.actions import TIMER
from huiying.audit.models import Event
from huiying.cases import actions
from huiying.cases.models import Case, Follower
from huiying.cases.tasks.telling import case_of, link
from huiying.notifications.actions import Address
from huiying.notifications.actions import send as notify
from huiying.notifications.choices import Channel, Code

DONE = gettext_noop("It has been dealt with.")
TAKEN_BACK = gettext_noop(
    "Whoever had asked took it back. If it still concerns you, please tell us."
)
ELSEWHERE = gettext_noop("It was ended or goes another way that the law provides.")
AGAIN = gettext_noop("It is taken up again.")


def ended(event: Event, now: datetime) -> None:
    _tell(case_of(event), DONE, now)


def taken_back(event: Event, now: datetime) -> None:
    _tell(case_of(event), TAKEN_BACK, now)


def went_elsewhere(event: Event, now: datetime) -> None:
    _tell(case_of(event), ELSEWHERE, now)


def reopened(event: Event, now: datetime) -> None:
    _tell(case_of(event), AGAIN, now)


def _tell(case: Case, how: str, now: datetime) -> None:
    for follower in case.followers.filter(ended_at__isnull=True):
        send_to(Code.FOLLOW_ENDED, follower, case, now, how=how)
        actions.told_follower(follower, now=now)


def send_to(code: Code, follower: Follower, case: Case, now: datetime, *, how: str = "") -> None:
    """A message to one who follows; the matter is named by its category and place only."""
    with translation.override(follower.language):
        said = gettext(how) if how else ""
    values = {
        "matter": case.category.name,
        "place": case.area.name,
        "how": said,
        "stop": link(f"/f/{follower.token}"),
    }
    notify(
        code,
        to=Address(Channel.SMS, follower.phone),
        values=values,
        about=f"follower:{follower.pk}",
        now=now,
        language=follower.language,
    )


def confirmed(event: Event, now: datetime) -> None:
    """The link by which following is stopped goes to the number that follows."""
    follower = Follower.objects.select_related("case").get(pk=event.details["follower"])
    if follower.ended_at is None:
        send_to(Code.FOLLOWED, follower, follower.case, now)


def forgotten(event: Event, now: datetime) -> None:
    """The case is put away: nobody follows it any more."""
    for follower in case_of(event).followers.filter(ended_at__isnull=True):
        actions.unfollow(follower, by=TIMER, now=now)


REACTIONS = {
    "case.follow": (confirmed,),
    "case.conclude": (ended,),
    "case.close_uncalled": (ended,),
    "case.withdraw_case": (taken_back,),
    "case.legal_done": (went_elsewhere,),
    "case.terminate": (went_elsewhere,),
    "case.uphold": (reopened,),
    "case.spot_check": (reopened,),
    "case.archive": (forgotten,),
}
