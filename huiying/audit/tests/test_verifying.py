import tracemalloc
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.db import connection

from huiying.audit import actions
from huiying.audit.actions import TIMER, Entry, record_many
from huiying.audit.commands import verify_record
from huiying.audit.models import Event, Root
from huiying.audit.queries import unsigned_since, verify
from huiying.audit.queries.sealing import keys_folder, noted_path

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def signed(at) -> Root:
    root = actions.sign_root(at)
    assert root is not None
    return root


@pytest.fixture
def forge(audit_unlocked):
    """Somebody with the database's password and no key."""

    def run(statement):
        with audit_unlocked(), connection.cursor() as cursor:
            cursor.execute(statement)

    return run


@pytest.fixture
def recorded(now):
    """Two roots over four events each, two events unsigned: ids 1–10, subjects case:0 and case:1."""

    def more(count, at):
        record_many(Entry("case.note", f"case:{n % 2}", TIMER, at, {"n": n}) for n in range(count))

    more(4, now)
    actions.sign_root(now)
    more(4, now + MINUTE)
    actions.sign_root(now + MINUTE)
    more(2, now + 2 * MINUTE)
    return list(Event.objects.order_by("id").values_list("id", flat=True))


def test_a_sound_record_is_found_sound(recorded):
    report = verify()
    assert report.faults == []
    assert (report.events, report.subjects, report.roots, report.unsigned) == (10, 2, 2, 2)


def test_a_changed_event_is_found(recorded, forge):
    forge(f"UPDATE events SET data = '{{\"n\":9}}' WHERE id = {recorded[2]}")
    assert verify().faults == [f"case:0: event {recorded[2]} (number 2) was changed."]


def test_an_event_changed_together_with_its_hash_breaks_chain_and_root(recorded, forge):
    event = Event.objects.get(pk=recorded[2])
    event.reason = "a better story"
    forge(
        f"UPDATE events SET reason = 'a better story', hash = '{event.computed_hash()}' "
        f"WHERE id = {event.pk}"
    )
    signed, chained = verify().faults
    assert "signed in root 1" in signed
    assert f"event {recorded[4]} does not follow" in chained


def test_an_event_taken_out_of_the_middle_is_found(recorded, forge):
    forge(f"DELETE FROM events WHERE id = {recorded[4]}")
    gone, missing = verify().faults
    assert gone.startswith(f"Events {recorded[4]}, signed in root 2")
    assert missing == f"case:0: number 3 is missing before event {recorded[6]}."


def test_a_signed_tail_cut_off_is_found(recorded, forge):
    forge(f"DELETE FROM events WHERE id >= {recorded[6]}")
    (fault,) = verify().faults
    assert fault.startswith(f"Events {recorded[6]}-{recorded[7]}, signed in root 2")


def test_a_tail_cut_off_together_with_its_root_is_found(recorded, forge):
    forge(f"DELETE FROM events WHERE id >= {recorded[4]}")
    forge("DELETE FROM roots WHERE number = 2")
    assert verify().faults == ["Root 2 was signed, and it and all after it are gone."]


def test_a_root_forged_with_another_key_is_found(recorded, forge):
    root = Root.objects.get(number=2)
    forge(f"UPDATE events SET reason = 'x' WHERE id = {recorded[9]}")
    forge(f"UPDATE roots SET signature = 'ed25519:{'0' * 128}' WHERE number = {root.number}")
    assert any("Root 2 was not signed with our key" in fault for fault in verify().faults)


def test_a_changed_root_is_found(recorded, forge):
    forge("UPDATE roots SET covered = 3, total = 3 WHERE number = 1")
    assert "Root 1 was changed." in verify().faults


def test_without_its_public_key_nothing_can_be_called_sound(recorded):
    (keys_folder() / "audit.pub").unlink()
    assert verify().fault_count == 2


def test_a_lost_note_is_a_fault(recorded):
    noted_path().unlink()
    assert verify().fault_count == 1


def test_a_missing_lock_is_a_fault(recorded, audit_unlocked):
    with audit_unlocked():
        assert "trigger is missing" in verify().faults[0]


def test_only_what_is_new_is_checked_when_asked(recorded, forge, now):
    forge(f"UPDATE events SET reason = 'x' WHERE id = {recorded[1]}")
    assert verify(now + MINUTE).faults == []
    assert verify(now + MINUTE).events == 6
    assert verify(now).fault_count == 1


def test_the_key_is_made_once_and_only_for_its_owner(recorded):
    key = keys_folder() / "audit.key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert Root.objects.values("key_id").distinct().count() == 1


@pytest.fixture
def late(recorded, forge, now):
    """An event whose transaction commits after a higher id was signed, as PostgreSQL allows."""
    record_many(Entry("x", f"y:{n}", TIMER, now, {}, first=True) for n in range(3))
    event = Event.objects.get(subject="y:1")
    forge(f"DELETE FROM events WHERE id = {event.pk}")
    assert str(event.pk) in signed(now + 2 * MINUTE).gaps.split()
    assert verify().faults == []
    return event


def test_an_event_that_commits_late_is_covered_by_a_later_root(late, now):
    late.save(force_insert=True)
    assert verify().faults == []
    root = signed(now + 3 * MINUTE)
    assert (root.late, root.covered) == (str(late.pk), 1)
    assert str(late.pk) not in root.gaps.split()
    assert verify().faults == []


def test_an_event_slipped_in_long_after_is_found(late, now):
    record_many([Entry("x", "y:3", TIMER, now, {}, first=True)])
    assert signed(now + timedelta(hours=7)).gaps == ""
    assert verify().faults == []
    late.save(force_insert=True)
    assert verify().faults[0].startswith(f"Events {late.pk} appeared long after")


def test_nothing_new_needs_no_root(recorded, now):
    assert signed(now + 2 * MINUTE).covered == 2
    assert actions.sign_root(now + 3 * MINUTE) is None


def test_what_waits_too_long_for_its_root_is_counted(recorded, now):
    assert unsigned_since(now + MINUTE) == 0
    assert unsigned_since(now + 9 * MINUTE) == 2


def test_the_command_ends_with_one_when_something_is_wrong(recorded, forge):
    sound = CliRunner().invoke(verify_record)
    assert (sound.exit_code, "The record is sound." in sound.output) == (0, True)
    assert Root.objects.count() == 3
    forge(f"DELETE FROM events WHERE id = {recorded[0]}")
    wrong = CliRunner().invoke(verify_record)
    assert wrong.exit_code == 1
    assert f"wrong: Events {recorded[0]}, signed in root 1" in wrong.output


def test_verifying_needs_no_more_memory_for_a_longer_record(now):
    def peak(count):
        record_many(Entry("x", f"z:{n}", TIMER, now, {}, first=True) for n in count)
        tracemalloc.start()
        verify()
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    short, long = peak(range(2500)), peak(range(2500, 7500))
    assert long < short * 1.3
