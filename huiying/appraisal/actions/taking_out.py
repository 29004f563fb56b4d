"""Taking the places of a ranking out as a table."""

from collections.abc import Container
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiying.appraisal.models import Ranking
from huiying.audit.actions import record
from huiying.lib.clock import SHANGHAI, local_date
from huiying.lib.small_cells import LEAST
from huiying.lib.spreadsheet import write_xlsx
from huiying.organisations.permissions import may
from huiying.people.choices import Permission
from huiying.people.models import Person


@transaction.atomic
def take_out(ranking: Ranking, close: Container[int], *, by: Person, now: datetime) -> bytes:
    """A workbook of all places, marked with who took it out and when; what rests on very few people
    stays empty for results that are not in `close`. That it was taken out is on record."""
    may(by, Permission.EXPORT, area=ranking.area_code, on=local_date(now)).require()
    rows = []
    for place in ranking.places.order_by(F("rank").asc(nulls_last=True), "unit_name", "pk"):
        near = place.pk in close
        few = place.cases is not None and 0 < place.cases < LEAST
        score = place.score if near or place.rank is not None else None
        cases = place.cases if near or not few else None
        rows.append(
            [
                place.unit_name,
                None if score is None else float(score),
                place.rank,
                place.low,
                place.high,
                place.band,
                cases,
                place.was,
            ]
        )
    heads = [
        _("Unit"),
        _("Score"),
        _("Rank"),
        _("Best place"),
        _("Worst place"),
        _("Band"),
        _("Cases judged"),
        _("Rank in the period before"),
    ]
    mark = f"{ranking} v{ranking.number} · {by.name or by.username} {now.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    record("ranking.export", ranking.subject, by=by, now=now, data={"rows": len(rows)})
    return write_xlsx(heads, rows, mark=mark)
