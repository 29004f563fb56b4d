"""Word files in the layout of official documents (GB/T 9704-2012). Loads python-docx: worker only.

A4; margins 37 mm top, 28 left, 26 right, 35 bottom; 22 lines of 28 characters; body 16 pt FangSong;
fonts are named, never shipped.
"""

import io
from datetime import date

from docx import Document
from docx.document import Document as Word
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

FANGSONG, HEITI, KAITI = "仿宋_GB2312", "黑体", "楷体_GB2312"
TITLE, SONG = "方正小标宋简体", "宋体"
BODY, HEAD, SMALL, CELL = Pt(16), Pt(22), Pt(14), Pt(10.5)  # 3号, 2号, 4号, 5号
PITCH = Pt(28.95)
RED = RGBColor(0xE6, 0x00, 0x12)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
GRID = f'<w:docGrid {W} w:type="lines" w:linePitch="579"/>'
CLOSER = f'<w:spacing {W} w:val="-5"/>'
"""A quarter of a point closer: 28 characters of 16 pt fill 156 mm. A grid of characters would say the
same, but programs that keep to it give a character of 16 pt two of its cells."""
TEXT_WIDTH, NAME_WIDTH = 156, 32  # mm
MARGINS = f'<w:tblCellMar {W}><w:left w:w="45" w:type="dxa"/><w:right w:w="45" w:type="dxa"/></w:tblCellMar>'
UNSNAPPED = f'<w:snapToGrid {W} w:val="0"/>'
CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
MARK = """<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><w:pict>
<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"
 path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>
<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>
<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>
<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype>
<v:shape id="mark{n}" type="#_x0000_t136" fillcolor="#c8c8c8" stroked="f"
 style="position:absolute;width:420pt;height:24pt;rotation:315;z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;mso-position-vertical-relative:margin">
<v:fill opacity=".4"/><v:textpath style="font-family:&quot;宋体&quot;;font-size:1pt" string="{text}"/></v:shape></w:pict></w:r>"""
INLINE = """<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"
 xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><wp:inline>
<wp:extent cx="{cx}" cy="{cy}"/><wp:docPr id="{n}" name="{name}" descr="{name}"/><a:graphic>
<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart r:id="{rel}"/>
</a:graphicData></a:graphic></wp:inline></w:drawing>"""


class Official:
    """A document that is written from the top down."""

    def __init__(self, mark: str, title: str) -> None:
        self.word: Word = Document()
        self.charts = 0
        self.word.core_properties.title = title
        self.word.core_properties.comments = mark
        style = self.word.styles["Normal"]
        style.font.size = BODY
        _fonts(style.element.get_or_add_rPr(), FANGSONG)
        self.last: Paragraph | None = None
        _page(self.word)
        _numbers(self.word)
        _watermark(self.word, mark)

    def head(self, issuer: str, number: str) -> None:
        """The red head, the document's number, and the red line below them."""
        self.line(issuer, TITLE, Pt(32), centred=True, red=True)
        self.line("")
        numbered = self.line(number, FANGSONG, BODY, centred=True)
        _border(numbered, bottom=(12, "E60012"))

    def title(self, text: str) -> None:
        self.line("")
        self.line(text, TITLE, HEAD, centred=True, pitch=Pt(33))
        self.line("")

    def heading(self, text: str, level: int = 1) -> None:
        """一、 in HeiTi, （一） in KaiTi."""
        paragraph = self.line(text, HEITI if level == 1 else KAITI, BODY)
        paragraph.paragraph_format.first_line_indent = BODY * 2
        paragraph.paragraph_format.keep_with_next = True

    def text(self, text: str) -> None:
        paragraph = self.line(text, FANGSONG, BODY)
        paragraph.paragraph_format.first_line_indent = BODY * 2
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        self.last = paragraph

    def table(self, caption: str, head: list[str], rows: list[list[str]]) -> None:
        """As wide as the text: the first column holds names, the others share what is left."""
        self.line(caption, HEITI, SMALL, centred=True).paragraph_format.keep_with_next = True
        table = self.word.add_table(rows=1, cols=len(head))
        table.style = "Table Grid"
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        table._tblPr.append(parse_xml(MARGINS))  # noqa: SLF001 - no public door
        for row in [head, *rows]:
            line = table.rows[0] if row is head else table.add_row()
            line._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {W}/>"))  # noqa: SLF001 - the same
            cells = line.cells
            for place, (cell, text) in enumerate(zip(cells, row, strict=True)):
                cell.width = _width(place, len(head))
                _cell(cell, text, is_head=row is head, centred=bool(place) or row is head)
        for place, column in enumerate(table.columns):
            column.width = _width(place, len(head))
        repeated = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001 - the same
        repeated.append(parse_xml(f"<w:tblHeader {W}/>"))
        self.line("")

    def chart(self, name: str, xml: bytes) -> None:
        """A chart that Word draws itself; `xml` is a DrawingML chart space."""
        self.charts += 1
        where = PackURI(f"/word/charts/chart{self.charts}.xml")
        package = self.word.part.package
        rel = self.word.part.relate_to(Part(where, CHART, xml, package), RELATIONSHIP_TYPE.CHART)
        paragraph = self.word.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        drawn = INLINE.format(
            cx=Mm(150), cy=Mm(80), n=100 + self.charts, name=_plain(name), rel=rel
        )
        paragraph.add_run()._r.append(parse_xml(drawn))  # noqa: SLF001 - no public door

    def signature(self, issuer: str, day: date) -> None:
        """Who issues it and when, the date 4 characters from the right edge, in Arabic digits."""
        lines = [self.last] if self.last is not None else []
        lines.append(self.line(""))
        for text in (issuer, f"{day.year}年{day.month}月{day.day}日"):
            paragraph = self.line(text, FANGSONG, BODY)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            paragraph.paragraph_format.right_indent = BODY * 4
            lines.append(paragraph)
        for each in lines[:-1]:  # no page bears a signature without text
            each.paragraph_format.keep_with_next = each.paragraph_format.keep_together = True

    def record(self, copies: str, issuer: str, day: date) -> None:
        """The record block between lines of 0.35 mm, with one of 0.25 mm inside."""
        first = self.line(f" 抄送：{copies}", FANGSONG, SMALL)
        _border(first, top=(8, "000000"), bottom=(6, "000000"))
        last = self.line(f" {issuer}\t{day.year}年{day.month}月{day.day}日印发 ", FANGSONG, SMALL)
        last.paragraph_format.tab_stops.add_tab_stop(Mm(156), WD_TAB_ALIGNMENT.RIGHT)
        _border(last, bottom=(8, "000000"))

    def line(
        self, text: str, font: str = FANGSONG, size: Pt = BODY, *, centred: bool = False,
        red: bool = False, pitch: Pt | None = PITCH,
    ) -> Paragraph:  # fmt: skip
        paragraph = self.word.add_paragraph()
        layout = paragraph.paragraph_format
        layout.space_before = layout.space_after = Pt(0)
        layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        layout.line_spacing = pitch if size <= HEAD else Pt(42)
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(text)
        run.font.size = size
        if size == BODY:
            _closer(run._r.get_or_add_rPr())  # noqa: SLF001 - python-docx sets no spacing
        if red:
            run.font.color.rgb = RED
        _fonts(run._r.get_or_add_rPr(), font)  # noqa: SLF001 - python-docx sets no East Asian font
        return paragraph

    def bytes(self) -> bytes:
        target = io.BytesIO()
        self.word.save(target)
        return target.getvalue()


def _fonts(properties: object, name: str) -> None:
    fonts = properties.get_or_add_rFonts()  # type: ignore[attr-defined] # an lxml element
    for key in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(key), name)


def _width(place: int, columns: int) -> Mm:
    if columns < 3:
        return Mm(TEXT_WIDTH / columns)
    return Mm(NAME_WIDTH) if place == 0 else Mm((TEXT_WIDTH - NAME_WIDTH) / (columns - 1))


def _cell(cell: _Cell, text: str, *, is_head: bool, centred: bool) -> None:
    paragraph = cell.paragraphs[0]
    layout = paragraph.paragraph_format
    layout.space_before = layout.space_after = Pt(1)
    layout.line_spacing = Pt(14)
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - no public door
    properties.insert_element_before(parse_xml(UNSNAPPED), "w:spacing", "w:ind", "w:jc", "w:rPr")
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    run = paragraph.add_run(text)
    run.font.size = CELL
    _fonts(run._r.get_or_add_rPr(), HEITI if is_head else FANGSONG)  # noqa: SLF001 - the same


def _closer(properties: object) -> None:
    element = parse_xml(CLOSER)
    after = ("w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u")
    properties.insert_element_before(element, *after)  # type: ignore[attr-defined] # an lxml element


def _page(word: Word) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance, section.header_distance = Mm(23), Mm(15)
    for old in section._sectPr.findall(qn("w:docGrid")):  # noqa: SLF001 - no public door
        section._sectPr.remove(old)  # noqa: SLF001 - the same
    section._sectPr.append(parse_xml(GRID))  # noqa: SLF001 - the same


def _numbers(word: Word) -> None:
    """— 1 — in 14 pt Song, 7 mm below the text: odd pages right, even pages left, one character in."""
    word.settings.odd_and_even_pages_header_footer = True
    section = word.sections[0]
    sides = (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    )
    for footer, side in sides:
        paragraph = footer.paragraphs[0]
        paragraph.alignment = side
        layout = paragraph.paragraph_format
        layout.left_indent = layout.right_indent = SMALL
        for content in ("— ", None, " —"):
            run = paragraph.add_run(content or "")
            run.font.size = SMALL
            _fonts(run._r.get_or_add_rPr(), SONG)  # noqa: SLF001 - no public door
            if content is None:
                for xml in (
                    f'<w:fldChar {W} w:fldCharType="begin"/>',
                    f"<w:instrText {W}> PAGE </w:instrText>",
                    f'<w:fldChar {W} w:fldCharType="end"/>',
                ):
                    run._r.append(parse_xml(xml))  # noqa: SLF001 - the same


def _watermark(word: Word, mark: str) -> None:
    section = word.sections[0]
    for n, header in enumerate((section.header, section.even_page_header)):
        paragraph = header.paragraphs[0]
        paragraph._p.append(parse_xml(MARK.format(n=n, text=_plain(mark))))  # noqa: SLF001 - the same


def _border(paragraph: Paragraph, **sides: tuple[int, str]) -> None:
    """Lines above or below; the width in eighths of a point."""
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="{width}" w:space="4" w:color="{colour}"/>'
        for side, (width, colour) in sides.items()
    )
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - no public door
    border = parse_xml(f"<w:pBdr {W}>{lines}</w:pBdr>")
    properties.insert_element_before(border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")


def _plain(text: str) -> str:
    cleaned = text.replace("&", "＆").replace("<", "＜").replace(">", "＞")
    return cleaned.replace('"', "”").replace("{", "（").replace("}", "）")
