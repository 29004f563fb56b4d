"""What is wrong with TOML that somebody wrote, told by its place: the parser speaks English only."""

import re
import tomllib

from huiying.lib.errors import Phrase, gettext_noop

BROKEN_OFF = gettext_noop(
    "it breaks off in line %(line)s: “%(words)s”. A value, a quotation mark or a bracket is missing"
)
TWICE = gettext_noop("line %(line)s sets something that was set before: “%(words)s”")
WRONG = gettext_noop("line %(line)s is not TOML, at or before character %(column)s: “%(words)s”")
AT = re.compile(r"\(at line (\d+), column (\d+)\)")
SET_BEFORE = re.compile(r"twice|overwrite|duplicate|redefine|mutate", re.IGNORECASE)
SHOWN = 60
"""Characters of the line that are shown."""


def fault(error: tomllib.TOMLDecodeError, text: str) -> Phrase:
    """Line and column, counted from 1, and the line itself; part of a sentence without its stop."""
    lines = text.splitlines() or [""]
    found = AT.search(str(error))
    if found is None:
        last = max((n for n, line in enumerate(lines, 1) if line.strip()), default=1)
        return Phrase(BROKEN_OFF, line=last, words=_shown(lines[last - 1]))
    line, column = int(found[1]), int(found[2])
    words = _shown(lines[line - 1] if line <= len(lines) else "")
    if SET_BEFORE.search(str(error)):
        return Phrase(TWICE, line=line, words=words)
    return Phrase(WRONG, line=line, column=column, words=words)


def _shown(line: str) -> str:
    line = line.strip()
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"
