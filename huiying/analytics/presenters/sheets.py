"""The bulletin as a workbook with charts of Excel's own."""

import io
from typing import Any

from huiying.analytics.presenters.bulletins import (
    FAIR,
    FEW,
    FEWEST_BARS,
    HEAD,
    LEFT_OUT,
    Comparison,
    Issue,
    values_of,
)
from huiying.analytics.presenters.figures import value_of
from huiying.analytics.queries.boards import scale
from huiying.lib.spreadsheet import harmless

HEAD_HEIGHT = 32
"""Points: two lines."""
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def sheets_of(issue: Issue) -> bytes:
    import xlsxwriter  # noqa: PLC0415 - ten megabytes, only where a workbook is written

    target = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(target, options) as book:
        bold = book.add_format(
            {
                "bold": True,
                "text_wrap": True,
                "border": 1,
                "bg_color": "#E0F0EE",
                "align": "center",
                "valign": "vcenter",
            }
        )
        _overview(book, issue, bold)
        _months(book, issue, bold)
        for place, one in enumerate(issue.comparisons, 1):
            _comparison(book, issue, one, bold, place)
        heat = [[name, LEFT_OUT if n is None else n] for name, n in issue.heat]
        _plain(book, issue, "诉求类别", ["类别", "件数"], heat, bold)
        head = ["环节", "已逾期", "一天内", "一周内", "更晚", "合计"]
        _plain(book, issue, "在办与逾期", head, issue.open_told.cells, bold)
        book.set_properties({"title": issue.title, "comments": issue.mark})
    return target.getvalue()


def _sheet(book: Any, issue: Issue, name: str) -> Any:
    sheet = book.add_worksheet(name.translate(FORBIDDEN)[:31])
    sheet.set_footer(f"&C{issue.mark.replace('&', '&&')[:200]}&R&P")
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 30, 10)
    return sheet


def _overview(book: Any, issue: Issue, bold: Any) -> None:
    sheet = _sheet(book, issue, "总体情况")
    sheet.set_column(1, 3, 20)
    sheet.write_string(0, 0, issue.title, book.add_format({"bold": True, "font_size": 16}))
    sheet.write_string(1, 0, issue.number)
    for x, name in enumerate(("指标", "本月", "基数", "变化")):
        sheet.write_string(3, x, name, bold)
    for y, (tile, name) in enumerate(zip(issue.tiles, HEAD, strict=True), 4):
        few = tile.shown.key in issue.few
        told = (name, FEW, "", "") if few else (name, tile.text, tile.base, tile.change)
        for x, text in enumerate(told):
            sheet.write_string(y, x, text)
    y = 5 + len(issue.tiles)
    for sentence in (*issue.summary, *FAIR, issue.mark):
        sheet.write_string(y, 0, sentence)
        y += 1


def _months(book: Any, issue: Issue, bold: Any) -> None:
    sheet = _sheet(book, issue, "逐月")
    sheet.set_row(0, HEAD_HEIGHT)
    for x, name in enumerate(("月份", "听到的诉求", "满意率（%）")):
        sheet.write_string(0, x, name, bold)
    values = zip(issue.voices.rows, issue.voices_values, issue.satisfied_values, strict=True)
    last = 0
    for last, ((month, *_), voices, satisfied) in enumerate(values, 1):
        sheet.write_string(last, 0, f"{month:%Y-%m}")
        _number(sheet, last, 1, voices)
        _number(sheet, last, 2, satisfied)
    for kind, column, place in (("column", 1, "E2"), ("line", 2, "E18")):
        chart = book.add_chart({"type": kind})
        chart.add_series(_series("逐月", column, last))
        chart.set_title({"name": ("听到的诉求", "满意率（%）")[column - 1]})
        chart.set_legend({"none": True})
        if kind == "line":
            chart.set_y_axis({"max": 100})
        sheet.insert_chart(place, chart)


def _comparison(book: Any, issue: Issue, one: Comparison, bold: Any, place: int) -> None:
    name = f"{place} {one.title}"
    sheet = _sheet(book, issue, name)
    heads = ["名称"]
    for shown, title in zip(one.loop, one.heads, strict=True):
        heads += [title] if shown.counts else [f"{title}（%）", "基数"]
    sheet.set_row(0, HEAD_HEIGHT)
    right = book.add_format({"align": "right"})
    for x, title in enumerate(heads):
        sheet.write_string(0, x, title, bold)
    for y, who in enumerate(one.names, 1):
        sheet.write_string(y, 0, str(harmless(who)))
        x = 1
        for shown, tally in one.cells(y - 1):
            if (y - 1, shown.key) in one.hidden:
                sheet.write_string(y, x, LEFT_OUT, right)
            _number(sheet, y, x, value_of(shown, tally))
            x += 1
            if not shown.counts:
                _number(sheet, y, x, tally.n / scale(shown.measure) if tally else None)
                x += 1
    sheet.freeze_panes(1, 1)
    known = [value for value in values_of(one, "on_time") if value is not None]
    if len(known) >= FEWEST_BARS:
        chart = book.add_chart({"type": "bar"})
        column = heads.index("按时办结率（%）")
        chart.add_series(_series(name.translate(FORBIDDEN)[:31], column, len(one.names)))
        chart.set_title({"name": "按时办结率（%）"})
        chart.set_legend({"none": True})
        chart.set_x_axis({"min": 0, "max": 100})
        chart.set_y_axis({"reverse": True})
        chart.set_size({"width": 640, "height": 100 + 15 * len(one.names)})
        sheet.insert_chart(len(one.names) + 2, 0, chart)


def _plain(
    book: Any, issue: Issue, name: str, head: list[str], rows: list[list[Any]], bold: Any
) -> None:
    sheet = _sheet(book, issue, name)
    sheet.set_row(0, HEAD_HEIGHT)
    right = book.add_format({"align": "right"})
    for x, title in enumerate(head):
        sheet.write_string(0, x, title, bold)
    for y, row in enumerate(rows, 1):
        sheet.write_string(y, 0, str(harmless(row[0])))
        for x, n in enumerate(row[1:], 1):
            sheet.write(y, x, n, right)


def _series(sheet: str, column: int, last: int) -> dict[str, Any]:
    return {
        "categories": [sheet, 1, 0, last, 0],
        "values": [sheet, 1, column, last, column],
        "fill": {"color": "#0B6866"},
        "line": {"color": "#0B6866"},
    }


def _number(sheet: Any, y: int, x: int, value: float | None) -> None:
    """A cell without a base stays empty."""
    if value is not None:
        sheet.write_number(y, x, round(value, 2))
