"""Who is asking, and who has an account."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.db import connection
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.module_loading import import_string

from huiying.audit.queries import ask
from huiying.people import rules
from huiying.people.models import ApiToken, PastPassword, Person, RecoveryCode, SecondFactor

_CARRIED = frozenset({"id", "username", "name", "language", "is_active"})
_FIELDS = [f.attname for f in Person._meta.concrete_fields if f.attname in _CARRIED]
# Written out because building it through the ORM costs four times what the query itself does, and
# every request of every program pays it.
_OWN = "".join(f", p.{field}" for field in _FIELDS)
_BEARER = (
    f"select t.id, t.last_used_at is null or t.last_used_at < %s{_OWN}{{columns}}"  # noqa: S608 - only our own column names are put in
    " from api_tokens t join people p on p.id = t.person_id {joined}"
    " where t.secret_hash = %s and t.revoked_at is null and t.expires_at > %s and p.is_active"
)
_WIDTH = 2 + len(_FIELDS)


@dataclass(frozen=True)
class Bearer:
    """The person a token stands for; `stale`: its last use was noted an hour or more ago."""

    person: Person
    token_id: int
    stale: bool


def bearer(secret: str, now: datetime) -> Bearer | None:
    """Whose live token this is, in one query. The person carries only id, names and language."""
    return bearer_with(secret, now)[0]


def bearer_with(
    secret: str, now: datetime, *, columns: str = "", joined: str = ""
) -> tuple[Bearer | None, list[tuple[Any, ...]]]:
    """`bearer`, and what else is asked in the same query: `columns` (each after a comma) of tables
    `joined` to the person `p`, a row for each."""
    moment = connection.ops.adapt_datetimefield_value
    found = ask(
        _BEARER.format(columns=columns, joined=joined),
        [moment(now - timedelta(hours=1)), rules.token_hash(secret), moment(now)],
    )
    if not found:
        return None, []
    token_id, stale, *values = found[0][:_WIDTH]
    person = Person.from_db(connection.alias, _FIELDS, values)
    return Bearer(person, token_id, bool(stale)), [row[_WIDTH:] for row in found]


def client_address(request: HttpRequest) -> str:
    """The address a request came from, behind the number of proxies the site has set."""
    return rules.address_of(
        request.META.get("REMOTE_ADDR", ""),
        request.META.get("HTTP_X_FORWARDED_FOR", ""),
        settings.HUIYING_PROXIES,
    )


def sign_in_opens_at(username: str, address: str, now: datetime) -> datetime | None:
    """When this name at this address may try again; None: now."""
    recent = AccessAttempt.objects.filter(attempt_time__gt=now - rules.LOCK_OUT)
    doors = [
        (recent.filter(username=username), settings.AXES_FAILURE_LIMIT),
        (recent.filter(ip_address=address), settings.HUIYING_ADDRESS_FAILURES),
    ]
    openings = [
        rules.opens_at(list(tries.values_list("attempt_time", "failures_since_start")), limit)
        for tries, limit in doors
    ]
    return max((o for o in openings if o is not None), default=None)


def used_before(person: Person, password: str) -> bool:
    """Is it the present password or one of the last few?"""
    past = PastPassword.objects.filter(person=person).values_list("password", flat=True)
    kept = [person.password, *past[: rules.PASSWORDS_REMEMBERED - 1]]
    return any(check_password(password, encoded) for encoded in kept)


def second_factor_of(person: Person) -> SecondFactor | None:
    """The person's confirmed second factor."""
    return SecondFactor.objects.filter(person=person, confirmed_at__isnull=False).first()


def recovery_codes_left(person: Person) -> int:
    return RecoveryCode.objects.filter(person=person, used_at=None).count()


def live_tokens(person: Person, now: datetime) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(person=person, revoked_at=None, expires_at__gt=now)


def open_work_of(person: Person) -> int:
    """How many pieces of work somebody must take over when this person leaves.

    Work lies above accounts in the map, so the settings name the function that counts it.
    """
    return int(import_string(settings.HUIYING_OPEN_WORK)(person))


def search_people(words: str) -> QuerySet[Person]:
    """Accounts whose user name or name contains every word."""
    found = Person.objects.all()
    for word in words.split():
        found = found.filter(Q(username__icontains=word) | Q(name__icontains=word))
    return found.order_by("username")
