"""What the auditor's board shows is noted as it happens."""

from datetime import datetime

from huiying.audit.models import Event
from huiying.console.choices import WATCHED
from huiying.console.models import Watched


def watch(event: Event, now: datetime) -> None:
    """Twice does no harm."""
    group = WATCHED[event.kind]
    Watched.objects.get_or_create(event_id=event.pk, defaults={"group": group, "at": event.at})


REACTIONS = dict.fromkeys(WATCHED, (watch,))
