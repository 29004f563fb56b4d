"""The second factor: a key in the person's app, codes of six digits, recovery codes for a lost phone."""

import secrets
from datetime import datetime

from cryptography.fernet import MultiFernet
from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from huiying.audit.actions import record
from huiying.lib.errors import NotAllowed, NotPossible, gettext_noop
from huiying.lib.sealing import InvalidToken, seal_of
from huiying.people import rules
from huiying.people.models import Person, RecoveryCode, SecondFactor
from huiying.people.permissions import By, may_manage_people

WRONG_CODE = gettext_noop(
    "This code is not right. Type the six digits your app shows now; each code is good once."
)
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def _seal() -> MultiFernet:
    """Keys lie sealed in the database; what opens them lies outside it."""
    return seal_of("people.second_factor", (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


def _key(factor: SecondFactor) -> bytes:
    try:
        return _seal().decrypt(factor.sealed_key.encode())
    except InvalidToken as error:
        raise NotPossible(
            gettext_noop("Your second factor cannot be read. Ask your security administrator.")
        ) from error


@transaction.atomic
def begin_second_factor(person: Person) -> bytes:
    """The key to put into the app; the same one until its first code confirms it."""
    factor = SecondFactor.objects.filter(person=person).first()
    if factor is not None and factor.confirmed_at is not None:
        raise NotPossible(gettext_noop("Your second factor is set up already."))
    if factor is None:
        sealed = _seal().encrypt(secrets.token_bytes(20)).decode()
        factor = SecondFactor.objects.create(person=person, sealed_key=sealed)
    return _key(factor)


@transaction.atomic
def confirm_second_factor(person: Person, code: str, *, now: datetime) -> list[str]:
    """The app shows the right code: from now on it is asked for. Returns new recovery codes."""
    factor = SecondFactor.objects.select_for_update().filter(person=person).first()
    if factor is None or factor.confirmed_at is not None:
        raise NotPossible(gettext_noop("Your second factor is set up already."))
    step = rules.matched_step(_key(factor), code, now, after=factor.last_step)
    if step is None:
        raise NotPossible(WRONG_CODE)
    factor.confirmed_at, factor.last_step = now, step
    factor.save(update_fields=["confirmed_at", "last_step"])
    record("person.second_factor_set", person.audit_name, by=person, now=now)
    return _new_recovery_codes(person)


def renew_recovery_codes(person: Person, code: str, *, now: datetime) -> list[str]:
    """Ten new codes against one that is right, shown once; the old ones stop working."""
    check_second_factor(person, code, now=now)
    with transaction.atomic():
        record("person.recovery_codes_made", person.audit_name, by=person, now=now)
        return _new_recovery_codes(person)


def leave_second_factor(person: Person, code: str, *, now: datetime) -> None:
    """Take the second factor off against a right code, to set it up on another telephone."""
    check_second_factor(person, code, now=now)
    with transaction.atomic():
        _remove(person)
        record("person.second_factor_left", person.audit_name, by=person, now=now)


def check_second_factor(person: Person, code: str, *, now: datetime) -> None:
    """Let a right code or an unused recovery code pass, once; refuse anything else.

    A failure is written down even though it is refused, so this is not one transaction around
    the refusal: the refusal is raised after the commit.
    """
    with transaction.atomic():
        refusal = _checked(person, code, now)
    if refusal is not None:
        raise refusal


@transaction.atomic
def reset_second_factor(person: Person, *, by: By, now: datetime) -> None:
    """The phone is lost for good: the person sets up a new one after the next password."""
    may_manage_people(by=by, now=now).require()
    if isinstance(by, Person) and by.pk == person.pk:
        raise NotPossible(
            gettext_noop("You cannot reset your own second factor; ask a second administrator.")
        )
    if _remove(person):
        record("person.second_factor_reset", person.audit_name, by=by, now=now)


def _checked(person: Person, code: str, now: datetime) -> NotAllowed | None:
    factor = (
        SecondFactor.objects.select_for_update()
        .filter(person=person, confirmed_at__isnull=False)
        .first()
    )
    if factor is None:
        return NotAllowed(gettext_noop("Set up your second factor first."))
    if factor.failed_at and now - factor.failed_at >= rules.LOCK_OUT:
        factor.failures = 0
    if factor.failures >= rules.CODE_FAILURES and factor.failed_at:
        minutes = rules.minutes_until(factor.failed_at + rules.LOCK_OUT, now)
        return NotAllowed(
            gettext_noop("Too many wrong codes. Try again in %(minutes)s minutes."), minutes=minutes
        )
    step = rules.matched_step(_key(factor), code, now, after=factor.last_step)
    if step is not None:
        factor.last_step, factor.failures = step, 0
    elif _spend_recovery_code(person, code, now):
        factor.failures = 0
    else:
        factor.failures, factor.failed_at = factor.failures + 1, now
        kind = "locked_out" if factor.failures >= rules.CODE_FAILURES else "code_failed"
        record(f"person.{kind}", person.audit_name, by=person, now=now)
        factor.save(update_fields=["failures", "failed_at"])
        return NotAllowed(WRONG_CODE)
    factor.save(update_fields=["last_step", "failures"])
    return None


def _remove(person: Person) -> bool:
    RecoveryCode.objects.filter(person=person).delete()
    gone, _ = SecondFactor.objects.filter(person=person).delete()
    return bool(gone)


def _code_hash(person: Person, code: str) -> str:
    salt = f"people.recovery_code.{person.pk}"
    return salted_hmac(salt, rules.plain_code(code), algorithm="sha256").hexdigest()


def _new_recovery_codes(person: Person) -> list[str]:
    RecoveryCode.objects.filter(person=person).delete()
    letters = iter(lambda: secrets.choice(_LETTERS), "")
    plain = ["".join(next(letters) for _ in range(10)) for _ in range(rules.RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(person=person, code_hash=_code_hash(person, code)) for code in plain
    )
    return [f"{code[:5]}-{code[5:]}" for code in plain]


def _spend_recovery_code(person: Person, code: str, now: datetime) -> bool:
    unused = RecoveryCode.objects.filter(
        person=person, code_hash=_code_hash(person, code), used_at=None
    )
    if not unused.update(used_at=now):
        return False
    record("person.recovery_code_used", person.audit_name, by=person, now=now)
    return True
