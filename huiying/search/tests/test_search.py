import random

import pytest
from django.contrib.auth.models import Group  # any rows whose keys are refs
from django.db import connection

from huiying.lib.text import normalise_text, words_of
from huiying.search import actions, queries
from huiying.search.models import Doc

pytestmark = pytest.mark.django_db

TEXTS = {
    1: "幸福路口井盖丢失，行人危险",
    2: "路灯坏了三天 Case-2026 A12",
    3: "井水浑浊，盖子坏了",
    4: "小区电梯故障，井盖也松动",
}


@pytest.fixture
def _texts():
    assert actions.index_many("case", TEXTS.items()) == 4


@pytest.fixture
def _no_walk(monkeypatch):
    """Make every question go to the index."""
    monkeypatch.setattr(queries, "FIRST_WALK", 0)
    monkeypatch.setattr(queries, "LONG_WALK", 0)


@pytest.fixture(params=["walk", "index"])
def _either_way(request):
    if request.param == "index":
        request.getfixturevalue("_no_walk")


@pytest.mark.usefixtures("_texts", "_either_way")
class TestNewest:
    @pytest.mark.parametrize(
        ("words", "refs"),
        [
            ("井盖", [4, 1]),
            ("坏了", [3, 2]),
            ("井", [4, 3, 1]),
            ("了", [3, 2]),
            ("危险 井盖", [1]),
            ("丢失，行人", [1]),
            ("case-2026", [2]),
            ("Ａ１２", [2]),
            ("202", [2]),
            ("6", [2]),
            ("2026a", []),
            ("盖井", []),
            ("", []),
            ("？！", []),
            ("' OR 1=1 --", []),
            ('"*', []),
        ],
    )
    def test_hits_are_exact_and_newest_first(self, words, refs):
        assert queries.newest("case", words) == refs
        assert queries.count_capped("case", words) == len(refs)

    def test_pages_follow_one_another(self):
        assert queries.newest("case", "井", limit=2) == [4, 3]
        assert queries.newest("case", "井", limit=2, before=3) == [1]
        assert queries.count_capped("case", "井", cap=1) == 2

    def test_kinds_are_apart(self):
        actions.index("area", 9, "井盖村")
        assert queries.newest("case", "井盖") == [4, 1]
        assert queries.newest("area", "井盖") == [9]

    def test_only_what_may_be_seen_is_found(self):
        Group.objects.bulk_create([Group(pk=ref, name=str(ref)) for ref in (1, 2, 3)])
        docs = Group.objects.exclude(name="2")
        assert queries.newest("case", "井", within=docs) == [3, 1]
        assert queries.newest("case", "井", within=docs, limit=1) == [3]
        assert queries.count_capped("case", "井盖", within=docs) == 1
        assert queries.newest("case", "井", within=docs.none()) == []

    def test_a_changed_text_is_found_by_its_new_words_only(self):
        actions.index("case", 1, "路灯坏了")
        assert queries.newest("case", "井盖") == [4]
        assert queries.newest("case", "路灯坏了") == [2, 1]

    def test_a_forgotten_text_is_not_found(self):
        actions.forget("case", 1)
        actions.forget("case", 99)
        assert queries.newest("case", "井盖") == [4]

    def test_rebuilding_adds_changes_and_removes(self):
        assert actions.rebuild("case", [(1, TEXTS[1]), (2, "井盖"), (5, "井盖")]) == 3
        assert queries.newest("case", "井盖") == [5, 2, 1]
        assert queries.newest("case", "电梯") == []
        assert Doc.objects.count() == 3


@pytest.mark.parametrize(
    "steps", [(0, 0, 1, 0), (3, 0, 1, 9), (3, 8, 1, 0), (3, 8, 99, 2), (9, 99, 1, 0)]
)
def test_every_way_gives_what_a_plain_scan_gives(steps, monkeypatch):
    for name, value in zip(("FIRST_WALK", "LONG_WALK", "NOT_RARE", "RARE"), steps, strict=True):
        monkeypatch.setattr(queries, name, value)
    chance = random.Random(20261122)
    texts = {ref: "".join(chance.choices("井盖路灯坏a1，2 ", k=9)) for ref in range(1, 41)}
    actions.index_many("case", texts.items())
    Group.objects.bulk_create([Group(pk=ref, name=str(ref)) for ref in range(2, 41, 2)])
    for _ in range(150):
        query = "".join(chance.choices("井盖路灯坏a1，2 ", k=chance.randint(1, 4)))
        words = words_of(query)
        hits = [r for r in texts if words and all(w in normalise_text(texts[r]) for w in words)]
        hits.sort(reverse=True)
        assert queries.newest("case", query) == hits
        assert queries.newest("case", query, limit=2) == hits[:2]
        assert queries.count_capped("case", query) == len(hits)
        even = [ref for ref in hits if ref % 2 == 0]
        assert queries.newest("case", query, within=Group.objects.all()) == even
        assert queries.newest("case", query, within=Group.objects.all(), limit=1) == even[:1]
        assert queries.count_capped("case", query, within=Group.objects.all()) == len(even)


def test_an_unknown_kind_is_a_mistake():
    with pytest.raises(ValueError, match="not in tuple"):
        queries.newest("potato", "井盖")


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite keeps no pending entries")
def test_many_documents_may_wait_longer_before_they_are_merged():
    def limit() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SHOW gin_pending_list_limit")
            return str(cursor.fetchone()[0])

    actions.index_many("case", [(n, "水管") for n in range(actions.MANY - 1)])
    assert limit() == "256kB"
    actions.index_many("case", [(n, "路灯") for n in range(actions.MANY)])
    assert limit() == "4MB"
    assert queries.newest("case", "路灯", limit=1) == [actions.MANY - 1]


def test_alike_texts_are_found_most_alike_first():
    actions.index("published", 1, "村口路灯不亮，晚上走路不安全")
    actions.index("published", 2, "村口路灯晚上不亮")
    actions.index("published", 3, "自来水停了两天")
    assert queries.alike("published", "村口的路灯不亮，晚上不安全") == [1, 2]
    assert queries.alike("published", "医保卡丢了怎么补办") == []
    assert queries.alike("published", "") == []
