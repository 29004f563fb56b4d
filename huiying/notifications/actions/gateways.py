"""The doors out. A gateway raises whatever it likes when it fails; the message is then tried again."""

from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from huiying.notifications.models import Message
from huiying.notifications.queries import SANDBOX


class Gateway(Protocol):
    """Takes messages of one channel. `message.pk` is the key under which a repetition is known."""

    name: str

    def take(self, message: Message) -> None: ...


class Sandbox:
    """Sends nothing: the message stays where it is and can be looked at in the console."""

    name = SANDBOX

    def take(self, message: Message) -> None:
        """Nothing leaves the house."""


def gateway_for(channel: str) -> Gateway:
    """The gateway the settings name for a channel (`MESSAGE_GATEWAYS`), else the sandbox."""
    named: dict[str, str] = getattr(settings, "MESSAGE_GATEWAYS", {})
    if channel not in named:
        return Sandbox()
    gateway: Gateway = import_string(named[channel])()
    return gateway
