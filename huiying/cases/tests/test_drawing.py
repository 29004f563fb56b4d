"""The documented workflow is the one that runs."""

from pathlib import Path

from huiying.cases.workflow.drawing import workflow_markdown

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "workflow.md"


def test_the_page_in_the_docs_is_drawn_from_the_tables():
    assert PAGE.read_text(encoding="utf-8") == workflow_markdown(), "Run `huiying docs`."
