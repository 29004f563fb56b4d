"""Every kind of rule of domain 4A is offered by the editor, with an example that can be used."""

import pytest

from huiying.appraisal.actions import schemes
from huiying.appraisal.presenters.schemes import RULES
from huiying.appraisal.rules.examples import AROUND, EXAMPLES, appended, example_of
from huiying.appraisal.rules.reading import _RULES, read_scheme
from huiying.appraisal.tests.make import item
from huiying.appraisal.tests.world import NOW

BASE = 'id = "x"\ntitle = "X"\n'


def test_each_rule_has_a_name_and_an_example():
    assert set(EXAMPLES) == set(_RULES)
    assert set(RULES) == set(EXAMPLES) | set(AROUND)


@pytest.mark.parametrize("rule", [*EXAMPLES, *AROUND])
def test_an_example_can_be_used_as_it_stands(rule):
    rest = 100 if rule in ("bonus", "penalty", "veto") else 90
    text = appended(BASE + item("rate", rest, "rest", column='"response_rate"'), rule)
    assert text.endswith(example_of(rule))
    read_scheme(text, "x.toml")


@pytest.mark.django_db
def test_the_editor_offers_them_and_writes_the_one_that_is_wanted(here, page):
    draft = schemes.next_version(here.scheme, by=here.keeper, now=NOW)
    shown = page(here.keeper, "edit", draft.pk, query="?text=1")
    assert all(f"add={rule}" in shown for rule in RULES)
    added = page(here.keeper, "edit", draft.pk, query="?text=1&add=votes")
    assert added.count("residents_mark") == 2
    assert (
        page(here.keeper, "edit", draft.pk, query="?text=1&add=magic").count("votes_example") == 1
    )
