"""What the platform itself keeps in order: kept counts, and due dates after a calendar changed."""

from collections import Counter

from django.db import connection, transaction
from django.db.models import F

from huiying.cases.models import Case, CaseCount, CountChange

BATCH = 5000


@transaction.atomic
def fold_counts() -> int:
    """Fold noted changes into the kept counts; returns how many changes were folded."""
    rows = CountChange.objects.order_by("id")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    changes = list(rows[:BATCH])
    cells: Counter[tuple[str, int, str]] = Counter()
    for change in changes:
        cells[(change.county, change.unit_id, change.state)] += change.n
    for (county, unit, state), n in sorted(cells.items()):
        cell = CaseCount.objects.filter(county=county, unit_id=unit, state=state)
        if n and not cell.update(n=F("n") + n):
            CaseCount.objects.create(county=county, unit_id=unit, state=state, n=n)
    CountChange.objects.filter(pk__in=[change.pk for change in changes]).delete()
    return len(changes)


@transaction.atomic
def recount() -> None:
    """Count every cell afresh; for repairs and after bulk loading."""
    cells: Counter[tuple[str, int, str]] = Counter()
    rows = Case.objects.values_list("area_code", "lead_unit_id", "state")
    for area, unit, state in rows.iterator(chunk_size=BATCH):
        cells[(area[:6], unit or 0, state)] += 1
    CountChange.objects.all().delete()
    CaseCount.objects.all().delete()
    CaseCount.objects.bulk_create(
        CaseCount(county=county, unit_id=unit, state=state, n=n)
        for (county, unit, state), n in sorted(cells.items())
    )
