"""Codes that a telephone reads."""

import re

from huiying.design.presenters.codes import qr_drawing


def test_the_qr_code_needs_no_style_and_scales():
    drawing = qr_drawing("https://example.test/track/")
    assert drawing.startswith("<svg")
    assert "style" not in drawing
    assert re.search(r'viewBox="0 0 \d+ \d+"', drawing)
