from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import translation

from huiying.design.choices import Tone
from huiying.design.presenters import sentence, shapes, times
from huiying.lib.clock import SHANGHAI
from huiying.lib.errors import Listing, NotPossible

NOW = datetime(2026, 9, 30, 12, 0, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def at(month, day, hour=0, minute=0, year=2026):
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


def test_midnight_belongs_to_the_day_that_ends():
    assert times.due_text(at(10, 10), NOW) == "before 24:00 on 9 Oct"


def test_midnight_is_midnight_in_china_whatever_the_zone_of_the_value():
    assert times.due_text(datetime(2026, 10, 9, 16, 0, tzinfo=UTC), NOW) == "before 24:00 on 9 Oct"


def test_the_last_day_of_the_year_keeps_its_year_silent():
    assert times.due_text(at(1, 1, year=2027), NOW) == "before 24:00 on 31 Dec"


def test_a_deadline_within_the_day_names_its_minute():
    assert times.due_text(at(10, 9, 14, 30), NOW) == "before 14:30 on 9 Oct"


def test_another_year_is_named():
    assert times.day_text(at(1, 8, year=2027).date(), NOW.date()) == "8 Jan 2027"


@pytest.mark.parametrize(
    ("instant", "words"),
    [
        (NOW - timedelta(seconds=5), "just now"),
        (NOW - timedelta(minutes=5), "5 minutes ago"),
        (NOW - timedelta(hours=3), "3 hours ago"),
        (at(9, 29, 14, 30), "yesterday 14:30"),
        (at(9, 27, 14, 30), "3 days ago"),
        (at(9, 20, 14, 30), "20 Sep 14:30"),
        (at(10, 2, 9, 0), "2 Oct 09:00"),
    ],
)
def test_past_instants_in_plain_words(instant, words):
    assert times.ago_text(instant, NOW) == words


@pytest.mark.parametrize(
    ("due", "state", "tone", "text"),
    [
        (at(10, 10), {}, Tone.ACTIVE, "9 days left"),
        (at(9, 30, 15), {}, Tone.WARNING, "3 hours left"),
        (at(9, 28, 12), {}, Tone.DANGER, "Overdue by 2 days"),
        (at(9, 28, 12), {"paused": True}, Tone.NEUTRAL, "Paused"),
        (at(9, 28, 12), {"done_at": at(9, 28, 11)}, Tone.SUCCESS, "In time"),
        (at(9, 28, 12), {"done_at": at(9, 28, 12)}, Tone.DANGER, "1 minute late"),
        (None, {}, Tone.NEUTRAL, "No deadline"),
    ],
)
def test_a_clock_says_how_it_stands(due, state, tone, text):
    face = times.clock_face(due, NOW, **state)
    assert (face.tone, face.text) == (tone, text)


def test_a_refusal_becomes_a_sentence_with_its_values():
    refused = NotPossible("“%(name)s” is closed.", name="青石村")
    assert sentence(refused) == "“青石村” is closed."


def test_a_refusal_without_values_may_hold_a_per_cent_sign():
    assert sentence(NotPossible("100% is the most.")) == "100% is the most."


def test_the_summary_links_each_error_to_its_field():
    class Form(forms.Form):
        name = forms.CharField(label="Name")
        kind = forms.ChoiceField(label="Kind", choices=[("a", "A")], widget=forms.RadioSelect)

    assert shapes.summary(Form({})) == [
        ("", "Please fill in: Name", "id_name"),
        ("", "Please choose: Kind", "id_kind_0"),
    ]


def test_a_message_of_the_forms_own_is_kept():
    class Form(forms.Form):
        name = forms.CharField(error_messages={"required": "Who are you?"})

    assert [e.message for e in shapes.field_errors(Form({})["name"])] == ["Who are you?"]


def test_an_error_carries_what_may_have_been_meant():
    class Form(forms.Form):
        name = forms.CharField()

        def clean_name(self):
            raise ValidationError("No %(n)s.", params={"n": "x", "suggestions": ["y"]})

    assert shapes.field_errors(Form({"name": "x"})["name"]) == [shapes.FieldError("No x.", ["y"])]


def test_sorting_turns_round_and_round():
    assert shapes.sort_order("", "due") == ("", "due")
    assert shapes.sort_order("due", "due") == ("ascending", "-due")
    assert shapes.sort_order("-due", "due") == ("descending", "due")


def test_a_changed_query_keeps_the_rest():
    query = QueryDict("q=灯&page=3&tag=a&tag=b")
    assert QueryDict(shapes.with_query(query, sort="due", page=None)[1:]) == QueryDict(
        "q=灯&tag=a&tag=b&sort=due"
    )


def test_bars_stand_against_the_largest():
    assert [(b.text, b.width) for b in shapes.bars([("a", 4), ("b", 1, "1 case"), ("c", 0)])] == [
        ("4", 100.0),
        ("1 case", 25.0),
        ("0", 0.0),
    ]


@pytest.mark.parametrize("values", [[], [3], [2, 2, 2]])
def test_a_line_of_few_or_equal_numbers_is_drawn(values):
    assert len(shapes.line(values).points.split()) == len(values)


def test_a_text_that_is_too_long_is_told_how_long_it_is_and_may_be():
    class Long(forms.Form):
        words = forms.CharField(max_length=5)

    form = Long({"words": "一二三四五六"})
    told = shapes.field_errors(form["words"])[0].message
    assert told == "This is 6 characters long; at most 5 fit. Please shorten it."
    with translation.override("zh-hans"):
        assert "最多 5 个字" in shapes.field_errors(form["words"])[0].message


def test_several_things_in_a_sentence_are_parted_as_the_reader_parts_them():
    refused = NotPossible("Missing: %(left)s.", left=Listing(["甲村", "乙村"]))
    with translation.override("zh-hans"):
        assert sentence(refused).endswith("甲村、乙村.")
    with translation.override("en"):
        assert sentence(refused) == str(refused) == "Missing: 甲村, 乙村."
