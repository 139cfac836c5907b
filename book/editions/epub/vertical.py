"""Vertical writing: lines run down the page, pages turn to the left. In: sheets. Out: the same with one more style.

For Japanese and Chinese (JLREQ 2.3; CSS Writing Modes 3, EPUB 3.3 6.3.1.3 for the prefixed properties that older
reading systems know). Tables, code and formulas stay horizontal: they are read by column.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from book.model import Sheet

NAME = "styles/vertical.css"
CSS = """\
html {
  -epub-writing-mode: vertical-rl; -webkit-writing-mode: vertical-rl; writing-mode: vertical-rl;
  -epub-line-break: strict; line-break: strict;
  -webkit-text-orientation: mixed; text-orientation: mixed;
}
h1, h2, h3, h4, h5, h6, .titlepage { text-align: start; }
table, pre, math, figure.table {
  -epub-writing-mode: horizontal-tb; -webkit-writing-mode: horizontal-tb; writing-mode: horizontal-tb;
}
img, svg { max-width: 100%; max-height: 100%; }
a[role="doc-noteref"] { -webkit-text-combine: horizontal; text-combine-upright: all; }
.contents .label { text-combine-upright: none; }
"""


def upright(sheets: Iterable[Sheet]) -> list[Sheet]:
    """The sheets with the vertical style after all others; the cover is a picture and has none."""
    link = f'<link rel="stylesheet" type="text/css" href="{NAME}"/>'
    return [
        sheet
        if sheet.kind == "cover"
        else replace(sheet, xhtml=sheet.xhtml.replace("</head>", f"{link}</head>", 1), styles=(*sheet.styles, NAME))
        for sheet in sheets
    ]
