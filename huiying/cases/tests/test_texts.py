"""Reply templates and the knowledge base: who keeps them, when they hold, what fits a case."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from huiying.audit.queries import events_of, verify
from huiying.cases import actions
from huiying.cases.choices.texts import KnowledgeState, Occasion
from huiying.cases.models import Category, KnowledgeEntry, ReplyTemplate
from huiying.cases.queries.knowledge import Wanted, entries_in_force, entries_to_check
from huiying.cases.queries.wordings import marks_of, templates_for
from huiying.cases.rules.texts import blanks, filled, unknown_marks
from huiying.cases.tasks import tick
from huiying.cases.tests import make
from huiying.cases.tests.pages import as_person, post, text_of
from huiying.lib import clock
from huiying.lib.clock import SHANGHAI, local_date
from huiying.lib.errors import NotAllowed, NotPossible
from huiying.notifications.models import Message

NOW = make.MORNING
TODAY = local_date(NOW)


@pytest.fixture
def at(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


def wording(here, **more):
    usual = actions.Wording(
        name="漏水已修复",
        area=here.county,
        unit=here.water,
        category=Category.objects.get(code="1001"),
        text="您反映的{地点}漏水，{单位}已于【几月几日】修复。",
        legal_basis="城市供水条例",
    )
    return replace(usual, **more)


def knowledge(here, **more):
    usual = actions.Knowledge(
        question="水表坏了找谁换？",
        answer="户表由供水单位免费更换，请拨打服务电话。",
        area=here.county,
        owner=here.water,
        valid_from=TODAY,
        valid_until=TODAY + timedelta(days=100),
        review_on=TODAY + timedelta(days=80),
        category=Category.objects.get(code="1001"),
        is_public=True,
    )
    return replace(usual, **more)


def in_force(here, **more):
    draft = actions.draft_knowledge(knowledge(here, **more), by=here.handler, now=NOW)
    return actions.check_knowledge(draft, by=here.head, now=NOW)


def test_marks_are_filled_by_either_name_and_a_missing_value_becomes_a_blank():
    said = filled("{单位}于{due}前处理{place}，{没有的}", {"unit": "水务局", "place": "村口"})
    assert said == "水务局于【承诺期限】前处理村口，{没有的}"
    assert unknown_marks(said) == ["没有的"]
    assert blanks(said) == ["【承诺期限】", "{没有的}"]


def test_a_unit_keeps_its_own_templates_and_the_desks_the_shared_ones(here):
    made = actions.make_template(wording(here), by=here.handler, now=NOW)
    with pytest.raises(NotAllowed):
        actions.make_template(wording(here), by=here.other_handler, now=NOW)
    with pytest.raises(NotAllowed):
        actions.make_template(wording(here, unit=None), by=here.handler, now=NOW)
    actions.make_template(wording(here, unit=None), by=here.reviewer, now=NOW)
    assert [event.kind for event in events_of(made.subject)] == ["template.make"]


def test_a_template_with_a_mark_no_case_can_fill_is_refused(here):
    with pytest.raises(NotPossible) as refused:
        actions.make_template(wording(here, text="{身份证号}"), by=here.handler, now=NOW)
    assert refused.value.values == {"mark": "身份证号"}


def test_templates_fit_by_unit_category_and_occasion_the_closest_first(here):
    keep = actions.make_template
    water = Category.objects.get(code="10")
    own = keep(wording(here, name="本单位"), by=here.handler, now=NOW)
    wide = keep(wording(here, name="本单位大类", category=water), by=here.handler, now=NOW)
    shared = keep(wording(here, name="共用", unit=None, category=None), by=here.reviewer, now=NOW)
    keep(wording(here, name="别的时机", occasion=Occasion.AGAIN), by=here.handler, now=NOW)
    keep(wording(here, name="别的单位", unit=here.roads), by=here.other_handler, now=NOW)
    away = keep(wording(here, name="停用"), by=here.handler, now=NOW)
    actions.put_away_template(away, by=here.handler, now=NOW)

    case = make.signed(here)
    found = templates_for(
        case.area_code, units=[here.water.pk], category="1001", occasion=Occasion.FIRST
    )
    assert found == [own, wide, shared]
    lead = case.assignments.get()
    assert filled(own.text, marks_of(case, lead, now=NOW)) == (
        "您反映的村口小卖部旁漏水，柳河县水务局已于【几月几日】修复。"
    )


def test_knowledge_holds_only_when_somebody_else_has_checked_it(here):
    draft = actions.draft_knowledge(knowledge(here), by=here.head, now=NOW)
    with pytest.raises(NotAllowed):
        actions.check_knowledge(draft, by=here.head, now=NOW)
    with pytest.raises(NotAllowed):
        actions.check_knowledge(draft, by=here.handler, now=NOW)
    assert not entries_in_force(TODAY)
    assert list(entries_to_check(here.reviewer, on=TODAY)) == [draft]
    assert not entries_to_check(here.head, on=TODAY)
    actions.check_knowledge(draft, by=here.reviewer, now=NOW)
    assert [each.pk for each in entries_in_force(TODAY, Wanted(words="水表"))] == [draft.pk]
    with pytest.raises(NotPossible):
        actions.check_knowledge(draft, by=here.reviewer, now=NOW)
    kinds = [event.kind for event in events_of(draft.subject)]
    assert kinds == ["knowledge.draft", "knowledge.check"]


def test_a_new_text_takes_the_place_of_the_old_one_when_checked(here):
    old = in_force(here)
    new = actions.draft_knowledge(
        knowledge(here, answer="请到镇便民服务中心登记。"), by=here.handler, now=NOW, replaces=old
    )
    with pytest.raises(NotPossible):
        actions.draft_knowledge(knowledge(here), by=here.handler, now=NOW, replaces=old)
    assert list(entries_in_force(TODAY)) == [old]
    actions.check_knowledge(new, by=here.head, now=NOW)
    old.refresh_from_db()
    assert (old.state, list(entries_in_force(TODAY))) == (KnowledgeState.REPLACED, [new])


def test_knowledge_applies_at_its_place_and_everywhere_below(here):
    entry = in_force(here)
    at_village = entries_in_force(TODAY, Wanted(area_code=here.village.code))
    elsewhere = entries_in_force(TODAY, Wanted(area_code="990201001001"))
    assert (list(at_village), list(elsewhere)) == ([entry], [])


def test_the_owner_is_reminded_once_and_the_last_day_ends_it(here):
    entry = in_force(here)
    near = NOW + timedelta(days=70)
    tick(near)
    tick(near + timedelta(minutes=1))
    told = Message.objects.filter(about=entry.subject)
    assert {message.person for message in told} == {here.handler, here.head}
    assert told.count() == 2
    tick(NOW + timedelta(days=100))
    entry.refresh_from_db()
    assert entry.state == KnowledgeState.VALID
    tick(NOW + timedelta(days=101))
    entry.refresh_from_db()
    assert entry.state == KnowledgeState.EXPIRED
    assert not entries_in_force(TODAY, Wanted(words="水表"))


def test_looking_again_lets_it_hold_on(here):
    entry = in_force(here)
    until = date(2027, 3, 1)
    actions.renew_knowledge(entry, by=here.head, now=NOW, valid_until=until, review_on=until)
    entry.refresh_from_db()
    assert (entry.valid_until, entry.reminded_at) == (until, None)


@pytest.mark.parametrize(
    "days",
    [
        {"valid_until": TODAY.replace(year=9999)},
        {"valid_from": TODAY.replace(year=1)},
        {"valid_until": TODAY - timedelta(days=1)},
        {"review_on": TODAY + timedelta(days=101)},
    ],
)
def test_days_that_make_no_sense_are_refused(here, days):
    with pytest.raises(NotPossible):
        actions.draft_knowledge(knowledge(here, **days), by=here.handler, now=NOW)


def test_the_pages_keep_a_template(here, at):
    client = as_person(here.handler)
    sent = {
        "name": "新模板",
        "unit": here.water.pk,
        "area": here.county.pk,
        "text": "已处理{地点}的问题。",
    }
    answer = post(client, reverse("cases:template-new"), **sent)
    assert answer.status_code == 302
    made = ReplyTemplate.objects.get()
    assert "新模板" in text_of(client.get(reverse("cases:templates")))
    answer = post(client, reverse("cases:template", args=[made.pk]), **sent | {"name": "改名"})
    assert answer.status_code == 302
    client.post(reverse("cases:template-put-away", args=[made.pk]))
    made.refresh_from_db()
    assert (made.name, made.is_active) == ("改名", False)
    wrong = post(client, reverse("cases:template-new"), **sent | {"text": "{密码}"})
    assert "密码" in text_of(wrong)
    assert as_person(here.caller).get(reverse("cases:templates")).status_code == 403
    assert (
        as_person(here.other_handler).get(reverse("cases:template", args=[made.pk])).status_code
        == 403
    )


def test_the_pages_write_check_and_end_knowledge(here, at):
    writer, checker = as_person(here.handler), as_person(here.head)
    first = writer.get(reverse("cases:knowledge-new")).context["form"].initial
    sent = {
        "question": "低保怎么申请？",
        "answer": "到户籍所在村提出。",
        "area": here.county.pk,
        "owner": here.water.pk,
        "is_public": "on",
        **{name: str(first[name]) for name in ("valid_from", "valid_until", "review_on")},
    }
    post(writer, reverse("cases:knowledge-new"), **sent)
    entry = KnowledgeEntry.objects.get()
    address = reverse("cases:knowledge-one", args=[entry.pk])
    assert writer.post(reverse("cases:knowledge-check", args=[entry.pk])).status_code == 403
    assert "低保怎么申请" in text_of(checker.get(reverse("cases:knowledge")))
    assert as_person(here.other_handler).get(address).status_code == 403
    checker.post(reverse("cases:knowledge-check", args=[entry.pk]))
    assert as_person(here.other_handler).get(address).status_code == 200
    page = as_person(here.caller).get(reverse("cases:knowledge"), {"q": "低保"})
    assert [each.pk for each in page.context["rows"]] == [entry.pk]
    post(writer, reverse("cases:knowledge-change", args=[entry.pk]), **sent | {"answer": "新。"})
    assert entry.successors.get().state == KnowledgeState.DRAFT
    days = {name: sent[name] for name in ("valid_until", "review_on")}
    assert (
        post(checker, reverse("cases:knowledge-renew", args=[entry.pk]), **days).status_code == 302
    )
    post(writer, reverse("cases:knowledge-end", args=[entry.pk]), why="政策已变")
    entry.refresh_from_db()
    assert (entry.state, entry.ended_why) == (KnowledgeState.WITHDRAWN, "政策已变")


def test_residents_read_what_is_public_and_an_old_address_leads_on(here, at, client):
    shown, hidden = in_force(here), in_force(here, question="内部口径", is_public=False)
    page = text_of(client.get(reverse("portal:questions"), {"q": "水表"}))
    assert shown.question in page
    assert hidden.question not in text_of(client.get(reverse("portal:questions")))
    assert client.get(reverse("portal:question", args=[hidden.pk])).status_code == 404
    new = actions.draft_knowledge(knowledge(here), by=here.handler, now=NOW, replaces=shown)
    assert client.get(reverse("portal:question", args=[new.pk])).status_code == 404
    actions.check_knowledge(new, by=here.head, now=NOW)
    old = client.get(reverse("portal:question", args=[shown.pk]))
    assert old.headers["Location"] == reverse("portal:question", args=[new.pk])
    assert new.answer in text_of(client.get(old.headers["Location"]))


def test_the_record_of_templates_and_knowledge_is_whole(here):
    in_force(here)
    actions.make_template(wording(here), by=here.handler, now=NOW)
    assert not list(verify(datetime(2026, 3, 5, tzinfo=SHANGHAI)).faults)
