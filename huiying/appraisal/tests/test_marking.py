"""Classes of units, marks over several months, and the files that speak for them."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huiying.appraisal.actions import schemes
from huiying.appraisal.actions.computing import compute
from huiying.appraisal.actions.marks import Entry, enter_mark
from huiying.appraisal.actions.rankings import Period, Whom, ask_for_ranking
from huiying.appraisal.models import Mark, Ranking
from huiying.appraisal.tests.conftest import sign_in
from huiying.appraisal.tests.world import NOW, OCTOBER, SEPTEMBER, WORK, build
from huiying.files.actions import keep
from huiying.files.tests.make import picture
from huiying.lib.errors import NotPossible
from huiying.organisations.choices import UnitKind

pytestmark = pytest.mark.django_db
BY_CLASS = """id = "hills"
title = "分类考评"
[[item]]
id = "a"
title = "响应率"
points = 100
rule = "rate"
column = "response_rate"
target = { default = 100, hill = 50 }
"""
GIVEN = """id = "given"
title = "评定"
[[item]]
id = "a"
title = "现场核查"
points = 100
rule = "given"
column = "site_check"
by = "考核组"
"""


def adopted(here, text):
    draft = schemes.write_scheme(text, here.area, by=here.keeper, now=NOW)
    return schemes.adopt(draft, date(2026, 1, 1), by=here.panellist, now=NOW)


def ranked(here, scheme, first=OCTOBER, last=OCTOBER):
    whom = Whom(here.area, UnitKind.DEPARTMENT, Period(first, last))
    made = ask_for_ranking(scheme, whom, by=here.keeper, now=NOW)
    compute(made, here.source, now=NOW)
    return Ranking.objects.get(pk=made.pk)


def test_the_target_of_its_class_judges_a_unit_from_the_month_on(here, send, page):
    scheme = adopted(here, BY_CLASS)
    hill = here.units[2]
    plain = ranked(here, scheme).places.get(unit=hill).score
    query = "?month=2026-09"
    assert "hill" in page(here.keeper, "classes", scheme.pk, query=query)
    send(here.keeper, "classes", scheme.pk, query=query, **{f"class_{hill.pk}": "hill"})
    assert Mark.objects.get().first == SEPTEMBER
    Ranking.objects.all().delete()
    assert (plain, ranked(here, scheme).places.get(unit=hill).score) == (50, 100)
    send(here.head, "classes", scheme.pk, status=403, **{f"class_{hill.pk}": "hill"})


def test_no_class_is_entered_that_the_scheme_does_not_name(here):
    scheme = adopted(here, BY_CLASS)
    entry = Entry("class", "lake")
    period = Period(OCTOBER, OCTOBER)
    with pytest.raises(NotPossible, match="hill"):
        enter_mark(scheme, here.units[0], period, entry, by=here.keeper, now=NOW)
    with pytest.raises(NotPossible, match="by hand"):
        enter_mark(here.scheme, here.units[0], period, entry, by=here.keeper, now=NOW)


def test_targets_of_classes_are_edited_in_their_fields(here, send):
    draft = schemes.write_scheme(BY_CLASS, here.area, by=here.keeper, now=NOW)
    fields = {"title_1": "响应率", "points_1": "100", "target_1_0": "95", "target_1_1": "60"}
    send(here.keeper, "edit", draft.pk, **fields)
    draft.refresh_from_db()
    assert "target = { default = 95, hill = 60 }" in draft.text
    send(here.keeper, "edit", draft.pk, **{**fields, "target_1_1": ""})
    draft.refresh_from_db()
    assert "target = 95\n" in draft.text


def test_marks_of_two_months_judge_two_months(here, send):
    build(here, WORK, OCTOBER)
    scheme = adopted(here, GIVEN)
    query = "?month=2026-09&until=2026-10"
    send(
        here.keeper,
        "mark",
        scheme.pk,
        here.units[0].pk,
        query=query,
        column="site_check",
        value="88",
    )
    mark = Mark.objects.get()
    assert (mark.first, mark.last) == (SEPTEMBER, OCTOBER)
    assert ranked(here, scheme, SEPTEMBER).places.get(unit=here.units[0]).score == 88


def test_what_speaks_for_a_mark_is_read_by_the_unit_and_its_judges_only(
    here, client, send, page, at
):
    scheme = adopted(here, GIVEN)
    paper = SimpleUploadedFile("p.png", picture("PNG"), "image/png")
    send(here.keeper, "mark", scheme.pk, here.units[1].pk, query="?month=2026-10", column="site_check", value="70", note="台账缺两页", evidence=paper)  # fmt: skip
    mark = Mark.objects.get()
    assert "台账缺两页" in page(here.keeper, "marks", query=f"?scheme={scheme.pk}&month=2026-10")
    address = reverse("appraisal:mark-evidence", args=[mark.pk])
    for person, status in ((here.keeper, 200), (here.head, 200), (here.auditor, 404)):
        sign_in(client, person)
        answer = client.get(address)
        assert answer.status_code == status
        assert status != 200 or b"".join(answer.streaming_content)[:4] == b"\x89PNG"


def test_programs_enter_marks_with_files_uploaded_before(here, call):
    scheme = adopted(here, GIVEN)
    paper = keep(SimpleUploadedFile("p.png", picture("PNG"), "image/png"), by=here.keeper, now=NOW)
    entry = {"unit": here.units[1].pk, "month": "2026-09", "last": "2026-10", "column": "site_check", "value": "70", "evidence": str(paper.pk)}  # fmt: skip
    status, body = call("POST", f"/schemes/{scheme.pk}/marks", here.keeper, entry)
    assert (status, body["has_evidence"], body["last"]) == (201, True, "2026-10")
    assert call("POST", f"/schemes/{scheme.pk}/marks", here.keeper, entry)[0] == 409
    listed = call("GET", f"/schemes/{scheme.pk}/marks", here.head)[1]
    assert [each["id"] for each in listed["items"]] == [body["id"]]
