"""Whatever somebody types into whatever form: a sentence, the text still there, and never a fault of ours."""

from collections import Counter, deque
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import resolve

from huiying.cases.tests import make
from huiying.cases.tests.pages import as_person
from huiying.lib import clock
from huiying.people.choices import Role
from tests.reading import Page

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"
WORDS = f"{SCRIPT} 😀 \"'& 胡言乱语"
LONG = "胡言😀" * 20_000
FAR = {
    "date": "9999-12-31",
    "datetime-local": "9999-12-31T23:59",
    "month": "9999-12",
    "number": "999999999",
}
LONG_AGO = {
    "date": "0001-01-01",
    "datetime-local": "0001-01-01T00:00",
    "month": "0001-01",
    "number": "-5",
}
NEVER = {
    "date": "99999-13-41",
    "datetime-local": "99999-01-01T25:00",
    "month": "²",
    "number": "9" * 40,
}
WAYS = {
    "far": (WORDS, FAR, "first"),
    "long ago": (WORDS, LONG_AGO, "first"),
    "long": (LONG, NEVER, "unknown"),
    "empty": ("", {}, "none"),
}
LEFT_ALONE = ("/design/", "/account/sign-out/", "/account/password/")
PEOPLE = ["clerk", "dispatcher", "head", "reviewer", "caller", "supervisor", "keeper", "nobody"]


@pytest.fixture
def here(monkeypatch, settings):
    """The county with a case at every stage of the road."""
    settings.HUIYING_REQUIRE_TOTP = "nobody"
    monkeypatch.setattr(clock, "now", lambda: make.MORNING)
    made = make.county()
    stages = (
        make.request,
        make.accepted,
        make.dispatched,
        make.signed,
        make.replied,
        make.released,
        make.closed,
    )
    for stage in stages:
        stage(made)
    make.answered(made)
    made.keeper = make.organisations.person("keeper")
    for role in (Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR):
        make.organisations.grant(made.keeper, role, made.city)
    return made


@pytest.mark.parametrize("who", PEOPLE)
def test_no_form_falls_over_nonsense(here, who):
    client = Client() if who == "nobody" else as_person(getattr(here, who))
    client.raise_request_exception = False
    broken = []
    for target, form in forms_of(client, "/" if who == "nobody" else "/console/"):
        for button in pressed(form):
            for way in ways_for(form):
                broken += faults(client, target, form, button, way)
    assert broken == []


def forms_of(client, start):
    """Each form within reach once, with the address it is sent to."""
    seen, kinds, wanted = {start}, Counter(), deque([start])
    while wanted:
        path = wanted.popleft()
        answer = client.get(path)
        if "html" not in answer.headers.get("Content-Type", "") or answer.status_code != 200:
            continue
        page = Page(answer.content.decode())
        for form in page.forms:
            target = urljoin(path, form.action.split("#")[0]) if form.action else path
            shape = (sort_of(target), form.method, *sorted({each.name for each in form.fields}))
            kinds[shape] += 1
            if kinds[shape] == 1 and not target.startswith(LEFT_ALONE):
                yield target, form
        for link in page.links:
            address = urljoin(path, link.split("#")[0])
            if address in seen or not address.startswith("/") or address.startswith("/static/"):
                continue
            seen.add(address)
            kinds[sort_of(address)] += 1
            if kinds[sort_of(address)] <= (4 if sort_of(address) == "cases:case " else 1):
                wanted.append(address)


def pressed(form):
    """Each button that does something of its own; None where the form has no named one."""
    return list({(each.name, each.value[:1]): each for each in form.named("submit")}.values()) or [
        None
    ]


def ways_for(form):
    """Days and numbers are tried near and far; where none is asked for, words are enough."""
    if form.method == "get":
        return ("far",)
    asks_for_days = any(each.kind in FAR for each in form.fields)
    return WAYS if asks_for_days else ("far", "long")


def sort_of(address):
    """What kind of page it is: its name, and the step it is about."""
    match = resolve(urlsplit(address).path)
    return f"{match.view_name} {match.kwargs.get('name', '')}"


def faults(client, target, form, button, way):
    """What is wrong with the answer to a form filled in this way; nothing of it stays."""
    said, sent = (
        f"{way}: {form.method} {target} {button.value if button else ''}",
        filled(form, way),
    )
    if button is not None:
        sent[button.name] = [button.value]
    with transaction.atomic():
        if form.method == "post":
            answer = client.post(target, sent)
        else:
            answer = client.get(urlsplit(target).path, sent)
        transaction.set_rollback(True)
    if answer.status_code >= 500:
        return [f"{said}: {answer.status_code}"]
    text = "" if answer.streaming else answer.content.decode(errors="replace")
    if SCRIPT in text:
        return [f"{said}: what was typed became part of the page"]
    kept = form.named("textarea")
    lost = way in {"far", "long ago"} and form.method == "post" and answer.status_code == 200
    if lost and kept and "胡言乱语" not in text and 'class="notice' not in text:
        return [f"{said}: what was typed is lost"]
    return []


def filled(form, way):
    words, dates, choice = WAYS[way]
    sent = {}
    for each in form.fields:
        value = typed(each, words, dates, choice)
        if value is not None and each.name not in sent:
            sent[each.name] = [value]
    return sent


def typed(each, words, dates, choice):
    """What goes into a field; None leaves it out."""
    if each.kind in {"submit", "button"}:
        return None
    if each.kind == "hidden":
        return each.value if choice != "unknown" or each.name in {"key", "version"} else "²"
    if each.kind == "file":
        return None if choice == "none" else SimpleUploadedFile("a.jpg", b"MZ\x90\x00 nothing")
    if each.kind in {"checkbox", "radio"}:
        return {"first": each.value, "unknown": "NOPE", "none": None}[choice]
    if each.kind == "select":
        options = [option for option in each.options if option]
        return {"first": options[0] if options else "", "unknown": "NOPE", "none": ""}[choice]
    return dates.get(each.kind, words)
