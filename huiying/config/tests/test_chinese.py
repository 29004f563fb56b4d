"""Every word of a page that is marked for translation stands in some catalogue."""

import re
from collections.abc import Iterator
from pathlib import Path

import polib

from huiying.config import translations

TAG = re.compile(r'translate "((?:[^"\\]|\\.)+)"(?: context "([^"]+)")?')
CALL = re.compile(r'(?<!\w)(?:_|gettext\w*)\(\s*"((?:[^"\\]|\\.)+)"\s*\)')
WITH_CONTEXT = re.compile(r'(?<!\w)pgettext\w*\(\s*"([^"]+)",\s*"((?:[^"\\]|\\.)+)"\s*\)')

Word = tuple[str | None, str]


def known() -> set[Word]:
    found: set[Word] = set()
    for path in translations.SOURCE.glob(f"*/{translations.CHINESE}"):
        found |= {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(path))}
    return found


def words_of(path: Path) -> Iterator[Word]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        for word, context in TAG.findall(text):
            yield context or None, word.replace("%", "%%")
    for word in CALL.findall(text):
        yield None, word.replace('\\"', '"')
    for context, word in WITH_CONTEXT.findall(text):
        yield context, word.replace('\\"', '"')


def test_no_word_of_a_page_is_left_in_english():
    there = known()
    left = [
        f"{path.relative_to(translations.SOURCE)}: {word}"
        for pattern in ("*.html", "*.py")
        for path in sorted(translations.SOURCE.rglob(pattern))
        if "tests" not in path.parts
        for context, word in words_of(path)
        if (context, word) not in there and (context, word.replace("%%", "%")) not in there
    ]
    assert not left
