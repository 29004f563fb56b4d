"""`huiying insight duplicates`."""

from pathlib import Path

import click

from huiying.insight.commands.options import DATA, OUT, tell_repeated
from huiying.insight.duplicates.pairs import find_duplicates
from huiying.insight.tables import read, write

COLUMNS = ("id_a", "id_b", "score")


@click.command()
@DATA
@OUT
def duplicates(data: Path, out: Path) -> None:
    """Find the pairs of messages that nearly repeat each other.

    The table needs title and detail. --out gets id_a,id_b,score, the surest first.
    """
    sheet = read(data, "title", "detail")
    tell_repeated(sheet)
    texts = [
        f"{title}\n{detail}"
        for title, detail in zip(sheet.column("title"), sheet.column("detail"), strict=True)
    ]
    found = find_duplicates(texts)
    pairs = zip(found.a.tolist(), found.b.tolist(), found.scores.tolist(), strict=True)
    write(out, COLUMNS, ((sheet.ids[a], sheet.ids[b], f"{score:.4f}") for a, b, score in pairs))
