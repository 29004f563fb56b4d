"""The privacy notice, version by version. What a person was shown is stored with their request."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "notices"
VERSION = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Part:
    """One section: a heading, and lines that are sentences or entries of a list."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Notice:
    """One version in one language; `short` stands beside the button that sends."""

    version: str
    title: str
    short: str
    parts: tuple[Part, ...]


@lru_cache(maxsize=1)
def versions() -> tuple[str, ...]:
    """All versions, newest first. A version is the day from which it holds."""
    found = (each.name for each in FOLDER.iterdir() if VERSION.fullmatch(each.name))
    return tuple(sorted(found, reverse=True))


def current_version() -> str:
    return versions()[0]


@lru_cache(maxsize=16)
def notice(language: str, version: str = "") -> Notice | None:
    """A version (the newest without one) in Chinese or else English; None if there is no such one."""
    version = version or current_version()
    if version not in versions():
        return None
    name = "zh-hans" if language.startswith("zh") else "en"
    read = tomllib.loads((FOLDER / version / f"{name}.toml").read_text(encoding="utf-8"))
    parts = tuple(Part(part["heading"], tuple(part["lines"])) for part in read["parts"])
    return Notice(version, read["title"], read["short"], parts)
