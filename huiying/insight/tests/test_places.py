import pytest

from huiying.insight.places import Gazetteer, landmarks, learn_landmarks

AREAS = [
    ("99", "云州省", 1),
    ("9901", "临江市", 2),
    ("990101", "市辖区", 3),
    ("990102", "南湖区", 3),
    ("990103", "青枫县", 3),
    ("990102001", "和风街道", 4),
    ("990102001001", "柳湾社区居委会", 5),
    ("990103101", "石桥镇", 4),
    ("990103101201", "双井村委会", 5),
    ("990103101202", "新塘村委会", 5),
    ("990103102", "白鹭乡", 4),
    ("990103102201", "双井村委会", 5),
]


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer(AREAS)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("柳湾社区的路灯坏了", "柳湾社区居委会"),
        ("和风街道办不作为", "和风街道"),
        ("石桥镇双井村没有水", "双井村委会"),
        ("临江市青枫县的公路", "青枫县"),
        ("新塘村三组修路", "新塘村委会"),
    ],
)
def test_a_place_is_found_in_the_words_people_use(gazetteer, text, name):
    found = gazetteer.locate(text)

    assert found is not None
    assert found.area.name == name


def test_the_township_beside_it_tells_which_village_is_meant(gazetteer):
    assert gazetteer.locate("白鹭乡双井村停电").area.code == "990103102201"
    assert gazetteer.locate("石桥镇双井村停电").area.code == "990103101201"


def test_a_name_that_two_places_share_is_told_only_as_far_as_it_is_sure(gazetteer):
    assert gazetteer.locate("双井村停电") is None
    assert gazetteer.locate("青枫县双井村停电").area.name == "青枫县"


def test_where_one_starts_from_decides_between_places_of_one_name(gazetteer):
    found = gazetteer.locate("双井村停电", near="990103102")

    assert found.area.code == "990103102201"
    assert found.names == ("双井村",)


def test_a_road_named_after_a_district_is_not_the_district(gazetteer):
    assert gazetteer.locate("南湖路堵车") is None
    assert gazetteer.locate("南湖路堵车", near="9901") is None


def test_text_without_places_has_none(gazetteer):
    assert gazetteer.locate("", "") is None
    assert gazetteer.locate("工资没有发") is None


def test_pseudo_levels_of_the_statistics_are_no_places(gazetteer):
    assert gazetteer.mentions("市辖区") == []


def test_landmarks_are_told_without_the_words_before_them():
    assert landmarks("我住在望江花园，门口的长堤路坏了") == ["望江花园", "长堤路"]


def test_a_landmark_that_cases_agree_on_stands_for_its_area():
    cases = [("长堤路积水", "990102001001")] * 3 + [("建设路积水", c) for c in ("1", "2", "3")]

    aliases = learn_landmarks(cases)

    assert aliases == [("长堤路", "990102001001")]
    found = Gazetteer(AREAS, aliases).locate("长堤路又积水了", near="9901")
    assert found.area.name == "柳湾社区居委会"
