"""Opening the public's pages and reading what they say."""

import html
import re

from huiying.cases import actions
from huiying.cases.models import Request
from huiying.cases.permissions import PUBLIC
from huiying.cases.tests import make as cases


def text_of(response):
    return html.unescape(response.content.decode())


def sent(here, **more):
    return actions.submit(cases.voice(here.village, **more), by=PUBLIC, now=cases.MORNING)


def open_up(client, receipt, code=None, **kept):
    typed = {"number": receipt.request.receipt_no, "code": code or receipt.pin}
    return client.post("/track/", typed | kept)


def url(request, step=""):
    return f"/track/{request.receipt_no}/{step + '/' if step else ''}"


def wrong(receipt):
    return "999999" if receipt.pin != "999999" else "888888"


def proved(client, request, pin="123456"):
    """Open a request that the builders made."""
    Request.objects.filter(pk=request.pk).update(pin_hash=actions.pin_hash(request.receipt_no, pin))
    client.post("/track/", {"number": request.receipt_no, "code": pin})
    return client.get(url(request))


def fields_of(response):
    """What the page would send back: its hidden and filled-in fields."""
    page = response.content.decode()
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        got = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        kind = got.get("type", "text")
        if "name" in got and (kind not in ("radio", "checkbox") or " checked" in tag):
            found.setdefault(got["name"], []).append(html.unescape(got.get("value", "")))
    for name, text in re.findall(
        r'<textarea[^>]*name="(\w+)"[^>]*>\n?(.*?)</textarea>', page, re.S
    ):
        found.setdefault(name, []).append(html.unescape(text))
    found.pop("csrfmiddlewaretoken", None)
    found.pop("uploads", None)
    return found
