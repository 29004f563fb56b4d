import pytest

from huiying.lib.phones import is_mobile, is_phone, mask, normalise


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("138 1234 5678", "13812345678"),
        ("+86-138-1234-5678", "13812345678"),
        ("１３８１２３４５６７８", "13812345678"),
        ("010-12345678", "01012345678"),
        ("(0471) 1234567", "04711234567"),
        ("0471-1234567-801", "04711234567-801"),
        ("400-123-4567", "4001234567"),
    ],
)
def test_numbers_are_kept_in_one_form(typed, kept):
    assert normalise(typed) == kept


@pytest.mark.parametrize(
    "typed", ["", "12345", "23812345678", "1381234567", "电话", "138123456789"]
)
def test_what_is_no_number_is_refused(typed):
    assert not is_phone(typed)


def test_short_numbers_count_in_contact_books_only():
    assert normalise("12345", short=True) == "12345"


def test_only_mobiles_take_messages():
    assert is_mobile("13812345678")
    assert not is_mobile("010-12345678")


def test_the_middle_is_masked():
    assert mask("13812345678") == "138****5678"
    assert mask("04711234567") == "****67"
    assert mask("110") == "***"
