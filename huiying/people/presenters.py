"""Shapes for pages and documents: the QR code of a second factor, the table of roles."""

import base64
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from urllib.parse import quote, urlencode

import polib
from django.utils.translation import override

from huiying.people.choices import Permission, Role
from huiying.people.models import ApiToken, Person
from huiying.people.queries import live_tokens
from huiying.people.rules import PERMISSIONS_OF, TOTP_STEP, roles_with

ISSUER = "Huiying"


def manual_key(key: bytes) -> str:
    """The key in groups of four letters, for typing into an app that cannot scan."""
    plain = base64.b32encode(key).decode()
    return " ".join(plain[i : i + 4] for i in range(0, len(plain), 4))


def key_address(person: Person, key: bytes) -> str:
    """The `otpauth:` address authenticator apps read."""
    asked = urlencode(
        {
            "secret": base64.b32encode(key).decode().rstrip("="),
            "issuer": ISSUER,
            "digits": 6,
            "period": TOTP_STEP,
        }
    )
    return f"otpauth://totp/{quote(ISSUER)}:{quote(person.username)}?{asked}"


def shown_tokens(person: Person, now: datetime) -> Sequence[ApiToken]:
    """The live tokens, newest first."""
    return list(live_tokens(person, now))


def permissions_markdown() -> str:
    """`docs/reference/permissions.md`: which role may do what, in both languages."""
    chinese = _chinese()
    with override("en"):
        english = {choice: str(choice.label) for choice in (*Permission, *Role)}
    lines = [
        "# Roles and permissions",
        "",
        "Drawn from `huiying/people/rules.py`; change the table there and run `huiying docs`.",
        "A role is granted to a person over an area or a unit, with dates; it reaches no further.",
        "",
        "| permission | 中文 | what it lets one do | roles |",
        "|---|---|---|---|",
    ]
    for permission in Permission:
        held = ", ".join(english[role] for role in Role if role in roles_with(permission))
        what = english[permission]
        lines.append(f"| `{permission.value}` | {chinese[what]} | {what} | {held} |")
    lines += ["", "## Roles", "", "| role | 中文 | permissions |", "|---|---|---|"]
    for role in Role:
        rights = ", ".join(f"`{p.value}`" for p in Permission if p in PERMISSIONS_OF[role])
        lines.append(f"| {english[role]} | {chinese[english[role]]} | {rights} |")
    lines += [
        "",
        "No person holds two of the three administrators' roles at once,",
        "and none of the three may see or move a case (GB/T 22239-2019).",
        "",
    ]
    return "\n".join(lines)


def _chinese() -> dict[str, str]:
    """The catalogue as written, so that the page does not depend on its being compiled."""
    catalogue = Path(__file__).parent / "locale/zh_Hans/LC_MESSAGES/django.po"
    return {entry.msgid: entry.msgstr for entry in polib.pofile(str(catalogue))}
