"""The tables themselves: whole, connected, and in step with each other."""

import pytest

from huiying.cases import workflow
from huiying.cases.choices import AssignmentState, CaseState, RequestState
from huiying.cases.workflow import assignments, cases, requests

BIG = {"request": RequestState, "case": CaseState, "assignment": AssignmentState}


def reachable(rows, start):
    seen, fresh = set(), set(start)
    while fresh:
        seen |= fresh
        fresh = {
            row.target
            for row in rows
            if row.target and row.target not in seen and set(row.sources) & seen
        }
    return seen


@pytest.mark.parametrize("machine", workflow.MACHINES)
def test_every_state_can_be_reached_and_left_or_is_an_end(machine):
    rows = workflow.MACHINES[machine]
    starts = {row.target for row in rows if not row.sources} or {"NONE", "LIFTED"}
    named = {state for row in rows for state in (*row.sources, row.target) if state}
    assert reachable(rows, starts) == named


@pytest.mark.parametrize("machine", BIG)
def test_the_tables_name_exactly_the_known_states(machine):
    rows = workflow.MACHINES[machine]
    named = {state for row in rows for state in (*row.sources, row.target) if state}
    assert named == {str(state) for state in BIG[machine]}


@pytest.mark.parametrize("machine", ["request", "case"])
def test_every_state_leads_to_the_archive(machine):
    rows = workflow.MACHINES[machine]
    for state in BIG[machine]:
        assert "ARCHIVED" in reachable(rows, {state})


def test_all_numbered_rows_of_the_reference_are_there():
    expected = {f"R{n}" for n in range(1, 24)} | {f"C{n}" for n in range(1, 47)}
    expected |= {f"A{n}" for n in range(1, 16)}
    expected |= {f"{letter}{n}" for letter, n in _sub_rows()}
    ours = {no for no in workflow.ROWS_BY_NUMBER if no[-2:] in ("co", "dr", "pa")}  # of co-units
    assert set(workflow.ROWS_BY_NUMBER) - ours == expected


def _sub_rows():
    sizes = {"K": 9, "T": 6, "X": 4, "Q": 3, "W": 4, "E": 2, "N": 5, "Z": 3, "V": 3}
    sizes |= {"B": 3, "O": 3, "L": 3, "S": 5}
    return [(letter, n) for letter, size in sizes.items() for n in range(1, size + 1)]


@pytest.mark.parametrize("row", cases.ROWS, ids=lambda row: row.no)
def test_case_and_lead_agree_after_every_coupled_row(row):
    """Projection 2.1: wherever a case row names lead rows, their targets fit the case's target."""
    if not row.lead or row.target is None:
        return
    last = assignments.BY_NUMBER[row.lead[-1]]
    ends = None if last.target in assignments.GONE else AssignmentState(last.target)
    assert row.target in assignments.states_with_lead(ends)


@pytest.mark.parametrize("row", cases.ROWS, ids=lambda row: row.no)
def test_coupled_request_rows_exist(row):
    assert all(number in requests.BY_NUMBER for number in row.requests)


def test_a_state_has_at_most_one_row_for_a_step_except_where_the_round_decides():
    for machine, rows in workflow.MACHINES.items():
        seen = [(row.step, state) for row in rows for state in row.sources]
        doubled = {each for each in seen if seen.count(each) > 1}
        assert doubled <= {("conclude_calls", "ESCALATED")}, machine
