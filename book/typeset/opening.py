"""How a chapter opens. In: its tree and its title. Out: a class for the first paragraph and for the length of a title.

A drop capital needs text to stand in: only a first paragraph that is long enough, and begins with a capital letter
gets it. Robert Bringhurst, The Elements of Typographic Style, 4.1.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING
from unicodedata import category

from lxml.etree import Element

from book.typeset.script import has_capitals
from book.xhtml import text_of

if TYPE_CHECKING:
    from lxml import etree

_QUOTES = frozenset("“‘\"'«„‹")
ENOUGH = 260  # characters: some four lines of a small page, so that a capital two or three lines deep has company
_LEAD = 24  # characters of the first words, set in small capitals
_BEFORE = 4  # short paragraphs at most (a dateline, an address, a salutation) before the one that opens the text
_SHORT = 120  # characters
# A heading with a number, letter or symbol of its own before its words.
_NUMBERED = re.compile(r"\W*(?:\d+|[ivxlcm]+[.)]|[^\W\d_][.)]|第|chapter\b|part\b|step\b)", re.IGNORECASE)
_FULL = re.compile("[\u2e80-\U0010ffff]")  # characters as wide as they are high
_WRAPPERS = frozenset(["section", "div", "article", "main", "header", "hgroup"])


def open_chapter(body: etree._Element, language: str, *, paged: bool) -> None:
    """Mark the first paragraph as `first`; on pages, its capital and its first words too, where they suit.

    A dateline or salutation may stand before the paragraph that opens the text.
    """
    found = _paragraphs(body)
    if not found:
        return
    found[0].set("class", f"{found[0].get('class', '')} first".strip())
    opening = next((paragraph for paragraph in found if len(text_of(paragraph)) > _SHORT), None)
    if not paged or opening is None or len(text_of(opening)) < ENOUGH:
        return
    own = (opening.text or "").lstrip()
    if own and has_capitals(opening.get("lang", "") or language):
        _open(opening, own)


def number_sections(body: etree._Element, chapter: str) -> None:
    """Tell a theme the number of each section, "3.2"; nothing where the headings have numbers of their own."""
    sections = [
        heading
        for heading in body.iter("h2")
        if next(heading.iterancestors("blockquote", "aside", "figure"), None) is None
    ]
    if not chapter or len(sections) < 2 or any(_NUMBERED.match(text_of(heading)) for heading in sections):
        return
    for at, heading in enumerate(sections, 1):
        heading.set("data-number", f"{chapter}.{at}")


def _paragraphs(body: etree._Element) -> list[etree._Element]:
    """The paragraphs a chapter begins with, in whatever wrappers; none where it begins with something else."""
    found: list[etree._Element] = []
    waiting = list(reversed(body))
    if (body.text or "").strip():
        return found
    while waiting and len(found) <= _BEFORE:
        element = waiting.pop()
        if element.tag == "p":
            found.append(element)
        elif element.tag in _WRAPPERS and not (element.text or "").strip():
            waiting.extend(reversed(element))
        elif isinstance(element.tag, str) and (element.tag not in ("a", "span") or text_of(element)):
            break
    return found


def _open(paragraph: etree._Element, own: str) -> None:
    """Drop the capital, set the first words in small capitals; in quotation marks nothing drops."""
    if category(own[0]) == "Lu":
        classes = paragraph.get("class", "").split()
        paragraph.set("class", " ".join(dict.fromkeys([*classes, "first", "drop"])))
        _lead(paragraph, own, 1)
    elif own[0] in _QUOTES:
        _lead(paragraph, own, 0)


def _lead(paragraph: etree._Element, own: str, capital: int) -> None:
    """Wrap the first words, but for the capital that drops."""
    words = own[: _LEAD + 1].rpartition(" ")[0] if len(own) > _LEAD else own.rstrip()
    if len(words) <= capital:
        return
    lead = Element("span", {"class": "lead"})
    lead.text, lead.tail = words[capital:], own[len(words) :]
    paragraph.text = None
    paragraph.insert(0, lead)
    if capital:
        # An element of its own: WeasyPrint lets the first line run under a floated `::first-letter`.
        cap = Element("span", {"class": "cap"})
        cap.text = own[:capital]
        paragraph.insert(0, cap)


def places_of(text: str) -> int:
    """How wide a text is, in characters: one of Chinese, Japanese or Korean takes two places."""
    return len(text) + len(_FULL.findall(text))


def length_of(title: str) -> str:
    """A class for the type size of a title: "short", "", "long" or "very-long"."""
    places = places_of(title)
    return "short" if places <= 10 else "" if places <= 48 else "long" if places <= 120 else "very-long"


def balanced(title: str, places: int) -> list[str]:
    """A title in lines of about equal length, each `places` wide at most where its words allow.

    A title broken by the engine has as much as will fit on the first line and an orphan on the last.
    """
    words = title.split()
    widths = [places_of(word) for word in words]
    count = -(-places_of(title) // places)
    if count < 2 or len(words) < 2:
        return [title]
    # The least sum of squared differences from an even line, over all ways to break into so many lines or more.
    even = places_of(title) / count
    ends = [0, *accumulate(width + 1 for width in widths)]  # where each word ends, on one line, a space after it
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(words) + 1):
        options = []
        for start in range(max(0, end - places), end):
            width = ends[end] - ends[start] - 1
            over = 1e6 if width > places and end - start > 1 else 0.0
            options.append((best[start][0] + (width - even) ** 2 + over, start))
        best.append(min(options))
    lines, end = [], len(words)
    while end:
        start = best[end][1]
        lines.append(" ".join(words[start:end]))
        end = start
    return lines[::-1]
