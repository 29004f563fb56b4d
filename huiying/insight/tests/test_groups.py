from huiying.insight.bands import BANDS, signature
from huiying.insight.groups import near_duplicate_groups
from huiying.insight.signatures import signatures

LAMP = "幸福路路灯坏了三周，晚上一片漆黑，老人出门容易摔倒，请尽快派人来修"
BUS = "十二路公交车早高峰半个小时才来一趟，上班天天迟到，能不能加密班次"


def test_a_message_sent_again_with_small_changes_is_in_the_group_of_the_first():
    assert near_duplicate_groups([BUS, LAMP, f"您好！{LAMP}。谢谢", LAMP[:-4]]) == [0, 1, 1, 1]


def test_messages_of_different_matters_stay_alone():
    assert near_duplicate_groups([LAMP, BUS]) == [0, 1]


def test_empty_messages_are_not_copies_of_each_other():
    assert near_duplicate_groups(["", "。。", LAMP]) == [0, 1, 2]
    assert near_duplicate_groups([]) == []


def test_a_thousand_copies_are_one_group_without_comparing_each_with_each():
    assert set(near_duplicate_groups([BUS, *[LAMP] * 1000])) == {0, 1}


def test_a_signature_depends_on_the_text_alone_and_fits_a_database_integer():
    alone = signature(LAMP)
    assert alone == tuple(signatures([BUS, "", LAMP])[2])
    assert len(alone) == BANDS
    assert all(0 <= band < 2**31 for band in alone)
    assert signature("") == signature("！") == ()


def test_signatures_ignore_signs_spaces_and_full_width_letters():
    assert signature("Ｐ２Ｐ 平台，跑路了") == signature("p2p平台跑路了!")
