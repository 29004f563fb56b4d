from hypothesis import given
from hypothesis import strategies as st

from huiying.lib.text import (
    bigrams,
    document_grams,
    is_decided_by_grams,
    normalise_text,
    query_grams,
    words_of,
)

texts = st.text(st.sampled_from("井盖丢失的路灯ab1209 ，。-éＡ１\n"), max_size=30)


def test_text_is_folded_to_one_form():
    assert normalise_text(" ＡＢＣ１２　井盖\x00\n丢失 ") == "abc12 井盖 丢失"


def test_bigrams_are_distinct_and_do_not_cross_signs_or_spaces():
    assert bigrams("井盖，井盖 丢失a1") == ["井盖", "丢失", "失a", "a1"]


def test_words_of_signs_only_are_left_out():
    assert words_of("井盖　？？ 路灯 井盖") == ["井盖", "路灯"]


def test_one_gram_needs_no_recheck():
    assert is_decided_by_grams("井盖")
    assert is_decided_by_grams("井")
    assert is_decided_by_grams("k12")
    assert not is_decided_by_grams("电梯故障")
    assert not is_decided_by_grams("井盖，")


@given(st.text())
def test_normalising_twice_changes_nothing(text):
    once = normalise_text(text)
    assert normalise_text(once) == once


@given(texts, st.integers(0, 30), st.integers(1, 8))
def test_every_piece_of_a_text_is_found_by_its_grams(text, start, length):
    normal = normalise_text(text)
    grams = document_grams(normal)
    for word in words_of(normal[start : start + length]):
        whole, beginnings = query_grams(word)
        assert set(whole) <= set(grams)
        assert all(any(g.startswith(b) for g in grams) for b in beginnings)


@given(texts, texts)
def test_a_word_decided_by_grams_is_in_every_text_that_has_them(text, query):
    normal = normalise_text(text)
    grams = document_grams(normal)
    for word in filter(is_decided_by_grams, words_of(query)):
        assert any(g.startswith(word) for g in grams) == (word in normal)
