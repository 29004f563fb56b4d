"""Schemes: drafted, changed as long as they are drafts, adopted by somebody else, frozen by use."""

from datetime import date

import pytest

from huiying.appraisal.actions import schemes
from huiying.appraisal.actions.computing import compute
from huiying.appraisal.actions.rankings import try_out
from huiying.appraisal.choices.schemes import VersionState
from huiying.appraisal.models import Ranking, SchemeVersion
from huiying.appraisal.queries import shipped
from huiying.appraisal.rules.editing import edited
from huiying.appraisal.rules.reading import read_scheme
from huiying.appraisal.tests.world import NOW, OCTOBER
from huiying.lib.errors import NotAllowed, NotPossible

pytestmark = pytest.mark.django_db


def test_every_shipped_template_becomes_a_draft(here):
    for path in shipped():
        made = schemes.import_template(path.stem, here.area, by=here.keeper, now=NOW)
        assert made.state == VersionState.DRAFT
        assert read_scheme(made.text, "x").version == made.number


def test_what_does_not_add_up_is_refused_with_the_difference(here):
    draft = schemes.next_version(here.scheme, by=here.keeper, now=NOW)
    with pytest.raises(NotPossible, match="a difference of 5"):
        schemes.redraft(draft, edited(draft.text, {(1, "points"): "35"}), by=here.keeper, now=NOW)


def test_counts_of_requests_are_refused_and_the_sentence_says_why(here):
    draft = schemes.next_version(here.scheme, by=here.keeper, now=NOW)
    text = draft.text + '\n[[penalty]]\ncolumn = "complaints"\ntitle = "投诉件数"\n'
    with pytest.raises(NotPossible, match="silences them"):
        schemes.redraft(draft, text, by=here.keeper, now=NOW)


def test_editing_changes_points_and_targets_and_no_other_letter(here):
    draft = schemes.next_version(here.scheme, by=here.keeper, now=NOW)
    text = edited(draft.text, {(1, "points"): "40", (2, "points"): "25", (2, "target"): "90"})
    made = read_scheme(schemes.redraft(draft, text, by=here.keeper, now=NOW).text, "x")
    assert [float(item.points) for item in made.items] == [40, 25, 35]
    assert made.items[1].rule.target.default == 90
    assert text.replace("points = 40", "points = 30", 1) != draft.text


def test_nobody_adopts_a_scheme_of_their_own(here):
    draft = schemes.next_version(here.scheme, by=here.keeper, now=NOW)
    with pytest.raises(NotAllowed):
        schemes.adopt(draft, OCTOBER, by=here.keeper, now=NOW)


def test_what_was_adopted_no_longer_changes(here):
    with pytest.raises(NotPossible, match="no longer changes"):
        schemes.redraft(here.scheme, here.scheme.text, by=here.keeper, now=NOW)


def test_a_new_version_ends_the_one_before_from_its_month_on(here):
    draft = schemes.next_version(here.scheme, by=here.keeper, now=NOW)
    schemes.adopt(draft, date(2026, 11, 1), by=here.panellist, now=NOW)
    here.scheme.refresh_from_db()
    assert here.scheme.end_month == date(2026, 11, 1)


def test_a_period_that_was_judged_is_frozen(here):
    here.announced()
    here.scheme.refresh_from_db()
    assert here.scheme.state == VersionState.FROZEN
    draft = schemes.next_version(here.scheme, by=here.keeper, now=NOW)
    with pytest.raises(NotPossible, match="frozen"):
        schemes.adopt(draft, OCTOBER, by=here.panellist, now=NOW)


def test_two_versions_are_tried_out_over_the_same_figures_before_adoption(here):
    draft = schemes.next_version(here.scheme, by=here.keeper, now=NOW)
    made = try_out(draft, here.scheme, here.whom(), by=here.keeper, now=NOW)
    for each in (made, made.beside):
        assert compute(each, here.source, now=NOW)
    new, old = Ranking.objects.get(pk=made.pk), Ranking.objects.get(pk=made.beside_id)
    assert new.inputs_sha256 == old.inputs_sha256
    assert new.places.count() == old.places.count() == 5


def test_a_draft_with_its_trials_can_be_thrown_away(here):
    draft = schemes.next_version(here.scheme, by=here.keeper, now=NOW)
    try_out(draft, here.scheme, here.whom(), by=here.keeper, now=NOW)
    schemes.drop_draft(draft, by=here.keeper, now=NOW)
    assert list(SchemeVersion.objects.all()) == [here.scheme]
