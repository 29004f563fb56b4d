"""What lies far outside its group is seen, and only where a group can tell."""

from datetime import timedelta

from huiying.warehouse import facts
from huiying.warehouse.asking import ask
from huiying.warehouse.engines import duck
from huiying.warehouse.measures import MEASURES
from huiying.warehouse.snapshots import current
from huiying.warehouse.standouts import far_out
from huiying.warehouse.store import build
from huiying.warehouse.tests.make import NOW, Table, closing
from huiying.warehouse.worth import Ratio

OCTOBER = (202610, 202610)


def rates(*values, n=100, kind="D"):
    return {(i, f"U{i}", "x", kind): Ratio(k, n) for i, k in enumerate(values)}


def outside(found):
    return [key[0] for key, out in far_out(found) if out]


def test_a_rate_far_from_the_median_of_its_group_stands_out():
    assert outside(rates(90, 91, 92, 93, 94, 40)) == [5]
    assert outside(rates(90, 91, 92, 93, 94, 89)) == []


def test_equal_rates_leave_room_for_five_points():
    assert outside(rates(90, 90, 90, 90, 90, 86)) == []
    assert outside(rates(90, 90, 90, 90, 90, 84)) == [5]


def test_small_numbers_and_small_groups_are_not_compared():
    few = rates(9, 9, 9, 9, 9, 1, n=9)
    assert list(far_out(few)) == []
    assert list(far_out(rates(90, 90, 90, 10))) == []
    apart = rates(90, 90, 90, kind="D") | {(9, "U", "x", "V"): Ratio(1, 100)}
    assert list(far_out(apart)) == []


def closings(bad):
    return [
        closing(100 * u + n, 20261001 + n % 28, unit=u, unit_code=f"U{u}", reworked=int(n < bad.get(u, 1)))
        for u in range(1, 8)
        for n in range(20)
    ]  # fmt: skip


def figure(folder):
    measure = MEASURES["standing_out"]
    return ask(folder, measure, OCTOBER, "unit", duck.answer).figures


def test_a_build_counts_them_by_unit_and_a_refresh_counts_the_month_anew(tmp_path):
    table = Table(facts.CLOSINGS, closings({3: 15}))
    build(tmp_path, [table.source()], now=NOW)
    found = {key[0]: (figure.k, figure.n) for key, figure in figure(tmp_path).items()}
    assert found == {unit: (int(unit == 3), 1) for unit in range(1, 8)}
    table.all = closings({3: 15, 5: 18})
    table.changed = {500 + n for n in range(20)}
    build(tmp_path, [table.source()], now=NOW + timedelta(minutes=1))
    assert {key[0] for key, each in figure(tmp_path).items() if each.k} == {3, 5}
    before = current(tmp_path).parts["standouts"]
    build(tmp_path, [table.source()], now=NOW + timedelta(minutes=2))
    assert current(tmp_path).parts["standouts"] == before


def test_a_month_that_is_not_over_is_not_compared(tmp_path):
    rows = [{**row, "day": int(row["day"]) + 100} for row in closings({3: 15})]
    build(tmp_path, [Table(facts.CLOSINGS, rows).source()], now=NOW)
    assert not current(tmp_path).parts["standouts"]
