"""The menu of the console."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from huiying.cases.permissions.aftermath import READS_OBJECTIONS, READS_PUBLIC
from huiying.cases.queries.filters import filters_of
from huiying.design.choices import Entry, Group
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.organisations.queries import scope_of
from huiying.people.choices import Permission as May
from huiying.people.models import Person

SAVED = "saved_filters"
"""Where the session keeps the filters that the menu shows; `cases` forgets it when one changes."""
MOST_SAVED = 10


@dataclass(frozen=True)
class Line:
    """One line of the menu, for whoever holds one of the permissions (anybody, if none is named)."""

    label: object
    page: str
    icon: str
    permissions: Sequence[May] = ()


MENU: Sequence[tuple[object, Sequence[Line]]] = (
    (
        "",
        (
            Line(_("My work"), "console:home", "home"),
            Line(_("Messages"), "console:inbox", "bell"),
            Line(_("Supervisor's board"), "console:supervisor", "chart", [May.SUPERVISE]),
            Line(_("Auditor's board"), "console:auditor", "audit", [May.READ_AUDIT]),
            Line(_("Search"), "console:search", "search", [May.VIEW_CASES]),
        ),
    ),
    (
        _("Handling"),
        (
            Line(_("Take down a request"), "cases:record", "plus", [May.SUBMIT]),
            Line(_("Taken down by me"), "cases:recorded", "people", [May.HANDLE]),
            Line(_("Open a case of our own"), "cases:raise", "edit", [May.SUBMIT, May.SUPERVISE]),
            Line(_("Requests"), "cases:requests", "inbox", [May.ACCEPT, May.SEE_IDENTITY]),
            Line(_("Import requests"), "cases:import", "upload", [May.IMPORT_REQUESTS]),
            Line(_("Dispatch board"), "cases:board", "dispatch", [May.DISPATCH]),
            Line(_("Disputed returns"), "cases:panel", "left", [May.ARBITRATE]),
            Line(_("Returns by unit"), "cases:returns", "chart", [May.DECIDE_RETURN]),
            Line(_("Callbacks"), "cases:callbacks", "phone", [May.CALLBACK]),
            Line(_("Cases"), "cases:cases", "list", [May.VIEW_CASES]),
            Line(
                _("Objections"),
                "cases:objections",
                "flag",
                READS_OBJECTIONS,
            ),
            Line(
                _("Public versions"),
                "cases:public-versions",
                "published",
                READS_PUBLIC,
            ),
            Line(_("Under supervision"), "cases:supervision", "flag", [May.SUPERVISE]),
            Line(_("Work of the unit"), "cases:workload", "people", [May.ASSIGN_WORK]),
            Line(_("Appeals"), "cases:appeals", "flag", [May.ASK_APPEAL, May.DECIDE_APPEAL]),
            Line(_("Counter service"), "cases:visits", "star", [May.HANDLE]),
            Line(_("Knowledge base"), "cases:knowledge", "help", [May.VIEW_CASES]),
            Line(_("Hard cases"), "cases:hard-cases", "flag", [May.VIEW_CASES]),
            Line(_("Appraisal"), "appraisal:home", "star", [May.VIEW_CASES]),
            Line(_("Hot issues"), "cases:hot", "chart", [May.SUPERVISE, May.DISPATCH]),
            Line(_("Monthly topics"), "cases:topics", "flag", [May.VIEW_CASES]),
            Line(_("Season calendar"), "cases:season", "calendar", [May.VIEW_CASES]),
            Line(_("Figures"), "analytics:home", "chart", [May.VIEW_CASES]),
            Line(_("Bulletins"), "analytics:bulletins", "file", [May.EXPORT]),
        ),
    ),
    (
        _("Keeping"),
        (
            Line(_("Reply templates"), "cases:templates", "type", [May.KEEP_TEXTS]),
            Line(_("Areas"), "organisations:areas", "map", [May.MANAGE_ORGANISATIONS]),
            Line(_("Units"), "organisations:units", "building", [May.MANAGE_ORGANISATIONS]),
            Line(_("Calendar"), "organisations:calendar", "calendar", [May.MANAGE_CALENDAR]),
            Line(_("Office hours"), "organisations:hours", "clock", [May.MANAGE_CALENDAR]),
            Line(_("Deadlines"), "cases:matrix", "flag", [May.MANAGE_DEADLINES]),
            Line(
                _("Dispatch catalogue"),
                "cases:catalogue",
                "list",
                [May.MANAGE_DEADLINES, May.DISPATCH, May.ASK_RETURN, May.SUPERVISE],
            ),
            Line(_("Our promises"), "cases:commitments", "flag", [May.CHECK_TEXTS]),
            Line(_("Report form"), "cases:form-questions", "edit", [May.MANAGE_DEADLINES]),
            Line(_("Posters"), "cases:poster", "print", [May.SUBMIT]),
            Line(_("Retention"), "cases:retention", "lock", [May.MANAGE_DEADLINES]),
            Line(_("Sampling of callbacks"), "cases:sampling", "filter", [May.MANAGE_DEADLINES]),
            Line(
                _("Suggestions"),
                "console:insight",
                "eye",
                [May.MANAGE_INSIGHT, May.SUPERVISE, May.READ_AUDIT],
            ),
            Line(_("Staff accounts"), "people:people", "people", [May.MANAGE_PEOPLE]),
            Line(_("Roles"), "organisations:grants", "shield", [May.MANAGE_GRANTS]),
            Line(_("Jobs"), "console:jobs", "settings", [May.SEE_OPERATIONS, May.IMPORT_REQUESTS]),
            Line(
                _("People by area"), "analytics:populations", "people", [May.MANAGE_ORGANISATIONS]
            ),
            Line(_("Building the figures"), "analytics:builds", "chart", [May.SEE_OPERATIONS]),
            Line(_("Sandbox"), "console:sandbox", "mail", [May.SEE_OPERATIONS]),
            Line(
                _("Who stepped aside"), "console:recusals", "leave", [May.SUPERVISE, May.READ_AUDIT]
            ),
            Line(_("Audit record"), "console:audit", "audit", [May.READ_AUDIT]),
        ),
    ),
)


def navigation(request: HttpRequest) -> list[Group]:
    """The menu for the person signed in; pages that do not exist are left out."""
    person = request.user
    if not isinstance(person, Person):
        return []
    on = local_date(clock.now())
    groups = []
    here = _here(request)
    for label, lines in MENU:
        entries = list(_entries(lines, person, on, here))
        if entries:
            groups.append(Group(str(label), entries))
    if saved := _saved(request, person):
        groups.append(saved)
    return groups


KEPT = 300
"""Seconds for which a session trusts its list of saved filters."""


def _saved(request: HttpRequest, person: Person) -> Group | None:
    """The saved filters, read every five minutes: every page shows them."""
    now = clock.now()
    kept = request.session.get(SAVED)
    if not kept or not 0 <= now.timestamp() - kept["at"] < KEPT:
        rows = list(filters_of(person, now=now).values_list("name", "query")[:MOST_SAVED])
        kept = request.session[SAVED] = {"at": int(now.timestamp()), "rows": rows}
    if not kept["rows"]:
        return None
    asked = request.GET.urlencode() if _here(request) == "cases:cases" else None
    address = reverse("cases:cases")
    entries = [
        Entry(name, f"{address}?{query}", "filter", active=query == asked)
        for name, query in kept["rows"]
    ]
    return Group(str(_("Saved filters")), entries)


def _here(request: HttpRequest) -> str:
    match = request.resolver_match
    return INSIDE.get(match.view_name, match.view_name) if match else ""


INSIDE: Mapping[str, str] = {
    "cases:case": "cases:cases",
    "cases:breaches": "cases:supervision",
    "cases:step": "cases:cases",
    "cases:at-the-door": "cases:recorded",
    "cases:on-spot": "cases:recorded",
    "cases:request": "cases:requests",
    "cases:request-step": "cases:requests",
    "cases:callback-step": "cases:callbacks",
    "cases:import-one": "cases:import",
    "cases:share-out": "cases:workload",
    "cases:hand-over": "cases:workload",
    "cases:bulk": "cases:cases",
    "cases:merge-many": "cases:cases",
    "cases:topic": "cases:topics",
    "cases:new-topic": "cases:topics",
    "cases:topic-do": "cases:topics",
    "cases:season-one": "cases:season",
    "cases:new-season": "cases:season",
    "cases:new-matrix": "cases:matrix",
    "cases:appeal": "cases:appeals",
    "cases:appeal-figure": "cases:appeals",
    "cases:appeal-vote": "cases:appeals",
    "cases:appeal-conclude": "cases:appeals",
    "cases:exclusions": "cases:appeals",
    "cases:visit": "cases:visits",
    "cases:visit-new": "cases:visits",
    "cases:visit-remedy": "cases:visits",
    "cases:sampling-new": "cases:sampling",
    "cases:template": "cases:templates",
    "cases:template-new": "cases:templates",
    "cases:knowledge-one": "cases:knowledge",
    "cases:knowledge-new": "cases:knowledge",
    "cases:knowledge-change": "cases:knowledge",
    **dict.fromkeys(
        (
            "cases:rule",
            "cases:new-rule",
            "cases:change-rule",
            "cases:end-rule",
            "cases:catalogue-changes",
            "cases:catalogue-gaps",
            "cases:catalogue-import",
        ),
        "cases:catalogue",
    ),
    **dict.fromkeys(
        ("analytics:area", "analytics:unit", "analytics:counts", "analytics:silence"),
        "analytics:home",
    ),
    "people:one": "people:people",
    "people:open": "people:people",
    "organisations:area": "organisations:areas",
    "organisations:unit": "organisations:units",
}
"""Pages that belong to a line of the menu although they are not it."""


def _entries(lines: Sequence[Line], person: Person, on: date, here: str) -> Iterator[Entry]:
    for line in lines:
        if line.permissions and not any(scope_of(person, p, on=on) for p in line.permissions):
            continue
        try:
            url = reverse(line.page)
        except NoReverseMatch:
            continue
        yield Entry(str(line.label), url, line.icon, active=line.page == here)
