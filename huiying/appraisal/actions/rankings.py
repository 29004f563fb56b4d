"""Rankings: asked for, announced, made final. What computes them is in `computing` (worker only)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from huiying.appraisal.actions.checking import checked_scheme
from huiying.appraisal.choices.schemes import ObjectionState, RankingState, VersionState
from huiying.appraisal.models import Objection, Ranking, SchemeVersion
from huiying.appraisal.permissions import may_appraise, may_decide
from huiying.audit.actions import record
from huiying.jobs.actions import enqueue, start_run
from huiying.lib.clock import SHANGHAI, local_date
from huiying.lib.codes import prefix
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.organisations.models import Area
from huiying.organisations.queries import calendar_for
from huiying.people.models import Person

TASK = "huiying.appraisal.tasks.compute"
COMPARE = "huiying.appraisal.tasks.compare"
OBJECTION_DAYS = 5
CUT_OFF = 3
"""The day of the next month on which figures are frozen (domain 2.8.9)."""
NOT_ADOPTED = gettext_noop(
    "“%(title)s” version %(number)s is a draft. Adopt it first, or try it out beside the version in force."
)
NOT_IN_FORCE = gettext_noop(
    "“%(title)s” version %(number)s judges from %(first)s on and does not cover %(period)s."
)
NO_LONGER = gettext_noop(
    "“%(title)s” version %(number)s judges from %(first)s to %(last)s and does not cover %(period)s."
)
OTHER_AREA = gettext_noop(
    "“%(title)s” was adopted for %(area)s and does not judge units elsewhere."
)
NOT_BEGUN = gettext_noop("%(month)s has not begun yet; please choose earlier months.")
NOT_OVER = gettext_noop(
    "%(period)s is not complete yet: its figures are frozen on %(day)s. Until then there is only a trial."
)
ONE_PERIOD = gettext_noop("Please choose a month, or up to twelve months in a row.")
WRONG_STATE = gettext_noop("This ranking is “%(state)s”; that cannot be done now.")
STILL_OPEN = gettext_noop(
    "Objections can be filed until %(until)s. After that it can be made final."
)
UNDECIDED = gettext_noop("Objections are still to be decided: %(n)s.")
CORRECTIONS = gettext_noop(
    "An objection was upheld and its correction is not computed yet. Please make the next version first."
)
NOTHING_UPHELD = gettext_noop(
    "No objection was upheld, so there is nothing to correct in another version."
)
ALREADY = gettext_noop(
    "%(period)s was already ranked with this scheme: please look at that ranking."
)


@dataclass(frozen=True)
class Period:
    """First days of the first and the last month."""

    first: date
    last: date

    def __str__(self) -> str:
        first, last = f"{self.first:%Y-%m}", f"{self.last:%Y-%m}"
        return first if first == last else f"{first} – {last}"

    @property
    def frozen_on(self) -> date:
        return (self.last.replace(day=1) + timedelta(days=32)).replace(day=CUT_OFF)


@dataclass(frozen=True)
class Whom:
    """The units of one kind in an area, in a period."""

    area: Area
    kind: str
    period: Period


@transaction.atomic
def ask_for_ranking(scheme: SchemeVersion, whom: Whom, *, by: Person, now: datetime) -> Ranking:
    """Have the worker rank the units of one kind in an area for a period that is over."""
    on, period = local_date(now), whom.period
    may_appraise(whom.area, by=by, on=on).require()
    _require_in_force(scheme, period)
    _require_inside(scheme, whom.area)
    _require_months(period)
    if on < period.frozen_on:
        raise NotPossible(NOT_OVER, period=str(period), day=f"{period.frozen_on:%Y-%m-%d}")
    known = Ranking.objects.filter(
        scheme=scheme, area=whom.area, kind=whom.kind, first=period.first, last=period.last
    ).exclude(state__in=(RankingState.FAILED, RankingState.TRIAL))
    if known.exists():
        raise NotPossible(ALREADY, period=str(period))
    return _begin(scheme, whom, by=by, now=now)


@transaction.atomic
def try_out(
    new: SchemeVersion, old: SchemeVersion, whom: Whom, *, by: Person, now: datetime
) -> Ranking:
    """Compute two versions over the same figures, to be looked at side by side before adoption."""
    may_appraise(whom.area, by=by, on=local_date(now)).require()
    _require_inside(new, whom.area)
    _require_months(whom.period)
    if whom.period.last > local_date(now):
        raise NotPossible(NOT_BEGUN, month=f"{whom.period.last:%Y-%m}")
    other = _begin(old, whom, by=by, now=now, state=RankingState.TRIAL)
    first = _begin(new, whom, by=by, now=now, state=RankingState.TRIAL)
    Ranking.objects.filter(pk=first.pk).update(beside=other)
    first.beside = other
    return first


@transaction.atomic
def announce(ranking: Ranking, *, by: Person, now: datetime) -> Ranking:
    """Show it to the units; they have five working days to object. The scheme is frozen by it."""
    ranking = _locked(ranking)
    may_appraise(ranking.area_code, by=by, on=local_date(now)).require()
    _require_state(ranking, RankingState.DRAFT)
    ranking.state, ranking.announced_at = RankingState.ANNOUNCED, now
    ranking.objections_until = calendar_for(ranking.area).due_wd(now, OBJECTION_DAYS)
    ranking.save()
    SchemeVersion.objects.filter(pk=ranking.scheme_id).update(state=VersionState.FROZEN)
    if ranking.before_id:
        Ranking.objects.filter(pk=ranking.before_id).update(state=RankingState.REPLACED)
    data = {"until": ranking.objections_until.isoformat(), "result": ranking.result_sha256}
    record("ranking.announce", ranking.subject, by=by, now=now, data=data)
    return ranking


@transaction.atomic
def make_final(ranking: Ranking, *, by: Person, now: datetime) -> Ranking:
    """Close it: when the time for objections is over and all of them are decided."""
    ranking = _locked(ranking)
    area, asker = ranking.area_code, ranking.asked_by_id
    may_decide(area, by=by, on=local_date(now), author=asker).require()
    _require_state(ranking, RankingState.ANNOUNCED)
    if not may_end(ranking, now=now):
        assert ranking.objections_until is not None
        until = f"{ranking.objections_until.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        raise NotPossible(STILL_OPEN, until=until)
    _require_decided(ranking)
    if corrections_of(ranking):
        raise NotPossible(CORRECTIONS)
    ranking.state, ranking.final_at = RankingState.FINAL, now
    ranking.save()
    record("ranking.final", ranking.subject, by=by, now=now, data={"result": ranking.result_sha256})
    return ranking


def may_end(ranking: Ranking, *, now: datetime) -> bool:
    """Whether the time for objections is over; a corrected version ends without another."""
    until = ranking.objections_until
    return ranking.number > 1 or (until is not None and until <= now)


@transaction.atomic
def ask_for_next_version(ranking: Ranking, *, by: Person, now: datetime) -> Ranking:
    """Have it computed again from its own inputs with the corrections of upheld objections. Asked
    twice, it is the version that was already asked for with the same corrections."""
    ranking = _locked(ranking)
    may_appraise(ranking.area_code, by=by, on=local_date(now)).require()
    _require_state(ranking, RankingState.ANNOUNCED)
    _require_decided(ranking)
    corrections = corrections_of(ranking)
    if not corrections:
        raise NotPossible(NOTHING_UPHELD)
    later = ranking.later_versions.exclude(state=RankingState.FAILED)
    if made := later.filter(asked_at__gte=corrections[-1].decided_at).order_by("-pk").first():
        return made
    whom = Whom(ranking.area, ranking.kind, Period(ranking.first, ranking.last))
    return _begin(ranking.scheme, whom, by=by, now=now, before=ranking)


@transaction.atomic
def ask_to_compare(ranking: Ranking, *, by: Person, now: datetime) -> Ranking:
    """Have the worker compute it once more from what is stored and compare the checksums."""
    on = local_date(now)
    held = may_appraise(ranking.area_code, by=by, on=on)
    (held or may_decide(ranking.area_code, by=by, on=on)).require()
    if not ranking.result_sha256:
        raise NotPossible(WRONG_STATE, state=ranking.get_state_display())
    record("ranking.compare", ranking.subject, by=by, now=now)
    enqueue(COMPARE, ranking.pk)
    return ranking


def corrections_of(ranking: Ranking) -> list[Objection]:
    """Upheld objections with a right value, in the order they were decided."""
    found = Objection.objects.filter(place__ranking=ranking, state=ObjectionState.UPHELD)
    return list(found.exclude(fixed_column="").order_by("decided_at", "pk"))


def _begin(
    scheme: SchemeVersion,
    whom: Whom,
    *,
    by: Person,
    now: datetime,
    state: RankingState = RankingState.WAITING,
    before: Ranking | None = None,
) -> Ranking:
    checked_scheme(scheme.text, str(scheme), for_new=False)
    number = 1 if before is None else before.number + 1
    run = start_run("appraisal.ranking", f"{scheme} {whom.period}", by=by, now=now, total=4)
    ranking = Ranking.objects.create(
        scheme=scheme,
        area=whom.area,
        area_code=whom.area.code,
        kind=whom.kind,
        first=whom.period.first,
        last=whom.period.last,
        number=number,
        before=before,
        state=state,
        run=run,
        asked_by_id=by.pk,
        asked_at=now,
    )
    data = {
        "scheme": scheme.pk,
        "period": str(whom.period),
        "kind": whom.kind,
        "trial": state == "TRIAL",
    }
    record("ranking.ask", ranking.subject, by=by, now=now, data=data, first=True)
    enqueue(TASK, ranking.pk)
    return ranking


def _locked(ranking: Ranking) -> Ranking:
    return Ranking.objects.select_for_update().get(pk=ranking.pk)


def _require_state(ranking: Ranking, state: RankingState) -> None:
    if ranking.state != state:
        raise NotPossible(WRONG_STATE, state=ranking.get_state_display())


def _require_decided(ranking: Ranking) -> None:
    open_ = Objection.objects.filter(place__ranking=ranking, state=ObjectionState.FILED).count()
    if open_:
        raise NotPossible(UNDECIDED, n=open_)


def _require_in_force(scheme: SchemeVersion, period: Period) -> None:
    if scheme.state == VersionState.DRAFT or scheme.first_month is None:
        raise NotPossible(NOT_ADOPTED, title=scheme.title, number=scheme.number)
    ended = scheme.end_month is not None and period.last >= scheme.end_month
    if period.first < scheme.first_month or ended:
        last = f"{scheme.end_month - timedelta(days=1):%Y-%m}" if scheme.end_month else ""
        raise NotPossible(
            NO_LONGER if last else NOT_IN_FORCE, title=scheme.title, number=scheme.number,
            first=f"{scheme.first_month:%Y-%m}", last=last, period=str(period),
        )  # fmt: skip


def _require_inside(scheme: SchemeVersion, area: Area) -> None:
    if not area.code.startswith(prefix(scheme.area.code, scheme.area.level)):
        raise NotPossible(OTHER_AREA, title=scheme.title, area=scheme.area.name)


def _require_months(period: Period) -> None:
    months = (period.last.year - period.first.year) * 12 + period.last.month - period.first.month
    if not 0 <= months < 12:
        raise NotPossible(ONE_PERIOD)
