"""Indicators are added, changed and retired; none of them lets voices be counted against anybody."""

from datetime import date

import pytest

from huiying.appraisal.actions import schemes
from huiying.appraisal.actions.indicators import keep_indicator, retire_indicator
from huiying.appraisal.actions.rankings import ask_for_ranking, try_out
from huiying.appraisal.models import IndicatorVersion, SchemeVersion
from huiying.appraisal.queries.indicators import indicators, measured_columns
from huiying.appraisal.rules.indicators import as_toml
from huiying.appraisal.rules.schemes import SchemeFault
from huiying.appraisal.tests.world import NOW
from huiying.lib.errors import NotAllowed, NotPossible

pytestmark = pytest.mark.django_db


def text_of(key="tidy_rate", measure="", direction="more", title="台账规范率"):
    notes = "".join(f'{name} = "甲"\n' for name in ("numerator", "denominator", "source", "cared_for", "perceivable", "operable"))  # fmt: skip
    measured = f'measure = "{measure}"\n' if measure else ""
    return f'[[indicator]]\nid = "{key}"\ntitle = "{title}"\ndirection = "{direction}"\n{measured}{notes}'


def drafted(here, column, points=100):
    text = f'id = "own"\ntitle = "自定"\n[[item]]\nid = "a"\ntitle = "甲"\npoints = {points}\nrule = "rate"\ncolumn = "{column}"\n'
    return schemes.write_scheme(text, here.area, by=here.keeper, now=NOW)


def test_a_new_indicator_begins_with_version_one_and_its_id_is_taken_once(here):
    assert keep_indicator(text_of(), by=here.keeper, now=NOW).number == 1
    with pytest.raises(NotPossible, match="already"):
        keep_indicator(text_of(), by=here.keeper, now=NOW)
    with pytest.raises(NotPossible, match="already"):
        keep_indicator(text_of("solve_rate"), by=here.keeper, now=NOW)
    assert keep_indicator(text_of(), key="tidy_rate", by=here.keeper, now=NOW).number == 2


def test_what_ships_is_changed_as_version_two(here):
    text = as_toml(indicators()["solve_rate"])
    assert keep_indicator(text, key="solve_rate", by=here.keeper, now=NOW).number == 2


def test_a_retired_indicator_serves_no_new_scheme_and_old_results_are_still_explained(here):
    ranking = here.announced()
    with pytest.raises(NotPossible, match="三率考评 v1"):
        retire_indicator("solve_rate", by=here.keeper, now=NOW)
    SchemeVersion.objects.update(end_month=date(2026, 11, 1))
    retire_indicator("solve_rate", by=here.keeper, now=NOW)
    assert "solve_rate" not in indicators()
    assert measured_columns()["solve_rate"] == "solve"
    assert here.place(ranking, 0).score is not None
    with pytest.raises(SchemeFault, match="retired"):
        drafted(here, "solve_rate")
    with pytest.raises(NotPossible, match="no indicator"):
        retire_indicator("solve_rate", by=here.keeper, now=NOW)
    keep_indicator(IndicatorVersion.objects.get().text, key="solve_rate", by=here.keeper, now=NOW)
    assert drafted(here, "solve_rate").number == 1


def test_only_who_keeps_schemes_changes_indicators(here):
    for person in (here.head, here.panellist):
        with pytest.raises(NotAllowed):
            keep_indicator(text_of(), by=person, now=NOW)
        with pytest.raises(NotAllowed):
            retire_indicator("sign_rate", by=person, now=NOW)


def test_an_indicator_of_voices_is_information_by_whatever_name(here):
    with pytest.raises(SchemeFault, match="neither better nor worse"):
        keep_indicator(text_of("warmth", "cases", "fewer", "温度"), by=here.keeper, now=NOW)
    with pytest.raises(SchemeFault, match="neither better nor worse"):
        keep_indicator(text_of("warmth", "", "fewer", "投诉量"), by=here.keeper, now=NOW)
    keep_indicator(text_of("warmth", "cases", "neither", "温度"), by=here.keeper, now=NOW)
    with pytest.raises(SchemeFault, match="silences"):
        drafted(here, "warmth")


def test_what_is_only_told_as_information_costs_and_earns_nothing(here):
    keep_indicator(text_of("mood", "", "neither", "心情"), by=here.keeper, now=NOW)
    with pytest.raises(SchemeFault, match="information only"):
        drafted(here, "mood")


def test_a_draft_that_came_to_count_voices_is_neither_adopted_nor_ranked_nor_tried_out(here):
    """The indicator changes under a scheme that already uses its column."""
    draft = drafted(here, "warmth")
    keep_indicator(text_of("warmth", "cases", "neither", "温度"), by=here.keeper, now=NOW)
    with pytest.raises(SchemeFault, match="silences"):
        schemes.adopt(draft, date(2026, 10, 1), by=here.panellist, now=NOW)
    with pytest.raises(SchemeFault, match="silences"):
        try_out(draft, here.scheme, here.whom(), by=here.keeper, now=NOW)
    with pytest.raises(NotPossible):
        ask_for_ranking(draft, here.whom(), by=here.keeper, now=NOW)


def test_pages_retire_and_bring_back(here, send, page):
    SchemeVersion.objects.update(end_month=date(2026, 11, 1))
    assert "retire" in page(here.keeper, "indicator", "sign_rate")
    send(here.head, "retire-indicator", "sign_rate")
    assert not IndicatorVersion.objects.exists()
    send(here.keeper, "retire-indicator", "sign_rate")
    assert "sign_rate v2" in page(here.keeper, "indicators")
    assert "retire/" not in page(here.keeper, "indicator", "sign_rate")


def test_programs_write_change_and_retire(here, call):
    assert call("POST", "/indicators", here.head, {"text": text_of()})[0] == 403
    first = call("POST", "/indicators", here.keeper, {"text": text_of()}, key="new-1")
    assert first == (
        201,
        {"id": "tidy_rate", "title": "台账规范率", "version": 1, "is_retired": False},
    )
    assert call("POST", "/indicators", here.keeper, {"text": text_of()}, key="new-1") == first
    assert call("PUT", "/indicators/tidy_rate", here.keeper, {"text": text_of()})[1]["version"] == 2
    assert call("PUT", "/indicators/untold", here.keeper, {"text": text_of()})[0] == 404
    assert call("DELETE", "/indicators/tidy_rate", here.keeper)[1]["is_retired"] is True
    assert call("DELETE", "/indicators/tidy_rate", here.keeper)[0] == 409
    told = call("GET", "/indicators/tidy_rate", here.head)[1]
    assert (told["is_retired"], told["version"]) == (True, 3)
    voices = {"text": text_of("warmth", "cases", "fewer", "温度")}
    status, body = call("POST", "/indicators", here.keeper, voices)
    assert status == 409
    assert "温度" in str(body)


def test_an_indicator_whose_id_no_address_can_carry_is_refused(here):
    text = as_toml(indicators()["response_rate"]).replace("response_rate", "BAD ID")
    with pytest.raises(NotPossible, match="BAD ID"):
        keep_indicator(text, by=here.keeper, now=NOW)
