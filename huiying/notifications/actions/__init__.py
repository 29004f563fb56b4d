"""Sending messages and reading them."""

from huiying.notifications.actions.delivering import deliver, send_again
from huiying.notifications.actions.reading import forget_about, mark_done, mark_read
from huiying.notifications.actions.relays import Relay, relay
from huiying.notifications.actions.sending import CHINESE, Address, send, tell, tell_many

__all__ = [
    "CHINESE",
    "Address",
    "Relay",
    "deliver",
    "forget_about",
    "mark_done",
    "mark_read",
    "relay",
    "send",
    "send_again",
    "tell",
    "tell_many",
]
