"""Settle what is said about a book. In: the table `[book]`, the plan, its articles. Out: `Metadata`, all decided.

A setting rules; what is not set comes from the articles; nothing comes from the clock, the machine or the
network. BCP 47 (language), ISO 8601 (dates), RFC 4122 section 4.3 (name-based UUID), ISO 2108 (ISBN).
"""

from __future__ import annotations

import os
import re
from collections import Counter
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Protocol
from uuid import UUID, uuid5

from book.byline import names
from book.language import detect, direction, normalise
from book.model import Metadata, Problem
from book.xhtml import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from book.model import Article, Direction, Plan

# The namespace of the identifiers made here, so that no other program's UUID for the same words is the same.
_NAMESPACE = UUID("7e6c2a34-5b0f-5d53-9d0e-4f1d8f6a1c77")
_EPOCH = "1980-01-01T00:00:00Z"  # the first instant a zip archive can name
_UNDETERMINED = "und"  # BCP 47, 4.1: a tag where one is required and none is known
_SAMPLE = 20_000  # characters of text that are enough to tell a language by

_ISBN = re.compile(r"(?:urn:isbn:|isbn(?:-1[03])?:?\s*)?((?:97[89][- ]?)?(?:\d[- ]?){9}[\dXx])", re.IGNORECASE)
_UUID = re.compile(r"(?:urn:uuid:)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})", re.IGNORECASE)


class BookTable(Protocol):
    """What is read of the table `[book]` of book.toml; an empty value means: not set."""

    @property
    def title(self) -> str:
        """The book's title."""

    @property
    def subtitle(self) -> str:
        """Printed under the title."""

    @property
    def authors(self) -> Sequence[str]:
        """Names as printed, in order."""

    @property
    def language(self) -> str:
        """BCP 47."""

    @property
    def publisher(self) -> str:
        """Who publishes the book."""

    @property
    def rights(self) -> str:
        """The line about rights."""

    @property
    def identifier(self) -> str:
        """An URN, an ISBN or a UUID."""

    @property
    def date(self) -> date | None:
        """Day of publication."""

    @property
    def description(self) -> str:
        """A blurb."""


def settle(
    table: BookTable, plan: Plan, articles: Iterable[Article], *, written_by: Callable[[], Sequence[str]] = tuple
) -> Metadata:
    """The metadata of the book that `plan` makes of `articles`; those it does not use have no say.

    `written_by` is asked for the authors where neither a setting nor an article names one.
    """
    by_source = {article.source: article for article in articles}
    used = [
        by_source[instalment.source]
        for part in plan.parts
        for chapter in part.chapters
        for instalment in chapter.instalments
        if instalment.source in by_source
    ]
    title = table.title or plan.title.strip() or _title(used)
    authors = tuple(table.authors) or _authors(used) or tuple(written_by())
    language = normalise(table.language) or _language(used)
    return Metadata(
        title=title,
        language=language,
        identifier=urn(table.identifier) if table.identifier else identifier(title, authors, language),
        direction=_direction(language, used),
        subtitle=table.subtitle,
        authors=authors,
        publisher=table.publisher,
        rights=table.rights,
        date=table.date.isoformat() if table.date else "",
        modified=_modified(used),
        description=table.description,
    )


def doubts(metadata: Metadata) -> tuple[Problem, ...]:
    """What is wrong with settled metadata, though a book can be made with it."""
    found = []
    if metadata.language == _UNDETERMINED:
        found.append(
            Problem(
                "language-unknown",
                "warning",
                "",
                "the language of the text could not be told, so nothing is hyphenated and no word is generated",
                'set language = "..." in book.toml',
            )
        )
    found.extend(isbn_doubts(metadata.identifier, "'identifier'"))
    if not metadata.authors:
        hint = 'set authors = ["..."] in book.toml'
        found.append(Problem("author-unknown", "note", "", "no article names its author", hint))
    return tuple(found)


def isbn_doubts(identifier: str, key: str) -> tuple[Problem, ...]:
    """A problem where an URN is an ISBN with a wrong check digit; `key` is where book.toml says it."""
    digits = identifier.removeprefix("urn:isbn:")
    if digits == identifier or check_digit(digits) == digits[-1]:
        return ()
    message = f"the ISBN {digits} does not end in its check digit {check_digit(digits)}"
    return (Problem("isbn-check-digit", "warning", "", message, f"correct {key} in book.toml"),)


def identifier(title: str, authors: Sequence[str], language: str) -> str:
    """An URN that is the same for the same title, authors and language, on every machine. RFC 4122, 4.3."""
    return f"urn:uuid:{uuid5(_NAMESPACE, chr(10).join([title, *authors, language]))}"


def urn(text: str) -> str:
    """An identifier as an URN: a bare ISBN or UUID gets its prefix; anything else stays as the user wrote it."""
    text = text.strip()
    if found := _UUID.fullmatch(text):
        return f"urn:uuid:{found[1].lower()}"
    if found := _ISBN.fullmatch(text):
        return f"urn:isbn:{re.sub('[- ]', '', found[1]).upper()}"
    return text


def check_digit(isbn: str) -> str:
    """The check digit that the first 9 or 12 digits of an ISBN ask for. ISO 2108, annex C."""
    digits = [int(digit) for digit in isbn[:-1]]
    if len(digits) == 9:
        rest = sum(digit * (position + 1) for position, digit in enumerate(digits)) % 11
        return "X" if rest == 10 else str(rest)
    return str(-sum(digit * (3 if position % 2 else 1) for position, digit in enumerate(digits)) % 10)


def bare_name(source: str) -> str:
    """A source's file name as words: "posts/the-north_wind.html" is "the north wind"."""
    name = source.partition("#")[0].rstrip("/").rpartition("/")[2].partition(".")[0]
    return " ".join(re.sub(r"[-_+]+", " ", name).split())


def _title(articles: Sequence[Article]) -> str:
    """A title for a book that neither a setting nor the plan names. EPUB 3.3, 5.5.3.1: it may not be empty."""
    for name in ("series", "site", "title"):
        if found := next((str(getattr(article, name)) for article in articles if getattr(article, name).strip()), ""):
            return found
    return next((name for article in articles if (name := bare_name(article.source))), "-")


def _authors(articles: Iterable[Article]) -> tuple[str, ...]:
    """The names of all bylines, in order of appearance; names that differ only in case or stops are one."""
    found: dict[str, str] = {}
    for article in articles:
        for name in names(article.byline):
            found.setdefault(re.sub(r"[\W_]+", "", name).casefold(), name)
    return tuple(found.values())


def _language(articles: Sequence[Article]) -> str:
    """The language of most words; a regional form only where most words of the language declare it."""
    words: Counter[str] = Counter()
    for article in articles:
        if tag := normalise(article.language):
            words[tag] += max(article.words, 1)
    if not words:
        return _detected(articles) or _UNDETERMINED
    bare: Counter[str] = Counter()
    for tag, count in words.items():
        bare[tag.split("-")[0]] += count
    first = _most(bare)
    tags = Counter({tag: count for tag, count in words.items() if tag.split("-")[0] == first})
    best = _most(tags)
    return best if tags[best] * 2 > bare[first] else first


def _most(counter: Mapping[str, int]) -> str:
    # Ties go to the tag first in the alphabet: the answer must not depend on the order of files.
    return min(counter, key=lambda tag: (-counter[tag], tag))


def _detected(articles: Sequence[Article]) -> str:
    text: list[str] = []
    size = 0
    for article in articles:
        text.append(plain(article.body))
        size += len(text[-1])
        if size > _SAMPLE:
            break
    return normalise(detect("\n".join(text)))


def _direction(language: str, articles: Sequence[Article]) -> Direction:
    if language != _UNDETERMINED:
        return direction(language)
    words: Counter[str] = Counter()
    for article in articles:
        words[article.direction] += article.words
    return "rtl" if words["rtl"] > words["ltr"] + words[""] else "ltr"


def _modified(articles: Iterable[Article]) -> str:
    """The newest instalment's date as an instant, else what the environment fixes, else 1980."""
    instants = [instant for article in articles if (instant := _instant(article.date))]
    if instants:
        return max(instants)
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    if fixed.isdecimal() and int(fixed) < 253_402_300_800:  # the end of the year 9999
        return datetime.fromtimestamp(int(fixed), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return _EPOCH


def _instant(text: str) -> str:
    """`CCYY-MM-DDThh:mm:ssZ` (EPUB 3.3, 5.5.3.3) of an ISO 8601 date or instant; "" where it is none.

    A date without a time is its midnight, a time without an offset is taken as UTC.
    """
    if re.fullmatch(r"\d{4}(-\d\d)?", text):
        text += "-01" * (2 - text.count("-"))
    try:
        when = datetime.fromisoformat(text)
        when = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    return f"{when.year:04}-{when:%m-%dT%H:%M:%S}Z"
