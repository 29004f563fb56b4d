"""The message catalogues: compiled without any tool of the system, and checked to be complete."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click
import polib
from django.conf import settings
from django.utils.translation.reloader import translation_file_changed

SOURCE = Path(settings.ROOT) / "huiying"
CHINESE = "locale/zh_Hans/LC_MESSAGES/django.po"
Key = tuple[str, str]
"""Context, often empty, and message: what a translation is looked up by."""


def catalogues() -> list[Path]:
    """The Chinese catalogue of every slice that has one."""
    return sorted(SOURCE.glob(f"*/{CHINESE}"))


def compile_all() -> int:
    """Write the .mo file beside each .po file that is newer; returns how many catalogues there are."""
    found = catalogues()
    for path in found:
        compiled = path.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < path.stat().st_mtime:
            polib.pofile(str(path)).save_as_mofile(str(compiled))
            translation_file_changed(sender=None, file_path=compiled)  # forget what was read before
    return len(found)


def faults() -> Iterator[str]:
    """Each message that is untranslated, in doubt, or used but in no catalogue, as a sentence."""
    known: set[Key] = set()
    for path in catalogues():
        entries = [entry for entry in polib.pofile(str(path)) if not entry.obsolete]
        known.update(map(_key, entries))
        for entry in entries:
            if said := _fault(entry):
                yield f"{path.relative_to(SOURCE).parts[0]}: {_called(_key(entry))} {said}"
    if shutil.which("xgettext"):
        yield from (f"{_called(key)} is in no catalogue." for key in _used() - known)


def _key(entry: polib.POEntry) -> Key:
    return entry.msgctxt or "", entry.msgid


def _called(key: Key) -> str:
    context, message = key
    return f"“{message}” ({context})" if context else f"“{message}”"


def _fault(entry: polib.POEntry) -> str:
    if entry.fuzzy:
        return "has a translation marked fuzzy."
    if not entry.translated():
        return "has no Chinese translation."
    return "and its translation name different values." if _misnamed(entry) else ""


def _named(text: str) -> set[str]:
    """The named values of a message: {"x"} for `%(x)s`."""
    return set(re.findall(r"%\((\w+)\)", text))


def _misnamed(entry: polib.POEntry) -> bool:
    """A named value that only the translation has would break the page."""
    offered = _named(entry.msgid + entry.msgid_plural)
    return any(_named(text) - offered for text in [entry.msgstr, *entry.msgstr_plural.values()])


def _used() -> set[Key]:
    """Every message the code uses, found by gettext in a temporary copy of the source."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "huiying"
        leave = shutil.ignore_patterns("tests", "migrations", "__pycache__", "locale", "static")
        shutil.copytree(SOURCE, copy, ignore=leave)
        (copy / "locale").mkdir()
        finder = [sys.executable, "-m", "django", "makemessages", "-l", "zh_Hans", "--no-location"]
        bare = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
        subprocess.run(finder, cwd=copy, env=bare, check=True, capture_output=True)  # noqa: S603 - own words only
        return {_key(entry) for entry in polib.pofile(str(copy / CHINESE))}


@click.command()
def compile_catalogues() -> None:
    """Compile the message catalogues (no gettext tools needed)."""
    click.echo(f"{compile_all()} catalogues compiled.")


@click.command()
def check_catalogues() -> None:
    """Check that every sentence of the interface has its Chinese."""
    found = sorted(faults())
    for fault in found:
        click.echo(fault)
    if not shutil.which("xgettext"):
        click.echo(
            "gettext is not installed, so sentences missing from the catalogues stay unseen."
        )
    if found:
        raise click.ClickException(f"{len(found)} faults in the translations.")
    click.echo("The Chinese translation is complete.")
