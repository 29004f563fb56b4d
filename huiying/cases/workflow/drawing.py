"""The state tables as a page of documentation: a diagram and a table for each machine."""

from collections.abc import Iterable, Iterator

from huiying.cases.workflow import MACHINES
from huiying.cases.workflow.table import Row

HEAD = """# Workflow

Drawn from the tables in `huiying/cases/workflow/`; `huiying docs` writes this page again. A row
without a state in front creates; “=” leaves the state as it is. OWN is the holder of receipt number
and code or of a rating link, TIMER the platform itself.
"""


def workflow_markdown() -> str:
    """The whole page."""
    parts = [HEAD]
    for name, rows in MACHINES.items():
        parts += [f"## {name.capitalize()}", _diagram(rows), _table(rows)]
    return "\n\n".join(parts) + "\n"


def _diagram(rows: Iterable[Row]) -> str:
    arrows = dict.fromkeys(_arrows(rows))
    return "\n".join(["```mermaid", "stateDiagram-v2", *arrows, "```"])


def _arrows(rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        if row.target is None:
            continue
        for source in row.sources or ("[*]",):
            yield f"    {source} --> {row.target}: {row.step}"


def _table(rows: Iterable[Row]) -> str:
    head = ["| No. | Step | From | To | Who | With |", "|---|---|---|---|---|---|"]
    return "\n".join([*head, *map(_line, rows)])


def _line(row: Row) -> str:
    cells = (
        row.no,
        row.step,
        ", ".join(row.sources) or "–",
        row.target or "=",
        ", ".join(sorted(str(actor).upper() for actor in row.actors)),
        " ".join((*row.lead, *row.requests)) or "–",
    )
    return f"| {' | '.join(cells)} |"
