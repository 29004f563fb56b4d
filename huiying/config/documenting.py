"""`huiying docs`: the reference pages that are drawn from the code."""

from collections.abc import Callable, Mapping
from pathlib import Path

import click

from huiying.cases.workflow.drawing import workflow_markdown
from huiying.people.presenters import permissions_markdown

PAGES: Mapping[str, Callable[[], str]] = {
    "permissions.md": permissions_markdown,
    "workflow.md": workflow_markdown,
}
"""File below docs/reference → what it must say."""


@click.command()
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("docs/reference"),
    help="Where the pages are written.",
)
def docs(folder: Path) -> None:
    """Write the reference pages that are drawn from the tables in the code."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (folder / name).write_text(page(), encoding="utf-8")
        click.echo(f"{folder / name}")
