"""Reading the record."""

from huiying.audit.queries.reading import events_of, oldest_pending, set_aside, waiting

__all__ = ["events_of", "oldest_pending", "set_aside", "waiting"]
