"""Writing a reply: nothing is lost, prepared texts go in, and the reviewer sees facts."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from huiying.cases import actions
from huiying.cases.choices import EvidenceGroup, Moment, ProofSlot
from huiying.cases.models import Evidence, Reply, ReplyDraft, ReplyTemplate
from huiying.cases.queries import current_lead
from huiying.cases.queries.replies import judged, waiting_reply
from huiying.cases.rules.replies import Mark, compared, text_key
from huiying.cases.tests import make
from huiying.cases.tests.pages import as_person, post, text_of
from huiying.cases.tests.test_texts import in_force, wording
from huiying.files.models import Attachment
from huiying.lib import clock
from huiying.lib.errors import NotAllowed

pytestmark = pytest.mark.usefixtures("in_the_morning")

NOW = make.MORNING


def photo(name="前.png"):
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(picture, "PNG")
    return SimpleUploadedFile(name, picture.getvalue(), "image/png")


def address(case, name="reply"):
    return reverse(f"cases:{name}", args=[case.case_no])


def test_a_draft_comes_back_with_its_files_and_goes_with_the_reply(here, case):
    client = as_person(here.handler)
    sent = {"text": "已派人查看。", "legal_basis": "供水条例", "_draft": "1"}
    kept = post(client, address(case), **sent, **{"files-BEFORE": photo()})
    assert kept.headers["Location"] == address(case)
    page = client.get(address(case))
    assert page.context["form"].initial["text"] == "已派人查看。"
    ((_, _, files), *_) = page.context["proofs"].groups
    (before,) = files
    assert before.claimed_at == NOW  # the nightly clearing leaves it alone
    done = post(client, address(case), text="已修好。", **{"kept-BEFORE": str(before.pk)})
    assert done.headers["Location"] == address(case, "case")
    proof = Evidence.objects.get(reply__text="已修好。")
    assert (proof.group, proof.moment) == (EvidenceGroup.HANDLING, Moment.BEFORE)
    assert not ReplyDraft.objects.exists()


def test_a_file_taken_off_the_draft_is_dropped_when_the_reply_goes(here, case):
    client = as_person(here.handler)
    post(client, address(case), text="一", _draft="1", **{"files-AFTER": photo()})
    post(client, address(case), text="已修好。")
    assert not Attachment.objects.exists()


def test_a_form_with_a_fault_keeps_what_was_typed(here, case):
    client = as_person(here.handler)
    answer = post(client, address(case), text="我们于【几月几日】修好。")
    assert "【几月几日】" in text_of(answer)
    assert not Reply.objects.exists()
    assert ReplyDraft.objects.get().text == "我们于【几月几日】修好。"


def test_templates_and_answers_are_put_in_by_plain_buttons(here, case):
    template = actions.make_template(wording(here), by=here.handler, now=NOW)
    entry = in_force(here)
    client = as_person(here.handler)
    page = text_of(client.get(address(case)))
    assert (template.name in page, entry.question in page) == (True, True)
    post(client, address(case), text="您好。", _insert=f"t{template.pk}")
    kept = client.get(address(case)).context["form"].initial
    post(client, address(case), **kept, _insert=f"k{entry.pk}")
    draft = ReplyDraft.objects.get()
    assert draft.text.startswith("您好。\n\n您反映的村口小卖部旁漏水，柳河县水务局")
    assert draft.text.endswith(entry.answer)
    assert draft.legal_basis == "城市供水条例"
    assert ReplyTemplate.objects.get().used == 1
    looked = post(client, address(case), text="x", _look="1", q="水表")
    assert entry.question in text_of(client.get(looked.headers["Location"]))


def test_the_text_is_kept_while_it_is_typed_and_colleagues_see_that(here, case):
    client = as_person(here.handler)
    answer = client.post(address(case, "reply-draft"), {"text": "正在写"})
    assert "Draft kept" in text_of(answer)
    other = make.organisations.person("colleague", name="同事")
    make.organisations.grant(other, make.Role.HANDLER, here.county, here.water)
    page = as_person(other).get(address(case))
    assert "handler has a draft" in text_of(page)
    assert "正在写" not in text_of(page)


def test_other_units_keep_no_draft(here, case):
    lead = current_lead(case)
    with pytest.raises(NotAllowed):
        actions.keep_draft(lead, by=here.other_handler, now=NOW, text="x")
    answer = as_person(here.other_handler).post(address(case, "reply-draft"), {"text": "x"})
    assert answer.status_code == 404
    assert not ReplyDraft.objects.exists()


def marks(case):
    found = judged(waiting_reply(case), case)
    return {point.template: point for point in found.points}, found


def test_the_checklist_says_what_is_there_and_what_is_not(here, case):
    picture = actions_keep(here)
    actions.reply(
        case,
        by=here.handler,
        now=NOW + timedelta(days=30),
        text="已修好，电话13812345678。",
        evidence=[(picture, ProofSlot.AFTER)],
    )
    points, found = marks(case)
    wrong = {said for said, point in points.items() if point.mark is Mark.MISSING}
    assert wrong == {
        "Submitted late: %(at)s, due by %(due)s.",
        "No legal basis is named.",
        "Certificates and papers: %(n)s files.",
        "Proof of contact: %(n)s files.",
        "Photos before the work: %(n)s.",
        "%(n)s telephone or identity numbers stand in the text.",
    }
    assert points["Photos after the work: %(n)s."].values == {"n": 1}
    assert points[
        "First contact was made at %(at)s, after %(tries)s attempts on record."
    ].values == {"at": "2026-03-04 09:00", "tries": 1}
    assert found.changes == []


def actions_keep(here):
    from huiying.files.actions import keep  # noqa: PLC0415 - the name `keep` is too plain above

    return keep(photo(), by=here.handler, now=NOW)


def test_the_reviewer_sees_checklist_and_changes_on_page_and_form(here, case):
    actions.reply(case, by=here.handler, now=NOW, text="管道已修好。路面没有处理。")
    actions.send_back(case, by=here.reviewer, now=NOW, defects="路面也要处理")
    actions.reply(case, by=here.handler, now=NOW, text="管道已修好。路面已清理。")
    client = as_person(here.reviewer)
    for page in (address(case, "case"), reverse("cases:step", args=[case.case_no, "release"])):
        said = text_of(client.get(page))
        assert "<del>路面没有处理。</del><ins>路面已清理。</ins>" in said
        assert "No legal basis is named." in said
    assert "No legal basis is named." not in text_of(
        as_person(here.handler).get(address(case, "case"))
    )


def test_the_same_words_to_another_case_are_noticed(here, case):
    actions.reply(case, by=here.handler, now=NOW, text="已按规定办理，感谢您的支持！")
    again = make.signed(here)
    actions.contact(again, by=here.handler, now=NOW, result=make.TryResult.REACHED)
    actions.reply(again, by=here.handler, now=NOW, text="已按规定办理 感谢您的支持")
    points, _ = marks(again)
    assert points["The same words went out %(n)s times in the last 90 days."].values == {"n": 1}


def test_equal_words_have_one_key_whatever_the_signs_between():
    assert text_key("已办结，谢谢！") == text_key("已办结 谢谢")
    assert text_key("已办结") != text_key("未办结")
    assert text_key("。！") == ""


def test_texts_are_compared_sentence_by_sentence():
    pieces = compared("甲。乙。丙。", "甲。丁。丙。戊。")
    assert [(each.kind, each.text) for each in pieces] == [
        ("same", "甲。"),
        ("gone", "乙。"),
        ("new", "丁。"),
        ("same", "丙。"),
        ("new", "戊。"),
    ]


def test_the_form_asks_what_a_late_co_unit_has_not_reported(here, case, monkeypatch):
    client = as_person(here.handler)
    assert 'name="missing"' not in text_of(client.get(address(case)))
    actions.add_co_unit(case, by=here.dispatcher, now=NOW, units=[here.roads], reason="补路面")
    late = NOW + timedelta(days=8)
    monkeypatch.setattr(clock, "now", lambda: late)
    client = as_person(here.handler)
    assert 'name="missing"' in text_of(client.get(address(case)))
    answer = post(client, address(case), text="水管已修好。", missing="路面未补。")
    assert answer.status_code == 302
    assert waiting_reply(case).text == "水管已修好。\n\n路面未补。"


def test_words_to_look_up_may_be_as_long_as_somebody_pastes_them(here, case):
    client = as_person(here.handler)
    sent = {"text": "水管已经修好", "q": "水\x00管" * 3000, "_look": "1"}
    answer = post(client, address(case), **sent)
    assert answer.status_code == 302
    page = client.get(answer["Location"])
    assert page.status_code == 200
    assert "水管已经修好" in text_of(page)
