"""What the worker does for the appraisal."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.conf import settings

from huiying.appraisal.actions import figures, following, proving
from huiying.appraisal.choices.schemes import Measure, ObjectionState
from huiying.appraisal.models import Consequence, FigureProof, Objection, Place, Proof, Ranking
from huiying.appraisal.queries import gaming as seen
from huiying.appraisal.rules.gaming import patterns
from huiying.audit.models import Event
from huiying.jobs.actions import enqueue
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.notifications.actions import tell, tell_many
from huiying.notifications.choices import Code
from huiying.organisations.models import Grant
from huiying.organisations.models.validity import as_of
from huiying.organisations.queries import staff_over
from huiying.people.choices import Permission
from huiying.people.models import Person
from huiying.people.rules import roles_with

LOOKING = 3
"""The hour of the night in which figures are looked at."""


def build_when_due(now: datetime) -> None:
    """Put the night's build off to the queue. Every five minutes."""
    figures.build_when_due(now)


def compute(pk: int) -> None:
    """The queue's task: a ranking somebody asked for."""
    from huiying.appraisal.actions import (  # noqa: PLC0415 - load numpy and DuckDB: worker only
        computing,
        gathering,
    )
    from huiying.warehouse.asking import engine_called  # noqa: PLC0415 - the same

    found = Ranking.objects.filter(pk=pk).first()
    if found is not None:
        source = gathering.Source(settings.DATA_DIR / "warehouse", engine_called("duck"))
        computing.compute(found, source, now=clock.now())


def compare(pk: int) -> None:
    """The queue's task: compute a ranking once more from what is stored."""
    from huiying.appraisal.actions import computing  # noqa: PLC0415 - loads numpy: worker only

    found = Ranking.objects.select_related("scheme").filter(pk=pk).first()
    if found is not None and found.result_sha256:
        computing.comes_out_same(found, now=clock.now())


def prove(pk: int) -> None:
    """The queue's task: the cases behind one figure of a result."""
    found = Proof.objects.select_related("place__ranking", "run").filter(pk=pk).first()
    if found is not None and not found.snapshot:
        proving.prove(found, _warehouse(), now=clock.now())


def prove_figure(pk: int) -> None:
    """The queue's task: the cases behind one figure of a dashboard."""
    found = FigureProof.objects.select_related("run").filter(pk=pk).first()
    if found is not None and not found.snapshot:
        proving.prove_figure(found, _warehouse(), now=clock.now())


def _warehouse() -> proving.Source:
    from huiying.warehouse.asking import engine_called  # noqa: PLC0415 - loads DuckDB: worker only

    return proving.Source(settings.DATA_DIR / "warehouse", engine_called("duck"))


def look_when_due(now: datetime) -> None:
    """Put the night's look at the figures off to the queue, once an hour between three and four."""
    local = now.astimezone(clock.SHANGHAI)
    if local.hour == LOOKING:
        enqueue("huiying.appraisal.tasks.look_for_gaming")


def look_for_gaming(on: str = "") -> int:
    """The checks over this month and the last; returns how many findings are new."""
    now = clock.now()
    day = date.fromisoformat(on) if on else clock.local_date(now)
    this = day.replace(day=1)
    return look_at((this - timedelta(days=1)).replace(day=1), now) + look_at(this, now)


def look_at(month: date, now: datetime) -> int:
    """The checks over one month."""
    rows = (seen.handled_in(month), seen.judged_in(month), seen.left_out_in(month))
    found = [
        following.Found(each.rule, each.unit, month, each.count, each.base, each.cases)
        for each in patterns(*rows)
    ]
    return sum(1 for each in found if following.keep_finding(each, now=now) is not None)


def announced(event: Event, now: datetime) -> None:
    """Who may speak for a unit finds its result in the inbox, and until when it can be objected to."""
    ranking = Ranking.objects.select_related("scheme").defer("inputs").get(pk=_id(event))
    places = ranking.places.order_by("pk")
    heads = _speakers([place.unit_id for place in places], now)
    lines = [
        (
            heads.get(place.unit_id, ()),
            {**_named(place, ranking), "until": ranking.objections_until},
            place.subject,
        )
        for place in places
    ]
    tell_many(Code.SCORE_SHOWN, lines, now=now)


def objected(event: Event, now: datetime) -> None:
    """Those who decide about scores of the area learn of the objection."""
    objection = Objection.objects.select_related("place__ranking__area").get(pk=_id(event))
    place = objection.place
    people = staff_over(place.ranking.area, Permission.DECIDE_SCORE, on=local_date(now))
    values = {**_named(place, place.ranking), "text": objection.text}
    tell(Code.SCORE_OBJECTED, people, values=values, about=place.subject, now=now)


def decided(event: Event, now: datetime) -> None:
    """Who filed it learns what was decided, and why."""
    objection = Objection.objects.select_related("place__ranking").get(pk=_id(event))
    people = Person.objects.filter(pk=objection.filed_by_id, is_active=True)
    decision = ObjectionState(objection.state).label
    values = {**_named(objection.place, objection.place.ranking), "decision": decision, "reason": objection.decision}  # fmt: skip
    tell(Code.SCORE_DECIDED, people, values=values, about=objection.place.subject, now=now)


def followed(event: Event, now: datetime) -> None:
    """The unit learns what follows from its result."""
    found = Consequence.objects.select_related("place__ranking").get(pk=_id(event))
    people = _speakers([found.place.unit_id], now).get(found.place.unit_id, ())
    what = Measure(found.measure).label
    values = {**_named(found.place, found.place.ranking), "what": what, "text": found.text}
    tell(Code.SCORE_FOLLOWED, people, values=values, about=found.place.subject, now=now)


def _speakers(units: Sequence[int], now: datetime) -> dict[int, list[Person]]:
    """Who may object for each of the units: grants in the unit itself."""
    roles = roles_with(Permission.OBJECT_SCORE)
    held = Grant.objects.filter(as_of(local_date(now)), unit__in=units, role__in=roles)
    found: dict[int, dict[int, Person]] = defaultdict(dict)
    for grant in held.filter(person__is_active=True).select_related("person").order_by("pk"):
        if grant.unit_id is not None:
            found[grant.unit_id][grant.person_id] = grant.person
    return {unit: list(people.values()) for unit, people in found.items()}


def _named(place: Place, ranking: Ranking) -> dict[str, object]:
    return {"unit": place.unit_name, "scheme": ranking.scheme.title, "period": ranking.period}


def _id(event: Event) -> int:
    return int(event.subject.partition(":")[2])


REACTIONS = {
    "ranking.announce": (announced,),
    "score.object": (objected,),
    "score.decide": (decided,),
    "score.consequence": (followed,),
}
