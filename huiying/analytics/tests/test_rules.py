from datetime import date

from huiying.analytics.presenters.charts import shortened
from huiying.analytics.rules import per_thousand, period_of, shifted


def test_a_day_lies_in_its_month_quarter_and_year():
    day = date(2026, 11, 22)
    assert (period_of("month", day).first, period_of("month", day).last) == (date(2026, 11, 1),) * 2
    assert period_of("quarter", day).first == date(2026, 10, 1)
    assert period_of("quarter", day).last == date(2026, 12, 1)
    assert len(period_of("year", day).months) == 12


def test_the_period_before_is_as_long():
    before = period_of("quarter", date(2026, 2, 3)).before()
    assert (before.first, before.last) == (date(2025, 10, 1), date(2025, 12, 1))
    assert shifted(date(2026, 1, 1), -13) == date(2024, 12, 1)


def test_without_people_there_is_no_rate():
    assert per_thousand(3, 0) is None
    assert per_thousand(3, 1500) == 2.0


def test_a_name_beside_a_bar_is_cut_by_the_room_it_takes():
    assert shortened("澄溪县人民政府办公") == "澄溪县人民政府办公"
    assert shortened("澄溪县人民政府办公室") == "澄溪县人民政府办…"
    assert shortened("First contact") == "First contact"
    assert shortened("Decide the objection to it") == "Decide the objec…"
