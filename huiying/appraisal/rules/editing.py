"""Changes points, targets and titles in the text of a scheme and leaves every other letter alone."""

import re
from collections.abc import Mapping

Edits = Mapping[tuple[int, str], str]
"""(Number of the item from 1, field) → what is to stand behind the equals sign; "" takes it out."""
HEAD = re.compile(r"^\s*\[\[?\s*([A-Za-z_.]+)\s*\]\]?\s*(#.*)?$")


def edited(text: str, edits: Edits) -> str:
    """The text with some fields of some items written anew; a field that is missing is added."""
    left = {place: value for place, value in edits.items() if value is not None}
    found: list[str] = []
    number, inside = 0, False
    for line in [*text.splitlines(), "[[end]]"]:
        head = HEAD.match(line)
        if head:
            if inside:
                _add_missing(found, number, left)
            inside = head[1] == "item"
            number += inside
        elif inside:
            field = line.partition("=")[0].strip()
            if (number, field) in left:
                value = left.pop((number, field))
                if not value:
                    continue
                line = f"{field} = {value}"
        found.append(line)
    return "\n".join(found[:-1]).rstrip() + "\n"


def _add_missing(found: list[str], number: int, left: dict[tuple[int, str], str]) -> None:
    """Before the blank lines that end the item."""
    end = len(found)
    while end and not found[end - 1].strip():
        end -= 1
    for place in [place for place in left if place[0] == number]:
        if value := left.pop(place):
            found.insert(end, f"{place[1]} = {value}")


def numbered(text: str, number: int) -> str:
    """The text with another `version`."""
    lines, done = [], False
    for line in text.splitlines():
        if not done and HEAD.match(line):
            lines.append(f"version = {number}")
            done = True
        if not done and re.match(r"\s*version\s*=", line):
            line, done = f"version = {number}", True
        lines.append(line)
    return "\n".join(lines).rstrip() + "\n"
