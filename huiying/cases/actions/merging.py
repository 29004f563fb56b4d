"""Two cases turn out to be one matter (C17), or not to be (C18). No voice is ever dropped (I4)."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime

from django.db import transaction

from huiying.audit import actions as audit
from huiying.audit.actions import Actor as Timer
from huiying.cases.actions.held import Held
from huiying.cases.actions.joining import (
    accuse_too,
    handling_lines,
    has_asked,
    open_windows,
    side_of,
)
from huiying.cases.actions.one_clock import stop_on_request
from huiying.cases.actions.parts import end_parts
from huiying.cases.actions.steps import NOT_VISIBLE, step_on
from huiying.cases.choices import AssignmentState, CaseState, ClockKind, Part, ReplyState, Step
from huiying.cases.models import (
    Case,
    Follower,
    Merge,
    MovedRequest,
    Recusal,
    Relation,
    Reply,
    Request,
)
from huiying.cases.permissions.doors.joining import SURVIVES
from huiying.cases.queries import case_called, visible_to
from huiying.cases.rules.joining import earlier_promise, may_join
from huiying.cases.workflow import ROWS_BY_NUMBER
from huiying.cases.workflow.requests import LIVE
from huiying.lib.clock import local_date
from huiying.lib.errors import NotAllowed, NotPossible, NotVisible, gettext_noop
from huiying.organisations.permissions import may
from huiying.people.choices import Permission
from huiying.people.models import Person

EARLIER, THIS, OTHER = "earlier", "this", "other"
"""Which of two cases goes on: the one accepted earlier, unless it is stated (C17)."""

TOO_FAR = gettext_noop(
    "%(number)s has come too far to take another case in. Attach or tell instead."
)
SAME_CASE = gettext_noop("A case cannot be merged with itself. Choose another one.")
ANSWERED = gettext_noop("The reply has been released, so the merging stays.")
NAME_EACH = gettext_noop("Say of each request that moved whether it stays or goes back.")
SOMEBODY_BACK = gettext_noop("At least one request must go back; otherwise the merging stays.")
NO_LINK = gettext_noop("Your roles do not let you link these two cases.")


def merge(
    case: Case,
    *,
    by: Person,
    now: datetime,
    other_no: str,
    survivor: str = EARLIER,
    reason: str = "",
) -> Case:
    """Make one case of two; returns the one that goes on."""
    other = case_called(other_no, by, now=now)
    case = _seen(case, by, now)
    if survivor == EARLIER:
        survivor = THIS if (case.opened_at, case.pk) <= (other.opened_at, other.pk) else OTHER
    kept, gone = (case, other) if survivor == THIS else (other, case)
    merge_into(kept, [gone], by=by, now=now, reason=reason)
    return kept


def _seen(case: Case, by: Person, now: datetime) -> Case:
    """The case as it stands, if the person may know of it."""
    found = visible_to(by, now=now).filter(pk=case.pk).first()
    if found is None:
        raise NotVisible(NOT_VISIBLE)
    return found


@transaction.atomic
def merge_into(
    survivor: Case, cases: Iterable[Case], *, by: Person, now: datetime, reason: str = ""
) -> Case:
    """Merge cases into one that goes on: all of them, or none if one cannot be."""
    chosen = sorted({each.pk: each for each in cases}.items())
    if not chosen or survivor.pk in dict(chosen):
        raise NotPossible(SAME_CASE)
    # Both cases in the order of their ids, so that no two mergings wait for each other.
    ids = sorted([survivor.pk, *dict(chosen)])
    list(Case.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    for _, case in chosen:
        _merge(case, survivor, by=by, now=now, reason=reason)
    return survivor


def _merge(case: Case, survivor: Case, *, by: Person, now: datetime, reason: str) -> None:
    with (
        step_on(Step.MOVE_REQUEST, survivor, by=by, now=now, text=reason) as kept,
        step_on(Step.MERGE, case, by=by, now=now, text=reason) as held,
    ):
        if kept.case.state not in SURVIVES:
            raise NotPossible(TOO_FAR, number=kept.case.case_no)
        before = Case.objects.values_list("state", flat=True).get(pk=case.pk)
        _may_merge(case, kept)
        merging = Merge.objects.create(
            case=held.case,
            survivor=kept.case,
            state_before=before,
            reason=reason,
            at=now,
            by_id=by.pk,
        )
        lost = held.case.assignments.filter(is_current=True)
        held.data["lost"] = sorted(lost.values_list("unit_id", flat=True))
        _take_from_units(held)
        _move_all(merging, held, kept)
        _bring_along(held, kept)
        held.case.merged_into = kept.case
        held.case.lead_unit = None
        for each in (held, kept):
            each.data |= {"case": held.case.pk, "into": kept.case.pk, "merge": merging.pk}


def _may_merge(case: Case, kept: Held) -> None:
    """I11 and I12, as the two stand before anything moves."""
    lines = handling_lines(kept.case)
    may_join(side_of(case), side_of(kept.case), handling_lines=lines).require()


def _take_from_units(held: Held) -> None:
    """Units that had it are out of it. A breach that was there stays theirs (2.8)."""
    end_parts(held)
    parts = held.case.assignments.filter(part=Part.LEAD, is_current=True)
    parts = parts.filter(state__in=ROWS_BY_NUMBER["A14"].sources)
    parts.update(state=AssignmentState.RECALLED, is_current=False)
    held.clocks.stop(*ClockKind)
    for clock in held.clocks.changed:
        clock.is_cancelled = clock.due > held.now or clock.is_provisional


def _move_all(merging: Merge, held: Held, kept: Held) -> None:
    """R19: contact, secrecy, code and right to judge stay with each request."""
    voices = list(held.case.requests.filter(state__in=LIVE))
    MovedRequest.objects.bulk_create(
        MovedRequest(merge=merging, request=each, was_repeat=each.is_repeat) for each in voices
    )
    again = [each.pk for each in voices if has_asked(kept.case, each)]
    Request.objects.filter(pk__in=[each.pk for each in voices]).update(case=kept.case)
    Request.objects.filter(pk__in=again).update(is_repeat=True)  # the same person, twice (2.7)
    open_windows(kept.case, voices, now=kept.now)
    kept.data["moved"] = held.data["moved"] = len(voices)


def _bring_along(held: Held, kept: Held) -> None:
    """The earlier promise, secrecy, those complained about, those who stepped aside, followers."""
    gone, case = held.case, kept.case
    case.promised_due = earlier_promise(case.promised_due, gone.promised_due)
    case.is_confidential |= gone.is_confidential
    accuse_too(kept, side_of(gone).accused)
    for person in gone.recusals.values_list("person_id", flat=True):
        Recusal.objects.get_or_create(case=case, person_id=person, defaults={"at": held.now})
        case.has_recusals = True
    mine = gone.followers.filter(ended_at__isnull=True)
    here = case.followers.filter(ended_at__isnull=True).values("phone")
    mine.filter(phone__in=here).update(ended_at=held.now, phone="")
    Follower.objects.filter(case=gone, ended_at__isnull=True).update(case=case)


def unmerge(
    case: Case,
    *,
    by: Person,
    now: datetime,
    back: Collection[str],
    stay: Collection[str],
    reason: str,
) -> Case:
    """Take a merging apart before the reply (C18): of each request that moved it is said where it
    belongs. The case is dispatched anew, with full time for its unit; the date the people were told
    stays."""
    survivor = survivor_of(_seen(case, by, now))
    with transaction.atomic():
        ids = sorted([case.pk, survivor.pk])
        list(Case.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
        with (
            step_on(Step.MOVE_REQUEST, survivor, by=by, now=now, text=reason) as kept,
            step_on(Step.UNMERGE, case, by=by, now=now, text=reason) as held,
        ):
            merging = held.case.merges.get(undone_at__isnull=True)
            _not_answered(merging, kept.case)
            _move_back(merging, held, kept, set(back), set(stay))
            merging.undone_at, merging.undone_by_id = now, by.pk
            merging.save(update_fields=["undone_at", "undone_by_id"])
            held.case.merged_into = None
            held.clocks.start(ClockKind.DISPATCH)
            for each in (held, kept):
                each.case.is_confidential = _has_secret(each.case)
                each.data |= {"case": held.case.pk, "into": kept.case.pk, "merge": merging.pk}
    return case


def survivor_of(case: Case) -> Case:
    """The case at the end of all mergings (I3). Raises NotPossible when it is merged into none."""
    found, seen = case, {case.pk}
    while found.merged_into is not None and found.merged_into_id not in seen:
        found = found.merged_into
        seen.add(found.pk)
    if found.pk == case.pk:
        raise NotPossible(gettext_noop("It is not merged into another case."))
    return found


def _not_answered(merging: Merge, survivor: Case) -> None:
    released = Reply.objects.filter(assignment__case=survivor, state=ReplyState.RELEASED)
    if released.filter(reviewed_at__gte=merging.at).exists():
        raise NotPossible(ANSWERED)


def voices_of(merging: Merge, survivor: Case) -> list[Request]:
    """The requests that moved and are still waiting on the survivor."""
    ids = merging.moved.values("request_id")
    return list(survivor.requests.filter(pk__in=ids, state__in=LIVE).order_by("pk"))


def _move_back(
    merging: Merge, held: Held, kept: Held, back: Collection[str], stay: Collection[str]
) -> None:
    there = {each.receipt_no: each for each in voices_of(merging, kept.case)}
    named = {*back, *stay}
    if named != set(there) or set(back) & set(stay):
        raise NotPossible(NAME_EACH)
    if there and not back:
        raise NotPossible(SOMEBODY_BACK)
    for number, request in there.items():
        MovedRequest.objects.filter(merge=merging, request=request).update(went_back=number in back)
    going = [there[number] for number in back]
    for request in going:  # the route of the other matter is not theirs
        stop_on_request(request, ClockKind.OBJECTION, now=held.now)
    first = MovedRequest.objects.filter(merge=merging, went_back=True, was_repeat=False)
    Request.objects.filter(pk__in=[each.pk for each in going]).update(case=held.case)
    Request.objects.filter(pk__in=first.values("request_id")).update(is_repeat=False)


def _has_secret(case: Case) -> bool:
    """A case is confidential if a live request is (2.7); one without requests stays as it was."""
    live = case.requests.filter(state__in=LIVE)
    return live.filter(is_confidential=True).exists() if live.exists() else case.is_confidential


def archive_merged(case: Case, *, by: Timer, now: datetime) -> Case:
    """A merged case is put away with the one that went on (C42)."""
    with step_on(Step.ARCHIVE_MERGED, case, by=by, now=now) as held:
        survivor = held.case.merged_into
        if survivor is None or survivor.state != CaseState.ARCHIVED:
            raise NotPossible(gettext_noop("The case it was merged into goes on."))
    return case


@transaction.atomic
def relate(case: Case, *, by: Person, now: datetime, other_no: str, note: str = "") -> Relation:
    """Link two cases that must stay apart (I12). Units never see the link."""
    other = case_called(other_no, by, now=now)
    case = _seen(case, by, now)
    on = local_date(now)
    for each in (case, other):
        allowed = (Permission.MERGE, Permission.ACCEPT)
        if not any(may(by, permission, area=each.area_code, on=on) for permission in allowed):
            raise NotAllowed(NO_LINK)
    if case.pk == other.pk:
        raise NotPossible(SAME_CASE)
    first, second = sorted((case, other), key=lambda each: each.pk)
    made, fresh = Relation.objects.get_or_create(
        case=first, other=second, defaults={"note": note, "at": now, "by_id": by.pk}
    )
    if fresh:
        audit.record("case.relate", case.subject, by=by, now=now, data={"other": other.pk})
    return made


STEPS: Mapping[Step, Callable[..., object]] = {Step.MERGE: merge, Step.UNMERGE: unmerge}
