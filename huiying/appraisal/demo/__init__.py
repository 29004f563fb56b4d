"""The appraisal of the demo city, by the same actions as real use."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from random import Random

from huiying.appraisal.actions import following, objections, rankings, schemes
from huiying.appraisal.choices.schemes import Measure, RankingState
from huiying.appraisal.demo import filling
from huiying.appraisal.models import Objection, Place, Ranking, SchemeVersion
from huiying.appraisal.permissions import may_object
from huiying.appraisal.presenters import unit_in
from huiying.appraisal.rules.inputs import two_places
from huiying.appraisal.rules.items import HUNDRED
from huiying.appraisal.rules.reading import read_scheme
from huiying.appraisal.tasks import compute, look_for_gaming
from huiying.lib.clock import local_date
from huiying.lib.errors import Refused
from huiying.organisations.choices import UnitKind
from huiying.organisations.models import Area
from huiying.organisations.queries import scope_of
from huiying.people.choices import Permission
from huiying.people.models import Person

__all__ = ["build"]


OWN = """
id = "timely"
version = 1
title = "办理时效考评"
about = "响应率 30、签收率 20、按时办结率 50；只看办得及不及时，满意情况由三率考评另行通报。"
source = "A scheme of the county's own."
total = 100
missing = "spread"

[[item]]
id = "response"
title = "响应率"
points = 30
rule = "rate"
column = "response_rate"

[[item]]
id = "sign"
title = "签收率"
points = 20
rule = "rate"
column = "sign_rate"

[[item]]
id = "on_time"
title = "按时办结率"
points = 50
rule = "rate"
column = "on_time_rate"
"""
"""Every case counts in each of its items, so that ten cases are enough for a place."""


@dataclass(frozen=True)
class Judges:
    """Who keeps schemes, and who decides."""

    keeper: Person
    panellist: Person


def build(scale: str, chance: Random, now: datetime, tell: Callable[[str], None]) -> None:
    """Three schemes in force; a final ranking that an objection corrected, with what followed; two that
    are open to objections; a draft that was tried out; marks entered by hand; a finding to look into."""
    keeper, panellist = _who(Permission.APPRAISE, now), _who(Permission.DECIDE_SCORE, now)
    if keeper is None or panellist is None:
        return
    prefixes = scope_of(keeper, Permission.APPRAISE, on=local_date(now)).prefixes
    area = Area.objects.as_of(local_date(now)).within(prefixes).order_by("level", "code").first()
    if area is None:
        return
    try:
        _live(area, Judges(keeper, panellist), now, tell)
    except Refused as refused:
        tell(f"      The appraisal stopped: {refused}")


def _live(area: Area, judges: Judges, now: datetime, tell: Callable[[str], None]) -> None:
    """Two months together, so that most departments have the ten cases a place needs."""
    begin = now - timedelta(days=16)
    period = _two_months(local_date(begin))
    departments = rankings.Whom(area, UnitKind.DEPARTMENT, period)
    own = schemes.write_scheme(OWN, area, by=judges.keeper, now=begin)
    timely = schemes.adopt(own, period.first, by=judges.panellist, now=begin)
    first = _announced(timely, departments, judges, begin)
    if first is not None:
        _finish(first, judges, begin, now)
    draft = schemes.import_template("three-rates", area, by=judges.keeper, now=begin)
    three = schemes.adopt(draft, period.first, by=judges.panellist, now=begin)
    second = _announced(three, departments, judges, now)
    if second is not None:
        _object(second, "response_rate", now)
    _announced(timely, rankings.Whom(area, UnitKind.TOWNSHIP, period), judges, now)
    _try_out(three, departments, judges, now)
    found = look_for_gaming(local_date(now).isoformat())
    filling.enter_marks(area, period, judges.keeper, judges.panellist, now)
    filling.review_one(judges.keeper, now)
    ranked = Place.objects.filter(rank__isnull=False).count()
    tell(f"      {Ranking.objects.count()} rankings, {ranked} places, {found} findings")


def _two_months(on: date) -> rankings.Period:
    """The last two months whose figures were frozen on a day."""
    last = _month_before(on)
    if rankings.Period(last, last).frozen_on > on:
        last = _month_before(last)
    return rankings.Period(_month_before(last), last)


def _month_before(day: date) -> date:
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def _announced(
    scheme: SchemeVersion, whom: rankings.Whom, judges: Judges, now: datetime
) -> Ranking | None:
    asked = rankings.ask_for_ranking(scheme, whom, by=judges.keeper, now=now)
    return _shown(asked, judges, now)


def _shown(asked: Ranking, judges: Judges, now: datetime) -> Ranking | None:
    """Computed as the worker does it, and announced."""
    compute(asked.pk)
    made = Ranking.objects.select_related("scheme", "area").get(pk=asked.pk)
    if made.state != RankingState.DRAFT:
        return None
    return rankings.announce(made, by=judges.keeper, now=now)


def _finish(ranking: Ranking, judges: Judges, begin: datetime, now: datetime) -> None:
    """One objection, decided; what was right about it computed anew; then final."""
    objection = _object(ranking, "response_rate", begin + timedelta(days=1))
    if objection is not None:
        at = begin + timedelta(days=3)
        objections.decide_objection(objection, _right(objection), by=judges.panellist, now=at)
        if rankings.corrections_of(ranking):
            again = rankings.ask_for_next_version(ranking, by=judges.keeper, now=at)
            ranking = _shown(again, judges, at) or ranking
    final = rankings.make_final(ranking, by=judges.panellist, now=now)
    places = list(
        final.places.select_related("ranking").filter(rank__isnull=False).order_by("rank", "pk")
    )
    if places:
        due = local_date(now) + timedelta(days=30)
        text = "得分低于全组平均，请列出问题清单，一个月内整改并报告。"
        following.record_consequence(
            places[-1], Measure.CORRECTION, text, due, by=judges.keeper, now=now
        )
        text = "回应及时、群众认可，通报表扬。"
        following.record_consequence(
            places[0], Measure.COMMENDATION, text, None, by=judges.keeper, now=now
        )


def _right(objection: Objection) -> objections.Decision:
    """Two more cases answered in time, where the figure leaves room for them."""
    place = objection.place
    scheme = read_scheme(place.ranking.scheme.text, str(place.ranking.scheme))
    unit = unit_in(place.ranking, scheme, place.unit_id)
    value = unit.cells.get(objection.column) if unit else None
    base = unit.bases.get(objection.column) if unit else None
    if not isinstance(value, Fraction) or not base or value + 200 / base > HUNDRED:
        return objections.Decision(
            upheld=False, reasons="经核对签收记录，两件均按时计入，数字无误。"
        )
    right = str(two_places(value + 200 / base))
    reasons = "停机记录属实，两件按时签收，予以更正。"
    return objections.Decision(True, reasons, objection.column, right, str(base))


def _object(ranking: Ranking, column: str, now: datetime) -> Objection | None:
    """By the unit with the most cases whose head may speak for it."""
    heads = Person.objects.filter(grants__role="unit_head", is_active=True)
    people = list(heads.distinct().order_by("pk"))
    places = ranking.places.select_related("ranking__scheme").order_by("-cases", "pk")
    for place in places:
        for head in people:
            if may_object(place, by=head, on=local_date(now)):
                text = "有两件在系统停机当日已签收，签收时间记晚了，请核实。"
                return objections.file_objection(place, text, by=head, now=now, column=column)
    return None


def _try_out(scheme: SchemeVersion, whom: rankings.Whom, judges: Judges, now: datetime) -> None:
    """A draft of the next version with other weights, beside the version in force."""
    draft = schemes.next_version(scheme, by=judges.keeper, now=now)
    text = draft.text.replace("points = 30", "points = 20").replace("points = 35", "points = 40")
    text = text.replace("响应率 30、解决率 35、满意率 35", "响应率 20、解决率 40、满意率 40")
    draft = schemes.redraft(draft, text, by=judges.keeper, now=now)
    trial = rankings.try_out(draft, scheme, whom, by=judges.keeper, now=now)
    for pk in (trial.beside_id, trial.pk):
        compute(pk or 0)


def _who(permission: Permission, now: datetime) -> Person | None:
    """The one who holds a permission over the widest area."""
    on = local_date(now)
    people = Person.objects.filter(is_active=True, grants__unit=None).distinct().order_by("pk")
    reaching = [(p, scope_of(p, permission, on=on).prefixes) for p in people]
    held = [(min(map(len, prefixes)), p.pk, p) for p, prefixes in reaching if prefixes]
    return min(held)[2] if held else None
