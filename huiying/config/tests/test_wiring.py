from huiying.config.wiring import REACTIONS
from huiying.console.choices import WATCHED
from huiying.console.tasks import watch


def test_the_worker_notes_every_kind_the_auditor_watches():
    assert all(watch in REACTIONS[kind] for kind in WATCHED)
