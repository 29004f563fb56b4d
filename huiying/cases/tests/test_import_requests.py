"""Requests from files: what comes in, what is handed back, and that nothing doubles."""

import io
from pathlib import Path

import pytest
from django.db.models import Sum

from huiying.audit.models import Event, Pending
from huiying.cases import actions
from huiying.cases.actions.importing import Target
from huiying.cases.choices import CaseState, Kind, RequestState
from huiying.cases.imports import Outcome, import_file
from huiying.cases.models import (
    Assignment,
    Case,
    CaseCount,
    Clock,
    CountChange,
    DangerFlag,
    Entry,
    Reply,
    Request,
)
from huiying.cases.rules.importing import column_map_of, proposed
from huiying.cases.tests import make
from huiying.lib.errors import NotAllowed
from huiying.lib.spreadsheet import read_table
from huiying.notifications.models import Message
from huiying.people.permissions import OPERATOR
from huiying.search.queries import newest

HEADER = "编号,标题,内容,时间,电话,答复,答复时间\n"
OPEN = "1,路灯不亮,进村的路灯坏了一周,2026-03-01 08:00,13900001201,,\n"
DONE = "2,水管漏水,集市街的水管漏了三天,2026-02-01 09:00,,已经修好并试水,2026-02-03 16:00\n"
EXAMPLES = Path(__file__).parents[3] / "examples"

pytestmark = pytest.mark.django_db


def run(here, text, *, by=OPERATOR, now=make.MORNING, name="list.csv", **more) -> Outcome:
    content = text if isinstance(text, bytes) else text.encode()
    columns = more.pop("columns", None) or proposed(read_table(content, name).header)
    target = Target(here.county, more.pop("source", "test"), more.pop("unit", here.water))
    return import_file(io.BytesIO(content), name, columns, target, by=by, now=now, **more)


def failed(outcome: Outcome) -> list[list]:
    table = read_table(outcome.failed_rows(), "failed.xlsx")
    return [table.header, *table.rows]


def test_a_row_without_a_reply_waits_to_be_accepted(here):
    assert run(here, HEADER + OPEN).counts == {"opened": 1}
    request = Request.objects.get()
    assert (request.state, request.contact_phone) == (RequestState.SUBMITTED, "13900001201")
    assert request.submitted_at.isoformat() == "2026-03-01T00:00:00+00:00"
    clock = request.clocks.get()
    assert (clock.kind, clock.started_at, clock.stopped_at) == ("ACCEPT", make.MORNING, None)
    assert newest("request", "路灯", limit=5) == [request.pk]


def test_a_row_with_a_reply_is_a_closed_case_with_its_old_times(here):
    assert run(here, HEADER + DONE).counts == {"closed": 1}
    case, request = Case.objects.get(), Request.objects.get()
    part, reply = Assignment.objects.get(), Reply.objects.get()
    assert (case.state, request.state, part.state, reply.state) == (
        "CLOSED", "CLOSED", "ACCEPTED", "RELEASED",
    )  # fmt: skip
    assert case.is_imported
    assert request.case == case
    assert case.opened_at == request.submitted_at == part.assigned_at
    assert case.closed_at == reply.submitted_at == part.replied_at < part.due
    assert case.lead_unit == part.unit == here.water
    assert [entry.step for entry in case.entries.all()] == ["open", "dispatch", "reply", "conclude"]
    assert newest("case", "集市街的水管", limit=5) == [case.pk]


def test_words_of_danger_are_looked_for_in_rows_that_wait(here):
    gas = "3,煤气味,楼道里煤气味很重请马上来人,2026-03-01 08:00,,,\n"
    run(here, HEADER + OPEN + gas + DONE.replace("水管漏水", "楼道里煤气味"))
    flag = DangerFlag.objects.get()
    assert (flag.request.external_no, flag.level, flag.state) == ("3", "P1", "open")
    answered = gas.replace(",,,\n", ",,已经检修,2026-03-02 09:00\n")
    run(here, HEADER + answered)
    assert DangerFlag.objects.get().state == "lapsed"


def test_nobody_hears_of_imported_rows_and_no_clock_runs_on_history(here):
    Pending.objects.all().delete()
    run(here, HEADER + DONE + OPEN)
    assert not Pending.objects.exists()
    assert not Message.objects.exists()
    assert not Clock.objects.filter(case__isnull=False).exists()
    kinds = Event.objects.filter(kind__endswith=".import").values_list("kind", flat=True)
    assert sorted(kinds) == ["case.import", "request.import", "request.import"]


def test_kept_counts_follow(here):
    run(here, HEADER + DONE)
    actions.fold_counts()
    changes = CountChange.objects.aggregate(sum=Sum("n"))["sum"] or 0
    cell = CaseCount.objects.get(state=CaseState.CLOSED)
    assert (cell.n + changes, cell.unit_id) == (1, here.water.pk)


def test_the_same_file_again_brings_nothing_new(here):
    run(here, HEADER + OPEN + DONE)
    events = Event.objects.count()
    assert run(here, HEADER + OPEN + DONE).counts == {"unchanged": 2}
    assert (Request.objects.count(), Event.objects.count()) == (2, events)


def test_rows_without_numbers_are_known_by_their_words(here):
    text = "内容,时间\n路灯坏了一周,2026-03-01 08:00\n"
    run(here, text)
    assert run(here, text).counts == {"unchanged": 1}
    assert Request.objects.get().title == "路灯坏了一周"


def test_a_changed_row_updates_text_and_reply(here):
    run(here, HEADER + OPEN + DONE)
    again = HEADER + OPEN.replace("一周", "十天") + DONE.replace("试水", "回访")
    assert run(here, again).counts == {"updated": 2}
    assert Request.objects.get(external_no="1").text == "进村的路灯坏了十天"
    assert Reply.objects.get().text == "已经修好并回访"
    assert Case.objects.count() == 1


def test_a_waiting_row_that_was_answered_elsewhere_becomes_history(here):
    run(here, HEADER + OPEN)
    answered = HEADER + OPEN.replace(",,\n", ",换了灯泡,2026-03-02 10:00\n")
    assert run(here, answered).counts == {"updated": 1}
    request = Request.objects.get()
    assert (request.state, request.case.state) == ("CLOSED", "CLOSED")
    assert not request.clocks.filter(stopped_at__isnull=True).exists()
    assert run(here, answered).counts == {"unchanged": 1}


def test_what_staff_have_moved_is_left_alone_and_handed_back(here):
    run(here, HEADER + OPEN)
    request = Request.objects.get()
    actions.ask_info(request, by=here.clerk, now=make.MORNING, missing="在哪一段路？")
    outcome = run(here, HEADER + OPEN.replace("一周", "十天"))
    assert outcome.counts == {"left": 1}
    assert failed(outcome)[1][:3] == ["1", "路灯不亮", "进村的路灯坏了十天"]
    request.refresh_from_db()
    assert request.text == "进村的路灯坏了一周"
    assert run(here, HEADER + OPEN).counts == {"unchanged": 1}


def test_a_reply_missing_from_a_later_file_stays(here):
    run(here, HEADER + DONE)
    outcome = run(here, HEADER + "2,水管漏水,集市街的水管漏了三天,2026-02-01 09:00,,,\n")
    assert outcome.counts == {"left": 1}
    assert Reply.objects.get().text == "已经修好并试水"


def test_the_same_number_of_another_area_is_not_touched(here):
    run(here, HEADER + OPEN)
    Request.objects.update(area_code="990000000000")
    outcome = run(here, HEADER + OPEN.replace("一周", "十天"))
    assert outcome.counts == {"left": 1}


def test_a_number_twice_in_one_file_comes_in_once(here):
    outcome = run(here, HEADER + OPEN + DONE + OPEN.replace("一周", "十天"))
    assert outcome.counts == {"opened": 1, "closed": 1, "bad": 1}
    assert outcome.faults[0][0] == 4


def test_a_dry_run_counts_the_same_and_writes_nothing(here):
    text = HEADER + OPEN + DONE + "3,,,,,,\n"
    before = Event.objects.count()
    told = run(here, text, dry_run=True).counts
    assert not Request.objects.exists()
    assert Event.objects.count() == before
    assert run(here, text).counts == told == {"opened": 1, "closed": 1, "bad": 1}


def test_secret_words_stay_with_intake(here):
    text = "编号,内容,时间,类型,答复,答复时间\n1,某人私分款项,2026-02-01,举报,已移交,2026-02-02\n"
    run(here, text)
    case = Case.objects.get()
    assert case.is_confidential
    assert "私分" not in case.text + case.title
    assert not newest("case", "私分款项", limit=5)
    assert Request.objects.get().kind == Kind.TIP_OFF


def test_an_imported_request_is_worked_on_like_any_other(here):
    run(here, HEADER + OPEN)
    request = Request.objects.get()
    case = actions.accept(
        request, by=here.clerk, now=make.MORNING, kind=Kind.HELP, category=request.category,
        priority="P4", area=here.village, title=request.title, text=request.text,
    )  # fmt: skip
    assert not case.is_imported
    assert case.state == CaseState.PENDING_DISPATCH


def test_the_files_importer_needs_the_permission_in_the_area(here):
    with pytest.raises(NotAllowed):
        run(here, HEADER + OPEN, by=here.handler)
    assert not Request.objects.exists()
    assert run(here, HEADER + OPEN, by=here.clerk).counts == {"opened": 1}


def test_the_example_comes_in_whole(here):
    content = (EXAMPLES / "requests.csv").read_bytes()
    columns = column_map_of((EXAMPLES / "requests.toml").read_text(encoding="utf-8"))
    later = make.MORNING.replace(month=4)
    outcome = run(here, content, columns=columns, now=later)
    assert outcome.counts == {"opened": 3, "closed": 2}
    assert Entry.objects.count() == 8
