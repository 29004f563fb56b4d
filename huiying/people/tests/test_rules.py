from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.people import rules
from huiying.people.choices import Permission, Role
from huiying.people.rules import ADMINISTRATORS, PERMISSIONS_OF

NOON = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)
KEY = b"12345678901234567890"
PLATFORM = {
    Permission.READ_AUDIT,
    Permission.MANAGE_ORGANISATIONS,
    Permission.MANAGE_CALENDAR,
    Permission.MANAGE_DEADLINES,
    Permission.MANAGE_INSIGHT,
    Permission.MANAGE_PEOPLE,
    Permission.MANAGE_GRANTS,
    Permission.SEE_OPERATIONS,
}


def test_every_role_is_in_the_table():
    assert set(PERMISSIONS_OF) == set(Role)


@pytest.mark.parametrize("permission", Permission)
def test_every_permission_is_held_by_some_role(permission):
    assert rules.roles_with(permission)


def test_the_three_administrators_share_nothing():
    one, two, three = (PERMISSIONS_OF[role] for role in ADMINISTRATORS)
    assert not one & two
    assert not two & three
    assert not one & three


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_an_administrator_holds_no_permission_over_cases(role):
    assert PERMISSIONS_OF[role] <= PLATFORM


@pytest.mark.parametrize("role", set(Role) - ADMINISTRATORS)
def test_who_works_on_cases_sees_them_and_keeps_no_part_of_the_platform(role):
    held = PERMISSIONS_OF[role]
    assert Permission.VIEW_CASES in held
    assert held & PLATFORM <= ({Permission.READ_AUDIT} if role == Role.AUDITOR else set())


@pytest.mark.parametrize(
    ("permission", "roles"),
    [  # workflow.md 2.2, "usual role"
        (Permission.ACCEPT, {Role.INTAKE_CLERK, Role.DISPATCHER}),
        (Permission.DISPATCH, {Role.DISPATCHER}),
        (Permission.CONSULT, {Role.DISPATCHER}),
        (Permission.MERGE, {Role.DISPATCHER}),
        (Permission.RECLASSIFY, {Role.DISPATCHER}),
        (Permission.SIGN, {Role.HANDLER, Role.UNIT_HEAD}),
        (Permission.HANDLE, {Role.HANDLER, Role.UNIT_HEAD}),
        (Permission.ASK_RETURN, {Role.UNIT_HEAD}),
        (Permission.ASK_EXTENSION, {Role.UNIT_HEAD}),
        (Permission.ASK_PLAN, {Role.UNIT_HEAD}),
        (Permission.ASK_STOP, {Role.UNIT_HEAD}),
        (Permission.ASK_APPEAL, {Role.UNIT_HEAD}),
        (Permission.DECIDE_RETURN, {Role.DISPATCHER}),
        (Permission.ARBITRATE, {Role.PANELLIST}),
        (Permission.DECIDE_APPEAL, {Role.PANELLIST}),
        (Permission.DECIDE_EXTENSION, {Role.SUPERVISOR}),
        (Permission.APPROVE_STOP, {Role.SUPERVISOR}),
        (Permission.APPROVE_PLAN, {Role.SUPERVISOR}),
        (Permission.REOPEN_ARCHIVED, {Role.SUPERVISOR}),
        (Permission.WHISTLE, {Role.UNIT_HEAD}),
        (Permission.ESCALATE, {Role.UNIT_HEAD, Role.SUPERVISOR}),
        (Permission.REVIEW, {Role.REVIEWER}),
        (Permission.CALLBACK, {Role.CALLBACK_OFFICER}),
        (Permission.SUPERVISE, {Role.SUPERVISOR}),
        (Permission.DECIDE_OBJECTION, {Role.SUPERVISOR}),
        (Permission.PUBLISH, {Role.PUBLISHER}),
        (Permission.MANAGE_PEOPLE, {Role.SECURITY_ADMINISTRATOR}),
        (Permission.MANAGE_GRANTS, {Role.SECURITY_ADMINISTRATOR}),
        (Permission.READ_AUDIT, {Role.AUDITOR, Role.AUDIT_ADMINISTRATOR}),
    ],
)
def test_the_usual_role_holds_the_permission(permission, roles):
    assert rules.roles_with(permission) == roles


def test_who_writes_a_reply_neither_reviews_it_nor_calls_back_nor_publishes():
    judging = {Permission.REVIEW, Permission.CALLBACK, Permission.PUBLISH, Permission.DECIDE_APPEAL}
    for role, held in PERMISSIONS_OF.items():
        assert not (Permission.HANDLE in held and held & judging), role


@pytest.mark.parametrize(
    ("second", "code"),  # RFC 6238, appendix B, last six of the eight digits
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (2000000000, "279037")],
)
def test_codes_are_those_of_rfc_6238(second, code):
    at = datetime.fromtimestamp(second, UTC)
    assert rules.totp_code(KEY, at) == code
    assert rules.matched_step(KEY, code, at, after=0) == second // 30


@pytest.mark.parametrize(
    ("late", "good"), [(0, True), (29, True), (30, True), (61, False), (-31, False)]
)
def test_a_code_is_good_for_one_step_early_or_late(late, good):
    start = datetime.fromtimestamp(1_800_000_000, UTC)
    code = rules.totp_code(KEY, start)
    matched = rules.matched_step(KEY, code, start + timedelta(seconds=late), after=0)
    assert (matched is not None) is good


def test_a_code_is_good_once():
    code = rules.totp_code(KEY, NOON)
    step = rules.matched_step(KEY, code, NOON, after=0)
    assert step is not None
    assert rules.matched_step(KEY, code, NOON, after=step) is None


@pytest.mark.parametrize("typed", ["", "12345", "一二三四五六", "1234567", "abcdef"])
def test_a_wrong_code_is_only_wrong(typed):
    assert rules.matched_step(KEY, typed, NOON, after=0) is None


def test_spaces_in_a_code_do_not_matter():
    code = rules.totp_code(KEY, NOON)
    assert rules.matched_step(KEY, f" {code[:3]} {code[3:]} ", NOON, after=0)


def test_the_door_opens_when_enough_failures_are_old():
    minutes = timedelta(minutes=1)
    failures = [(NOON, 3), (NOON + 4 * minutes, 1), (NOON + 5 * minutes, 1)]
    assert rules.opens_at(failures, 5) == NOON + rules.LOCK_OUT
    assert rules.opens_at(failures[:2], 5) is None
    assert rules.opens_at([(NOON, 1), (NOON + minutes, 5)], 5) == NOON + minutes + rules.LOCK_OUT


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(1, 9)), max_size=9), st.integers(1, 20))
def test_the_door_opens_exactly_when_few_enough_failures_count(tries, limit):
    failures = [(NOON + timedelta(seconds=s), n) for s, n in tries]

    def counted(at):
        return sum(n for when, n in failures if when + rules.LOCK_OUT > at)

    opening = rules.opens_at(failures, limit)
    if opening is None:
        assert sum(n for _, n in failures) < limit
    else:
        assert counted(opening) < limit <= counted(opening - timedelta(seconds=1))


@pytest.mark.parametrize(("seconds", "minutes"), [(1, 1), (60, 1), (61, 2), (900, 15), (0, 1)])
def test_waiting_times_are_whole_minutes_rounded_up(seconds, minutes):
    assert rules.minutes_until(NOON + timedelta(seconds=seconds), NOON) == minutes


@pytest.mark.parametrize(
    ("forwarded", "proxies", "address"),
    [
        ("", 0, "192.0.2.9"),
        ("198.51.100.7", 0, "192.0.2.9"),
        ("198.51.100.7", 1, "198.51.100.7"),
        ("203.0.113.5, 198.51.100.7", 1, "198.51.100.7"),
        ("203.0.113.5, 198.51.100.7", 2, "203.0.113.5"),
        ("", 1, "192.0.2.9"),
    ],
)
def test_only_what_our_own_proxies_wrote_is_believed(forwarded, proxies, address):
    assert rules.address_of("192.0.2.9", forwarded, proxies) == address
