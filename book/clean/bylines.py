"""Who wrote it and when, as a line says it. In: one line in a language. Out: name and ISO 8601 date, or neither.

`by Ada Bell`, `Photo of Ada Bell Ada Bell✍️ Send an email6 January 2024`, `Publié le 3 mars 2024 à 06h00`. A line of
running text never tells: what is left when dates, clock times and words for naming are taken away must be a name, or
nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from book.clean import dates
from book.clean.vocabulary import Vocabulary, fold
from book.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Sequence

EMOJI = re.compile("[\u2190-\u2bff\u2600-\u27bf\ufe0f\u200d\U0001f000-\U0001faff★☆]+")
LONGEST = 160  # characters; a longer line is text
_CLOCK = re.compile(
    r"(?:\bat\b|\bum\b|\bà\b|\ba las\b|\bàs\b|\balle\b|\bв\b|,|@)?\s*\b[0-2]?\d(?:[:.]|\s?h\s?)[0-5]\d(?:[:.][0-5]\d)?"
    r"(?:\s*[ap]\.?m\.?)?\b(?:\s*(?:Uhr|hrs?|h|GMT|UTC|CES?T|[ECMP][SD]?T|BST|IST|MSK|TSİ|JST|KST|WIB)\b)?(?:\s*[+-]\d{1,2})?"
    r"|[上下]午\s*\d|\s+\d+\s*$",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"^[\w.-]{2,40}$")
_AROUND = " \t,.;:|·•-–—()/[]،。・"
_PARTICLES = frozenset(
    [
        "de",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "das",
        "do",
        "du",
        "des",
        "van",
        "von",
        "der",
        "den",
        "ter",
        "ten",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "ibn",
        "ben",
        "y",
        "e",
        "i",
        "zu",
        "zur",
        "af",
    ]
)
_NAME_WORD = re.compile(r"[^\W\d_][\w.'’·-]*,?$")
_CASELESS = re.compile(r"[\u0590-\u08ff\u0900-\u0dff\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@frozen
class Said:
    """What a line says of who and when."""

    kind: str  # "byline", "date", "signature" (a name behind words that end an article) or "" for text
    name: str = ""
    moment: str = ""  # ISO 8601 date; empty where the line names none that is whole


NOTHING = Said("")


def said(text: str, words: Vocabulary, tag: str, *, ends: bool = False, running: bool = False) -> Said:
    """What one line tells. `ends`: its words are those of an author's box; `running`: it has the shape of text."""
    if len(text) > LONGEST:
        return NOTHING
    after = words.after.search(text)
    rest, moment, dated = _without_dates(words.after.sub(" ", text), words, tag)
    if dated:
        rest = _without_day(rest, tag)
    if dated or after or ends:
        bare = _CLOCK.sub(" ", rest)
        dated, rest = dated or bare != rest, bare
    rest = EMOJI.sub(" ", rest)
    on = words.on.match(rest)
    inner = rest[on.end() :] if on and dated else rest
    by = words.by.match(inner) or (words.by.match(rest) if on else None)
    name = (inner if by is None else by.string[by.end() :]).strip(_AROUND)
    if dated and (not name or not _plain(name, words, tag)):
        return NOTHING if running and name else Said("date", moment=moment)
    name = _cut(_undated(name, words) if dated else name)
    if not ((by or after) and name and is_name(name)):
        return NOTHING
    return Said("signature" if ends and not dated else "byline", _once(name), moment)


def loosely_dated(text: str, words: Vocabulary, tag: str) -> str | None:
    """The ISO date of a line that is a date and little else (a place, a bureau); None where it is another."""
    rest, moment, dated = _without_dates(text, words, tag)
    left = _plain(_CLOCK.sub(" ", rest), words, tag)
    return moment if dated and len(left) <= 30 and len(left.split()) <= 4 else None


def _without_dates(text: str, words: Vocabulary, tag: str) -> tuple[str, str, bool]:
    """The text without the dates in it, the first that is whole, and whether there was any."""
    moment, dated = "", False
    for _ in range(3):
        found = dates.find(text, tag)
        if not found:
            break
        moment = moment or found[0]
        text, dated = f"{text[: found[1]]} {text[found[2] :]}", True
    relative = words.relative.search(text)
    if relative:
        text, dated = f"{text[: relative.start()]} {text[relative.end() :]}", True
    return text, moment, dated


def _plain(text: str, words: Vocabulary, tag: str) -> str:
    """What is left of a line about a date without words for publishing, days of the week and time to read."""
    left = words.dating.sub(" ", f" {text} ")
    left = " ".join(part for part in re.split(r"[\s,|·•/()–—-]+", left) if not _weekday(part.strip(".:"), tag))
    return "" if words.is_counts(fold(left)) else left.strip(_AROUND)


def _without_day(text: str, tag: str) -> str:
    """What stands beside a date, without the day of the week before it: `dimanche 3 mars 2024, par Ada Bell`."""
    first, _, behind = text.lstrip(_AROUND).partition(" ")
    return behind.lstrip(_AROUND) if _weekday(first.strip(_AROUND), tag) else text


def _weekday(word: str, tag: str) -> bool:
    return word.casefold() in _weekdays(tag.partition("-")[0])


@cache
def _weekdays(language: str) -> frozenset[str]:
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - only lines that hold dates need its data

    names: set[str] = set()
    for tag in dict.fromkeys([language, "en"]):
        try:
            days = Locale.parse(tag).days
        except (UnknownLocaleError, ValueError):
            continue
        names.update(
            name.casefold().strip(".") for width in ("wide", "abbreviated") for name in days["format"][width].values()
        )
    return frozenset(names)


def _undated(name: str, words: Vocabulary) -> str:
    """A name without the word for publishing that stood before the date: `Jeanne Doux, publié le`."""
    word = next((found for found in words.dating.finditer(name) if found.end() == len(name) and found.start()), None)
    return name[: word.start()].strip(_AROUND) if word else name


def _cut(name: str) -> str:
    """A name without the counts and the office behind it: `Ada Bell | 5 min read`, `Ada Bell, Staff writer`."""
    pieces = re.split(r"\s*[|·•]\s*|\s{2,}", name)
    return pieces[0].strip(_AROUND) if len(pieces) > 1 and is_name(pieces[0]) else name


def is_name(text: str) -> bool:
    """Whether the words behind `by` can be a name."""
    parts = text.split()
    if not parts:
        return False
    first = parts[0][:1]
    capital = not first.islower() or bool(_HANDLE.match(text) and ("_" in text or any(char.isdigit() for char in text)))
    return len(parts) <= 8 and len(text) <= 70 and capital and not re.search(r"[.!?]['\"]?$|[:;?!]", text)


def is_bare_name(text: str) -> bool:
    """Whether a line without a word for naming has the shape of a person's name, or of several persons'."""
    people = [
        person
        for person in re.split(r"\s*(?:,|&|\band\b|\by\b|\bet\b|\bund\b|\be\b|\bve\b|\bи\b|、)\s*", text.strip())
        if person
    ]
    return 0 < len(people) <= 4 and len(text) <= 60 and all(map(_is_person, people))


def _is_person(text: str) -> bool:
    parts = text.split()
    if _CASELESS.search(text):
        return not re.search(r"[\d:：?？!！。.،]", text) and (
            2 <= len(text) <= 5 if _CJK.search(text) and len(parts) == 1 else 2 <= len(parts) <= 4 and len(text) <= 30
        )
    named = [part for part in parts if part.casefold() not in _PARTICLES]
    return (
        2 <= len(parts) <= 5
        and len(named) >= 2
        and all(_NAME_WORD.match(part) for part in parts)
        and all(part[:1].isupper() and (not part.isupper() or len(part) <= 3 or text.isupper()) for part in named)
    )


def _once(name: str) -> str:
    """A name that stands twice in a row, once."""
    parts = name.split()
    half = len(parts) // 2
    return " ".join(parts[:half] if len(parts) % 2 == 0 and parts[:half] == parts[half:] else parts)


def people(texts: Sequence[str]) -> set[str]:
    """Those of some lines that are bare names, and stand more than once."""
    bare = [EMOJI.sub("", text).strip() for text in texts if len(text) <= 60]
    return {text for text, count in Counter(bare).items() if count > 1 and is_bare_name(text)}
