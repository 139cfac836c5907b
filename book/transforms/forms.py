"""Forms of text set in a way of their own. In: a passage. Out: the same, its verse, letters and epigraphs so named.

Articles say what a poem or a letter is by `epub:type` (EPUB Structural Semantics Vocabulary 1.1, z3998) or by the class
of their site; themes know one class for each: `verse`, `letter`, `salutation`, `valediction`, `signature`, `epigraph`,
`attribution`. Each line of verse becomes a `span` of class `line`, so that one too long for the page turns over with an
indent while the lines after it begin where they should. No word is changed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from book.xhtml import EPUB_NS, EPUB_TYPE, elements, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from book.transforms.passage import Passage

_MARKED = etree.XPath("descendant::*[@epub:type or @class]", namespaces={"epub": EPUB_NS})
_VERSE_TYPES = frozenset(f"z3998:{name}" for name in ("poem", "verse", "song", "hymn", "lyrics"))
_VERSE_CLASSES = frozenset(["verse", "poem", "poetry", "lyrics", "wp-block-verse"])
_NAMED = {
    "z3998:letter": "letter",
    "z3998:salutation": "salutation",
    "z3998:valediction": "valediction",
    "z3998:signature": "signature",
    "z3998:sender": "signature",
    "epigraph": "epigraph",
}
_HOLDERS = frozenset(["blockquote", "div", "section", "figure", "pre", "p"])
_STANZAS = frozenset(["p", "div"])
_INLINE = frozenset(["span", "em", "i", "b", "strong", "a", "sup", "sub", "small", "cite", "ruby", "q", "abbr"])
# A dash before a short last line says who is quoted.
_BY = re.compile(r"\s*(?:[—―–]|--)\s*\S")
_BY_LENGTH = 120  # characters


def forms(passage: Passage) -> None:
    """Give verse, letters, epigraphs and the names under quotations their classes."""
    for element in elements(_MARKED, passage.tree):
        types = (element.get(EPUB_TYPE) or "").split()
        for kind in types:
            if kind in _NAMED:
                _add_class(element, _NAMED[kind])
        if element.tag in _HOLDERS and (_VERSE_TYPES & {*types} or _VERSE_CLASSES & {*_classes(element)}):
            _set_verse(element)
    for quotation in passage.tree.iter("blockquote"):
        _attribute(quotation)


def _classes(element: etree._Element) -> list[str]:
    return (element.get("class") or "").split()


def _add_class(element: etree._Element, name: str) -> None:
    if name not in _classes(element):
        element.set("class", " ".join([*_classes(element), name]))


def _attribute(quotation: etree._Element) -> None:
    """The last paragraph of a quotation, if it is a dash and a name."""
    blocks = [child for child in quotation if isinstance(child.tag, str)]
    if len(blocks) > 1 and blocks[-1].tag == "p":
        text = text_of(blocks[-1])
        if _BY.match(text) and len(text) <= _BY_LENGTH:
            _add_class(blocks[-1], "attribution")


# ---------------------------------------------------------------- verse


def _set_verse(holder: etree._Element) -> None:
    if holder.tag == "pre":
        _unpre(holder)
    _add_class(holder, "verse")
    stanzas = [child for child in holder.iter("*") if child.tag in _STANZAS and child is not holder]
    if holder.tag == "p" or not stanzas:
        stanzas = [holder]
    for stanza in stanzas:
        if all(child.tag in _INLINE or child.tag == "br" for child in stanza if isinstance(child.tag, str)):
            _set_lines(stanza)


def _unpre(holder: etree._Element) -> None:
    """Verse in a `pre`: what its line ends and spaces say is said with lines. White space of one line is no word."""
    holder.tag = "div"
    stanza = etree.Element("p")
    stanza.text = holder.text
    stanza.extend(list(holder))
    holder.text = None
    holder.append(stanza)
    for element in [stanza, *stanza]:
        _break(element, tail=element is not stanza)


def _break(element: etree._Element, *, tail: bool) -> None:
    """Line ends in a run of text become `br`."""
    first, *lines = ((element.tail if tail else element.text) or "").split("\n")
    parent = element.getparent() if tail else element
    if parent is None or not lines:
        return
    at = parent.index(element) + 1 if tail else 0
    if tail:
        element.tail = first
    else:
        element.text = first
    for line in lines:
        end = etree.Element("br")
        end.tail = line
        parent.insert(at, end)
        at += 1


def _set_lines(stanza: etree._Element) -> None:
    """Each run between two `br` in a `span` of class `line`; a run that is one `span` already keeps it."""
    if stanza.find("br") is None and not (len(stanza) == 1 and stanza[0].tag == "span"):
        return
    runs = list(_runs(stanza))
    stanza.text = None
    for child in list(stanza):
        stanza.remove(child)
    for number, run in enumerate(runs):
        if number:
            etree.SubElement(stanza, "br")
        if run:
            stanza.append(_line(run))


def _runs(stanza: etree._Element) -> Iterator[list[str | etree._Element]]:
    """The content of a stanza, cut at its `br`; runs of white space alone are empty."""
    run: list[str | etree._Element] = [stanza.text or ""]
    for child in list(stanza):
        tail, child.tail = child.tail or "", None
        if child.tag == "br":
            yield _full(run)
            run = [tail]
        else:
            run += [child, tail]
    yield _full(run)


def _full(run: list[str | etree._Element]) -> list[str | etree._Element]:
    return run if any(not isinstance(piece, str) or piece.strip() for piece in run) else []


def _line(run: list[str | etree._Element]) -> etree._Element:
    alone = [piece for piece in run if not isinstance(piece, str) or piece.strip()]
    if len(alone) == 1 and not isinstance(alone[0], str) and alone[0].tag == "span":
        _add_class(alone[0], "line")
        return alone[0]
    line = etree.Element("span")
    line.set("class", "line")
    last: etree._Element | None = None
    for piece in run:
        if not isinstance(piece, str):
            line.append(piece)
            last = piece
        elif last is None:
            line.text = (line.text or "") + piece
        else:
            last.tail = (last.tail or "") + piece
    _strip(line)
    return line


def _strip(line: etree._Element) -> None:
    line.text = (line.text or "").lstrip() or None
    if len(line):
        line[-1].tail = (line[-1].tail or "").rstrip() or None
    elif line.text:
        line.text = line.text.rstrip()
