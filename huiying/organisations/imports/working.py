"""The worker's part: one uploaded list of areas, groups, units or people checked or brought in.

Good rows come in, the others are handed back as they were with a column saying what is wrong.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import PurePath
from typing import BinaryIO, cast

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from django.utils.translation import gettext as _

from huiying.design.presenters import sentence
from huiying.jobs import actions as jobs
from huiying.jobs.choices import RunState
from huiying.jobs.models import Run
from huiying.lib.errors import NotPossible, Refused, gettext_noop
from huiying.lib.spreadsheet import MAX_ROWS, as_text, read_table, write_xlsx
from huiying.organisations.actions import lists
from huiying.organisations.actions.area_import import Outcome, import_areas
from huiying.organisations.actions.group_import import import_groups
from huiying.organisations.actions.unit_import import import_units
from huiying.organisations.choices import ListKind
from huiying.organisations.imports import areas, groups, people, units
from huiying.organisations.imports.people import Joined
from huiying.organisations.imports.reading import known_columns
from huiying.organisations.models import ListImport

SHOWN = 200
"""Faults kept for showing; the file of failed rows has all of them."""
NO_ROWS = gettext_noop("%(name)s has a heading and no rows.")

Tick = Callable[[int], object]


def check_columns(kind: ListKind, file: BinaryIO, name: str) -> None:
    """Raises BadFile with a sentence for a file that is no table or lacks a needed column."""
    module = {
        ListKind.AREAS: areas,
        ListKind.GROUPS: groups,
        ListKind.UNITS: units,
        ListKind.PEOPLE: people,
    }[kind]
    known_columns(read_table(file, name).header, name, module.COLUMNS, module.NEEDED)
    file.seek(0)


def work_on(pk: int, clock: Callable[[], datetime]) -> None:
    """Do the job of a list. Running it twice does no harm; a refusal ends the run with its sentence."""
    related = ListImport.objects.select_related("by", "upload", "failed", "secrets", "run")
    one = related.get(pk=pk)
    run = one.run
    if run is None or run.state != RunState.RUNNING:
        return
    with translation.override(one.by.language):
        try:
            total, failed = _done(one, run, clock)
        except Refused as why:
            jobs.fail_run(run, now=clock(), why=why)
            return
    lists.finish(one, run, rows=total, failed=failed, now=clock())


def _done(one: ListImport, run: Run, clock: Callable[[], datetime]) -> tuple[int, int]:
    """How many rows there are, and how many of them are bad."""
    if one.upload is None:
        raise NotPossible(lists.IS_GONE)
    with default_storage.open(one.upload.stored_as) as opened:
        file = cast(BinaryIO, opened.file)
        total = sum(1 for _row in read_table(file, one.name).rows)
        if not total:
            raise NotPossible(NO_ROWS, name=one.name)
        jobs.report_progress(run, done=0, total=total, now=clock())

        def tick(done: int) -> None:
            jobs.report_progress(run, done=done, now=clock())

        joined = _brought_in(one, file, tick, clock())
        failed = _handed_back(one.name, file, joined.outcome)
    if joined.passwords:
        lists.note_secrets(one, _secrets(one.name, joined), now=clock())
    counts, faults = joined.outcome.told(), _faults(joined.outcome)
    lists.note_outcome(one, counts=counts, faults=faults, failed=failed, now=clock())
    return total, len({error.number for error in joined.outcome.errors})


def _brought_in(one: ListImport, file: BinaryIO, tick: Tick, now: datetime) -> Joined:
    joined = Joined(Outcome(shown=MAX_ROWS))
    outcome, by, dry = joined.outcome, one.by, one.is_dry
    lists.permit(ListKind(one.kind), by=by, now=now)
    if one.kind == ListKind.PEOPLE:
        people.import_people(
            file, one.name, by=by, now=now, dry_run=dry, skip_bad=True, joined=joined, tick=tick
        )
    elif one.kind == ListKind.GROUPS:
        lines = groups.group_rows(file, one.name, outcome)
        import_groups(lines, outcome, source=one.name, by=by, now=now, dry_run=dry)
    elif one.kind == ListKind.UNITS:
        rows = units.unit_rows(file, one.name, outcome)
        import_units(rows, outcome, source=one.name, by=by, now=now, dry_run=dry, skip_bad=True)
    else:
        listed = areas.area_rows_of_file(file, one.name, outcome)
        import_areas(
            listed, source=one.name, by=by, now=now, dry_run=dry, skip_bad=True, outcome=outcome
        )
    return joined


def _handed_back(name: str, file: BinaryIO, outcome: Outcome) -> SimpleUploadedFile | None:
    """The bad rows as they were, read once more, with what is wrong in a last column."""
    if not outcome.errors:
        return None
    said: defaultdict[int, list[str]] = defaultdict(list)
    for error in outcome.errors:
        told = sentence(error.refusal)
        said[error.number].append(f"{error.column}: {told}" if error.column else told)
    table = read_table(file, name)
    width = len(table.header)

    def rows() -> Iterator[list[str]]:
        for row in table.rows:
            if row.number in said:
                cells = [as_text(cell) for cell in row[:width]]
                yield [*cells, "；".join(said[row.number])]

    content = write_xlsx([*table.header, _("What is wrong")], rows())
    return SimpleUploadedFile(f"{PurePath(name).stem}-failed.xlsx", content)


def _secrets(name: str, joined: Joined) -> SimpleUploadedFile:
    header = [_("User name"), _("Name"), _("One-time password")]
    content = write_xlsx(header, joined.passwords)
    return SimpleUploadedFile(f"{PurePath(name).stem}-passwords.xlsx", content)


def _faults(outcome: Outcome) -> list[dict[str, object]]:
    return [
        {
            "row": error.number,
            "column": error.column,
            "template": error.refusal.template,
            "values": error.refusal.values,
        }
        for error in outcome.errors[:SHOWN]
    ]
