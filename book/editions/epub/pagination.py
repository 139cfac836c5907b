"""Page numbers of our own print edition in the EPUB. In: page breaks and looked-at sheets. Out: markers in the text.

Each page break becomes `<span epub:type="pagebreak" role="doc-pagebreak" id="page-104" aria-label="104"/>` where the
page begins, so that one page number can be cited from both editions. EPUB 3.3, 7.4.2.2 (page-list); EPUB
Accessibility Techniques 1.1, 3.2 (page navigation).
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import decimal

from lxml import etree

from book.frozen import frozen
from book.xhtml import EPUB_TYPE, MATHML_NS, XHTML_NS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from book.editions import PageBreak
    from book.editions.epub.look import Looked

_H = f"{{{XHTML_NS}}}"
_MATH = f"{{{MATHML_NS}}}math"
# Where no `span` may stand, or none should: the marker goes before the whole link, ruby, heading or picture.
_CLOSED = frozenset(_H + name for name in ("ruby", "a", "h1", "h2", "h3", "h4", "h5", "h6", "picture")) | {_MATH}


@frozen
class Marked:
    """A page break that stands in the text."""

    href: str  # "ch-06.xhtml#page-104"
    label: str


def mark(pages: Sequence[Looked], breaks: Sequence[PageBreak]) -> list[Marked]:
    """Set the markers into the sheets, and list them in the order of the breaks; unknown sheets are left out."""
    wanted: dict[str, list[tuple[int, PageBreak]]] = {}
    for at, entry in enumerate(breaks):
        wanted.setdefault(entry.sheet, []).append((at, entry))
    found = []
    used: set[str] = set()
    for page in pages:
        # The navigation document takes the place of the contents sheet, and has no text to set markers in.
        here = wanted.pop(page.sheet.name, ()) if page.sheet.kind != "contents" else ()
        for at, entry, given in _set(page, here, used):
            found.append((at, Marked(f"{page.name}#{given}", entry.label)))
        page.close()
    return [marked for _, marked in sorted(found, key=lambda pair: pair[0])]


def _set(page: Looked, wanted: Sequence[tuple[int, PageBreak]], used: set[str]) -> Iterator[tuple[int, PageBreak, str]]:
    body = page.tree.find(f"{_H}body") if wanted else None
    if body is None:
        return
    places = list(_places(body))
    for at, entry in reversed(wanted):  # from the end, so that the places before stay true
        given = _id(entry.label, used, page.ids)
        used.add(given)
        page.ids.add(given)
        _insert(body, places, entry.offset, _marker(given, entry.label))
        page.mended = True
        yield at, entry, given


def _marker(given: str, label: str) -> etree._Element:
    marker = etree.Element(f"{_H}span")
    marker.set(EPUB_TYPE, "pagebreak")
    marker.set("role", "doc-pagebreak")
    marker.set("id", given)
    marker.set("aria-label", label)
    return marker


def _id(label: str, used: set[str], taken: set[str]) -> str:
    plain = "".join(str(decimal(sign, sign)) for sign in label)  # digits of any script as those of ASCII
    stem = "page-" + "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in plain)
    given, number = stem, 2
    while given in used or given in taken:
        given, number = f"{stem}-{number}", number + 1
    return given


@frozen
class _Place:
    """A run of text in the tree."""

    start: int  # characters that are no white space, before it
    end: int
    element: etree._Element
    tail: bool  # the text follows the element, else it begins it
    closed: etree._Element | None  # the outermost element around it that takes no marker


def _places(body: etree._Element) -> Iterator[_Place]:
    """All runs of text of the body but those of notes and formulas (drawn on pages), with how far in they begin."""
    at = 0
    stack: list[tuple[etree._Element, bool, etree._Element | None, bool]] = [(body, False, None, False)]
    while stack:
        element, tail, closed, skipped = stack.pop()
        if tail:
            text = element.tail
        else:
            skipped = skipped or _is_note(element) or element.tag == _MATH
            closed = closed if closed is not None else element if element.tag in _CLOSED else None
            text = element.text if isinstance(element.tag, str) else None
        length = 0 if skipped else _length(text)
        if length:
            yield _Place(at, at + length, element, tail, closed)
            at += length
        if tail:
            continue
        for child in reversed(element):
            stack.append((child, True, closed, skipped))
            stack.append((child, False, closed, skipped))


def _is_note(element: etree._Element) -> bool:
    kinds = (element.get(EPUB_TYPE) or "").split()
    return "footnote" in kinds or "footnotes" in kinds or "endnotes" in kinds


def _length(text: str | None) -> int:
    return len("".join(text.split())) if text else 0


def _insert(body: etree._Element, places: Sequence[_Place], offset: int, marker: etree._Element) -> None:
    place = next((place for place in places if place.start <= offset < place.end), None)
    if place is None:
        body.append(marker)
    elif place.closed is not None:
        _before(place.closed, marker)
    else:
        _split(place, offset - place.start, marker)


def _before(element: etree._Element, marker: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        element.insert(0, marker)
    else:
        parent.insert(parent.index(element), marker)


def _split(place: _Place, into: int, marker: etree._Element) -> None:
    """Set the marker before the character `into` of a run."""
    text = (place.element.tail if place.tail else place.element.text) or ""
    cut = _cut(text, into)
    marker.tail = text[cut:]
    if place.tail:
        parent = place.element.getparent()
        place.element.tail = text[:cut]
        if parent is not None:
            tail = marker.tail
            parent.insert(parent.index(place.element) + 1, marker)
            marker.tail = tail
    else:
        place.element.text = text[:cut]
        tail = marker.tail
        place.element.insert(0, marker)
        marker.tail = tail


def _cut(text: str, into: int) -> int:
    """The index of the character that has `into` characters before it, white space not counted."""
    seen = 0
    for index, sign in enumerate(text):
        if sign.isspace():
            continue
        if seen == into:
            return index
        seen += 1
    return len(text)
