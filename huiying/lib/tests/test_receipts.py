import random
import secrets
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from huiying.lib.receipts import ALPHABET, new_number, new_pin, tidy_number

DAY = date(2026, 11, 22)
seeds = st.integers(0, 10**6)


def test_a_number_begins_with_its_day_and_can_be_drawn_from_secrets():
    number = new_number(DAY, secrets)
    assert number.startswith("261122-")
    assert tidy_number(number) == number


def test_the_same_seed_gives_the_same_number():
    assert new_number(DAY, random.Random(1)) == new_number(DAY, random.Random(1))


@given(seeds)
def test_a_number_is_known_however_it_is_typed(seed):
    number = new_number(date(2010, 1, 10), random.Random(seed))
    assert tidy_number(number.lower().replace("-", " ")) == number
    assert tidy_number(number[:6].replace("0", "O").replace("1", "l") + number[6:]) == number


@given(seeds, st.integers(7, 11), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(seed, place, other):
    number = new_number(DAY, random.Random(seed))
    wrong = number[:place] + other + number[place + 1 :]
    assert tidy_number(wrong) == (number if wrong == number else None)


@given(seeds, st.integers(7, 10))
def test_two_swapped_neighbours_are_noticed(seed, place):
    number = new_number(DAY, random.Random(seed))
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert tidy_number(swapped) == (number if swapped == number else None)


def test_nonsense_is_no_number():
    assert tidy_number("") is None
    assert tidy_number("261122-7K3M") is None
    assert tidy_number("井盖丢失") is None


@given(seeds)
def test_a_pin_has_six_digits_not_all_the_same(seed):
    pin = new_pin(random.Random(seed))
    assert len(pin) == 6
    assert pin.isdigit()
    assert len(set(pin)) > 1
