"""The words sites put around articles. In: `furniture/`. Out: what a line of a text copy is, by its words.

A line is compared folded: case, punctuation, Arabic vowel signs and the value of numbers do not matter.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import tomli

from book.frozen import frozen
from book.language import words

if TYPE_CHECKING:
    from collections.abc import Iterable

_FURNITURE = Path(__file__).parent / "furniture"
_DIGITS = re.compile(r"\d+")
_SIGNS = re.compile("[\u064b-\u0652\u0670\u0640]")
# Letters that sites of a language write now one way, now another: alef and its seats, dotted and dotless i.
_ALIKE = str.maketrans("أإآٱىİı", "اااايii")
_APOSTROPHES = str.maketrans("'’ʼ‘`´", "      ")
_FEW = 3  # characters of a script without spaces that are a common word


def fold(text: str) -> str:
    """A line as the vocabulary compares it."""
    return _DIGITS.sub("0", " ".join(words(_loosened(text))))


@frozen
class Phrases:
    """Phrases, some with a place for any words."""

    exact: frozenset[str]
    open: re.Pattern[str] | None

    def __contains__(self, folded: str) -> bool:
        """Whether a folded line is one of the phrases."""
        return folded in self.exact or bool(self.open and self.open.fullmatch(folded))


@frozen
class Vocabulary:
    """What is known of the sites of some languages."""

    furniture: Phrases
    ends: Phrases
    boxes: Phrases
    menu: Phrases
    ago: Phrases
    contains: tuple[str, ...]
    by: re.Pattern[str]
    after: re.Pattern[str]
    on: re.Pattern[str]
    relative: re.Pattern[str]
    notices: re.Pattern[str]
    part: frozenset[str]
    share: frozenset[str]
    read: frozenset[str]
    dating: re.Pattern[str]
    fields: Phrases
    letters: tuple[str, ...]
    teasers: re.Pattern[str]
    credit: re.Pattern[str]

    def credits(self, text: str) -> bool:
        """Whether a line names who made a picture, and nothing else."""
        return bool(self.credit.search(text))

    def teases(self, text: str, *, ended: bool) -> bool:
        """Whether a line sends the reader to another article: `Read also: The Lamp`. `ended`: it is a sentence."""
        found = self.teasers.match(_loosened(text))
        return found is not None and (not ended or ":" in found[0] or "|" in found[0])

    def offers(self, folded: str) -> bool:
        """Whether a line offers to send something by mail."""
        return any(f" {phrase}" in f" {folded}" for phrase in self.letters)

    def is_notice(self, folded: str) -> bool:
        """Whether a line is about the series: to be continued, read part one here."""
        return bool(self.notices.fullmatch(folded) or self.notices.fullmatch(folded.replace(" ", "")))

    def holds(self, folded: str) -> bool:
        """Whether a line holds words that only a site says."""
        return any(phrase in f" {folded}" for phrase in self.contains)

    def is_share(self, folded: str) -> bool:
        """Whether a line is nothing but names of networks and words for sharing, two of them at least."""
        parts = folded.split()
        return len(parts) > 1 and all(part in self.share for part in parts)

    def is_counts(self, folded: str) -> bool:
        """Whether a line is numbers, with at most words for minutes, views and comments."""
        parts = folded.split()
        known = all(part.strip("0") in {"", "k", "m"} or part in self.read for part in parts)
        return bool(parts) and known and "0" in folded


@cache
def _known() -> tuple[str, ...]:
    """The languages that have a file, `any` among them."""
    return tuple(sorted(path.stem for path in _FURNITURE.glob("*.toml")))


@cache
def _table(language: str) -> dict[str, list[str]]:
    return tomli.loads((_FURNITURE / f"{language}.toml").read_text("utf-8"))


@cache
def vocabulary(language: str) -> Vocabulary:
    """The vocabulary for texts of a language: its own, and English, which sites of every language show."""
    base = language.partition("-")[0]
    base = {"no": "nb", "nn": "nb", "sr": "hr", "bs": "hr", "sk": "cs", "ms": "id"}.get(base, base)
    names = [name for name in dict.fromkeys(["any", "en", base]) if name in _known()] if base else _known()
    tables = [_table(name) for name in names]

    def of(name: str) -> list[str]:
        return [phrase for table in tables for phrase in table.get(name, [])]

    folded_words = {
        name: frozenset(word for phrase in of(name) for word in fold(phrase).split()) for name in ("share", "read")
    }
    return Vocabulary(
        furniture=_phrases(of("furniture")),
        ends=_phrases(of("ends")),
        boxes=_phrases(of("boxes")),
        menu=_phrases(of("menu")),
        ago=_phrases(of("ago")),
        contains=tuple(f" {fold(phrase)}" for phrase in of("contains")),
        by=_prefix(of("by")),
        after=_suffix(of("after")),
        on=_prefix(of("on")),
        relative=re.compile("|".join(map(_relative, sorted(of("ago"), key=len, reverse=True))), re.IGNORECASE),
        notices=re.compile("|".join(of("notices"))),
        part=frozenset(fold(phrase) for phrase in of("part")),
        share=folded_words["share"] | _share_words(of("furniture")),
        read=folded_words["read"],
        dating=re.compile(rf"(?<!\w)(?:{_any_of([*of('on'), *of('by')])})(?!\w)\s*[:：]?", re.IGNORECASE),
        fields=_phrases(of("fields")),
        letters=tuple(fold(phrase) for phrase in of("letters")),
        teasers=_teasers([*of("teasers"), *filter(_several, of("boxes"))], of("teasers")),
        credit=_credit(of("credit"), of("agencies")),
    )


def _loosened(text: str) -> str:
    return _SIGNS.sub("", text).translate(_ALIKE).translate(_APOSTROPHES)


def _several(phrase: str) -> bool:
    """Whether a phrase is more than a common word: two words, or four characters of a script without spaces."""
    return " " in phrase or len(words(phrase)) > _FEW


def _any_of(phrases: Iterable[str]) -> str:
    return "|".join(re.escape(phrase) for phrase in sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase)))


def _teasers(phrases: Iterable[str], sure: Iterable[str]) -> re.Pattern[str]:
    """A phrase and a colon; a phrase that is nothing else, and a title: a capital, a quotation, another script."""
    title = r"[^\W\d_a-zà-öø-ÿа-яёα-ω]|[\"“„«»‹「『‘]"
    return re.compile(
        rf"[\W_]*(?:(?i:{_any_of(map(_loosened, phrases))})\s*[:：|】\]]\s*(?=\S)"
        rf"|(?i:{_any_of(map(_loosened, sure))})\s+[-–—»>]?\s*(?={title}))"
    )


def _credit(words_: Iterable[str], agencies: Iterable[str]) -> re.Pattern[str]:
    """`Photo: Ada Bell`, `Photo by Ada Bell on Unsplash`, `Getty Images`, `... JONAS EK / AFP`."""
    made = _any_of(words_)
    houses = _any_of(agencies)
    return re.compile(
        rf"^\W*(?:{made})(?:\s+(?:credit|source|caption|courtesy))?\s*"
        r"(?:[:：/|©]|,\s*(?=[A-Z])|\s+by\s+(?=[A-Z])|\s+(?:on|via)\s)"
        rf"|^(?:{houses})(?:\s*/.*)?$|(?:/|\bon|\bvia|©|\bthrough|\()\s*(?:{houses})\W*$|^(?:credit|©)\s*:?\s*[^.]{{2,60}}$",
        re.IGNORECASE,
    )


def _share_words(phrases: Iterable[str]) -> frozenset[str]:
    """The words of short phrases about sharing: those that name a network, in the language's own script."""
    starts = (
        "share",
        "مشاركة",
        "فيسبوك",
        "تويتر",
        "لينكدإن",
        "طباعة",
        "частн",
        "вконтакте",
        "facebook",
        "공유",
        "分享",
        "シェア",
    )
    return frozenset(
        word for phrase in phrases if phrase.startswith(starts) for word in fold(phrase).split() if "*" not in phrase
    ) | frozenset(["عبر", "البريد", "via", "per", "par", "con", "mit", "بريد"])


def _phrases(phrases: Iterable[str]) -> Phrases:
    listed = list(phrases)
    exact = frozenset(fold(phrase) for phrase in listed if "*" not in phrase)
    patterns = sorted({_open(phrase) for phrase in listed if "*" in phrase})
    return Phrases(exact, re.compile("|".join(patterns)) if patterns else None)


def _open(phrase: str) -> str:
    return ".*".join(re.escape(fold(piece)) for piece in phrase.split("*"))


def _suffix(phrases: Iterable[str]) -> re.Pattern[str]:
    """Words behind a name. A date may follow without a space ("Send an email6 January"), but not on a single word."""
    listed = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    long = "|".join(re.escape(phrase) for phrase in listed if " " in phrase)
    short = "|".join(re.escape(phrase) for phrase in listed if " " not in phrase)
    return re.compile(rf"(?:{long})|\b(?:{short})\b", re.IGNORECASE)


def _prefix(phrases: Iterable[str]) -> re.Pattern[str]:
    listed = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    joined = "|".join(re.escape(phrase) for phrase in listed)
    return re.compile(rf"[\W_]*(?:{joined})(?:\s*[:：・]\s*|\s+|$)", re.IGNORECASE)


def _relative(phrase: str) -> str:
    """The phrase as it stands in a line: numbers, and one or two words for the unit."""
    pieces = re.split(r"(\*|0)", phrase.strip())
    made = "".join({"*": r"\w+(?: \w+)?", "0": r"\d+\+?"}.get(piece, re.escape(piece)) for piece in pieces)
    start = r"(?<![^\W\d_])" if phrase[:1].isalpha() else ""
    return f"{start}{made}(?!\\w)"
