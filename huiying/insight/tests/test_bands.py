"""One text at a time gives what the batch gives, and needs no array library."""

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from huiying.insight.bands import keys_of, likenesses, signature
from huiying.insight.duplicates.scores import scores
from huiying.insight.signatures import NOTHING, keys_of_many, signatures

LAMP = "杏花小区三号楼前的路灯坏了一个多月，晚上一片漆黑，老人出门很不方便，请尽快派人修理。"
SAME = "反映杏花小区3号楼门前路灯坏了一个多月没人修，晚上漆黑一片，老人出门不方便。"
WATER = "枣林村自来水每天只来两个小时，浇菜都不够，希望说明什么时候恢复。"


def test_the_bands_of_one_text_are_those_of_the_batch():
    texts = [LAMP, SAME, WATER, "", "水", "ＡＢ１２", "一一一一", "\U00020000路灯\ud800坏了"]
    rows = signatures(texts)
    for text, row in zip(texts, rows.tolist(), strict=True):
        assert signature(text) == tuple(band for band in row if band != NOTHING)


@given(st.text(max_size=60))
def test_they_are_the_same_for_any_text(text):
    row = [band for band in signatures([text])[0].tolist() if band != NOTHING]
    assert list(signature(text)) == row


def test_what_is_stored_of_one_case_is_what_the_batch_stores():
    cases = [("路灯坏了", LAMP), ("停水", WATER), ("", WATER), ("停水", ""), ("", "")]
    assert keys_of_many(cases) == [list(keys_of(*case)) for case in cases]


def test_likenesses_are_the_scores_of_the_batch_but_for_rounding():
    plain = likenesses(LAMP, [SAME, WATER, LAMP, ""])
    for one, other in zip(plain, scores(LAMP, [SAME, WATER, LAMP, ""]), strict=True):
        assert abs(one - other) < 0.02
    assert plain[0] > 0.5 > plain[1]
    assert plain[2:] == [1.0, 0.0]


def test_no_array_library_is_loaded_for_one_text():
    code = "import sys; import huiying.insight.bands; assert 'numpy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
