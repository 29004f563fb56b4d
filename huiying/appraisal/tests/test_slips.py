"""Slips one makes on the pages of the appraisal, and what the pages then say."""

from datetime import date

import pytest

from huiying.appraisal import tasks
from huiying.appraisal.actions import following, rankings, schemes
from huiying.appraisal.actions.indicators import keep_indicator, retire_indicator
from huiying.appraisal.choices.schemes import FindingState, RankingState
from huiying.appraisal.models import GamingFinding, IndicatorVersion, Ranking
from huiying.appraisal.presenters import notes_of
from huiying.appraisal.queries.indicators import indicators
from huiying.appraisal.rules.gaming import LAST_MINUTES
from huiying.appraisal.rules.indicators import as_toml
from huiying.appraisal.rules.schemes import SchemeFault
from huiying.appraisal.tests.world import NOW, OCTOBER
from huiying.lib.errors import NotPossible
from huiying.organisations.tests import make
from huiying.people.choices import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english(client):
    client.cookies["language"] = "en"


@pytest.fixture
def finding(here):
    found = following.Found(LAST_MINUTES, here.units[0].pk, OCTOBER, 2, 9, (1, 2))
    assert following.keep_finding(found, now=NOW)
    return GamingFinding.objects.get()


def test_whoever_judges_a_finding_second_is_told_and_sees_who_was_first(here, finding, send, page):
    other = make.person("other", name="程安")
    make.grant(other, Role.SUPERVISOR, here.area)
    following.review_finding(finding, FindingState.EXPLAINED, "停电一天", by=other, now=NOW)
    sent = {"state": FindingState.CONFIRMED, "note": "属实"}
    answer = send(here.keeper, "finding", finding.pk, status=409, **sent)
    assert "Somebody has looked into this finding already." in answer.content.decode()
    assert "程安" in page(here.keeper, "finding", finding.pk)


@pytest.mark.parametrize("line", ["target = 140", "target = -1", "factor = -100", "factor = 0"])
def test_a_target_no_share_can_reach_and_a_factor_that_turns_it_are_refused(here, line):
    text = as_toml(indicators()["response_rate"])
    name = line.split(" ")[0]
    changed = "\n".join(line if each.startswith(name) else each for each in text.split("\n"))
    with pytest.raises(SchemeFault, match=r"target|factor"):
        keep_indicator(changed, key="response_rate", by=here.keeper, now=NOW)


def test_an_indicator_that_is_retired_says_so_on_its_page(here, page):
    text = as_toml(indicators()["response_rate"]).replace("response_rate", "own_rate")
    keep_indicator(text, by=here.keeper, now=NOW)
    assert "This indicator is retired" not in page(here.keeper, "indicator", "own_rate")
    retire_indicator("own_rate", by=here.keeper, now=NOW)
    assert "This indicator is retired" in page(here.keeper, "indicator", "own_rate")


def test_a_scheme_shows_how_each_item_is_judged_and_what_is_added_and_taken_off(here, page):
    draft = schemes.next_version(here.scheme, by=here.keeper, now=NOW)
    more = '\n[[penalty]]\ncolumn = "fires"\ntitle = "安全事故"\neach = 2\n'
    draft = schemes.redraft(draft, draft.text + more, by=here.keeper, now=NOW)
    said = page(here.keeper, "scheme", draft.pk)
    assert "Rate × points" in said
    assert "安全事故" in said
    assert "−2 points each" in said


def test_a_trial_says_by_how_much_each_score_would_change(here, page):
    draft = schemes.next_version(here.scheme, by=here.keeper, now=NOW)
    draft = schemes.redraft(
        draft, draft.text.replace("target = ", "# target = "), by=here.keeper, now=NOW
    )
    trial = rankings.try_out(draft, here.scheme, here.whom(), by=here.keeper, now=NOW)
    for pk in (trial.pk, trial.beside_id):
        tasks.compute(pk)
    said = page(here.keeper, "trial", trial.pk)
    old = {place.unit_id: place.score for place in trial.beside.places.all()}
    for place in trial.places.exclude(score=None):
        assert f"{place.score - old[place.unit_id]:+.2f}".replace("-", "−") in said


def test_nothing_is_tried_out_on_months_to_come(here):
    draft = schemes.next_version(here.scheme, by=here.keeper, now=NOW)
    with pytest.raises(NotPossible, match="2031-01 has not begun"):
        rankings.try_out(draft, here.scheme, here.whom(date(2031, 1, 1)), by=here.keeper, now=NOW)


def test_a_trial_that_could_not_be_computed_stays_a_trial(here, page):
    draft = schemes.next_version(here.scheme, by=here.keeper, now=NOW)
    long_ago = here.whom(date(2019, 1, 1))
    trial = rankings.try_out(draft, here.scheme, long_ago, by=here.keeper, now=NOW)
    for pk in (trial.pk, trial.beside_id):
        tasks.compute(pk)
    assert set(Ranking.objects.values_list("state", flat=True)) == {RankingState.TRIAL}
    assert "2019-01" in page(here.keeper, "trial", trial.pk)
    assert "2019-01" not in page(here.keeper, "home")


def test_notes_read_by_everybody_name_no_snapshot(here):
    ranking = here.ranked()
    assert ranking.snapshot
    assert not any(ranking.snapshot in each for each in notes_of(ranking))
    old = [["Figures of the warehouse as of %(day)s, snapshot %(name)s.", {"day": "2026-11-01", "name": "x9"}]]  # fmt: skip
    ranking.notes_json = str(old).replace("'", '"')
    assert notes_of(ranking) == ["Figures as of 2026-11-01."]


def test_a_version_that_another_took_over_from_says_until_when_it_judges(here):
    later = schemes.next_version(here.scheme, by=here.keeper, now=NOW)
    schemes.adopt(later, date(2026, 10, 1), by=here.panellist, now=NOW)
    here.scheme.refresh_from_db()
    with pytest.raises(NotPossible, match="from 2026-01 to 2026-09 and does not cover 2026-10"):
        rankings.ask_for_ranking(here.scheme, here.whom(), by=here.keeper, now=NOW)


def test_an_indicator_kept_with_such_a_target_before_stays_readable(here, page):
    text = as_toml(indicators()["response_rate"]).replace("target = 95", "target = 140")
    IndicatorVersion.objects.create(
        key="response_rate", number=2, title="响应率", text=text, kept_by_id=here.keeper.pk, kept_at=NOW
    )  # fmt: skip
    assert "140 %" in page(here.keeper, "indicators")
