"""Writes one measured section of docs/reference/insight.md and leaves the others as they are."""

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "insight.md"
HEAD = """# Insight: what was measured

Every section is written by a script in `scripts/insight/`, named in it; the figures are of the
machine the script ran on. Where the shared data is needed and absent, the script says so and writes
nothing.
"""


def write_section(name: str, text: str) -> None:
    """Put `text` between the marks of the section, or at the end when the page has no such marks."""
    page = PAGE.read_text(encoding="utf-8") if PAGE.exists() else HEAD
    block = f"<!-- {name} -->\n{text.strip()}\n<!-- /{name} -->"
    pattern = re.compile(rf"<!-- {re.escape(name)} -->.*?<!-- /{re.escape(name)} -->", re.DOTALL)
    if pattern.search(page):
        page = pattern.sub(lambda _: block, page)
    else:
        page = f"{page.rstrip()}\n\n{block}\n"
    PAGE.write_text(page, encoding="utf-8")


def table(header: list[str], rows: list[list[str]]) -> str:
    """A Markdown table; every cell is text already."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
