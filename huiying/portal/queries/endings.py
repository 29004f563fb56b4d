"""What was decided instead of an answer: a plan with dates, a legal route, an end with a written note."""

from collections.abc import Iterable
from dataclasses import dataclass

from huiying.cases.choices import LegalState, PlanState, PublicState, Step, StopState
from huiying.cases.models import Case, Entry, LegalRoute, Plan, PublicVersion, Termination


@dataclass(frozen=True)
class Endings:
    """Each is there while it stands; none costs a query where its step never happened."""

    plan: Plan | None = None
    route: LegalRoute | None = None
    stop: Termination | None = None
    shown: PublicVersion | None = None


def endings_of(case: Case, entries: Iterable[Entry]) -> Endings:
    taken = {entry.step for entry in entries}
    return Endings(
        plan=_plan(case) if taken & {Step.APPROVE_PLAN, Step.POSTPONE} else None,
        route=_route(case) if Step.TO_LEGAL in taken else None,
        stop=_stop(case) if Step.TERMINATE in taken else None,
        shown=_shown(case) if Step.PUBLISH in taken else None,
    )


def _plan(case: Case) -> Plan | None:
    kept = Plan.objects.filter(assignment__case=case, state__in=[PlanState.APPROVED, PlanState.MET])
    return kept.prefetch_related("steps").order_by("-id").first()


def _route(case: Case) -> LegalRoute | None:
    return case.legal_routes.exclude(state=LegalState.DECLINED).order_by("-id").first()


def _stop(case: Case) -> Termination | None:
    given = Termination.objects.filter(assignment__case=case, state=StopState.GRANTED)
    return given.select_related("assignment__unit").order_by("-id").first()


def _shown(case: Case) -> PublicVersion | None:
    return PublicVersion.objects.filter(case=case, state=PublicState.PUBLISHED).first()
