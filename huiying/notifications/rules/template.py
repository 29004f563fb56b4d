"""A message in words. Values stand as %(name)s."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Template:
    """English message ids of title and text; `secrets` are values that are not kept after sending."""

    title: str
    text: str
    secrets: frozenset[str] = frozenset()


def said(title: str, text: str, *secrets: str) -> Template:
    return Template(title, text, frozenset(secrets))
