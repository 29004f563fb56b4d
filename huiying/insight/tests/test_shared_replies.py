"""On the shared replies, where they are: every receipt of a few words and every copy is found."""

import os
from pathlib import Path

import pytest

from huiying.insight.replies.anatomy import is_receipt
from huiying.insight.replies.copies import copies
from huiying.insight.tables import read

ROOT = Path(__file__).parents[3]
SHARED = Path(os.environ.get("HUIYING_SHARED_DATA", ROOT.parent / "shared/data"))
REPLIES = SHARED / "teddy2020" / "attachment4_replies.csv"

pytestmark = pytest.mark.skipif(
    not REPLIES.is_file(), reason="the shared data (attachment 4) is not here"
)


@pytest.fixture(scope="module")
def replies():
    return read(REPLIES, "reply").column("reply")


def test_replies_of_one_receipt_are_found(replies):
    receipts = [reply for reply in replies if reply.strip().endswith("留言已收悉")]
    assert len(receipts) >= 30
    assert all(map(is_receipt, receipts))


def test_replies_equal_to_another_are_copies(replies):
    seen: dict[str, int] = {}
    for reply in replies:
        seen[reply] = seen.get(reply, 0) + 1
    found = copies(replies)
    equal = [place for place, reply in enumerate(replies) if seen[reply] > 1]
    assert equal
    assert all(found[place] is not None for place in equal)
