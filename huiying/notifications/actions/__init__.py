"""Sending messages and reading them."""

from huiying.notifications.actions.delivering import deliver, send_again
from huiying.notifications.actions.reading import mark_read
from huiying.notifications.actions.sending import CHINESE, Address, send, tell

__all__ = ["CHINESE", "Address", "deliver", "mark_read", "send", "send_again", "tell"]
