"""A column that holds a word of a list in the program."""

from typing import Any

from django.db import models


class CodeField(models.CharField):  # type: ignore[type-arg] # not generic at run time
    """Text out of a list (`choices`) that grows with the program: migrations do not repeat the list."""

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        kwargs.pop("choices", None)
        return name, "django.db.models.CharField", args, kwargs
