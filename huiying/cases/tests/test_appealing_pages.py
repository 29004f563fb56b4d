"""Appeals on pages: filed, voted on, decided; and against a figure."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huiying.cases.choices.appealing import (
    AppealState,
)
from huiying.cases.models import Appeal
from huiying.cases.tests import make
from huiying.cases.tests.appeals import MALICIOUS, judged, panel_of
from huiying.cases.tests.pages import as_person, post, text_of

pytestmark = pytest.mark.usefixtures("in_the_morning")

NOW = make.MORNING
TODAY = NOW.date()


@pytest.fixture
def panel(here):
    return panel_of(here)


@pytest.mark.parametrize("month", ["0001-01", "9999-12", "x", "2026-13", "", "20260-1"])
def test_a_month_that_cannot_be_shows_the_last_one_instead(here, client, month):
    for page, of in (("portal:left-out", client), ("cases:exclusions", as_person(here.clerk))):
        assert of.get(reverse(page), {"month": month}).status_code == 200


@pytest.mark.parametrize("month", ["0001-01", "9999-12"])
def test_an_appeal_against_a_month_that_cannot_be_says_so(here, month):
    page = post(as_person(here.head), reverse("cases:appeal-figure"), month=month)
    assert "cannot be right" in text_of(page)


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
    assert case.case_no in text_of(head.get(reverse("cases:appeals") + "?state=decided"))
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
