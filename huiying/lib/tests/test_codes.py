import pytest

from huiying.lib import codes


@pytest.mark.parametrize(
    "number", ["11010519491231002X", "34052419800101001X", "11010519491231002x"]
)
def test_right_identity_numbers_pass(number):
    assert codes.check_id_number(number)


@pytest.mark.parametrize(
    "number",
    ["110105194912310021", "11010519490231002X", "1101051949123100X", "", "１1010519491231002X"],
)
def test_wrong_identity_numbers_do_not(number):
    assert not codes.check_id_number(number)


@pytest.mark.parametrize("code", ["91350100M000100Y43", "91110108551385082Q", "91110108551385082q"])
def test_right_credit_codes_pass(code):
    assert codes.check_credit_code(code)


@pytest.mark.parametrize("code", ["91350100M000100Y44", "91350100M000100I43", "9135", ""])
def test_wrong_credit_codes_do_not(code):
    assert not codes.check_credit_code(code)


def test_identity_numbers_are_masked():
    assert codes.mask_id_number("11010519491231002X") == "110***********002X"
    assert codes.mask_id_number("1234") == "****"


def test_the_prefix_of_an_area_begins_every_code_inside_it():
    assert codes.prefix("150121102201", 4) == "150121102"
    assert codes.prefix("150121102201", 1) == "15"
    assert codes.parent_code("150121102201", 5) == "150121102000"
    assert codes.parent_code("150000000000", 1) is None
    assert codes.pad12("150121") == "150121000000"


def test_an_area_code_has_twelve_plain_digits():
    assert codes.is_area_code("150121102201")
    assert not any(
        map(codes.is_area_code, ["15012110220", "０50121102201", "050121102201", "a" * 12])
    )
