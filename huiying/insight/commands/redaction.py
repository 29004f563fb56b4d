"""`huiying insight redact`."""

from collections import Counter
from pathlib import Path

import click

from huiying.insight.commands.options import DATA, OUT
from huiying.insight.redaction.finding import find, mask
from huiying.insight.tables import read, write


@click.command()
@DATA
@click.option("--column", required=True, help="The column to mask.")
@OUT
def redact(data: Path, column: str, out: Path) -> None:
    """Mask phone numbers, identity numbers, plates, cards, addresses and names in one column.

    --out gets the same columns, the named one masked. How many of each kind were masked is told at
    the end.
    """
    sheet = read(data, column)
    place = sheet.place(column)
    counts: Counter[str] = Counter()
    rows = []
    for row in sheet.rows:
        findings = find(row[place or 0])
        counts.update(str(finding.kind) for finding in findings)
        rows.append([mask(cell, findings) if n == place else cell for n, cell in enumerate(row)])
    write(out, sheet.header, rows)
    click.echo(", ".join(f"{kind} {n}" for kind, n in sorted(counts.items())) or "none", err=True)
