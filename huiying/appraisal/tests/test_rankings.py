"""Rankings: computed by the worker, announced, objected to, final; the same bit for bit."""

from datetime import date, timedelta

import pytest

from huiying.appraisal import tasks
from huiying.appraisal.actions import objections, rankings
from huiying.appraisal.actions.computing import comes_out_same, compute
from huiying.appraisal.choices.schemes import ObjectionState, RankingState
from huiying.appraisal.models import Ranking
from huiying.appraisal.permissions import rankings_for
from huiying.appraisal.tests.world import LATER, NOW, OCTOBER, SEPTEMBER, WORK, build
from huiying.audit.queries import events_of
from huiying.lib.clock import SHANGHAI
from huiying.lib.errors import NotAllowed, NotPossible
from huiying.organisations.choices import Change
from huiying.organisations.models import UnitSuccession

pytestmark = pytest.mark.django_db
UPHELD = objections.Decision(True, "记录有误，核实后更正。", "response_rate", "90", "40")


def said(ranking):
    return " ".join(template % values for template, values in ranking.notes)


def test_like_units_are_ranked_and_small_or_idle_ones_are_not(here):
    ranking = here.ranked()
    assert ranking.state == RankingState.DRAFT
    places = [here.place(ranking, n) for n in range(5)]
    assert [place.rank for place in places] == [1, 2, 3, None, None]
    assert places[3].score == 100
    assert places[4].score is None
    assert all(place.low <= place.rank <= place.high for place in places[:3])


def test_a_ranking_comes_out_the_same_bit_for_bit(here):
    ranking = here.ranked()
    assert comes_out_same(ranking, now=NOW)
    Ranking.objects.filter(pk=ranking.pk).update(inputs=ranking.inputs.replace('"40"', '"41"'))
    changed = Ranking.objects.select_related("scheme").get(pk=ranking.pk)
    assert not comes_out_same(changed, now=NOW)


def test_the_worker_computes_what_was_asked_for_once(here):
    made = rankings.ask_for_ranking(here.scheme, here.whom(), by=here.keeper, now=NOW)
    tasks.compute(made.pk)
    tasks.compute(made.pk)
    made.refresh_from_db()
    assert made.state == RankingState.DRAFT
    assert made.places.count() == 5
    assert made.run.done == 3


def test_a_period_that_is_not_over_is_refused_with_the_day(here):
    with pytest.raises(NotPossible, match="2026-12-03"):
        rankings.ask_for_ranking(here.scheme, here.whom(date(2026, 11, 1)), by=here.keeper, now=NOW)


def test_without_a_warehouse_the_ranking_says_so(here, tmp_path):
    made = rankings.ask_for_ranking(here.scheme, here.whom(), by=here.keeper, now=NOW)
    here.folder = tmp_path / "nothing"
    assert not compute(made, here.source, now=NOW)
    made.refresh_from_db()
    assert made.state == RankingState.FAILED
    assert "warehouse" in said(made)


def test_a_month_the_warehouse_knows_nothing_of_is_told(here):
    made = rankings.ask_for_ranking(here.scheme, here.whom(SEPTEMBER), by=here.keeper, now=NOW)
    assert not compute(made, here.source, now=NOW)
    made.refresh_from_db()
    assert "2026-09" in said(made)


def test_a_unit_merged_in_the_period_counts_with_whoever_took_over(here):
    old, new = here.units[3], here.units[2]
    old.valid_to = date(2026, 10, 15)
    old.save()
    UnitSuccession.objects.create(
        from_unit=old, to_unit=new, kind=Change.MERGE, on=date(2026, 10, 15)
    )
    ranking = here.ranked()
    assert here.place(ranking, 2).cases == 34
    assert not ranking.places.filter(unit=old).exists()
    assert old.name in said(ranking)


def test_rates_nobody_has_are_named(here):
    assert "解决率" in said(here.ranked())


def test_movement_is_against_the_period_before(here):
    build(here, WORK, SEPTEMBER)
    rankings.announce(here.ranked(SEPTEMBER), by=here.keeper, now=NOW)
    build(here, ((40, 26), *WORK[1:]), OCTOBER)
    ranking = here.ranked()
    assert here.place(ranking, 0).moved == -1
    assert here.place(ranking, 1).moved == 1


def test_only_keepers_see_a_ranking_before_it_is_announced(here):
    ranking = here.ranked()
    on = NOW.date()
    assert ranking in rankings_for(here.keeper, on=on)
    assert ranking not in rankings_for(here.head, on=on)
    rankings.announce(ranking, by=here.keeper, now=NOW)
    assert ranking in rankings_for(here.head, on=on)


def test_it_is_final_after_five_working_days_and_by_somebody_else(here):
    ranking = here.announced()
    with pytest.raises(NotPossible, match="Objections can be filed until"):
        rankings.make_final(ranking, by=here.panellist, now=NOW)
    with pytest.raises(NotAllowed):
        rankings.make_final(ranking, by=here.keeper, now=LATER)
    assert rankings.make_final(ranking, by=here.panellist, now=LATER).state == RankingState.FINAL


def test_an_upheld_objection_makes_version_two_from_the_corrected_inputs(here):
    first = here.announced()
    place = here.place(first, 1)
    filed = objections.file_objection(place, "应为九成。", by=here.head, now=NOW, column="response_rate")  # fmt: skip
    with pytest.raises(NotPossible, match="still to be decided"):
        rankings.make_final(first, by=here.panellist, now=LATER)
    objections.decide_objection(filed, UPHELD, by=here.panellist, now=NOW)
    with pytest.raises(NotPossible, match="not computed yet"):
        rankings.make_final(first, by=here.panellist, now=LATER)
    second = rankings.ask_for_next_version(first, by=here.keeper, now=NOW)
    assert compute(second, here.source, now=NOW)
    second.refresh_from_db()
    assert second.number == 2
    assert here.place(second, 1).score == 90
    assert here.place(first, 1).score == 75
    rankings.announce(second, by=here.keeper, now=NOW)
    first.refresh_from_db()
    assert first.state == RankingState.REPLACED
    rankings.make_final(second, by=here.panellist, now=LATER)
    assert [e.kind for e in events_of(filed.subject)] == ["score.object", "score.decide"]


def test_who_is_of_the_unit_or_computed_it_does_not_decide(here):
    place = here.place(here.announced(), 1)
    filed = objections.file_objection(place, "不对。", by=here.head, now=NOW)
    for person in (here.head, here.keeper):
        with pytest.raises(NotAllowed):
            objections.decide_objection(filed, UPHELD, by=person, now=NOW)
    refused = objections.decide_objection(filed, objections.Decision(False, "核实无误。"), by=here.panellist, now=NOW)  # fmt: skip
    assert refused.state == ObjectionState.REFUSED


def test_a_unit_objects_for_itself_only_and_in_time(here):
    ranking = here.announced()
    with pytest.raises(NotAllowed):
        objections.file_objection(here.place(ranking, 0), "不对。", by=here.head, now=NOW)
    late = ranking.objections_until + timedelta(seconds=1)
    with pytest.raises(NotPossible, match="are over"):
        objections.file_objection(here.place(ranking, 1), "不对。", by=here.head, now=late)


def test_a_scheme_that_is_a_draft_or_not_in_force_ranks_nobody(here):
    early = here.whom(date(2025, 12, 1))
    with pytest.raises(NotPossible, match="does not cover"):
        rankings.ask_for_ranking(here.scheme, early, by=here.keeper, now=NOW)


def test_the_same_period_is_not_ranked_twice(here):
    here.ranked()
    with pytest.raises(NotPossible, match="already ranked"):
        here.ranked()


def test_the_time_for_objections_is_five_working_days(here):
    until = here.announced().objections_until
    assert until.astimezone(SHANGHAI).date() == date(2026, 11, 13)
