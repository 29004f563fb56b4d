"""Bulletins are made in the background, in the layout of GB/T 9704, within the maker's rights, on record."""

import io
import json
import zipfile
from datetime import date, timedelta

import docx
import pytest
from django.urls import reverse
from docx.shared import Mm, Pt
from python_calamine import CalamineWorkbook

from huiying.analytics.actions import enter_populations, order_bulletin, plan_bulletins
from huiying.analytics.imports import populations_in
from huiying.analytics.models import Bulletin, Population
from huiying.analytics.tasks import make, make_planned
from huiying.analytics.tests.make import figure
from huiying.appraisal.choices.figures import Dimension
from huiying.appraisal.models import Figure
from huiying.audit.queries import events_of
from huiying.cases.models import Category
from huiying.cases.tests import make as cases
from huiying.cases.tests.pages import as_person, text_of
from huiying.files.models import Attachment
from huiying.jobs.choices import RunState
from huiying.lib.errors import NotAllowed, NotPossible
from huiying.lib.spreadsheet import read_table
from huiying.organisations.models import Grant
from huiying.organisations.tests import make as organisations
from huiying.people.choices import Role

pytestmark = pytest.mark.django_db
NOW = cases.MORNING
MARCH = date(2026, 3, 1)
PAGE = reverse("analytics:bulletins")


@pytest.fixture
def here(counted):
    return counted


@pytest.fixture
def made(here):
    one = order_bulletin(here.county, MARCH, by=here.supervisor, now=NOW)
    assert make(one, now=NOW)
    one.refresh_from_db()
    return one


def content(attachment: Attachment) -> bytes:
    from django.core.files.storage import default_storage  # noqa: PLC0415 - after its folder is set

    with default_storage.open(attachment.stored_as) as file:
        return bytes(file.read())


def test_the_word_file_has_the_measures_of_an_official_document(made):
    word = docx.Document(io.BytesIO(content(made.word)))
    section = word.sections[0]
    measures = [section.page_width, section.page_height, section.top_margin, section.left_margin]
    assert [round(each / Mm(1)) for each in measures] == [210, 297, 37, 28]
    assert [round(each / Mm(1)) for each in (section.right_margin, section.bottom_margin)] == [
        26,
        35,
    ]
    body = next(p for p in word.paragraphs if "共听到诉求12件" in p.text)
    assert body.runs[0].font.size == Pt(16)
    assert abs(body.paragraph_format.line_spacing - Pt(28.95)) < Pt(0.1)
    assert body.paragraph_format.first_line_indent == Pt(32)
    assert 'w:eastAsia="仿宋_GB2312"' in body._p.xml
    title = next(p for p in word.paragraphs if p.text == "柳河县2026年3月诉求办理情况通报")
    assert title.runs[0].font.size == Pt(22)
    assert 'w:eastAsia="方正小标宋简体"' in title._p.xml
    heading = next(p for p in word.paragraphs if p.text.startswith("一、"))
    assert 'w:eastAsia="黑体"' in heading._p.xml
    dated = next(p for p in word.paragraphs if p.text == "2026年3月4日")
    assert dated.paragraph_format.right_indent == Pt(64)
    assert word.settings.odd_and_even_pages_header_footer


def test_numbers_of_very_few_people_are_not_told_and_cannot_be_reckoned(here):
    """One village's three requests: the next smallest number goes with them (P10)."""
    other = organisations.area("990121104202", name="槐树坪村", parent=here.town)
    figure(here.village.prefix, "cases", 3, 3)
    figure(other.prefix, "cases", 9, 9)
    figure(other.prefix, "on_time", 4, 9)
    figure(here.village.prefix, "on_time", 1, 3)
    figure(here.town.prefix, "cases", 12, 12)
    one = order_bulletin(here.town, MARCH, by=here.supervisor, now=NOW)
    assert make(one, now=NOW)
    one.refresh_from_db()
    word = docx.Document(io.BytesIO(content(one.word)))
    rows = [[cell.text for cell in row.cells] for row in word.tables[0].rows]
    shown = {row[0]: (row[1], row[4]) for row in rows}
    assert shown[here.village.name] == ("不列", "不列")
    assert shown["槐树坪村"] == ("不列", "不列")
    text = "".join(p.text for p in word.paragraphs)
    assert "共听到诉求12件" in text
    assert "按时办结率（基数不足5件，不列）" in text
    assert "以免认出个人" in text


def test_the_bulletin_of_a_township_tells_what_its_voices_were_about(here):
    category = Category.objects.get(code="1001")
    figure(here.town.prefix, "cases", 9, 9, dimension=Dimension.CATEGORY, category=category.pk)
    one = order_bulletin(here.town, MARCH, by=here.supervisor, now=NOW)
    assert make(one, now=NOW)
    one.refresh_from_db()
    word = docx.Document(io.BytesIO(content(one.word)))
    told = [[cell.text for cell in row.cells] for table in word.tables for row in table.rows]
    assert [category.name, "9"] in told


def test_what_is_open_is_told_only_where_many_are(here):
    """Two overdue of one clock: neither they nor what they could be reckoned from (P10)."""
    more = {"SIGN.late": 2, "SIGN.day": 30, "SIGN.week": 8, "HANDLE.late": 9, "HANDLE.later": 20}
    figure(here.county.prefix, "backlog", 11, 69, more=json.dumps(more))
    one = order_bulletin(here.county, MARCH, by=here.supervisor, now=NOW)
    assert make(one, now=NOW)
    one.refresh_from_db()
    word = docx.Document(io.BytesIO(content(one.word)))
    table = next(t for t in word.tables if t.rows[0].cells[0].text == "环节")
    rows = {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in table.rows[1:]}
    assert rows["签收"] == ["不列", "30", "不列", "0", "40"]
    assert rows["办理"] == ["不列", "0", "0", "不列", "29"]
    assert "在办时限69个，其中已逾期11个" in "".join(p.text for p in word.paragraphs)
    raw = content(one.sheets)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_name("在办与逾期")
    found = {row[0]: row[1:] for row in sheet.to_python()}
    assert found["签收"] == ["不列", 30, "不列", 0, 40]


def test_very_few_open_ones_are_not_told_at_all(here):
    figure(here.county.prefix, "backlog", 2, 3, more='{"SIGN.late": 2, "SIGN.week": 1}')
    one = order_bulletin(here.county, MARCH, by=here.supervisor, now=NOW)
    assert make(one, now=NOW)
    one.refresh_from_db()
    word = docx.Document(io.BytesIO(content(one.word)))
    text = "".join(p.text for p in word.paragraphs)
    assert "在办时限不足5个" in text
    table = next(t for t in word.tables if t.rows[0].cells[0].text == "环节")
    assert [cell.text for cell in table.rows[1].cells[1:]] == ["不列", "0", "不列", "0", "不列"]


def test_lines_have_28_characters_tables_the_width_of_the_text_and_the_signature_some_text(made):
    word = docx.Document(io.BytesIO(content(made.word)))
    assert (
        'w:type="lines"' in word.sections[0]._sectPr.xml
    )  # a grid of characters would double them
    body = next(p for p in word.paragraphs if "共听到诉求12件" in p.text)
    assert 28 * (16 - 0.25) <= 156 / 25.4 * 72 < 29 * (16 - 0.25)
    assert '<w:spacing w:val="-5"/>' in body.runs[0]._r.xml
    for table in word.tables:
        for row in table.rows:
            assert abs(sum(cell.width for cell in row.cells) - Mm(156)) < Mm(1)
            assert all("w:snapToGrid" in cell._tc.xml for cell in row.cells)
    texts = [p.text for p in word.paragraphs]
    signed = len(texts) - 1 - texts[::-1].index("2026年3月4日")
    before = word.paragraphs[signed - 3 : signed]
    assert before[0].text.startswith("比率以办件计")
    assert all(p.paragraph_format.keep_with_next for p in before)


def test_groups_are_called_by_what_they_are_and_none_of_nothing_is_shown(made):
    word = docx.Document(io.BytesIO(content(made.word)))
    heads = [p.text for p in word.paragraphs if p.text[1:2] == "、"]
    assert "二、各乡镇（街道）情况（按诉求发生地）" in heads
    assert "三、各部门情况（按主办单位）" in heads
    assert not [each for each in heads if "政府" in each]
    assert "按时办结率75.00%（共12件）" in "".join(p.text for p in word.paragraphs)


def test_number_charts_page_numbers_and_the_mark_are_in_the_file(made):
    with zipfile.ZipFile(io.BytesIO(content(made.word))) as packed:
        names = packed.namelist()
        whole = {name: packed.read(name).decode() for name in names if name.endswith(".xml")}
    assert "通报〔2026〕1号" in whole["word/document.xml"]
    assert any(name.startswith("word/charts/chart") for name in names)
    assert "PAGE" in "".join(text for name, text in whole.items() if "footer" in name)
    marks = [text for name, text in whole.items() if "header" in name]
    assert all("supervisor" in text and "导出" in text for text in marks)
    assert len(marks) == 2


def test_the_workbook_has_charts_and_the_same_figures(made):
    raw = content(made.sheets)
    table = read_table(raw, "bulletin.xlsx")
    assert "柳河县2026年3月" in str(table.header[0])
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        assert sum("charts/chart" in name for name in packed.namelist()) >= 2


def test_numbers_run_within_a_year_and_everything_is_on_record(here, made):
    second = order_bulletin(here.county, MARCH, by=here.supervisor, now=NOW)
    other = order_bulletin(here.town, MARCH, by=here.supervisor, now=NOW)
    assert [str(each) for each in (made, second, other)] == [
        "〔2026〕1号",
        "〔2026〕2号",
        "〔2026〕1号",
    ]
    answer = as_person(here.supervisor).get(reverse("analytics:bulletin", args=[made.pk, "word"]))
    assert b"".join(answer.streaming_content) == content(made.word)
    kinds = [event.kind for event in events_of(made.subject)]
    assert kinds == ["bulletin.order", "bulletin.made", "bulletin.fetched"]
    assert made.run.state == RunState.DONE
    assert made.snapshot == "20260304T0900-ab"


def test_only_who_may_take_lists_out_of_the_area_orders_and_fetches(here, made):
    with pytest.raises(NotAllowed):
        order_bulletin(here.county, MARCH, by=here.handler, now=NOW)
    with pytest.raises(NotAllowed):
        order_bulletin(here.city, MARCH, by=here.supervisor, now=NOW)
    with pytest.raises(NotPossible, match="2026-04"):
        order_bulletin(here.county, date(2026, 4, 1), by=here.supervisor, now=NOW)
    stranger = organisations.person("stranger")
    organisations.grant(stranger, Role.SUPERVISOR, here.town)
    address = reverse("analytics:bulletin", args=[made.pk, "excel"])
    assert as_person(stranger).get(address).status_code == 404
    assert as_person(here.handler).get(PAGE).status_code == 403


def test_rights_lost_before_the_worker_comes_are_lost(here):
    one = order_bulletin(here.county, MARCH, by=here.supervisor, now=NOW)
    Grant.objects.filter(person=here.supervisor).delete()
    one = Bulletin.objects.get(pk=one.pk)
    assert not make(one, now=NOW)
    assert one.run.state == RunState.FAILED


def test_the_month_before_is_made_by_itself_from_the_third_day_on(here):
    plan_bulletins(here.county, by=here.supervisor, now=NOW, wanted=True)
    assert make_planned(NOW.replace(day=2)) == 0
    assert make_planned(NOW) == 1
    assert make_planned(NOW + timedelta(hours=1)) == 0
    assert Bulletin.objects.get().month == date(2026, 2, 1)
    plan_bulletins(here.county, by=here.supervisor, now=NOW, wanted=False)
    assert make_planned(NOW + timedelta(days=31)) == 0


def test_the_page_orders_plans_and_lists(here):
    client = as_person(here.supervisor)
    sent = {"area": here.county.prefix, "month": "2026-02"}
    assert "being made" in text_of(
        client.post(reverse("analytics:order-bulletin"), sent, follow=True)
    )
    client.post(reverse("analytics:plan-bulletins"), {"area": here.town.prefix, "wanted": "1"})
    page = client.get(PAGE)
    assert "〔2026〕1号" in text_of(page)
    assert [area.name for area in page.context["planned"]] == [here.town.name]
    wrong = client.post(reverse("analytics:order-bulletin"), {"area": "99"}, follow=True)
    assert "choose an area" in text_of(wrong)


def test_people_come_from_a_list_and_give_requests_per_thousand(here):
    keeper = organisations.person("keeper")
    organisations.grant(keeper, Role.SYSTEM_ADMINISTRATOR, here.city)
    figure(here.village.prefix, "cases", 3, 3)
    table = read_table(f"区划代码,人口\n{here.village.code},1500\n".encode(), "people.csv")
    people = populations_in(table, NOW.date())
    assert enter_populations(people, 2025, by=keeper, now=NOW) == 1
    assert enter_populations(people, 2026, by=keeper, now=NOW) == 1
    assert Population.objects.get().year == 2026
    address = reverse("analytics:silence", args=[here.town.prefix])
    (line,) = as_person(here.supervisor).get(address).context["villages"]
    assert line.per_thousand == 2.0
    with pytest.raises(NotPossible, match="two columns"):
        populations_in(read_table(b"a,b\n1,2\n", "people.csv"), NOW.date())
    with pytest.raises(NotPossible, match="Row 2"):
        populations_in(read_table("代码,人口\n12,many\n".encode(), "people.csv"), NOW.date())
    assert as_person(keeper).get(reverse("analytics:populations")).status_code == 200


def test_no_bulletin_is_numbered_for_a_month_before_the_first_figures(here):
    with pytest.raises(NotPossible, match="no figures of 2012-01; the first are of"):
        order_bulletin(here.county, date(2012, 1, 1), by=here.supervisor, now=NOW)
    plan_bulletins(here.county, by=here.supervisor, now=NOW, wanted=True)
    Figure.objects.filter(month__lt=MARCH).delete()
    assert make_planned(NOW) == 0
    assert not Bulletin.objects.exists()
