"""Writing many rows at once says the same as writing them one by one."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.forms.models import model_to_dict

from huiying.cases.actions.importing.saving import insert, insert_rows, update
from huiying.cases.choices import CaseState, Kind, Step
from huiying.cases.models import Assignment, Case, CreditShare, Entry
from huiying.cases.tests import make

pytestmark = pytest.mark.django_db
ODD = "\\N 制表\t换行\n引号\"' 反斜杠\\ % 𠮷"


def fresh(here, number: str, **more) -> Case:
    told = {
        "case_no": number, "state": CaseState.CLOSED, "state_since": make.MORNING, "title": ODD,
        "kind": Kind.HELP, "text": ODD, "category_id": "9903", "priority": "P4",
        "area_id": here.county.pk, "area_code": here.county.code, "opened_at": make.MORNING,
    }  # fmt: skip
    return Case(**(told | more))


def test_what_is_inserted_at_once_is_what_would_have_been_saved(here):
    fresh(here, "one").save()
    insert([fresh(here, "two")])
    one, two = (model_to_dict(each) for each in Case.objects.order_by("id"))
    assert one | {"id": 0, "case_no": ""} == two | {"id": 0, "case_no": ""}
    assert two["text"] == ODD


def test_ids_rise_and_go_on_for_whoever_comes_next(here):
    first = [fresh(here, f"A{n}") for n in range(3)]
    insert(first)
    after = fresh(here, "B")
    after.save()
    last = [fresh(here, "C")]
    insert(last)
    ids = [each.pk for each in [*first, after, *last]]
    assert ids == sorted(set(ids))
    assert ids == list(Case.objects.order_by("id").values_list("id", flat=True))


def test_times_and_decimals_come_back_as_they_were_given(here):
    insert([case := fresh(here, "A")])
    given = {"case_id": case.pk, "unit_id": here.water.pk, "part": "LEAD", "state": "ACCEPTED"}
    at = make.MORNING + timedelta(microseconds=5)
    insert([part := Assignment(**given, assigned_at=at, due=at)])
    insert([CreditShare(case=case, round=1, assignment=part, share=Decimal("0.25"))])
    part, kept = Assignment.objects.get(), CreditShare.objects.get()
    assert (part.assigned_at, part.due, kept.share) == (at, at, Decimal("0.25"))
    assert part.signed_at is None


def test_rows_take_defaults_for_what_they_leave_out(here):
    insert([case := fresh(here, "A")])
    insert_rows(Entry, ("at", "case_id", "step"), [(make.MORNING, case.pk, Step.OPEN)])
    line = Entry.objects.get()
    assert (line.case_id, line.at, line.step) == (case.pk, make.MORNING, "open")
    assert (line.text, line.by_id, line.is_public) == ("", None, False)


def test_an_update_changes_the_named_fields_only(here):
    insert(cases := [fresh(here, "A"), fresh(here, "B")])
    for case in cases:
        case.title, case.closed_at, case.text = case.case_no, make.MORNING, "not saved"
    update(cases, ["title", "closed_at"])
    found = Case.objects.order_by("id").values_list("title", "closed_at", "text")
    assert list(found) == [("A", make.MORNING, ODD), ("B", make.MORNING, ODD)]


def test_a_broken_constraint_is_told_as_ever(here):
    with pytest.raises(IntegrityError), transaction.atomic():
        insert([fresh(here, "A"), fresh(here, "A")])
    assert not Case.objects.exists()


def test_nothing_to_save_is_fine(django_assert_num_queries):
    with django_assert_num_queries(0):
        insert([])
        update([], ["title"])
        insert_rows(Entry, ("case_id",), [])
