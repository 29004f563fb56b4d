"""The main job on real input: messages of citizens come in and become cases that can be worked on.

The files are not part of the repository; HUIYING_SHARED_DATA names the folder they lie in.
"""

import csv
import os
from pathlib import Path

import pytest

from huiying.cases import actions
from huiying.cases.actions.importing import Target
from huiying.cases.choices import CaseState, Kind, Priority, RequestState
from huiying.cases.imports import import_file
from huiying.cases.models import Case, Category, Clock, Reply, Request
from huiying.cases.rules.importing import column_map_of
from huiying.cases.tests import make
from huiying.lib.clock import SHANGHAI
from huiying.people.permissions import OPERATOR

TOP = Path(__file__).parents[3]
SHARED = Path(os.environ.get("HUIYING_SHARED_DATA", TOP.parent / "shared/data"))
TEDDY = SHARED / "teddy2020"
MOST = 5000

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not TEDDY.is_dir(),
        reason=f"no {TEDDY}: set HUIYING_SHARED_DATA to the folder that holds teddy2020/",
    ),
]


def bring_in(here, name: str, mapping: str):
    columns = column_map_of((TOP / "examples" / mapping).read_text(encoding="utf-8"))
    target = Target(here.county, columns.source, here.water)
    with (TEDDY / name).open("rb") as opened:
        return import_file(opened, name, columns, target, by=OPERATOR, now=make.MORNING)


def rows_of(name: str) -> list[dict[str, str]]:
    with (TEDDY / name).open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def test_messages_without_replies_come_in_and_one_goes_the_whole_road():
    here = make.county()
    told = rows_of("attachment3_messages.csv")
    long = sum(len(row["detail"].strip()) > MOST for row in told)
    outcome = bring_in(here, "attachment3_messages.csv", "teddy2020-attachment3.toml")
    assert outcome.counts == {"opened": len(told) - long, "bad": long}
    assert Request.objects.filter(state=RequestState.SUBMITTED).count() == len(told) - long
    again = bring_in(here, "attachment3_messages.csv", "teddy2020-attachment3.toml")
    assert again.counts == {"unchanged": len(told) - long, "bad": long}
    _walk(here, Request.objects.order_by("pk")[100])


def _walk(here, request: Request) -> None:
    """Accepted, dispatched, signed, replied and, because nobody can be called, closed at review."""
    now = make.MORNING
    case = actions.accept(
        request,
        by=here.clerk,
        now=now,
        kind=Kind.HELP,
        category=Category.objects.get(code="0901"),
        priority=Priority.P4,
        area=here.village,
        title=request.title,
        text=request.text,
    )
    actions.dispatch(case, by=here.dispatcher, now=now, lead_unit=here.water)
    actions.sign(case, by=here.handler, now=now)
    actions.reply(case, by=here.handler, now=now, text="已核实并处理。")
    actions.close_uncalled(case, by=here.reviewer, now=now)
    request.refresh_from_db()
    assert (case.state, request.state) == (CaseState.CLOSED, RequestState.CLOSED)
    assert not case.is_imported


def test_messages_with_replies_become_closed_cases_with_their_old_times():
    here = make.county()
    told = rows_of("attachment4_replies.csv")
    long = sum(
        len(row["detail"].strip()) > MOST or len(row["reply"].strip()) > MOST for row in told
    )
    outcome = bring_in(here, "attachment4_replies.csv", "teddy2020-attachment4.toml")
    assert outcome.counts == {"closed": len(told) - long, "bad": long}
    assert Case.objects.filter(state=CaseState.CLOSED, is_imported=True).count() == len(told) - long
    assert Reply.objects.count() == len(told) - long
    assert not Clock.objects.exists()
    one = Request.objects.select_related("case").get(external_no=told[0]["message_id"])
    assert f"{one.submitted_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}" == told[0]["time"]
    assert f"{one.case.closed_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}" == told[0]["reply_time"]
