"""Logs: JSON lines in production, coloured lines in development, and never anything personal.

Fields are dropped by name, whoever logs them: a log is copied, shipped and kept by others. Messages
of exceptions are dropped too in production, because databases and parsers quote what they choke on;
type and place stay.
"""

import logging
import logging.config
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

PERSONAL = frozenset(
    {
        *("name", "username", "to", "recipient", "code", "key", "title", "content", "reason"),
        *("note", "reply", "data", "values", "params", "sql", "query", "form", "words", "location"),
        *("session", "cookie", "authorization"),
    }
)
"""Names of fields that could hold personal data or secrets."""
PERSONAL_ENDINGS = (
    *("phone", "telephone", "mobile", "email", "address", "person_name", "id_number", "wechat"),
    *("pin", "access_code", "password", "token", "secret", "text", "body"),
)
"""Whatever ends so could, too: `requester_phone`, `reply_text`."""
DROPPED = "(dropped)"


def drop_personal(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Blot out every field whose name, or last part of its name, says it may be personal."""
    return {name: _clean(name, value) for name, value in event.items()}


def _clean(name: str, value: object) -> object:
    if name.lower() in PERSONAL or name.lower().endswith(PERSONAL_ENDINGS):
        return DROPPED
    if isinstance(value, Mapping):
        return {str(inner): _clean(str(inner), each) for inner, each in value.items()}
    return value


def place_of_error(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Type and places of an exception, without its message."""
    given = event.pop("exc_info", None)
    if not given:
        return event
    error = given if isinstance(given, BaseException) else _current(given)
    if error is not None:
        event["error"] = type(error).__name__
        frames = traceback.extract_tb(error.__traceback__)[-5:]
        event["at"] = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames]
    return event


def _current(given: object) -> BaseException | None:
    return given[1] if isinstance(given, tuple) else sys.exc_info()[1]


def configure(wanted: Mapping[str, Any]) -> None:
    """Set structlog and the standard library's logging up, once, at start.

    Named as LOGGING_CONFIG; `wanted` is the settings' LOGGING: `readable` (bool) and `level`. Of
    other people's log lines only the template is kept in production, for its arguments may be
    anything, such as an address with a token in it.
    """
    readable = wanted["readable"]
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        drop_personal,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    last: list[Processor] = (
        [structlog.dev.ConsoleRenderer()]
        if readable
        else [place_of_error, structlog.processors.JSONRenderer(ensure_ascii=False)]
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": shared,
        "use_get_message": readable,
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
    }
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"lines": formatter},
            "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "lines"}},
            "root": {"handlers": ["out"], "level": wanted["level"]},
            "loggers": {
                "django": {"handlers": [], "level": "INFO", "propagate": True},
                "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
                "django-q": {"handlers": [], "level": "WARNING", "propagate": True},
            },
        }
    )
