"""What somebody without an account does: send a request, open it again, take the steps that are theirs."""

from huiying.portal.actions.answering import answer_opinion
from huiying.portal.actions.opening import (
    NO_MATCH,
    TOO_MANY,
    TooMany,
    count_sending,
    forget_tries,
    prove,
)
from huiying.portal.actions.proving import check_code, forget_codes, say_same, send_code
from huiying.portal.actions.rating import decline_by_link, rate_by_link, rate_visit
from huiying.portal.actions.sending import Sent, keep_files, send, waiting_files
from huiying.portal.actions.stepping import report_pressure, take_step

__all__ = [
    "NO_MATCH",
    "TOO_MANY",
    "Sent",
    "TooMany",
    "answer_opinion",
    "check_code",
    "count_sending",
    "decline_by_link",
    "forget_codes",
    "forget_tries",
    "keep_files",
    "prove",
    "rate_by_link",
    "rate_visit",
    "report_pressure",
    "say_same",
    "send",
    "send_code",
    "take_step",
    "waiting_files",
]
