"""The appraisal of the demo city: one month final, one open to objections, by the same actions as real use."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random

from huiying.appraisal.actions import following, objections, rankings, schemes
from huiying.appraisal.choices.schemes import Measure, RankingState
from huiying.appraisal.models import Ranking, SchemeVersion
from huiying.appraisal.permissions import may_object
from huiying.appraisal.tasks import compute, look_for_gaming
from huiying.lib.clock import local_date
from huiying.lib.errors import Refused
from huiying.organisations.choices import UnitKind
from huiying.organisations.models import Area
from huiying.organisations.queries import scope_of
from huiying.people.choices import Permission
from huiying.people.models import Person

__all__ = ["build"]


def build(scale: str, chance: Random, now: datetime, tell: Callable[[str], None]) -> None:
    """A scheme in force, a final ranking, one open to objections, one objection, what followed."""
    keeper, panellist = _who(Permission.APPRAISE, now), _who(Permission.DECIDE_SCORE, now)
    if keeper is None or panellist is None:
        return
    prefixes = scope_of(keeper, Permission.APPRAISE, on=local_date(now)).prefixes
    area = Area.objects.as_of(local_date(now)).within(prefixes).order_by("level", "code").first()
    if area is None:
        return
    try:
        _live(area, keeper, panellist, now)
    except Refused as refused:
        tell(f"      The appraisal stopped: {refused}")


def _live(area: Area, keeper: Person, panellist: Person, now: datetime) -> None:
    last = (local_date(now).replace(day=1) - timedelta(days=1)).replace(day=1)
    before = (last - timedelta(days=1)).replace(day=1)
    begin = now - timedelta(days=16)
    draft = schemes.import_template("three-rates", area, by=keeper, now=begin)
    scheme = schemes.adopt(draft, before, by=panellist, now=begin)
    first = _announced(scheme, area, before, keeper, begin)
    if first is not None:
        rankings.make_final(first, by=panellist, now=now)
        _follow(first, keeper, now)
    second = _announced(scheme, area, last, keeper, now)
    if second is not None:
        _object(second, now)
    schemes.next_version(scheme, by=keeper, now=now)
    look_for_gaming(local_date(now).isoformat())


def _announced(
    scheme: SchemeVersion, area: Area, month: date, keeper: Person, now: datetime
) -> Ranking | None:
    period = rankings.Period(month, month)
    if local_date(now) < period.frozen_on:
        return None
    whom = rankings.Whom(area, UnitKind.DEPARTMENT, period)
    asked = rankings.ask_for_ranking(scheme, whom, by=keeper, now=now)
    compute(asked.pk)
    made = Ranking.objects.select_related("scheme", "area").get(pk=asked.pk)
    if made.state != RankingState.DRAFT:
        return None
    return rankings.announce(made, by=keeper, now=now)


def _follow(ranking: Ranking, keeper: Person, now: datetime) -> None:
    places = list(ranking.places.select_related("ranking").filter(rank__isnull=False).order_by("rank", "pk"))  # fmt: skip
    if places:
        due = local_date(now) + timedelta(days=30)
        text = "满意率低于全组平均，请列出问题清单，一个月内整改并报告。"
        following.record_consequence(places[-1], Measure.CORRECTION, text, due, by=keeper, now=now)


def _object(ranking: Ranking, now: datetime) -> None:
    """The first unit whose head may speak for it."""
    heads = list(Person.objects.filter(grants__role="unit_head", is_active=True).distinct().order_by("pk"))  # fmt: skip
    for place in ranking.places.select_related("ranking__scheme").order_by(
        "rank", "unit_name", "pk"
    ):
        for head in heads:
            if may_object(place, by=head, on=local_date(now)):
                text = "有两件在系统停机当日已签收，签收时间记晚了，请核实。"
                objections.file_objection(place, text, by=head, now=now, column="response_rate")
                return


def _who(permission: Permission, now: datetime) -> Person | None:
    """The one who holds a permission over the widest area."""
    on = local_date(now)
    people = Person.objects.filter(is_active=True, grants__unit=None).distinct().order_by("pk")
    reaching = [(p, scope_of(p, permission, on=on).prefixes) for p in people]
    held = [(min(map(len, prefixes)), p.pk, p) for p, prefixes in reaching if prefixes]
    return min(held)[2] if held else None
