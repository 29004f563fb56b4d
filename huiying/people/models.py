"""Staff accounts. Residents need none."""

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.models import BaseUserManager
from django.db import models


class People(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(username=username)


class Person(AbstractBaseUser):
    """A member of staff with an account."""

    username = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=30)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "username"
    objects = People()

    def __str__(self) -> str:
        return self.name

    @property
    def audit_name(self) -> str:
        """How the audit record names this person: an id, never a name."""
        return f"person:{self.pk}"
