from huiying.insight.category.keywords import Keywords, surest
from huiying.insight.message import Message

TREE = [
    ("城乡建设", "市政管理", "道路照明"),
    ("城乡建设", "市政管理", "自来水供应"),
    ("城乡建设", "住房保障", "公租房申请"),
    ("劳动保障", "劳动关系", "拖欠工资"),
    ("劳动保障", "社会保险", "养老保险"),
    ("环境保护", "环境污染", "噪音污染"),
]


def test_the_words_of_the_tree_point_the_way_down():
    suggestion = Keywords(TREE).suggest(Message("工地拖欠农民工工资", "老板拖欠工资半年"))

    assert suggestion is not None
    assert suggestion.path == ("劳动保障", "劳动关系")
    assert suggestion.chances[0] >= suggestion.chances[1]


def test_reasons_are_pairs_of_the_message():
    reasons = Keywords(TREE).reasons(Message("噪音太大"), ("环境保护",))

    assert reasons == ["噪音"]


def test_words_the_tree_does_not_know_point_nowhere():
    assert Keywords(TREE).suggest(Message("诗词朗诵", "春天")) is None


def test_the_surest_of_each_category_may_teach_a_model():
    words = Keywords(TREE)
    asked = [Message(title) for title in ("拖欠工资", "工资", "噪音污染", "诗词")]

    found = surest([words.suggest(message) for message in asked], 0.5)

    assert found == {0: "劳动保障", 1: "劳动保障", 2: "环境保护"}
