"""Words that name a piece of a book by themselves: prologue, appendix, notice. In: a text. Out: `Matter`.

Alone, before a colon, behind one, or in brackets; in running text ("Introduction to Paging") they name nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from book.frozen import frozen
from book.series.grammar import fold, key

if TYPE_CHECKING:
    from book.series.grammar import Grammar

# These qualify the text they stand beside; all others are pieces of their own and print their word.
QUALIFYING = frozenset({"addendum", "summary", "continued", "erratum", "toc", "notice", "sidestory", "bonus"})
_OWNED = frozenset({"introduction", "dedication", "preface", "foreword", "afterword", "notice", "epilogue"})
_JOINT = r"(?:\s*[:：;；|｜]\s*|\s+[-–—―·•]+\s+|\s*[–—―]+\s*|,\s+|(?<=[\u3000-\u9fff])\u3000+)"
_FIRST = re.compile(rf"^(?P<word>.+?){_JOINT}(?P<rest>.+)$", re.DOTALL)
_LAST = re.compile(rf"^(?P<rest>.+){_JOINT}(?P<word>.+?)$", re.DOTALL)
_BRACKET_LAST = re.compile(r"^(?P<rest>.+?)\s*[(\[（【](?P<word>[^()\[\]（）【】]+)[)\]）】]$", re.DOTALL)
_ENDING = re.compile(r"^(?P<rest>.+?)(?:,|[.!?])\s+(?P<word>[^.,!?]+)[.!]?$", re.DOTALL)  # "Bread, concluded"
_BRACKET_FIRST = re.compile(r"^[(\[（【](?P<word>[^()\[\]（）【】]+)[)\]）】]\s*(?P<rest>.+)$", re.DOTALL)
_DOT_FIRST = re.compile(r"^(?P<word>[^.]+)\.\s+(?P<rest>.+)$", re.DOTALL)
_POSSESSIVE = re.compile(r"^(?:the )?(?:author|translator|editor|publisher|writer)s?['’]s? ", re.IGNORECASE)
_EDITION = re.compile(
    r"^(?P<word>[^\W\d]+(?:-[^\W\d]+)?)\s+(?:\S+\s+){1,3}(?:edition|auflage|ausgabe|édition|edición|edição|ediçao|edizione|"
    r"druk|uitgave|издани[яюе]|видання|wydania|vydání|vydaniu|utgåvan|upplagan|utgave|udgave|kiadáshoz|ediții|baskıya)$",
    re.IGNORECASE,
)
_BY = re.compile(
    r"\s+(?:by the|by|to the|von|von der|des|par|de l['’]|do|del|de la|av|door|autora|od)\s+\w+(?: edition)?$",
    re.IGNORECASE,
)


@frozen
class Matter:
    """What a word that stands alone says of the title."""

    kind: str
    text: str  # what is left to print
    series: str = ""
    number: str | None = None


def _kind(word: str, grammar: Grammar, *, owned: bool = False) -> str:
    found = grammar.matter.get(key(word.strip(" .!").replace("'", "'")))
    if found is None:
        bare = re.sub(r"^(?:l|d|all|dell)['’]|^(?:the|der|die|das|el|la|le|il|lo|o|a|de|den|het)\s+", "", fold(word))
        found = grammar.matter.get(key(bare)) if bare != fold(word) else None
    if found is None and owned and (edition := _EDITION.match(word)):
        found = grammar.matter.get(key(edition["word"]))
        if found and found[0] not in _OWNED:
            found = None
    if found is None and owned:
        bare = _BY.sub("", _POSSESSIVE.sub("", word))
        found = grammar.matter.get(key(bare)) if bare != word else None
        if found and found[0] not in _OWNED:
            found = None
    return found[0] if found else ""


def matter(text: str, grammar: Grammar) -> Matter | None:
    """What the text is by its own word, or None."""
    kind = _kind(text, grammar, owned=True)
    if kind:
        return Matter(kind, text)
    for pattern in (_BRACKET_FIRST, _FIRST, _DOT_FIRST):
        match = pattern.match(text)
        kind = _kind(match["word"], grammar) if match else ""
        if match and kind and not (kind in ("toc", "index", "endnotes", "summary", "continued") and pattern is _FIRST):
            return Matter(kind, match["rest"].strip())
    for pattern in (_BRACKET_LAST, _ENDING):
        match = pattern.match(text)
        if match and key(match["word"].strip(" .!")) in grammar.ended and any(map(str.isalnum, match["rest"])):
            return Matter("part", match["rest"].strip(), number="last")
    for pattern in (_BRACKET_LAST, _LAST):
        match = pattern.match(text)
        kind = _kind(match["word"], grammar) if match else ""
        if match and kind and kind not in ("part", "index", "endnotes", "glossary"):
            rest = match["rest"].strip()
            if kind in QUALIFYING:
                return Matter(kind, rest)
            return Matter(kind, match["word"].strip(), rest)
    return None
