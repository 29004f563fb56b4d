"""A chart as Word and Excel draw it themselves (DrawingML), its numbers written into it."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

SPACE = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><c:roundedCorners val="0"/><c:chart>
<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1200"/></a:pPr><a:r><a:rPr lang="zh-CN" sz="1200"/><a:t>{title}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title>
<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>{plot}
<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/><c:axPos val="b"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:crossAx val="2"/><c:crosses val="autoZero"/></c:catAx>
<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/>{most}<c:min val="0"/></c:scaling><c:delete val="0"/><c:axPos val="l"/><c:majorGridlines/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="1"/><c:crosses val="autoZero"/></c:valAx>
</c:plotArea><c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart></c:chartSpace>"""
BARS = """<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/>{series}<c:gapWidth val="60"/><c:axId val="1"/><c:axId val="2"/></c:barChart>"""
LINE = """<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{series}<c:marker val="1"/><c:axId val="1"/><c:axId val="2"/></c:lineChart>"""
COLOUR = '<a:solidFill><a:srgbClr val="0B6866"/></a:solidFill>'


def chart(title: str, names: Sequence[str], values: Sequence[float | None], *, rate: bool) -> bytes:
    """Columns for counts, a line for rates in per cent (its axis from 0 to 100)."""
    series = _series(title, names, values, rate=rate)
    plot = (LINE if rate else BARS).format(series=series)
    most = '<c:max val="100"/>' if rate else ""
    return SPACE.format(title=escape(title), plot=plot, most=most).encode()


def bars(title: str, names: Sequence[str], values: Sequence[float | None], most: int) -> bytes:
    """Columns of a comparison; `most` is the end of the axis, 0 for whatever fits."""
    plot = BARS.format(series=_series(title, names, values, rate=False))
    top = f'<c:max val="{most}"/>' if most else ""
    return SPACE.format(title=escape(title), plot=plot, most=top).encode()


def _series(title: str, names: Sequence[str], values: Sequence[float | None], *, rate: bool) -> str:
    texts = "".join(f'<c:pt idx="{n}"><c:v>{escape(each)}</c:v></c:pt>' for n, each in enumerate(names))  # fmt: skip
    numbers = "".join(
        f'<c:pt idx="{n}"><c:v>{round(each, 2)}</c:v></c:pt>'
        for n, each in enumerate(values)
        if each is not None
    )
    look = f'<c:spPr><a:ln w="25400">{COLOUR}</a:ln></c:spPr><c:marker><c:symbol val="circle"/><c:size val="6"/></c:marker>' if rate else f"<c:spPr>{COLOUR}</c:spPr><c:invertIfNegative val=\"0\"/>"  # fmt: skip
    return (
        f'<c:ser><c:idx val="0"/><c:order val="0"/><c:tx><c:v>{escape(title)}</c:v></c:tx>{look}'
        f'<c:cat><c:strLit><c:ptCount val="{len(names)}"/>{texts}</c:strLit></c:cat>'
        f'<c:val><c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="{len(names)}"/>'
        f"{numbers}</c:numLit></c:val></c:ser>"
    )
