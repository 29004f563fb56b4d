"""The bulletin as an official document in Word. Loads python-docx: worker only."""

from huiying.analytics.presenters.bulletins import (
    FAIR,
    FEWEST_BARS,
    LEFT_OUT,
    NUMERALS,
    Issue,
    rows_of,
    values_of,
)
from huiying.analytics.presenters.drawingml import bars, chart
from huiying.analytics.presenters.gbt9704 import Official

SHORT = 12
"""A chart shows at most so many side by side; the table has all."""
MOST_CATEGORIES = 15


def word_of(issue: Issue, issuer: str) -> bytes:
    """The whole file; `issuer` signs it and stands in the red head."""
    paper = Official(issue.mark, issue.title)
    paper.head(f"{issuer}通报", issue.number)
    paper.title(issue.title)
    numbers = iter(NUMERALS)
    paper.heading(f"{next(numbers)}、总体情况")
    for sentence in issue.summary:
        paper.text(sentence)
    months = [f"{month:%Y-%m}" for month, *_ in issue.voices.rows]
    paper.chart(
        "听到的诉求（件）",
        chart("听到的诉求（件）", months, issue.voices_values, rate=False),
    )
    paper.chart("满意率（%）", chart("满意率（%）", months, issue.satisfied_values, rate=True))
    for one in issue.comparisons:
        paper.heading(f"{next(numbers)}、{one.title}情况（{one.of}）")
        paper.table(f"{one.title}办理情况（括号内为基数）", ["名称", *one.heads], rows_of(one))
        values = values_of(one, "on_time")
        if sum(value is not None for value in values[:SHORT]) >= FEWEST_BARS:
            names = [name.removeprefix(issue.area)[:SHORT] for name in one.names[:SHORT]]
            paper.chart("按时办结率（%）", bars("按时办结率（%）", names, values[:SHORT], 100))
    if issue.heat:
        paper.heading(f"{next(numbers)}、诉求类别")
        rows = [
            [name, LEFT_OUT if n is None else str(n)] for name, n in issue.heat[:MOST_CATEGORIES]
        ]
        paper.table("诉求类别分布", ["类别", "件数"], rows)
    if issue.backlog.rows:
        paper.heading(f"{next(numbers)}、在办与逾期")
        rows = [[str(each) for each in row] for row in issue.open_told.cells]
        head = ["环节", "已逾期", "一天内", "一周内", "更晚", "合计"]
        paper.table(f"在办时限（截至{issue.known_until}）", head, rows)
    paper.heading(f"{next(numbers)}、说明")
    for sentence in FAIR:
        paper.text(sentence)
    paper.signature(issuer, issue.day)
    paper.line("")
    paper.record(issue.copies, issuer, issue.day)
    return paper.bytes()
