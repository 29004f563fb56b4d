import io
import json
import logging

import pytest
import structlog
from django.conf import settings
from django.db import DatabaseError

from huiying.config.logging import DROPPED, configure


def out() -> logging.StreamHandler:
    handler = logging.getLogger().handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    return handler


def choke():
    raise DatabaseError("Key (phone)=(13800005678) already exists.")


@pytest.fixture
def lines():
    """Logs as production writes them, parsed; every log line goes through the same handler."""
    configure({"readable": False, "level": "INFO"})
    stream = io.StringIO()
    before = out().setStream(stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    assert before is not None
    out().setStream(before)
    configure(settings.LOGGING)


def test_fields_that_could_be_personal_are_dropped(lines):
    structlog.get_logger("t").info(
        "case.made", case=7, requester_phone="13800005678", text="help", status_code=201, pin="1"
    )
    (line,) = lines()
    assert (line["event"], line["case"], line["status_code"]) == ("case.made", 7, 201)
    assert [line[name] for name in ("requester_phone", "text", "pin")] == [DROPPED] * 3


def test_fields_inside_fields_are_dropped_too(lines):
    structlog.get_logger("t").info("x", row={"address": "1 North Street", "number": 3})
    assert lines()[0]["row"] == {"address": DROPPED, "number": 3}


@pytest.mark.parametrize("logger", ["structlog", "standard"])
def test_an_exception_leaves_its_type_and_place_and_not_its_words(lines, logger):
    try:
        choke()
    except DatabaseError:
        if logger == "structlog":
            structlog.get_logger("t").exception("failed")
        else:
            logging.getLogger("t").exception("failed")
    (line,) = lines()
    assert line["error"] == "DatabaseError"
    assert line["at"][-1].startswith("test_logging.py:")
    assert "13800005678" not in json.dumps(line)


def test_of_foreign_lines_only_the_template_is_kept(lines):
    logging.getLogger("django.request").warning("Not Found: %s", "/rate/secret-token/")
    (line,) = lines()
    assert line["event"] == "Not Found: %s"
    assert "secret-token" not in json.dumps(line)


def test_in_development_logs_can_be_read(lines, capsys):
    configure({"readable": True, "level": "INFO"})
    stream = io.StringIO()
    out().setStream(stream)
    structlog.get_logger("t").info("case.made", case=7, phone="13800005678")
    assert "case.made" in stream.getvalue()
    assert "13800005678" not in stream.getvalue()
