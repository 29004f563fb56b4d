"""Kept rankings come out again, bit for bit, from what was stored; by command."""

import pytest
from click.testing import CliRunner

from huiying.appraisal.actions.computing import compute
from huiying.appraisal.actions.rankings import ask_for_ranking
from huiying.appraisal.choices.schemes import RankingState
from huiying.appraisal.commands.recomputing import recompute
from huiying.appraisal.models import Ranking
from huiying.appraisal.tests.world import NOW, SEPTEMBER
from huiying.audit.queries import events_of
from huiying.lib.errors import NotPossible

OUTSIDE = pytest.mark.django_db(transaction=True)
"""As in the worker and the command: nobody has begun a transaction."""


def run(*words):
    return CliRunner().invoke(recompute, [str(each) for each in words])


@OUTSIDE
def test_a_ranking_comes_out_the_same_and_its_inputs_can_be_taken_along(here, tmp_path):
    ranking = here.ranked()
    done = run(ranking.pk, "--inputs", tmp_path / "inputs.json")
    assert (done.exit_code, "bit for bit" in done.output) == (0, True)
    assert (tmp_path / "inputs.json").read_text(encoding="utf-8") == ranking.inputs
    ranking.refresh_from_db()
    assert ranking.came_out_same
    assert [event.kind for event in events_of(ranking.subject)][-1] == "ranking.compared"


@pytest.mark.django_db
def test_what_was_changed_behind_the_platform_s_back_is_found(here):
    ranking = here.ranked()
    Ranking.objects.update(inputs=ranking.inputs.replace("195/2", "98"))
    done = run("--all")
    assert (done.exit_code, "NOT the same" in done.output) == (1, True)


@OUTSIDE
def test_a_ranking_that_cannot_be_computed_says_why(here):
    asked = ask_for_ranking(here.scheme, here.whom(SEPTEMBER), by=here.keeper, now=NOW)
    assert not compute(asked, here.source, now=NOW)
    asked.refresh_from_db()
    assert (asked.state, len(asked.notes)) == (RankingState.FAILED, 1)


@pytest.mark.django_db
def test_rankings_that_do_not_exist_are_named(here):
    assert isinstance(run(99).exception, NotPossible)
    assert run().exit_code == 2
