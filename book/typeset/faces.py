"""The faces a book is set in. In: a `Theme` and a `Book`. Out: families, the text's first.

Those of its language for the colophon; those of every language in it, to see whether they are installed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from book.typeset.script import script

if TYPE_CHECKING:
    from collections.abc import Iterable

    from book.model import Book, Theme

_FAMILY = re.compile(r'"([^"]+)"')
_LANGUAGE = re.compile(r'\blang="([A-Za-z][A-Za-z0-9-]*)"')
_DEVANAGARI = frozenset(["hi", "mr", "ne", "sa"])
# The variable that names the face of a script or language which the text face need not have.
_OWN = {"arabic": "arabic-face", "hebrew": "hebrew-face", "indic": "devanagari-face", "hangul": "korean-face",
        "southeast": "thai-face"}  # fmt: skip


def faces_of(theme: Theme, book: Book) -> tuple[str, ...]:
    """The families of text, headings and code, each once."""
    own = _own(book.metadata.language)
    return _families(theme, [*([own] if own else ["text-face", "heading-face"]), *_code(book)])


def faces_needed(theme: Theme, book: Book) -> tuple[str, ...]:
    """The families of every language that the book, a chapter or a phrase is in, and of code; each once."""
    languages = {book.metadata.language, *(chapter.language for chapter in book.chapters if chapter.language)}
    for chapter in book.chapters:
        for fragment in (chapter.body, *(note.body for note in chapter.notes)):
            if "lang=" in fragment:
                languages.update(_LANGUAGE.findall(fragment))
    own = [_own(language) for language in sorted(languages)]
    text = ["text-face", "heading-face"] if "" in own else []
    return _families(theme, [*text, *(name for name in own if name), *_code(book)])


def _own(language: str) -> str:
    """The variable of the face that a language has for itself; "" where the text face has its letters."""
    tag = language.lower()
    if script(tag) == "cjk":
        chinese = "taiwanese-face" if re.search("hant|tw|hk|mo", tag) else "chinese-face"
        return "japanese-face" if tag.startswith("ja") else chinese
    if script(tag) == "indic" and tag.partition("-")[0] not in _DEVANAGARI:
        return ""
    return _OWN.get(script(tag), "")


def _code(book: Book) -> list[str]:
    return ["mono-face"] if any("<code" in c.body or "<pre" in c.body for c in book.chapters) else []


def _families(theme: Theme, names: Iterable[str]) -> tuple[str, ...]:
    found = (_FAMILY.search(theme.variables.get(name, "")) for name in names)
    return tuple(dict.fromkeys(match[1] for match in found if match))
