"""What is written to the record, signed over it, and set off by it."""

from huiying.audit.actions.batches import Batch, Busy
from huiying.audit.actions.reacting import drain, retry, subscribe, subscribed
from huiying.audit.actions.recording import (
    TIMER,
    Actor,
    Entry,
    Head,
    Named,
    head_of,
    record,
    record_many,
)
from huiying.audit.actions.rooting import sign_root

__all__ = [
    "TIMER",
    "Actor",
    "Batch",
    "Busy",
    "Entry",
    "Head",
    "Named",
    "drain",
    "head_of",
    "record",
    "record_many",
    "retry",
    "sign_root",
    "subscribe",
    "subscribed",
]
