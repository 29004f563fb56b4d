"""Who may do what to a request or a case. Pages ask, to show a button; actions require, before they write."""

from huiying.cases.permissions.actors import PUBLIC, By, Outside, Public, Requester
from huiying.cases.permissions.identity import (
    may_call,
    may_know_sample,
    may_read_own_words,
    may_reveal_contact,
    may_see_identity,
)
from huiying.cases.permissions.panel import panel_steps
from huiying.cases.permissions.starting import may_solve_on_spot
from huiying.cases.permissions.steps import (
    OPEN_STEPS,
    allowed_steps,
    callback_steps,
    may_raise,
    may_submit_for,
    may_take,
    may_take_on_request,
    part_steps,
    request_steps,
)
from huiying.cases.permissions.suggestions import may_see_suggestions

__all__ = [
    "OPEN_STEPS",
    "PUBLIC",
    "By",
    "Outside",
    "Public",
    "Requester",
    "allowed_steps",
    "callback_steps",
    "may_call",
    "may_know_sample",
    "may_raise",
    "may_read_own_words",
    "may_reveal_contact",
    "may_see_identity",
    "may_see_suggestions",
    "may_solve_on_spot",
    "may_submit_for",
    "may_take",
    "may_take_on_request",
    "panel_steps",
    "part_steps",
    "request_steps",
]
