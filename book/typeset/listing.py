"""Lines of code that a page cannot hold. In: a `pre` and how many characters a line has. Out: such lines, each marked.

A line that must be broken becomes a block of its own (`line`), which the theme indents from its second line on and
marks there; other lines stay as they are, for each block costs time. Text and its order do not change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree

from book.typeset.opening import places_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_PLAIN = frozenset(["code", "span", "b", "i", "em", "strong", "font", "var"])
_LONGEST = 1200  # characters of a line that is set as a block: a longer one may have to go on on the next page

_Piece = tuple[str, tuple[Any, ...]]  # text, and the elements it stands in, outermost first


def mark_long_lines(code: etree._Element, places: int) -> None:
    """Put every line wider than `places` characters into a `span` of class `line`."""
    inner = code[0] if len(code) == 1 and code[0].tag == "code" and not (code.text or "").strip() else code
    if any(
        element.tag not in _PLAIN or element.get("id") for element in inner.iter(etree.Element) if element is not inner
    ):
        return
    lines = _lines(inner)
    widths = [places_of("".join(text for text, _ in line)) for line in lines]
    if not any(places < width <= _LONGEST for width in widths):
        return
    for child in list(inner):
        inner.remove(child)
    inner.text = None
    for line, width in zip(lines, widths, strict=True):
        block = etree.SubElement(inner, "span", {"class": "line"}) if places < width <= _LONGEST else inner
        _write(block, line)


def _lines(inner: etree._Element) -> list[list[_Piece]]:
    """The text line by line, each with its line end, in pieces with what they stand in."""
    lines: list[list[_Piece]] = [[]]

    def take(text: str | None, path: tuple[etree._Element, ...]) -> None:
        for number, part in enumerate((text or "").split("\n")):
            if number:
                lines[-1].append(("\n", path))
                lines.append([])
            if part:
                lines[-1].append((part, path))

    def walk(element: etree._Element, path: tuple[etree._Element, ...]) -> None:
        take(element.text, path)
        for child in element:
            if isinstance(child.tag, str):
                walk(child, (*path, child))
            take(child.tail, path)

    walk(inner, ())
    return lines if lines[-1] else lines[:-1]


def _write(block: etree._Element, line: Sequence[_Piece]) -> None:
    """Append the pieces of a line, what they stood in around them again."""
    open_now: list[tuple[etree._Element, etree._Element]] = []  # the original, its copy
    for text, path in line:
        while open_now and tuple(original for original, _ in open_now) != path[: len(open_now)]:
            open_now.pop()
        for original in path[len(open_now) :]:
            holder = open_now[-1][1] if open_now else block
            open_now.append((original, etree.SubElement(holder, original.tag, original.attrib)))
        holder = open_now[-1][1] if open_now else block
        if len(holder):
            holder[-1].tail = (holder[-1].tail or "") + text
        else:
            holder.text = (holder.text or "") + text
