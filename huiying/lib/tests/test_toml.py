"""What is said of TOML that is none."""

import tomllib

import pytest

from huiying.lib import toml

TEXTS = [
    ('id = "a"\ntitle "b"', "line 2 is not TOML, at or before character 7: “title "),
    ("a = 1\na = 2\n", "line 2 sets something that was set before: “a = 2”"),
    ("[t]\n[t]\n", "line 2 sets something that was set before: “[t]”"),
    ("id = ", "it breaks off in line 1: “id =”"),
    ("a = [1,\n\n", "it breaks off in line 1: “a = [1,”"),
    ('a = "' + "长" * 500 + "\n", "line 1 is not TOML"),
    ("a = 1\r\nb = 一\r\n", "line 2 is not TOML, at or before character 5: “b = 一”"),
]


@pytest.mark.parametrize(("text", "said"), TEXTS)
def test_a_fault_is_told_by_its_line_and_what_stands_there(text, said):
    with pytest.raises(tomllib.TOMLDecodeError) as raised:
        tomllib.loads(text)
    told = toml.fault(raised.value, text)
    assert said in told
    assert len(told) < 220


def test_the_words_of_the_parser_are_left_out():
    with pytest.raises(tomllib.TOMLDecodeError) as raised:
        tomllib.loads("title b")
    assert "Expected" not in toml.fault(raised.value, "title b")
