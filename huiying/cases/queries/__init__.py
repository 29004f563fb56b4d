"""Reads of request handling. Row visibility is `visible_to` and nothing else."""

from huiying.cases.queries.alike import Alike, alike_case, alike_request, alike_told
from huiying.cases.queries.catalogue import (
    Gap,
    Proposal,
    gaps_for,
    leading_rule,
    proposals_for,
    rules_of,
    rules_on,
    unspoken,
)
from huiying.cases.queries.contacts import originals_visible_to, requests_by_phone
from huiying.cases.queries.counts import counts_for
from huiying.cases.queries.filtering import narrowed
from huiying.cases.queries.hard_cases import hard_cases_for
from huiying.cases.queries.holding import open_work_of
from huiying.cases.queries.lists import (
    PAGE,
    case_called,
    case_numbered,
    id_numbered,
    page_of,
    rows_of,
    timeline_of,
    visible_scope,
)
from huiying.cases.queries.matrix import active_matrix, forget_matrix
from huiying.cases.queries.parties import (
    Standing,
    current_lead,
    joined_units,
    parties_of,
    seen_standing,
    standing_of,
)
from huiying.cases.queries.plans import plans_for, routes_for, stops_for
from huiying.cases.queries.recorded import recorded_by
from huiying.cases.queries.suggestions import forget_switches, suggests
from huiying.cases.queries.visibility import (
    cases_not_about,
    lines_of,
    requests_not_about,
    requests_prepared,
    requests_visible_to,
    visible_prepared,
    visible_to,
)
from huiying.cases.queries.work import (
    beside_for,
    callbacks_for,
    intake_for,
    objections_for,
    ready_to_call,
    work_for,
)

__all__ = [
    "PAGE",
    "Alike",
    "Gap",
    "Proposal",
    "Standing",
    "active_matrix",
    "alike_case",
    "alike_request",
    "alike_told",
    "beside_for",
    "callbacks_for",
    "case_called",
    "case_numbered",
    "cases_not_about",
    "counts_for",
    "current_lead",
    "forget_matrix",
    "forget_switches",
    "gaps_for",
    "hard_cases_for",
    "id_numbered",
    "intake_for",
    "joined_units",
    "leading_rule",
    "lines_of",
    "narrowed",
    "objections_for",
    "open_work_of",
    "originals_visible_to",
    "page_of",
    "parties_of",
    "plans_for",
    "proposals_for",
    "ready_to_call",
    "recorded_by",
    "requests_by_phone",
    "requests_not_about",
    "requests_prepared",
    "requests_visible_to",
    "routes_for",
    "rows_of",
    "rules_of",
    "rules_on",
    "seen_standing",
    "standing_of",
    "stops_for",
    "suggests",
    "timeline_of",
    "unspoken",
    "visible_prepared",
    "visible_scope",
    "visible_to",
    "work_for",
]
