"""Pictures with their captions as figures. In: a passage. Out: the same, with `figure` where the source means one.

A picture alone in its paragraph is a figure; its `title`, which Markdown writes as a caption, is one. The captions
of WordPress, Jekyll and older HTML are known by their classes or their table. Text after a picture stays text.
HTML Living Standard, section 4.4.12.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from book.xhtml import text_of, unwrap

if TYPE_CHECKING:
    from book.transforms.passage import Passage

_HOLDER = re.compile(r"(?:^|\s)(?:wp-caption|figure|image|thumb|captioned-image|image-container)(?:\s|$|-)")
_CAPTION = re.compile(
    r"(?:^|[\s-])(?:wp-caption-text|caption|figcaption|image-caption|thumbcaption|caption-text)(?:\s|$)"
)


def figures(passage: Passage) -> None:
    """Mark figures and their captions."""
    body = passage.tree
    if next(body.iter("img", "figure", "dl"), None) is None:
        return
    for table in list(body.iter("table")):
        _from_table(table)
    for holder in list(body.iter("dl")):
        _from_list(holder)
    for holder in list(body.iter("div", "p")):
        if holder.tag == "div" and _HOLDER.search(holder.get("class") or ""):
            _from_classes(holder)
        elif holder.tag == "p":
            _from_paragraph(holder)
    for figure in list(body.iter("figure")):
        _in_order(figure)


def _from_list(holder: etree._Element) -> None:
    """WordPress once captioned pictures with `dl`; a list of terms without definitions, or of none, is no `dl`."""
    parts = [child for child in holder if isinstance(child.tag, str)]
    tags = [child.tag for child in parts]
    if "wp-caption" in (holder.get("class") or "") and tags[:1] == ["dt"]:
        holder.tag = "figure"
        for child in parts:
            child.tag = "figcaption" if child.tag == "dd" and child is parts[1] else "div"
    elif set(tags) <= {"dt", "dd"} and not {"dt", "dd"} <= set(tags):
        holder.tag = "div"
        for child in parts:
            child.tag = "div"


def _only_picture(element: etree._Element) -> etree._Element | None:
    """The picture that is all an element holds, linked or not."""
    children = [child for child in element if isinstance(child.tag, str)]
    if len(children) != 1 or (element.text or "").strip() or (children[0].tail or "").strip():
        return None
    child = children[0]
    if child.tag == "img":
        return child
    return _only_picture(child) if child.tag in ("a", "span", "picture") else None


def _from_paragraph(paragraph: etree._Element) -> None:
    picture = _only_picture(paragraph)
    parent = paragraph.getparent()
    if picture is None or parent is None or parent.tag in ("figure", "li", "td", "th"):
        return
    paragraph.tag = "figure"
    title = (picture.get("title") or "").strip()
    if title:
        del picture.attrib["title"]
        etree.SubElement(paragraph, "figcaption").text = title


def _from_classes(holder: etree._Element) -> None:
    """A `div` with a picture and a paragraph whose class says that it is the caption."""
    if next(holder.iter("img"), None) is None or next(holder.iter("figure"), None) is not None:
        return
    captions = [child for child in holder if isinstance(child.tag, str) and _CAPTION.search(child.get("class") or "")]
    others = [child for child in holder if isinstance(child.tag, str) and child not in captions]
    if len(captions) != 1 or any(not _shows(child) for child in others):
        return
    holder.tag = "figure"
    captions[0].tag = "figcaption"
    for child in others:
        if child.tag == "p":
            unwrap(child)


def _shows(element: etree._Element) -> bool:
    """Whether an element holds pictures and no words."""
    return not text_of(element) and (element.tag == "img" or next(element.iter("img"), None) is not None)


def _from_table(table: etree._Element) -> None:
    """A table of one cell with a picture, its caption the table's: how figures were made before `figure`."""
    cells = list(table.iter("td", "th"))
    picture = _only_picture(cells[0]) if len(cells) == 1 else None
    if picture is None:
        return
    caption = table.find("caption")
    outer = picture
    parent = outer.getparent()
    while parent is not None and parent is not cells[0]:
        outer, parent = parent, parent.getparent()
    tail = table.tail
    kept = {str(name): str(value) for name, value in table.items() if name in ("id", "lang", "dir")}
    table.clear()
    table.tail, table.tag = tail, "figure"
    for name, value in kept.items():
        table.set(name, value)
    outer.tail = None
    table.append(outer)
    if caption is not None and text_of(caption):
        caption.tag, caption.tail = "figcaption", None
        caption.attrib.clear()
        table.append(caption)


def _in_order(figure: etree._Element) -> None:
    """A figure's picture without a paragraph around it; a caption that says nothing goes."""
    for child in list(figure):
        if child.tag == "p" and _only_picture(child) is not None:
            unwrap(child)
        elif child.tag == "figcaption" and not text_of(child) and not len(child):
            figure.remove(child)
