"""Quotes, apostrophes, dashes and spaces as a printer sets them. In: a passage, or titles. Out: the same, set.

No word changes, and only what is certain is touched. Straight quotes are curled where all of a paragraph's open and
close in turn, in languages whose marks are not in doubt; else the paragraph stays as it was written. Code and formulas
are left alone. Unicode Standard, section 6.2; CLDR (delimiters); Imprimerie nationale (spaces in French).
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from lxml import etree

from book.remember import afresh

if TYPE_CHECKING:
    from collections.abc import Iterator

    from book.model import Book, Chapter, Finder, Keep, Part
    from book.transforms.passage import Passage

_STRING = etree.XPath("string()", smart_strings=False)
_BLOCKS = frozenset(["p", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "dd", "dt", "figcaption", "caption", "div"])
_INNER = frozenset(["p", "ul", "ol", "dl", "div", "table", "blockquote", "pre", "figure", "section", "h2", "h3", "h4"])
_LITERAL = frozenset(["code", "pre", "kbd", "samp", "tt", "var", "math", "svg"])
# Opening and closing double marks, then single ones. CLDR 45, delimiters.
_QUOTES = {
    **dict.fromkeys(["en", "nl", "tr", "pt", "es", "ca", "id", "vi", "it", "ga", "cy"], "“”‘’"),
    **dict.fromkeys(["de", "cs", "sk", "sl", "bg", "is"], "„“‚‘"),
    **dict.fromkeys(["pl", "hu", "ro", "hr"], "„”‚’"),
    **dict.fromkeys(["sv", "fi"], "””’’"),
    **dict.fromkeys(["ru", "uk", "be"], "«»„“"),
    **dict.fromkeys(["nb", "nn", "no", "el"], "«»‘’"),
}
_FRENCH = "«\u202f|\u202f»|“|”"
_BEFORE_OPEN = frozenset(" \t\n\r\u00a0\u202f([{—–-/“‘„‚«¿¡=")
_AFTER_CLOSE = frozenset(" \t\n\r\u00a0\u202f)]}—–-/”’“‘»,.;:!?…")


def typography(passage: Passage) -> None:
    """Set quotes, apostrophes, dashes and the spaces of French."""
    language = _bare(passage.setting.language)
    for block in passage.tree.iter(*_BLOCKS):
        if _unset(str(_STRING(block)), language) and not any(child.tag in _INNER for child in block):
            _Line(block).polish(language)


def titles(book: Book, finder: Finder, keep: Keep = afresh) -> Book:
    """Set the titles of a book, its parts and its chapters, as their texts are set."""
    del finder, keep
    meta = book.metadata
    language = _bare(meta.language)
    named = replace(meta, title=_set(meta.title, language), subtitle=_set(meta.subtitle, language))

    def chapter(one: Chapter) -> Chapter:
        return replace(one, title=_set(one.title, _bare(one.language or meta.language)))

    def part(one: Part) -> Part:
        return replace(one, title=_set(one.title, language), chapters=tuple(map(chapter, one.chapters)))

    return replace(book, metadata=named, parts=tuple(map(part, book.parts)))


def _bare(language: str) -> str:
    """The language alone, without region and script."""
    return language.lower().partition("-")[0]


class _Line:
    """The text of one paragraph, whatever elements it is spread over."""

    def __init__(self, block: etree._Element) -> None:
        self._places = list(_texts(block))
        self._pieces = [
            (element.tail if tail else element.text) or "" if not literal else "x"
            for element, tail, literal in self._places
        ]

    def polish(self, language: str) -> None:
        """Write back what is certain."""
        text = "\x00".join(self._pieces)
        better = _set(text, language)
        if better == text:
            return
        for (element, tail, literal), old, piece in zip(self._places, self._pieces, better.split("\x00"), strict=True):
            if literal or piece == old:
                continue
            if tail:
                element.tail = piece
            else:
                element.text = piece


def _texts(block: etree._Element) -> Iterator[tuple[etree._Element, bool, bool]]:
    """(element, whether its tail, whether it is code) of each piece of text in reading order."""
    yield block, False, False
    for child in block:
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        if name in _LITERAL:
            yield child, False, True
        elif name:
            yield from _texts(child)
        yield child, True, False


def _unset(text: str, language: str) -> bool:
    """Whether there may be anything to set."""
    return language == "fr" or "'" in text or '"' in text or "..." in text or "--" in text


def _set(text: str, language: str) -> str:
    return _spaced(_marked(text, language), language) if _unset(text, language) else text


def _marked(text: str, language: str) -> str:
    if "..." in text:
        text = re.sub(r"(?<![.\u2026])\.\.\.(?!\.)", "…", text)
    if "--" in text:
        text = re.sub(r"(?<=\s)---?(?=\s)", "—" if language == "en" else "–", text)
    if language not in _QUOTES and language != "fr":
        return text
    if "'" in text:
        # The sign first, what stands before it after: a search for one sign is fast.
        text = re.sub(r"'(?<=[^\W\d_]')(?=\x00*[^\W\d_])", "’", text)
        text = re.sub(r"'(?<![\w']')(?=\d\ds?\b)", "’", text)
    marks = _FRENCH.split("|") if language == "fr" else list(_QUOTES[language])
    text = _paired(text, '"', marks[0], marks[1])
    return _paired(text, "'", marks[2], marks[3])


def _paired(text: str, mark: str, opening: str, closing: str) -> str:
    """Every `mark` as an opening or closing quote, or none where they do not open and close in turn."""
    bare = text.replace("\x00", "")
    at = [found.start() for found in re.finditer(mark, bare)]
    if not at or len(at) % 2:
        return text
    for turn, place in enumerate(at):
        before = bare[place - 1] if place else " "
        after = bare[place + 1] if place + 1 < len(bare) else " "
        opens = before in _BEFORE_OPEN and not after.isspace()
        closes = after in _AFTER_CLOSE and not before.isspace()
        if not (opens if turn % 2 == 0 else closes):
            return text
    pieces = text.split(mark)
    return "".join(
        piece + (("", opening, closing)[(turn % 2) + 1] if turn < len(at) else "") for turn, piece in enumerate(pieces)
    )


def _spaced(text: str, language: str) -> str:
    """The spaces of French before high punctuation and inside guillemets, none of which may end a line."""
    if language != "fr":
        return text
    text = re.sub(r"[ \u00a0](?=[;!?»])", "\u202f", text)
    text = re.sub(r" (?=:(?:\s|$))", "\u00a0", text)
    return re.sub(r"(?<=«)[ \u00a0]", "\u202f", text)
