"""What each role may do, as one table, and the plain decisions of signing in (GB/T 22239-2019)."""

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django_otp.oath import hotp

from huiying.people.choices import Permission, Role

_CASES = frozenset({Permission.VIEW_CASES})
_UNIT = _CASES | {Permission.SIGN, Permission.HANDLE, Permission.REVEAL_CONTACT, Permission.SUBMIT}
_TEXTS = frozenset({Permission.KEEP_TEXTS, Permission.CHECK_TEXTS})

PERMISSIONS_OF: Mapping[Role, frozenset[Permission]] = {
    Role.INTAKE_CLERK: _CASES
    | {
        Permission.SUBMIT,
        Permission.ACCEPT,
        Permission.KEEP_TEXTS,
        Permission.SEE_IDENTITY,
        Permission.REVEAL_CONTACT,
        Permission.FIND_BY_CONTACT,
        Permission.IMPORT_REQUESTS,
    },
    Role.DISPATCHER: _CASES
    | {
        Permission.DISPATCH,
        Permission.CONSULT,
        Permission.MERGE,
        Permission.RECLASSIFY,
        Permission.DECIDE_RETURN,
        Permission.ACCEPT,
        Permission.IMPORT_REQUESTS,
    },
    Role.HANDLER: _UNIT | {Permission.KEEP_TEXTS},
    Role.UNIT_HEAD: _UNIT
    | _TEXTS
    | {
        Permission.ASSIGN_WORK,
        Permission.ASK_RETURN,
        Permission.ASK_EXTENSION,
        Permission.ASK_PLAN,
        Permission.ASK_STOP,
        Permission.ASK_APPEAL,
        Permission.OBJECT_SCORE,
        Permission.WHISTLE,
        Permission.ESCALATE,
    },
    Role.REVIEWER: _CASES | _TEXTS | {Permission.REVIEW},
    Role.CALLBACK_OFFICER: _CASES
    | {Permission.CALLBACK, Permission.SEE_IDENTITY, Permission.REVEAL_CONTACT},
    Role.SUPERVISOR: _CASES
    | {
        Permission.SUPERVISE,
        Permission.ESCALATE,
        Permission.DECIDE_EXTENSION,
        Permission.APPROVE_STOP,
        Permission.APPROVE_PLAN,
        Permission.DECIDE_OBJECTION,
        Permission.REOPEN_ARCHIVED,
        Permission.EXPORT,
        Permission.APPRAISE,
        Permission.CHECK_GAMING,
    },
    Role.PUBLISHER: _CASES | {Permission.PUBLISH},
    Role.PANELLIST: _CASES
    | {Permission.ARBITRATE, Permission.DECIDE_APPEAL, Permission.DECIDE_SCORE},
    Role.AUDITOR: _CASES | {Permission.READ_AUDIT, Permission.CHECK_GAMING},
    Role.SYSTEM_ADMINISTRATOR: frozenset(
        {
            Permission.MANAGE_ORGANISATIONS,
            Permission.MANAGE_CALENDAR,
            Permission.MANAGE_DEADLINES,
            Permission.MANAGE_INSIGHT,
            Permission.SEE_OPERATIONS,
        }
    ),
    Role.SECURITY_ADMINISTRATOR: frozenset({Permission.MANAGE_PEOPLE, Permission.MANAGE_GRANTS}),
    Role.AUDIT_ADMINISTRATOR: frozenset({Permission.READ_AUDIT}),
}

ADMINISTRATORS = frozenset(
    {Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR}
)
"""No person holds two of these at once."""


def roles_with(permission: Permission) -> frozenset[Role]:
    """The roles whose holders have the permission."""
    return frozenset(role for role, held in PERMISSIONS_OF.items() if permission in held)


IDLE = timedelta(minutes=30)
"""A session nobody used for so long is over (GB/T 22239-2019, 8.1.4.1)."""
HALF_SIGNED_IN = timedelta(minutes=5)
"""How long the password counts while the second factor is awaited."""
ONE_TIME_PASSWORD_LIFE = timedelta(days=7)
PASSWORDS_REMEMBERED = 5

LOCK_OUT = timedelta(minutes=15)
CODE_FAILURES = 5
RECOVERY_CODES = 10
TOTP_STEP = 30
"""Seconds one code of the second factor is shown (RFC 6238)."""
TOTP_SLACK = 1
"""Steps the clock of a telephone may be early or late."""


def opens_at(failures: Iterable[tuple[datetime, int]], limit: int) -> datetime | None:
    """When the next try is free again, given (instant, number) of failures; None: it is free now.

    Each entry counts for `LOCK_OUT`; the door is shut while the entries that count reach `limit`.
    """
    left = sorted(failures)
    total = sum(number for _, number in left)
    opening = None
    for at, number in left:
        if total < limit:
            break
        total -= number
        opening = at + LOCK_OUT
    return opening


def minutes_until(instant: datetime, now: datetime) -> int:
    """Whole minutes to wait, rounded up, at least one."""
    return max(1, -int((now - instant).total_seconds() // 60))


def is_idle(last_seen: float, now: datetime) -> bool:
    """Has a session last seen at that Unix time gone to sleep?"""
    return now.timestamp() - last_seen >= IDLE.total_seconds()


def totp_code(key: bytes, now: datetime) -> str:
    """The six digits the person's app shows at that instant."""
    return f"{hotp(key, int(now.timestamp()) // TOTP_STEP):06d}"


def matched_step(key: bytes, code: str, now: datetime, *, after: int) -> int | None:
    """The time step the code belongs to, if it is right, near `now` and later than step `after`.

    Steps up to `after` are spent: a code is good once (RFC 6238, 5.2).
    """
    digits = re.sub(r"\s", "", code)
    here = int(now.timestamp()) // TOTP_STEP
    for step in range(here - TOTP_SLACK, here + TOTP_SLACK + 1):
        right = f"{hotp(key, step):06d}".encode()
        if step > after and hmac.compare_digest(right, digits.encode()):
            return step
    return None


def token_hash(secret: str) -> str:
    """What is kept of an API token; the secret has 256 random bits, so one round is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def plain_code(code: str) -> str:
    """A recovery code as compared: without the dashes and spaces people type."""
    return re.sub(r"[\s-]", "", code).lower()


def address_of(peer: str, forwarded: str, proxies: int) -> str:
    """The client's address: the entry our own outermost proxy wrote, else the peer.

    `proxies` is the number of reverse proxies we run; entries further left are the client's own
    words and are not believed.
    """
    entries = [entry.strip() for entry in forwarded.split(",") if entry.strip()]
    return entries[-proxies] if 0 < proxies <= len(entries) else peer
