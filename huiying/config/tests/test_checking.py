from datetime import timedelta

import pytest
from django.db import DatabaseError

from huiying.config import checking
from huiying.config.wiring import Finding
from huiying.jobs.actions import note_alive

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def alone(monkeypatch, settings, tmp_path):
    """Only the house's own checks, with keys of our own."""
    monkeypatch.setattr(checking, "OF_SLICES", ())
    settings.DATA_DIR = tmp_path
    (tmp_path / "keys").mkdir()


def wrong(now):
    return [finding.sentence for finding in checking.findings(now) if not finding.well]


def test_a_running_worker_and_a_migrated_database_are_well(now):
    note_alive("here:1", now)

    assert wrong(now) == []


def test_a_silent_worker_is_named_with_its_silence(now):
    note_alive("here:1", now - timedelta(minutes=7))

    assert wrong(now) == [
        "The background worker has been silent for 7 minutes; start `huiying worker`."
    ]


def test_a_key_that_others_can_read_is_named(now, tmp_path):
    key = tmp_path / "keys" / "audit.key"
    key.touch(mode=0o644)
    note_alive("here:1", now)

    (said,) = wrong(now)
    assert "audit.key" in said


def test_a_check_that_the_database_breaks_off_is_a_finding_not_a_crash(now, monkeypatch):
    def of_slice(at):
        yield Finding(True, "One thing is well.")
        raise DatabaseError

    monkeypatch.setattr(checking, "OF_SLICES", (of_slice,))
    note_alive("here:1", now)

    assert wrong(now) == ["A check could not be finished: DatabaseError."]
