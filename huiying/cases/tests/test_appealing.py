"""Appeals of units: the table of exclusions, who may file and vote, what is left out."""

from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huiying.audit.actions import drain
from huiying.audit.queries import events_of
from huiying.cases import actions
from huiying.cases.choices import CaseState, Step
from huiying.cases.choices.appealing import (
    AppealReason,
    AppealState,
    AppealTarget,
    Effect,
    Measure,
    Vote,
)
from huiying.cases.models import Appeal, Exclusion, Rating
from huiying.cases.permissions import allowed_steps
from huiying.cases.queries.appeals import (
    appeals_for,
    appeals_to_vote,
    excluded_measures,
    exclusion_shares,
)
from huiying.cases.rules.excluding import (
    TABLE,
    cut_off,
    effects_of,
    figure_until,
    may_conclude,
    not_barred,
)
from huiying.cases.tests import make
from huiying.cases.tests.pages import as_person, post, text_of
from huiying.files.actions import keep
from huiying.lib import clock
from huiying.lib.clock import SHANGHAI
from huiying.lib.errors import NotAllowed, NotPossible
from huiying.notifications.models import Message
from huiying.organisations.queries import calendar_for

NOW = make.MORNING
TODAY = NOW.date()
MALICIOUS = {"target": AppealTarget.RATING, "reason": AppealReason.MALICIOUS, "text": "多次辱骂"}


@pytest.fixture
def here(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make.county()


@pytest.fixture(autouse=True)
def at(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def panel(here):
    return [panellist(here, f"panel{number}") for number in range(4)]


def panellist(here, name, unit=None):
    person = make.organisations.person(name, name=name)
    make.organisations.grant(person, make.Role.PANELLIST, here.county, unit)
    return person


def paper(by):
    upload = SimpleUploadedFile("说明.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    return keep(upload, by=by, now=NOW)


def judged(here, judgement=make.BAD):
    case = make.released(here)
    actions.answer_callback(case.callbacks.get(), judgement, by=here.caller, now=NOW)
    case.refresh_from_db()
    return case


def filed(here, case=None, *, now=NOW, **more):
    case = case or judged(here)
    inputs = {**MALICIOUS, **more}
    inputs.setdefault("files", [paper(here.head)])
    return case, actions.file_appeal(case, by=here.head, now=now, **inputs)


def voted(case, panel, *votes):
    for person, vote in zip(panel, votes, strict=False):
        actions.vote_appeal(case, by=person, now=NOW, vote=vote, reason="看过材料")


# --- the table -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "left_out"),
    [
        ("WRONG_DISPATCH", "SIGN CONTACT RESPONSE ON_TIME SOLVE RESULT MANNER"),
        ("DUPLICATE", "SIGN CONTACT RESPONSE ON_TIME SOLVE RESULT MANNER"),
        ("OUTSIDE_DUTY", "SOLVE RESULT"),
        ("LEGAL_ROUTE", "SOLVE RESULT"),
        ("MALICIOUS", "SOLVE RESULT"),
        ("NO_BASIS", "SOLVE RESULT"),
        ("NO_SUCH_FACT", "SOLVE RESULT"),
        ("THIRD_PARTY", "RESPONSE ON_TIME SOLVE"),
        ("PLAN", ""),
        ("UNREACHABLE", ""),
    ],
)
def test_each_reason_leaves_out_what_the_table_says(reason, left_out):
    effects = TABLE[AppealReason(reason)]
    out = {measure for measure, effect in effects.items() if effect is Effect.OUT}
    assert out == {Measure(each) for each in left_out.split()}


def test_a_plan_is_judged_by_its_dates():
    effects = TABLE[AppealReason.PLAN]
    assert set(effects.values()) == {Effect.AT_PLAN}
    assert set(effects) == {Measure.RESPONSE, Measure.ON_TIME, Measure.SOLVE, Measure.RESULT}


def test_an_appeal_against_a_judgement_leaves_the_clocks_in():
    effects = effects_of(AppealReason.THIRD_PARTY, AppealTarget.RATING)
    assert set(effects) == {Measure.SOLVE}


def test_dissatisfaction_is_no_reason():
    assert not [reason for reason in AppealReason if "SATISF" in reason]


def test_what_was_known_at_review_is_barred_once_the_judgement_is_known():
    known = {"reviewed_at": NOW, "arose_on": TODAY}
    assert not not_barred(AppealReason.NO_SUCH_FACT, **known, is_rated=True)
    assert not_barred(AppealReason.NO_SUCH_FACT, **known, is_rated=False)
    later = {"reviewed_at": NOW, "arose_on": TODAY + timedelta(days=1)}
    assert not_barred(AppealReason.NO_SUCH_FACT, **later, is_rated=True)
    assert not_barred(AppealReason.MALICIOUS, **known, is_rated=True)


def test_three_vote_most_decide_and_abuse_needs_all():
    grant, refuse, aside = Vote.GRANT, Vote.REFUSE, Vote.ASIDE
    assert not may_conclude([grant, grant, aside], "PLAN", granting=True)
    assert may_conclude([grant, grant, refuse], "PLAN", granting=True)
    assert not may_conclude([grant, grant, refuse], "MALICIOUS", granting=True)
    assert may_conclude([grant, grant, refuse], "MALICIOUS", granting=False)
    assert may_conclude([grant, refuse, grant, refuse], "PLAN", granting=False)


def test_figures_are_frozen_and_appealed_on_working_days(here):
    calendar = calendar_for(here.county.code).provisional_twin()
    days = [cut_off(2025, 12, calendar), cut_off(2026, 4, calendar), cut_off(2026, 9, calendar)]
    assert days == [date(2026, 1, 4), date(2026, 5, 6), date(2026, 10, 8)]
    assert figure_until(2026, 9, calendar) == datetime(2026, 10, 15, tzinfo=SHANGHAI)


# --- filing ----------------------------------------------------------------------------------------


def test_a_unit_appeals_with_proof_and_the_panel_has_five_working_days(here):
    case, appeal = filed(here)
    assert (appeal.unit, appeal.state) == (here.water, AppealState.FILED)
    assert appeal.due == datetime(2026, 3, 12, tzinfo=SHANGHAI)
    assert appeal.proofs.get().attachment.claimed_at == NOW
    assert case.state == CaseState.PENDING_CALLBACK  # nothing of the handling changes
    with pytest.raises(NotPossible):
        filed(here, case)


@pytest.mark.parametrize(
    "more",
    [
        {"files": []},
        {"reason": AppealReason.NO_SUCH_FACT},
        {"reason": AppealReason.WRONG_DISPATCH},
        {"reason": AppealReason.UNREACHABLE},
        {"now": NOW + timedelta(days=8)},
    ],
    ids=["no proof", "known before", "not about a judgement", "nothing to gain", "too late"],
)
def test_an_appeal_that_does_not_hold_is_refused(here, more):
    case = judged(here)
    with pytest.raises(NotPossible):
        filed(here, case, **more)
    assert not Appeal.objects.exists()


def test_before_any_judgement_a_case_may_be_left_out_for_what_is_known(here):
    case = make.signed(here)
    said = {"target": AppealTarget.EXCLUSION, "reason": AppealReason.NO_BASIS}
    _, appeal = filed(here, case, **said)
    assert appeal.rating is None
    with pytest.raises(NotPossible):
        filed(here, make.signed(here))  # nobody has judged yet


def test_only_the_head_of_a_unit_that_took_part_appeals(here):
    case = judged(here)
    roads = make.organisations.person("roads.head")
    make.organisations.grant(roads, make.Role.UNIT_HEAD, here.county, here.roads)
    for by in (here.handler, roads, here.supervisor):
        with pytest.raises(NotAllowed):
            actions.file_appeal(case, by=by, now=NOW, **MALICIOUS, files=[paper(by)])


# --- the panel -------------------------------------------------------------------------------------


def test_a_granted_appeal_leaves_the_case_out_and_the_grade_stays(here, panel):
    case, appeal = filed(here)
    voted(case, panel, Vote.GRANT, Vote.GRANT, Vote.GRANT)
    done = actions.grant_appeal(case, by=panel[0], now=NOW, decision="三人一致同意")
    part = case.assignments.get()
    assert done.state == AppealState.GRANTED
    assert excluded_measures([part.pk]) == {
        part.pk: {Measure.SOLVE: Effect.OUT, Measure.RESULT: Effect.OUT}
    }
    assert Rating.objects.get().result == make.BAD.result
    drain(NOW)
    assert "三人一致同意" in Message.objects.filter(code="decided", person=here.head).get().text
    kinds = [event.kind for event in events_of(appeal.subject)]
    assert kinds == ["appeal.file", *["appeal.vote"] * 3, "appeal.grant"]


def test_nothing_is_decided_with_too_few_votes_or_against_them(here, panel):
    case, _ = filed(here)
    voted(case, panel, Vote.GRANT, Vote.GRANT)
    with pytest.raises(NotPossible):
        actions.grant_appeal(case, by=panel[0], now=NOW, decision="x")
    actions.vote_appeal(case, by=panel[2], now=NOW, vote=Vote.REFUSE, reason="证据不足")
    with pytest.raises(NotPossible):
        actions.grant_appeal(case, by=panel[0], now=NOW, decision="x")
    refused = actions.refuse_appeal(case, by=panel[0], now=NOW, decision="未达成一致")
    assert (refused.state, Exclusion.objects.count()) == (AppealState.REFUSED, 0)


def test_nobody_votes_twice_for_their_own_unit_or_on_their_own_work(here, panel):
    case, _ = filed(here)
    voted(case, panel, Vote.GRANT)
    with pytest.raises(NotPossible):
        actions.vote_appeal(case, by=panel[0], now=NOW, vote=Vote.GRANT, reason="再投")
    own = panellist(here, "own")
    make.organisations.grant(own, make.Role.HANDLER, here.county, here.water)
    busy = panellist(here, "busy")
    make.organisations.grant(busy, make.Role.SUPERVISOR, here.county)
    actions.note(case, by=busy, now=NOW, text="已关注")
    for by in (own, busy, here.supervisor):
        with pytest.raises(NotAllowed):
            actions.vote_appeal(case, by=by, now=NOW, vote=Vote.GRANT, reason="x")


def test_the_panel_sees_what_waits_for_its_votes(here, panel):
    case, appeal = filed(here)
    assert list(appeals_to_vote(panel[0], now=NOW)) == [appeal]
    voted(case, panel, Vote.GRANT)
    assert not appeals_to_vote(panel[0], now=NOW)
    assert not appeals_for(here.handler, now=NOW)
    steps = {step for step, verdict in allowed_steps(case, by=panel[1], now=NOW) if verdict}
    assert Step.VOTE_APPEAL in steps


def test_a_figure_is_appealed_against_until_five_working_days_after_the_cut_off(here, panel):
    said = {
        "month": date(2026, 2, 1),
        "measure": Measure.ON_TIME,
        "reason": AppealReason.WRONG_TIME,
        "text": "系统时间有误",
    }
    appeal = actions.file_figure_appeal(
        here.water, by=here.head, now=NOW, files=[paper(here.head)], **said
    )
    with pytest.raises(NotPossible):
        actions.file_figure_appeal(
            here.water,
            by=here.head,
            now=NOW,
            files=[paper(here.head)],
            **said | {"month": date(2026, 1, 1)},
        )
    for person in panel[:3]:
        actions.vote_on_figure(appeal, by=person, now=NOW, vote=Vote.GRANT, reason="属实")
    done = actions.conclude_figure_appeal(
        appeal, by=panel[0], now=NOW, granting=True, decision="更正"
    )
    assert done.state == AppealState.GRANTED
    with pytest.raises(NotPossible):
        actions.vote_on_figure(appeal, by=panel[3], now=NOW, vote=Vote.GRANT, reason="x")


# --- shares ----------------------------------------------------------------------------------------


def test_shares_are_published_per_unit_and_reason(here, panel, client):
    case, _ = filed(here)
    make.dispatched(here)
    make.dispatched(here)
    voted(case, panel, Vote.GRANT, Vote.GRANT, Vote.GRANT)
    actions.grant_appeal(case, by=panel[0], now=NOW, decision="同意")
    rows = exclusion_shares(date(2026, 3, 1))
    assert [(row.unit, row.measure, row.excluded, row.base) for row in rows] == [
        (here.water, Measure.RESULT, 1, 3),
        (here.water, Measure.SOLVE, 1, 3),
    ]
    assert rows[0].in_percent == "33.33 %"
    assert not exclusion_shares(date(2026, 4, 1))
    page = text_of(client.get(reverse("portal:left-out"), {"month": "2026-03"}))
    assert "33.33" in page
    staff = text_of(as_person(here.clerk).get(reverse("cases:exclusions"), {"month": "2026-03"}))
    assert here.water.name in staff


# --- pages -----------------------------------------------------------------------------------------


def test_the_pages_file_vote_and_decide(here, panel):
    case = judged(here)
    head = as_person(here.head)
    upload = SimpleUploadedFile("录音.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    page = reverse("cases:step", args=[case.case_no, "file_appeal"])
    sent = {**MALICIOUS, "files-files": upload}
    assert post(head, page, **sent).status_code == 302
    appeal = Appeal.objects.get()
    proof = appeal.proofs.get().attachment
    assert "录音.pdf" in text_of(head.get(reverse("cases:case", args=[case.case_no])))
    for person in panel[:3]:
        client = as_person(person)
        vote = reverse("cases:step", args=[case.case_no, "vote_appeal"])
        assert "多次辱骂" in text_of(client.get(vote))
        assert post(client, vote, vote="GRANT", reason="属实").status_code == 302
    file = client.get(reverse("cases:appeal-proof", args=[appeal.pk, proof.pk]))
    assert file.getvalue().startswith(b"%PDF")
    grant = reverse("cases:step", args=[case.case_no, "grant_appeal"])
    assert post(client, grant, decision="予以剔除").status_code == 302
    assert "Enters version 2" in text_of(head.get(reverse("cases:case", args=[case.case_no])))
    assert as_person(here.handler).get(reverse("cases:appeals")).status_code == 403
    assert case.case_no in text_of(head.get(reverse("cases:appeals")))
    missing = as_person(here.reviewer).get(
        reverse("cases:appeal-proof", args=[appeal.pk, proof.pk])
    )
    assert missing.status_code == 404


def test_the_pages_take_an_appeal_against_a_figure(here, panel):
    head = as_person(here.head)
    upload = SimpleUploadedFile("截图.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    sent = {
        "unit": here.water.pk,
        "month": "2026-02",
        "measure": "SIGN",
        "reason": "COUNTED_TWICE",
        "text": "同一工单计了两次",
        "files-files": upload,
    }
    assert post(head, reverse("cases:appeal-figure"), **sent).status_code == 302
    appeal = Appeal.objects.get()
    for person in panel[:3]:
        client = as_person(person)
        vote = reverse("cases:appeal-vote", args=[appeal.pk])
        assert post(client, vote, vote="REFUSE", reason="未见重复").status_code == 302
    end = reverse("cases:appeal-conclude", args=[appeal.pk])
    assert post(client, end, granting="1", decision="x").status_code == 409
    assert post(client, end, granting="", decision="不支持").status_code == 302
    appeal.refresh_from_db()
    assert appeal.state == AppealState.REFUSED
