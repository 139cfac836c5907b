"""Which way a link leads: to the next instalment, to the one before, or neither. In: a link. Out: 1, -1 or 0.

By its relation (`rel="next"`, HTML 4.6.6), by its words in the language of its page, or by its arrow. The words are
`next`, `previous` and `units` in `languages/*.toml`. A link that names the article it leads to says no more than that.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from book.frozen import frozen
from book.series.grammar import fold, grammar

if TYPE_CHECKING:
    from book.model import Link

_ONWARD, _BACK = "→⟶➡»›▶⇒>", "←⟵⬅«‹◀⇐<"
_ARROW = re.compile(rf"[{_ONWARD}{_BACK}]|--?>|<--?")
# White space and the signs of all scripts; vowel signs are no signs, and no letters to `\\w` either.
_APART = re.compile(
    r"[\s!-/:-@\[-`{-~\u00a0-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u2000-\u206f\u2190-\u2bff\u3000-\u303f\uff00-\uff0f\uff1a-\uff20"
    r"\u0964\u0965\u060c\u061b\u061f\u06d4\u1361-\u1368]+"
)
_MORE = 2  # words beside those that say the way and what lies there: "read the next part"
_LONGEST = 120  # characters; a longer text is a sentence
_SHORT = 3  # characters of a link that is little more than an arrow
_RIGHT_TO_LEFT = frozenset(["ar", "fa", "he", "ur", "ps", "ckb", "yi", "dv"])


@frozen
class Ways:
    """The words of direction of some languages, folded."""

    following: frozenset[str]
    preceding: frozenset[str]
    units: frozenset[str]  # what lies there: "chapter", "post"; these say nothing of the way


@cache
def ways(language: str) -> Ways:
    """The words of a language and of English, which sites are built in; of all languages where it is unknown."""
    table = grammar()
    own = table.speech.get(language, {})
    rows = [own, table.speech["en"]] if own.get("next") else list(table.speech.values())

    def said(name: str) -> frozenset[str]:
        return frozenset(plain(phrase) for row in rows for phrase in row.get(name, ()))

    labels = {label.words[0] for found in table.labels.values() for label in found if len(label.words) == 1}
    return Ways(said("next"), said("previous"), said("units") | labels)


def direction(link: Link, language: str = "", title: str = "") -> int:
    """1 for a link to the next instalment, -1 to the previous one, 0 for any other; `title` is where it leads."""
    relation = link.rel.lower().split()
    if "next" in relation:
        return 1
    if "prev" in relation or "previous" in relation:
        return -1
    text = link.text.strip()
    if not text or len(text) > _LONGEST + len(title):
        return 0
    bare = _without(plain(text), plain(title))
    return _spoken(bare, language) or (_pointed(text, language) if not bare or len(text) <= _SHORT else 0)


@lru_cache(maxsize=1024)
def plain(text: str) -> str:
    """The folded words of a text, signs apart, with one space between them."""
    return " ".join(_APART.sub(" ", fold(text)).split())


def _without(text: str, title: str) -> str:
    """The words of a link but for the title it names."""
    at = f" {text} ".find(f" {title} ") if title else -1
    return f"{text[:at]} {text[at + len(title) :]}".strip() if at >= 0 else text


@lru_cache(maxsize=4096)
def _spoken(text: str, language: str) -> int:
    """What the words say, where they say hardly more than the way."""
    known = ways(language.partition("-")[0].lower())
    onward = _found(text, known.following)
    back = _found(text, known.preceding)
    if bool(onward) == bool(back):
        return 0
    rest = _rest(text, onward or back, known.units)
    return (1 if onward else -1) if rest <= _MORE else 0


def _found(text: str, phrases: frozenset[str]) -> str:
    """The longest of the phrases that stands in the text; scripts without spaces have it inside longer runs."""
    padded = f" {text} "
    best = ""
    for phrase in phrases:
        inside = phrase in text if phrase and _run_on(phrase) else f" {phrase} " in padded
        if inside and (len(phrase), phrase) > (len(best), best):
            best = phrase
    return best


def _run_on(phrase: str) -> bool:
    """Han, kana, hangul, Thai, Lao, Burmese, Khmer: words run on without spaces, or carry endings."""
    first = phrase[0]
    spaced = first < "\u0e00" or "\u0f00" <= first < "\u1000" or "\u10a0" <= first < "\u1100"
    return not (spaced or "\u1200" <= first < "\u1780" or "\u1800" <= first < "\u2e80")


def _rest(text: str, way: str, units: frozenset[str]) -> int:
    """How many words a text has beside a way and the units."""
    rest = text.replace(way, " ", 1).split()
    if _run_on(way):
        return sum(len(word) for word in rest if word not in units) // 4
    return sum(word not in units and not word.isdecimal() for word in rest)


def _pointed(text: str, language: str) -> int:
    """What an arrow at either end says; where lines run from right to left, onward is to the left."""
    arrows = [match[0] for match in _ARROW.finditer(text)]
    onward = [arrow for arrow in arrows if arrow.strip("-") and arrow.strip("-")[0] in _ONWARD]
    if not arrows or (onward and len(onward) < len(arrows)):
        return 0
    way = 1 if onward else -1
    return -way if language.partition("-")[0].lower() in _RIGHT_TO_LEFT else way
