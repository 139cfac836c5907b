"""Vertical writing: lines run down the page, pages turn to the left. In: sheets. Out: the same with one more style.

For Japanese and Chinese (JLREQ 2.3 and 3.2.5; CSS Writing Modes 3, EPUB 3.3 6.3.1.3 for the prefixed properties that
older reading systems know). Tables, code and formulas stay horizontal: they are read by column. The space that themes
put over and under a block stands to its right and left here; numbers of one or two digits stand upright in the line.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from lxml import etree

from book.editions.epub.look import parse, serialise
from book.xhtml import XHTML_NS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from book.model import Sheet

NAME = "styles/vertical.css"
CSS = """\
html {
  -epub-writing-mode: vertical-rl; -webkit-writing-mode: vertical-rl; writing-mode: vertical-rl;
  -epub-line-break: strict; line-break: strict;
  -webkit-text-orientation: mixed; text-orientation: mixed;
}
h1, h2, h3, h4, h5, h6, .titlepage, .titlepage h1, .part h1, .colophon, .colophon h1 { text-align: start; }
h1 { margin: 0 1.5em 0 2em; }
h2 { margin: 0 1.6em 0 0.8em; }
h3 { margin: 0 1.4em 0 0.6em; }
h4, h5, h6 { margin: 0 1.2em 0 0.4em; }
blockquote, .epigraph { margin: 2em 1em 0 1em; }
ul, ol { margin: 1.6em 0.8em 0 0.8em; }
li { margin: 0 0.2em; }
li > ul, li > ol { margin: 1em 0.2em 0 0.2em; }
dl { margin: 0 1em; }
dt { margin: 0 0.6em 0 0; }
dd { margin: 1.6em 0.2em 0 0; }
figure { margin: 0 1.4em; }
figcaption, caption { margin: 0 0.6em; }
pre { margin: 0 1.2em; }
table { margin: auto 1.2em; }
.verse { margin: 2em 1em 0 1em; }
hr { border: 0; width: auto; height: auto; margin: 0 1.6em; text-align: center; }
hr::before { content: "\\FF0A"; }
.footnotes, .credits { margin: 0 3em 0 0; }
.footnotes aside { margin: 0 0.6em; }
.titlepage .authors, .titlepage .series, .titlepage .publisher { margin: 0 2em 0 0; }
.ornament { display: none; }
.imprint p, .colophon p { margin: 0 0 0 0.6em; }
section.part, .dedication, .colophon { margin: 15% 0 0; }
.contents ol { margin: 0; }
.contents li { margin: 0 0.35em; }
.contents li ol { margin: 1.4em 0 0; }
table, pre, math, figure.table {
  -epub-writing-mode: horizontal-tb; -webkit-writing-mode: horizontal-tb; writing-mode: horizontal-tb;
}
img, svg { max-width: 100%; max-height: 100%; }
a[role="doc-noteref"], .upright {
  -epub-text-combine: horizontal; -webkit-text-combine: horizontal; text-combine-upright: all;
}
.contents .label { text-combine-upright: none; }
"""
_H = f"{{{XHTML_NS}}}"
# A number of one or two digits that is not part of a longer one, of a word or of an amount.
_SHORT = re.compile(r"(?<![0-9A-Za-z.,:/+%-])[0-9]{1,2}(?![0-9A-Za-z.,:/+%-])")
# What stays horizontal, is upright already, or may hold no element.
_LEFT = frozenset(
    f"{_H}{name}" for name in ("table", "pre", "code", "kbd", "samp", "a", "ruby", "head", "title", "option")
)


def upright(sheets: Iterable[Sheet]) -> list[Sheet]:
    """The sheets with the vertical style after all others; the cover is a picture and has none."""
    link = f'<link rel="stylesheet" type="text/css" href="{NAME}"/>'
    return [
        sheet
        if sheet.kind == "cover"
        else replace(
            sheet, xhtml=_with_numbers(sheet).replace("</head>", f"{link}</head>", 1), styles=(*sheet.styles, NAME)
        )
        for sheet in sheets
    ]


def _with_numbers(sheet: Sheet) -> str:
    """The document with its short numbers in spans of class `upright`."""
    if not _SHORT.search(sheet.xhtml):
        return sheet.xhtml
    tree = parse(sheet.name, sheet.xhtml)
    body = tree.find(f"{_H}body")
    if body is None:
        return sheet.xhtml
    places = [place for place in _texts(body) if _SHORT.search((place[0].tail if place[1] else place[0].text) or "")]
    for element, tail in places:
        _stand(element, tail=tail)
    return serialise(tree) if places else sheet.xhtml


def _texts(element: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
    """Every run of text that is set vertically: of an element, or (True) after it."""
    stack = [element]
    while stack:
        inside = stack.pop()
        yield inside, False
        for child in inside:
            yield child, True
            if isinstance(child.tag, str) and child.tag.startswith(_H) and child.tag not in _LEFT:
                stack.append(child)


def _stand(element: etree._Element, *, tail: bool) -> None:
    text = (element.tail if tail else element.text) or ""
    holder = element.getparent() if tail else element
    if holder is None:
        return
    at = holder.index(element) + 1 if tail else 0
    found = list(_SHORT.finditer(text))
    ends = [*(match.start() for match in found[1:]), len(text)]
    for number, (match, end) in enumerate(zip(found, ends, strict=True)):
        span = etree.Element(f"{_H}span", {"class": "upright"})
        span.text = match[0]
        span.tail = text[match.end() : end]
        holder.insert(at + number, span)
    if tail:
        element.tail = text[: found[0].start()]
    else:
        element.text = text[: found[0].start()]
