"""Appeals of units (L1–L3): filed in time with proof, voted on by a panel, decided in writing.

What is granted changes how a case is counted, measure by measure. A grade is never touched.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from huiying.audit import actions as audit
from huiying.cases.actions.held import Held
from huiying.cases.actions.one_clock import reckon
from huiying.cases.actions.steps import step_on
from huiying.cases.choices import Step
from huiying.cases.choices.appealing import (
    AppealReason,
    AppealState,
    AppealTarget,
    Measure,
    Vote,
)
from huiying.cases.models import (
    Appeal,
    AppealProof,
    AppealVote,
    Assignment,
    Case,
    Exclusion,
    Rating,
)
from huiying.cases.permissions.doors.appealing import (
    NONE_OPEN,
    VOTED,
    may_sit,
    open_appeal,
    own_part,
)
from huiying.cases.rules.excluding import (
    APPEAL_DAYS,
    appeal_until,
    effects_of,
    figure_until,
    fits,
    in_time,
    may_conclude,
    not_barred,
)
from huiying.files.actions import claim
from huiying.files.models import Attachment
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.workdays import Limit
from huiying.lib.workdays import Unit as LimitUnit
from huiying.organisations.models import Unit
from huiying.organisations.permissions import may
from huiying.organisations.queries import calendar_for
from huiying.people.choices import Permission
from huiying.people.models import Person

NO_PROOF = gettext_noop("An appeal needs proof: add at least one paper.")
NO_RATING = gettext_noop("Nobody has judged this case yet.")
NOTHING_TO_LEAVE = gettext_noop("For this reason nothing is left out; it does not lower a figure.")
NO_PART = gettext_noop("Your unit has no part in this case.")


def file_appeal(  # noqa: PLR0913 - against what, why, with which proof
    case: Case,
    *,
    by: Person,
    now: datetime,
    target: AppealTarget,
    reason: AppealReason,
    text: str,
    arose_on: date | None = None,
    files: Sequence[Attachment] = (),
) -> Appeal:
    """A unit appeals against a judgement, or asks to leave the case out (L1)."""
    with step_on(Step.FILE_APPEAL, case, by=by, now=now) as held:
        part = own_part(held.case, by, now)
        if part is None:
            raise NotPossible(NO_PART)
        rating = _rating_of(held.case)
        fits(reason, target).require()
        if not effects_of(reason, target):
            raise NotPossible(NOTHING_TO_LEAVE)
        _require_time(held, target, rating)
        not_barred(
            reason,
            arose_on=arose_on,
            reviewed_at=part.accepted_at or _reviewed_at(part),
            is_rated=rating is not None,
        ).require()
        appeal = _kept(
            Appeal(
                unit=part.unit,
                case=held.case,
                assignment=part,
                rating=rating if target == AppealTarget.RATING else None,
                target=target,
                reason=reason,
                arose_on=arose_on,
                text=text,
            ),
            held.case.area_code,
            files,
            by=by,
            now=now,
        )
        held.data.update(appeal=appeal.pk, reason=reason, target=target)
    return appeal


def _rating_of(case: Case) -> Rating | None:
    return Rating.objects.filter(case=case).order_by("-at").first()


def _reviewed_at(part: Assignment) -> datetime | None:
    """A rework empties `accepted_at`; the replies remember when they were reviewed."""
    reviewed = part.replies.exclude(reviewed_at=None).order_by("-id")
    return reviewed.values_list("reviewed_at", flat=True).first()


def _require_time(held: Held, target: AppealTarget, rating: Rating | None) -> None:
    if rating is None:
        if target == AppealTarget.RATING:
            raise NotPossible(NO_RATING)
        return
    calendar = calendar_for(held.case.area_code).provisional_twin()
    in_time(held.now, appeal_until(rating.at, calendar)).require()


@transaction.atomic
def file_figure_appeal(  # noqa: PLR0913 - which figure of which month, why, with which proof
    unit: Unit,
    *,
    by: Person,
    now: datetime,
    month: date,
    measure: Measure,
    reason: AppealReason,
    text: str,
    files: Sequence[Attachment] = (),
) -> Appeal:
    """A unit appeals against a figure of a month, within five working days of the cut-off (L1)."""
    may(by, Permission.ASK_APPEAL, unit=unit, on=local_date(now)).require()
    fits(reason, AppealTarget.FIGURE).require()
    code = unit.area.code
    calendar = calendar_for(code).provisional_twin()
    in_time(now, figure_until(month.year, month.month, calendar)).require()
    appeal = Appeal(
        unit=unit,
        target=AppealTarget.FIGURE,
        month=month.replace(day=1),
        measure=measure,
        reason=reason,
        text=text,
    )
    return _kept(appeal, code, files, by=by, now=now)


def _kept(
    appeal: Appeal, area_code: str, files: Sequence[Attachment], *, by: Person, now: datetime
) -> Appeal:
    if not files:
        raise NotPossible(NO_PROOF)
    appeal.state, appeal.filed_at, appeal.filed_by_id = AppealState.FILED, now, by.pk
    appeal.due = reckon(now, Limit(APPEAL_DAYS, LimitUnit.WD), area_code).at
    appeal.save(force_insert=True)
    AppealProof.objects.bulk_create(AppealProof(appeal=appeal, attachment=each) for each in files)
    claim(files, now=now)
    data = {"unit": appeal.unit_id, "target": appeal.target, "reason": appeal.reason}
    audit.record("appeal.file", appeal.subject, by=by, now=now, first=True, data=data)
    return appeal


def vote_appeal(case: Case, *, by: Person, now: datetime, vote: Vote, reason: str) -> Appeal:
    """A member of the panel votes, or steps aside."""
    with step_on(Step.VOTE_APPEAL, case, by=by, now=now) as held:
        appeal = _open(held.case)
        _cast(appeal, by=by, now=now, vote=vote, reason=reason)
    return appeal


@transaction.atomic
def vote_on_figure(appeal: Appeal, *, by: Person, now: datetime, vote: Vote, reason: str) -> Appeal:
    """The same on an appeal against a figure, which has no case."""
    appeal = _locked(appeal, by=by, now=now)
    if appeal.votes.filter(by_id=by.pk).exists():
        raise NotPossible(VOTED)
    _cast(appeal, by=by, now=now, vote=vote, reason=reason)
    return appeal


def _cast(appeal: Appeal, *, by: Person, now: datetime, vote: Vote, reason: str) -> None:
    AppealVote.objects.create(
        appeal=appeal, by_id=by.pk, by_name=by.name, vote=vote, reason=reason, at=now
    )
    audit.record("appeal.vote", appeal.subject, by=by, now=now, data={"vote": vote})


def grant_appeal(case: Case, *, by: Person, now: datetime, decision: str) -> Appeal:
    """Most of the panel grant it (L2): the case is left out as the table says."""
    with step_on(Step.GRANT_APPEAL, case, by=by, now=now, text=decision) as held:
        appeal = _open(held.case)
        _conclude(appeal, AppealState.GRANTED, by=by, now=now, decision=decision)
    return appeal


def refuse_appeal(case: Case, *, by: Person, now: datetime, decision: str) -> Appeal:
    """The panel does not grant it (L3)."""
    with step_on(Step.REFUSE_APPEAL, case, by=by, now=now, text=decision) as held:
        appeal = _open(held.case)
        _conclude(appeal, AppealState.REFUSED, by=by, now=now, decision=decision)
    return appeal


@transaction.atomic
def conclude_figure_appeal(
    appeal: Appeal, *, by: Person, now: datetime, granting: bool, decision: str
) -> Appeal:
    """The decision on an appeal against a figure; the counting follows with version 2."""
    appeal = _locked(appeal, by=by, now=now)
    votes = appeal.votes.values_list("vote", flat=True)
    may_conclude(votes, appeal.reason, granting=granting).require()
    state = AppealState.GRANTED if granting else AppealState.REFUSED
    _conclude(appeal, state, by=by, now=now, decision=decision)
    return appeal


def _open(case: Case) -> Appeal:
    appeal = open_appeal(case)
    if appeal is None:
        raise NotPossible(NONE_OPEN)
    return appeal


def _locked(appeal: Appeal, *, by: Person, now: datetime) -> Appeal:
    found = Appeal.objects.select_related("unit__area").select_for_update(of=("self",))
    appeal = found.get(pk=appeal.pk)
    may(by, Permission.DECIDE_APPEAL, area=appeal.unit.area.code, on=local_date(now)).require()
    may_sit(appeal.unit, None, by=by, now=now).require()
    if appeal.state != AppealState.FILED or appeal.case_id is not None:
        raise NotPossible(NONE_OPEN)
    return appeal


def _conclude(
    appeal: Appeal, state: AppealState, *, by: Person, now: datetime, decision: str
) -> None:
    appeal.state, appeal.decision = state, decision
    appeal.decided_at, appeal.decided_by_id = now, by.pk
    appeal.save(update_fields=["state", "decision", "decided_at", "decided_by_id"])
    if state == AppealState.GRANTED and appeal.assignment is not None:
        _leave_out(appeal, appeal.assignment, now)
    kind = "appeal.grant" if state == AppealState.GRANTED else "appeal.refuse"
    audit.record(kind, appeal.subject, by=by, now=now)


def _leave_out(appeal: Appeal, part: Assignment, now: datetime) -> None:
    rows = [
        Exclusion(
            assignment=part,
            appeal=appeal,
            unit_id=part.unit_id,
            measure=measure,
            effect=effect,
            reason=appeal.reason,
            granted_at=now,
        )
        for measure, effect in effects_of(appeal.reason, appeal.target).items()
    ]
    Exclusion.objects.bulk_create(rows, ignore_conflicts=True)


STEPS: Mapping[Step, Callable[..., object]] = {
    Step.FILE_APPEAL: file_appeal,
    Step.VOTE_APPEAL: vote_appeal,
    Step.GRANT_APPEAL: grant_appeal,
    Step.REFUSE_APPEAL: refuse_appeal,
}
