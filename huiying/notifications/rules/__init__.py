"""What each message says, and when a failed one is tried again."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from huiying.lib.clock import SHANGHAI
from huiying.notifications.choices import Code
from huiying.notifications.rules.outside import TO_OTHERS
from huiying.notifications.rules.staff import TO_STAFF
from huiying.notifications.rules.template import Template

TRIES = 3
LEASE = timedelta(minutes=5)
"""How long a message is in one worker's hands before another takes it up."""
HIDDEN = "••••••"

OUTWARD = frozenset({Code.URGENT, Code.REMINDED, Code.SEASON, Code.TOPIC})
"""What reaches members of staff outside the platform too, by the channel they chose."""

TEMPLATES: Mapping[Code, Template] = {**TO_OTHERS, **TO_STAFF}


def shown(value: object) -> object:
    """Moments and days as people in China read them; everything else as it is."""
    if isinstance(value, datetime):
        return f"{value.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    return f"{value:%Y-%m-%d}" if isinstance(value, date) else value


def hidden(template: Template, values: Mapping[str, object]) -> dict[str, object]:
    """The values with the secret ones blotted out."""
    return {name: HIDDEN if name in template.secrets else value for name, value in values.items()}


def next_try(tries: int, now: datetime) -> datetime | None:
    """When a message that failed `tries` times goes out again: after 1 and 10 minutes, then never."""
    return None if tries >= TRIES else now + timedelta(minutes=10 ** (tries - 1))
