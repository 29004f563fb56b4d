"""Staff accounts and what proves them: password, second factor, API tokens. Residents need none."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from huiying.people.choices import Language, ToldBy


class People(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(username=username)

    def create_person(
        self,
        username: str,
        *,
        name: str,
        now: datetime,
        password: str | None = None,
        **more: Any,
    ) -> "Person":
        """A saved account; without a password nobody can sign in to it."""
        person = self.model(username=username, name=name, created_at=now, **more)
        person.set_password(password)
        person.password_changed_at = now
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """A member of staff with an account. What they may do stands in their grants, never here."""

    username = models.CharField(_("User name"), max_length=40, unique=True)
    name = models.CharField(_("Name"), max_length=30)
    phone = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=10, choices=Language, default=Language.CHINESE)
    email = models.EmailField(max_length=100, blank=True)
    told_by = models.CharField(max_length=10, choices=ToldBy, default=ToldBy.INBOX)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    must_use_second_factor = models.BooleanField(default=False)
    password_changed_at = models.DateTimeField()
    created_at = models.DateTimeField()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]
    objects = People()

    class Meta:
        db_table = "people"
        ordering = ["username"]

    def __str__(self) -> str:
        return self.name

    @property
    def audit_name(self) -> str:
        """How the audit record names this person: an id, never a name."""
        return f"person:{self.pk}"


class PastPassword(models.Model):
    """A hash of a password once used, so that it is not chosen again."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="past_passwords")
    password = models.CharField(max_length=128)
    replaced_at = models.DateTimeField()

    class Meta:
        db_table = "past_passwords"
        ordering = ["-replaced_at"]

    def __str__(self) -> str:
        return f"{self.person_id} {self.replaced_at:%Y-%m-%d}"


class SecondFactor(models.Model):
    """The app on a person's telephone that shows a code of six digits (RFC 6238)."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="second_factor")
    sealed_key = models.CharField(max_length=200)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    last_step = models.BigIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    failed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "second_factors"

    def __str__(self) -> str:
        return str(self.person_id)


class RecoveryCode(models.Model):
    """One way in, once, for a person whose telephone is lost; only its keyed hash is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "recovery_codes"
        constraints = [
            models.UniqueConstraint(fields=["person", "code_hash"], name="recovery_code_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {'used' if self.used_at else 'unused'}"


class ApiToken(models.Model):
    """A key a program shows in place of a sign-in; only the hash of its secret is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    label = models.CharField(max_length=60)
    secret_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "api_tokens"
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.label
