"""The telephone relay (隐私号): lends a number under which one side reaches the other for a while."""

import secrets
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from huiying.lib.receipts import Chance
from huiying.notifications.queries import SANDBOX


class Relay(Protocol):
    """A provider of relay numbers. Raises whatever it likes when it cannot lend one."""

    name: str

    def lend(self, caller: str, callee: str, *, until: datetime) -> str:
        """A number that connects `caller` with `callee` until then, to be shown to the caller."""
        ...


class SandboxRelay:
    """Lends numbers that connect nobody."""

    name = SANDBOX

    def __init__(self, chance: Chance = secrets) -> None:
        self.chance = chance

    def lend(self, caller: str, callee: str, *, until: datetime) -> str:
        return "95013" + "".join(self.chance.choice("0123456789") for _ in range(8))


def relay() -> Relay:
    """The relay the settings name (`TELEPHONE_RELAY`), else the sandbox."""
    named: str = getattr(settings, "TELEPHONE_RELAY", "")
    if not named:
        return SandboxRelay()
    found: Relay = import_string(named)()
    return found
