"""A scheme that cannot be right is refused, with what to change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.appraisal.queries import load_scheme, shipped
from huiying.appraisal.rules.reading import read_scheme
from huiying.appraisal.rules.schemes import SchemeFault
from huiying.appraisal.rules.voices import counts_voices
from huiying.appraisal.tests.make import item, scheme

RATE = {"column": '"x_rate"'}


def test_the_shipped_schemes_can_be_read():
    names = {path.stem for path in shipped()}
    assert names == {"panjin", "star-rating", "three-rates", "township-1000", "work-report"}
    assert all(load_scheme(name).key == name for name in names)


def test_the_star_rating_has_five_groups_of_five_and_the_township_a_thousand_points():
    stars = load_scheme("star-rating")
    assert [sum(i.group == g for i in stars.items) for g in stars.groups] == [5] * 5
    assert sum(i.points for i in load_scheme("township-1000").items) == 1000


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id = ", "can be read: it breaks off in line 1"),
        ('title = "T"', "“id” should be a text"),
        ('id = "t"\ntitle = "T"', r"no \[\[item\]\]"),
    ],
)
def test_a_file_that_is_no_scheme_is_refused(text, said):
    with pytest.raises(SchemeFault, match=said):
        read_scheme(text, "t.toml")


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ([item("rate", 95, **RATE)], "95 points together, its total is 100"),
        ([item("rate", 50, **RATE), item("rate", 50, **RATE)], "Two items are called a"),
        ([item("rate", 100, **RATE, colour='"red"')], "“colour” is not known"),
        ([item("magic", 100, **RATE)], "one of rate, threshold"),
        ([item("rate", 100)], "“column” should be"),
        ([item("threshold", 100, **RATE, at="98", each="0")], "above 0"),
        ([item("threshold", 100, **RATE, at="{ hill = 90 }", each="1")], "default"),
        ([item("steps", 100, **RATE, steps="[[1, 10]]")], "best step is worth"),
        ([item("steps", 100, **RATE, steps="[1, 10]")], "list of pairs"),
        ([item("places", 100, column='"x"', places="[50, 100]")], "falling points"),
        ([item("rubric", 100, column='"x"', grades="{ a = 9 }")], "best is worth"),
        ([item("votes", 100, raters='[{ column = "m", title = "M", weight = 0.9 }]')], "add up to 1"),
        ([item("evidence", 100, pieces="[]")], "what has to be shown"),
        ([item("rate", 50, "a", **RATE), item("all-or-nothing", 50, "b", **RATE)], "two different things"),
        ([item("rate", 100, column='"cases"')], "neither cost nor earn"),
        ([item("rate", 100, column='"unit"')], "two different things"),
        ([item("rate", 100, **RATE, group='"g"')], "belongs to no"),
        ([item("rate", 100, **RATE, target="0")], "between 0 and 100"),
    ],
)  # fmt: skip
def test_a_scheme_with_a_fault_is_refused_with_what_to_change(items, said):
    with pytest.raises(SchemeFault, match=said):
        scheme(*items)


def test_a_group_that_does_not_add_up_is_named():
    group = '[[group]]\nid = "g"\ntitle = "Service"\npoints = 40\n'
    with pytest.raises(SchemeFault, match="group Service have 100"):
        scheme(item("rate", 100, **RATE, group='"g"'), head=group)


@pytest.mark.parametrize("column", ["complaints", "request_count", "petitions_per_1000", "信访件数", "投诉量", "诉求总量", "越级上访批次"])  # fmt: skip
def test_counts_of_voices_are_never_a_penalty_and_the_refusal_says_why(column):
    penalty = f'[[penalty]]\ncolumn = "{column}"\ntitle = "Minus"\neach = 1\n'
    with pytest.raises(SchemeFault, match="silences"):
        scheme(item("rate", 100, **RATE), tail=penalty)
    titled = f'[[penalty]]\ncolumn = "other"\ntitle = "{column}"\neach = 1\n'
    with pytest.raises(SchemeFault, match="silences"):
        scheme(item("rate", 100, **RATE), tail=titled)


@pytest.mark.parametrize("name", [
    "total requests", "complaint_rate", "number_of_complaints", "hotline_calls", "tip_offs", "每千人投诉量",
    "信访总量", "投诉率", "群众上访人次", "12345工单量", "Complaints received", "信访件数扣分", "complaint penalty",
])  # fmt: skip
def test_these_count_voices(name):
    assert counts_voices(name)


@pytest.mark.parametrize("name", [
    "solve_rate", "complaint_solve_rate", "satisfaction_rate", "信访办结率", "投诉处理满意率", "visits_rate", "theme_days",
    "site_visits_done", "overdue_cases", "诉求响应率", "books", "集体收入", "反映问题整改率", "rate", "热线知识库更新",
])  # fmt: skip
def test_these_do_not_count_voices(name):
    assert not counts_voices(name)


@given(st.text(max_size=300))
def test_any_text_is_a_scheme_or_refused(text):
    with pytest.raises(SchemeFault):
        read_scheme(text, "t.toml")
