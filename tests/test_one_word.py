"""Django puts all catalogues together, so one of several translations of a word is read everywhere."""

from collections import defaultdict

import polib
import pytest
from django.utils import translation
from django.utils.translation import gettext, ngettext, npgettext, pgettext

from huiying.config.translations import CHINESE, catalogues, compile_all


def name(path):
    """The slice whose catalogue this is."""
    return path.parts[-len(CHINESE.split("/")) - 1]


def entries():
    for path in catalogues():
        for entry in polib.pofile(str(path)):
            if not entry.obsolete:
                yield name(path), entry


def texts(entry):
    return entry.msgstr or tuple(entry.msgstr_plural.values())


def read(entry):
    """What Django reads for the words of an entry."""
    if entry.msgid_plural:
        words = (entry.msgid, entry.msgid_plural, 2)
        return npgettext(entry.msgctxt, *words) if entry.msgctxt else ngettext(*words)
    return pgettext(entry.msgctxt, entry.msgid) if entry.msgctxt else gettext(entry.msgid)


def test_no_words_have_two_translations():
    """Where the meanings differ, a context tells them apart (`pgettext`, `translate … context`)."""
    said = defaultdict(lambda: defaultdict(list))
    for where, entry in entries():
        said[entry.msgctxt, entry.msgid][texts(entry)].append(where)

    assert not {words: dict(each) for words, each in said.items() if len(each) > 1}


@pytest.fixture
def _in_chinese():
    compile_all()
    with translation.override("zh-hans"):
        yield


@pytest.mark.usefixtures("_in_chinese")
def test_no_other_catalogue_speaks_for_ours():
    """Those of Django and of packages hold common words too, which may mean something else."""
    other = {
        (where, entry.msgctxt, entry.msgid): read(entry)
        for where, entry in entries()
        if read(entry) not in (entry.msgstr, *entry.msgstr_plural.values())
    }

    assert not other
