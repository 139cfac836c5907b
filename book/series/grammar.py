"""The grammar of titles, one file a language. In: `languages/<tag>.toml` and `.words`. Out: `Grammar`, read once.

A language's TOML file says what its labels are called (`[labels]`: kind -> words), which words stand alone
(`[matter]`), and the small words around them; its `.words` file spells the numbers 1 to 120, one a line:
number, tab, cardinals, tab, ordinals, forms parted by `|`. A language without such a file gives its first numbers
as lists, `cardinals` and `ordinals`, from 1 on. Everything is compared folded, see `fold`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import tomli

from book.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_LANGUAGES = Path(__file__).parent / "languages"

Key = tuple[str, ...]  # folded words

# Accents, harakat, niqqud and tatweel are left out by titles as often as not. The vowel signs of Indic and
# Thai are letters of theirs and stay.
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u0670\u200c-\u200f\u00ad]")
# One letter in several code points (Persian and Arabic yeh, kaf), and letters that have no decomposition.
_LETTERS = str.maketrans({"ی": "ي", "ى": "ي", "ک": "ك", "ة": "ه", "ہ": "ه", "ۀ": "ه", "ھ": "ه", "ٱ": "ا",
                          "ı": "i", "ł": "l", "đ": "d", "ø": "o", "’": "'", "ʼ": "'", "ς": "σ"})  # fmt: skip
_WORD = re.compile(r"[^\s\-–]+")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """The text without regard to case, accents and interchangeable letters."""
    if text.isascii():
        return text.lower()
    # Norwegian åttende (8th) and attende (18th): the ring is no accent, and is written aa where it lacks.
    text = unicodedata.normalize("NFC", text.casefold()).replace("å", "aa")
    return _MARKS.sub("", unicodedata.normalize("NFKD", text)).translate(_LETTERS)


def key(phrase: str) -> Key:
    """The folded words of a phrase; a hyphen parts words."""
    return tuple(fold(word) for word in _WORD.findall(phrase))


@frozen
class Label:
    """One word or phrase that names a unit: "part", "side story", "bölüm"."""

    words: Key
    kind: str
    language: str
    weak: bool = False  # an everyday word too: marks nothing after a bare space
    after: bool = False  # stands after a plain number: "1. rész"
    reversible: bool = True  # may stand after an ordinal: "second part"


@frozen
class Numbers:
    """The number words of a language: phrase -> number; `last` is one of the ordinals."""

    cardinals: Mapping[str, str]
    ordinals: Mapping[str, str]
    longest: int  # words of the longest phrase


@dataclass(slots=True)
class Grammar:
    """All languages in one table: a title seldom says which one it is in."""

    labels: dict[str, list[Label]] = field(default_factory=dict)  # by first word, longest first
    matter: dict[Key, tuple[str, str]] = field(default_factory=dict)  # phrase -> kind, language
    of: dict[str, frozenset[Key]] = field(default_factory=dict)  # language -> "of" in "2 of 3"
    joins: dict[str, frozenset[str]] = field(default_factory=dict)  # language -> "and", "to"
    articles: dict[str, frozenset[str]] = field(default_factory=dict)
    governs: frozenset[str] = frozenset()  # a label after one of these is spoken of
    numero: frozenset[str] = frozenset()  # "no", "nr" between a label and its number
    suffixes: dict[str, frozenset[str]] = field(default_factory=dict)  # language -> "nd", "ème", "я"
    months: dict[str, int] = field(default_factory=dict)
    periodicals: frozenset[str] = frozenset()  # words of the names of serials: "weekly", "blog"
    ended: frozenset[Key] = frozenset()  # behind a title: this is the last instalment, "(concluded)", "(fin)"
    phrases: dict[str, list[str]] = field(default_factory=dict)  # other lists of languages/*.toml, by name
    speech: dict[str, dict[str, list[str]]] = field(default_factory=dict)  # the same, language by language


def _rows() -> list[tuple[str, dict[str, object]]]:
    """Every language's file, in the order of their tags."""
    rows = sorted((path.stem, path) for path in _LANGUAGES.glob("*.toml"))
    return [(tag, tomli.loads(path.read_text("utf-8"))) for tag, path in rows]


def _strings(row: Mapping[str, object], name: str) -> list[str]:
    value = row.get(name, [])
    return [str(item) for item in value] if isinstance(value, list) else []


def _table(row: Mapping[str, object], name: str) -> dict[str, list[str]]:
    value = row.get(name, {})
    return {kind: list(words) for kind, words in value.items()} if isinstance(value, dict) else {}


@cache
def grammar() -> Grammar:
    """All languages, merged. Read when the first title is parsed, kept for the life of the process."""
    merged = Grammar()
    governs: set[str] = set()
    numero: set[str] = set()
    periodicals: set[str] = set()
    for tag, row in _rows():
        _add_labels(merged, tag, row)
        for kind, phrases in _table(row, "matter").items():
            for phrase in phrases:
                merged.matter.setdefault(key(phrase), (kind, tag))
        merged.of[tag] = frozenset(key(phrase) for phrase in _strings(row, "of"))
        merged.joins[tag] = _folded(row, "and")
        merged.articles[tag] = _folded(row, "articles")
        merged.suffixes[tag] = _folded(row, "suffixes")
        governs |= _folded(row, "governs")
        numero |= _folded(row, "numero")
        periodicals |= _folded(row, "periodicals")
        for number, names in enumerate(_strings(row, "months"), 1):
            for name in names.split("|"):
                merged.months.setdefault(fold(name), number)
        merged.speech[tag] = _table(row, "phrases")
        for name, phrases in merged.speech[tag].items():
            merged.phrases.setdefault(name, []).extend(phrases)
    merged.ended = frozenset(key(phrase) for phrase in merged.phrases.get("ended", ()))
    merged.governs, merged.numero, merged.periodicals = frozenset(governs), frozenset(numero), frozenset(periodicals)
    for labels in merged.labels.values():
        labels.sort(key=lambda label: -len(label.words))
    return merged


def _folded(row: Mapping[str, object], name: str) -> frozenset[str]:
    return frozenset(fold(word) for word in _strings(row, name))


def _add_labels(merged: Grammar, tag: str, row: Mapping[str, object]) -> None:
    weak = {key(phrase) for phrase in _strings(row, "weak")}
    after = {key(phrase) for phrase in _strings(row, "after")}
    fixed = {key(phrase) for phrase in _strings(row, "fixed")}
    for kind, phrases in _table(row, "labels").items():
        for phrase in phrases:
            words = key(phrase)
            label = Label(words, kind, tag, words in weak, words in after, words not in fixed)
            merged.labels.setdefault(words[0], []).append(label)


@cache
def numbers(language: str) -> Numbers:
    """The number words of one language, read when one of its labels is first met."""
    cardinals: dict[str, str] = {}
    ordinals: dict[str, str] = {}
    words = _LANGUAGES / f"{language}.words"
    if words.is_file():
        for line in words.read_text("utf-8").splitlines():
            if line and not line.startswith("#"):
                number, plain, ranked = line.split("\t")
                _spell(cardinals, number, plain)
                _spell(ordinals, number, ranked)
    row = tomli.loads((_LANGUAGES / f"{language}.toml").read_text("utf-8"))
    for table, name in ((cardinals, "cardinals"), (ordinals, "ordinals")):
        for count, forms in enumerate(_strings(row, name), 1):
            _spell(table, str(count), forms)
    for phrase in _strings(row, "last"):
        ordinals.setdefault(" ".join(key(phrase)), "last")
    longest = max((phrase.count(" ") + 1 for phrase in (*cardinals, *ordinals)), default=0)
    return Numbers(cardinals, ordinals, longest)


def _spell(table: dict[str, str], number: str, forms: str) -> None:
    for form in forms.split("|"):
        if form:
            table.setdefault(" ".join(key(form)), number)


def languages() -> Iterable[str]:
    """The tags of all languages that have a row."""
    return sorted(grammar().of)
