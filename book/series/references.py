"""What instalments say of each other and of themselves. In: articles. Out: a `Said` each, links resolved.

Three things: which way a link leads ("Next", "Previous: X", `rel="next"`), what number a text gives an instalment
("Read Part One here", "This is the second part of a series"), and in what order an article lists the others. Only
what stands in a link, beside one in its sentence, or at either edge of a text is looked at; prose is not.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from book.frozen import frozen
from book.model import Link, Ordinal
from book.series import cjk, reading
from book.series.addressing import Index, near, target
from book.series.beside import BLOCK, END, NEAR, passages, speaking, text_of
from book.series.direction import direction, plain
from book.series.grammar import fold, grammar
from book.series.marks import labels_at
from book.series.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from book.model import Article

_KINDS = frozenset(["part", "chapter", "episode", "installment", "issue", "section", "lesson", "lecture"])
_LONGEST = 220  # characters; a longer sentence says something else
_LISTED = 3  # others that an article must lead to before that is a list
_MOST = 400  # links of an article that are looked at


@frozen
class Way:
    """A link to a neighbour."""

    to: str  # the source, or "?" and the address of what was not collected
    way: int  # 1 onward, -1 back
    text: str  # as the page says it


@frozen
class Said:
    """What one article says of order."""

    ways: tuple[Way, ...] = ()
    numbers: tuple[tuple[str, str, str], ...] = ()  # source (its own for "this is part 2"), number, the words
    lists: tuple[str, ...] = ()  # the others it leads to, in its order, links to neighbours not among them


NOTHING = Said()


def references(articles: Sequence[Article]) -> Mapping[str, Said]:
    """What each article says, by source; nothing for one that leads nowhere and speaks of no series."""
    index = Index(articles)
    titles = {article.source: article.title for article in articles}
    return {article.source: said for article in articles if (said := _said(article, index, titles)) != NOTHING}


def _said(article: Article, index: Index, titles: Mapping[str, str]) -> Said:
    ways: dict[tuple[str, int], Way] = {}
    numbers: dict[tuple[str, str], str] = {}
    listed: dict[str, None] = {}
    for link in article.links[:_MOST]:
        to = index(article, link.href)
        if to == article.source:
            continue
        way = direction(link, article.language, titles.get(to, ""))
        lost = "" if to or not way or not near(article, link.href) else target(article, link.href).partition("#")[0]
        if way and (to or lost):
            where = to or f"?{lost}"
            ways.setdefault((where, way), Way(where, way, " ".join(link.text.split()) or link.rel))
        elif to:
            listed[to] = None
        if to and (number := _number(link.text, article.language)):
            numbers.setdefault((to, number), " ".join(link.text.split()))
    for to, way, number, words in _beside(article, index, titles):
        if way:
            ways.setdefault((to, way), Way(to, way, words))
        if number:
            numbers.setdefault((to, number), words)
    for number, words in _own(article):
        numbers.setdefault((article.source, number), words)
    facing = {way.to for way in ways.values()}
    others = tuple(to for to in listed if to not in facing or len(listed) > _LISTED)
    return Said(
        tuple(ways.values()), tuple((to, number, words) for (to, number), words in numbers.items()),
        others if len(others) >= _LISTED else (),
    )  # fmt: skip


def _beside(article: Article, index: Index, titles: Mapping[str, str]) -> Iterator[tuple[str, int, str, str]]:
    """What the sentence around a link says of where it leads: "Part 2 is here", "Last time, in X, ..."."""
    for passage in passages(article, index):
        text, to = passage.text, passage.to
        title = plain(titles[to])
        named = plain(text) == title or (len(plain(text)) > 12 and plain(text) in title)
        beside = f"{passage.before} {text} {passage.behind}"
        number = "" if named else _number(beside, article.language)
        way = direction(Link(passage.href, text), article.language, titles[to])
        led = way or _led(plain(passage.before), plain(passage.behind), article.language)
        yield to, led, number, " ".join(beside.split())


def _led(before: str, behind: str, language: str) -> int:
    """The way that the words before a link say ("continues in ..."), or those behind it where they end so."""
    for way, phrase in _leading(language.partition("-")[0].lower()):
        if before == phrase or before.endswith(f" {phrase}") or before.startswith(f"{phrase} "):
            return way
        if behind.startswith(phrase) and len(phrase) > 5:
            return way
    return 0


@cache
def _leading(language: str) -> tuple[tuple[int, str], ...]:
    """The phrases that lead onward and back, each with its way."""
    rows = _rows(language)
    ways = (("onward", 1), ("back", -1))
    return tuple((way, plain(words)) for name, way in ways for row in rows for words in row.get(name, ()))


def _own(article: Article) -> Iterator[tuple[str, str]]:
    """What a text says of itself at its beginning or end: "This is the second part of a series on bread"."""
    known = openings(article.language.partition("-")[0].lower())
    for markup in speaking(article, known):
        for sentence in _sentences(markup):
            folded = f" {plain(sentence[:NEAR])} "
            if any(opening in folded for opening in known) and _of_series(sentence, article.language):
                number = _number(sentence, article.language)
                if number:
                    yield number, sentence
                    return


@cache
def openings(language: str) -> tuple[str, ...]:
    """How a text begins to speak of itself: " this is ", " dies ist "."""
    return tuple(dict.fromkeys(f" {plain(opening)} " for row in _rows(language) for opening in row.get("this", ())))


def _sentences(markup: str) -> Iterator[str]:
    """The short sentences of some markup in which a number may stand."""
    for block in BLOCK.split(markup):
        for sentence in END.split(text_of(block)):
            if 8 < len(sentence) <= _LONGEST:
                yield sentence.strip()


def _of_series(sentence: str, language: str) -> bool:
    """A sentence that speaks of a series, or says little more than the number."""
    words = set(plain(sentence).split())
    named = {plain(word) for row in _rows(language) for word in row.get("series", ())}
    return bool(words & named) or len(words) <= 9


def _rows(language: str) -> list[Mapping[str, Sequence[str]]]:
    speech = grammar().speech
    tag = language.partition("-")[0].lower()
    return [speech[tag], speech["en"]] if tag in speech and tag != "en" else [speech["en"]]


def _number(text: str, language: str) -> str:
    """The only number of an instalment that a text names: "the second part", "Part 2"; "" for none or several."""
    said = [*(mark.number for mark in spoken(text, language)), *(mark.number for mark in cjk.marks(text))]
    found = {number for number in said if number and number.isdecimal()}
    return found.pop() if len(found) == 1 else ""


def spoken(text: str, language: str) -> Iterator[Ordinal]:
    """The ordinals that running text names, wherever they stand: "as Part Two showed"."""
    prefer = language.partition("-")[0].lower()
    folded = fold(text) if len(text) <= 2 * _LONGEST else ""
    if not any(word in folded for word in _units(prefer)):
        return  # most sentences name no unit, and are not taken apart
    found, table = tokens(text), grammar()
    for at in range(len(found)):
        for words, labels in labels_at(found, at, table, prefer):
            fitting = [label for label in labels if label.kind in _KINDS and label.language in (prefer or "en", "en")]
            if not fitting:
                continue
            tags = [label.language for label in fitting]
            number = reading.after(found, at + words, tags, table)
            number = number or reading.before(found, at, tags, table, plain_too=False)
            if number and number.value:
                yield Ordinal(fitting[0].kind, number.value, number.total)
                break


@cache
def _units(prefer: str) -> tuple[str, ...]:
    """The words that labels of instalments begin with, in a language and in English."""
    labels = (label for found in grammar().labels.values() for label in found)
    spoken = {prefer or "en", "en"}
    first = (label.words[0] for label in labels if label.kind in _KINDS and label.language in spoken)
    return tuple(dict.fromkeys(first))
