import polib
import pytest

from huiying.config import translations


@pytest.fixture
def source(tmp_path, monkeypatch):
    """A slice with one catalogue; returns the function that fills it."""
    monkeypatch.setattr(translations, "SOURCE", tmp_path)
    monkeypatch.setattr(translations.shutil, "which", lambda name: None)
    path = tmp_path / "cases" / translations.CHINESE
    path.parent.mkdir(parents=True)

    def fill(*entries):
        catalogue = polib.POFile()
        catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
        catalogue.extend(entries)
        catalogue.save(str(path))
        return path

    return fill


def test_a_complete_catalogue_has_no_faults(source):
    source(polib.POEntry(msgid="Yes", msgstr="是"))

    assert list(translations.faults()) == []


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (polib.POEntry(msgid="Yes"), "has no Chinese"),
        (polib.POEntry(msgid="Yes", msgstr="是", flags=["fuzzy"]), "marked fuzzy"),
        (polib.POEntry(msgctxt="a door", msgid="Open"), "“Open” (a door) has no Chinese"),
        (polib.POEntry(msgid="%(name)s", msgstr="%(nam)s"), "name different values"),
    ],
)
def test_each_fault_is_said_with_its_slice(source, entry, fault):
    source(entry)

    (said,) = translations.faults()

    assert said.startswith("cases:")
    assert fault in said


def test_a_message_is_known_only_with_its_own_context(source, monkeypatch):
    """“Open” of a case and “open” of a door are two messages, and one translation is not the other's."""
    monkeypatch.setattr(translations.shutil, "which", lambda name: name)
    monkeypatch.setattr(translations, "_used", lambda: {("a door", "Open"), ("", "Open")})
    source(polib.POEntry(msgid="Open", msgstr="待办"))
    assert list(translations.faults()) == ["“Open” (a door) is in no catalogue."]
    door = polib.POEntry(msgctxt="a door", msgid="Open", msgstr="敞开")
    source(polib.POEntry(msgid="Open", msgstr="待办"), door)
    assert list(translations.faults()) == []


def test_a_catalogue_is_compiled_once_until_it_changes(source):
    path = source(polib.POEntry(msgid="Yes", msgstr="是"))

    assert translations.compile_all() == 1
    compiled = path.with_suffix(".mo")
    assert [entry.msgstr for entry in polib.mofile(str(compiled))] == ["是"]
    before = compiled.stat().st_mtime_ns
    translations.compile_all()
    assert compiled.stat().st_mtime_ns == before


def test_what_residents_read_is_said_by_their_own_catalogue():
    """Of two catalogues with the same words the first slice's is read, which may mean something else."""
    portal = {
        (entry.msgctxt, entry.msgid): entry.msgstr
        for entry in polib.pofile(str(translations.SOURCE / "portal" / translations.CHINESE))
    }
    for path in translations.catalogues():
        for entry in polib.pofile(str(path)):
            own = portal.get((entry.msgctxt, entry.msgid), entry.msgstr)
            assert entry.msgstr == own, f"{path.parts[-5]}: “{entry.msgid}” needs a context"
