"""Codes that a telephone reads."""

import io

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_drawing(address: str) -> SafeString:
    """An address as an <svg> element without style attributes, black on white in either theme."""
    drawing = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawing,
        kind="svg",
        xmldecl=False,
        svgns=False,
        omitsize=True,
        border=4,
        light="#fff",
        svgclass="qr",
        lineclass=None,
    )
    return mark_safe(drawing.getvalue().decode())  # noqa: S308 - drawn by segno, which keeps no text
