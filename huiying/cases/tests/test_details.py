"""Private details before publication: proposed, marked, decided about by a person, masked as decided."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huiying.audit.models import Event
from huiying.cases import actions
from huiying.cases.actions.details import digest_of, forget_looks, keep_look, masking_for
from huiying.cases.choices import PublicState
from huiying.cases.choices.details import DETAIL_LABELS, WHY_LABELS
from huiying.cases.choices.suggestions import SuggestionKind
from huiying.cases.models import DetailLook, InsightSwitch, PublicVersion
from huiying.cases.queries import forget_switches
from huiying.cases.queries.suggestions import Tally, tallies
from huiying.cases.rules.details import at_once, details_in, masked, numbers_in, pieces, read_token
from huiying.cases.tasks.details import look
from huiying.cases.tests import make
from huiying.cases.tests.pages import as_person, post, text_of
from huiying.insight.redaction.spans import Finding, Kind
from huiying.lib.errors import NotPossible
from huiying.people.actions.tokens import make_token

pytestmark = pytest.mark.usefixtures("in_the_morning")

NOW = make.MORNING
TEXT = "村民王秀兰住杨树路12号，电话13900001234，请修路灯。"
NAME = Finding(TEXT.index("王"), TEXT.index("王") + 3, Kind.PERSON, "role before")


def test_every_kind_has_a_name():
    assert set(DETAIL_LABELS) == set(Kind)
    assert all(str(label) for label in WHY_LABELS.values())


def test_the_same_words_are_one_decision_and_are_masked_wherever_they_stand():
    title = "王秀兰反映路灯不亮"
    found = [[Finding(0, 3, Kind.PERSON, "start of a clause")], [NAME]]
    (detail,) = details_in([title, TEXT], found)
    assert (detail.token, detail.masked, detail.times) == ("person:王秀兰", "王某某", 2)
    assert masked(title + TEXT, [detail.token]) == (title + TEXT).replace("王秀兰", "王某某")


def test_masking_takes_longer_words_first_and_minds_no_nonsense():
    assert masked("王秀兰和王秀", ["person:王秀", "person:王秀兰"]) == "王某某和王某"
    assert masked("一句话", ["", "person:", "weather:一", "x"]) == "一句话"
    assert read_token("phone:1:2") == (Kind.PHONE, "1:2")


def test_pieces_put_together_are_the_text():
    details = details_in([TEXT], [[NAME, *at_once(TEXT)]])
    cut = pieces(TEXT, details)
    assert "".join(words for words, _ in cut) == TEXT
    assert [words for words, detail in cut if detail] == ["王秀兰", "12号", "13900001234"]


def test_masked_numbers_are_no_longer_found():
    (phone,) = numbers_in(TEXT)
    assert numbers_in(masked(TEXT, [f"phone:{phone}"])) == []


@pytest.fixture
def case(here):
    case = make.closed(here)
    case.requests.update(may_publish=True)
    case.refresh_from_db()
    return case


def work():
    """As the worker does it."""
    for digest in DetailLook.objects.filter(done_at=None).values_list("digest", flat=True):
        look(digest)


def draft_page(case):
    return reverse("cases:step", args=[case.case_no, "draft_public"])


WORDS = {"title": "路灯修好了", "text": TEXT, "reply": "已经修好。"}


def test_names_wait_for_the_worker_and_its_row_forgets_the_text(here):
    early = masking_for([TEXT], now=NOW)
    assert not early.is_ready
    assert {each.kind for each in early.details} == {Kind.PHONE, Kind.HOUSE}
    row = DetailLook.objects.get()
    assert (row.digest, row.text) == (digest_of(TEXT), TEXT)
    work()
    row.refresh_from_db()
    assert row.text == ""
    assert "王" not in row.found
    later = masking_for([TEXT], now=NOW)
    assert later.is_ready
    assert "person:王秀兰" in [each.token for each in later.details]
    assert DetailLook.objects.count() == 1
    assert forget_looks(NOW + timedelta(hours=23)) == 0
    assert forget_looks(NOW + timedelta(hours=25)) == 1


def test_nobody_waits_long_for_a_worker_that_is_away(here):
    masking_for([TEXT], now=NOW)
    late = masking_for([TEXT], now=NOW + timedelta(seconds=31))
    assert late.is_ready
    assert late.is_partial


def test_the_drafter_decides_about_each_and_the_draft_says_what_was_decided(here, case):
    client = as_person(here.reviewer)
    first = post(client, draft_page(case), **WORDS)
    assert "Names are still being looked for in the text" in text_of(first)
    work()
    second = post(client, draft_page(case), **WORDS)
    assert "Decide about each below" in text_of(second)
    assert '<mark class="private">王秀兰</mark>' in text_of(second)
    assert not PublicVersion.objects.exists()
    tokens = [row.detail.token for row in second.context["masking"].rows]
    assert tokens == ["person:王秀兰", "house:12号", "phone:13900001234"]
    sent = {**WORDS, "seen": tokens, "mask": ["person:王秀兰"]}
    assert post(client, draft_page(case), **sent).status_code == 302
    version = PublicVersion.objects.get()
    assert version.text == "村民王某某住杨树路12号，电话***********，请修路灯。"
    counted = tallies(NOW - timedelta(days=1))[SuggestionKind.REDACTION]
    assert counted == Tally(taken=2, dismissed=1)
    kept = Event.objects.filter(kind__startswith="suggestion.")
    assert not [event for event in kept if "王秀兰" in event.data or "139" in event.data]


def test_boxes_stay_as_they_were_set(here, case):
    masking_for([WORDS["title"], TEXT, WORDS["reply"]], now=NOW)
    work()
    client = as_person(here.reviewer)
    asked = {**WORDS, "seen": ["person:王秀兰"], "mask": [], "_search": "details"}
    rows = post(client, draft_page(case), **asked).context["masking"].rows
    ticked = {row.detail.token: row.is_ticked for row in rows}
    assert ticked == {"person:王秀兰": False, "house:12号": True, "phone:13900001234": True}


def test_who_publishes_sees_what_was_left_and_may_mask_it(here, case):
    actions.draft_public(
        case, by=here.reviewer, now=NOW, **{**WORDS, "text": "王秀兰家门口路灯不亮。"}
    )
    client = as_person(here.publisher)
    page = reverse("cases:step", args=[case.case_no, "publish"])
    assert "Names are being looked for" in text_of(client.get(page))
    work()
    shown = client.get(page)
    assert "left these as they are" in text_of(shown)
    assert [row.is_ticked for row in shown.context["masking"].rows] == [False]
    assert post(client, page, mask=["person:王秀兰"]).status_code == 302
    version = PublicVersion.objects.get()
    assert (version.state, version.text) == (PublicState.PUBLISHED, "王某某家门口路灯不亮。")
    link = reverse("portal:published-case", args=[version.pk])
    assert "王秀兰" not in text_of(Client().get(link))


def test_what_was_left_on_purpose_is_published_as_it_is(here, case):
    actions.draft_public(case, by=here.reviewer, now=NOW, **{**WORDS, "text": "李宁路灯不亮。"})
    actions.publish(case, by=here.publisher, now=NOW)
    assert PublicVersion.objects.get().text == "李宁路灯不亮。"


def test_numbers_that_were_not_masked_stop_publication(here, case):
    actions.draft_public(case, by=here.reviewer, now=NOW, **WORDS)
    with pytest.raises(NotPossible) as why:
        actions.publish(case, by=here.publisher, now=NOW)
    assert why.value.values["words"] == "13900001234"


def test_correcting_what_is_public_asks_the_same(here, case):
    actions.draft_public(case, by=here.reviewer, now=NOW, **{**WORDS, "text": "路灯不亮。"})
    actions.publish(case, by=here.publisher, now=NOW)
    client = as_person(here.publisher)
    page = reverse("cases:step", args=[case.case_no, "redact_public"])
    sent = {**WORDS, "text": "请打13900001234。", "why": "补充电话"}
    post(client, page, **sent)
    work()
    assert "Decide about each" in text_of(post(client, page, **sent))
    assert post(client, page, **sent, seen=["phone:13900001234"]).status_code == 302
    assert PublicVersion.objects.get().text == "请打***********。"


def test_switched_off_nothing_is_proposed_and_numbers_still_stop(here, case):
    InsightSwitch.objects.create(
        kind="redaction", is_on=False, changed_by_id=1, changed_by_name="x", changed_at=NOW
    )
    forget_switches()
    client = as_person(here.reviewer)
    assert "masking" not in client.get(draft_page(case)).context
    assert post(client, draft_page(case), **WORDS).status_code == 302
    assert not DetailLook.objects.exists()
    with pytest.raises(NotPossible):
        actions.publish(case, by=here.publisher, now=NOW)


def test_programs_ask_for_details_and_send_what_is_to_be_masked(here, case):
    _, secret = make_token(here.reviewer, label="t", days=1, by=here.reviewer, now=NOW)
    client = Client(headers={"authorization": f"Bearer {secret}"})
    ask = json.dumps({"texts": [TEXT]})
    found = client.post("/api/private-details", ask, "application/json").json()
    assert (found["is_on"], found["is_ready"]) == (True, False)
    work()
    found = client.post("/api/private-details", ask, "application/json").json()
    tokens = [item["token"] for item in found["items"]]
    assert tokens[0] == "person:王秀兰"
    body = json.dumps({**WORDS, "mask": tokens})
    address = f"/api/cases/{case.case_no}/steps/draft_public"
    assert client.post(address, body, "application/json").status_code == 200
    assert "王秀兰" not in PublicVersion.objects.get().text


def test_a_second_look_changes_nothing(here):
    masking_for([TEXT], now=NOW)
    keep_look(digest_of(TEXT), [NAME], now=NOW)
    look(digest_of(TEXT))
    assert json.loads(DetailLook.objects.get().found)[0][2] == "person"
