"""The faces a book is set in, for its colophon. In: a `Theme` and a `Book`. Out: families, the text's first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from book.typeset.script import script

if TYPE_CHECKING:
    from book.model import Book, Theme

_FAMILY = re.compile(r'"([^"]+)"')
# The variable that names the face of a script or language which the text face need not have.
_OWN = {"arabic": "arabic-face", "hebrew": "hebrew-face", "indic": "devanagari-face", "hangul": "korean-face",
        "southeast": "thai-face"}  # fmt: skip


def faces_of(theme: Theme, book: Book) -> tuple[str, ...]:
    """The families of text, headings and code, each once."""
    language = book.metadata.language.lower()
    own = _OWN.get(script(language), "")
    if script(language) == "cjk":
        chinese = "taiwanese-face" if re.search("hant|tw|hk|mo", language) else "chinese-face"
        own = "japanese-face" if language.startswith("ja") else chinese
    names = [own] if own else ["text-face", "heading-face"]
    if any("<code" in chapter.body or "<pre" in chapter.body for chapter in book.chapters):
        names.append("mono-face")
    found = (_FAMILY.search(theme.variables.get(name, "")) for name in names)
    return tuple(dict.fromkeys(match[1] for match in found if match))
