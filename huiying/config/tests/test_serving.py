import socket
import subprocess
import sys
import time
from datetime import timedelta

import pytest

from huiying.config import serving
from huiying.config.wiring import Repeated


@pytest.fixture
def quiet(monkeypatch):
    """No outbox."""
    monkeypatch.setattr(serving, "drain", lambda now: 0)


@pytest.mark.django_db
def test_repeated_tasks_run_when_they_are_due_and_a_failure_stops_nothing(quiet, now):
    calls = []

    def fail(at):
        calls.append("failed")
        raise RuntimeError

    rounds = serving.Rounds(
        [
            Repeated(fail, timedelta(seconds=10)),
            Repeated(lambda at: calls.append("done"), timedelta(seconds=30)),
        ]
    )
    for seconds in (0, 5, 10, 30):
        rounds.go(now + timedelta(seconds=seconds))

    assert calls == ["failed", "done", "failed", "failed", "done"]


def test_a_taken_port_is_seen():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not serving.is_free("127.0.0.1", port)
    assert serving.is_free("127.0.0.1", port)


def test_programs_run_together_end_together():
    """Whichever ends first takes the other along."""
    began = time.monotonic()
    sleeper = [sys.executable, "-c", "import time; time.sleep(60)"]

    program = (
        "import sys, os; os.environ['DJANGO_SETTINGS_MODULE'] = 'huiying.config.settings'; "
        "import django; django.setup(); from huiying.config.serving import run_together; "
        f"sys.exit(run_together([sys.executable, '-c', ''], {sleeper!r}))"
    )
    code = subprocess.run([sys.executable, "-c", program], check=False).returncode

    assert code == 1
    assert time.monotonic() - began < 50
