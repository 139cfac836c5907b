"""Links on paper, where nobody can follow them. In: a chapter's tree and notes. Out: the same, their ends told.

A link inside the book gets "(page 123)" after it: words by the style sheet (`data-before`, `data-after`), the number
drawn when the book is bound into an empty box, so that a chapter says nothing that other chapters decide. A link to
the web gets its address at the foot of the page, called by a letter, or a number of the list at the chapter's end.
Nothing here adds text to the tree but what stands in notes and lists: other editions count the characters.
Chicago Manual of Style, 14.6 to 14.18 (addresses, and where they break).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from lxml import etree

from book.frozen import frozen
from book.model import MENTION
from book.xhtml import parse, text_of, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from book.messages import Messages
    from book.model import Note
    from book.typeset.options import Urls

_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_BLOCKS = frozenset(["p", "li", "dd", "dt", "td", "th", "div", "section", "blockquote", "figcaption", "body"])
_WEB = ("http://", "https://", "ftp://")
_PAGE = re.compile(r"\b(?:p|pp|s|str|стр|с|p[aá]g)\.\s*\d+$", re.IGNORECASE)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@frozen
class Reference:
    """An address of a chapter's list."""

    number: str  # in the digits of the book
    address: str  # as it is shown


@dataclass(slots=True)
class Printed:
    """What a chapter tells its reader of where links lead."""

    words: Messages
    urls: Urls
    pages: bool
    references: list[Reference] = field(default_factory=list)
    _known: dict[str, str] = field(default_factory=dict)  # address -> mark
    _serial: int = 0

    def chapter(self, body: etree._Element) -> None:
        """Tell the links of a chapter's text."""
        self._tell(body, foot=True)

    def notes(self, notes: Sequence[Note]) -> list[Note]:
        """Tell the links of notes, which can have no notes of their own: an address follows its link."""
        found = []
        for note in notes:
            if "<a" in note.body:
                tree = parse(note.body)
                self._tell(tree, foot=False)
                found.append(replace(note, body=write(tree)))
            else:
                found.append(note)
        return found

    def _tell(self, tree: etree._Element, *, foot: bool) -> None:
        told: set[tuple[etree._Element | None, str]] = set()
        for link in list(tree.iter("a")):
            href = link.get("href", "")
            if link.get("role") in ("doc-noteref", "doc-backlink") or not text_of(link):
                continue
            if href.startswith("#") and self.pages:
                place = (_block(link), href)
                if place not in told and not self._names_page(link) and not _in_heading(link):
                    told.add(place)
                    self._page(link, unquote(href[1:]))
            elif href.startswith(_WEB) and self.urls != "none" and not _shows(link, href):
                self._address(link, shown(href), foot=foot)

    def _names_page(self, link: etree._Element) -> bool:
        """Whether the words of a link are a page already: "page 12"."""
        text = text_of(link).casefold()
        before, _, after = self.words.page_reference("\0").casefold().partition("\0")
        number = text.removeprefix(before).removesuffix(after).strip()
        return bool(before.strip() and number.isdecimal() and number != text) or bool(_PAGE.search(text))

    def _page(self, link: etree._Element, target: str) -> None:
        self._serial += 1
        before, _, after = self.words.page_reference("\0").partition("\0")
        mention = etree.Element("span", {"class": "page-of"})
        mention.set("data-before", f"({before.rstrip()}\u00a0" if before.strip() else "(")
        mention.set("data-after", f"{after})")
        start = f"{MENTION}start.{self._serial}.{target}"
        etree.SubElement(mention, "span", {"id": f"{MENTION}from.{self._serial}"})
        etree.SubElement(mention, "span", {"class": "number", "id": start})
        etree.SubElement(mention, "span", {"id": f"{MENTION}end.{self._serial}"})
        _after(link, mention)

    def _address(self, link: etree._Element, address: str, *, foot: bool) -> None:
        new = address not in self._known
        if self.urls == "references":
            if new:
                number = self.words.number(len(self._known) + 1)
                self._known[address] = number
                self.references.append(Reference(number, breakable(address)))
            _after(link, etree.Element("span", {"class": "address-call", "data-mark": f"[{self._known[address]}]"}))
        elif not foot:
            _after(link, etree.Element("span", {"class": "address-after", "data-address": f"({breakable(address)})"}))
        else:
            mark = _letter(len(self._known))
            self._known[f"{len(self._known)} {address}"] = mark
            note = etree.Element("span", {"class": "footnote address", "id": f"{MENTION}note.{len(self._known)}"})
            etree.SubElement(note, "span", {"class": "mark"}).text = mark
            note[0].tail = f" {breakable(address)}"
            _after(link, note)
            _after(link, etree.Element("span", {"class": "address-call", "data-mark": mark}))


def shown(address: str) -> str:
    """An address as it is printed: nobody types the scheme; what is escaped and can be read is read."""
    bare = re.sub(r"^https?://", "", address).removesuffix("/")
    plain = unquote(bare)
    return plain if plain.isprintable() and "\ufffd" not in plain and " " not in plain else bare


def breakable(address: str) -> str:
    """An address with places to break: after a slash, before other punctuation, never after a hyphen."""
    pieces = re.sub(r"(?<=[/:])(?=[^/])|(?=[.?&=_~#%,])(?<=[^/])", "\u200b", address)
    return re.sub(r"[^\u200b]{24,}", lambda run: "\u200b".join(_cut(run[0])), pieces)


def _cut(run: str) -> Iterator[str]:
    return (run[at : at + 12] for at in range(0, len(run), 12))


def _shows(link: etree._Element, href: str) -> bool:
    """Whether the words of a link are its address."""
    text = text_of(link).replace("\u200b", "").rstrip("/").casefold()
    addresses = {href.rstrip("/").casefold(), shown(href).casefold(), shown(href).removeprefix("www.").casefold()}
    return text in addresses or re.sub(r"^https?://", "", text) in addresses


def _letter(number: int) -> str:
    """One letter from a to z, then aa to zz, ..."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = _LETTERS[rest] + letters
    return letters


def _after(link: etree._Element, element: etree._Element) -> None:
    parent = link.getparent()
    if parent is not None:
        element.tail, link.tail = link.tail, None
        parent.insert(parent.index(link) + 1, element)


def _block(link: etree._Element) -> etree._Element | None:
    return next((element for element in link.iterancestors() if element.tag in _BLOCKS), None)


def _in_heading(link: etree._Element) -> bool:
    return any(element.tag in _HEADINGS for element in link.iterancestors())
