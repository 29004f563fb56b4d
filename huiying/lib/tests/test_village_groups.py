"""Groups of a village as people write them, and what only looks like one."""

import pytest

from huiying.lib.village_groups import Village, group_in, longer_names, number_in, usual_name

OURS = Village("杨树湾村")


@pytest.mark.parametrize(
    ("name", "number"),
    [("三组", 3), ("第十二村民小组", 12), ("５组", 5), ("二十社", 20), ("3号网格", 3), ("七队", 7),
     ("河湾组", None), ("0组", None), ("三社区", None), ("组", None)],
)  # fmt: skip
def test_a_number_is_read_from_a_name(name, number):
    assert number_in(name) == number


def test_a_group_without_a_name_is_called_by_its_number():
    assert [usual_name(n) for n in (3, 10, 12, 20, 99)] == [
        "三组",
        "十组",
        "十二组",
        "二十组",
        "九十九组",
    ]
    assert [number_in(usual_name(n)) for n in range(1, 100)] == list(range(1, 100))


@pytest.mark.parametrize(
    ("place", "number"),
    [("三组", 3), ("三组水塔旁", 3), ("青石镇杨树湾村3组12号", 3), ("杨树湾 第四村民小组", 4),
     ("小学对面，五组", 5), ("我们村六社路口", 6), ("杨树湾村委会旁", None), ("柳树坡村三组", None),
     ("三社区门口", None), ("第三组织部", None), ("三组、四组之间", None), ("", None)],
)  # fmt: skip
def test_an_address_names_a_group_at_its_beginning_or_after_the_village(place, number):
    assert group_in(place, "", OURS) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [("我是杨树湾村三组的村民，路灯坏了。", 3), ("杨树湾的2组停水三天了", 2), ("我们组和本村八组都没水", 8),
     ("三组停水了", None), ("柳树坡村三组停水了", None), ("杨树湾村一组和二组停水", None),
     ("杨树湾村一组停水，杨树湾村二组也停", None), ("河东路的路灯不亮", None)],
)  # fmt: skip
def test_a_text_names_a_group_after_the_village_only(text, number):
    assert group_in("", text, OURS) == number


def test_a_name_of_its_own_counts_where_a_number_would():
    ours = Village("杨树湾村", {"河湾组": 8, "上河湾组": 9})
    assert group_in("河湾组老井边", "", ours) == 8
    assert group_in("", "杨树湾村上河湾组的桥塌了", ours) == 9
    assert group_in("", "河湾组的桥塌了", ours) is None


def test_the_address_says_more_than_the_text():
    assert group_in("三组", "杨树湾村五组的人也来过", OURS) == 3


def test_a_village_whose_name_ends_anothers_is_not_taken_for_it():
    names = {
        "1": "上杨树湾村",
        "2": "杨树湾村",
        "3": "东上杨树湾社区",
        "4": "湾村",
        "5": "柳树坡村",
    }
    before = longer_names(names)
    assert before == {"1": ("东",), "2": ("上", "东上"), "4": ("上杨树", "杨树")}
    ours = Village("杨树湾村", {}, before["2"])
    assert group_in("青石镇上杨树湾村三组", "", ours) is None
    assert group_in("", "上杨树湾的三组停水", ours) is None
    assert group_in("青石镇杨树湾村三组", "", ours) == 3
    assert group_in("青石镇上杨树湾村三组", "", Village("上杨树湾村", {}, before["1"])) == 3
    assert group_in("杨树湾村三组", "", Village("湾村", {}, before["4"])) is None
