"""The pages of the appraisal, by the people they are for."""

from datetime import date

import pytest
from django.urls import reverse

from huiying.appraisal import tasks
from huiying.appraisal.actions import following, rankings, schemes
from huiying.appraisal.choices.schemes import FindingState, Measure
from huiying.appraisal.models import (
    Consequence,
    GamingFinding,
    IndicatorVersion,
    Mark,
    Objection,
    Place,
    Proof,
    SchemeVersion,
)
from huiying.appraisal.tests.conftest import sign_in
from huiying.appraisal.tests.world import LATER, NOW, OCTOBER
from huiying.audit.queries import events_of
from huiying.lib.spreadsheet import read_table
from huiying.organisations.tests import make

pytestmark = pytest.mark.django_db


def test_a_scheme_is_begun_edited_and_adopted_on_pages(here, send, page):
    send(here.keeper, "new-scheme", template="panjin", area=here.area.pk)
    draft = SchemeVersion.objects.get(key="panjin")
    assert "办结率" in page(here.keeper, "edit", draft.pk)
    fields = {f"title_{n}": f"第{n}项" for n in range(1, 5)} | {"points_1": 25, "points_2": 25, "points_3": 25}  # fmt: skip
    wrong = send(here.keeper, "edit", draft.pk, status=409, **fields, points_4=30)
    assert "5" in wrong.content.decode()
    send(here.keeper, "edit", draft.pk, **fields, points_4=25)
    assert "第1项" in page(here.keeper, "scheme", draft.pk)
    send(here.panellist, "adopt", draft.pk, first_month="2026-10")
    draft.refresh_from_db()
    assert draft.first_month == OCTOBER


def test_the_whole_text_can_be_edited_too(here, send, page):
    draft = schemes.next_version(here.scheme, by=here.keeper, now=NOW)
    assert "[[item]]" in page(here.keeper, "edit", draft.pk, query="?text=1")
    bad = draft.text + '\n[[penalty]]\ncolumn = "petitions"\ntitle = "信访量"\n'
    assert "信访量" in send(here.keeper, "edit", draft.pk, query="?text=1", status=409, text=bad).content.decode()  # fmt: skip


def test_text_that_is_no_toml_is_told_in_chinese_with_its_line(here, send):
    draft = schemes.next_version(here.scheme, by=here.keeper, now=NOW)
    text = draft.text + '\n[[item]]\ntitle "少了等号"\n'
    line = len(text.splitlines())
    said = send(here.keeper, "edit", draft.pk, query="?text=1", status=409, text=text)
    page = said.content.decode()
    assert f"第{line}行" in page
    assert "少了等号" in page
    assert "Expected" not in page
    assert "at line" not in page


def test_a_draft_is_thrown_away_only_after_a_question(here, send, page):
    draft = schemes.next_version(here.scheme, by=here.keeper, now=NOW)
    before, dialog, within = page(here.keeper, "scheme", draft.pk).partition(
        '<dialog class="dialog"'
    )
    asked = reverse("appraisal:drop", args=[draft.pk])
    assert dialog
    assert asked not in before
    assert asked in within
    assert "不能恢复" in within
    send(here.keeper, "drop", draft.pk)
    assert not SchemeVersion.objects.filter(pk=draft.pk).exists()


def test_a_ranking_is_asked_for_announced_and_read_on_pages(here, send, page):
    send(here.keeper, "new-ranking", scheme=here.scheme.pk, area=here.area.pk, kind="department", first="2026-10", last="2026-10")  # fmt: skip
    ranking = here.scheme.rankings.get()
    page(here.keeper, "ranking", ranking.pk)
    tasks.compute(ranking.pk)
    assert "第0局" in page(here.keeper, "ranking", ranking.pk)
    page(here.head, "ranking", ranking.pk, status=404)
    send(here.keeper, "ranking-do", ranking.pk, "compare")
    tasks.compare(ranking.pk)
    send(here.keeper, "ranking-do", ranking.pk, "announce")
    assert "第1局" in page(here.head, "ranking", ranking.pk)
    assert "2026-10" in page(here.head, "home")


def test_two_versions_stand_side_by_side(here, send, page):
    draft = schemes.next_version(here.scheme, by=here.keeper, now=NOW)
    page(here.keeper, "try", draft.pk)
    send(here.keeper, "try", draft.pk, other=here.scheme.pk, area=here.area.pk, kind="department", first="2026-10", last="2026-10")  # fmt: skip
    trial = draft.rankings.get()
    for pk in (trial.pk, trial.beside_id):
        page(here.keeper, "trial", trial.pk)
        tasks.compute(pk)
    assert "第0局" in page(here.keeper, "trial", trial.pk)
    page(here.head, "trial", trial.pk, status=404)


def test_a_score_is_explained_down_to_its_cases(here, send, page):
    place = here.place(here.announced(), 1)
    assert "75" in page(here.head, "place", place.pk)
    send(here.head, "ask-cases", place.pk, "response_rate")
    tasks.prove(Proof.objects.get().pk)
    proof = Proof.objects.get()
    assert proof.in_all == 40
    assert sum(int(k) for _case, k, _n in proof.rows) == 30
    assert proof.snapshot in page(here.head, "cases", place.pk, "response_rate")


def test_a_unit_objects_and_somebody_else_decides_on_pages(here, send, page):
    place = here.place(here.announced(), 1)
    send(here.head, "object", place.pk, text="十月有三件记错。", column="response_rate")
    objection = Objection.objects.get()
    assert "十月有三件记错" in page(here.panellist, "objections")
    send(here.panellist, "decide", objection.pk, upheld="yes", reasons="属实。", column="response_rate", value="90", base="40")  # fmt: skip
    send(here.keeper, "ranking-do", place.ranking_id, "next")
    tasks.compute(place.ranking.later_versions.get().pk)
    assert "属实" in page(here.head, "place", place.pk)


@pytest.fixture
def final(here, at):
    ranking = rankings.make_final(here.announced(), by=here.panellist, now=LATER)
    at(LATER)
    return ranking


def test_everybody_reads_final_results_with_the_note_on_fairness(here, final, client):
    listed = client.get(reverse("appraisal:scoreboard")).content.decode()
    assert "2026-10" in listed
    shown = client.get(reverse("appraisal:scoreboard-one", args=[final.pk]))
    assert shown.status_code == 200
    assert "第0局" in shown.content.decode()


def test_the_public_reads_nothing_that_rests_on_very_few(here, final, client, page):
    """The fourth office led four cases (P10); the unit's judges read them."""
    address = reverse("appraisal:scoreboard-one", args=[final.pk])
    few = here.place(final, 3)
    rows = client.get(address).context["unranked"]
    shown = {place.unit_id: (each.cases, each.score) for place, _words, each in rows}
    assert shown[few.unit_id] == ("不足 5 件", "—")
    assert shown[here.units[4].pk] == ("0", "—")
    assert "不足 5 件" not in page(here.keeper, "ranking", final.pk)
    assert "不足 5 件" in page(here.head, "ranking", final.pk)
    assert "以免认出个人" in page(here.head, "place", few.pk)
    assert "以免认出个人" not in page(here.keeper, "place", few.pk)


def test_hundreds_of_units_come_in_pages_and_are_found_by_name(here, final, client):
    units = [make.unit(here.area, name=f"第{n}号单位") for n in range(100, 230)]
    Place.objects.bulk_create([Place(ranking=final, unit=u, unit_name=u.name) for u in units])
    address = reverse("appraisal:scoreboard-one", args=[final.pk])
    first = client.get(address).context["page"]
    assert (len(first), first.paginator.num_pages) == (100, 2)
    (found,) = client.get(f"{address}?q=第222号").context["unranked"]
    assert found[0].unit_name == "第222号单位"
    assert "page=2" in client.get(address).content.decode()


def test_a_figure_without_a_base_says_so(here, send, page):
    place = here.place(here.announced(), 1)
    assert "分母为零" in page(here.keeper, "place", place.pk).replace("\n", " ")


def test_what_is_not_final_is_not_public(here, client):
    ranking = here.announced()
    assert client.get(reverse("appraisal:scoreboard-one", args=[ranking.pk])).status_code == 404


def test_consequences_are_recorded_with_a_day_and_followed(here, final, send, page):
    place = here.place(final, 2)
    send(here.keeper, "follow", place.pk, measure="CORRECTION", text="限期改进。", status=409)
    send(here.keeper, "follow", place.pk, measure="CORRECTION", text="限期改进。", due="2026-12-01")
    assert "限期改进" in page(here.keeper, "consequences")
    send(here.keeper, "finish", Consequence.objects.get().pk, outcome="已整改。")
    assert "已整改" in page(here.keeper, "consequences")


def test_a_finding_is_looked_into_and_no_score_changes(here, send, page):
    before = here.announced().result_sha256
    found = following.Found("same_replies", here.units[0].pk, OCTOBER, 12, 20, (1, 2))
    following.keep_finding(found, now=NOW)
    assert following.keep_finding(found, now=NOW) is None
    finding = GamingFinding.objects.get()
    page(here.auditor, "findings")
    page(here.auditor, "finding", finding.pk)
    send(here.auditor, "finding", finding.pk, state="EXPLAINED", note="同一停水事件。")
    finding.refresh_from_db()
    assert finding.state == FindingState.EXPLAINED
    assert here.scheme.rankings.get().result_sha256 == before
    page(here.head, "findings", status=403)


def test_an_indicator_is_changed_as_a_new_version(here, send, page):
    page(here.keeper, "indicators")
    text = page(here.keeper, "indicator", "solve_rate")
    assert "numerator" in text
    bad = '[[indicator]]\nid = "solve_rate"\ntitle = "解决率"\n'
    send(here.keeper, "indicator", "solve_rate", text=bad, status=409)
    good = bad + "".join(f'{name} = "甲"\n' for name in ("numerator", "denominator", "source", "cared_for", "perceivable", "operable"))  # fmt: skip
    send(here.keeper, "indicator", "solve_rate", text=good + 'measure = "solve"\n')
    assert IndicatorVersion.objects.get().number == 2


def test_votes_of_too_few_and_counted_figures_are_not_entered(here, send, page):
    draft = schemes.import_template("work-report", here.area, by=here.keeper, now=NOW)
    version = schemes.adopt(draft, date(2026, 1, 1), by=here.panellist, now=NOW)
    page(here.keeper, "marks", query=f"?scheme={version.pk}&month=2026-10")
    entry = {"query": "?month=2026-10", "column": "peers_mark", "value": "88"}
    args = (here.keeper, "mark", version.pk, here.units[0].pk)
    send(*args, **entry, voters=3, status=409)
    send(*args, **entry, voters=7)
    assert Mark.objects.get().voters == 7


def test_consequences_wait_for_the_final_result(here):
    place = here.place(here.announced(), 0)
    with pytest.raises(following.NotPossible, match="final"):
        following.record_consequence(place, Measure.TALK, "谈话。", None, by=here.keeper, now=NOW)


def test_a_ranking_is_taken_out_as_a_table_that_says_by_whom(here, client, at):
    ranking = here.announced()
    sign_in(client, here.keeper)
    answer = client.get(reverse("appraisal:ranking-table", args=[ranking.pk]))
    table = read_table(answer.content, "ranking.xlsx")
    rows = [list(row) for row in table.rows]
    assert len(table.header) == 8
    assert rows[0][:3] == ["第0局", 97.5, 1]
    assert "keeper" in str(rows[-1])
    assert [event.kind for event in events_of(ranking.subject)][-1] == "ranking.export"


@pytest.fixture
def objection(here, send):
    place = here.place(here.announced(), 1)
    send(here.head, "object", place.pk, text="十月有三件记错。", column="response_rate")
    return Objection.objects.get()


def test_an_objection_and_what_it_put_right_name_the_figure(here, objection, send, page):
    assert "响应率（现为 75.00 %，基数 40）" in page(here.panellist, "decide", objection.pk)
    send(here.panellist, "decide", objection.pk, upheld="yes", reasons="属实。", column="response_rate", value="90", base="40")  # fmt: skip
    shown = page(here.head, "place", objection.place_id)
    assert "针对“响应率”" in shown
    assert "更正：响应率 90 %，基数 40" in shown


def test_pressed_twice_there_is_one_next_version(here, objection, send):
    send(here.panellist, "decide", objection.pk, upheld="yes", reasons="属实。", column="response_rate", value="90", base="40")  # fmt: skip
    ranking = objection.place.ranking
    goals = [send(here.keeper, "ranking-do", ranking.pk, "next")["Location"] for _ in range(2)]
    assert goals[0] == goals[1]
    assert ranking.later_versions.count() == 1


def test_an_objection_for_another_unit_is_refused_by_its_name(here, page):
    place = here.place(here.announced(), 2)
    assert "第2局" in page(here.head, "object", place.pk, status=403)


def test_no_cases_stand_behind_a_figure_the_scheme_does_not_have(here, page):
    place = here.place(here.announced(), 1)
    page(here.keeper, "cases", place.pk, "nonsense", status=404)


def test_a_version_is_not_tried_out_beside_itself(here, page):
    draft = schemes.next_version(here.scheme, by=here.keeper, now=NOW)
    shown = page(here.keeper, "try", draft.pk)
    assert f'<option value="{here.scheme.pk}"' in shown
    assert "v2 ·" not in shown


def test_what_a_field_should_be_is_said_in_the_readers_language(here, send):
    draft = schemes.next_version(here.scheme, by=here.keeper, now=NOW)
    bad = draft.text.replace("points = 30", 'points = "x"')
    answer = send(here.keeper, "edit", draft.pk, query="?text=1", status=409, text=bad)
    assert (
        "应为 不小于 0 的数" in answer.content.decode()
        or "应为不小于 0 的数" in answer.content.decode()
    )
